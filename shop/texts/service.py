"""Writing announcements and pages, showing them and taking them down.

Every version is kept. What changes pages leaves a mark for the builder in its transaction, and so
do the moments at which something begins or ends.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Literal, NamedTuple, cast

from shop.catalogue.handles import Names, slugify
from shop.clock import Clock
from shop.errors import Conflict, EditedMeanwhile, InvalidInput, NotFound, TransactionCancelled
from shop.i18n.languages import pick
from shop.i18n.messages import translatable
from shop.ports import Absent, FieldIs, Put, Store, Write
from shop.rebuilds.moments import moment_put
from shop.rebuilds.service import mark_item
from shop.texts.model import LONGEST_HANDLE, Did, Draft, Kind, Status, Text
from shop.texts.public import KINDS, ROOM, TEXTS, file_handles
from shop.texts.records import (
    form_item,
    form_key,
    history,
    text_from,
    text_item,
    text_key,
    version_item,
    version_key,
)

UNKNOWN = translatable("There is no such announcement or page.")
TAKEN = translatable("There is one of this address already. Choose another, or change that one.")
IN_FILES = translatable(
    "A file in content/ has this address already. Choose another, or remove the file first."
)
OVER = translatable("Its end has passed already. Choose a later one, or none.")
UNSHOWN = translatable("It is not published, so it cannot be withdrawn.")

Ask = Literal["save", "publish", "withdraw"]
STATUSES: Mapping[Ask, Status] = {"publish": "published", "withdraw": "draft"}
DID: Mapping[Ask, Did] = {"save": "saved", "publish": "published", "withdraw": "withdrawn"}


class Place(NamedTuple):
    """What it is called. `handle` is the last part of its address."""

    kind: Kind
    handle: str


class Editor(NamedTuple):
    """Who does something, when, and where the shop is."""

    actor: str
    clock: Clock
    zone: tzinfo


def kind_of(name: str) -> Kind:
    """Raises NotFound for what is none."""
    if name not in KINDS:
        raise NotFound(UNKNOWN)
    return cast("Kind", name)


def texts(store: Store) -> list[Text]:
    """All of them as they are now: announcements, then pages."""
    found, after = [], None
    while True:
        page = store.query(TEXTS, after=after, limit=100)
        found += [text_from(item) for item in page.items]
        after = page.next
        if after is None:
            return found


def find(store: Store, place: Place, number: int = 0) -> Text:
    """As it is now, or as the version of that number was. Raises NotFound."""
    key = version_key(*place, number) if number else text_key(*place)
    item = store.get(key)
    if item is None:
        raise NotFound(UNKNOWN)
    return text_from(item)


def versions(store: Store, place: Place) -> Iterator[Text]:
    """Every one there was, the latest first."""
    after = None
    while True:
        page = store.query(history(*place), after=after, limit=20, descending=True)
        yield from map(text_from, page.items)
        after = page.next
        if after is None:
            return


def create(  # noqa: PLR0913 - what a new one is made of
    store: Store,
    by: Editor,
    place: Place,
    draft: Draft,
    *,
    ask: Ask = "save",
    default: str = "en",
    once: str = "",
) -> Text:
    """A new one; without a handle it gets one of its title, the one in the shop's `default`
    language where there is one. The same `once` makes one, and gives it again. Raises InvalidInput,
    Conflict where the handle is taken, at the desk or by a file."""
    if once and (made := _made_by(store, once)):
        return made
    draft.check(whole=ask == "publish")
    named = _named(store, place, draft, default)
    if named.handle in file_handles(store)[named.kind]:
        raise Conflict(IN_FILES)
    new = _next(None, named, draft, by, ask)
    writes = _writes(None, new, by.clock)
    if once:
        writes.append(Put(form_item(once, new), (Absent(),)))
    try:
        store.transact(writes)
    except TransactionCancelled:
        if once and (made := _made_by(store, once)):
            return made
        raise Conflict(TAKEN) from None
    return new


def _made_by(store: Store, once: str) -> Text | None:
    item = store.get(form_key(once))
    if item is None:
        return None
    return find(store, Place(kind_of(str(item.data["kind"])), str(item.data["handle"])))


def change(  # noqa: PLR0913 - what a change is made of
    store: Store, by: Editor, place: Place, draft: Draft, *, seen: int, ask: Ask = "save"
) -> Text:
    """Replaces version `seen`: of what is published at once on the pages. Raises NotFound,
    InvalidInput, EditedMeanwhile where somebody kept a newer version."""
    before = find(store, place)
    if before.number != seen:
        raise EditedMeanwhile
    draft.check(whole=ask == "publish" or (before.status == "published" and ask == "save"))
    after = _next(before, place, draft, by, ask)
    try:
        store.transact(_writes(before, after, by.clock))
    except TransactionCancelled:
        raise EditedMeanwhile from None
    return after


def withdraw(store: Store, by: Editor, place: Place, *, seen: int) -> Text:
    """Takes it off the pages; it stays at the desk as a draft. Raises what `change` does, and
    Conflict where it is not published."""
    before = find(store, place)
    if before.number == seen and before.status != "published":
        raise Conflict(UNSHOWN)
    return change(store, by, place, before, seen=seen, ask="withdraw")


def _named(store: Store, place: Place, draft: Draft, default: str) -> Place:
    """With the handle that was chosen, else one made of the title that nobody has."""
    if place.handle:
        return place
    titles = {code: words.title for code, words in draft.words.items()}
    slug = slugify(pick(titles, default, default))[: LONGEST_HANDLE - 5].strip("-") or place.kind
    keys = store.keys(TEXTS, f"{place.kind}#")
    taken = {key.partition("#")[2] for key in keys} | {*file_handles(store)[place.kind]}
    return place._replace(handle=Names(taken).claim(slug))


def _next(before: Text | None, place: Place, draft: Draft, by: Editor, ask: Ask) -> Text:
    now = by.clock()
    if ask == "publish" and draft.ends and draft.ends <= now:
        raise InvalidInput(OVER)
    status = STATUSES.get(ask) or (before.status if before else "draft")
    published_at = _published_at(before, status, now)
    return Text(
        words=draft.written(),
        banner=draft.banner,
        begins=draft.begins,
        ends=draft.ends,
        kind=place.kind,
        handle=place.handle,
        number=before.number + 1 if before else 1,
        status=status,
        published_at=published_at,
        dated=_dated(draft.begins or published_at, by.zone),
        at=now,
        actor=by.actor,
        did=DID[ask],
    )


def _published_at(before: Text | None, status: Status, now: datetime) -> datetime | None:
    """The first time counts."""
    if before and before.published_at:
        return before.published_at
    return now if status == "published" else None


def _dated(moment: datetime | None, zone: tzinfo) -> datetime | None:
    return moment.astimezone(zone).replace(second=0, microsecond=0) if moment else None


def _writes(before: Text | None, after: Text, clock: Clock) -> list[Write]:
    expected = (FieldIs("number", before.number),) if before else (Absent(),)
    writes: list[Write] = [Put(text_item(after), expected), Put(version_item(after), (Absent(),))]
    if "published" in {after.status, before.status if before else ""}:
        writes.append(Put(mark_item(rooms=[ROOM], clock=clock)))
    if after.status == "published":
        now = clock()
        coming = {moment for moment in (after.begins, after.ends) if moment and moment > now}
        writes += [moment_put(ROOM, moment) for moment in sorted(coming)]
    return writes
