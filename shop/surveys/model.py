"""A survey as its file says it."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from shop.sections import Section

Texts = dict[str, str]
Kind = Literal["single", "multiple", "scale", "matrix", "text"]
Phase = Literal["before", "open", "after"]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]

MOST_CHOICES = 24  # as many as theme/css/survey.css has rules for
MOST_QUESTIONS = 60
LONGEST_TEXT = 4000


class Choice(Section):
    """One answer of a question, or one row of a matrix."""

    id: Slug
    title: Texts = Field(min_length=1)


class ShowIf(Section):
    """The question is only put to those who chose one of these answers of another."""

    question: Slug
    choices: tuple[Slug, ...] = Field(min_length=1)


class Question(Section):
    """`choice` are the answers of a single, multiple or matrix question, `row` what a matrix asks
    about; a scale goes from `lowest` to `highest`, with words for both ends."""

    id: Slug
    kind: Kind
    title: Texts = Field(min_length=1)
    help: Texts = Field(default_factory=dict)
    required: bool = False
    show_if: ShowIf | None = None
    choice: tuple[Choice, ...] = Field(default=(), max_length=MOST_CHOICES)
    row: tuple[Choice, ...] = Field(default=(), max_length=MOST_CHOICES)
    lowest: int = Field(default=1, ge=0, le=1)
    highest: int = Field(default=5, ge=2, le=10)
    low: Texts = Field(default_factory=dict)
    high: Texts = Field(default_factory=dict)
    longest: int = Field(default=1000, ge=1, le=LONGEST_TEXT)

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(choice.id for choice in self.choice)

    @property
    def rows(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.row)

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> "Question":
        chosen = self.kind in {"single", "multiple", "matrix"}
        if chosen != bool(self.choice):
            raise ValueError(
                f"{self.id}: a {self.kind} question has {'' if chosen else 'no '}choices"
            )
        if (self.kind == "matrix") != bool(self.row):
            raise ValueError(f"{self.id}: a matrix has rows, and no other question has")
        for names in (self.choices, self.rows):
            if len(set(names)) < len(names):
                raise ValueError(f"{self.id}: two choices or rows have the same id")
        return self


def _moment(value: Any) -> Any:
    """TOML's date is its first moment, a time without a zone one of UTC."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


Moment = Annotated[datetime, BeforeValidator(_moment)]


class Survey(Section):
    """`id` is the file's name. `access` says whether everybody may answer, once per browser, or who
    has an invitation, once each. `results`: whether the shop shows them to everybody."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")]
    title: Texts = Field(min_length=1)
    intro: Texts = Field(default_factory=dict)
    thanks: Texts = Field(default_factory=dict)
    opens: Moment | None = None
    closes: Moment | None = None
    access: Literal["open", "invited"] = "open"
    results: Literal["owner", "public"] = "owner"
    question: tuple[Question, ...] = Field(min_length=1, max_length=MOST_QUESTIONS)

    def named(self, question_id: str) -> Question | None:
        return next((each for each in self.question if each.id == question_id), None)

    def phase(self, now: datetime) -> Phase:
        if self.opens and now < self.opens:
            return "before"
        return "after" if self.closes and now >= self.closes else "open"

    @model_validator(mode="after")
    def _questions_agree(self) -> "Survey":
        known: dict[str, Question] = {}
        for question in self.question:
            if question.id in known:
                raise ValueError(f"two questions are called {question.id}")
            if question.show_if:
                _check_condition(question, known.get(question.show_if.question))
            known[question.id] = question
        return self


def _check_condition(question: Question, asked: Question | None) -> None:
    if asked is None or asked.kind not in {"single", "multiple"}:
        raise ValueError(
            f"{question.id}: show_if must name a single or multiple question before it"
        )
    wanted = question.show_if.choices if question.show_if else ()
    unknown = set(wanted) - set(asked.choices)
    if unknown:
        raise ValueError(f"{question.id}: {asked.id} has no choice {', '.join(sorted(unknown))}")
