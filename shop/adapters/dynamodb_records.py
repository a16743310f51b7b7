"""Items as DynamoDB's attributes: ``pk, sk, data (a map), version, ipk?, isk?, expires_at?``.

Written here and not with boto3's serialiser, which turns every number into a Decimal and needs the
SDK imported. The rebuild and mail functions read the same records from the table's stream.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from shop.ports import IndexKey, Item, Key

Attribute: TypeAlias = dict[str, Any]
Record: TypeAlias = dict[str, Attribute]


def attribute(value: Any) -> Attribute:
    """JSON that has passed ``limits.check_item`` as a typed attribute value."""
    match value:
        case str():
            return {"S": value}
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(int(value))}
        case list():
            return {"L": [attribute(part) for part in value]}
        case _:
            return {"M": attributes(value)}


def attributes(fields: Mapping[str, Any]) -> Record:
    return {name: attribute(part) for name, part in fields.items()}


def plain(value: Mapping[str, Any]) -> Any:
    """The JSON that an attribute value holds."""
    ((kind, content),) = value.items()
    match kind:
        case "N":
            return int(content)
        case "NULL":
            return None
        case "L":
            return [plain(part) for part in content]
        case "M":
            return {name: plain(part) for name, part in content.items()}
        case _:
            return content


def record_key(key: Key) -> Record:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def record(item: Item, version: int) -> Record:
    written = {**record_key(item.key), "data": attribute(item.data), "version": attribute(version)}
    if item.index is not None:
        written |= {"ipk": {"S": item.index.pk}, "isk": {"S": item.index.sk}}
    if item.expires_at is not None:
        written["expires_at"] = attribute(item.expires_at)
    return written


def item_from(stored: Mapping[str, Any]) -> Item:
    """The item that a record, or the new image of a stream, describes."""
    fields = {name: plain(value) for name, value in stored.items()}
    index = IndexKey(fields["ipk"], fields["isk"]) if "ipk" in fields else None
    return Item(
        key=Key(fields["pk"], fields["sk"]),
        data=fields["data"],
        index=index,
        expires_at=fields.get("expires_at"),
        version=fields["version"],
    )
