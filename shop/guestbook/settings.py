"""Whether there is a guestbook, as the owner decides it."""

from pydantic import Field

from shop.sections import Section


class GuestbookSettings(Section):
    """`hourly` is how many entries one connection may leave in an hour."""

    enabled: bool = True
    hourly: int = Field(default=5, ge=1, le=1000)
