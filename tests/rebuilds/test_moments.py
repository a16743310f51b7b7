"""Moments that are known beforehand: a mark each, once they have come."""

from datetime import timedelta

from factories import MOMENT

from shop.ports import Store
from shop.rebuilds.due import catch_up
from shop.rebuilds.moments import expect
from shop.rebuilds.service import any_waiting, waiting


def test_a_room_is_marked_when_its_moment_has_come(store: Store) -> None:
    moments = [MOMENT + timedelta(hours=1), MOMENT + timedelta(hours=5), MOMENT]
    for _again in range(2):
        expect(store, "surveys", moments, lambda: MOMENT)
    catch_up(store, lambda: MOMENT)
    assert not any_waiting(store)
    catch_up(store, lambda: MOMENT + timedelta(hours=2))
    first = waiting(store)
    assert (first.rooms, len(first.marks)) == (frozenset({"surveys"}), 1)
    catch_up(store, lambda: MOMENT + timedelta(hours=2))
    assert waiting(store) == first
    catch_up(store, lambda: MOMENT + timedelta(hours=9))
    assert len(waiting(store).marks) == 2
