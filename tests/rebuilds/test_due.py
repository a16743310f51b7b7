"""What must happen before pages are built."""

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import MOMENT, usd

from shop.catalogue.keys import product_key
from shop.catalogue.model import Product, Variant
from shop.catalogue.releases import applying, sales
from shop.catalogue.releases.model import ChangeSet, Origin, ProductChange, ProductState
from shop.catalogue.releases.records import read_head
from shop.catalogue.releases.schedule import schedule
from shop.catalogue.releases.service import publish
from shop.ports import Store
from shop.rebuilds.due import catch_up
from shop.rebuilds.service import forget, waiting

ORIGIN = Origin(actor="mai@example.com")
HOUR = timedelta(hours=1)


class Killed(BaseException):
    """As by a signal."""


def new(handle: str, base: int = 0, **sale: datetime) -> ChangeSet:
    variant = Variant(sku=handle.upper(), price=usd(500), compare_at=usd(900), **sale)
    state = ProductState(product=Product(handle=handle, title=handle, variants=(variant,)))
    return ChangeSet(base=base, changes=(ProductChange(handle=handle, after=state),))


def publish_now(store: Store, change_set: ChangeSet) -> None:
    publish(store, change_set, ORIGIN, lambda: MOMENT)


def marked(store: Store) -> set[str]:
    """What is waiting, and then no more."""
    found = waiting(store)
    forget(store, found)
    return {*found.handles}


def die(*_args: Any, **_more: Any) -> None:
    raise Killed


def test_a_sale_is_marked_when_it_begins_and_after_it_has_ended(store: Store) -> None:
    publish_now(store, new("tea", sale_starts=MOMENT + HOUR, sale_ends=MOMENT + 3 * HOUR))
    assert marked(store) == {"tea"}
    found = []
    for minutes in (0, 59, 60, 61, 179, 180, 181, 182):
        catch_up(store, lambda minutes=minutes: MOMENT + timedelta(minutes=minutes))
        found.append((minutes, marked(store)))
    # At its last moment a sale still runs, so that somebody must come again.
    assert [minutes for minutes, handles in found if handles == {"tea"}] == [60, 180, 181]


def test_who_is_stopped_while_marking_sales_marks_them_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_now(store, new("tea", sale_starts=MOMENT + HOUR))
    marked(store)
    with monkeypatch.context() as patched:
        patched.setattr(sales, "window_item", die)
        with pytest.raises(Killed):
            catch_up(store, lambda: MOMENT + HOUR)
    catch_up(store, lambda: MOMENT + HOUR)
    assert marked(store) == {"tea"}


def test_a_release_somebody_was_stopped_at_is_finished_and_marked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(applying, "mark", die)
        with pytest.raises(Killed):
            publish_now(store, new("tea"))
    assert (read_head(store).applying, marked(store)) == (True, set())
    catch_up(store, lambda: MOMENT)
    assert (read_head(store).applying, marked(store)) == (False, {"tea"})


def test_a_scheduled_release_goes_live_when_its_moment_has_come(store: Store) -> None:
    schedule(store, new("tea"), ORIGIN, MOMENT + HOUR, lambda: MOMENT)
    catch_up(store, lambda: MOMENT)
    assert store.get(product_key("tea")) is None
    catch_up(store, lambda: MOMENT + HOUR)
    assert store.get(product_key("tea")) is not None
    assert marked(store) == {"tea"}


def test_where_there_is_nothing_to_do_nothing_is_loaded_for_it(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from shop.adapters.sqlite_store import SqliteStore;"
        "from shop.rebuilds.due import catch_up;"
        f"catch_up(SqliteStore(pathlib.Path({str(tmp_path / 'shop.db')!r})));"
        "print([name for name in ('pydantic', 'boto3') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
