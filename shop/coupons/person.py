"""Who counts as one person, for a limit per person.

Capitals never tell mailboxes apart in practice, and what follows a plus is a tag that the person
chooses freely (RFC 5233): ``Hoa+2@Example.com`` is ``hoa@example.com``. Otherwise a limit of one
would be a limit of one a second. Google says that dots in an address make no difference either
(https://support.google.com/mail/answer/7436150), so there they are left out too. Where a provider
should treat such addresses as two people, one of them is refused a coupon, never an order.
"""

import hashlib

GOOGLE = frozenset({"gmail.com", "googlemail.com"})


def mailbox(email: str) -> str:
    """The address that stands for the person; the same for every way of writing it."""
    local, _, domain = email.strip().casefold().rpartition("@")
    name = local.split("+", 1)[0] or local
    if domain in GOOGLE:
        return f"{name.replace('.', '')}@gmail.com"
    return f"{name}@{domain}"


def digest(code: str, email: str) -> str:
    """Names the person in the records of one coupon: addresses of people lie in orders only."""
    return hashlib.sha256(f"{code}\n{mailbox(email)}".encode()).hexdigest()[:32]
