"""Stripe's own typed parameters as a judge of our calls.

stripe-python ships a TypedDict for each call, but its types are open: unknown fields pass, and each
choice is ``Literal[…] | str``. They are rebuilt here closed, so that a misspelt field or value
fails.
"""

import sys
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import (
    Any,
    Literal,
    NamedTuple,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import stripe.params
import stripe.params.checkout
from pydantic import ConfigDict, TypeAdapter
from stripe import RequestOptions
from stripe._stripe_object import UntypedStripeObject
from typing_extensions import TypedDict, is_typeddict


class Shape(NamedTuple):
    """What a call looks like: ``post /v1/refunds``, ``get /v1/payment_intents/*``."""

    method: str
    path: str


# Every call the shop makes. One that is not here fails, too.
CALLS: Mapping[Shape, Any] = {
    Shape("post", "/v1/checkout/sessions"): stripe.params.checkout.SessionCreateParams,
    Shape("get", "/v1/checkout/sessions/*"): stripe.params.checkout.SessionRetrieveParams,
    Shape("post", "/v1/checkout/sessions/*/expire"): stripe.params.checkout.SessionExpireParams,
    Shape("get", "/v1/payment_intents/*"): stripe.params.PaymentIntentRetrieveParams,
    Shape("post", "/v1/payment_intents/*/capture"): stripe.params.PaymentIntentCaptureParams,
    Shape("post", "/v1/payment_intents/*/cancel"): stripe.params.PaymentIntentCancelParams,
    Shape("post", "/v1/refunds"): stripe.params.RefundCreateParams,
    Shape("get", "/v1/refunds"): stripe.params.RefundListParams,
    Shape("get", "/v1/disputes"): stripe.params.DisputeListParams,
}
NAMED = ("cs_", "pi_", "re_")


def shape(method: str, path: str) -> Shape:
    parts = ("*" if part.startswith(NAMED) else part for part in path.split("/"))
    return Shape(method, "/".join(parts))


def check(call: Shape, params: Mapping[str, Any], options: Mapping[str, Any]) -> None:
    """Raises pydantic's ValidationError for what Stripe's types do not know, KeyError for a call
    that is not among CALLS."""
    judge(CALLS[call]).validate_python(params)
    assert options.keys() <= OPTIONS


@cache
def judge(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(closed(kind))


@cache
def closed(kind: Any) -> Any:
    """`kind` without ways out."""
    if is_typeddict(kind):
        return _closed_dict(kind)
    origin, parts = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return Union[tuple(closed(part) for part in _choices(parts))]  # noqa: UP007 - of a tuple
    if origin is NotRequired:
        return NotRequired[closed(parts[0])]
    if origin in {list, dict}:
        return origin[tuple(closed(part) for part in parts)]
    return kind


def _closed_dict(kind: Any) -> Any:
    """Parameters inherit the options of a request, which stripe-python takes in an argument of
    their own: they are no parameters."""
    own = {name: hint for name, hint in kind.__annotations__.items() if name not in OPTIONS}
    holder = type(kind.__name__, (), {"__annotations__": own})
    names = vars(sys.modules[kind.__module__])
    hints = get_type_hints(holder, globalns=names, include_extras=True)
    made = TypedDict(kind.__name__, {name: closed(hint) for name, hint in hints.items()})  # type: ignore[operator]
    made.__pydantic_config__ = ConfigDict(extra="forbid", strict=True)
    return made


def _choices(parts: tuple[Any, ...]) -> list[Any]:
    """Without the ``str`` beside real choices; beside ``''`` alone it is the value itself."""
    literals = {value for part in parts if get_origin(part) is Literal for value in get_args(part)}
    out = {UntypedStripeObject} | ({str} if literals - {""} else set())
    return [part for part in parts if part not in out and get_origin(part) not in out]


OPTIONS = frozenset(RequestOptions.__annotations__)
