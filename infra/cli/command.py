"""What commands have in common."""

from typing import TYPE_CHECKING, Annotated

import typer

from shop.settings import load_settings

if TYPE_CHECKING:
    from functions.bootstrap import Services

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def shop_services() -> "Services":
    """Of the shop that the environment names. Loaded late: a command that only explains itself
    shall not wait for it."""
    from functions.bootstrap import compose

    return compose(load_settings())
