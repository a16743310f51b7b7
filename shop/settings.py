"""Where this process finds the outside world: environment variables, read once.

Called only by the composition roots. Each adapter is chosen by a URL; the defaults are the
embedded shop. An unknown, malformed or half-set variable stops with a sentence that names it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from shop.errors import Misconfigured

ROOT = Path(__file__).resolve().parent.parent

SCHEMES = {
    "SHOP_STORE": ("sqlite", "dynamodb"),
    "SHOP_SITE": ("dir", "s3"),
    "SHOP_CDN": ("cloudfront",),
    "SHOP_MEDIA": ("dir",),
    "SHOP_MAIL": ("dir",),
}
# SHOP_AWS_ENDPOINT points boto3 at a double of AWS; unset means AWS itself.
PLAIN = ("SHOP_HOME", "SHOP_BASE_URL", "SHOP_AWS_ENDPOINT", "SHOP_PICTURES")
PICTURES = {"web": True, "off": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """`store`, `site`, `media`, `mail` and `cdn` are URLs of the form ``scheme:place``.

    `fetch_pictures` says whether pictures that a catalogue names by URL are made the shop's own.
    """

    home: Path
    store: str
    site: str
    media: str
    mail: str
    base_url: str
    aws_endpoint: str | None = None
    cdn: str | None = None
    fetch_pictures: bool = True
    root: Path = ROOT


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Reads the environment. Raises Misconfigured, naming the variable and what it may be."""
    values = os.environ if environ is None else environ
    _refuse_unknown(values)
    home = Path(values.get("SHOP_HOME") or ".shop").expanduser().resolve()
    return Settings(
        home=home,
        store=_url(values, "SHOP_STORE", f"sqlite:{home / 'shop.db'}"),
        site=_url(values, "SHOP_SITE", f"dir:{home / 'public'}"),
        media=_url(values, "SHOP_MEDIA", f"dir:{home / 'media'}"),
        mail=_url(values, "SHOP_MAIL", f"dir:{home / 'mail'}"),
        base_url=_base_url(values.get("SHOP_BASE_URL") or "http://127.0.0.1:8000"),
        aws_endpoint=values.get("SHOP_AWS_ENDPOINT") or None,
        cdn=_url(values, "SHOP_CDN", "") if values.get("SHOP_CDN") else None,
        fetch_pictures=_fetch_pictures(values.get("SHOP_PICTURES") or "web"),
    )


def place(url: str) -> str:
    """What stands behind the scheme: ``dir:/srv/mail`` -> ``/srv/mail``."""
    return url.partition(":")[2]


def folder(url: str, variable: str) -> Path:
    """The folder of a ``dir:`` URL."""
    scheme, _, path = url.partition(":")
    if scheme != "dir":
        raise Misconfigured(f"{variable}={url} is not a folder; write dir:PATH.")
    return Path(path)


def _refuse_unknown(values: Mapping[str, str]) -> None:
    known = {*SCHEMES, *PLAIN}
    unknown = sorted(name for name in values if name.startswith("SHOP_") and name not in known)
    if unknown:
        raise Misconfigured(
            f"{unknown[0]} is not a setting of this shop. It knows {', '.join(sorted(known))}."
        )


def _url(values: Mapping[str, str], name: str, default: str) -> str:
    value = values.get(name) or default
    scheme, separator, rest = value.partition(":")
    if not separator or not rest or scheme not in SCHEMES[name]:
        shapes = " or ".join(f"{scheme}:…" for scheme in SCHEMES[name])
        raise Misconfigured(f"{name}={value} cannot be used. Write {shapes}.")
    return value


def _fetch_pictures(value: str) -> bool:
    if value not in PICTURES:
        raise Misconfigured(
            f"SHOP_PICTURES={value} cannot be used. Write web to fetch pictures that a catalogue "
            "names by URL, or off to leave them where they are."
        )
    return PICTURES[value]


def _base_url(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise Misconfigured(
            f"SHOP_BASE_URL={value} is not the address of a site. Write https://shop.example.com."
        )
    return value.rstrip("/")
