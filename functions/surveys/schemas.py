"""What ``POST /api/surveys/{id}`` accepts, as JSON or as a plain form."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import FormData

from shop.surveys.model import Question, Survey

Typed = Mapping[str, list[str]]  # a form's fields as they were sent


class AnswersBody(BaseModel):
    """`answers` are by question (`shop.surveys.rules`); `invitation` is what a link carried."""

    model_config = ConfigDict(strict=True, extra="forbid")

    answers: dict[str, Any] = Field(max_length=100)
    invitation: str = Field(default="", max_length=200)
    lang: str = Field(default="", max_length=20)


def typed(fields: FormData) -> Typed:
    found: dict[str, list[str]] = {}
    for name, value in fields.multi_items():
        found.setdefault(name, []).append(str(value))
    return found


def answers_from(survey: Survey, fields: Typed) -> dict[str, Any]:
    """What a form says, as JSON would: ``q.<question>``, of a matrix ``q.<question>.<row>``."""
    found = {question.id: _answer(question, fields) for question in survey.question}
    return {name: answer for name, answer in found.items() if answer is not None}


def _answer(question: Question, fields: Typed) -> Any:
    """None where nothing was sent."""
    name = f"q.{question.id}"
    if question.kind == "matrix":
        names = {row: f"{name}.{row}" for row in question.rows}
        return {row: fields[it][-1] for row, it in names.items() if it in fields} or None
    values = fields.get(name)
    if question.kind == "multiple" or not values:
        return values
    return _number(values[-1]) if question.kind == "scale" else values[-1]


def _number(text: str) -> int | str:
    """A step of a scale; what is none is refused as the text it is."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else text
