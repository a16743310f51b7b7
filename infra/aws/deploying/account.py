"""The owner's account at AWS: clients by name, and its refusals as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from shop.errors import ShopError


class NotDeployed(ShopError):
    """AWS refused something, or a step failed; says which and why."""

    code = "not_deployed"


class NotThere(Exception):
    """What was asked for does not exist."""


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
        if fault.get("Code") in ABSENT or "does not exist" in str(fault.get("Message")):
            raise NotThere(str(fault.get("Message"))) from error
        raise NotDeployed(
            f"{what}: AWS says “{fault.get('Message') or fault.get('Code')}”"
        ) from error
    except BotoCoreError as error:
        raise NotDeployed(f"{what}: {error}") from error
