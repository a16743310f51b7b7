"""The invitation that follows an order, where the owner wants one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from shop.clock import Clock
from shop.i18n.languages import pick
from shop.mail.sending import hand_over
from shop.orders.model import Order
from shop.orders.records import order_from, order_key
from shop.ports import Item, Json, Mail, Mailer, Store, Templates
from shop.profile import Profile
from shop.signatures import signature
from shop.surveys.definitions import find_survey
from shop.surveys.model import Survey
from shop.surveys.service import NAME, invitation

PARTS = ("subject.txt", "body.txt", "body.html")
UNWANTED = frozenset({"refunded", "cancelled"})


@dataclass(frozen=True, slots=True)
class SurveyMails:
    """What delivering an invitation needs of the outside; `folder` holds the surveys."""

    store: Store
    profile: Profile
    templates: Templates
    mailer: Mailer
    base_url: str
    key: str
    folder: Path
    clock: Clock

    def deliver(self, message: Item) -> Mapping[str, Json]:
        """Raises whatever keeps the mail from being sent. Nobody is asked about an order that came
        to nothing, or by a survey that is over."""
        survey = find_survey(self.folder, str(message.data["survey"]))
        record = self.store.get(order_key(str(message.data["order"])))
        order = order_from(record) if record else None
        if order is None or order.state in UNWANTED or survey.phase(self.clock()) != "open":
            return {"answer": "not sent: there is nothing to ask any more"}
        return hand_over(self.mailer, self.compose(order, survey))

    def compose(self, order: Order, survey: Survey) -> Mail:
        default = self.profile.default_language
        language = order.language if order.language in self.profile.languages else default
        context = {
            "title": pick(survey.title, language, default),
            "survey_url": self._link(order, survey, language),
        }
        subject, text, html = (
            self.templates.render(f"emails/survey_invitation/{part}", language, **context)
            for part in PARTS
        )
        return Mail(
            id=f"survey.{order.id}",
            to=order.contact.email,
            to_name=order.contact.name,
            subject=" ".join(subject.split()),
            text=text,
            html=html,
            language=language,
            reply_to=self.profile.contact.email,
        )

    def _link(self, order: Order, survey: Survey, language: str) -> str:
        """The same invitation each time the mail is tried; nobody reads the order out of it."""
        name = signature(self.key, "order", survey.id, order.id)[:NAME]
        query = urlencode({"invitation": invitation(self.key, survey.id, name), "lang": language})
        return f"{self.base_url}/api/surveys/{survey.id}?{query}"
