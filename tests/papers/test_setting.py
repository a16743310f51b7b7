"""Where lines break, and what characters become."""

from shop.papers.setting import Style, runs, width, wrapped

STYLE = Style(9)


def test_words_stay_whole_and_lines_fit() -> None:
    text = "Trà Shan tuyết cổ thụ Hà Giang, hộp giấy dó thủ công 100 g"
    lines = wrapped(text, "vi", STYLE, 120)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert all(width(line, "vi", STYLE) <= 120 for line in lines)


def test_han_text_breaks_anywhere_but_before_a_stop() -> None:
    lines = wrapped("河江雪山古樹綠茶，手工紙盒裝（限量版）。", "zh-Hant", STYLE, 9 * 8)
    assert "".join(lines) == "河江雪山古樹綠茶，手工紙盒裝（限量版）。"
    assert all(line[0] not in "，。）" for line in lines)
    assert all(line[-1] != "（" for line in lines)


def test_a_word_wider_than_the_line_is_cut() -> None:
    lines = wrapped("A" * 60 + " end", "en", STYLE, 100)
    assert "".join(lines).replace(" ", "") == "A" * 60 + "end"
    assert all(width(line, "en", STYLE) <= 100 for line in lines)


def test_nothing_is_no_line() -> None:
    assert wrapped("  \n ", "en", STYLE, 100) == []


def test_stacked_marks_become_one_letter() -> None:
    decomposed = "Vie\u0323\u0302t"
    (run,) = runs(decomposed, "vi", "regular")
    assert run.text == "Việt"


def test_a_character_no_font_has_is_shown_as_a_box_and_never_lost_silently() -> None:
    for text in ("A🙂B", "🙂A", "A🙂", "🙂", "茶🙂"):
        shown = runs(text, "en", "regular")
        assert "".join(run.text for run in shown) == text.replace("🙂", "□")
        assert all(run.width > 0 for run in shown)


def test_what_cannot_be_seen_is_left_out() -> None:
    assert "".join(run.text for run in runs("A\u200b\ufe0f\u202eB", "en", "regular")) == "AB"


def test_heavier_han_is_drawn_with_an_outline() -> None:
    (regular,) = runs("發票", "zh-Hant", "regular")
    (semibold,) = runs("發票", "zh-Hant", "semibold")
    assert regular.face.stroke == 0
    assert semibold.face.stroke > 0
    assert regular.glyphs == semibold.glyphs
