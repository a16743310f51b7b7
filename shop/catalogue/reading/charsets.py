"""Which encoding a text file is in: strict tries, and for the rest which one reads like writing.

A byte order mark or valid UTF-8 settles it. Otherwise every encoding that decodes the file without
an error is scored by what its letters look like: Han characters of the first level of their
standard, accented letters inside Latin words, Cyrillic inside Cyrillic ones.
"""

import re
from collections.abc import Callable

from shop.catalogue.reading.problems import refusal
from shop.i18n.messages import translatable

SAMPLE = 60_000  # bytes of lines that are not ASCII; enough to tell encodings apart
ENOUGH = 0.6
CERTAIN = 0.95
LAST_SIGN = 0xA3  # the last row of signs, in GB 2312 and in Big5
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WESTERN = set("àâäáãåæçéèêëíìîïñóòôöõøœúùûüÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜ")
_SIGNS = set("€£¥°²³«»“”„‘’‚–—…®©™½¼¾×·•±§µ¿¡ªº´¨¸\xa0")
_RUN = re.compile(r"[^\x00-\x7f]+")
_CYRILLIC = re.compile("[А-Яа-яЁё]")


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The text without its byte order mark, and the name of its encoding."""
    text, encoding = _marked(content, name) or _guessed(content, name)
    if "\0" in text:
        raise refusal(
            "not_text",
            translatable("%(name)s is not a text file. Save it as .csv or .xlsx.", name=name),
        )
    return text.removeprefix("\ufeff"), encoding


def _marked(content: bytes, name: str) -> tuple[str, str] | None:
    """By the byte order mark, or by the zeros that UTF-16 puts into every other byte of ASCII."""
    marks = (found for mark, found in _MARKS if content.startswith(mark))
    encoding = next(marks, "") or _by_zeros(content[:2000])
    if not encoding:
        return None
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        raise refusal(
            "encoding",
            translatable(
                "%(name)s says it is in %(encoding)s and is not.", name=name, encoding=encoding
            ),
        ) from None


def _by_zeros(head: bytes) -> str:
    first, second = head[::2].count(0), head[1::2].count(0)
    if max(first, second) * 4 <= len(head) or min(first, second):
        return ""
    return "utf-16-be" if first else "utf-16-le"


def _guessed(content: bytes, name: str) -> tuple[str, str]:
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    for encoding in _likely(_sample(content)):
        for wider in (encoding, *_WIDER.get(encoding, ())):
            try:
                return content.decode(wider), wider
            except UnicodeDecodeError:
                continue
    raise refusal(
        "encoding",
        translatable(
            "%(name)s is not written in UTF-8 (line %(line)s), nor in another "
            "encoding that can be told apart. Save it as “CSV UTF-8” and try again.",
            name=name,
            line=str(line),
        ),
    )


def _likely(sample: bytes) -> list[str]:
    """The encodings in which it reads like writing, the likeliest first."""
    scores = {encoding: _score(sample, encoding, judge) for encoding, judge in _JUDGES.items()}
    fitting = [encoding for encoding, score in scores.items() if score >= ENOUGH]
    return sorted(fitting, key=lambda encoding: -scores[encoding])


def _sample(content: bytes) -> bytes:
    """Whole lines, so that no character is cut in two."""
    lines: list[bytes] = []
    size = 0
    for line in content.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line)
            size += len(line)
            if size > SAMPLE:
                break
    return b"".join(lines)


def _score(sample: bytes, encoding: str, judge: Callable[[str], float]) -> float:
    for wider in (encoding, *_WIDER.get(encoding, ())):
        try:
            return judge(sample.decode(wider))
        except UnicodeDecodeError:
            continue
    return 0.0


def _han(*standards: tuple[str, range]) -> Callable[[str], float]:
    """The share of characters in those rows of a standard that hold signs and everyday words."""

    def fits(letter: str) -> bool:
        rows = ((letter.encode(name, "ignore")[:1], common) for name, common in standards)
        return any(row and (row[0] in common or row[0] <= LAST_SIGN) for row, common in rows)

    def judge(text: str) -> float:
        found = [letter for letter in text if not letter.isascii()]
        return sum(map(fits, found)) / len(found) if found else 0.0

    return judge


def _latin(text: str) -> float:
    """Accented letters stand alone or in pairs inside Latin words; signs stand anywhere.

    A text that is all like that is Latin, whatever its few accents would mean in Chinese.
    """
    runs = _RUN.findall(text)
    letters = sum(map(len, runs))
    fitting = sum(len(run) for run in runs if len(run) <= 2 and set(run) <= _WESTERN | _SIGNS)
    share = fitting / letters if letters else 0.0
    return share if share < CERTAIN else 2 * share


def _cyrillic(text: str) -> float:
    """Mostly small Cyrillic letters in a row."""
    runs = _RUN.findall(text)
    letters = sum(map(len, runs))
    words = [run for run in runs if len(_CYRILLIC.findall(run)) == len(run) and run[1:].islower()]
    return sum(map(len, words)) / letters if letters else 0.0


_JUDGES = {
    "gbk": _han(("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7))),
    "big5": _han(("big5", range(0xA4, 0xC7))),
    "cp1252": _latin,
    "cp1251": _cyrillic,
}
_WIDER = {"gbk": ("gb18030",), "big5": ("cp950", "big5hkscs")}
