"""What the owner decides about invoices: ``[invoices]`` in ``site/shop.toml``."""

from typing import Annotated

from pydantic import Field, model_validator

from shop.sections import Section

Prefix = Annotated[str, Field(pattern=r"^[A-Z0-9/-]{0,12}$")]


class Invoices(Section):
    """Numbers are `prefix`, the year where `yearly`, and a count of at least `digits` digits:
    ``2026-00001``, ``CN-2026-00001``. `seller` and `address` are those of the business that sells,
    the shop's own where they are left out; `note` stands at the foot of every invoice."""

    seller: str = ""
    address: tuple[str, ...] = Field(default=(), max_length=6)
    tax_number: str = ""
    prefix: Prefix = ""
    credit_prefix: Prefix = "CN-"
    yearly: bool = True
    digits: int = Field(default=5, ge=1, le=9)
    note: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _series_apart(self) -> "Invoices":
        if self.prefix == self.credit_prefix:
            raise ValueError("invoices and credit notes need different prefixes")
        return self
