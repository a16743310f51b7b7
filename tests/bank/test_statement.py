"""Statements as banks of four languages export them."""

import pytest
from factories import profile

from shop.bank.statement import read_statement
from shop.errors import InvalidSpreadsheet
from shop.money import Money

VIETNAMESE = """Ngân hàng TMCP Hội An;;;;
Số tài khoản: 0123456;;;;
Ngày giao dịch/ Transaction date;Số tham chiếu;Số tiền ghi nợ (VND);Số tiền ghi có (VND);Nội dung
22/11/2026;5521 - 1;;1.234.567,00;MBVCB.5521.HN 2611 7KQ2M.CT tu 0123
22/11/2026;5521 - 2;50.000,00;;Phí chuyển tiền
23/11/2026;5521 - 3;-;1.000;hn2611 7kq2m thanh toan
Tổng cộng;;50.000,00;1.235.567,00;
"""
GERMAN = """"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";\
"Beguenstigter/Zahlungspflichtiger";"Betrag";"Waehrung"
"DE89";"22.11.26";"23.11.26";"GUTSCHRIFT";"HN-2611-7KQ2M";"Jörg Müller";"1.234,50";"EUR"
"DE89";"22.11.26";"22.11.26";"LASTSCHRIFT";"Strom";"Stadtwerke";"-80,00";"EUR"
"""
MAINLAND = """交易日期,交易时间,收入金额,支出金额,余额,对方户名,附言,交易流水号
20261122,10:00:01,"1,234.50",,99.00,张伟,HN26117KQ2M,A1
20261122,10:00:02,,12.00,99.00,李娜,手续费,A2
"""
TAIWAN = "日期\t摘要\t支出\t存入\t餘額\t備註\n2026/11/22\t轉帳\t\t1,200\t5,000\tHN2611 7kq2m\n"
ENGLISH = """Date,Description,Amount,Balance
11/22/2026,ACH debit,"(12.50)",1
11/02/2026,"Wire HN-2611-7KQ2M","1,012.50 CR",1
11/02/2026,Broken,12.5x,1
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_vietnamese_statement_with_lines_above_its_header(encoding: str) -> None:
    statement = read_statement(VIETNAMESE.encode(encoding), profile())
    assert [(row.number, row.date, row.amount.amount) for row in statement.rows] == [
        (4, "2026-11-22", 1_234_567),
        (6, "2026-11-23", 1_000),
    ]
    assert {row.amount.currency for row in statement.rows} == {"VND"}
    assert statement.rows[0].id == "5521 - 1"
    assert statement.outgoing == 1


def test_a_sum_below_the_rows_is_no_payment_but_is_told() -> None:
    (problem,) = read_statement(VIETNAMESE.encode(), profile()).problems
    assert (problem.row, problem.code, problem.severity) == (7, "no_date", "info")


def test_a_german_statement_of_signed_amounts() -> None:
    statement = read_statement(GERMAN.encode("cp1252"), profile())
    (row,) = statement.rows
    assert row.amount == Money.of(123450, "EUR")
    assert (row.date, row.payer) == ("2026-11-22", "Jörg Müller")
    assert "HN-2611-7KQ2M" in row.text
    assert (statement.outgoing, statement.encoding) == (1, "cp1252")


def test_a_mainland_statement() -> None:
    statement = read_statement(MAINLAND.encode("gbk"), profile(currency="CNY"))
    (row,) = statement.rows
    assert (row.amount, row.date, row.payer, row.id) == (
        Money.of(123450, "CNY"),
        "2026-11-22",
        "张伟",
        "A1",
    )


def test_a_taiwanese_statement() -> None:
    statement = read_statement(TAIWAN.encode("big5"), profile(currency="TWD"))
    (row,) = statement.rows
    assert row.amount == Money.of(120000, "TWD")
    assert "HN2611 7kq2m" in row.text


def test_an_english_statement_of_american_dates() -> None:
    statement = read_statement(ENGLISH.encode(), profile())
    (row,) = statement.rows
    assert (row.date, row.amount) == ("2026-11-02", Money.of(101250, "USD"))
    assert statement.outgoing == 1


def test_an_unreadable_amount_names_its_row_and_loses_no_other() -> None:
    (problem,) = read_statement(ENGLISH.encode(), profile()).problems
    assert (problem.row, problem.code, problem.severity) == (4, "amount_unreadable", "error")
    assert "12.5x" in problem.message


def test_a_column_says_which_way_money_went() -> None:
    text = "Date,Details,Amount,Dr/Cr\n2026-11-22,in,10.00,CR\n2026-11-22,out,11.00,DR\n"
    statement = read_statement(text.encode(), profile())
    assert [row.text for row in statement.rows] == ["in"]


def test_the_account_has_its_own_currency() -> None:
    settings = profile(bank_transfer={"enabled": True, "currency": "VND"})
    text = "Ngày,Số tiền,Nội dung\n22/11/2026,150.000,HN26117KQ2M\n"
    (row,) = read_statement(text.encode(), settings).rows
    assert row.amount == Money.of(150_000, "VND")


def test_a_row_is_the_same_in_every_export_that_has_it() -> None:
    head, first, second = "Date,Details,Amount\n", "2026-11-22,A,10.00\n", "2026-11-23,B,11.00\n"
    both = read_statement((head + first + second).encode(), profile()).rows
    one = read_statement(("Account;1\n" + head + second).replace(",", ";").encode(), profile()).rows
    assert one[0].fingerprint == both[1].fingerprint


def test_two_equal_payments_on_one_day_are_two() -> None:
    text = "Date,Details,Amount\n" + 2 * "2026-11-22,HN26117KQ2M,10.00\n"
    first, second = read_statement(text.encode(), profile()).rows
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1,2\n", b"Date,Amount\n2026-11-22,10.00\n", b"%PDF-1.7 \x00\x01", b"\xff" * 50],
)
def test_what_is_no_statement_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(InvalidSpreadsheet) as refused:
        read_statement(content, profile())
    assert refused.value.message
