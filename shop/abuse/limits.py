"""How much is too much, as the owner decides it."""

from datetime import timedelta

from pydantic import Field

from shop.sections import Section

HOUR = timedelta(hours=1)


class Limits(Section):
    """Orders of one connection in `minutes`: up to `form_orders` from the checkout page, and up to
    `program_orders` from anything else, pass as they are. Beyond, up to `most_orders`, each costs a
    puzzle that the browser solves by itself. Those of one e-mail address are counted by the hour.

    After so many `declines` of cards in an hour, paying by card costs the connection a puzzle, and
    after twice as many it is closed to it; after `shop_declines` everybody's card costs a puzzle.
    """

    minutes: int = Field(default=10, ge=1, le=1440)
    form_orders: int = Field(default=10, ge=0)
    program_orders: int = Field(default=5, ge=0)
    most_orders: int = Field(default=60, ge=1)
    email_orders: int = Field(default=5, ge=0)
    most_email_orders: int = Field(default=20, ge=1)
    declines: int = Field(default=5, ge=1)
    shop_declines: int = Field(default=50, ge=1, le=500)

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.minutes)
