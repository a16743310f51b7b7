"""Orders of the past, loaded as statistics: the figures of a file, beside those of our own orders.

The items of a file carry its digest in their names, so loading it again, or once more after an
interruption, writes the same items with the same figures. A recount of our own orders leaves them
alone. Money is added up exactly and rounded to minor units once, in each figure of a day.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from shop.clock import Clock, now, timestamp
from shop.currencies import exponent
from shop.errors import InvalidInput
from shop.i18n.countries import countries
from shop.ports import Item, Json, Key, Store
from shop.pricing.keys import offer_key
from shop.pricing.model import Offer
from shop.statistics.facts import Field, Kind, Place
from shop.statistics.past_lines import Fault, PastLine, past_lines
from shop.statistics.records import HISTORY, named, place_key
from shop.statistics.tally import Counts, Tally

PRODUCT_CODES = r"[0-9]{5}"  # others are postage, bank charges, manual entries
FIELDS_PER_ITEM = 1000
PROBLEMS_TOLD = 200
MANIFEST = "SALES"

Sums: TypeAlias = dict[tuple[Kind, str], dict[Field, Decimal]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file held. `counts` has a figure for everything that was counted, `problems` the first
    rows that could not be: ``{row, column, code, message}``, of `faulty` altogether."""

    digest: str
    currency: str
    counts: Counts
    by_country: Mapping[str, int]
    first: datetime | None
    last: datetime | None
    faulty: int
    problems: tuple[dict[str, str | int], ...]
    overlaps: tuple[str, ...]
    items: int


def load_history(  # noqa: PLR0913 - what to load, and how its rows are to be understood
    store: Store,
    content: bytes,
    currency: str,
    *,
    name: str = "",
    products: str = PRODUCT_CODES,
    clock: Clock = now,
) -> Loaded:
    """Adds the sales and cancellations of a csv file to the statistics, each on its own day.

    `products` is how the code of an article begins; what other codes were charged counts as
    shipping. A cancelled invoice counts as cancelled, and its value as refunded. `overlaps` names
    files loaded before that have days in common with this one: their orders may be counted twice.
    """
    digest = hashlib.sha256(content).hexdigest()
    tally, faults = Tally(), list[Fault]()
    sums = _sums(past_lines(content), re.compile(products).match, tally, faults)
    filed = _filed(store, tally)
    items = list(_items(sums, digest, currency, filed))
    overlaps = _overlapping(store, digest, tally)
    store.put_many([*items, *_title_items(tally, digest), _manifest(name, digest, tally, clock)])
    problems = [{**fault._asdict(), "code": "unreadable"} for fault in faults[:PROBLEMS_TOLD]]
    return Loaded(
        digest=digest,
        currency=currency,
        counts=tally.counts(),
        by_country=dict(tally.by_country.most_common()),
        first=tally.first,
        last=tally.last,
        faulty=len(faults),
        problems=tuple(problems),
        overlaps=overlaps,
        items=len(items),
    )


def read_content(path: Path) -> bytes:
    """The file's bytes. Raises InvalidInput where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from None


def titles(store: Store, skus: list[str]) -> dict[str, str]:
    """What articles are called that a history brought and the price book may not know."""
    wanted = set(skus)
    found: dict[str, str] = {}
    after: str | None = ""
    while after is not None:
        page = store.query(MANIFEST, "TITLES#", after=after)
        for item in page.items:
            found |= {sku: str(item.data[sku]) for sku in wanted & item.data.keys()}
        after = page.next
    return found


def _sums(
    lines: Iterator[PastLine | Fault],
    is_product: Callable[[str], object],
    tally: Tally,
    faults: list[Fault],
) -> Sums:
    sums: Sums = {}
    codes = {country["name"]: country["code"] for country in countries("en")}
    invoices: set[str] = set()
    for line in lines:
        if isinstance(line, Fault):
            faults.append(line)
            continue
        tally.add(line)
        if line.sold or line.cancelled:
            figures = _figures(line, product=bool(is_product(line.sku)))
            once = {} if line.invoice in invoices else _of_invoice(line)
            invoices.add(line.invoice)
            country = codes.get(line.country, line.country)
            _add(sums, line, figures, {**figures, **once}, country)
    return sums


def _of_invoice(line: PastLine) -> dict[str, Decimal]:
    names = ("cancelled",) if line.cancelled else ("placed", "paid")
    return dict.fromkeys(names, Decimal(1))


def _add(
    sums: Sums,
    line: PastLine,
    of_line: Mapping[str, Decimal],
    of_order: Mapping[str, Decimal],
    country: str,
) -> None:
    day = line.moment.date().isoformat()
    orders = sums.setdefault(("ORDERS", day), {})
    for name, amount in of_order.items():
        about: tuple[Field, ...] = ((name,), (name, "country", country)) if country else ((name,),)
        for field in about:
            orders[field] = orders.get(field, Decimal(0)) + amount
    if not PIECES.isdisjoint(of_line):
        goods = sums.setdefault(("LINES", day), {})
        for name in of_line.keys() & OF_LINES:
            goods[name, line.sku] = goods.get((name, line.sku), Decimal(0)) + of_line[name]


PIECES = frozenset({"units", "returned"})  # what only an article has
OF_LINES = frozenset({"units", "gross", "returned", "refunded"})


def _figures(line: PastLine, *, product: bool) -> dict[str, Decimal]:
    """What the line adds. `worth` of a cancelled one is below zero."""
    if line.cancelled:
        pieces = {"returned": Decimal(-line.quantity)} if product else {}
        return {"refunded": -line.worth, **pieces}
    if product:
        return {"units": Decimal(line.quantity), "gross": line.worth, "captured": line.worth}
    return {"shipping": line.worth, "captured": line.worth}


def _filed(store: Store, tally: Tally) -> Mapping[str, tuple[str, str]]:
    """Product and first category by SKU, of those articles that the shop still knows."""
    offers = store.get_many(offer_key(sku) for sku in tally.titles)
    known = [Offer.model_validate(item.data) for item in offers.values()]
    return {
        offer.sku: (offer.handle, " > ".join(next(iter(offer.categories), ()))) for offer in known
    }


def _items(
    sums: Sums, digest: str, currency: str, filed: Mapping[str, tuple[str, str]]
) -> Iterator[Item]:
    minor = Decimal(10) ** exponent(currency)
    for (kind, day), figures in sums.items():
        stored = {
            _whole(field, kind, filed): _rounded(amount * (minor if field[0] in MONEY else 1))
            for field, amount in sorted(figures.items())
        }
        fields = iter(named(stored).items())
        part = 0
        while some := dict(islice(fields, FIELDS_PER_ITEM)):
            key = place_key(Place(kind, day, currency), f"{HISTORY}{digest[:16]}-{part:02}")
            yield Item(key, some)
            part += 1


MONEY = frozenset({"gross", "shipping", "captured", "refunded"})


def _whole(field: Field, kind: Kind, filed: Mapping[str, tuple[str, str]]) -> Field:
    """The field as our own orders write it; an article without a product stands for itself."""
    if kind == "ORDERS":
        return field
    return (*field, *filed.get(field[1], (field[1], "")))


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _title_items(tally: Tally, digest: str) -> Iterator[Item]:
    known = iter([(sku, tally.title_of(sku)) for sku in sorted(tally.titles)])
    part = 0
    while some := dict[str, Json](islice(known, FIELDS_PER_ITEM)):
        yield Item(Key(MANIFEST, f"TITLES#{digest}#{part:04}"), some)
        part += 1


def _manifest(name: str, digest: str, tally: Tally, clock: Clock) -> Item:
    data: dict[str, Json] = {
        "digest": digest,
        "name": name,
        "first": tally.first.isoformat() if tally.first else "",
        "last": tally.last.isoformat() if tally.last else "",
        "lines": tally.lines["lines"],
        "loaded_at": timestamp(clock()),
    }
    return Item(Key(MANIFEST, f"HISTORY#{digest}"), data)


def _overlapping(store: Store, digest: str, tally: Tally) -> tuple[str, ...]:
    if tally.first is None or tally.last is None:
        return ()
    first, last = tally.first.isoformat(), tally.last.isoformat()
    others = [i.data for i in store.query(MANIFEST, "HISTORY#").items if i.data["digest"] != digest]
    return tuple(
        str(other["name"])
        for other in others
        if str(other["first"])[:10] <= last[:10] and first[:10] <= str(other["last"])[:10]
    )
