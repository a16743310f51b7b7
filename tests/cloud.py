"""A whole AWS on 127.0.0.1 that enforces roles, and the shop that was deployed into it."""

import http.client
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aws_double import ministack
from gateway_double import KEY, SECRET, address
from infra_aws import PLAN
from serving import serving

from infra.aws.deploying.account import Account
from infra.aws.deploying.changes import Stacks
from infra.aws.plan import Gateway, Plan
from infra.embedded.gateway.service import EmbeddedGateway
from infra.embedded.server import HOST, listen
from shop.settings import Settings, StripeSettings, load_settings

ROOT = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def cloud(folder: Path) -> AbstractContextManager[int]:
    """Its port."""
    return ministack(folder, AUTH="true", **ROOT)


@dataclass(slots=True)
class Cloud:
    port: int
    home: Path
    name: str = "shop"
    stripe: Mapping[str, str] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        double = Gateway("127.0.0.1", self.port)
        return replace(PLAN, name=self.name, architecture="x86_64", double=double)

    @property
    def settings(self) -> Settings:
        own = {"SHOP_HOME": str(self.home), "SHOP_AWS_ENDPOINT": self.endpoint}
        return load_settings({**own, **self.stripe})

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def account(self) -> Account:
        return Account(self.plan.region, self.endpoint)

    def stacks(self, account: Account) -> Stacks:
        def nothing(*_anything: object) -> None:
            return

        def sleep(_seconds: float) -> None:
            time.sleep(0.1)

        return Stacks(account, nothing, nothing, sleep)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        """Asks the public address, as a shopper's program would."""
        outputs = self.stacks(self.account()).outputs(self.name)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        sent = {
            "Host": outputs["DistributionDomain"],
            "X-Forwarded-Proto": "https",
            "Content-Type": "application/json",
            "Accept": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        connection.request(method, path, json.dumps(body) if body is not None else None, sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content

    def forget_everything(self) -> None:
        """An account as it is when it is new."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("POST", "/_ministack/reset")
        assert connection.getresponse().status == http.HTTPStatus.OK
        connection.close()

    def mails(self) -> list[str]:
        """Every message that SES was handed, as text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/_ministack/ses/messages")
        found = json.loads(connection.getresponse().read())["messages"]
        connection.close()
        return [json.dumps(mail) for mails in found.values() for mail in mails]


@contextmanager
def stand_in(folder: Path, webhook: str) -> Iterator[EmbeddedGateway]:
    """Who takes cards for a shop in the cloud, and tells it at `webhook`."""
    bound = listen(0)
    account = StripeSettings(KEY, SECRET, f"http://{HOST}:{bound.getsockname()[1]}")
    gateway = EmbeddedGateway(folder / "gateway.db", account, webhook)
    with serving(gateway.app, bound):
        gateway.start()
        yield gateway
    gateway.stop()


def account_of(gateway: EmbeddedGateway) -> dict[str, str]:
    """The account as an owner would set it."""
    return {
        "SHOP_STRIPE_KEY": KEY,
        "SHOP_STRIPE_WEBHOOK_SECRET": SECRET,
        "SHOP_STRIPE_API": address(gateway),
    }


def until(holds: Callable[[], bool], seconds: float = 90.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.5)
    return False
