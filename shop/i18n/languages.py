"""The languages of the shop, named as BCP 47 names them (RFC 5646)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """`locale` is Babel's and gettext's name; `label` is what its own readers call it."""

    code: str
    locale: str
    label: str


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "en", "English"),
        Language("vi", "vi", "Tiếng Việt"),
        Language("zh-Hans", "zh_Hans", "简体中文"),
        Language("zh-Hant", "zh_Hant", "繁體中文"),
    )
}

# Texts by language code: {"en": "Green tea", "vi": "Trà xanh"}.
Texts = Mapping[str, str]


def pick(texts: Texts, language: str, default: str) -> str:
    """The text in `language`, else in the `default` language, else in any, else nothing.

    The two ways of writing Chinese stand in for one another before the default does.
    """
    own = texts.get(language)
    if own:
        return own
    sibling = {"zh-Hans": "zh-Hant", "zh-Hant": "zh-Hans"}.get(language, language)
    for code in (sibling, default, *texts):
        if texts.get(code):
            return texts[code]
    return ""


def best_language(accepted: str, offered: tuple[str, ...]) -> str:
    """The offered language that an Accept-Language header likes best (RFC 9110 §12.5.4)."""
    weighted = []
    for position, part in enumerate(accepted.split(",")):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        weighted.append((-weight, position, tag.strip().lower()))
    for _weight, _position, tag in sorted(weighted):
        match = _match(tag, offered)
        if match:
            return match
    return offered[0]


def _match(tag: str, offered: tuple[str, ...]) -> str | None:
    if tag.startswith("zh"):
        traditional = any(part in tag for part in ("hant", "tw", "hk", "mo"))
        tag = "zh-hant" if traditional else "zh-hans"
    for code in offered:
        if code.lower() == tag or code.lower() == tag.split("-")[0]:
            return code
    return None
