"""What the cart's endpoints accept."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from shop.pricing.model import MAX_LINES, Cart, CartLine

MAX_COUPON = 200  # what is sent; the codes that there are are shorter


class Destination(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    country: str = Field(pattern=r"^[A-Z]{2}$")
    region: str = Field(default="", max_length=200)
    postcode: str = Field(default="", max_length=40)


class CartRequest(BaseModel):
    """The body of ``POST /api/cart``. Prices, totals and who is a member are the server's alone."""

    model_config = ConfigDict(strict=True, extra="forbid")

    lines: tuple[CartLine, ...] = Field(max_length=MAX_LINES, strict=False)
    ship_to: Destination | None = None
    shipping: str = Field(default="", max_length=200)
    slot: str = Field(default="", max_length=200)
    payment: str = Field(default="", max_length=200)
    coupon: str = Field(default="", max_length=MAX_COUPON)
    lang: str = Field(default="", max_length=20)

    def cart(self, language: str) -> Cart:
        return Cart(
            lines=self.lines,
            **(self.ship_to.model_dump() if self.ship_to else {}),
            shipping=self.shipping,
            slot=self.slot,
            payment=self.payment,
            coupon=self.coupon,
            language=language,
        )


class StockQuery(BaseModel):
    sku: list[str] = Field(min_length=1, max_length=100)


def with_coupon(language: str, form: Mapping[str, Any]) -> str:
    """The query of a page that a form leads to: its language, and the coupon if there is one."""
    coupon = str(form.get("coupon", "")).strip()[:MAX_COUPON]
    return urlencode({"lang": language, **({"coupon": coupon} if coupon else {})})
