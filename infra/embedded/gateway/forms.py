"""Stripe's parameters out of a form's: ``line_items[0][price_data][currency]=usd``."""

import re
from typing import Any
from urllib.parse import parse_qsl

from infra.embedded.gateway.errors import unusable

NAME = re.compile(r"[^\[\]]+")


def read_form(body: str) -> dict[str, Any]:
    """Nested dicts; what has only numbers for names becomes a list. Values are text."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        *path, last = NAME.findall(name.replace("[]", "[0]")) or [name]
        place = tree
        for part in path:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise unusable(name, f"Invalid object: {name}")
        place[last] = value
    return {name: _listed(value) for name, value in tree.items()}


def whole(values: dict[str, Any], name: str, default: int | None = None) -> int:
    """A whole number, 0 or more."""
    value = values.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or not value.isascii() or not value.isdigit():
        raise unusable(name, f"Invalid integer: {value}")
    return int(value)


def refuse_unknown(values: dict[str, Any], known: frozenset[str]) -> None:
    """Stripe refuses a misspelt parameter, so the stand-in does."""
    for name in values:
        if name not in known:
            raise unusable(name, f"Received unknown parameter: {name}")


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inside = {name: _listed(part) for name, part in value.items()}
    if inside and all(name.isdigit() for name in inside):
        return [inside[name] for name in sorted(inside, key=int)]
    return inside
