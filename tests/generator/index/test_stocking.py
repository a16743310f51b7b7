"""Products on the shelves of an index: moved one by one as if all were put there anew."""

from collections.abc import Mapping
from contextlib import closing
from typing import Any, cast

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.index.database import IN_MEMORY, Database
from generator.index.shelves import Shelves, path_text
from generator.index.shifting import shift
from generator.index.stocking import Stir, fill, known
from generator.projection import Projection, Projector
from generator.source import Entry
from generator.stored import StoredProduct
from shop.catalogue.model import Picture, Product, ProductText

from ..samples import entry, product, variant  # noqa: TID252 - tests are no package

PROPERTY = settings(max_examples=150, deadline=None, derandomize=True, database=None)
MAKE = Projector(("en", "vi"), "en", ())
PATHS = ((), (("Tea",),), (("Tea", "Green"),), (("Tea", "Green"), ("Gifts",)), (("Cups",),))
HANDLES = [f"p-{number:02}" for number in range(70)]

Facts = tuple[int, int, int, bool]
FACTS = st.tuples(st.integers(0, 30), st.integers(0, 4), st.integers(0, 3), st.booleans())
SHOPS = st.dictionaries(st.sampled_from(HANDLES), FACTS, min_size=30, max_size=70)
CHANGES = st.dictionaries(st.sampled_from(HANDLES), st.none() | FACTS, max_size=3)


def projected(handle: str, facts: Facts) -> tuple[Entry, Projection]:
    name, place, word, recommended = facts
    names = tuple(tuple(f"{part} {word}" for part in path) for path in PATHS[place])
    product = Product(
        handle=handle,
        title=f"Thing {name}",
        categories=PATHS[place],
        recommended=recommended,
        texts={"vi": ProductText(categories=names)} if word else {},
    )
    stored = cast("StoredProduct", product.model_dump(mode="json"))
    entry = Entry(stored, frozenset(), f"2026-11-{word + 10}")
    return entry, MAKE.project(entry)[0]


def filled(shop: Mapping[str, Facts], database: Database) -> Shelves:
    rows = [projected(handle, facts)[1] for handle, facts in shop.items()]
    tree, count = fill(database, [rows[1::2], rows[::2]])  # as two hands bring them
    assert count == len(shop)
    return Shelves(database, tree)


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All that lies in an index, in an order of its own."""
    return {
        table: sorted(
            tuple(map(_readable, row))
            for row in database.connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - ours
        )
        for table in ("entry", "category", "slice", "fact")
    }


def _readable(value: Any) -> Any:
    """JSON without the order of its keys; a digest as it is."""
    try:
        return repr(orjson.loads(value)) if isinstance(value, bytes) else value
    except orjson.JSONDecodeError:
        return value


def told(shelves: Shelves, shop: Mapping[str, Facts]) -> dict[str, tuple[Any, set[str]]]:
    """What each page reads of the shelves, and the sources it notes for that."""
    found: dict[str, tuple[Any, set[str]]] = {}

    def ask(name: str, answer: Any) -> None:
        found[name] = answer, shelves.sources
        shelves.sources = set()

    shelves.sources = set()
    for handle in shop:
        related = shelves.related(projected(handle, shop[handle])[0])
        ask(f"page of {handle}", shelves.cards(related, "vi"))
    for path in ((), *(category.path for category in shelves.tree)):
        for number in (1, 2, 3):
            text = f"{path_text(path)} {number}"
            ask(text, (shelves.cards(shelves.slice(path, number), "en"), shelves.count(path)))
    ask("home", [shelves.top(name) for name in ("featured", "on_sale")] + [shelves.newest()])
    return found


@given(SHOPS, st.lists(CHANGES, min_size=1, max_size=3))
@PROPERTY
def test_shelves_after_a_shift_are_those_of_a_fresh_index(
    shop: dict[str, Facts], changes: list[dict[str, Facts | None]]
) -> None:
    with closing(Database(IN_MEMORY)) as database, closing(Database(IN_MEMORY)) as fresh:
        shelves = filled(shop, database)
        for change in changes:
            before = told(Shelves(database, shelves.tree), shop)
            asked = {handle: known(database, [handle]) for handle in change}
            old = {handle: row[handle] for handle, row in asked.items() if row}
            new = {handle: projected(handle, f)[1] for handle, f in change.items() if f}
            stir = shift(database, shelves.tree, old, new)
            shop = {h: f for h, f in {**shop, **change}.items() if f is not None}
            fresh.empty()
            right = filled(shop, fresh)
            if stir.replant:
                return
            assert everything(database) == everything(fresh)
            assert [(c.path, c.count, c.namers) for c in shelves.tree] == [
                (c.path, c.count, c.namers) for c in right.tree
            ]
            assert unnoticed(before, told(right, shop), stir) == []


def unnoticed(
    before: Mapping[str, tuple[Any, set[str]]],
    after: Mapping[str, tuple[Any, set[str]]],
    stir: Stir,
) -> list[str]:
    """Pages that read something else now, though none of what they had read was stirred."""
    return [
        name
        for name, (answer, sources) in before.items()
        if name in after
        and after[name][0] != answer
        and not sources & stir.sources
        and name.removeprefix("page of ") not in stir.came | moved(stir)
    ]


def moved(stir: Stir) -> set[str]:
    """Products whose own page is made anew for what it says of itself."""
    return {s.removeprefix("product:") for s in stir.sources if s.startswith("product:")}


@given(SHOPS, CHANGES)
@PROPERTY
def test_a_menu_changes_only_where_the_shift_asks_to_replant(
    shop: dict[str, Facts], change: dict[str, Facts | None]
) -> None:
    with closing(Database(IN_MEMORY)) as database, closing(Database(IN_MEMORY)) as fresh:
        shelves = filled(shop, database)
        asked = {handle: known(database, [handle]) for handle in change}
        old = {handle: row[handle] for handle, row in asked.items() if row}
        new = {handle: projected(handle, f)[1] for handle, f in change.items() if f}
        menu = [(c.address, c.title("vi", "en")) for c in shelves.tree]
        stir = shift(database, shelves.tree, old, new)
        after = {h: f for h, f in {**shop, **change}.items() if f is not None}
        right = [(c.address, c.title("vi", "en")) for c in filled(after, fresh).tree]
        assert stir.replant or menu == right


def test_a_changed_price_stirs_a_card_and_not_its_picture() -> None:
    stirred = {}
    for name, changes in {
        "price": {"variants": (variant("C-1", 300),)},
        "picture": {"pictures": (Picture(src="/media/b.svg"),)},
    }.items():
        before = product(
            "cup", variants=(variant("C-1", 200),), pictures=(Picture(src="/media/a.svg"),)
        )
        after = before.model_copy(update=changes)
        old, new = (MAKE.project(entry(each))[0] for each in (before, after))
        with closing(Database(IN_MEMORY)) as database:
            tree, _count = fill(database, [[old]])
            stirred[name] = shift(database, tree, {"cup": old}, {"cup": new}).sources
    assert stirred["price"] == {"card:cup", "product:cup"}
    assert stirred["picture"] == {"card:cup", "picture:cup", "product:cup"}
