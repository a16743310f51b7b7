"""What of a library's wheel a function has no use for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from shop.i18n.languages import LANGUAGES

NEVER: Final = (".pyi", ".c", ".h", ".pyx", ".pxd", ".rst", ".md", "py.typed")
# Parts that nothing of ours reaches: types, test helpers, products of Stripe's we do not sell by.
UNUSED: Final[Mapping[str, tuple[str, ...]]] = {
    "anyio": ("anyio/pytest_plugin.py", "anyio/_backends/_trio.py"),
    "apsw": tuple(
        f"apsw/{part}"
        for part in (
            "sqlite_extra", "_unicode", "aio", "bestpractice", "carray", "ext", "fts5", "shell",
            "speedtest", "tests", "trace", "unicode",
        )
    ),
    "charset-normalizer": ("charset_normalizer/cli",),
    "jinja2": ("jinja2/debug.py", "jinja2/nativetypes.py", "jinja2/sandbox.py", "jinja2/meta.py"),
    "docutils": ("docutils/parsers/rst/include", "docutils/writers", "docutils/parsers/rst/langu"),
    "pelican": ("pelican/tests", "pelican/themes", "pelican/tools"),
    "pydantic": ("pydantic/v1", "pydantic/mypy.py"),
    # No page of the shop shows programs; only plain text is ever "highlighted".
    "pygments": tuple(f"pygments/lexers/{letter}" for letter in "abcdefghijklmnopqrtuvwxyz0"),
    "stripe": tuple(
        f"stripe/{part}"
        for part in (
            "params", "v2", "events/_v1", "events/_v2", "apps", "billing", "billing_portal", "climate", "entitlements",
            "financial_connections", "forwarding", "identity", "issuing", "radar", "reporting",
            "sigma", "tax", "terminal", "test_helpers", "treasury",
        )
    ),
}  # fmt: skip
# Of Stripe's services, those that take payments.
SERVICES: Final = (
    "/_stripe_service.py",
    "/_checkout_service.py",
    "/checkout/_session_service.py",
    "/checkout/_session_line_item_service.py",
    "/_payment_intent_service.py",
    "/_refund_service.py",
)
# What Babel and tzdata know of the world, by the part of it this shop is in.
LOCALES: Final = "babel/locale-data/"
ZONES: Final = "tzdata/zoneinfo/"


@dataclass(frozen=True, slots=True)
class Needed:
    """`timezone` is the shop's."""

    timezone: str
    languages: tuple[str, ...]

    def keeps(self, distribution: str, path: str) -> bool:
        """Whether a file of a wheel goes along."""
        if path.endswith(NEVER) or ".dist-info/" in path or ".data/" in path:
            return False
        if distribution == "stripe" and path.endswith("_service.py"):
            return path.endswith(SERVICES)
        if distribution == "charset-normalizer" and path.endswith(".so"):
            return False  # a faster way to guess what Stripe's answers say themselves
        if "/tests/" in path or path.startswith(UNUSED.get(distribution, ("\0",))):
            return False
        special: dict[str, Callable[[str], bool]] = {"babel": self._locale, "tzdata": self._zone}
        return special.get(distribution, lambda _path: True)(path)

    def _locale(self, path: str) -> bool:
        if not path.startswith(LOCALES):
            return True
        name = path.removeprefix(LOCALES).removesuffix(".dat")
        locales = {LANGUAGES[code].locale for code in self.languages}
        return name in {"root", *locales, *(each.partition("_")[0] for each in locales)}

    def _zone(self, path: str) -> bool:
        if not path.startswith(ZONES) or path.endswith("__init__.py"):
            return True
        return path.removeprefix(ZONES) in {self.timezone, "UTC", "Etc/UTC"}
