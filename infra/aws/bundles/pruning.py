"""What of a library's wheel a function has no use for, apart from modules that nobody imports
(``reaching.py``)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from shop.i18n.languages import LANGUAGES

NEVER: Final = (".pyi", ".c", ".h", ".pyx", ".pxd", ".rst", ".md", "py.typed")
NEVER_IN: Final = ("/tests/", ".dist-info/", ".data/")
# Where a library finds its own parts by what its installation says (``entry_points``).
INSTALLED: Final[Mapping[str, str]] = {"markdown": "/entry_points.txt"}
# Parts that nothing of ours comes to use: test helpers, products of Stripe's we do not sell by.
UNUSED: Final[Mapping[str, tuple[str, ...]]] = {
    "anyio": ("anyio/pytest_plugin.py", "anyio/_backends/_trio.py"),
    "apsw": tuple(
        f"apsw/{part}"
        for part in (
            "sqlite_extra", "_unicode", "aio", "bestpractice", "carray", "ext", "fts5", "shell",
            "speedtest", "tests", "trace", "unicode",
        )
    ),
    "babel": ("babel/messages/frontend.py", "babel/messages/setuptools_frontend.py"),
    "charset-normalizer": ("charset_normalizer/cli",),
    "jinja2": ("jinja2/debug.py", "jinja2/nativetypes.py", "jinja2/sandbox.py", "jinja2/meta.py"),
    "docutils": tuple(
        f"docutils/{part}"
        for part in ("parsers/rst/include", "writers/latex", "writers/odf", "writers/s5")
    ),
    "pelican": ("pelican/tests", "pelican/themes/notmyidea", "pelican/tools"),
    "starlette": ("starlette/testclient.py", "starlette/staticfiles.py"),
    "urllib3": (
        *(f"urllib3/contrib/{part}" for part in ("emscripten", "pyopenssl.py", "socks.py")),
        "urllib3/http2/connection.py",
    ),
    # Pictures of pixels, without letters drawn into them.
    "pillow": (
        *(f"PIL/_imaging{part}." for part in ("ft", "math", "morph", "tk")),
        *(f"pillow.libs/lib{part}" for part in ("brotli", "freetype", "harfbuzz", "png")),
    ),
    # What version 1 was asked with, which warns of itself.
    "pydantic": tuple(
        f"pydantic/{part}"
        for part in ("color.py", "deprecated/", "experimental/pipeline.py", "mypy.py", "v1")
    ),
    "stripe": tuple(
        f"stripe/{part}"
        for part in (
            "_confirmation_token", "_credit_note", "_invoice", "_payment_attempt_record",
            "_payment_link", "_payment_record", "_quote", "_subscription", "params", "events/",
            "apps", "billing", "billing_portal",
            "climate", "entitlements", "financial_connections", "forwarding", "identity",
            "issuing", "radar", "reporting", "sigma", "tax", "terminal", "test_helpers", "treasury",
        )
    ),
}  # fmt: skip
# Of Stripe's services those that take payments, and what its client loads besides.
SERVICES: Final = (
    "/_oauth_service.py",
    "/_stripe_service.py",
    "/_checkout_service.py",
    "/checkout/_session_service.py",
    "/checkout/_session_line_item_service.py",
    "/_payment_intent_service.py",
    "/_refund_service.py",
)
SECOND_API: Final = frozenset(
    f"stripe/v2/{name}.py"
    for name in (
        "__init__", "_amount", "_list_object", "_search_result_object", "core/__init__",
        "core/_event",
    )
)  # fmt: skip
NOTHING: Final = ()  # that a path may begin or end with
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
        if path.endswith(INSTALLED.get(distribution, NOTHING)):
            return True
        if _is_for_others(path) or path.startswith(UNUSED.get(distribution, NOTHING)):
            return False
        rules: dict[str, Callable[[str], bool]] = {
            "babel": self._locale,
            "tzdata": self._zone,
            "stripe": _takes_payments,
            # A faster way to guess what Stripe's answers say anyway.
            "charset-normalizer": lambda path: not path.endswith(".so"),
        }
        return rules.get(distribution, _anything)(path)

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


def _is_for_others(path: str) -> bool:
    """For who reads, tests, compiles or installs the library."""
    return path.endswith(NEVER) or any(part in path for part in NEVER_IN)


def _anything(_path: str) -> bool:
    return True


def _takes_payments(path: str) -> bool:
    if path.startswith("stripe/v2/"):
        return path in SECOND_API
    return not path.endswith("_service.py") or path.endswith(SERVICES)
