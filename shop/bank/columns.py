"""Where a bank's export keeps what: found by the words in its header, in five languages. Pure.

Names are compared without case, in one form of Unicode, and without what stands in brackets
("Số tiền ghi có (VND)"). A header in two languages ("Ngày giao dịch / Transaction date") is known
by either.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

Role = Literal["date", "credit", "debit", "amount", "side", "text", "payer", "id", "currency"]

_NAMES: dict[Role, str] = {
    "date": """
        date, booking date, transaction date, value date, posting date, completed date, date started
        ngày, ngày giao dịch, ngày gd, ngày hiệu lực, ngày hạch toán, ngày ct, thời gian
        buchungstag, buchungsdatum, buchung, valuta, valutadatum, wertstellung, datum
        日期, 交易日期, 记账日期, 記帳日期, 交易时间, 交易時間, 入账日期, 入帳日期, 帳務日期, 起息日
        """,
    "credit": """
        credit, credit amount, paid in, money in, deposit, deposits, amount credited
        có, ghi có, số tiền ghi có, phát sinh có, ps có, tiền vào, tiền ghi có
        haben, gutschrift, gutschriften
        贷方, 贷方金额, 贷方发生额, 收入, 收入金额, 存入, 存入金额, 转入金额
        貸方, 貸方金額, 存入金額, 存款金額, 存款, 轉入金額
        """,
    "debit": """
        debit, debit amount, paid out, money out, withdrawal, withdrawals, amount debited
        nợ, ghi nợ, số tiền ghi nợ, phát sinh nợ, ps nợ, tiền ra, tiền ghi nợ
        soll, lastschrift, belastung, lastschriften
        借方, 借方金额, 借方发生额, 支出, 支出金额, 转出金额
        借方金額, 支出金額, 提款金額, 提款, 轉出金額
        """,
    "amount": """
        amount, transaction amount, sum, số tiền, số tiền giao dịch, betrag, umsatz, buchungsbetrag
        金额, 交易金额, 发生额, 金額, 交易金額, 發生額
        """,
    "side": """
        debit/credit, dr/cr, cr/dr, d/c, soll/haben, s/h, nợ/có, loại giao dịch
        借贷标志, 借贷, 收/支, 收支, 借貸別, 借貸
        """,
    "text": """
        description, details, transaction details, narrative, remittance information, memo, remarks
        payment details, payment reference, reference, transaction description, note
        nội dung, nội dung giao dịch, nội dung chi tiết, diễn giải, mô tả, chi tiết giao dịch
        verwendungszweck, buchungstext, kundenreferenz, vwz
        摘要, 附言, 备注, 用途, 交易摘要, 交易附言, 備註, 交易說明, 附註, 说明, 說明
        """,
    "payer": """
        payer, counterparty, counterparty name, sender, name, from, tài khoản đối ứng, tên đối ứng
        tên tài khoản đối ứng, người chuyển, đối tác, auftraggeber, zahlungspflichtiger, zahler
        beguenstigter/zahlungspflichtiger, begünstigter/zahlungspflichtiger
        name zahlungsbeteiligter, auftraggeber/empfänger
        对方户名, 对方名称, 付款人, 对方账户名, 對方戶名, 付款人名稱, 轉出戶名
        """,
    "id": """
        transaction id, transaction no, transaction number, transaction reference, reference no
        reference number, bank reference, ref no, doc no, số tham chiếu, mã giao dịch, số bút toán
        số gd, số ct, số chứng từ, referenz, transaktions-id, umsatz-id, bankreferenz
        流水号, 交易流水号, 凭证号, 交易序号, 交易序號, 流水號, 交易編號, 憑證號
        """,
    "currency": "currency, ccy, loại tiền, tiền tệ, währung, waehrung, 币种, 幣別, 货币",
}
_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]")
_BETWEEN = re.compile(r"\s*(?:/|\||\n| - )\s*")
_ROLES: dict[str, Role] = {
    name.strip(): role
    for role, names in _NAMES.items()
    for line in names.splitlines()
    for name in line.split(",")
    if name.strip()
}


def role_of(name: str) -> Role | None:
    """What a column is by its name."""
    told = unicodedata.normalize("NFKC", name.replace("\ufeff", ""))
    plain = " ".join(_BRACKETS.sub(" ", told).split()).casefold().rstrip(" .:")
    if plain in _ROLES:
        return _ROLES[plain]
    return next((_ROLES[part] for part in _BETWEEN.split(plain) if part in _ROLES), None)


def roles(header: Sequence[str]) -> dict[Role, tuple[int, ...]]:
    """Column numbers by role, in the order of the file."""
    found: dict[Role, tuple[int, ...]] = {}
    for index, name in enumerate(header):
        role = role_of(name)
        if role:
            found[role] = (*found.get(role, ()), index)
    return found


def tells_payments(found: Iterable[Role]) -> bool:
    """Whether it is the header of a statement: when, how much, and what for."""
    named = set(found)
    return "date" in named and bool({"credit", "amount"} & named) and bool({"text", "id"} & named)
