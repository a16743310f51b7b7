"""Announcements and pages that the owner wrote, as listings and links need them.

Pelican reads and renders those of files, `generator.desk_texts` has those of the desk; this is what
the other pages know of them. A text that is missing in a language is shown, and linked, in the best
other one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from generator.failures import BuildFailed
from generator.wording import plain, shortened
from shop.i18n.languages import pick


@dataclass(frozen=True, slots=True)
class Text:
    """One announcement or page in one language. `address` begins with a slash; `banner`: it may
    stand in the line above every page."""

    slug: str
    language: str
    title: str
    address: str
    summary: str
    date: str | None = None  # ISO 8601
    banner: bool = True


@dataclass(frozen=True, slots=True)
class Contents:
    """All versions by slug and language: announcements newest first, pages by slug."""

    announcements: Mapping[str, Mapping[str, Text]]
    pages: Mapping[str, Mapping[str, Text]]

    def announcements_in(self, language: str, default: str) -> list[Text]:
        return [_best(versions, language, default) for versions in self.announcements.values()]

    def pages_in(self, language: str, default: str) -> list[Text]:
        return [_best(versions, language, default) for versions in self.pages.values()]

    def as_json(self) -> dict[str, Any]:
        """For keeping it; `contents_of` reads it."""
        return {
            name: {
                slug: {code: asdict(text) for code, text in versions.items()}
                for slug, versions in texts.items()
            }
            for name, texts in (("announcements", self.announcements), ("pages", self.pages))
        }


NO_TEXTS = Contents({}, {})
LONG_AGO = datetime.min.replace(tzinfo=UTC)
NO = frozenset({"no", "false", "off", "0"})  # said of ``Banner:`` in the head of a file


class FileTexts(NamedTuple):
    """The texts of files: what they are, the HTML of announcements by slug and language, and the
    moments at which one of them begins or ends."""

    contents: Contents
    bodies: Mapping[str, Mapping[str, str]]
    moments: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        return {**self._asdict(), "contents": self.contents.as_json()}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "FileTexts":
        """What `as_json` gave."""
        return cls(contents_of(values["contents"]), values["bodies"], values["moments"])


def contents_of(values: Mapping[str, Any]) -> Contents:
    """What `Contents.as_json` gave."""
    return Contents(
        **{
            name: {
                slug: {code: Text(**text) for code, text in versions.items()}
                for slug, versions in texts.items()
            }
            for name, texts in values.items()
        }
    )


def contents_from(
    articles: Iterable[Any], pages: Iterable[Any], languages: Sequence[str]
) -> Contents:
    """From Pelican's content objects. Raises BuildFailed for a language the shop does not have."""
    return Contents(
        announcements=newest_first(_by_slug(articles, languages)),
        pages=dict(sorted(_by_slug(pages, languages).items())),
    )


def text_from(content: Any, languages: Sequence[str]) -> Text:
    if content.lang not in languages:
        sentence = (
            f"content/{content.relative_source_path}: the shop has no language “{content.lang}”. "
            f"Write Lang: as one of {', '.join(languages)}."
        )
        raise BuildFailed([sentence])
    date = getattr(content, "date", None)
    return Text(
        slug=content.slug,
        language=content.lang,
        title=plain(content.title),
        address=f"/{content.url}",
        summary=shortened(plain(content.summary)),
        date=date.isoformat() if date else None,
        banner=str(getattr(content, "banner", "")).strip().casefold() not in NO,
    )


def _by_slug(contents: Iterable[Any], languages: Sequence[str]) -> dict[str, dict[str, Text]]:
    """Versions in the order of the shop's languages: Pelican's own differs from run to run."""
    texts = [text_from(content, languages) for content in contents]
    found: dict[str, dict[str, Text]] = {}
    for text in sorted(texts, key=lambda text: languages.index(text.language)):
        found.setdefault(text.slug, {})[text.language] = text
    return found


def newest_first(texts: Mapping[str, Mapping[str, Text]]) -> dict[str, Mapping[str, Text]]:
    return dict(sorted(texts.items(), key=_newest, reverse=True))


def _newest(item: tuple[str, Mapping[str, Text]]) -> tuple[datetime, str]:
    slug, versions = item
    return max(_moment(text.date) for text in versions.values()), slug


def _moment(date: str | None) -> datetime:
    known = datetime.fromisoformat(date) if date else LONG_AGO
    return known if known.tzinfo else known.replace(tzinfo=UTC)


def _best(versions: Mapping[str, Text], language: str, default: str) -> Text:
    code = pick({code: code for code in versions}, language, default)
    return versions[code]
