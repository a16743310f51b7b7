"""How the booked rows of statements lie in the store."""

from shop.bank.model import StatementRow
from shop.ports import Absent, Item, Key, Put, Write


def row_key(fingerprint: str) -> Key:
    return Key(f"BANKROW#{fingerprint}", "BOOKED")


def booking_writes(row: StatementRow, order_id: str) -> list[Write]:
    """Books the row on the order. The transaction they are in is cancelled where the row was
    booked before, on whichever order: the same file may be uploaded twice, by two people at once.
    """
    item = Item(
        row_key(row.fingerprint),
        {
            "order": order_id,
            "amount": row.amount.amount,
            "currency": row.amount.currency,
            "date": row.date,
            "text": row.text[:500],
            "payer": row.payer[:200],
            "id": row.id[:200],
        },
    )
    return [Put(item, (Absent(),))]
