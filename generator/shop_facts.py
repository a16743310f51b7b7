"""What pages say of the shop: the part of its profile that a build needs, as plain values.

The profile itself (`shop.profile`) is checked by pydantic, whose import alone takes longer than a
changed price may take to be live. So a build keeps this part of it beside its index.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from shop.i18n.languages import Texts


class ContactFacts(NamedTuple):
    email: str
    phone: str
    address: Texts


class TaxFacts(NamedTuple):
    inclusive: bool


class GuestbookFacts(NamedTuple):
    enabled: bool


class ShopFacts(NamedTuple):
    """Named as in the profile, so that either can be given to a theme."""

    name: Texts
    tagline: Texts
    default_language: str
    languages: tuple[str, ...]
    currency: str
    contact: ContactFacts
    tax: TaxFacts
    look: Mapping[str, Any]
    guestbook: GuestbookFacts

    def as_json(self) -> dict[str, Any]:
        sections = ("contact", "tax", "guestbook")
        return {**self._asdict(), **{name: getattr(self, name)._asdict() for name in sections}}


def facts_of(profile: Any) -> ShopFacts:
    """Of a profile."""
    contact, tax = profile.contact, profile.tax
    return ShopFacts(
        name=profile.name,
        tagline=profile.tagline,
        default_language=profile.default_language,
        languages=tuple(profile.languages),
        currency=profile.currency,
        contact=ContactFacts(contact.email, contact.phone, contact.address),
        tax=TaxFacts(tax.inclusive),
        look=profile.look,
        guestbook=GuestbookFacts(profile.guestbook.enabled),
    )


def facts_from(values: Mapping[str, Any]) -> ShopFacts:
    """What `ShopFacts.as_json` gave."""
    own = {
        "languages": tuple(values["languages"]),
        "contact": ContactFacts(**values["contact"]),
        "tax": TaxFacts(**values["tax"]),
        "guestbook": GuestbookFacts(**values["guestbook"]),
    }
    return ShopFacts(**{**values, **own})
