"""The lowest price of the 30 days before a reduction (98/6/EC, article 6a)."""

from datetime import timedelta

from factories import MOMENT, usd

from shop.catalogue.model import Variant
from shop.catalogue.releases.applying import apply
from shop.catalogue.releases.asked import PriceEntry, asked, lowest_before_reduction
from shop.catalogue.releases.lowest import lowest_key, lowest_prices
from shop.catalogue.releases.model import ProductState
from shop.catalogue.releases.schedule import publish_due, schedule
from shop.catalogue.releases.service import release_changes, releases, rollback
from shop.money import Money
from shop.ports import Store

from .conftest import ORIGIN, Publish, Ticking, change_set, tea

DAY = timedelta(days=1)


def reduced(price: int, compare_at: int, **changes: object) -> ProductState:
    variant = {"sku": "SENCHA", "price": usd(price), "compare_at": usd(compare_at), **changes}
    return tea(variants=(Variant.model_validate(variant),))


def lowest(store: Store) -> Money | None:
    found = lowest_prices(store, ["SENCHA", "NEVER-SOLD"])
    assert found.keys() <= {"SENCHA"}
    return Money.model_validate(found["SENCHA"]) if found else None


def test_it_is_the_lowest_of_the_thirty_days_before_the_reduction(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea(price=700))
    clock.now += 10 * DAY
    released(tea(price=1500))
    clock.now += 31 * DAY
    released(tea(price=1300))
    clock.now += 5 * DAY
    released(tea(price=1400))
    clock.now += 5 * DAY
    released(reduced(1000, 1500))
    assert lowest(store) == usd(1300)


def test_it_does_not_change_while_the_reduction_lasts(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea(price=1200))
    clock.now += 5 * DAY
    released(reduced(1000, 1500))
    clock.now += 50 * DAY
    text = reduced(1000, 1500)
    released(text.model_copy(update={"product": text.product.model_copy(update={"brand": "Uji"})}))
    assert lowest(store) == usd(1200)


def test_a_further_reduction_counts_from_its_own_day(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea(price=1500))
    clock.now += 5 * DAY
    released(reduced(1200, 1500))
    assert lowest(store) == usd(1500)
    clock.now += 5 * DAY
    released(reduced(1000, 1500))
    assert lowest(store) == usd(1200)


def test_a_product_that_arrives_reduced_has_none(store: Store, released: Publish) -> None:
    released(reduced(1000, 1500))
    assert lowest(store) is None


def test_a_price_that_is_not_reduced_leaves_no_record(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea(price=1500))
    released(tea(price=1300))
    assert store.get(lowest_key("SENCHA")) is None


def test_a_sale_that_begins_later_counts_from_then(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea(price=900))
    clock.now += 20 * DAY
    released(reduced(800, 1500, sale_starts=clock.now + 15 * DAY))
    assert lowest(store) == usd(900)
    clock.now += 10 * DAY
    released(reduced(800, 1500, sale_starts=clock.now + 40 * DAY))
    assert lowest(store) == usd(1500), "what is asked until the sale, 900 being long ago by then"


def test_a_sale_that_is_only_made_longer_is_the_same_reduction(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea(price=1500))
    clock.now += 5 * DAY
    released(reduced(1000, 1500, sale_ends=clock.now + 5 * DAY))
    clock.now += 3 * DAY
    released(reduced(1000, 1500, sale_ends=clock.now + 9 * DAY))
    assert lowest(store) == usd(1500)


def test_a_sale_that_ended_and_comes_again_has_itself_before_it(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea(price=1500))
    clock.now += 5 * DAY
    released(reduced(1000, 1500, sale_ends=clock.now + 5 * DAY))
    clock.now += 9 * DAY
    released(reduced(1000, 1500, sale_ends=clock.now + 5 * DAY))
    assert lowest(store) == usd(1000)


def test_a_rollback_has_the_prices_of_what_it_undoes_before_it(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea(price=1500))
    released(reduced(1200, 1500))
    clock.now += 5 * DAY
    released(reduced(900, 1500))
    clock.now += 5 * DAY
    rollback(store, 2, "mai", clock)
    assert lowest(store) == usd(900)


def test_a_scheduled_reduction_counts_from_its_moment(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea(price=1500))
    planned = change_set(store, reduced(900, 1500))
    schedule(store, planned, ORIGIN, clock.now + 8 * DAY, clock)
    clock.now += 5 * DAY
    released(tea(price=1100))
    clock.now += 5 * DAY
    assert publish_due(store, clock)
    assert lowest(store) == usd(1100)


def test_applying_a_release_again_finds_the_same(
    store: Store, released: Publish, clock: Ticking
) -> None:
    released(tea(price=1500))
    clock.now += 5 * DAY
    released(reduced(1000, 1500))
    before = store.get(lowest_key("SENCHA"))
    assert before
    apply(store, releases(store)[0], release_changes(store, 2))
    after = store.get(lowest_key("SENCHA"))
    assert after
    assert after.data == before.data == {"price": {"amount": 1500, "currency": "USD"}}


def test_sales_that_begin_and_end_stand_in_what_was_asked() -> None:
    begins, ends = MOMENT + 2 * DAY, MOMENT + 4 * DAY
    history = asked(
        [
            PriceEntry(MOMENT, usd(900), usd(1500), begins, ends),
            PriceEntry(MOMENT + 10 * DAY, usd(1500)),
            PriceEntry(MOMENT + 11 * DAY, None),
        ]
    )
    assert history == [
        (MOMENT, usd(1500), None),
        (begins, usd(900), usd(1500)),
        (ends, usd(1500), None),
        (MOMENT + 11 * DAY, None, None),
    ]


def test_prices_of_another_currency_are_not_compared() -> None:
    dong = Money.of(100, "VND")
    entries = [
        PriceEntry(MOMENT - 2 * DAY, dong),
        PriceEntry(MOMENT - DAY, usd(1300)),
        PriceEntry(MOMENT, usd(900), usd(1500)),
    ]
    assert lowest_before_reduction(entries) == usd(1300)
