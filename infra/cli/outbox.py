"""``shop outbox`` and ``shop parked``: what waits to be sent, what was given up, and events of the
payment service that no order was found for."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from infra.cli.command import Json, shop_services
from infra.cli.telling import say, show
from shop.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shop.ports import Item, Store

app = typer.Typer(no_args_is_help=True, help="Mails and webhooks that wait, or were given up.")


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List what waits and what was given up, the latter with its reason."""
    from shop.outbox.messages import DEAD, OUTBOX

    store = shop_services().store
    found = [*_messages(store, DEAD), *_messages(store, OUTBOX)]
    if as_json:
        show({"messages": found})
    for each in () if as_json else found:
        say(f"{each['state']:<8} {each['attempts']:>2}  {each['id']}  {each['error']}")


@app.command()
def retry(
    message: Annotated[str, typer.Argument(help="Its id, as `shop outbox list` shows it.")] = "",
    dead: Annotated[bool, typer.Option("--dead", help="All that were given up.")] = False,
) -> None:
    """Send again what was given up; `shop dev` or `shop worker` then does it."""
    from shop.outbox.messages import DEAD, PREFIX
    from shop.outbox.service import retry as send_again
    from shop.ports import Key

    services = shop_services()
    if dead == bool(message):
        raise InvalidInput("Say which message, or --dead for all that were given up.")
    names = [each["id"] for each in _messages(services.store, DEAD)] if dead else [message]
    for name in names:
        pk, _, sk = name.partition(f" {PREFIX}")
        send_again(services.store, Key(pk, PREFIX + sk), services.clock)
    say(f"{len(names)} due now.")


def parked(as_json: Json = False) -> None:
    """List events of the payment service that are about no order of this shop."""
    from shop.orders.notices import PARKED

    found = [dict(item.data) for item in _every(shop_services().store, PARKED)]
    if as_json:
        show({"parked": found})
    for each in () if as_json else found:
        say(f"{str(each['created'])[:19]}  {each['type']}  {each['order']}  {each['intent']}")


def _messages(store: "Store", index: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{item.key.pk} {item.key.sk}",
            "state": item.data["state"],
            "attempts": item.data["attempts"],
            "due": item.index.sk if item.index else "",
            "error": str(item.data.get("error", "")),
        }
        for item in _every(store, index)
    ]


def _every(store: "Store", index: str) -> "Iterator[Item]":
    after = None
    while True:
        page = store.query_index(index, after=after)
        yield from page.items
        after = page.next
        if after is None:
            return
