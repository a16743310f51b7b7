"""What is looked at before anything is made: each fault with the sentence that says what to do."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from infra.aws.deploying import secrets
from infra.aws.deploying.account import Account, NotDeployed, NotThere, asking
from infra.aws.plan import FILE, Plan
from shop.settings import Settings

Level = Literal["stop", "warn", "fine"]
WEBHOOK = "/api/payments/stripe/webhook"


@dataclass(frozen=True, slots=True)
class Finding:
    """`stop` keeps a deployment from beginning; `fine` is told, too, so that silence means nothing
    was looked at."""

    what: str
    level: Level
    says: str


def preflight(account: Account, plan: Plan, settings: Settings) -> list[Finding]:
    """Everything that is wrong at once; only what needs a region and credentials waits for them."""
    findings = [*_address(plan)]
    for first in (_region(account, plan), _credentials(account)):
        findings += first
        if any(found.level == "stop" for found in findings):
            return findings
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _certificate(account, plan),
        lambda: _mail_account(account),
        lambda: _mail_domain(account, plan),
        lambda: _stripe(account, plan, settings),
    )
    for check in checks:
        try:
            findings += check()
        except NotDeployed as refused:
            findings.append(Finding("permissions", "warn", refused.message))
    return findings


def sends_already(account: Account, domain: str) -> dict[str, Any] | None:
    """What SES knows of a domain; None for nothing."""
    try:
        with asking(f"Looking at the mail domain {domain}"):
            found: dict[str, Any] = account.client("sesv2").get_email_identity(EmailIdentity=domain)
    except NotThere:
        return None
    return found


def signing_records(domain: str, found: Mapping[str, Any]) -> list[str]:
    """What belongs into the domain's DNS, so that SES may sign its mails; `found` is SES's word."""
    tokens = found.get("DkimAttributes", {}).get("Tokens", ())
    return [f"{token}._domainkey.{domain} CNAME {token}.dkim.amazonses.com" for token in tokens]


def _region(account: Account, plan: Plan) -> Iterator[Finding]:
    import boto3

    try:
        with asking("Signing in"):
            known = (account.session or boto3.session.Session()).get_available_regions("dynamodb")
    except NotDeployed as refused:  # who signs in, is read first
        yield Finding("credentials", "stop", refused.message)
        return
    if plan.region not in known:
        yield Finding(
            "region", "stop", f"{plan.region} is no region of AWS. Mend region in site/{FILE}."
        )
    else:
        yield Finding("region", "fine", plan.region)


def _credentials(account: Account) -> Iterator[Finding]:
    try:
        with asking("Signing in"):
            identity = account.client("sts").get_caller_identity()
    except NotDeployed as refused:
        yield Finding("credentials", "stop", refused.message)
    else:
        yield Finding("credentials", "fine", f"{identity['Arn']} in account {identity['Account']}")


def _address(plan: Plan) -> Iterator[Finding]:
    if plan.domain:
        yield Finding("address", "fine", f"https://{plan.domain}")
    else:
        yield Finding(
            "address",
            "warn",
            "The shop gets an address of CloudFront's. For your own, make a certificate in AWS "
            f"Certificate Manager (region us-east-1) and write domain and certificate into "
            f"site/{FILE}.",
        )


def _certificate(account: Account, plan: Plan) -> Iterator[Finding]:
    if not plan.certificate:
        return
    try:
        with asking("Looking at the certificate"):
            found = account.client("acm", "us-east-1").describe_certificate(
                CertificateArn=plan.certificate
            )["Certificate"]
    except NotThere:
        yield Finding(
            "certificate", "stop", f"There is no such certificate. Mend certificate in site/{FILE}."
        )
        return
    names = {found["DomainName"], *found.get("SubjectAlternativeNames", ())}
    wildcard = f"*.{plan.domain.partition('.')[2]}"
    if found["Status"] != "ISSUED":
        yield Finding(
            "certificate",
            "stop",
            f"The certificate is {found['Status']}, not ISSUED. Put the record that Certificate "
            "Manager shows into your DNS and wait until it says “Issued”.",
        )
    elif not names & {plan.domain, wildcard}:
        listed = ", ".join(sorted(names))
        yield Finding(
            "certificate", "stop", f"The certificate is for {listed}, not for {plan.domain}."
        )
    else:
        yield Finding("certificate", "fine", plan.domain)


def _mail_account(account: Account) -> Iterator[Finding]:
    with asking("Looking at SES"):
        found = account.client("sesv2").get_account()
    if found.get("ProductionAccessEnabled"):
        yield Finding("mail", "fine", "SES sends to everybody")
    else:
        yield Finding(
            "mail",
            "warn",
            "SES is in its sandbox: shoppers get no mail, only addresses that you verified do. Ask "
            "for production access in the SES console (“Account dashboard”); it takes a day.",
        )


def _mail_domain(account: Account, plan: Plan) -> Iterator[Finding]:
    domain = plan.sender_domain
    found = sends_already(account, domain)
    if found is None:
        yield Finding(
            "mail domain",
            "warn",
            f"SES will ask to see that {domain} is yours: after this, shop status shows three "
            "records for your DNS. Until they are there no mail leaves.",
        )
        return
    dkim = found.get("DkimAttributes", {})
    if dkim.get("Status") == "SUCCESS":
        yield Finding("mail domain", "fine", f"{domain} is signed (DKIM)")
        return
    records = "".join(f"\n    {record}" for record in signing_records(domain, found))
    advice = f"Put these records into your DNS:{records}" if records else "SES has no records yet."
    state = dkim.get("Status", "no DKIM")
    yield Finding(
        "mail domain", "warn", f"Mails of {domain} are not signed yet ({state}). {advice}"
    )


def _stripe(account: Account, plan: Plan, settings: Settings) -> Iterator[Finding]:
    stripe = settings.stripe
    key = (
        stripe.key if stripe else secrets.read(account, plan.parameter(secrets.STRIPE["StripeKey"]))
    )
    if not key:
        yield Finding(
            "cards",
            "warn",
            "No card can be taken: set SHOP_STRIPE_KEY and SHOP_STRIPE_WEBHOOK_SECRET (Stripe "
            f"dashboard, “Developers”; the webhook's address ends in {WEBHOOK}) and deploy again.",
        )
    elif "_test_" in key:
        yield Finding("cards", "warn", "The Stripe key is one for tests: no real money moves.")
    else:
        yield Finding(
            "cards", "fine", f"Stripe; its webhook's address is the shop's, with {WEBHOOK}"
        )
