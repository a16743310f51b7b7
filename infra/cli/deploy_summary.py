"""What ``shop deploy`` and ``shop status`` tell the owner, and programs."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from infra.cli.telling import say

if TYPE_CHECKING:
    from infra.aws.deploying.deploy import Done
    from infra.aws.deploying.preflight import Finding

SIGNS = {"stop": "✗", "warn": "!", "fine": "✓"}


def tell_outlook(findings: list["Finding"], costs: dict[str, Any]) -> None:
    """What was looked at before anything is made, and what it will cost."""
    for found in findings:
        say(f"{SIGNS[found.level]} {found.what}: {found.says}")
    idle, orders = costs["idle_month"]["total"], costs["thousand_orders"]["total"]
    say(
        f"About {idle:.2f} $ a month without a shopper, and {orders:.2f} $ for each thousand "
        f"orders (list prices of {costs['prices_of']}, US East)."
    )


def tell_done(done: "Done") -> None:
    if done.owner_link:
        say(f"Choose your password (the link is good for once):\n  {done.owner_link}")
    for each in done.wrong:
        say(f"✗ {each}")
    host = urlsplit(done.address).hostname or ""
    if host != done.domain and not _leads_somewhere(host):
        record = f"{host} CNAME {done.domain}"
        say(f"! Put this record into your DNS (at the top of a domain as ALIAS):\n    {record}")
    say(f"The shop {'is there, but see above' if done.wrong else 'is open'}: {done.address}")


def _leads_somewhere(host: str) -> bool:
    import socket

    try:
        return bool(socket.getaddrinfo(host, 443))
    except OSError:
        return False


def tell_status(found: dict[str, Any]) -> None:
    for name, value in found.items():
        say(f"{name.replace('_', ' ')}:")
        lines = value.items() if isinstance(value, dict) else [("", value)]
        for part, told in lines:
            for each in (told or ["none"]) if isinstance(told, list) else [told]:
                say(f"  {part}{': ' if part else ''}{_word(each)}")


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def report(findings: list["Finding"], costs: dict[str, Any], done: "Done | None") -> dict[str, Any]:
    return {
        "findings": [{"what": f.what, "level": f.level, "says": f.says} for f in findings],
        "costs": costs,
        "done": done.as_json() if done else None,
    }
