"""One of those who make a full build: takes in a share of the products, and later prints it.

The share is chosen by the hash that also names buckets, so that a bucket of products lies whole in
one hand, where there are as many buckets as hands: its files are made where its products are, and
only their names travel.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from zlib import crc32

import orjson

from generator.collections.model import Collection
from generator.contents import Contents
from generator.crew import PAUSE, Worker
from generator.floor import Floor, Fragments, projector
from generator.index.buckets import BucketKey
from generator.index.database import Database
from generator.index.shelves import read_tree
from generator.outcomes import Kept
from generator.plan import PlannedPage
from generator.projection import Departed, Projection
from generator.render import Outcome, Press, Template
from generator.shop_facts import ShopFacts
from generator.source import Entries, Entry
from generator.words import Words

BATCH = 500
KEPT = 20_000  # products a hand remembers from taking them in to printing them

Files = Mapping[str, bytes]


class Rows(NamedTuple):
    rows: list[Projection]


class Poured(NamedTuple):
    """A bucket that lies whole in one hand: its fragments as JSON, and the files made of them."""

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
    outcomes: list[Outcome]


class Learnt(NamedTuple):
    words: Mapping[str, Mapping[str, str]]


class Order(NamedTuple):
    """What to print beside one's own products: other pages, and buckets of all hands."""

    contents: Contents
    pages: Sequence[PlannedPage]
    fragments: Fragments


class Tools(NamedTuple):
    """What every hand works with. `whole` are the collections whose buckets lie in one hand each;
    `own_index`: whether a hand opens the index of `database` for itself."""

    facts: ShopFacts
    base_url: str
    entries: Entries
    collections: Sequence[Collection]
    whole: frozenset[str]
    write: Any
    flush: Any
    template: Template
    words: Words
    database: Database
    own_index: bool


def deal(handles: Iterable[str], number: int) -> list[list[str]]:
    """Shares of products; `number` is a power of two, as the numbers of buckets are."""
    shares: list[list[str]] = [[] for _ in range(number)]
    for handle in handles:
        shares[crc32(handle.encode()) & (number - 1)].append(handle)
    return shares


def hand(tools: Tools, handles: Sequence[str]) -> Worker:
    """Takes in, pauses for its `Order`, prints."""
    taken = Taken(len(handles) <= KEPT)
    yield from _take_in(tools, handles, taken)
    order: Order = yield PAUSE
    yield from _print(tools, taken.again(tools.entries), order)
    tools.flush()
    yield Learnt(tools.words.known)


class Taken:
    """The published products of a share: themselves, or where there are too many their names."""

    def __init__(self, whole: bool) -> None:  # noqa: FBT001 - what it is for
        self._entries: list[Entry] | None = [] if whole else None
        self._handles: list[str] = []

    def add(self, entry: Entry) -> None:
        if self._entries is None:
            self._handles.append(entry.handle)
        else:
            self._entries.append(entry)

    def again(self, source: Entries) -> Iterable[Entry]:
        return source.read(self._handles) if self._entries is None else self._entries


def _take_in(
    tools: Tools, handles: Sequence[str], taken: "Taken"
) -> Iterator[Rows | Gone | Poured | Shared]:
    make = projector(tools.facts, tools.collections)
    rows: list[Projection] = []
    fragments: Fragments = {}
    departed: list[Departed] = []
    for entry in tools.entries.read(handles):
        taken.add(entry)
        if entry.discontinued:
            departed.append(make.depart(entry))
            continue
        projection, own = make.project(entry)
        rows.append(projection)
        for key, fragment in own.items():
            fragments.setdefault(key, {})[entry.handle] = fragment
        if len(rows) >= BATCH:
            yield Rows(rows)
            rows = []
    yield Rows(rows)
    yield Gone(departed)
    collections = {collection.name: collection for collection in tools.collections}
    whole = [key for key in fragments if key.collection in tools.whole]
    for key in sorted(whole):
        yield _pour(tools, collections[key.collection], key, fragments.pop(key))
    yield Shared(fragments)


def _pour(
    tools: Tools, collection: Collection, key: BucketKey, fragments: Mapping[str, Any]
) -> Poured:
    files = collection.files(key.language, key.name, fragments)
    kept = {path: (tools.write(path, content), len(content)) for path, content in files.items()}
    return Poured(key, orjson.dumps(fragments), kept)


def _print(tools: Tools, entries: Iterable[Entry], order: Order) -> Iterator[Printed | Poured]:
    database = tools.database.snapshot() if tools.own_index else tools.database
    tree = read_tree(database)
    floor = Floor(tools.facts, tools.base_url, database, tree, tools.words)
    press = Press(
        floor.contexts(floor.frame(order.contents), whole=True), tools.template, tools.write
    )
    outcomes: list[Outcome] = []
    for outcome in press.print_products(entries, tools.facts.languages):
        outcomes.append(outcome)
        if len(outcomes) >= BATCH:
            yield Printed(outcomes)
            outcomes = []
    yield Printed([*outcomes, *press.print_all(order.pages)])
    collections = {collection.name: collection for collection in tools.collections}
    for key, fragments in order.fragments.items():
        yield _pour(tools, collections[key.collection], key, fragments)
