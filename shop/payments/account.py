"""Which account takes this shop's cards: the owner's at Stripe, or the stand-in on this machine."""

from shop.secret import key_for
from shop.settings import Settings, StripeSettings

# Where the embedded shop serves the stand-in, below its own address.
STAND_IN = "/embedded/gateway"


def stands_in(settings: Settings) -> bool:
    """Whether payments are play money: nothing is set and everything is on this machine."""
    return settings.stripe is None and settings.embedded


def takes_cards(settings: Settings) -> bool:
    """Whether shoppers may choose a card: here, or by what whoever has the key is asked."""
    return settings.cards or stripe_account(settings) is not None


def stripe_account(settings: Settings) -> StripeSettings | None:
    """None where cards cannot be taken: on AWS without a key."""
    if not stands_in(settings):
        return settings.stripe
    return StripeSettings(
        key=f"sk_test_{key_for(settings, 'stand-in gateway: key')}",
        webhook_secret=f"whsec_{key_for(settings, 'stand-in gateway: webhooks')}",
        api=settings.base_url + STAND_IN,
    )
