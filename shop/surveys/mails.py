"""The invitation that follows an order, where the owner wants one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from shop.clock import Clock
from shop.errors import NotFound, Undelivered
from shop.i18n.languages import pick
from shop.mail.office import Envelope, PostOffice
from shop.orders.model import Order
from shop.orders.records import order_from, order_key
from shop.ports import Item, Json, Mail, Store
from shop.signatures import signature
from shop.surveys.definitions import find_survey
from shop.surveys.model import Survey
from shop.surveys.service import NAME, invitation

UNWANTED = frozenset({"refunded", "cancelled"})


@dataclass(frozen=True, slots=True)
class SurveyMails:
    """Delivers outbox messages that invite to a survey; `key` signs the invitations, `folder`
    holds the surveys."""

    store: Store
    post: PostOffice
    key: str
    folder: Path
    clock: Clock

    def deliver(self, message: Item) -> Mapping[str, Json]:
        """Raises whatever keeps the mail from being sent. Nobody is asked about an order that came
        to nothing, or by a survey that is over."""
        survey = self._survey(str(message.data["survey"]))
        record = self.store.get(order_key(str(message.data["order"])))
        order = order_from(record) if record else None
        if order is None or order.state in UNWANTED or survey.phase(self.clock()) != "open":
            return {"answer": "not sent: there is nothing to ask any more"}
        return self.post.send(self.compose(order, survey))

    def _survey(self, survey_id: str) -> Survey:
        """Given up at once where its file is gone: the owner sees it and can retry."""
        try:
            return find_survey(self.folder, survey_id)
        except NotFound:
            raise Undelivered(f"There is no survey “{survey_id}”.", permanent=True) from None

    def compose(self, order: Order, survey: Survey) -> Mail:
        language = self.post.language(order.language)
        envelope = Envelope(
            id=f"survey.{order.id}",
            event="survey_invitation",
            to=order.contact.email,
            to_name=order.contact.name,
            language=language,
        )
        title = pick(survey.title, language, self.post.profile.default_language)
        link = self._link(order, survey, language)
        return self.post.write(envelope, {"title": title, "survey_url": link})

    def _link(self, order: Order, survey: Survey, language: str) -> str:
        """The same invitation each time the mail is tried; nobody reads the order out of it."""
        name = signature(self.key, "order", survey.id, order.id)[:NAME]
        query = urlencode({"invitation": invitation(self.key, survey.id, name), "lang": language})
        return f"{self.post.base_url}/api/surveys/{survey.id}?{query}"
