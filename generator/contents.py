"""Announcements and pages that the owner wrote, as listings and links need them.

Pelican reads and renders them; this is what the other pages know of them. A text that is missing
in a language is shown, and linked, in the best other one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generator.failures import BuildFailed
from generator.wording import plain, shortened
from shop.i18n.languages import pick


@dataclass(frozen=True, slots=True)
class Text:
    """One announcement or page in one language. `address` begins with a slash."""

    slug: str
    language: str
    title: str
    address: str
    summary: str
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """All versions by slug and language: announcements newest first, pages by slug."""

    announcements: Mapping[str, Mapping[str, Text]]
    pages: Mapping[str, Mapping[str, Text]]

    def announcements_in(self, language: str, default: str) -> list[Text]:
        return [_best(versions, language, default) for versions in self.announcements.values()]

    def pages_in(self, language: str, default: str) -> list[Text]:
        return [_best(versions, language, default) for versions in self.pages.values()]


def contents_from(
    articles: Iterable[Any], pages: Iterable[Any], languages: Sequence[str]
) -> Contents:
    """From Pelican's content objects. Raises BuildFailed for a language the shop does not have."""
    announcements = _by_slug([text_from(article, languages) for article in articles])
    newest_first = sorted(announcements.items(), key=_newest, reverse=True)
    return Contents(
        announcements=dict(newest_first),
        pages=dict(sorted(_by_slug([text_from(page, languages) for page in pages]).items())),
    )


def text_from(content: Any, languages: Sequence[str]) -> Text:
    if content.lang not in languages:
        sentence = (
            f"content/{content.relative_source_path}: the shop has no language “{content.lang}”. "
            f"Write Lang: as one of {', '.join(languages)}."
        )
        raise BuildFailed([sentence])
    return Text(
        slug=content.slug,
        language=content.lang,
        title=plain(content.title),
        address=f"/{content.url}",
        summary=shortened(plain(content.summary)),
        date=getattr(content, "date", None),
    )


def _by_slug(texts: Iterable[Text]) -> dict[str, dict[str, Text]]:
    found: dict[str, dict[str, Text]] = {}
    for text in texts:
        found.setdefault(text.slug, {})[text.language] = text
    return found


def _newest(item: tuple[str, Mapping[str, Text]]) -> tuple[str, str]:
    slug, versions = item
    return max(text.date.isoformat() if text.date else "" for text in versions.values()), slug


def _best(versions: Mapping[str, Text], language: str, default: str) -> Text:
    code = pick({code: code for code in versions}, language, default)
    return versions[code]
