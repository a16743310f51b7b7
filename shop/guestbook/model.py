"""What is written in the guestbook, and what became of it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shop.orders.request import EMAIL
from shop.plain_text import one_line, tidied

State = Literal["waiting", "published", "declined", "withdrawn"]

LONGEST_NAME = 80
LONGEST_TEXT = 2000

Name = Annotated[
    str, AfterValidator(one_line), Field(min_length=1, max_length=LONGEST_NAME, pattern=r"\S")
]
Words = Annotated[
    str, AfterValidator(tidied), Field(min_length=1, max_length=LONGEST_TEXT, pattern=r"\S")
]


class Draft(BaseModel):
    """What a visitor sends. `email` is only for a mail with a link to take the entry back."""

    model_config = ConfigDict(frozen=True)

    name: Name
    text: Words
    email: str = Field(default="", max_length=254, pattern=rf"^$|{EMAIL}")
    language: str


class Step(BaseModel):
    """What was done to an entry, by whom: an e-mail address of the desk, ``author``, or a name."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    what: str
    actor: str


class Entry(BaseModel):
    """One entry. A withdrawn one keeps neither words nor names: only that there was one."""

    model_config = ConfigDict(frozen=True)

    id: str
    state: State = "waiting"
    name: str
    text: str
    email: str = ""
    language: str
    at: datetime
    published_at: datetime | None = None
    reply: str = ""
    replied_at: datetime | None = None
    history: tuple[Step, ...] = ()
