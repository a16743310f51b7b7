"""What the programs of pages call while they run. Loads neither Jinja nor Babel.

Everything here gives what Jinja would give, or raises; whatever is raised makes the page be
rendered by Jinja itself (`engine`), whose result or error then counts.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from generator.templates.escape import escape_text
from generator.templates.giving_up import MISSING, NOTHING, GiveUp, Missing
from generator.templates.jinja_parts import jinja_filter, jinja_test, loop_context
from shop.i18n.formats import format_date, format_money


def escaped(value: Any) -> str:
    """`markupsafe.escape` without a Markup around what it gives."""
    if type(value) is str:
        return escape_text(value)
    if type(value) is Markup:
        return str.__str__(value)
    if isinstance(value, Missing):
        return str(value)
    if hasattr(value, "__html__"):
        return str.__str__(value.__html__())
    return escape_text(str(value))


def encoded(value: Any) -> bytes:
    """`escaped` in UTF-8; what is markup already is not copied before."""
    return value.encode() if type(value) is Markup else escaped(value).encode()


def sure(value: Any) -> Any:
    """What goes where Jinja would look at it more closely than we can."""
    if isinstance(value, Missing):
        raise GiveUp
    return value


def attribute(value: Any, name: str) -> Any:
    """``value.name``: the attribute, else the item."""
    try:
        return getattr(value, name)
    except AttributeError:
        return value[name]


class Keyed:
    """What is no dict, to be read as if it were one."""

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value

    def __getitem__(self, name: str) -> Any:
        return attribute(self._value, name)


def attribute_or_missing(value: Any, name: str) -> Any:
    """As `attribute`, where a template asks whether there is one."""
    try:
        return attribute(value, name)
    except (TypeError, LookupError, AttributeError):
        return MISSING


def item_or_missing(value: Any, key: Any) -> Any:
    """``value[key]``: the item, else an attribute of that name."""
    try:
        return value[key]
    except (AttributeError, TypeError, LookupError):
        return getattr(value, key, MISSING) if isinstance(key, str) else MISSING


def call(function: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """Calls what a page brought along; what wants Jinja's context is left to Jinja."""
    called = getattr(function, "__call__", None)  # noqa: B004 - an object may ask for it too
    if hasattr(function, "jinja_pass_arg") or hasattr(called, "jinja_pass_arg"):
        raise GiveUp
    return function(*args, **named)


def listed(values: Any) -> Any:
    """Something with a length and an order, to count iterations of."""
    return values if type(values) in {list, tuple} else list(values)


def whole(number: Any) -> int:
    """A count, for plural forms."""
    if type(number) is not int:
        raise GiveUp
    return number


def default(value: Any, other: Any, boolean: Any = None) -> Any:
    if isinstance(value, Missing) or (boolean and not value):
        return other
    return value


def concatenated(values: tuple[Any, ...], *, escape: bool) -> str:
    """``a ~ b``: markup as soon as a part is."""
    if not escape:
        return "".join([str(value) for value in values])
    texts = [soft(value) for value in values]
    if any(hasattr(text, "__html__") for text in texts):
        return Markup("").join(texts)
    return "".join(texts)


def joined(values: Any, between: Any = "", *, escape: bool) -> str:
    """The filter ``join`` without an attribute."""
    if not escape:
        return str(between).join(map(str, values))
    found = list(values)
    if hasattr(between, "__html__"):
        return soft(between).join(map(soft, found))
    if any(hasattr(value, "__html__") for value in found):
        parts = [value if hasattr(value, "__html__") else str(value) for value in found]
        return Markup(escaped(between)).join(parts)  # noqa: S704 - escaped
    return str(between).join(map(str, found))


def replaced(text: Any, old: Any, new: Any, *, escape: bool) -> str:
    """The filter ``replace`` of all occurrences."""
    if not escape:
        return str(text).replace(str(old), str(new))
    if hasattr(old, "__html__") or (hasattr(new, "__html__") and not hasattr(text, "__html__")):
        text = Markup(escaped(text))  # noqa: S704 - escaped
    return soft(text).replace(soft(old), soft(new))


def as_int(value: Any) -> int:
    """The filter ``int`` without settings: 0 for what is no number; "42.23" is 42."""
    try:
        return int(value)
    except (TypeError, ValueError):
        try:
            return int(float(value))
        except (TypeError, ValueError, OverflowError):
            return 0


def selected(values: Any, name: str | None = None, *, wanted: bool = True) -> Iterator[Any]:
    """``select``, ``reject``, ``selectattr``, ``rejectattr`` by truth."""
    for value in values or ():
        if bool(value if name is None else value[name]) is wanted:
            yield value


def mapped(values: Any, name: str) -> Iterator[Any]:
    """``map(attribute=name)``."""
    for value in values or ():
        yield value[name]


def without_tags(value: Any) -> str:
    text = value.__html__() if hasattr(value, "__html__") else value
    return Markup(str(text)).striptags()  # noqa: S704 - the tags go


def as_json(value: Any) -> Markup:
    """The filter ``tojson`` with the policies of a fresh environment."""
    from json import dumps

    text = dumps(value, sort_keys=True)
    for unsafe in "<>&'":
        text = text.replace(unsafe, f"\\u{ord(unsafe):04x}")
    return Markup(text)  # noqa: S704 - made safe just now


def soft(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


def is_mapping(value: Any) -> bool:
    return type(value) is dict or isinstance(value, Mapping)


NAMESPACE: dict[str, Any] = {
    "Markup": Markup,
    "Missing": Missing,
    "MISSING": MISSING,
    "NOTHING": NOTHING,
    "GiveUp": GiveUp,
    "E": escape_text,
    "escaped": escaped,
    "encoded": encoded,
    "as_int": as_int,
    "sure": sure,
    "attribute": attribute,
    "Keyed": Keyed,
    "attribute_or_missing": attribute_or_missing,
    "item_or_missing": item_or_missing,
    "call": call,
    "listed": listed,
    "whole": whole,
    "default": default,
    "concatenated": concatenated,
    "joined": joined,
    "replaced": replaced,
    "selected": selected,
    "mapped": mapped,
    "without_tags": without_tags,
    "as_json": as_json,
    "soft": soft,
    "is_mapping": is_mapping,
    "money": format_money,
    "date": format_date,
    "loop_context": loop_context,
    "jinja_filter": jinja_filter,
    "jinja_test": jinja_test,
}
