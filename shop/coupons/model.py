"""A coupon as its owner defines it, and as it stands now."""

import unicodedata
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from shop.money import Money
from shop.pricing.scope import Scope
from shop.sections import Prices

Kind = Literal["percent", "amount", "free_shipping"]
MAX_CODE = 40
UNLIMITED = 10**9  # what is left of a coupon without a limit


def canonical(code: str) -> str:
    """The one spelling of a code: capitals, no blanks, however a phone composes its accents."""
    composed = unicodedata.normalize("NFKC", code).upper()
    letters = (c for c in composed if c.isprintable() and not c.isspace())
    return unicodedata.normalize("NFKC", "".join(letters))


def _code(text: str) -> str:
    code = canonical(text)
    if not 2 <= len(code) <= MAX_CODE or not all(c.isalnum() or c in "-_" for c in code):
        raise ValueError(f"a code has 2 to {MAX_CODE} letters, digits, hyphens or underscores")
    return code


class Coupon(Scope):
    """`percent` off, an `amount` off by currency, or free delivery by `methods` (any, if none).

    `limit` counts orders of everybody, `limit_per_person` those of one. `minimum` is what all
    goods in the cart must come to, by currency, before any discount; a currency it does not name
    is refused. A cart's goods that are reduced already count only `with_sale_prices`.
    """

    code: Annotated[str, AfterValidator(_code)]
    kind: Kind
    percent: Decimal | None = Field(default=None, gt=0, le=100, decimal_places=2)
    amount: Prices = Field(default_factory=dict)
    methods: tuple[str, ...] = ()
    limit: int | None = Field(default=None, ge=1, lt=UNLIMITED)
    limit_per_person: int | None = Field(default=None, ge=1, lt=UNLIMITED)
    minimum: Prices = Field(default_factory=dict)
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    with_sale_prices: bool = True
    note: str = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _kind_says_what(self) -> "Coupon":
        given = {"percent": self.percent is not None, "amount": bool(self.amount)}
        if any(present != (name == self.kind) for name, present in given.items()):
            raise ValueError("a coupon gives percent, or amount, or free_shipping, and only that")
        if any(amount.amount == 0 for amount in self.amount.values()):
            raise ValueError("a coupon of nothing is none")
        if self.methods and self.kind != "free_shipping":
            raise ValueError("methods are for free_shipping")
        return self

    @model_validator(mode="after")
    def _days_in_order(self) -> "Coupon":
        if self.starts and self.ends and self.starts >= self.ends:
            raise ValueError("a coupon ends after it starts")
        return self


class Standing(NamedTuple):
    """A coupon as the store has it. `left` is what its limit leaves, `used` by how many orders.

    `used_by_person` and `turn` are of the person who asks: how often they used it, and the version
    of the record that this is their turn, for `promise_writes`.
    """

    coupon: Coupon
    active: bool
    left: int
    used: int
    used_by_person: int = 0
    turn: int = 0


class Goods(NamedTuple):
    """A line of a cart, as far as coupons care."""

    sku: str
    categories: tuple[tuple[str, ...], ...]
    total: Money
    reduced: bool


class Grant(NamedTuple):
    """What a coupon gives: minor units by line, and methods that are free (None: no method,
    empty: every one)."""

    shares: tuple[int, ...]
    free_methods: tuple[str, ...] | None = None
