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
    name = f"q.{question.id}"
    if question.kind == "matrix":
        rows = {
            row: fields[f"{name}.{row}"][-1] for row in question.rows if f"{name}.{row}" in fields
        }
        return rows or None
    values = fields.get(name)
    if not values:
        return None
    if question.kind == "multiple":
        return values
    value = values[-1]
    digits = value.isascii() and value.isdigit() and len(value) < 3
    return int(value) if question.kind == "scale" and digits else value
