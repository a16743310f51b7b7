"""Where shoppers find the published files: addresses carry no extension, files do."""

from collections.abc import Collection
from urllib.parse import quote

from shop.errors import InvalidInput

INDEX = "index.html"
PAGE = ".html"


def address_of(path: str) -> str:
    """``vi/products/phin.html`` -> ``/vi/products/phin``; ``vi/index.html`` -> ``/vi/``."""
    if path == INDEX or path.endswith("/" + INDEX):
        path = path.removesuffix(INDEX)
    return "/" + quote(path.removesuffix(PAGE))


def candidates(address: str) -> tuple[str, ...]:
    """Paths that may answer an address (decoded, without query), best first."""
    name = address.removeprefix("/")
    if not name or name.endswith("/"):
        return (name + INDEX,)
    return (name + PAGE, name, f"{name}/{INDEX}")


def checked(path: str) -> str:
    """Refuses what would be no path under a folder or no key of a bucket."""
    if "\0" in path or "\\" in path or (_is_odd(path) and not _is_clean(path.split("/"))):
        raise InvalidInput(f"“{path}” cannot be the path of a published file.")
    return path


def _is_odd(path: str) -> bool:
    """Whether some part of it may be empty or begin with a dot; most are told at once."""
    return "//" in path or "/." in path or not path or path[0] in "/." or path[-1] == "/"


def _is_clean(parts: Collection[str]) -> bool:
    return {"", ".", ".."}.isdisjoint(parts)
