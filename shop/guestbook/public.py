"""What pages show of the guestbook, for whoever builds them: they load nothing but this."""

from collections.abc import Iterator, Mapping

from typing_extensions import TypedDict

from shop.ports import Json, Store

PAGE = 20  # entries a program gets at a time
PUBLIC = "GUESTBOOK"  # the partition of what is published
ROOM = "guestbook"  # as marks name it


class PublicEntry(TypedDict):
    """What everybody sees of an entry. `at` is when it was approved; `reply` and `replied_at` are
    "" where nobody answered it."""

    id: str
    name: str
    text: str
    language: str
    at: str
    reply: str
    replied_at: str


def published(store: Store) -> Iterator[Mapping[str, Json]]:
    """Each has id, name, text, language and `at`, which is when it was approved; reply and
    replied_at where it was answered, else "". The latest first."""
    after = None
    while True:
        page = store.query(PUBLIC, after=after, descending=True)
        yield from (item.data for item in page.items)
        after = page.next
        if after is None:
            return


def page_of_published(
    store: Store, after: str | None = None
) -> tuple[list[Mapping[str, Json]], str | None]:
    """The same for programs, a page at a time; `after` is what came with the page before."""
    page = store.query(PUBLIC, after=after, limit=PAGE, descending=True)
    return [item.data for item in page.items], page.next
