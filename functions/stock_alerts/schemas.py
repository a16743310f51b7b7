"""What ``POST /api/stock-alerts`` accepts, as JSON or as a plain form."""

from pydantic import BaseModel, ConfigDict, Field

from shop.orders.request import EMAIL


class AlertBody(BaseModel):
    """`lang` is the language of the mail; without one, the browser's."""

    model_config = ConfigDict(strict=True, extra="forbid")

    sku: str = Field(min_length=1, max_length=200)
    email: str = Field(max_length=254, pattern=EMAIL)
    lang: str = Field(default="", max_length=20)
