"""A whole shop, as it is published."""

import shutil

import pytest

from generator.build import Builder
from generator.checks.findings import Finding, errors
from generator.checks.shown import Surroundings
from generator.checks.site import Checked, SiteCheck
from generator.site import Site
from shop.catalogue.model import Picture
from shop.catalogue.records import offer_items, product_item
from shop.money import Money
from shop.ports import Item, Key, Store

from ..conftest import BASE_URL, PROJECT, Build, sell  # noqa: TID252 - tests are no package
from ..samples import product, variant  # noqa: TID252 - tests are no package

PICTURE = Picture(src="/media/green.jpg", alt="Leaves")


@pytest.fixture(autouse=True)
def _sold(store: Store, site: Site) -> None:
    shutil.copytree(
        PROJECT / "theme" / "translations", site.theme_root / "translations", dirs_exist_ok=True
    )
    for each in (product("green-tea", pictures=(PICTURE,)), product("black-tea")):
        sell(store, each)
        store.put_many(offer_items(each))


def look(builder: Builder, media: frozenset[str] = frozenset({PICTURE.src})) -> Checked:
    around = Surroundings(BASE_URL, media, lambda _address: False)
    return SiteCheck(builder.site, builder.publisher, around).run()


def told(found: Checked, code: str) -> list[Finding]:
    return [each for each in found.findings if each.code == code]


def test_a_shop_that_is_right_has_no_errors(builder: Builder, built: Build) -> None:
    built()
    found = look(builder)
    assert errors(found.findings) == []
    assert (found.products, [each.where for each in told(found, "no_picture")]) == (
        2,
        ["black-tea"],
    )
    assert found.pages == sum(path.endswith(".html") for path in builder.publisher.live())
    missing = {each.where for each in told(found, "language_missing") if each.about == "products"}
    assert missing == {"vi", "zh-Hans", "zh-Hant"}


def test_findings_come_in_one_order_errors_first(builder: Builder, built: Build) -> None:
    built()
    first, again = look(builder, frozenset()), look(builder, frozenset())
    assert first.findings == again.findings
    severities = [each.severity for each in first.findings]
    assert severities == sorted(severities)
    assert {"error", "warning"} == {*severities}


def test_a_picture_that_is_gone_is_told_on_every_page_that_shows_it(
    builder: Builder, built: Build
) -> None:
    built()
    wheres = {each.where for each in told(look(builder, frozenset()), "picture_missing")}
    assert {"/en/", "/vi/products"} < wheres


def test_prices_that_changed_behind_the_pages_are_errors(
    builder: Builder, built: Build, store: Store
) -> None:
    built()
    dearer = variant("GREEN-TEA").model_copy(update={"price": Money.of(1300, "USD")})
    store.put_many(offer_items(product("green-tea", variants=(dearer,))))
    found = look(builder)
    assert {each.about for each in told(found, "price_differs")} == {"GREEN-TEA"}
    assert {each.about for each in told(found, "feed_differs")} == {"GREEN-TEA"}
    assert {each.about for each in told(found, "search_differs")} == {"green-tea"}


def test_what_ran_out_behind_the_pages_is_an_error(
    builder: Builder, built: Build, store: Store
) -> None:
    built()
    none = {"on_hand": 0, "held": 0, "sold": 5}
    store.put_many([Item(Key("SKU#GREEN-TEA", "STOCK"), none)])
    found = told(look(builder), "availability_differs")
    assert len(found) == 4
    assert {each.about for each in found} == {"GREEN-TEA"}


def test_a_text_of_the_owner_may_link_to_nothing_that_is_not_there(
    builder: Builder, built: Build, site: Site
) -> None:
    file = site.content / "pages" / "about.vi.md"
    file.write_text(file.read_text() + "\n[Trà](/vi/products/white-tea)\n")
    built()
    (found,) = told(look(builder), "dead_link")
    assert (found.where, found.about) == ("/vi/pages/about", "/vi/products/white-tea")


def test_a_shop_that_nobody_built_says_so(builder: Builder) -> None:
    assert [each.code for each in errors(look(builder).findings)] == ["nothing_published"]


def test_changes_that_wait_are_told(builder: Builder, built: Build, store: Store) -> None:
    built()
    assert told(look(builder), "build_waiting") == []
    sell(store, product("white-tea"))
    assert len(told(look(builder), "build_waiting")) == 1


def test_a_draft_is_nobodys_concern(builder: Builder, built: Build, store: Store) -> None:
    store.put_many([product_item(product("draft-tea", status="draft"))])
    built()
    assert look(builder).products == 2
