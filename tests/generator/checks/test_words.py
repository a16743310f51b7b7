"""Which languages a shopper would miss."""

from pathlib import Path

import pytest

from generator.categories import grow, places_of
from generator.checks.words import (
    check_categories,
    check_products,
    check_texts,
    check_theme,
    is_told,
    messages_of,
)

from ..samples import product, stored, translated  # noqa: TID252 - tests are no package

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "translations").mkdir()
    page = '{{ _("Cart") }} {{ ngettext("%(num)s piece", "%(num)s pieces", n) }}'
    (tmp_path / "templates" / "page.html").write_text(page)
    code = 'from shop.i18n.messages import translatable\nX = translatable("Sold out")\n'
    (tmp_path / "code.py").write_text(code)
    return tmp_path


def write(theme: Path, *entries: str) -> None:
    (theme / "translations" / "vi.po").write_text(PO + "\n" + "\n\n".join(entries) + "\n")


def lacking(theme: Path) -> list[str]:
    found = check_theme(theme, messages_of(theme, [theme]), ["en", "vi"])
    return [each.message for each in found]


CART = 'msgid "Cart"\nmsgstr "Giỏ hàng"'
GONE = 'msgid "Sold out"\nmsgstr "Hết hàng"'
PIECES = 'msgid "%(num)s piece"\nmsgid_plural "%(num)s pieces"\nmsgstr[0] "%(num)s cái"'


def test_a_theme_with_all_words_is_right(theme: Path) -> None:
    write(theme, CART, GONE, PIECES)
    assert lacking(theme) == []


@pytest.mark.parametrize(
    ("entries", "missing"),
    [
        ([CART, PIECES], "Sold out"),
        ([CART, GONE], "%(num)s piece"),
        ([GONE, PIECES, 'msgid "Cart"\nmsgstr ""'], "Cart"),
        ([GONE, PIECES, f"#, fuzzy\n{CART}"], "Cart"),
    ],
)
def test_words_that_are_missing_empty_or_doubtful_are_named(
    theme: Path, entries: list[str], missing: str
) -> None:
    write(theme, *entries)
    (message,) = lacking(theme)
    assert f"1 of 3 sentences of the pages have no words in Tiếng Việt: “{missing}”" in message


def test_a_language_without_a_file_has_no_words_at_all(theme: Path) -> None:
    (message,) = lacking(theme)
    assert message.startswith("3 of 3")


def test_products_count_as_told_with_a_title_and_a_description_if_there_is_one() -> None:
    tea = stored(translated(description=""))
    assert is_told(tea, "vi")
    assert not is_told(tea, "zh-Hans")
    assert not is_told(stored(translated(description="<p>Words.</p>")), "vi")


def test_what_is_untold_is_counted_with_the_first_examples() -> None:
    (found,) = check_products({"vi": ["a", "b", "c", "d"], "zh-Hans": []}, 9)
    assert (found.severity, found.where) == ("warning", "vi")
    assert "4 of 9 products" in found.message
    assert "“a”, “b”, “c” and 1 more" in found.message


def test_categories_need_a_name_from_some_product() -> None:
    products = [translated("a-tea"), product("b-cup", categories=(("Clay",),))]
    tree = grow([(each.handle, places_of(stored(each))) for each in products])
    (vi, hans) = check_categories(tree, ["vi", "zh-Hans"])
    assert "1 of 4 categories" in vi.message
    assert "“Clay”" in vi.message
    assert "4 of 4 categories" in hans.message


def test_an_announcement_in_one_language_is_missing_in_the_others() -> None:
    written = {"en": {"open", "closed"}, "vi": {"open"}}
    (found,) = check_texts("announcements", written, ["en", "vi"])
    assert (found.where, found.about) == ("vi", "announcements")
    assert "“closed”" in found.message
