"""A spreadsheet at the desk, through the real handler: handed in, looked at, published, undone."""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from catalogue_desk import TABLE, Desk, Invoke
from factories import offer, profile, usd

from functions.admin_catalogue import deciding
from functions.bootstrap import bootstrap
from functions.rebuild import handler as rebuilding
from generator.checks.products import Delivery, check_delivery
from shop.catalogue.releases.schedule import publish_due, waiting
from shop.catalogue.releases.service import current_states, releases
from shop.catalogue.submissions.records import pending
from shop.ports import Store
from shop.stock.ledger import adjust
from shop.stock.movements import pieces

ERRORS = [{"code": "dead_link", "address": "/en/x", "message": "A link leads nowhere."}]


@pytest.fixture
def desk(invoke: Invoke, store: Store) -> Desk:
    return Desk(invoke, store)


@pytest.fixture
def rebuild() -> Iterator[Callable[[], Any]]:
    """The function that builds pages and answers questions."""
    rebuilding.builder.cache_clear()
    yield lambda: rebuilding.handler({}, None)
    rebuilding.builder().close()
    rebuilding.builder.cache_clear()


def test_a_table_is_read_looked_at_published_and_shown(
    desk: Desk, rebuild: Callable[[], Any]
) -> None:
    path = desk.submission()
    assert "being looked at" in desk.get(path).text
    rebuild()
    shown = desk.get(path).text
    assert re.search(r"\d+ of \d+", shown)
    assert "looked at: no errors" in shown
    where = desk.post(f"{path}/publish", when="now").headers["location"]
    release, _, query = where.partition("?")
    assert "are being built" in desk.get(release, query).text
    assert rebuild()["pages_written"] > 0
    after = desk.get(release).text
    assert "are being built" not in after
    assert "/en/products/new-cup" in after
    page = rebuilding.builder().publisher.content("en/products/new-cup.html")
    assert page is not None
    assert b"A New Cup" in page
    assert pieces(desk.store, "CUP-1").on_hand == 3


def test_nothing_is_published_before_the_pages_were_looked_at(desk: Desk) -> None:
    path = desk.submission()
    answer = desk.post(f"{path}/publish", when="now")
    assert (answer.status, len(releases(desk.store))) == (409, 0)
    assert "still being looked at" in answer.text
    assert desk.post(f"{path}/publish", when="now", force="1").status == 303
    assert len(releases(desk.store)) == 1


def test_errors_on_pages_stop_it_unless_somebody_insists(desk: Desk) -> None:
    path = desk.submission()
    desk.answered(findings=ERRORS)
    answer = desk.post(f"{path}/publish", when="now")
    assert (answer.status, len(releases(desk.store))) == (409, 0)
    assert "A link leads nowhere." in answer.text
    assert desk.post(f"{path}/publish", when="now", force="1").status == 303


def test_errors_on_pages_are_told_in_the_language_of_who_reads_them(desk: Desk) -> None:
    path = desk.submission()
    nowhere = Delivery(profile(shipping=[]))
    desk.answered(findings=[each.as_json() for each in check_delivery("cup", [offer()], nowhere)])
    shown = html.unescape(desk.get(path, "lang=vi").text)
    assert "“cup” (TEA-50) mua được nhưng không giao được" in shown
    assert "không cách giao hàng nào có giá bằng USD" in shown


def test_what_is_not_ticked_stays_out(desk: Desk) -> None:
    path = desk.submission()
    desk.answered()
    desk.post(f"{path}/publish", when="now", rows="2 3", **{"take:3": "1"})
    assert list(current_states(desk.store, ["new-cup", "old-cup"])) == ["old-cup"]


def test_ticks_of_one_page_are_kept_on_the_way_to_another(desk: Desk) -> None:
    path = desk.submission()
    said = {"rows": "2 3", "go": "2", "when": "later", "at": "2099-01-01T08:00", "note": "Tết"}
    kept = html.unescape(desk.post(f"{path}/leave-out", **said, **{"take:2": "1"}).text)
    assert "Your choice is kept." in kept
    assert re.search('name="when" value="later" checked', kept)
    assert 'value="2099-01-01T08:00"' in kept
    assert 'value="Tết"' in kept
    assert re.search(r'name="take:2"[^>]* checked', desk.get(path).text)
    assert not re.search(r'name="take:3"[^>]* checked', desk.get(path).text)
    desk.answered()
    desk.post(f"{path}/publish", when="now")
    assert list(current_states(desk.store, ["new-cup", "old-cup"])) == ["new-cup"]


def test_somebody_else_publishing_meanwhile_loses_nothing(desk: Desk) -> None:
    mine = desk.submission(TABLE.replace("9.00", "10.00"))
    desk.published()
    desk.answered()
    answer = desk.post(f"{mine}/publish", when="now", note="mine")
    assert (answer.status, len(releases(desk.store))) == (409, 1)
    assert "Somebody else published meanwhile" in answer.text
    assert "9.00 USD" in answer.text
    assert 'value="mine"' in answer.text
    desk.answered()
    assert desk.post(f"{mine}/publish", when="now").status == 303
    assert len(releases(desk.store)) == 2


def look(page: str) -> str:
    """What the form of a page says it shows."""
    return re.findall(r'name="look" value="([^"]+)"', page)[0]


def test_only_the_difference_that_was_looked_at_is_published(desk: Desk) -> None:
    desk.published()
    path = desk.submission("Handle,Title,SKU,Price\nnew-cup,A New Cup,CUP-1,8.00\n")
    seen = desk.get(path).text
    desk.post(f"{path}/again", replace="1")  # somebody else: this is the whole catalogue
    desk.answered()
    for act in ("publish", "leave-out"):
        answer = desk.post(f"{path}/{act}", when="now", note="mine", look=look(seen))
        assert (answer.status, len(releases(desk.store))) == (409, 1)
        assert "read once more meanwhile" in answer.text
        assert 'value="mine"' in answer.text
    assert desk.post(f"{path}/publish", when="now", look=look(answer.text)).status == 303
    old = current_states(desk.store, ["old-cup"])["old-cup"].product
    assert old.status == "archived"


def test_a_form_that_is_sent_twice_publishes_once(desk: Desk) -> None:
    path = desk.submission()
    desk.answered()
    where = [desk.post(f"{path}/publish", when="now").headers["location"] for _ in range(2)]
    assert where[0] == where[1]
    assert len(releases(desk.store)) == 1
    assert desk.post(f"{path}/discard").headers["location"] == where[0]
    assert "This was decided." in desk.get(path).text


@pytest.mark.parametrize("wanted", [{"when": "now"}, {"when": "later", "at": "2099-01-01T08:00"}])
def test_two_forms_at_the_same_moment_publish_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, wanted: dict[str, str]
) -> None:
    """Both have found it undecided when the first of them publishes."""
    path = desk.submission()
    desk.answered()
    [undecided] = pending(desk.store)
    first = desk.post(f"{path}/publish", **wanted).headers["location"]
    monkeypatch.setattr(deciding, "found_submission", lambda _request: undecided)
    assert desk.post(f"{path}/publish", **wanted).headers["location"] == first
    assert len(releases(desk.store)) + len(waiting(desk.store)) == 1
    assert "This was decided." in desk.get(path).text


def test_what_was_sold_since_it_was_looked_at_stays_sold(desk: Desk) -> None:
    desk.published()
    path = desk.submission(TABLE.replace("9.00", "10.00").replace("7.00,3", "7.00,8"))
    shown = desk.get(path).text
    assert re.search(r">CUP-1</td>.*>3</td>.*>8</td>", shown)
    assert ">CUP-2</td>" not in shown
    for sku, sold in (("CUP-1", 2), ("CUP-2", 3)):
        adjust(desk.store, sku, -sold, "sold", "shop", bootstrap().clock)
    desk.answered()
    assert desk.post(f"{path}/publish", when="now").status == 303
    assert pieces(desk.store, "CUP-1").on_hand == 3 - 2 + 5
    assert pieces(desk.store, "CUP-2").on_hand == 4 - 3  # as nobody was shown that it changes


def test_stock_alone_is_counted_with_what_was_sold_since(desk: Desk) -> None:
    desk.published()
    path = desk.submission(TABLE.replace("7.00,3", "7.00,8"))
    adjust(desk.store, "CUP-1", -1, "sold", "shop", bootstrap().clock)
    assert desk.post(f"{path}/publish", when="now").status == 303
    assert (len(releases(desk.store)), pieces(desk.store, "CUP-1").on_hand) == (1, 7)


def test_a_release_that_waits_counts_what_was_sold_until_then(desk: Desk) -> None:
    desk.published()
    path = desk.submission(TABLE.replace("9.00", "10.00").replace("7.00,3", "7.00,8"))
    desk.answered()
    desk.post(f"{path}/publish", when="later", at="2099-01-01T08:00")
    adjust(desk.store, "CUP-1", -2, "sold", "shop", bootstrap().clock)
    publish_due(desk.store, lambda: datetime(2099, 1, 2, tzinfo=UTC))
    assert len(releases(desk.store)) == 2
    assert pieces(desk.store, "CUP-1").on_hand == 3 - 2 + 5


def test_the_stock_can_be_left_as_it_is(desk: Desk) -> None:
    desk.published()
    path = desk.submission(TABLE.replace("9.00", "10.00").replace("7.00,3", "7.00,8"))
    desk.answered()
    desk.post(f"{path}/publish", when="now", uncounted="1")
    assert (len(releases(desk.store)), pieces(desk.store, "CUP-1").on_hand) == (2, 3)


def test_a_change_for_later_waits_and_can_be_called_off(desk: Desk) -> None:
    path = desk.submission()
    desk.answered()
    refused = desk.post(f"{path}/publish", when="later", at="2020-01-01T08:00")
    assert (refused.status, waiting(desk.store)) == (400, [])
    assert desk.post(f"{path}/publish", when="later", at="tomorrow").status == 400
    assert desk.post(f"{path}/publish", when="later", at="2099-01-01T08:00").status == 303
    (scheduled,) = waiting(desk.store)
    assert scheduled.live_at.isoformat() == "2099-01-01T01:00:00+00:00"  # the shop is in Hội An
    assert scheduled.id in desk.get("/admin/catalogue/releases").text
    assert desk.post(f"/admin/catalogue/scheduled/{scheduled.id}/cancel").status == 303
    assert (waiting(desk.store), releases(desk.store)) == ([], [])
    assert desk.post(f"/admin/catalogue/scheduled/{scheduled.id}/cancel").status == 404


def test_a_file_that_cannot_be_read_says_why(desk: Desk) -> None:
    answer = desk.hand_in(("files", "t.xlsx", b"PK\x03\x04 and nothing else"))
    shown = desk.get(answer.headers["location"]).text
    assert "Nothing of it can be published." in shown
    assert desk.post(f"{answer.headers['location']}/publish", when="now").status in {400, 409}
    assert releases(desk.store) == []


def test_no_file_or_a_broken_form_is_refused_with_a_sentence(desk: Desk) -> None:
    empty = desk.hand_in(("files", "", b""), currency="VND")
    assert (empty.status, "Choose a spreadsheet first." in empty.text) == (400, True)
    assert 'value="VND"' in empty.text
    broken = desk.ask(
        "POST", "/admin/catalogue/import", body="x", kind="multipart/form-data; boundary=other"
    )
    assert broken.status in {400, 422}
    assert desk.hand_in(("files", "t.csv", b"x"), currency="1!").status == 400


def test_a_zip_that_is_none_is_refused(desk: Desk) -> None:
    table = ("files", "t.csv", TABLE.encode())
    answer = desk.hand_in(table, ("pictures", "p.zip", b"not a zip"))
    assert (answer.status, "is not a zip file" in html.unescape(answer.text)) == (400, True)


def test_pictures_out_of_a_zip_are_kept_when_it_is_published_and_found_again(desk: Desk) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Blue cup.svg", svg)
    text = "Handle,Title,SKU,Price,Pictures\nnew-cup,A New Cup,CUP-1,7.00,Blue cup.svg\n"
    table = ("files", "t.csv", text.encode())
    path = desk.hand_in(table, ("pictures", "p.zip", packed.getvalue())).headers["location"]
    media = bootstrap().media
    assert list(media.names()) == []
    desk.answered()
    assert desk.post(f"{path}/publish", when="now").status == 303
    (picture,) = current_states(desk.store, ["new-cup"])["new-cup"].product.pictures
    assert media.read(picture.src)
    again = desk.submission(text.replace("7.00", "8.00"))
    desk.answered()
    desk.post(f"{again}/publish", when="now")
    state = current_states(desk.store, ["new-cup"])["new-cup"]
    assert state.product.pictures == (picture,)


def test_columns_that_nobody_knows_are_asked_for_once(desk: Desk) -> None:
    text = "Wat,Hoeveel\nVaas,12.50\n"
    path = desk.submission(text)
    assert "What is in which column?" in desk.get(path).text
    refused = desk.post(f"{path}/columns", **{"column:0": "title"})
    assert refused.status == 422
    said = {"column:0": "title", "column:1": "price"}
    assert desk.post(f"{path}/columns", **said).status == 303
    desk.answered()
    assert desk.post(f"{path}/publish", when="now").status == 303
    assert "vaas" in current_states(desk.store, ["vaas"])
    assert "What was read" in desk.get(desk.submission(text)).text


def test_what_was_guessed_of_a_column_can_be_corrected(desk: Desk) -> None:
    """A cost that was taken for the price, and a column that is not to be used at all."""
    text = "Product name,Price,Brand,Selling amount\nCup,4.00,Hiên,9.00\n"
    path = desk.submission(text)
    shown = desk.get(path).text
    assert re.findall(r'<option value="([^"]+)" selected', shown)[:3] == ["title", "price", "brand"]
    said = {"column:0": "title", "column:1": "cost", "column:2": "ignore", "column:3": "price"}
    assert desk.post(f"{path}/columns", **said).status == 303
    desk.answered()
    assert desk.post(f"{path}/publish", when="now").status == 303
    (state,) = current_states(desk.store, ["cup"]).values()
    assert (state.product.brand, state.product.variants[0].price) == ("", usd(900))


def test_a_table_without_a_price_is_asked_for_its_column(desk: Desk) -> None:
    path = desk.submission("Product name,Wat\nCup,9.00\n")
    shown = html.unescape(desk.get(path).text)
    assert "No column was found for the price" in shown
    assert "--map" not in shown
    assert desk.post(f"{path}/columns", **{"column:0": "title", "column:1": "price"}).status == 303
    assert "What was read" in desk.get(path).text


def test_faults_are_told_by_row_and_marked_in_the_owners_own_file(desk: Desk) -> None:
    path = desk.submission(TABLE.replace("9.00", "nine"))
    shown = html.unescape(desk.get(path).text)
    assert "row 3" in shown
    assert "“nine” is not a price" in shown
    answer = desk.get(f"{path}/annotated")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert sheet["D3"].comment is not None
    desk.post(f"{path}/again", faulty="draft", format="auto")
    desk.answered()
    desk.post(f"{path}/publish", when="now")
    state = current_states(desk.store, ["old-cup"])["old-cup"]
    assert state.product.status == "draft"


@pytest.mark.parametrize(
    ("lang", "fault", "jump", "cut_off"),
    [
        ("en", "“nine” is not a price.", "moves by +900 %.", "is not a workbook, or it is cut off"),
        ("vi", "“nine” không phải một mức giá.", "thay đổi +900 %.", "không phải sổ tính"),
        ("zh-Hans", "“nine”不是价格。", "的价格变动 +900%。", "不是工作簿"),
        ("zh-Hant", "「nine」不是價格。", "的價格變動 +900%。", "不是活頁簿"),
    ],
)
def test_faults_are_told_in_the_language_of_who_reads_them(
    desk: Desk, lang: str, fault: str, jump: str, cut_off: str
) -> None:
    """Whoever handed the file in may read another: what is kept is said anew each time."""
    path = desk.submission(TABLE.replace("9.00", "nine"))
    assert fault in html.unescape(desk.get(path, f"lang={lang}").text)
    marked = desk.get(f"{path}/annotated", f"lang={lang}").content
    comment = openpyxl.load_workbook(io.BytesIO(marked)).worksheets[0]["D3"].comment
    assert comment is not None
    assert fault in comment.text
    desk.published()
    risen = desk.submission(TABLE.replace("9.00", "90.00"))
    assert jump in html.unescape(desk.get(risen, f"lang={lang}").text)
    cut = desk.hand_in(("files", "t.xlsx", b"PK\x03\x04 and nothing else")).headers["location"]
    assert cut_off in html.unescape(desk.get(cut, f"lang={lang}").text)


def test_a_price_that_jumps_is_warned_of(desk: Desk) -> None:
    desk.published()
    shown = desk.get(desk.submission(TABLE.replace("9.00", "90.00"))).text
    assert "moves by +900 %" in shown
    assert re.search(r"<s>9\.00 USD</s> → 90\.00 USD", shown)


def test_a_release_is_undone_by_looking_first(desk: Desk) -> None:
    first = desk.published()
    desk.published(TABLE.replace("9.00", "10.00"))
    where = desk.post(f"/admin/catalogue/releases/{first}/restore").headers["location"]
    assert len(releases(desk.store)) == 2
    assert re.search(r"<s>10\.00 USD</s> → 9\.00 USD", desk.get(where).text)
    desk.answered()
    desk.post(f"{where}/publish", when="now")
    newest = releases(desk.store)[0]
    assert (newest.number, newest.origin.restores) == (3, first)
    assert desk.post("/admin/catalogue/releases/3/restore").status == 409
    assert desk.get("/admin/catalogue/releases/99").status == 404


def test_discarded_is_forgotten(desk: Desk) -> None:
    path = desk.submission()
    assert desk.post(f"{path}/discard").status == 303
    assert pending(desk.store) == []
    assert desk.get(path).status == 404
