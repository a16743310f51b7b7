"""Contrast of the theme's colours (WCAG 2.2, 1.4.3 and 1.4.11): 4.5 : 1 for text, 3 : 1 for lines
and marks, whose colours are named ``--rule…``.

Colours are the custom properties of ``:root``. Which stand on which is read from the style sheets:
a rule that sets both says so; text that sets no ground stands on any of the sheets' grounds
(`GROUNDS`), unless its name begins with ``on-``: that is for the colour it names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from generator.checks.findings import Finding
from generator.checks.stylesheet import Rule, read_rules

ENOUGH, FOR_MARKS = 4.5, 3.0
GROUNDS = ("--paper", "--raised", "--sunk")
SCHEMES = ("light", "dark")
_TOKEN = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)")
Pair = tuple[str, str]  # of tokens: text, ground
Colour = tuple[int, int, int]


def check_contrast(css: str, file: str) -> Iterator[Finding]:
    rules = list(read_rules(css))
    for scheme in SCHEMES:
        mine = _holding(rules, scheme)
        tokens = _tokens(mine)
        for text, ground in sorted(_pairs(mine, tokens)):
            yield from _check(scheme, (text, ground), tokens, file)


def contrast(text: Colour, ground: Colour) -> float:
    """WCAG's ratio, from 1 to 21."""
    lighter, darker = sorted((_luminance(text), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def colour_of(value: str) -> Colour | None:
    """``#abc``, ``#aabbcc`` or ``rgb(…)``; None for what is written otherwise."""
    if found := _HEX.fullmatch(value):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.fullmatch(value):
        return int(found[1]), int(found[2]), int(found[3])
    return None


def _check(scheme: str, pair: Pair, tokens: Mapping[str, str], file: str) -> Iterator[Finding]:
    text, ground = (colour_of(_resolved(name, tokens)) for name in pair)
    about = f"{pair[0]} on {pair[1]}, {scheme}"
    if text is None or ground is None:
        sentence = f"The contrast of {about} cannot be measured: write both as #rrggbb."
        yield Finding("contrast_unknown", "warning", "file", file, about, sentence)
        return
    needed = FOR_MARKS if pair[0].startswith("--rule") else ENOUGH
    ratio = contrast(text, ground)
    if ratio < needed:
        sentence = (
            f"{about}: a contrast of {ratio:.2f} : 1, and people need {needed} : 1 to see it. "
            f"Change one of the two colours."
        )
        yield Finding("contrast_low", "error", "file", file, about, sentence)


def _holding(rules: Iterable[Rule], scheme: str) -> list[Rule]:
    """The rules of a scheme; where one is written for it alone, it takes the place of what the same
    selector said before."""
    found: list[Rule] = []
    for rule in rules:
        if scheme in rule.schemes:
            merged = [_merged(each, rule) for each in found]
            found = merged if merged != found else [*found, rule]
    return found


def _merged(rule: Rule, later: Rule) -> Rule:
    if len(later.schemes) > 1 or rule.selector != later.selector:
        return rule
    if rule.declarations.keys().isdisjoint(later.declarations):
        return rule
    return rule._replace(declarations={**rule.declarations, **later.declarations})


def _tokens(rules: Iterable[Rule]) -> dict[str, str]:
    found: dict[str, str] = {}
    for rule in rules:
        if rule.selector == ":root":
            found |= {n: v for n, v in rule.declarations.items() if n.startswith("--")}
    return found


def _pairs(rules: Iterable[Rule], tokens: Mapping[str, str]) -> set[Pair]:
    found: set[Pair] = set()
    for rule in rules:
        texts = _named(rule, "color", tokens)
        grounds = _named(rule, "background", tokens) + _named(rule, "background-color", tokens)
        if not grounds:
            grounds = [name for name in GROUNDS if name in tokens]
            texts = [text for text in texts if text not in GROUNDS]  # its ground is another rule's
            special = [text for text in texts if text.startswith("--on-")]
            found |= {(text, f"--{text[5:]}") for text in special if f"--{text[5:]}" in tokens}
            texts = [text for text in texts if text not in special]
        found |= set(product(texts, grounds))
    return found


def _named(rule: Rule, name: str, tokens: Mapping[str, str]) -> list[str]:
    """The token that a declaration is, and nothing else beside it."""
    token = _TOKEN.fullmatch(rule.declarations.get(name, ""))
    return [token[1]] if token and token[1] in tokens else []


def _resolved(name: str, tokens: Mapping[str, str], depth: int = 8) -> str:
    value = tokens.get(name, "")
    token = _TOKEN.fullmatch(value)
    return _resolved(token[1], tokens, depth - 1) if token and depth else value


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
