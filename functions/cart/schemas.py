"""What the cart's endpoints accept."""

from pydantic import BaseModel, ConfigDict, Field

from shop.pricing.model import MAX_LINES, Cart, CartLine


class Destination(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    country: str = Field(pattern=r"^[A-Z]{2}$")
    region: str = Field(default="", max_length=200)
    postcode: str = Field(default="", max_length=40)


class CartRequest(BaseModel):
    """The body of ``POST /api/cart``. Prices and totals are the server's alone."""

    model_config = ConfigDict(strict=True, extra="forbid")

    lines: tuple[CartLine, ...] = Field(max_length=MAX_LINES, strict=False)
    ship_to: Destination | None = None
    shipping: str = Field(default="", max_length=200)
    payment: str = Field(default="", max_length=200)
    coupon: str = Field(default="", max_length=200)
    lang: str = Field(default="", max_length=20)

    def cart(self, language: str) -> Cart:
        return Cart(
            lines=self.lines,
            country=self.ship_to.country if self.ship_to else "",
            shipping=self.shipping,
            payment=self.payment,
            coupon=self.coupon,
            language=language,
        )


class StockQuery(BaseModel):
    sku: list[str] = Field(min_length=1, max_length=100)
