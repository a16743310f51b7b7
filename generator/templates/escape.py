"""HTML escaping of a string to a string, in C where markupsafe was built with its C part.

`markupsafe.escape` makes a Markup object of each result, which costs more than the escaping.
"""

from collections.abc import Callable

import markupsafe


def _without_markup(text: str) -> str:
    return str.__str__(markupsafe.escape(text))


def _fastest() -> Callable[[str], str]:
    """The inner function of markupsafe, as it says itself which of its two it uses. That is no
    public name, so it need not be there for ever."""
    inner: Callable[[str], str] | None = getattr(markupsafe, "_escape_inner", None)
    return inner or _without_markup


escape_text = _fastest()
