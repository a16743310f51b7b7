"""What is exported and imported again into the same shop changes nothing, in every format.

Whatever a format has no column for stays; what it cannot hold as it is is left out with a reason.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from catalogue.writing.products import CURRENCIES, EXAMPLES, NOW, Catalogue, Habits, catalogues
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.importing import read_file
from shop.catalogue.model import Product
from shop.catalogue.publishing import compare
from shop.catalogue.releases.diff import diff_json
from shop.catalogue.releases.model import ChangeSet, Origin, ProductChange, ProductState
from shop.catalogue.releases.service import publish
from shop.catalogue.writing.exporting import LAYOUTS, write_export
from shop.catalogue.writing.goods import LeftOut
from shop.ports import Store
from shop.stock.ledger import set_many_on_hand

often = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
# Each example opens a process: a failing one is shown as it was found.
seldom = settings(
    often,
    max_examples=1 + EXAMPLES // 10,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
anything = st.sampled_from(("", *CURRENCIES)).flatmap(
    lambda currency: catalogues(Habits(currency=currency))
)


def published(store: Store, catalogue: Catalogue) -> None:
    """As it is, without any spreadsheet. A few pieces fewer than none are back orders."""
    changes = tuple(
        ProductChange(handle=product.handle, after=_state(product, catalogue))
        for product in catalogue.products
    )
    publish(store, ChangeSet(base=0, changes=changes), Origin(actor="owner"), lambda: NOW)
    stock = {sku: -n if n < 3 else n for sku, n in catalogue.stock.items()}
    set_many_on_hand(store, stock, "count", "owner", lambda: NOW)


def _state(product: Product, catalogue: Catalogue) -> ProductState:
    own = {v.sku: catalogue.costs[v.sku] for v in product.variants if v.sku in catalogue.costs}
    return ProductState(product=product, costs=own)


def currency_of(catalogue: Catalogue) -> str:
    """The first that is used: a file of another shop has only one."""
    amounts = (v.price for product in catalogue.products for v in product.variants)
    return next((price.currency for price in amounts if price), "USD")


@contextmanager
def shop_with(catalogue: Catalogue) -> Iterator[tuple[Store, Path]]:
    with TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "shop.db")
        try:
            published(store, catalogue)
            yield store, Path(folder)
        finally:
            store.close()


def left_out(store: Store, path: Path, name: str, currency: str) -> list[LeftOut]:
    """Exports, imports, and finds nothing changed; returns what the file does not have."""
    done = write_export(store, path, name, currency=currency)
    if done.products:
        reading = read_file(path, currency=currency)
        outcome = compare(store, reading)
        assert reading.format == name
        assert diff_json(outcome.change_set) == []
        assert outcome.change_set.stock == {}
        assert outcome.change_set.renamed == {}
        assert outcome.unchanged == done.products
    return done.left_out


def assert_nothing_changes(catalogue: Catalogue, name: str, suffix: str) -> None:
    with shop_with(catalogue) as (store, folder):
        missing = left_out(store, folder / f"out{suffix}", name, currency_of(catalogue))
        event(f"{name}: {len(catalogue.products) - len(missing)} products in the file")


@pytest.mark.parametrize("name", LAYOUTS)
@often
@given(catalogue=anything)
def test_nothing_changes_by_way_of_a_csv(name: str, catalogue: Catalogue) -> None:
    assert_nothing_changes(catalogue, name, ".csv")


@pytest.mark.parametrize("name", LAYOUTS)
@seldom
@given(catalogue=anything)
def test_nothing_changes_by_way_of_a_workbook(name: str, catalogue: Catalogue) -> None:
    assert_nothing_changes(catalogue, name, ".xlsx")
