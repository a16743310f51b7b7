"""Transactions on DynamoDB, and which condition it was that cancelled one.

Every transaction is a TransactWriteItems with a client token, even of one write: a plain write that
is repeated because its answer was lost would apply twice. It costs twice the write units.
"""

from collections.abc import Sequence
from uuid import uuid4

from shop.adapters.conditions import failed_condition
from shop.adapters.dynamodb_calls import PASSING, Calls, Cancelled, refusal
from shop.adapters.dynamodb_expressions import action
from shop.adapters.dynamodb_records import item_from
from shop.errors import StoreBusy, TransactionCancelled
from shop.i18n.messages import translatable
from shop.ports import Absent, Update, VersionIs, Write

# An Update changes its form when its item is created or deleted under its hands: rarely once.
FORM_CHANGES = 10


def transact(calls: Calls, table: str, writes: Sequence[Write], now: int) -> None:
    """Carries out what ``limits.check_writes`` has let through. `now` and the token stay the same
    through every repetition of one form; a form is given up only after a definite refusal."""
    creates = [_expects_nothing(write, now) for write in writes]
    for _ in range(FORM_CHANGES):
        actions = [
            action(write, table, now, creates=form)
            for write, form in zip(writes, creates, strict=True)
        ]
        try:
            calls.call(
                "transact_write_items", TransactItems=actions, ClientRequestToken=str(uuid4())
            )
        except Cancelled as cancelled:
            creates = _other_forms(writes, creates, cancelled, now)
        else:
            return
    raise StoreBusy(translatable("An item kept appearing and disappearing; try again in a moment."))


def _expects_nothing(write: Write, now: int) -> bool:
    """Whether an Update's conditions say that it creates its item."""
    absent = (Absent(), VersionIs(0))
    return (
        isinstance(write, Update)
        and any(condition in absent for condition in write.conditions)
        and failed_condition(write, None, now) is None
    )


def _other_forms(
    writes: Sequence[Write], creates: Sequence[bool], cancelled: Cancelled, now: int
) -> list[bool]:
    """The forms that fit the items which DynamoDB found.

    Where a condition of the caller failed, raises TransactionCancelled. Each refusal brings the
    item as DynamoDB saw it (ALL_OLD), so the explanation needs no second read, which might see
    something else.
    """
    reasons: list[object | None] = []
    forms: list[bool] = []
    for write, form, reason in zip(writes, creates, cancelled.reasons, strict=True):
        failed = reason.get("Code") == "ConditionalCheckFailed"
        stored = item_from(reason["Item"]) if reason.get("Item") else None
        reasons.append(failed_condition(write, stored, now) if failed else None)
        forms.append(stored is None if failed else form)
    if any(reasons):
        raise TransactionCancelled(reasons)
    _refuse_faults(cancelled)
    return forms


def _refuse_faults(cancelled: Cancelled) -> None:
    """What no repetition mends, such as adding to a field that is no number."""
    harmless = {"None", "ConditionalCheckFailed", *PASSING}
    faults = [
        str(reason.get("Message"))
        for reason in cancelled.reasons
        if reason.get("Code", "None") not in harmless
    ]
    if faults:
        raise refusal("; ".join(faults))
