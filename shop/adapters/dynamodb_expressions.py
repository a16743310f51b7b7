"""Writes as the actions of TransactWriteItems.

`data` is one map attribute, so that Put can replace it whole, and a Put is sent as an update,
because only an update can count the version on. The price: ``SET data.stock = …`` is refused where
no map is, so an Update has two forms. The common one demands a live item and changes its fields in
place; the other demands that nothing is there and writes the whole item. The store sends the form
that probably fits, and the other one when DynamoDB says that it did not.

Names are never written into an expression, so reserved words and odd characters do no harm.
"""

from typing import Any

from shop.adapters.dynamodb_records import Attribute, attribute, record_key
from shop.adapters.limits import key_of
from shop.ports import (
    Absent,
    Check,
    Condition,
    Delete,
    FieldAtLeast,
    FieldIs,
    Item,
    Json,
    Present,
    Put,
    Update,
    VersionIs,
    Write,
)


class Expression:
    """Collects the names and values of one action under placeholders."""

    def __init__(self, now: int) -> None:
        self.names: dict[str, str] = {}
        self.values: dict[str, Attribute] = {}
        self._placeholders: dict[str, str] = {}
        self._now = now

    def name(self, attribute_name: str) -> str:
        if attribute_name not in self._placeholders:
            placeholder = f"#n{len(self._placeholders)}"
            self._placeholders[attribute_name] = placeholder
            self.names[placeholder] = attribute_name
        return self._placeholders[attribute_name]

    def field(self, name: str) -> str:
        return f"{self.name('data')}.{self.name(name)}"

    def value(self, value: Any) -> str:
        placeholder = f":v{len(self.values)}"
        self.values[placeholder] = attribute(value)
        return placeholder

    def exists(self) -> list[str]:
        """Something is stored and has not expired."""
        expiry = self.name("expires_at")
        return [
            f"attribute_exists({self.name('pk')})",
            f"(attribute_not_exists({expiry}) OR {expiry} > {self.value(self._now)})",
        ]

    def absent(self) -> str:
        """Nothing is stored, or only what has expired and waits for its removal."""
        expiry = self.name("expires_at")
        missing = f"attribute_not_exists({self.name('pk')})"
        return f"({missing} OR {expiry} <= {self.value(self._now)})"

    def parameters(self) -> dict[str, Any]:
        """What goes beside the expressions; DynamoDB refuses empty maps."""
        used = {
            "ExpressionAttributeNames": self.names,
            "ExpressionAttributeValues": self.values,
        }
        return {name: content for name, content in used.items() if content}


def action(write: Write, table: str, now: int, *, creates: bool) -> dict[str, Any]:
    """One of the TransactItems. `creates` selects the form of an Update for an absent item."""
    expression = Expression(now)
    clauses = _conditions(expression, write, creates=creates)
    content: dict[str, Any] = {"TableName": table, "Key": record_key(key_of(write))}
    match write:
        case Put(item=item):
            kind, content["UpdateExpression"] = "Update", _replacement(expression, item)
        case Update():
            kind = "Update"
            content["UpdateExpression"] = (
                _replacement(expression, Item(write.key, {**write.set, **write.add}))
                if creates
                else _changes(expression, write)
            )
        case Delete():
            kind = "Delete"
        case Check():
            kind = "ConditionCheck"
            pk = expression.name("pk")
            clauses = clauses or [f"attribute_exists({pk}) OR attribute_not_exists({pk})"]
    if clauses:
        content["ConditionExpression"] = " AND ".join(clauses)
        content["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    return {kind: content | expression.parameters()}


def _conditions(expression: Expression, write: Write, *, creates: bool) -> list[str]:
    if isinstance(write, Update) and creates:
        # This form is only sent once the conditions are known to hold for an absent item.
        return [f"attribute_not_exists({expression.name('pk')})"]
    clauses = [_condition(expression, condition) for condition in write.conditions]
    needs_item = isinstance(write, Update) or any(map(_speaks_of_an_item, write.conditions))
    return [*(expression.exists() if needs_item else ()), *filter(None, clauses)]


def _speaks_of_an_item(condition: Condition) -> bool:
    return not isinstance(condition, Absent) and condition != VersionIs(0)


def _condition(expression: Expression, condition: Condition) -> str:
    match condition:
        case Absent() | VersionIs(version=0):
            return expression.absent()
        case Present():
            return ""
        case VersionIs(version=version):
            return f"{expression.name('version')} = {expression.value(version)}"
        case FieldIs(name=name, value=value):
            return f"{expression.field(name)} = {expression.value(value)}"
        case FieldAtLeast(name=name, minimum=minimum):
            return f"{expression.field(name)} >= {expression.value(minimum)}"


def _replacement(expression: Expression, item: Item) -> str:
    wanted: dict[str, Json] = {
        "ipk": item.index.pk if item.index else None,
        "isk": item.index.sk if item.index else None,
        "expires_at": item.expires_at,
    }
    changes = [f"{expression.name('data')} = {expression.value(item.data)}", _count(expression)]
    changes += [
        f"{expression.name(name)} = {expression.value(value)}"
        for name, value in wanted.items()
        if value is not None
    ]
    removed = [expression.name(name) for name, value in wanted.items() if value is None]
    text = "SET " + ", ".join(changes)
    return f"{text} REMOVE {', '.join(removed)}" if removed else text


def _changes(expression: Expression, write: Update) -> str:
    changes = [_count(expression)]
    changes += [
        f"{expression.field(name)} = {expression.value(value)}" for name, value in write.set.items()
    ]
    zero = expression.value(0) if write.add else ""
    for name, amount in write.add.items():
        field = expression.field(name)
        added = expression.value(amount)
        changes.append(f"{field} = if_not_exists({field}, {zero}) + {added}")
    return "SET " + ", ".join(changes)


def _count(expression: Expression) -> str:
    version = expression.name("version")
    zero, one = expression.value(0), expression.value(1)
    return f"{version} = if_not_exists({version}, {zero}) + {one}"
