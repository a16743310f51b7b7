"""Numbers of invoices: each once and none left out, on every store, through races and failures."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from factories import MOMENT, profile
from invoices.orders import paid_order, refunded

from shop.errors import NotPossible, StoreBusy
from shop.invoices.service import find_invoice, invoices, issue_credit_note, issue_invoice
from shop.orders.model import Order
from shop.ports import Store, Write

PROFILE = profile()


def numbered(number: int) -> Order:
    return paid_order().model_copy(update={"id": f"ORDER{number}"})


def issue(store: Store, order: Order, moment: datetime = MOMENT, **settings: Any) -> str:
    owner = profile(invoices=settings) if settings else PROFILE
    return issue_invoice(store, owner, order, lambda: moment).number


def test_numbers_count_from_one(store: Store) -> None:
    assert [issue(store, numbered(n)) for n in range(3)] == [
        "2026-00001",
        "2026-00002",
        "2026-00003",
    ]


def test_an_order_has_one_invoice_that_never_changes(store: Store) -> None:
    order = numbered(1)
    first = issue_invoice(store, PROFILE, order, lambda: MOMENT)
    changed = order.model_copy(update={"language": "vi"})
    later = issue_invoice(store, PROFILE, changed, lambda: MOMENT + timedelta(days=9))
    assert later == first == find_invoice(store, order.id)


def test_a_year_has_its_own_series(store: Store) -> None:
    new_year = datetime(2027, 1, 1, tzinfo=UTC)
    numbers = [issue(store, numbered(1)), issue(store, numbered(2), new_year)]
    assert numbers == ["2026-00001", "2027-00001"]


def test_the_owner_s_own_series_goes_on_over_the_years(store: Store) -> None:
    style = {"prefix": "HN", "yearly": False, "digits": 3}
    new_year = datetime(2027, 1, 1, tzinfo=UTC)
    numbers = [issue(store, numbered(1), **style), issue(store, numbered(2), new_year, **style)]
    assert numbers == ["HN001", "HN002"]


def test_credit_notes_have_a_series_of_their_own_and_name_the_invoice(store: Store) -> None:
    order = refunded(numbered(1), "r1", {"TEA": 1}, 1250, 0)
    note = issue_credit_note(store, PROFILE, order, order.refunds[0], lambda: MOMENT)
    assert (note.number, note.corrects) == ("CN-2026-00001", "2026-00001")
    assert issue_credit_note(store, PROFILE, order, order.refunds[0], lambda: MOMENT) == note
    assert issue(store, numbered(2)) == "2026-00002"


def test_what_is_not_paid_or_not_back_has_no_paper(store: Store) -> None:
    nothing = numbered(1).authorized
    unpaid = numbered(1).model_copy(update={"captured": nothing, "state": "pending_offline"})
    with pytest.raises(NotPossible):
        issue(store, unpaid)
    order = refunded(numbered(2), "r1", {"TEA": 1}, 1250, 0)
    pending = order.refunds[0].model_copy(update={"state": "pending"})
    with pytest.raises(NotPossible):
        issue_credit_note(store, PROFILE, order, pending, lambda: MOMENT)
    assert issue(store, numbered(3)) == "2026-00001"


def test_dates_follow_numbers_though_clocks_disagree(store: Store) -> None:
    issue(store, numbered(1), MOMENT)
    behind = issue_invoice(store, PROFILE, numbered(2), lambda: MOMENT - timedelta(hours=3))
    assert behind.issued_at == MOMENT


def test_the_bookkeeping_reads_a_month_in_order(store: Store) -> None:
    for number, moment in enumerate((MOMENT, MOMENT + timedelta(days=20))):
        issue(store, numbered(number), moment)
    assert [found.number for found in invoices(store)] == ["2026-00001", "2026-00002"]
    assert [found.number for found in invoices(store, "2026-12")] == ["2026-00002"]


class Failing:
    """A store whose transactions end, before or after they were made, as a killed process does."""

    def __init__(self, store: Store, *, after: bool) -> None:
        self._store = store
        self._after = after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def transact(self, writes: Sequence[Write]) -> None:
        if self._after:
            self._store.transact(writes)
        raise StoreBusy("The answer was lost.")


@pytest.mark.parametrize("after", [False, True])
def test_whoever_is_cut_off_leaves_no_gap(store: Store, after: bool) -> None:  # noqa: FBT001
    failing: Any = Failing(store, after=after)
    with pytest.raises(StoreBusy):
        issue(failing, numbered(1))
    assert [issue(store, numbered(n)) for n in (1, 2)] == ["2026-00001", "2026-00002"]


def test_sixteen_at_once_take_forty_numbers_without_a_gap(store: Store) -> None:
    """Every order is asked for twice."""
    orders = [numbered(n) for n in range(40)] * 2
    with ThreadPoolExecutor(16) as pool:
        taken = list(pool.map(lambda order: issue(store, order), orders))
    assert taken[:40] == taken[40:]
    assert sorted(taken[:40]) == [f"2026-{n:05d}" for n in range(1, 41)]
