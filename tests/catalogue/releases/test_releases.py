"""The catalogue as releases: whole or not at all, in order, and with a way back."""

from datetime import timedelta

import pytest
from factories import usd

from shop.catalogue.keys import product_key
from shop.catalogue.model import Variant
from shop.catalogue.releases.applying import recover
from shop.catalogue.releases.diff import diff_json, gaps, price_jumps
from shop.catalogue.releases.model import Origin
from shop.catalogue.releases.records import read_head
from shop.catalogue.releases.sales import sales_due
from shop.catalogue.releases.schedule import cancel, publish_due, schedule, waiting
from shop.catalogue.releases.service import (
    CatalogueMoved,
    all_states,
    publish,
    release_changes,
    releases,
    rollback,
)
from shop.errors import Conflict, InvalidInput, NotFound
from shop.ports import Key, Store
from shop.pricing.keys import offer_key
from shop.pricing.model import Offer
from shop.stock.holds import hold_writes
from shop.stock.ledger import on_hand

from .conftest import ORIGIN, Publish, Ticking, change_set, tea


def states(store: Store) -> list[object]:
    return list(all_states(store))


def price_of(store: Store, sku: str) -> int | None:
    item = store.get(offer_key(sku))
    assert item is not None
    price = item.data["price"]
    return int(str(price["amount"])) if isinstance(price, dict) else None


def test_releases_are_numbered_and_say_who_when_and_what(store: Store, released: Publish) -> None:
    released(tea())
    released(tea(price=1400), tea("gyokuro"))
    second, first = releases(store)
    assert (first.number, second.number) == (1, 2)
    assert (second.added, second.changed, second.removed) == (1, 1, 0)
    assert second.origin == ORIGIN
    assert second.made_at > first.made_at
    assert second.state == "live"
    assert price_of(store, "SENCHA") == 1400


def test_a_release_that_came_between_is_noticed(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea())
    mine = change_set(store, tea(price=1100))
    released(tea(price=1400))
    with pytest.raises(CatalogueMoved, match="release 2 by now; this was made on release 1"):
        publish(store, mine, ORIGIN, clock)
    assert price_of(store, "SENCHA") == 1400


def test_a_diff_names_every_field_old_and_new(store: Store, released: Publish) -> None:
    released(tea())
    (entry,) = diff_json(change_set(store, tea(price=900, title="Sencha, spring")))
    assert entry["kind"] == "changed"
    assert {f["field"]: (f["old"], f["new"]) for f in entry["fields"]} == {
        "title": ("Sencha", "Sencha, spring"),
        "variants.SENCHA.price": ("12.50 USD", "9.00 USD"),
    }


def test_a_price_that_jumps_is_asked_about(store: Store, released: Publish) -> None:
    released(tea(), tea("gyokuro"))
    wanted = change_set(store, tea(price=875), tea("gyokuro", price=874))
    assert [w["handle"] for w in price_jumps(wanted)] == ["gyokuro"]


def test_what_shoppers_will_miss_is_said_once_per_language(store: Store) -> None:
    found = list(gaps(change_set(store, tea(), tea("gyokuro")), ("en", "vi"), "en"))
    assert [w["code"] for w in found] == ["picture_missing", "picture_missing", "language_missing"]
    assert "Tiếng Việt: 2 of 2." in found[-1]["message"]


def test_going_back_restores_exactly_and_leaves_stock_and_orders(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea(), tea("gyokuro"), stock={"SENCHA": 10})
    first = states(store)
    released(tea(price=2000), tea("bancha"))
    released(tea("gyokuro", price=1, title="Mistake"))
    store.transact(list(hold_writes({"SENCHA": 3}, "O1", "2026-11-22")))
    back = rollback(store, 1, "mai@example.com", clock)
    assert (back.number, back.origin.restores) == (4, 1)
    assert states(store) == first
    assert price_of(store, "SENCHA") == 1250
    assert on_hand(store, ["SENCHA"]) == {"SENCHA": 7}
    offer = store.get(offer_key("BANCHA"))
    assert offer is not None
    assert offer.data["published"] is False


def test_going_back_can_itself_be_undone(store: Store, released: Publish, clock: Ticking) -> None:
    released(tea())
    released(tea("gyokuro"), tea(price=900))
    second = states(store)
    rollback(store, 1, "mai", clock)
    rollback(store, 2, "mai", clock)
    assert states(store) == second
    rollback(store, 0, "mai", clock)
    assert states(store) == []


def test_there_is_nothing_to_undo_and_no_such_release(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea())
    with pytest.raises(Conflict, match="nothing to undo"):
        rollback(store, 1, "mai", clock)
    with pytest.raises(NotFound, match="no release 7"):
        rollback(store, 7, "mai", clock)


def test_a_variant_that_goes_is_no_longer_for_sale(store: Store, released: Publish) -> None:
    two = tea(variants=(Variant(sku="A", price=usd(1)), Variant(sku="B", price=usd(2))))
    released(two)
    released(tea(variants=(Variant(sku="A", price=usd(1)),)))
    offer = store.get(offer_key("B"))
    assert offer is not None
    assert offer.data["published"] is False


def test_a_cost_that_is_cleared_is_gone(store: Store, released: Publish) -> None:
    released(tea())
    released(tea().model_copy(update={"costs": {}}))
    assert store.get(Key("SKU#SENCHA", "COST")) is None


def test_a_release_that_was_cut_off_is_finished_by_the_next_one_who_looks(
    store: Store, clock: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shop.catalogue.releases.service.apply", lambda *_args: None)
    publish(store, change_set(store, tea(), stock={"SENCHA": 4}), ORIGIN, clock)
    monkeypatch.undo()
    assert read_head(store).applying
    assert store.get(product_key("sencha")) is None
    assert recover(store) is not None
    assert price_of(store, "SENCHA") == 1250
    assert on_hand(store, ["SENCHA"]) == {"SENCHA": 4}
    assert recover(store) is None


def test_finishing_twice_does_not_take_back_what_was_sold_meanwhile(
    store: Store, clock: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shop.catalogue.releases.applying._finish", lambda *_args: None)
    publish(store, change_set(store, tea(), stock={"SENCHA": 4}), ORIGIN, clock)
    monkeypatch.undo()
    store.transact(list(hold_writes({"SENCHA": 1}, "O1", "2026-11-22")))
    recover(store)
    assert on_hand(store, ["SENCHA"]) == {"SENCHA": 3}


def test_stock_follows_an_sku_that_is_renamed(store: Store, released: Publish) -> None:
    released(tea(), stock={"SENCHA": 6})
    renamed = tea(variants=(Variant(sku="TEA-1", price=usd(1250)),))
    released(renamed, renamed={"SENCHA": "TEA-1"})
    assert on_hand(store, ["SENCHA", "TEA-1"]) == {"SENCHA": 0, "TEA-1": 6}


def test_a_scheduled_release_goes_live_at_its_moment(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea())
    later = clock.now + timedelta(days=1)
    schedule(store, change_set(store, tea(price=900)), ORIGIN, later, clock)
    assert publish_due(store, clock) == []
    assert price_of(store, "SENCHA") == 1250
    clock.now = later
    assert [release.number for release in publish_due(store, clock)] == [2]
    assert price_of(store, "SENCHA") == 900
    assert waiting(store) == []


def test_what_others_changed_meanwhile_stays(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea())
    later = clock.now + timedelta(days=1)
    schedule(store, change_set(store, tea(price=900)), ORIGIN, later, clock)
    released(tea(title="Sencha, spring", brand="Uji"))
    clock.now = later
    publish_due(store, clock)
    (state,) = all_states(store)
    assert (state.product.title, state.product.brand) == ("Sencha, spring", "Uji")
    assert state.product.variants[0].price == usd(900)


def test_a_scheduled_release_can_be_called_off(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea())
    later = clock.now + timedelta(days=1)
    scheduled = schedule(store, change_set(store, tea(price=900)), ORIGIN, later, clock)
    cancel(store, scheduled.id)
    clock.now = later
    assert publish_due(store, clock) == []
    with pytest.raises(NotFound):
        cancel(store, scheduled.id)


def test_the_past_is_no_moment_to_schedule(store: Store, clock: Ticking) -> None:
    with pytest.raises(InvalidInput, match="has passed"):
        schedule(store, change_set(store, tea()), Origin(actor="mai"), clock.now, clock)


def test_what_a_release_did_can_be_looked_up(store: Store, released: Publish) -> None:
    released(tea())
    released(tea(price=900))
    (change,) = release_changes(store, 2).changes
    assert change.before == tea().model_copy(update={"added": change.before.added})
    assert change.after is not None
    assert change.after.product.variants[0].price == usd(900)


def test_nothing_that_is_published_shows_a_cost(store: Store, released: Publish) -> None:
    released(tea())
    for key in (product_key("sencha"), offer_key("SENCHA")):
        item = store.get(key)
        assert item is not None
        assert "cost" not in str(item.data)
        assert "400" not in str(item.data)


def reduced(store: Store, clock: Ticking, days: int) -> int | None:
    clock.now += timedelta(days=days)
    offer = store.get(offer_key("SENCHA"))
    assert offer is not None
    price = Offer.model_validate(offer.data).at(clock.now).price
    return price.amount if price else None


def test_a_sale_begins_and_ends_by_itself(store: Store, released: Publish, clock: Ticking) -> None:
    starts, ends = clock.now + timedelta(days=2), clock.now + timedelta(days=4)
    sale = Variant(
        sku="SENCHA", price=usd(900), compare_at=usd(1250), sale_starts=starts, sale_ends=ends
    )
    released(tea(variants=(sale,)))
    seen = [(reduced(store, clock, 1), sales_due(store, clock)) for _day in range(6)]
    assert [price for price, _due in seen] == [1250, 900, 900, 1250, 1250, 1250]
    assert [due for _price, due in seen] == [[], ["sencha"], [], ["sencha"], [], []]


def test_a_sale_that_is_called_off_is_no_longer_waited_for(
    store: Store, released: Publish, clock: Ticking
) -> None:
    starts = clock.now + timedelta(days=2)
    sale = Variant(sku="SENCHA", price=usd(900), compare_at=usd(1250), sale_starts=starts)
    released(tea(variants=(sale,)))
    released(tea())
    clock.now += timedelta(days=3)
    assert sales_due(store, clock) == []


def test_going_back_before_a_rename_takes_the_stock_along(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea(), stock={"SENCHA": 6})
    for old, new in (("SENCHA", "TEA-1"), ("TEA-1", "TEA-2")):
        released(tea(variants=(Variant(sku=new, price=usd(1250)),)), renamed={old: new})
    rollback(store, 1, "mai", clock)
    assert on_hand(store, ["SENCHA", "TEA-1", "TEA-2"]) == {"SENCHA": 6, "TEA-1": 0, "TEA-2": 0}
