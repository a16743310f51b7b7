"""What owners and shoppers do to a shop. Each takes two numbers: which product, and how."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, timedelta

from factories import MOMENT

from shop.catalogue.former import move_items, moves
from shop.catalogue.model import Product, ProductText
from shop.catalogue.releases.model import ChangeSet
from shop.catalogue.releases.records import read_head
from shop.catalogue.releases.service import rollback
from shop.errors import Conflict
from shop.texts.model import Draft, Kind, Words
from shop.texts.service import Ask, Editor, Place, change, create, texts, withdraw

from .changing import SHELVES, Changing
from .samples import product, usd, variant

Planned = Callable[[Changing, int, int], ChangeSet]
Done = Callable[[Changing, int, int], None]

STATUSES = ("active", "draft", "archived")


def some(shop: Changing, which: int) -> Product:
    handles = shop.handles() or ["p-0"]
    return shop.product(handles[which % len(handles)])


def changed(shop: Changing, which: int, **fields: object) -> ChangeSet:
    return shop.change_set(some(shop, which).model_copy(update=fields))


def varied(shop: Changing, which: int, **fields: object) -> ChangeSet:
    it = some(shop, which)
    first = it.variants[0].model_copy(update=fields)
    return changed(shop, which, variants=(first, *it.variants[1:]))


def price(shop: Changing, which: int, how: int) -> ChangeSet:
    return varied(shop, which, price=usd(900 + how))


def reduce(shop: Changing, which: int, how: int) -> ChangeSet:
    return varied(shop, which, price=usd(800), compare_at=usd(800 + how))


def sale(shop: Changing, which: int, how: int) -> ChangeSet:
    hour = MOMENT.replace(minute=0)
    return varied(
        shop,
        which,
        price=usd(500),
        compare_at=usd(950),
        sale_starts=hour + timedelta(hours=how) if how else None,
        sale_ends=hour + timedelta(hours=how + 2),
    )


def title(shop: Changing, which: int, how: int) -> ChangeSet:
    return changed(shop, which, title=f"Thing {how * 7}")


def describe(shop: Changing, which: int, how: int) -> ChangeSet:
    return changed(shop, which, description=f"<p>{how}</p>")


def move(shop: Changing, which: int, how: int) -> ChangeSet:
    return changed(shop, which, categories=SHELVES[how % len(SHELVES)])


def new_shelf(shop: Changing, which: int, how: int) -> ChangeSet:
    above = () if how % 2 else ("Tea",)
    return changed(shop, which, categories=((*above, f"Shelf {how % 3}"),))


def off_shelves(shop: Changing, which: int, _how: int) -> ChangeSet:
    return changed(shop, which, categories=())


def status(shop: Changing, which: int, how: int) -> ChangeSet:
    return changed(shop, which, status=STATUSES[how % 3])


def recommend(shop: Changing, which: int, how: int) -> ChangeSet:
    return changed(shop, which, recommended=bool(how % 2))


def translate(shop: Changing, which: int, how: int) -> ChangeSet:
    it = some(shop, which)
    own = it.texts.get("vi", ProductText()).model_copy(update={"title": f"Món {how}"})
    return changed(shop, which, texts={"vi": own})


def name_shelves(shop: Changing, which: int, how: int) -> ChangeSet:
    it = some(shop, which)
    names = tuple(tuple(f"{part} {how % 2}" for part in path) for path in it.categories)
    own = it.texts.get("vi", ProductText()).model_copy(update={"categories": names})
    return changed(shop, which, texts={"vi": own})


def add(shop: Changing, which: int, how: int) -> ChangeSet:
    handle = f"new-{which}"
    new = product(
        handle,
        title=f"Thing {how}",
        categories=SHELVES[how % len(SHELVES)],
        variants=(variant(handle.upper(), 700),),
    )
    return shop.change_set(new, stock={handle.upper(): how % 3})


def remove(shop: Changing, which: int, _how: int) -> ChangeSet:
    return shop.change_set(removed=[some(shop, which).handle])


def rename_handle(shop: Changing, which: int, how: int) -> ChangeSet:
    it = some(shop, which)
    return _renamed(shop, it, f"r{how % 3}-{which % 4}")


def _renamed(shop: Changing, it: Product, handle: str) -> ChangeSet:
    if handle in shop.handles():
        return shop.change_set(it)
    new = it.model_copy(update={"handle": handle})
    return shop.change_set(new, removed=[it.handle], moved={it.handle: handle})


def rename_back(shop: Changing, which: int, how: int) -> ChangeSet:
    """Or on: to some handle that a product had and none has now."""
    it = some(shop, which)
    free = sorted(moves(move_items(shop.store)).keys() - {*shop.handles()}) or [it.handle]
    return _renamed(shop, it, free[how % len(free)])


def archive(shop: Changing, which: int, _how: int) -> ChangeSet:
    return changed(shop, which, status="archived")


def restore(shop: Changing, which: int, _how: int) -> ChangeSet:
    """One that is no longer sold, where there is one."""
    gone = [h for h in shop.handles() if shop.product(h).status == "archived"] or shop.handles()
    it = shop.product(gone[which % len(gone)])
    return shop.change_set(it.model_copy(update={"status": "active"}))


def take_former(shop: Changing, which: int, how: int) -> ChangeSet:
    """A new product under a handle that another one had."""
    free = sorted(moves(move_items(shop.store)).keys() - {*shop.handles()}) or [f"new-{which}"]
    handle = free[which % len(free)]
    sku = f"F{how}-{which}"
    return shop.change_set(product(handle, title=f"Thing {how}", variants=(variant(sku, 700),)))


def back(shop: Changing, _which: int, how: int) -> None:
    """To an earlier release, if there is one that differs."""
    head = read_head(shop.store).release
    with suppress(Conflict):
        rollback(shop.store, max(1, head - 1 - how % 2), "mai@example.com", shop.clock)


def rename_sku(shop: Changing, which: int, how: int) -> ChangeSet:
    it = some(shop, which)
    old, new = it.variants[0].sku, f"R{how}-{it.handle.upper()}"
    first = it.variants[0].model_copy(update={"sku": new})
    change_set = shop.change_set(it.model_copy(update={"variants": (first, *it.variants[1:])}))
    return change_set.model_copy(update={"renamed": {old: new} if old != new else {}})


def sell(shop: Changing, which: int, how: int) -> None:
    shop.stock(some(shop, which).variants[0].sku, how % 2)


def wait(shop: Changing, _which: int, how: int) -> None:
    shop.pass_time(how)


def feature(shop: Changing, which: int, how: int) -> None:
    chosen = [some(shop, which + step).handle for step in range(how)]
    shop.featured.write_text("\n".join([*chosen, "nobody-knows"]))


def edit_template(shop: Changing, which: int, how: int) -> None:
    name = ("product", "cards", "base", "category", "home")[which % 5]
    template = shop.theme / "templates" / f"{name}.html"
    template.write_text(template.read_text().replace("<a href", f'<a class="c{how}" href'))


def write_text(shop: Changing, which: int, how: int) -> None:
    """A new announcement of the desk, or a new version of one; every fourth is a page."""
    kind: Kind = "page" if which % 4 == 3 else "announcement"
    place = Place(kind, f"text-{which % 3}")
    hour = shop.clock.moment.replace(minute=0)
    words = {"en": Words(title=f"Word {how % 4}", body=f"**{how}** <b>{which}</b>")}
    if how % 2:
        words["vi"] = Words(title=f"Lời {how}", summary="Tóm tắt", body="Nội dung")
    draft = Draft(
        words=words,
        banner=bool(how % 3),
        begins=hour + timedelta(hours=1) if how in {4, 5} else None,
        ends=hour + timedelta(hours=2) if how in {5, 6} else None,
    )
    keep_text(shop, place, draft, "save" if how == 9 else "publish")


def keep_text(shop: Changing, place: Place, draft: Draft, ask: Ask) -> None:
    by = Editor("mai@example.com", shop.clock, UTC)
    with suppress(Conflict):
        known = [each for each in texts(shop.store) if (each.kind, each.handle) == place]
        if known:
            change(shop.store, by, place, draft, seen=known[0].number, ask=ask)
        else:
            create(shop.store, by, place, draft, ask=ask)


def withdraw_text(shop: Changing, which: int, _how: int) -> None:
    known = [each for each in texts(shop.store) if each.status == "published"]
    for each in known[which % len(known) :][:1] if known else []:
        by = Editor("mai@example.com", shop.clock, UTC)
        withdraw(shop.store, by, Place(each.kind, each.handle), seen=each.number)


PLANNED: dict[str, Planned] = {
    each.__name__: each
    for each in (
        price, reduce, sale, title, describe, move, new_shelf, off_shelves, status, recommend,
        translate, name_shelves, add, remove, rename_handle, rename_back, rename_sku, archive,
        restore, take_former,
    )
}  # fmt: skip
DONE: dict[str, Done] = {
    each.__name__: each
    for each in (sell, wait, feature, edit_template, back, write_text, withdraw_text)
}
# What never reaches every page.
SMALL = frozenset(
    {
        "price", "reduce", "sale", "title", "describe", "recommend", "translate", "rename_sku",
        "sell", "wait",
    }
)  # fmt: skip


def make(shop: Changing, name: str, which: int, how: int) -> None:
    if name in DONE:
        DONE[name](shop, which, how)
    else:
        shop.release(PLANNED[name](shop, which, how))
