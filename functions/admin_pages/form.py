"""An announcement or page as a form has it, and as it is kept."""

from collections.abc import Iterable
from datetime import tzinfo

from pydantic import ValidationError

from functions.admin.forms import Fields, local, moment, ticked
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.texts.model import Draft, Words

UNUSABLE = translatable("Something about this text cannot be used as it is.")
# What is wrong with a field, by its name in shop/texts/model.py.
WRONG = {
    "title": translatable("A title may have 200 characters at most."),
    "summary": translatable("A summary may have 300 characters at most."),
    "body": translatable("A text may have 20,000 characters at most. Make two of it."),
}
NAMES = ("title", "summary", "body")


def draft_of(fields: Fields, languages: Iterable[str], zone: tzinfo) -> Draft:
    """Moments are by the shop's clock. Raises InvalidInput, as `Draft.check` does."""
    return Draft(
        words={code: _words(fields, code) for code in languages},
        banner=ticked(fields, "banner"),
        begins=moment(fields, "begins", zone),
        ends=moment(fields, "ends", zone),
    )


def _words(fields: Fields, code: str) -> Words:
    try:
        return Words(**{name: fields.get(f"{name}:{code}", "") for name in NAMES})
    except ValidationError as wrong:
        place = wrong.errors()[0]["loc"]
        sentence = WRONG.get(str(place[0]), UNUSABLE) if place else UNUSABLE
        raise InvalidInput(sentence, language=code) from None


def typed(draft: Draft, zone: tzinfo) -> dict[str, str]:
    """What the form shows of one that there is."""
    values = {
        f"{name}:{code}": str(getattr(words, name))
        for code, words in draft.words.items()
        for name in NAMES
    }
    return {
        **values,
        "banner": "1" if draft.banner else "",
        "begins": local(draft.begins, zone),
        "ends": local(draft.ends, zone),
    }
