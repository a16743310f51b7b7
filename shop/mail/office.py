"""Every mail is made and handed over here; the rooms bring what it is about and to whom."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shop.errors import Undelivered
from shop.ports import Json, Mail, Mailer, Templates
from shop.profile import Profile

PARTS = ("subject.txt", "body.txt", "body.html")
BLANK_LINES = re.compile(r"\n{3,}")  # of macros that had nothing to say


@dataclass(frozen=True, slots=True)
class Envelope:
    """Which mail, and to whom. `id` is the same for every attempt: who receives a mail twice can
    see that it is one. Its words are ``theme/templates/emails/<event>/``."""

    id: str
    event: str
    to: str
    language: str
    to_name: str = ""
    reply_to: str = ""  # "" is the shop itself


@dataclass(frozen=True, slots=True)
class PostOffice:
    profile: Profile
    templates: Templates
    mailer: Mailer
    base_url: str

    @property
    def address(self) -> str:
        """The shop's own, where its owner reads."""
        return self.profile.contact.email

    def language(self, asked: str = "") -> str:
        """The reader's, where the shop (still) speaks it; else the shop's own."""
        known = asked in self.profile.languages
        return asked if known else self.profile.default_language

    def write(self, envelope: Envelope, facts: Mapping[str, Any]) -> Mail:
        """The mail, with `facts` in its templates."""
        subject, text, html = (
            self.templates.render(f"emails/{envelope.event}/{part}", envelope.language, **facts)
            for part in PARTS
        )
        return Mail(
            id=envelope.id,
            to=envelope.to,
            to_name=envelope.to_name,
            subject=" ".join(subject.split()),
            text=BLANK_LINES.sub("\n\n", text).strip() + "\n",
            html=html,
            language=envelope.language,
            reply_to=envelope.reply_to or self.address,
        )

    def send(self, mail: Mail) -> Mapping[str, Json]:
        """Hands `mail` over; the facts of it for the delivery log. Raises Undelivered with the
        same facts."""
        facts: dict[str, Json] = {"to": mail.to, "via": self.mailer.via, "message": mail.id}
        try:
            return {**facts, "answer": self.mailer.send(mail)}
        except Undelivered as refused:
            refused.details.update(facts)
            raise
        except Exception as error:
            unknown = Undelivered(f"{type(error).__name__}: {error}")
            unknown.details.update(facts)
            raise unknown from error
