"""How long ago a form was shown: told by text only this shop can have made.

A person takes some seconds to write, and comes back within a day. A program posts at once, or sends
what it kept for weeks. The text's own name serves for one post only, so that a form which is sent
twice is one post.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from shop.clock import random_code
from shop.errors import StaleForm
from shop.i18n.messages import translatable
from shop.signatures import signature, signed

QUICKEST = timedelta(seconds=3)
LONGEST = timedelta(hours=24)  # a page somebody left open over night
NAME = 20  # letters and digits, 100 bits

TOO_QUICK = translatable(
    "That was quicker than anyone can write. Please look at your words once more and send them."
)
TOO_OLD = translatable(
    "This form was open for a long time. Your words are still here: please send them once more."
)


class ShownForm(NamedTuple):
    """`name` is the form's own: no other form has it."""

    name: str
    at: datetime


def new_form(key: str, what: str, now: datetime) -> str:
    """For a form that posts to `what`."""
    moment, name = str(int(now.timestamp())), random_code(NAME)
    return f"{moment}.{name}.{signature(key, what, moment, name)}"


def shown_form(key: str, what: str, token: str, now: datetime) -> ShownForm:
    """Raises StaleForm for a form that is too old, or that this shop did not make; and for one
    that was shown only just now, which may be sent again as it is."""
    moment, _, rest = token.partition(".")
    name, _, given = rest.partition(".")
    if not signed(given, key, what, moment, name):
        raise StaleForm(TOO_OLD)
    at = datetime.fromtimestamp(int(moment), UTC)
    if now - at > LONGEST:
        raise StaleForm(TOO_OLD)
    if now - at < QUICKEST:
        raise StaleForm(TOO_QUICK, token)
    return ShownForm(name, at)
