"""Where this process finds the outside world: environment variables, read once.

Called only by the composition roots. Each adapter is chosen by a URL; the defaults are the
embedded shop. An unknown, malformed or half-set variable stops with a sentence that names it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from shop.abuse.sources import NO_PROXY, Proxy, proxy_of
from shop.errors import Misconfigured
from shop.mail.server import mail_server

ROOT = Path(__file__).resolve().parent.parent

SCHEMES = {
    "SHOP_STORE": ("sqlite", "dynamodb"),
    "SHOP_SITE": ("dir", "s3"),
    "SHOP_CDN": ("cloudfront",),
    "SHOP_MEDIA": ("dir", "s3"),
    "SHOP_MAIL": ("dir", "smtp", "ses"),
}
# SHOP_AWS_ENDPOINT points boto3 at a double of AWS; unset means AWS itself.
PLAIN = (
    "SHOP_HOME",
    "SHOP_BASE_URL",
    "SHOP_AWS_ENDPOINT",
    "SHOP_CARDS",
    "SHOP_PICTURES",
    "SHOP_SECRET",
    "SHOP_PROXY",
)
STRIPE = ("SHOP_STRIPE_KEY", "SHOP_STRIPE_WEBHOOK_SECRET", "SHOP_STRIPE_API")
SHORTEST_SECRET = 32
PICTURES = {"web": True, "off": False}
CARDS = "stripe"


@dataclass(frozen=True, slots=True)
class StripeSettings:
    """A Stripe account as the shop calls it; `api` is None for Stripe's own address."""

    key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    api: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """`store`, `site`, `media`, `mail` and `cdn` are URLs of the form ``scheme:place``.

    `fetch_pictures` says whether pictures that a catalogue names by URL are made the shop's own.
    `proxy` is what stands between shoppers and the shop and may say where they come from.
    `secret` is None where the shop makes its own (`shop.secret`); `stripe` where no key is set.
    `cards` is what a function without the key is told of those that have it: it may offer them.
    """

    home: Path
    store: str
    site: str
    media: str
    mail: str = field(repr=False)
    base_url: str
    aws_endpoint: str | None = None
    cdn: str | None = None
    fetch_pictures: bool = True
    root: Path = ROOT
    secret: str | None = field(default=None, repr=False)
    stripe: StripeSettings | None = None
    cards: bool = False
    proxy: Proxy = NO_PROXY

    @property
    def embedded(self) -> bool:
        """Whether everything is on this machine."""
        return self.store.startswith("sqlite:")


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
        mail=_mail(values, f"dir:{home / 'mail'}"),
        base_url=_address("SHOP_BASE_URL", values.get("SHOP_BASE_URL") or "http://127.0.0.1:8000"),
        aws_endpoint=values.get("SHOP_AWS_ENDPOINT") or None,
        cdn=_url(values, "SHOP_CDN", "") if values.get("SHOP_CDN") else None,
        fetch_pictures=_fetch_pictures(values.get("SHOP_PICTURES") or "web"),
        secret=_secret(values.get("SHOP_SECRET")),
        proxy=proxy_of(values.get("SHOP_PROXY", "")),
        stripe=_stripe(*(values.get(name) for name in STRIPE)),
        cards=_cards(values.get("SHOP_CARDS", "")),
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
    known = {*SCHEMES, *PLAIN, *STRIPE}
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


def _mail(values: Mapping[str, str], default: str) -> str:
    """What is wrong with a mail server's address is said at the start, not at the first mail; the
    address itself is not, since it may hold a password."""
    url = values.get("SHOP_MAIL") or default
    scheme, _, rest = url.partition(":")
    if scheme not in SCHEMES["SHOP_MAIL"] or not rest:
        raise Misconfigured("SHOP_MAIL cannot be used. Write dir:PATH, smtp://… or ses:REGION.")
    if scheme == "smtp":
        mail_server(url)
    return url


def _fetch_pictures(value: str) -> bool:
    if value not in PICTURES:
        raise Misconfigured(
            f"SHOP_PICTURES={value} cannot be used. Write web to fetch pictures that a catalogue "
            "names by URL, or off to leave them where they are."
        )
    return PICTURES[value]


def _cards(value: str) -> bool:
    if value not in {"", CARDS}:
        raise Misconfigured(
            f"SHOP_CARDS={value} cannot be used. Write {CARDS} where another process of this shop "
            "has the key, or nothing."
        )
    return value == CARDS


def _secret(value: str | None) -> str | None:
    if value and len(value) < SHORTEST_SECRET:
        raise Misconfigured(
            f"SHOP_SECRET is shorter than {SHORTEST_SECRET} characters. Make one with: "
            "openssl rand -base64 32."
        )
    return value or None


def _stripe(key: str | None, secret: str | None, api: str | None) -> StripeSettings | None:
    """All that a Stripe account needs, or nothing of it. Sentences repeat no secret."""
    if not key:
        if secret or api:
            set_one = "SHOP_STRIPE_WEBHOOK_SECRET" if secret else "SHOP_STRIPE_API"
            raise Misconfigured(f"{set_one} is set but SHOP_STRIPE_KEY is not. Set both or none.")
        return None
    if not key.startswith(("sk_", "rk_")):
        raise Misconfigured(
            "SHOP_STRIPE_KEY is no secret key of Stripe's: write the one that begins with sk_, "
            "or a restricted one (rk_)."
        )
    if not secret:
        raise Misconfigured(
            "SHOP_STRIPE_KEY is set but SHOP_STRIPE_WEBHOOK_SECRET is not. Stripe shows it beside "
            "the webhook endpoint (whsec_…)."
        )
    return StripeSettings(key, secret, _address("SHOP_STRIPE_API", api) if api else None)


def _address(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise Misconfigured(
            f"{name}={value} is not the address of a site. Write https://shop.example.com."
        )
    return value.rstrip("/")
