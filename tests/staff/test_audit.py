"""The audit log: begun before a change, completed after it."""

from contracts.arrange import MovingClock

from shop.ports import Store
from shop.staff import audit


def test_a_change_that_broke_off_is_in_the_log(store: Store, clock: MovingClock) -> None:
    audit.begin(store, "hoa@example.com", "POST /admin/x", "thing", clock)
    (entry,), following = audit.entries(store)
    assert (entry.outcome, entry.about, entry.changes, following) == ("begun", "thing", (), None)


def test_an_entry_says_from_what_to_what(store: Store, clock: MovingClock) -> None:
    key = audit.begin(store, "hoa@example.com", "POST /admin/x", "id", clock)
    changes = audit.difference({"role": "owner"}, {"role": "support"})
    audit.complete(store, key, "done", "b@example.com", changes)
    (entry,), _ = audit.entries(store)
    assert (entry.who, entry.about, entry.outcome) == ("hoa@example.com", "b@example.com", "done")
    assert entry.changes == ({"field": "role", "from": "owner", "to": "support"},)


def test_the_latest_come_first_page_by_page(store: Store, clock: MovingClock) -> None:
    for number in range(audit.PAGE + 1):
        clock.move(seconds=1)
        audit.begin(store, "x", f"{number}", "", clock)
    first, following = audit.entries(store)
    rest, end = audit.entries(store, following)
    assert [each.what for each in (*first, *rest)] == [f"{n}" for n in range(audit.PAGE, -1, -1)]
    assert end is None


def test_a_difference_names_fields_by_their_paths() -> None:
    before = {"total": {"amount": 5}, "lines": [{"sku": "A"}, {"sku": "B"}], "same": 1, "gone": "x"}
    after = {"total": {"amount": 7}, "lines": [{"sku": "A"}], "same": 1, "new": True, "none": None}
    assert audit.difference(before, after) == [
        {"field": "gone", "from": "x", "to": ""},
        {"field": "lines.2.sku", "from": "B", "to": ""},
        {"field": "new", "from": "", "to": "True"},
        {"field": "total.amount", "from": "5", "to": "7"},
    ]


def test_long_texts_and_many_fields_are_cut(store: Store, clock: MovingClock) -> None:
    key = audit.begin(store, "x", "y", "z" * 5000, clock)
    fields = audit.difference({}, {f"f{n}": "t" * 5000 for n in range(500)})
    audit.complete(store, key, "done", changes=fields)
    (entry,), _ = audit.entries(store)
    assert len(entry.about) == audit.LONGEST
    assert len(entry.changes) == audit.MAX_CHANGES
