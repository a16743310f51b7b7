"""How an order that is paid offline gets paid: instructions for the shopper."""

from typing import Any

from shop.i18n.languages import pick
from shop.i18n.messages import translatable
from shop.orders.model import Order
from shop.profile import Profile

# Row labels are gettext ids; templates and answers translate them.
ACCOUNT_HOLDER = translatable("Account holder")
BANK = translatable("Bank")
ACCOUNT_NUMBER = translatable("Account number")
REFERENCE = translatable("Payment reference")


def next_step(order: Order, profile: Profile) -> dict[str, Any]:
    """What the shopper does now: ``{type, title, text, rows: [{label, value}]}``."""
    default = profile.default_language
    if order.payment == "cod":
        text = pick(profile.cod.instructions, order.language, default)
        return {"type": "instructions", "title": order.payment_title, "text": text, "rows": []}
    bank = profile.bank_transfer
    rows = [
        (ACCOUNT_HOLDER, bank.account_holder),
        (BANK, bank.bank),
        (ACCOUNT_NUMBER, bank.account_number),
        ("SWIFT / BIC", bank.swift),
        (REFERENCE, order.number),
    ]
    return {
        "type": "instructions",
        "title": order.payment_title,
        "text": pick(bank.instructions, order.language, default),
        "rows": [{"label": label, "value": value} for label, value in rows if value],
    }
