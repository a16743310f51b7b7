"""What the desk calls kinds and states of texts, and says after a change."""

from typing import NamedTuple

from shop.i18n.messages import translatable
from shop.texts.model import Kind, State


class Called(NamedTuple):
    """`one` heads the form for a new one."""

    many: str
    one: str
    folder: str  # of its address


KINDS: dict[Kind, Called] = {
    "announcement": Called(
        translatable("Announcements"), translatable("A new announcement"), "announcements"
    ),
    "page": Called(translatable("Text pages"), translatable("A new page"), "pages"),
}
STATES: dict[State, tuple[str, str]] = {
    "draft": (translatable("draft"), ""),
    "planned": (translatable("planned"), "wait"),
    "shown": (translatable("shown"), "good"),
    "ended": (translatable("ended"), ""),
}
DID = {
    "saved": translatable("saved"),
    "published": translatable("published"),
    "withdrawn": translatable("withdrawn"),
}
DONE = {
    "saved": translatable("It is saved."),
    "live": translatable("It is saved. The pages that show it follow in a moment."),
    "published": translatable("It is published. The pages follow in a moment."),
    "planned": translatable("It is published, and will be shown when its time has come."),
    "withdrawn": translatable("It is withdrawn: the pages lose it in a moment. It is a draft now."),
}
