"""A change is looked at before it is published: what it brings stops it, old faults do not."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from generator.build import Builder
from generator.checks import proof, rehearsal
from generator.checks.rehearsal import Rehearsal, Rehearsed
from generator.checks.shown import Surroundings
from generator.impact import Coming
from generator.source import Entry
from shop.catalogue.model import Picture, Product
from shop.catalogue.records import offer_items
from shop.catalogue.releases.model import ChangeSet, ProductChange, ProductState
from shop.ports import Store

from ..conftest import BASE_URL, Build, sell  # noqa: TID252 - tests are no package
from ..previewing import impact_of  # noqa: TID252 - tests are no package
from ..samples import product, variant  # noqa: TID252 - tests are no package

MEDIA = frozenset({"/media/green.jpg"})
LINKS = '<p><a href="/en/products/{}">x</a></p>'


def put(store: Store, *products: Product) -> None:
    sell(store, *products)
    for each in products:
        store.put_many(offer_items(each))


def change(before: Product | None, after: Product | None, **more: Any) -> ChangeSet:
    known = after or before
    assert known is not None
    states = [ProductState(product=each) if each else None for each in (before, after)]
    made = ProductChange(handle=known.handle, before=states[0], after=states[1])
    return ChangeSet(base=1, changes=(made,), **more)


def rehearse(builder: Builder, change_set: ChangeSet, *, narrow: bool = True) -> Rehearsed:
    around = Surroundings(BASE_URL, MEDIA, lambda _address: False)
    return Rehearsal(builder, change_set, around, narrow=narrow).run()


def told(found: Rehearsed) -> set[tuple[str, str]]:
    return {(each.code, each.about) for each in found.errors}


@pytest.fixture
def tea(store: Store, built: Build) -> Product:
    """A shop of two products, built."""
    green, black = product("green-tea"), product("black-tea")
    put(store, green, black)
    built()
    return green


def altered(it: Product, **changes: Any) -> Product:
    return it.model_copy(update=changes)


@pytest.mark.parametrize("narrow", [True, False])
def test_a_harmless_change_brings_nothing(builder: Builder, tea: Product, narrow: bool) -> None:  # noqa: FBT001
    dearer = altered(
        tea,
        variants=(variant("GREEN-TEA", 1400),),
        pictures=(Picture(src="/media/green.jpg", alt=""),),
    )
    found = rehearse(builder, change(tea, dearer), narrow=narrow)
    assert (found.errors, found.sampled) == ([], False)
    assert found.pages >= 4


def test_what_a_change_brings_is_told_before_it_is_there(builder: Builder, tea: Product) -> None:
    faulty = altered(
        tea,
        description=LINKS.format("nowhere"),
        pictures=(Picture(src="/media/gone.jpg", alt=""),),
    )
    found = rehearse(builder, change(tea, faulty))
    assert told(found) == {
        ("dead_link", "/en/products/nowhere"),
        ("picture_missing", "/media/gone.jpg"),
    }
    assert "en/products/green-tea.html" in builder.publisher.paths()
    assert b"nowhere" not in builder.publisher.content("en/products/green-tea.html")


def test_an_old_fault_does_not_stop_another_change(
    builder: Builder, built: Build, store: Store
) -> None:
    tea = product("green-tea", description=LINKS.format("nowhere"))
    put(store, tea)
    built()
    dearer = altered(tea, variants=(variant("GREEN-TEA", 1400),))
    assert told(rehearse(builder, change(tea, dearer))) == set()
    worse = altered(dearer, description=LINKS.format("nowhere") + LINKS.format("lost"))
    assert told(rehearse(builder, change(tea, worse))) == {("dead_link", "/en/products/lost")}


def test_links_may_lead_to_what_the_same_change_brings(builder: Builder, tea: Product) -> None:
    new = product("white-tea")
    linked = altered(tea, description=LINKS.format("white-tea"))
    both = ChangeSet(
        base=1,
        changes=(*change(tea, linked).changes, *change(None, new).changes),
    )
    assert told(rehearse(builder, both)) == set()


def test_a_text_that_links_to_what_goes_is_told(
    builder: Builder, built: Build, store: Store
) -> None:
    tea, other = product("green-tea"), product("black-tea")
    put(store, tea, other)
    file = builder.site.content / "pages" / "about.en.md"
    file.write_text(file.read_text() + "\n[Tea](/en/products/green-tea)\n")
    built()
    kept = rehearse(builder, change(tea, altered(tea, status="archived")))
    assert told(kept) == set()  # its page stays and says what there is instead
    gone = rehearse(builder, change(tea, None))
    assert told(gone) == {("dead_link", "/en/products/green-tea")}
    assert {each.where for each in gone.errors} == {"/en/pages/about"}


def test_what_nobody_delivers_is_told_whatever_the_pages_say(
    builder: Builder, tea: Product
) -> None:
    book = altered(tea, variants=(variant("GREEN-TEA", digital=True),))
    assert told(rehearse(builder, change(tea, book))) == set()
    builder.site = without_downloads(builder)
    (found,) = rehearse(builder, change(tea, book)).errors
    assert (found.code, found.where) == ("not_delivered", "green-tea")
    assert rehearse(builder, change(book, altered(book, title="Other"))).errors == []


def without_downloads(builder: Builder) -> Any:
    from dataclasses import replace

    known = builder.site.profile
    shipping = tuple(method for method in known.shipping if not method.digital)
    fewer = known.model_copy(update={"shipping": shipping})
    return replace(builder.site, load_profile=lambda: fewer)


def test_prices_are_compared_with_the_price_book_to_come(builder: Builder, tea: Product) -> None:
    """Renamed SKUs, stock that is set, and a price: pages and price book change together."""
    renamed = altered(tea, variants=(variant("GREEN-50", 1400), variant("GREEN-100", 2500)))
    stock = {"GREEN-100": 0}
    moved = change(tea, renamed, stock=stock, renamed={"GREEN-TEA": "GREEN-50"})
    assert told(rehearse(builder, moved)) == set()


def test_a_page_that_would_disagree_with_the_price_book_is_told(
    builder: Builder, tea: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    dearer = altered(tea, variants=(variant("GREEN-TEA", 1400),))
    monkeypatch.setattr(rehearsal, "Coming", Cheaper)
    assert ("price_differs", "GREEN-TEA") in told(rehearse(builder, change(tea, dearer)))


class Cheaper(Coming):
    """A catalogue whose prices are not those that are published."""

    def read(self, handles: Iterable[str]) -> Iterator[Entry]:
        for entry in super().read(handles):
            for each in entry.product["variants"]:
                each["price"] = {"amount": 1, "currency": "USD"}
            yield entry


def test_the_rehearsal_counts_the_pages_too(builder: Builder, tea: Product) -> None:
    dearer = change(tea, altered(tea, variants=(variant("GREEN-TEA", 1400),)))
    assert rehearse(builder, dearer, narrow=False).impact == impact_of(builder, dearer)


def test_a_large_change_is_looked_at_in_a_sample_and_says_so(
    builder: Builder, tea: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (proof, rehearsal):
        monkeypatch.setattr(module, "MANY", 20)
        monkeypatch.setattr(module, "SAMPLE", 8)
    monkeypatch.setattr(proof, "MANY", 40)
    new = [product(f"tea-{n}", description=LINKS.format("nowhere")) for n in range(30)]
    large = ChangeSet(base=1, changes=tuple(c for it in new for c in change(None, it).changes))
    found = rehearse(builder, large)
    assert found.sampled
    assert found.impact is None
    assert len({each.where for each in found.errors}) == 8
    assert rehearse(builder, large).errors == found.errors


def test_a_shop_that_was_never_built_is_looked_at_too(builder: Builder) -> None:
    new = product("green-tea", description=LINKS.format("nowhere"))
    assert told(rehearse(builder, change(None, new))) == {("dead_link", "/en/products/nowhere")}


def test_a_theme_that_is_broken_already_stops_no_change(builder: Builder, tea: Product) -> None:
    for path in (builder.site.theme_root / "templates").glob("*.html"):
        path.write_text("{% broken")
    found = rehearse(builder, change(tea, altered(tea, title="Tea")))
    assert found.errors == []
    assert found.unbuilt


def test_what_is_wrong_on_every_page_does_not_stop_a_new_product(
    builder: Builder, built: Build, store: Store
) -> None:
    base = builder.site.theme_root / "templates" / "base.html"
    base.write_text(base.read_text().replace("<footer>", '<footer><a href="/en/lost">x</a>'))
    assert told(rehearse(builder, change(None, product("first-tea")))) == set()
    put(store, product("green-tea"))
    built()
    faulty = product("white-tea", description=LINKS.format("nowhere"))
    found = rehearse(builder, change(None, faulty))
    assert told(found) == {("dead_link", "/en/products/nowhere")}


def test_of_a_large_first_catalogue_only_the_rules_are_looked_at(
    builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "MANY", 0)
    found = rehearse(builder, change(None, product("green-tea")))
    assert found == Rehearsed([], unbuilt=(rehearsal.NOTHING_YET,))


def test_a_first_catalogue_is_not_stopped_by_texts_about_another(builder: Builder) -> None:
    file = builder.site.content / "pages" / "about.en.md"
    file.write_text(file.read_text() + "\n[Tea](/en/products/not-ours)\n")
    assert told(rehearse(builder, change(None, product("green-tea")))) == set()
