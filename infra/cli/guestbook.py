"""``shop guestbook``: what visitors wrote, and what becomes of it."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from infra.cli.command import Json, shop_services
from infra.cli.telling import say, show

if TYPE_CHECKING:
    from shop.guestbook.model import Entry

app = typer.Typer(
    no_args_is_help=True,
    help="Read what visitors wrote; approve, decline, answer, withdraw it. The pages follow with "
    "the next build, which the open shop does by itself.",
)

ACTOR = "command line"

Id = Annotated[str, typer.Argument(help="The entry's id, as `shop guestbook list` shows it.")]


@app.command(name="list")
def list_(
    state: Annotated[
        Literal["waiting", "published", "declined", "withdrawn"], typer.Option(help="Which.")
    ] = "waiting",
    after: Annotated[str, typer.Option(help="The `next` of the page before.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: Json = False,
) -> None:
    """List the entries of one state."""
    from shop.guestbook.service import listed

    found = listed(shop_services().store, state, after or None, limit)
    if as_json:
        show({"entries": [_public(entry) for entry in found.entries], "next": found.next})
        return
    for entry in found.entries:
        say(_summary(entry))
    if found.next:
        say(f"There are more: --after '{found.next}'")
    if not found.entries:
        say("There are none.")


@app.command()
def approve(entry: Id, as_json: Json = False) -> None:
    """Publish an entry."""
    from shop.guestbook.service import approve

    services = shop_services()
    _told(approve(services.store, entry, ACTOR, services.clock), as_json=as_json)


@app.command()
def decline(entry: Id, as_json: Json = False) -> None:
    """Keep a waiting entry from being published; it is deleted after two months."""
    from shop.guestbook.service import decline

    services = shop_services()
    _told(decline(services.store, entry, ACTOR, services.clock), as_json=as_json)


@app.command()
def reply(
    entry: Id,
    text: Annotated[str, typer.Argument(help='Shown under the entry; "" takes it away.')],
    as_json: Json = False,
) -> None:
    """Answer a published entry."""
    from shop.guestbook.service import reply

    services = shop_services()
    _told(reply(services.store, entry, text, ACTOR, services.clock), as_json=as_json)


@app.command()
def withdraw(entry: Id, as_json: Json = False) -> None:
    """Forget an entry for ever: on the pages, in older editions of them, and in the store."""
    from shop.guestbook.service import withdraw

    services = shop_services()
    _told(withdraw(services.store, entry, ACTOR, services.clock), as_json=as_json)


def _summary(entry: "Entry") -> str:
    words = entry.text + (f"\n→ {entry.reply}" if entry.reply else "")
    indented = words.replace("\n", "\n    ")
    return f"{entry.id}  {entry.at.isoformat()[:16]}  {entry.name}\n    {indented}"


def _told(entry: "Entry", *, as_json: bool) -> None:
    if as_json:
        show(_public(entry))
    else:
        say(f"Entry {entry.id} is {entry.state}.")


def _public(entry: "Entry") -> dict[str, Any]:
    return entry.model_dump(mode="json")
