"""Handing a mail over, with what the delivery log wants to know of it."""

from collections.abc import Mapping

from shop.errors import Undelivered
from shop.ports import Json, Mail, Mailer


def hand_over(mailer: Mailer, mail: Mail) -> Mapping[str, Json]:
    """Sends `mail`; the facts of it for the outbox. Raises Undelivered with the same facts."""
    facts: dict[str, Json] = {"to": mail.to, "via": mailer.via, "message": mail.id}
    try:
        return {**facts, "answer": mailer.send(mail)}
    except Undelivered as refused:
        refused.details.update(facts)
        raise
    except Exception as error:
        unknown = Undelivered(f"{type(error).__name__}: {error}")
        unknown.details.update(facts)
        raise unknown from error
