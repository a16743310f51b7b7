"""From a file to the store: read it, compare it with what is stored, write what differs.

``read_file`` writes nothing but pictures; ``publish`` writes all of a file or, where a problem of
severity "error" was found, none of it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shop.catalogue.model import Product
from shop.catalogue.reading.assembly import Assembled, assemble
from shop.catalogue.reading.drafts import Tally
from shop.catalogue.reading.formats import AUTO, choose
from shop.catalogue.reading.pictures import Shelf
from shop.catalogue.reading.problems import Problems, refusal
from shop.catalogue.reading.sheets import read_sheet
from shop.catalogue.reconciling import Plan, reconcile
from shop.catalogue.records import (
    cost_items,
    cost_key,
    offer_items,
    product_item,
    product_key,
    withdrawn,
)
from shop.clock import Clock, now, timestamp
from shop.errors import InvalidSpreadsheet
from shop.money import Money, money_json
from shop.ports import Item, Media, Store
from shop.pricing.service import offer_key
from shop.stock.ledger import set_many_on_hand


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as a catalogue. `costs` and `stock` are by SKU; `rows` are data records.

    `tally` holds the control figures of the format's own columns (see `Tally`).
    """

    file: str
    sha256: str
    format: str
    encoding: str | None
    rows: int
    catalogue: Assembled
    tally: Tally
    problems: Problems

    @property
    def products(self) -> list[Product]:
        return self.catalogue.products

    @property
    def costs(self) -> dict[str, Money]:
        return self.catalogue.costs

    @property
    def stock(self) -> dict[str, int]:
        return self.catalogue.stock


@dataclass(frozen=True, slots=True)
class Outcome:
    """Handles by what happened to them, and how many SKUs got another number on hand."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    stock_changes: int = 0


def read_file(  # noqa: PLR0913 - an import has this many settings
    source: Path | bytes,
    name: str = "",
    *,
    format: str = AUTO,  # noqa: A002 - what the command and the report call it
    currency: str,
    pictures: Path | None = None,
    media: Media | None = None,
    clock: Clock = now,
) -> Reading:
    """Reads a csv, tsv or xlsx file. Raises InvalidSpreadsheet where that is impossible.

    Pictures that are file names are looked for in `pictures`, else in ``pictures/`` beside the
    file and beside the file itself, and put into `media` (only if no row has an error).
    """
    content = source if isinstance(source, bytes) else _content(source)
    name = name or (source.name if isinstance(source, Path) else "The file")
    problems = Problems()
    sheet = read_sheet(content, name, problems)
    chosen = choose(format, sheet.header, name)
    drafts = chosen.read(sheet, problems, currency)
    shelf = Shelf(_folders(source, pictures), None if problems.errors else media, problems)
    for draft in drafts.products:
        shelf.place(draft)
    return Reading(
        file=name,
        sha256=hashlib.sha256(content).hexdigest(),
        format=chosen.name,
        encoding=sheet.encoding,
        rows=sheet.records,
        catalogue=assemble(drafts.products, problems, clock()),
        tally=drafts.tally,
        problems=problems,
    )


def publish(store: Store, reading: Reading, clock: Clock, actor: str) -> Outcome:
    """Writes what differs from the store. Raises InvalidSpreadsheet if any row has an error.

    Stock goes first and products last: a product that is stored has everything it needs, so an
    import that was cut off is completed by importing the file again.
    """
    refuse_errors(reading)
    plan = reconcile(store, reading.catalogue, reading.problems)
    moved = set_many_on_hand(store, plan.catalogue.stock, "import", actor, clock)
    written = [*plan.added, *plan.changed]
    offers = [item for product in written for item in offer_items(product)]
    gone = store.get_many(map(offer_key, plan.vanished)).values()
    store.put_many([*offers, *map(withdrawn, gone), *_changed_costs(store, plan.catalogue.costs)])
    store.put_many(_dated(store, plan, timestamp(clock())))
    return _outcome(plan.added, plan.changed, plan.unchanged, moved)


def compare(store: Store, reading: Reading) -> Outcome:
    """What `publish` would do to products, without doing it."""
    refuse_errors(reading)
    plan = reconcile(store, reading.catalogue, reading.problems)
    return _outcome(plan.added, plan.changed, plan.unchanged, 0)


def refuse_errors(reading: Reading) -> None:
    errors = reading.problems.errors
    if not errors:
        return
    first = errors[0]
    place = ", ".join(filter(None, (f"row {first.row}" if first.row else "", first.column)))
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    raise InvalidSpreadsheet(
        f"Nothing was imported from {reading.file}. {place}: {first.message}{more}",
        reading.problems.as_json(),
    )


def report(reading: Reading, outcome: Outcome | None = None, **changes: Any) -> dict[str, Any]:
    """One file of ``shop import --json``. `changes` fill in release and pages once known.

    Besides the keys of the design, ``priced`` says how many prices ``price_sum`` adds up.
    """
    done = outcome or Outcome()
    return {
        "file": reading.file,
        "sha256": reading.sha256,
        "format": reading.format,
        "encoding": reading.encoding,
        "rows": reading.rows,
        "products": len(reading.products),
        "variants": reading.tally.variants,
        "categories": len(reading.tally.categories),
        "pictures": len(reading.tally.pictures),
        "price_sum": dict(reading.tally.price_sum),
        "priced": reading.tally.priced,
        "added": len(done.added),
        "changed": len(done.changed),
        "unchanged": len(done.unchanged),
        "problems": reading.problems.as_json(),
        "release": None,
        "pages": {"affected": 0, "total": 0},
        **changes,
    }


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refusal("unreadable", f"{path.name} cannot be opened: {error.strerror}.") from None


def _folders(source: Path | bytes, pictures: Path | None) -> list[Path]:
    if pictures is not None:
        return [pictures]
    return [source.parent / "pictures", source.parent] if isinstance(source, Path) else []


def _dated(store: Store, plan: Plan, moment: str) -> Iterator[Item]:
    """The products to write; one that was there before keeps the moment it came."""
    before = store.get_many(product_key(product.handle) for product in plan.changed)
    yield from (product_item(product, moment) for product in plan.added)
    for product in plan.changed:
        index = before[product_key(product.handle)].index
        yield product_item(product, index.sk if index else moment)


def _changed_costs(store: Store, costs: Mapping[str, Money]) -> list[Item]:
    stored = store.get_many(map(cost_key, costs))
    return cost_items(
        (sku, cost)
        for sku, cost in costs.items()
        if cost_key(sku) not in stored
        or dict(stored[cost_key(sku)].data) != {"sku": sku, **money_json(cost)}
    )


def _outcome(
    added: list[Product], changed: list[Product], unchanged: list[Product], moved: int
) -> Outcome:
    return Outcome(_handles(added), _handles(changed), _handles(unchanged), moved)


def _handles(products: list[Product]) -> list[str]:
    return [product.handle for product in products]
