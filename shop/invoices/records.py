"""How invoices lie in the store: beside their order, and the count of each series by itself."""

from shop.clock import timestamp
from shop.invoices.model import Invoice
from shop.ports import Absent, IndexKey, Item, Json, Key, Put, VersionIs

INDEX = "INVOICES"


def invoice_key(order_id: str, refund_id: str = "") -> Key:
    """Of an order's invoice, or of the credit note for one of its refunds."""
    sk = f"INVOICE#CREDIT#{refund_id}" if refund_id else "INVOICE"
    return Key(f"ORDER#{order_id}", sk)


def series_key(series: str) -> Key:
    """Where the last number of a series stands: ``{last, issued_at}``."""
    return Key(f"INVOICESERIES#{series}", "COUNT")


def invoice_put(invoice: Invoice) -> Put:
    """A new one; listed for the bookkeeping by the time it was issued."""
    data: dict[str, Json] = invoice.model_dump(mode="json")
    item = Item(
        invoice_key(invoice.order_id, invoice.refund_id),
        data,
        index=IndexKey(INDEX, f"{timestamp(invoice.issued_at)}#{invoice.number}"),
    )
    return Put(item, (Absent(),))


def count_put(series: str, count: int, invoice: Invoice, read: Item | None) -> Put:
    """The series after `invoice`, if it is still as it was read."""
    data: dict[str, Json] = {"last": count, "issued_at": timestamp(invoice.issued_at)}
    version = read.version if read else 0
    return Put(Item(series_key(series), data), (VersionIs(version),))


def invoice_from(item: Item) -> Invoice:
    return Invoice.model_validate(item.data)
