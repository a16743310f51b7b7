"""One of those who make a full build: takes in a share of the products, and later prints it.

The share is chosen by the hash that also names buckets, so that a bucket of products lies whole in
one hand, where there are as many buckets as hands: its files are made where its products are, and
only their names travel.
"""

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, islice
from typing import Any, NamedTuple, Self
from zlib import crc32

import orjson

from generator.collections.model import Collection, bucket_of, by_bucket
from generator.contents import Contents
from generator.crew import PAUSE, Turns, Worker
from generator.floor import Floor, Fragments, projector
from generator.groundwork import Basket
from generator.index.buckets import BucketKey, packed
from generator.index.database import IN_MEMORY, Database
from generator.index.pages import Packed
from generator.index.shelves import read_tree
from generator.index.whole import WholeShelves, shelf_order
from generator.outcomes import Kept, recorded
from generator.plan import PlannedPage
from generator.projection import Departed, Projection
from generator.render import Failed, Outcome, Press, Rendered
from generator.shop_facts import ShopFacts
from generator.source import Entries, Entry
from generator.taken import KEPT, Taken
from generator.templates.engine import PageTemplates
from generator.words import Words

BATCH = 500
AHEAD = 1500  # products that are read while nobody knows yet how they are shown
PLAIN = 2  # the version of marshal's format that looks for nothing twice

Files = Mapping[str, bytes]


class Rows(NamedTuple):
    """What the index keeps of products, row by row. Packed, because what is made of plain values
    only travels between processes in a third of the time if nobody looks for more in it."""

    packed: bytes

    @classmethod
    def of(cls, rows: Iterable[Projection]) -> Self:
        return cls(marshal.dumps(list(map(tuple, rows)), PLAIN))

    def rows(self) -> list[tuple[Any, ...]]:
        return marshal.loads(self.packed)  # type: ignore[no-any-return] # noqa: S302 - our own


class Poured(NamedTuple):
    """A bucket that lies whole in one hand: its fragments packed, and the files made of them."""

    key: BucketKey
    fragments: bytes
    files: Kept


class Gone(NamedTuple):
    """Products that are no longer sold and keep their pages."""

    departed: list[Departed]


class Shared(NamedTuple):
    """What this hand's products put into buckets of all hands."""

    fragments: Fragments


class Printed(NamedTuple):
    """Pages as the index takes them, those that were rendered as the edition does; both packed."""

    packed: bytes
    failed: list[Failed]

    @classmethod
    def of(cls, pages: list[Packed], kept: Kept, failed: list[Failed]) -> Self:
        return cls(marshal.dumps((pages, kept), PLAIN), failed)

    def made(self) -> tuple[list[Packed], Kept]:
        return marshal.loads(self.packed)  # type: ignore[no-any-return] # noqa: S302 - our own


class Learnt(NamedTuple):
    words: Mapping[str, Mapping[str, str]]


class Order(NamedTuple):
    """What to print beside one's own products: those of the other pages that no other hand takes, a
    `piece` at a time, and buckets of all hands; `shelves` are the `Orders` of all products, as
    JSON."""

    contents: Contents
    pages: Sequence[PlannedPage]
    turns: Turns
    piece: int
    fragments: Fragments
    shelves: bytes


class Tools(NamedTuple):
    """What every hand works with. `programs` gives the templates of a signature; `own_index`:
    whether a hand opens the index of `database` for itself."""

    base_url: str
    entries: Entries
    write: Any
    flush: Any
    programs: Callable[[str], PageTemplates]
    words: Words
    database: Database
    own_index: bool


class Start(NamedTuple):
    """What is known once the settings and the theme are read. `whole` are the collections whose
    buckets lie in one hand each, and how many buckets they have; `templates` is the signature of
    the compiled ones."""

    facts: ShopFacts
    collections: Sequence[Collection]
    whole: Mapping[str, int]
    templates: str


def deal(handles: Iterable[str], number: int) -> list[list[str]]:
    """Shares of products; `number` is a power of two, as the numbers of buckets are."""
    shares: list[list[str]] = [[] for _ in range(number)]
    for handle in handles:
        shares[crc32(handle.encode()) & (number - 1)].append(handle)
    return shares


def hand(tools: Tools, handles: Sequence[str]) -> Worker:
    """Begins to read, pauses for the `Start`; takes in, pauses for its `Order`, prints."""
    reading = tools.entries.read(by_bucket(handles))
    entries = chain(list(islice(reading, AHEAD)), reading)
    start: Start = yield PAUSE
    folder = None if tools.database.path == IN_MEMORY else tools.database.path.parent
    with closing(Taken(folder, kept=len(handles) <= KEPT)) as taken:
        yield from _take_in(tools, start, entries, taken)
        order: Order = yield PAUSE
        yield from _print(tools, start, taken, order)
    tools.flush()
    yield Learnt(tools.words.known)


def _take_in(
    tools: Tools, start: Start, entries: Iterable[Entry], taken: Taken
) -> Iterator[Rows | Gone | Poured | Shared]:
    basket = Basket(projector(start.facts, start.collections))
    for entry in entries:
        taken.add(entry)
        basket.add(entry)
        if len(basket.rows) >= BATCH:
            yield Rows.of(basket.rows)
            basket.rows = []
            yield from _pour_full(tools, start, basket.fragments, entry.handle)
    yield Rows.of(basket.rows)
    yield Gone(basket.departed)
    yield from _pour_full(tools, start, basket.fragments)
    yield Shared(basket.fragments)


def _pour_full(
    tools: Tools, start: Start, fragments: Fragments, last: str | None = None
) -> Iterator[Poured]:
    """The buckets that no other product will come into, where `last` was the last one; all that lie
    in one hand, where there are no more products. So a hand never holds what all of its products
    put into feeds."""
    collections = {collection.name: collection for collection in start.collections}
    counts = start.whole.items()
    filling = {name: last and bucket_of(last, count) for name, count in counts}
    full = [key for key in fragments if filling.get(key.collection, key.name) != key.name]
    for key in sorted(full):
        yield _pour(tools, collections[key.collection], key, fragments.pop(key))


def _pour(
    tools: Tools, collection: Collection, key: BucketKey, fragments: Mapping[str, Any]
) -> Poured:
    files = collection.files(key.language, key.name, fragments)
    kept = {path: (tools.write(path, content), len(content)) for path, content in files.items()}
    return Poured(key, packed(fragments), kept)


def _print(tools: Tools, start: Start, taken: Taken, order: Order) -> Iterator[Printed | Poured]:
    template = tools.programs(start.templates).render
    database = tools.database.snapshot() if tools.own_index else tools.database
    tree = read_tree(database)
    floor = Floor(start.facts, tools.base_url, database, tree, tools.words)
    orders = orjson.loads(order.shelves)
    shelves = WholeShelves(database, tree, orders)
    contexts = floor.contexts(floor.frame(order.contents), shelves)
    press = Press(contexts, template, tools.write)
    entries = taken.again(shelf_order(orders), tools.entries)
    outcomes = chain(
        press.print_products(entries, start.facts.languages),
        press.print_all(order.turns.take(order.pages, order.piece)),
    )
    while batch := list(islice(outcomes, BATCH)):
        yield _printed(batch)
    collections = {collection.name: collection for collection in start.collections}
    for key, fragments in order.fragments.items():
        yield _pour(tools, collections[key.collection], key, fragments)


def _printed(outcomes: Sequence[Outcome]) -> Printed:
    done = [outcome for outcome in outcomes if isinstance(outcome, Rendered)]
    return Printed.of(
        [recorded(outcome).packed() for outcome in outcomes],
        {each.file: (each.digest, each.size) for each in done},
        [outcome for outcome in outcomes if isinstance(outcome, Failed)],
    )
