"""The shop's secrets in the parameter store: made once, kept, and never shown.

Standard parameters cost nothing (Secrets Manager: 0.40 $ a month each). From here they go into the
environment of those functions that need them, which Lambda encrypts: reading them at each cold
start would cost every shopper 50 ms.
"""

import secrets
from collections.abc import Callable

from infra.aws.deploying.account import Account, NotThere, asking
from infra.aws.plan import Plan
from shop.settings import Settings

MADE = {"Secret": "secret", "ProxySecret": "proxy-secret"}
STRIPE = {"StripeKey": "stripe-key", "StripeWebhookSecret": "stripe-webhook-secret"}
ALL = MADE | STRIPE


def ensure(account: Account, plan: Plan, settings: Settings) -> dict[str, str]:
    """Every secret by its parameter's name in the stack; "" for what the shop does without. What
    the environment names now is what counts from now on."""
    stripe = settings.stripe
    given = {
        "Secret": settings.secret or "",
        "StripeKey": stripe.key if stripe else "",
        "StripeWebhookSecret": stripe.webhook_secret if stripe else "",
    }
    found = {}
    for parameter, name in ALL.items():
        make = (lambda: secrets.token_urlsafe(32)) if parameter in MADE else str
        found[parameter] = _ensured(account, plan.parameter(name), given.get(parameter, ""), make)
    return found


def kept(account: Account, plan: Plan) -> bool:
    """Whether there are any."""
    return any(read(account, plan.parameter(name)) for name in ALL.values())


def forget(account: Account, plan: Plan) -> None:
    for name in ALL.values():
        try:
            with asking("Forgetting the secrets"):
                account.client("ssm").delete_parameter(Name=plan.parameter(name))
        except NotThere:
            continue


def read(account: Account, name: str) -> str:
    """Empty where there is none."""
    try:
        with asking("Reading the secrets"):
            found = account.client("ssm").get_parameter(Name=name, WithDecryption=True)
    except NotThere:
        return ""
    return str(found["Parameter"]["Value"])


def _ensured(account: Account, name: str, given: str, make: Callable[[], str]) -> str:
    present = read(account, name)
    wanted = given or present or make()
    if wanted and wanted != present:
        with asking("Keeping the secrets"):
            account.client("ssm").put_parameter(
                Name=name, Value=wanted, Type="SecureString", Overwrite=True
            )
    return wanted
