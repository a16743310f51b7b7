"""What an announcement or page of the desk is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from shop.errors import InvalidInput
from shop.i18n.languages import LANGUAGES, pick
from shop.i18n.messages import translatable
from shop.plain_text import one_line, tidied
from shop.texts.markdown import MOST_BRACKETS

Kind = Literal["announcement", "page"]
Status = Literal["draft", "published"]
Did = Literal["saved", "published", "withdrawn"]
State = Literal["draft", "planned", "shown", "ended"]

LONGEST_TITLE = 200
LONGEST_SUMMARY = 300
LONGEST_BODY = 20_000  # characters; in four languages within the 400 KB of an item
LONGEST_HANDLE = 80
HANDLE = r"[a-z0-9]+(-[a-z0-9]+)*"

NO_TEXT = translatable("Write it in one language at least: a title, and below it the text.")
NO_TITLE = translatable("There is a text without a title. Give it one, or leave that language out.")
NO_BODY = translatable("There is a title without a text. Write one, or leave that language out.")
TURNED = translatable("It must end after it begins.")
BRACKETS = translatable("A text may have a thousand square brackets at most. Take some out.")


class Words(BaseModel):
    """It in one language. `body` is Markdown, and as little trusted as anything that is typed."""

    model_config = ConfigDict(frozen=True)

    title: Annotated[str, AfterValidator(one_line), Field(max_length=LONGEST_TITLE)] = ""
    summary: Annotated[str, AfterValidator(one_line), Field(max_length=LONGEST_SUMMARY)] = ""
    body: Annotated[str, AfterValidator(tidied), Field(max_length=LONGEST_BODY)] = ""

    def __bool__(self) -> bool:
        return bool(self.title or self.summary or self.body)

    def fault(self, *, whole: bool) -> str:
        """Why it cannot be kept, or, `whole`, not be shown; "" where it can."""
        if self.body.count("[") > MOST_BRACKETS:
            return BRACKETS
        if whole and not self.title:
            return NO_TITLE
        return NO_BODY if whole and not self.body else ""


class Draft(BaseModel):
    """What somebody types. A language without words is led to the text in another one, as
    `shop.i18n.languages.pick` chooses. `banner`: an announcement also stands in the line above
    every page while it is the newest that does. It is shown from `begins` until `ends`, where they
    are said."""

    model_config = ConfigDict(frozen=True)

    words: Mapping[str, Words] = Field(default_factory=dict)
    banner: bool = True
    begins: datetime | None = None
    ends: datetime | None = None

    @model_validator(mode="after")
    def _known_languages(self) -> "Draft":
        if not LANGUAGES.keys() >= self.words.keys():
            raise ValueError("the shop does not speak one of the languages")
        return self

    def written(self) -> dict[str, Words]:
        """Of the languages that say anything."""
        return {code: words for code, words in self.words.items() if words}

    def check(self, *, whole: bool) -> None:
        """Raises InvalidInput where it cannot be kept; `whole`: where it cannot be shown. Its
        details name the ``language`` in which something is wrong."""
        if self.begins and self.ends and self.begins >= self.ends:
            raise InvalidInput(TURNED)
        if not any(words.title for words in self.words.values()):
            raise InvalidInput(NO_TEXT)
        for code, words in self.written().items():
            sentence = words.fault(whole=whole)
            if sentence:
                raise InvalidInput(sentence, language=code)


class Text(Draft):
    """An announcement or page as one version of it was kept: by whom, when, and what they did.

    `dated` is the day that an announcement shows: when it begins, else when it was first
    published, by the shop's clock.
    """

    kind: Kind
    handle: str = Field(pattern=rf"^{HANDLE}$", max_length=LONGEST_HANDLE)
    number: int = 1
    status: Status = "draft"
    published_at: datetime | None = None
    dated: datetime | None = None
    at: datetime
    actor: str
    did: Did = "saved"

    def state(self, now: datetime) -> State:
        if self.status == "draft":
            return "draft"
        if self.begins and now < self.begins:
            return "planned"
        return "ended" if self.ends and now >= self.ends else "shown"

    def title(self, language: str, default: str) -> str:
        """In the best language there is."""
        titles = {code: words.title for code, words in self.words.items()}
        return pick(titles, language, default) or self.handle
