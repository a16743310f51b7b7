"""What every store can hold, checked before a write leaves, so that all adapters refuse alike.

The figures are DynamoDB's (its "Service, account, and table quotas" and "Constraints" pages); sizes
are counted by its rules for item sizes, each number as the longest one, so that what passes here
passes there.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shop.errors import InvalidInput, LimitExceeded, StoreError
from shop.i18n.messages import translatable
from shop.ports import (
    MAX_ITEM_BYTES,
    MAX_PAGE,
    MAX_TRANSACTION_BYTES,
    MAX_TRANSACTION_ITEMS,
    MAX_WRITE_FIELDS,
    Check,
    Condition,
    Delete,
    FieldAtLeast,
    FieldIs,
    Item,
    Key,
    Put,
    Update,
    Write,
)

MAX_PK_BYTES = 2048
MAX_SK_BYTES = 1024
MAX_DEPTH = 30  # DynamoDB nests 32 levels; `data` itself and a margin are the others
LARGEST_INTEGER = 2**63 - 1
NUMBER_BYTES = 12
CONTAINER_BYTES = 3
# The names pk, sk, data, version, ipk, isk, expires_at, two numbers and the map that `data` is.
RECORD_BYTES = 31 + 2 * NUMBER_BYTES + CONTAINER_BYTES


def key_of(write: Write) -> Key:
    return write.item.key if isinstance(write, Put) else write.key


def check_writes(writes: Sequence[Write]) -> None:
    """Refuses a transaction that some store could not carry out. Raises LimitExceeded for sizes,
    InvalidInput for text that is none, StoreError for what only a mistake in the code can send."""
    if len(writes) > MAX_TRANSACTION_ITEMS:
        raise LimitExceeded(
            f"A transaction holds at most {MAX_TRANSACTION_ITEMS} items; this one has {len(writes)}"
        )
    seen: set[Key] = set()
    total = 0
    for write in writes:
        key = key_of(write)
        if key in seen:
            raise StoreError(f"A transaction may name each key once; {key} comes twice.")
        seen.add(key)
        total += _check_write(write)
    if total > MAX_TRANSACTION_BYTES:
        raise LimitExceeded(
            f"A transaction holds at most {MAX_TRANSACTION_BYTES} bytes; this one has {total}."
        )


def check_item(item: Item) -> int:
    """Refuses what cannot be stored; otherwise the item's size in bytes."""
    _check_key(item.key, "key")
    size = RECORD_BYTES + _text_bytes(item.key.pk) + _text_bytes(item.key.sk)
    if item.index is not None:
        _check_key(Key(*item.index), "index key")
        size += _text_bytes(item.index.pk) + _text_bytes(item.index.sk)
    size += _fields_bytes(item.data, 0)
    if size > MAX_ITEM_BYTES:
        raise LimitExceeded(
            f"An item holds at most {MAX_ITEM_BYTES} bytes; {item.key} would have {size}."
        )
    return size


def check_page(limit: int) -> None:
    if not 1 <= limit <= MAX_PAGE:
        raise LimitExceeded(f"A page holds 1 to {MAX_PAGE} items; {limit} were asked for.")


def storable(*texts: str, longest: int = MAX_PK_BYTES) -> bool:
    """Whether something could lie under these key texts. What a stranger sends as an id may be no
    key at all; a read then finds nothing instead of failing."""
    return all(fits(text, longest) for text in texts)


def fits(text: str, longest: int = MAX_PK_BYTES) -> bool:
    """The same of one."""
    if text.isascii():  # as nearly all are: then letters are bytes
        return 0 < len(text) <= longest
    return len(text) <= longest and _is_text(text) and len(text.encode()) <= longest


def storable_key(key: Key) -> bool:
    pk, sk = key
    if pk.isascii() and sk.isascii():  # as nearly all are: then letters are bytes
        return 0 < len(pk) <= MAX_PK_BYTES and 0 < len(sk) <= MAX_SK_BYTES
    return storable(key.pk) and storable(key.sk, longest=MAX_SK_BYTES)


def check_key(key: Key) -> None:
    _check_key(key, "key")


def _check_write(write: Write) -> int:
    size = _check_conditions(write.conditions)
    match write:
        case Put(item=item):
            return size + check_item(item)
        case Update():
            return size + _check_update(write)
        case Delete(key=key) | Check(key=key):
            check_key(key)
            return size + len(key.pk) + len(key.sk)


def _check_update(write: Update) -> int:
    check_key(write.key)
    twice = sorted(set(write.add) & set(write.set))
    if twice:
        raise StoreError(f"An update either adds to a field or sets it; {twice} are in both.")
    fields = len(write.add) + len(write.set)
    if fields > MAX_WRITE_FIELDS:
        raise LimitExceeded(f"An update touches at most {MAX_WRITE_FIELDS} fields, not {fields}.")
    for name, amount in write.add.items():
        if not is_number(amount):
            raise StoreError(f"Only whole numbers can be added; {name} gets {amount!r}.")
    return check_item(Item(write.key, {**write.set, **write.add}))


def _check_conditions(conditions: Iterable[Condition]) -> int:
    held = tuple(conditions)
    if len(held) > MAX_WRITE_FIELDS:
        raise LimitExceeded(
            f"A write has at most {MAX_WRITE_FIELDS} conditions; this one has {len(held)}."
        )
    size = 0
    for condition in held:
        if isinstance(condition, FieldIs):
            size += _fields_bytes({condition.name: condition.value}, 0)
        elif isinstance(condition, FieldAtLeast):
            size += _fields_bytes({condition.name: condition.minimum}, 0)
    return size


def is_number(value: object) -> bool:
    """A JSON number, which True and False are not, though Python counts them as such."""
    return isinstance(value, int) and not isinstance(value, bool)


def _check_key(key: Key, what: str) -> None:
    for name, text, longest in (("pk", key.pk, MAX_PK_BYTES), ("sk", key.sk, MAX_SK_BYTES)):
        size = _text_bytes(text)
        if not 0 < size <= longest:
            raise LimitExceeded(f"The {name} of a {what} has 1 to {longest} bytes, not {size}.")


def _fields_bytes(fields: Mapping[str, Any], depth: int) -> int:
    size = 0
    for name, value in fields.items():
        if not isinstance(name, str) or not name:
            raise StoreError(f"A field needs a name; {name!r} is none.")
        size += 1 + _text_bytes(name) + _value_bytes(value, depth)
    return size


def _value_bytes(value: Any, depth: int) -> int:
    match value:
        case str():
            return _text_bytes(value)
        case None | bool():
            return 1
        case int():
            return _number_bytes(value)
        case list() | dict():
            return CONTAINER_BYTES + _parts_bytes(value, depth + 1)
        case _:
            raise StoreError(
                f"{value!r} cannot be stored: a {type(value).__name__} is not text, whole number, "
                "true, false, null, list or object."
            )


def _parts_bytes(value: list[Any] | dict[str, Any], depth: int) -> int:
    if depth > MAX_DEPTH:
        raise LimitExceeded(f"An item nests at most {MAX_DEPTH} levels of lists and objects.")
    if isinstance(value, dict):
        return _fields_bytes(value, depth)
    return sum(1 + _value_bytes(part, depth) for part in value)


def _number_bytes(value: int) -> int:
    if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
        raise LimitExceeded(f"{value} cannot be stored; numbers have at most 63 bits.")
    return NUMBER_BYTES


def _text_bytes(text: str) -> int:
    if text.isascii():
        return len(text)
    if not _is_text(text):
        raise InvalidInput(
            translatable(
                "%(text)s cannot be stored: it contains half a character (surrogate).",
                text=repr(text),
            )
        )
    return len(text.encode())


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
