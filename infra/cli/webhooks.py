"""``shop webhooks``: addresses that are told of every step of an order."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infra.cli.command import Json, shop_services
from infra.cli.telling import say, show

if TYPE_CHECKING:
    from shop.webhooks.records import Endpoint

app = typer.Typer(no_args_is_help=True, help="Signed messages to your other systems.")

Id = Annotated[str, typer.Argument(help="The webhook's id, as `shop webhooks list` shows it.")]


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="Where to send: https://…")],
    event: Annotated[
        list[str], typer.Option(help="Such as order.paid; may be repeated. None: all.")
    ] = [],  # noqa: B006 - Typer makes a new one
    as_json: Json = False,
) -> None:
    """Add an address; its secret is shown, with which its owner checks what arrives."""
    from shop.webhooks.registry import add_endpoint

    services = shop_services()
    endpoint = add_endpoint(
        services.store, url, services.clock, events=event, loopback=services.local
    )
    if as_json:
        show(asdict(endpoint))
    else:
        say(f"Webhook {endpoint.id} is told of {', '.join(endpoint.events) or 'everything'}.")
        say(f"Its secret, for the receiver: {endpoint.secret}")


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List the addresses, and how they fare."""
    from shop.webhooks.registry import list_endpoints

    found = list_endpoints(shop_services().store)
    if as_json:
        show({"webhooks": [_public(endpoint) for endpoint in found]})
    for endpoint in () if as_json else found:
        say(f"{endpoint.id}  {_state(endpoint):<9}  {endpoint.url}")


@app.command()
def remove(webhook: Id) -> None:
    """Send nothing there any more, and forget what was sent."""
    from shop.webhooks.registry import remove_endpoint

    remove_endpoint(shop_services().store, webhook)
    say("It is gone.")


@app.command()
def enable(webhook: Id) -> None:
    """Send again to an address that was switched off."""
    from shop.webhooks.registry import enable_endpoint

    enable_endpoint(shop_services().store, webhook)
    say("It gets messages again.")


@app.command(name="test")
def try_(webhook: Id, as_json: Json = False) -> None:
    """Send a message about nothing now, and say what was answered."""
    delivery = shop_services().hooks.test(webhook)
    if as_json:
        show(asdict(delivery))
    else:
        say(delivery.error or f"It answers {delivery.status}.")
    if not delivery.ok:
        raise typer.Exit(1)


@app.command()
def log(webhook: Id, as_json: Json = False) -> None:
    """Show the latest attempts, newest first."""
    from shop.webhooks.registry import deliveries, find_endpoint

    store = shop_services().store
    found = deliveries(store, find_endpoint(store, webhook).id)
    if as_json:
        show({"deliveries": [asdict(delivery) for delivery in found]})
    for each in () if as_json else found:
        say(f"{each.at[:19]}  {each.event:<20}  {each.error or each.status}")


def _state(endpoint: "Endpoint") -> str:
    if not endpoint.active:
        return "disabled"
    return "failing" if endpoint.failing_since else "active"


def _public(endpoint: "Endpoint") -> dict[str, Any]:
    """Without its secret, which is shown once, to whoever adds it."""
    facts = {name: value for name, value in asdict(endpoint).items() if name != "secret"}
    return {**facts, "state": _state(endpoint)}
