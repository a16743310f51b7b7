"""``shop admin``: who may sit at the owner's desk, and the one-time links by which they get in."""

from typing import TYPE_CHECKING, Annotated

import typer

from infra.cli.command import Json, shop_services
from infra.cli.telling import say, show

if TYPE_CHECKING:
    from functions.bootstrap import Services

app = typer.Typer(no_args_is_help=True, help="The people at the owner's desk (/admin).")

Email = Annotated[str, typer.Argument(help="Their e-mail address.")]
ACTOR = "command"


@app.command()
def add(
    email: Email,
    role: Annotated[
        str,
        typer.Option(help="owner, manager, catalogue, fulfilment, support or read_only."),
    ],
    name: Annotated[str, typer.Option(help="What the desk calls them.")] = "",
    as_json: Json = False,
) -> None:
    """Take somebody on; prints the one-time link by which they choose a password."""
    from shop.staff import service

    services = shop_services()
    token = service.add(services.store, email, role, services.clock, name=name, by=ACTOR)
    _noted(services, "shop admin add", email, {"role": role})
    _told(services, email, token, as_json=as_json)


@app.command()
def link(email: Email, as_json: Json = False) -> None:
    """Print a new link, for somebody who has lost their password or their telephone."""
    from shop.staff import service

    services = shop_services()
    token = service.new_link(services.store, email, services.clock)
    _noted(services, "shop admin link", email, {})
    _told(services, email, token, as_json=as_json)


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List the people at the desk."""
    from shop.staff import service

    found = service.members(shop_services().store)
    if as_json:
        rows = [
            {"email": m.email, "name": m.name, "role": m.role, "active": m.active} for m in found
        ]
        show({"staff": rows})
    for member in () if as_json else found:
        off = "" if member.active else "  (switched off)"
        say(f"{member.role:<10}  {member.email}{off}")


def _noted(services: "Services", what: str, email: str, now: dict[str, str]) -> None:
    """What the command changes is in the audit log, too."""
    from shop.staff import audit

    key = audit.begin(services.store, ACTOR, what, email, services.clock)
    audit.complete(services.store, key, "done", changes=audit.difference({}, now))


def _told(services: "Services", email: str, token: str, *, as_json: bool) -> None:
    from functions.admin.people import link_address

    address = link_address(services.settings.base_url, token)
    if as_json:
        show({"email": email, "link": address})
        return
    say(f"This link is for {email}. It works once, for two days:")
    say(address)
