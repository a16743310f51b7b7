"""Reading what is typed into the desk's forms."""

import re
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, tzinfo

from starlette.requests import Request
from starlette.responses import Response

from functions.apart import apart
from functions.requests import MAX_BODY, MAX_FIELDS, read_form
from shop.currencies import exponent
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.money import Money

Fields = Mapping[str, str]
Act = Callable[[Request, Fields], Response]
NO_MOMENT = translatable("Write moments as 2026-11-22T18:00.")
YEARS = range(1970, 9000)  # that every calendar and time zone can hold
NO_AMOUNT = translatable("This is no amount of money. Write it as 12.50.")
NO_WHOLE_AMOUNT = translatable("This is no amount of money. Write it as 250.000.")


def with_form(
    act: Act, limit: int = MAX_BODY, most: int = MAX_FIELDS
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads a plain form of up to `most` fields and gives them to `act`, apart
    from the loop that answers. Of a field that is there twice the last one counts."""

    async def endpoint(request: Request) -> Response:
        form = await read_form(request, limit=limit, fields=most)
        fields = {name: str(value) for name, value in form.multi_items()}
        return await apart(request, act, request, fields)

    return endpoint


def text(fields: Fields, name: str, longest: int = 200) -> str:
    """One line, trimmed. Raises InvalidInput for one that is too long."""
    value = " ".join(fields.get(name, "").split())
    if len(value) > longest:
        raise InvalidInput(translatable("One of the fields is too long."))
    return value


def once(fields: Fields) -> str:
    """What a form is known by, so that sent twice it acts once; "" for one that has no such name.
    A page gives each form another (`shop.clock.new_id`)."""
    value = fields.get("once", "")
    return value if re.fullmatch(r"[0-9A-Z]{26}", value) else ""


def ticked(fields: Fields, name: str) -> bool:
    return fields.get(name, "") not in {"", "0"}


def quantities(fields: Fields, prefix: str) -> dict[str, int]:
    """Pieces by SKU of the fields ``prefix:SKU``; those left empty are left out."""
    found: dict[str, int] = {}
    for name, value in fields.items():
        if name.startswith(f"{prefix}:") and value.strip():
            if not (value.strip().isascii() and value.strip().isdecimal() and len(value) < 8):
                raise InvalidInput(translatable("Write quantities as whole numbers."))
            found[name.removeprefix(f"{prefix}:")] = int(value)
    return found


def amount(fields: Fields, name: str, currency: str) -> Money | None:
    """Money as people write it; None where left empty. Of a currency without cents, points and
    commas part thousands (250.000 dong); of any other they stand before the cents, and what could
    be read in two ways (1.250) is refused."""
    value = "".join(unicodedata.normalize("NFKC", fields.get(name, "")).split())
    if not value:
        return None
    decimals = exponent(currency)
    if decimals:
        shape = rf"[0-9]{{1,15}}([.,][0-9]{{1,{decimals}}})?"
        plain = value.replace(",", ".")
    else:
        shape = r"[0-9]{1,15}|[0-9]{1,3}([.,][0-9]{3}){1,4}"
        plain = re.sub("[.,]", "", value)
    if re.fullmatch(shape, value):
        return Money.from_decimal(plain, currency)
    if decimals:
        raise InvalidInput(NO_AMOUNT)
    raise InvalidInput(NO_WHOLE_AMOUNT)


def moment(fields: Fields, name: str, zone: tzinfo) -> datetime | None:
    """A day and a time, by the shop's clock; None where left empty. Raises InvalidInput."""
    value = text(fields, name)
    if not value:
        return None
    try:
        known = datetime.fromisoformat(value)
    except ValueError:
        raise InvalidInput(NO_MOMENT) from None
    if known.year not in YEARS:
        raise InvalidInput(NO_MOMENT)
    return known if known.tzinfo else known.replace(tzinfo=zone)


def local(moment: datetime | None, zone: tzinfo) -> str:
    """As such a field shows it."""
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}" if moment else ""
