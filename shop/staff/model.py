"""People at the desk, and what their roles let them do."""

from datetime import datetime
from typing import Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field

Role = Literal["owner", "manager", "catalogue", "fulfilment", "support", "read_only"]

# `….view` is to look; the others are to change. Every route of the desk names one of these.
Permission = Literal[
    "desk.view",
    "orders.view",
    "orders.change",
    "orders.fulfil",
    "orders.money",
    "orders.papers",
    "catalogue.view",
    "catalogue.edit",
    "catalogue.publish",
    "stock.edit",
    "pages.view",
    "pages.edit",
    "voices.view",
    "voices.moderate",
    "statistics.view",
    "settings.view",
    "settings.edit",
    "staff.view",
    "staff.edit",
    "audit.view",
]
ALL: frozenset[Permission] = frozenset(get_args(Permission))
PRIVATE: frozenset[Permission] = frozenset({"staff.view", "audit.view"})
LOOK: frozenset[Permission] = frozenset(
    name for name in ALL if name.endswith(".view") and name not in PRIVATE
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    "owner": ALL,
    "manager": ALL - {"staff.edit"},
    "catalogue": frozenset(
        {
            "desk.view",
            "catalogue.view",
            "catalogue.edit",
            "catalogue.publish",
            "stock.edit",
            "pages.view",
            "pages.edit",
            "statistics.view",
        }
    ),
    "fulfilment": frozenset(
        {
            "desk.view",
            "orders.view",
            "orders.fulfil",
            "orders.papers",
            "catalogue.view",
            "stock.edit",
            "pages.view",
        }
    ),
    "support": frozenset(
        {
            "desk.view",
            "orders.view",
            "orders.change",
            "orders.papers",
            "catalogue.view",
            "pages.view",
            "voices.view",
            "voices.moderate",
        }
    ),
    "read_only": LOOK,
}
ROLES: tuple[Role, ...] = get_args(Role)


class Member(BaseModel):
    """Somebody at the desk, known by their e-mail address in small letters.

    `password` is an argon2id hash, "" before they have chosen one. `code` is what the secret of
    their second step is made of (`shop.staff.totp`), "" without one; `code_used` is the last
    half-minute a code of it was taken for. `round` counts what ends all their sessions: a new
    password, another role, being switched off.
    """

    model_config = ConfigDict(frozen=True)

    email: str
    name: str = ""
    role: Role
    active: bool = True
    language: str = ""
    password: str = Field(default="", repr=False)
    code: str = Field(default="", repr=False)
    code_used: int = 0
    round: int = 0
    added_at: datetime
    added_by: str = ""

    def may(self, permission: str) -> bool:
        return self.active and permission in PERMISSIONS[self.role]


class Session(NamedTuple):
    """Somebody who is signed in. `name` identifies the session and opens nothing; `browser` is
    what the browser calls itself."""

    name: str
    email: str
    began_at: datetime
    ends_at: datetime
    browser: str


class SignedIn(NamedTuple):
    member: Member
    session: Session
