"""Marks: which products' pages are to be looked at again."""

import pytest
from factories import MOMENT

from shop.ports import Put, Store
from shop.rebuilds import service
from shop.rebuilds.service import any_waiting, forget, mark, mark_item, waiting


def test_marks_name_products_by_handle_and_by_sku(store: Store) -> None:
    assert not any_waiting(store)
    mark(store, handles=["tea", "cup"])
    mark(store, skus=["TEA-50"])
    store.transact([Put(mark_item(handles=["pot"], skus=["CUP"]))])
    found = waiting(store)
    assert found.handles == {"tea", "cup", "pot"}
    assert found.skus == {"TEA-50", "CUP"}
    assert any_waiting(store)


def test_nothing_to_mark_leaves_nothing(store: Store) -> None:
    mark(store)
    mark(store, handles=iter(()))
    assert not any_waiting(store)


def test_what_was_read_is_forgotten_and_what_came_meanwhile_stays(store: Store) -> None:
    mark(store, handles=["tea"], clock=lambda: MOMENT)
    read = waiting(store)
    mark(store, handles=["tea"], clock=lambda: MOMENT)  # in the same moment, by somebody else
    forget(store, read)
    left = waiting(store)
    assert left.handles == {"tea"}
    assert not {*left.marks} & {*read.marks}
    forget(store, left)
    assert not any_waiting(store)


def test_many_products_take_several_marks_and_many_marks_several_reads(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PER_MARK", 2)
    handles = [f"p-{number}" for number in range(501)]
    mark(store, handles=handles, skus=["A", "B", "C"])
    found = waiting(store)
    assert found.handles == {*handles}
    assert found.skus == {"A", "B", "C"}
    assert len(found.marks) == 251 + 2
    forget(store, found)
    assert not any_waiting(store)
