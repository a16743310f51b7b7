"""The owner's account at AWS: clients by name, and its refusals as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from infra.aws.plan import FILE
from shop.errors import ShopError


class NotDeployed(ShopError):
    """AWS refused something, or a step failed; says which and why."""

    code = "not_deployed"


class NotThere(Exception):
    """What was asked for does not exist."""


SIGN_IN: Final = (
    "Sign in with “aws configure sso” (or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and "
    "AWS_SECRET_ACCESS_KEY), then type the command again."
)
REACH: Final = f"Is this machine online, and region in site/{FILE} one of AWS's?"
# How AWS says that it does not know who asks, or not any more.
STRANGER: Final = {
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "RequestExpired",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
# How AWS's services say that something is not there.
ABSENT = {
    "404",
    "NoSuchBucket",
    "NoSuchKey",
    "NotFoundException",
    "ParameterNotFound",
    "ResourceNotFoundException",
}


@dataclass(slots=True)
class Account:
    """`endpoint` is that of a double of AWS, or None."""

    region: str
    endpoint: str | None = None
    session: Any = None
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)

    def client(self, service: str, region: str = "") -> Any:
        from boto3.session import Session
        from botocore.config import Config

        where = (service, region or self.region)
        if where not in self._clients:
            session: Any = self.session or Session()
            config = Config(retries={"mode": "standard", "total_max_attempts": 5})
            self._clients[where] = session.client(
                service, region_name=where[1], endpoint_url=self.endpoint, config=config
            )
        return self._clients[where]


@contextmanager
def asking(what: str) -> Iterator[None]:
    """Around calls: raises NotThere for what does not exist, NotDeployed for every other refusal;
    `what` says what was being done."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        fault = error.response.get("Error", {})
        code, said = str(fault.get("Code")), str(fault.get("Message") or fault.get("Code"))
        if code in ABSENT or "does not exist" in said:
            raise NotThere(said) from error
        advice = f" {SIGN_IN}" if code in STRANGER else ""
        raise NotDeployed(f"{what}: AWS says “{said}”{advice}") from error
    except BotoCoreError as error:
        said = str(error).strip().rstrip(".")
        raise NotDeployed(f"{what}: {said}.{_advice(error)}") from error


@contextmanager
def insisting(what: str) -> Iterator[None]:
    """The same where nothing may be missing."""
    try:
        with asking(what):
            yield
    except NotThere as missing:
        raise NotDeployed(f"{what}: AWS says “{missing}”") from missing


def _advice(error: Exception) -> str:
    """What to do about something that went wrong before AWS was asked."""
    from botocore import exceptions as known

    strangers = (
        known.NoCredentialsError,
        known.PartialCredentialsError,
        known.CredentialRetrievalError,
        known.ProfileNotFound,
        known.SSOError,
        known.TokenRetrievalError,
    )
    if isinstance(error, strangers):
        return f" {SIGN_IN}"
    if isinstance(error, known.HTTPClientError | known.ConnectionError):
        return f" {REACH}"
    return ""
