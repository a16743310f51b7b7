"""What a guest sends about an order."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from shop.orders.request import Note

QUANTITY = "quantity:"


class ReturnBody(BaseModel):
    """The body of ``POST /api/orders/{id}/returns``. Without `lines` the whole order is meant;
    `id` is the sender's own name for this wish, so that sending it twice is one."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
    token: str = Field(max_length=200)
    lines: dict[str, int] = Field(default_factory=dict, max_length=30)
    statement: Note = ""


def body_from_form(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Plain form fields (``quantity:SKU``) as `ReturnBody` wants them. Where all of them are 0 they
    stay so, and are refused: it does not mean the whole order."""
    lines = {
        name.removeprefix(QUANTITY): int(str(value))
        for name, value in fields.items()
        if name.startswith(QUANTITY) and str(value).isdecimal() and str(value).isascii()
    }
    return {
        "id": str(fields.get("id", "")),
        "token": str(fields.get("token", "")),
        "lines": {sku: n for sku, n in lines.items() if n} or lines,
        "statement": str(fields.get("statement", "")),
    }
