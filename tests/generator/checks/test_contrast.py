"""Can everybody read the theme's colours, by day and by night?"""

import pytest

from generator.checks.contrast import check_contrast, colour_of, contrast

LIGHT = ":root { --paper: #fff; --ink: #111; --soft: #777; --go: #060; --on-go: #fff; }"
DARK = "@media (prefers-color-scheme: dark) { :root { --paper: #111; --ink: #eee; --soft: #999 } }"


def low(rules: str, tokens: str = f"@layer tokens {{ {LIGHT} {DARK} }}") -> list[str]:
    found = check_contrast(f"{tokens} @layer base {{ {rules} }}", "theme/css/tokens.css")
    return [f"{each.code}: {each.about}" for each in found]


def test_the_ratio_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x77, 0x77, 0x77), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("#fff", (255, 255, 255)),
        ("#0a141e", (10, 20, 30)),
        ("rgb(10 20 30)", (10, 20, 30)),
        ("rgb(10, 20, 30)", (10, 20, 30)),
        ("oklch(50% 0.1 180)", None),
    ],
)
def test_colours_are_read_as_style_sheets_write_them(value: str, colour: object) -> None:
    assert colour_of(value) == colour


def test_text_without_a_ground_stands_on_paper_in_both_schemes() -> None:
    assert low("p { color: var(--ink) }") == []
    assert low("p { color: var(--soft) }") == ["contrast_low: --soft on --paper, light"]


def test_a_rule_that_sets_both_is_measured_as_it_says() -> None:
    assert low(".b { background: var(--go); color: var(--on-go) }") == []
    dim = ".b { background-color: var(--soft); color: var(--go); }"
    assert low(dim) == [f"contrast_low: --go on --soft, {scheme}" for scheme in ("light", "dark")]


def test_what_a_scheme_says_for_itself_takes_the_place_of_what_stood_there() -> None:
    rule = ".b { background: var(--paper); color: var(--go) }"
    assert low(rule) == ["contrast_low: --go on --paper, dark"]
    night = "@media (prefers-color-scheme: dark) { .b { background: var(--ink) } }"
    assert low(rule + night) == []


def test_lines_and_marks_need_less() -> None:
    tokens = ":root { --paper: #fff; --rule: #888; --soft: #888 }"
    assert low("hr { color: var(--rule) }", tokens) == []
    assert len(low("p { color: var(--soft) }", tokens)) == 2


def test_a_colour_that_cannot_be_measured_is_a_warning() -> None:
    tokens = ":root { --paper: #fff; --ink: oklch(20% 0 0) }"
    assert low("p { color: var(--ink) }", tokens)[0].startswith("contrast_unknown")


def test_what_is_printed_or_commented_away_is_not_measured() -> None:
    assert low("@media print { p { color: var(--soft) } } /* p { color: var(--soft) } */") == []
    assert low('p::before { content: "} p { color: var(--soft) }"; color: var(--ink) }') == []
