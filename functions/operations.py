"""The words in which the API's document describes a route beside its entry in the registry.

Each function has its own in ``functions/<name>/operations.py``, made of the models that its
endpoints read and of the types that they answer. Only ``functions/openapi.py`` imports those.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NotRequired

from pydantic import BaseModel
from typing_extensions import TypedDict

from functions.problems import (
    FromElsewhere,
    InvalidRequest,
    MalformedRequest,
    TooLarge,
    UnsupportedType,
)
from shop.errors import LimitExceeded, NoSpace, ShopError, StoreBusy, StoreUnavailable
from shop.pricing.view import QuoteJson

HTML = "text/html"
PDF = "application/pdf"
PROBLEM = "application/problem+json"
OF_THE_STORE = (LimitExceeded, NoSpace, StoreBusy, StoreUnavailable)


@dataclass(frozen=True, slots=True)
class Parameter:
    """Of the query, or a header."""

    name: str
    description: str
    required: bool = False
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    example: Any = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`json` is the type of what programs get; `media` is what else may go out with that status.
    `links` lead on to other operations: parameters of theirs by name, as runtime expressions."""

    description: str
    json: Any = None
    media: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A plain form: its fields, described by those of `models` that have one of the name; without
    models any text is taken. `more` says of the fields whose names are not known before."""

    fields: tuple[str, ...]
    models: tuple[type[BaseModel], ...] = ()
    required: tuple[str, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """`refusals` are what the endpoint itself raises; `refused` has what every one may. `secured`
    is a scheme of ``functions/openapi.py``. Examples are of the sample shop."""

    summary: str
    answers: Mapping[int, Answer]
    body: type[BaseModel] | None = None
    example: Mapping[str, Any] | None = None
    form: Form | None = None
    path: Mapping[str, str] = field(default_factory=dict)
    raw: str = ""
    query: tuple[Parameter, ...] = ()
    headers: tuple[Parameter, ...] = ()
    refusals: tuple[type[ShopError], ...] = ()
    secured: str = ""

    def refused(self, *, guarded: bool) -> tuple[type[ShopError], ...]:
        """`guarded` where pages of other sites may not send it."""
        found: tuple[type[ShopError], ...] = (*self.refusals, *OF_THE_STORE)
        if guarded:
            found = (*found, FromElsewhere)
        if self.body or self.form:
            found = (*found, MalformedRequest, TooLarge, UnsupportedType, InvalidRequest)
        return found


class Fault(TypedDict):
    """One thing that is wrong: with a field, a question of a survey or an article of the cart."""

    code: str
    message: NotRequired[str]
    field: NotRequired[str]
    sku: NotRequired[str]
    title: NotRequired[str]
    available: NotRequired[str | int]


class Challenge(TypedDict):
    """Its solution is its text, `:` and a number, such that the SHA-256 of all of it begins with so
    many zero `bits`; it goes along as `Challenge-Solution`."""

    algorithm: str
    text: str
    bits: int


class ProblemDocument(TypedDict):
    """RFC 9457. `code` is stable, `detail` is a sentence for the person."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    problems: NotRequired[list[Fault]]
    retry_after: NotRequired[int]
    challenge: NotRequired[Challenge]
    quote: NotRequired[QuoteJson]
    skus: NotRequired[list[str]]
    reason: NotRequired[str]


LANG = Parameter("lang", "One of the shop's languages; without it the browser's favourite.")
LOCATION = {"Location": "Where to go on."}
SEEN = Answer("A form was sent: the browser goes on to a page.", headers=LOCATION)


def page(description: str) -> Answer:
    return Answer(description, media=(HTML,))
