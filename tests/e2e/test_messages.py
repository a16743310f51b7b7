"""Messages that go out: a webhook that is set up, fails and gets its message after all, and mails
that nobody took; on a phone and on a desk, with JavaScript and without."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest
from desk import cookie
from e2e.accessibility import violations
from e2e.browsing import REFUSED, WAYS, Visit, Way
from e2e.shopping import placed
from serving import serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.bootstrap import Services
from infra.embedded.outbox import drain_all
from infra.embedded.server import HOST, listen
from shop.errors import Undelivered
from shop.mail.outbox import MAIL
from shop.orders.commands import confirm_transfer
from shop.ports import Item, Json
from shop.webhooks.registry import list_endpoints

HOOKS, MESSAGES = "/admin/settings/webhooks", "/admin/orders/messages"

pytestmark = pytest.mark.browser


class Receiver(NamedTuple):
    """Whatever listens at a webhook's address: it answers with `statuses` in turn, then 204, and
    notes the events that it is told of."""

    address: str
    statuses: list[int]
    events: list[str]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    bound = listen(0)
    found = Receiver(f"http://{HOST}:{bound.getsockname()[1]}/", [], [])

    async def answer(request: Request) -> Response:
        found.events.append((await request.json())["type"])
        return Response(status_code=found.statuses.pop(0) if found.statuses else 204)

    with serving(Starlette(routes=[Route("/", answer, methods=["POST"])]), bound):
        yield found


@WAYS
def test_a_webhook_that_was_gone_gets_its_message_after_all(
    visit: Visit, common_shop: tuple[Services, str], receiver: Receiver, way: Way
) -> None:
    services, address = common_shop
    person = cookie(services.store)
    with visit(address, "/admin/settings", way=way, cookies=person, expected=REFUSED) as page:
        page.click(f"main a[href='{HOOKS}']")
        page.fill("#url", "https://10.0.0.1/")
        page.click("summary:has-text('Events')")
        page.check("[name='event:order.paid']")
        page.click("text=One more address >> .. >> button")
        assert "Write a public one" in page.inner_text("[role=alert]")
        page.fill("#url", receiver.address)
        page.click("text=One more address >> .. >> button")
        secret = page.inner_text("code.copy")
        assert [each.secret for each in list_endpoints(services.store)] == [secret]
        page.click("button:has-text('Send a test')")
        page.wait_for_selector("text=It answered")
        receiver.statuses.append(410)
        order = placed(services.desk)
        confirm_transfer(services.desk, order.id, order.total, "VCB 77", "mai")
        send_all(services)
        page.goto(HOOKS)
        page.click("summary:has-text('Latest messages')")
        assert "It answers 410." in page.inner_text("article .list")
        assert not way.javascript or violations(page) == []
        page.click("button:has-text('Switch on')")
        page.click(f"main a[href='{MESSAGES}']")
        letter = page.locator(f"main li:has(a[href='/admin/orders/{order.id}'])")
        assert "It answers 410." in letter.inner_text()
        letter.locator("text=Try again").click()
        page.wait_for_selector("text=It is tried again now.")
        send_all(services)
        page.goto(HOOKS)
        page.click("summary:has-text('Latest messages')")
        assert "sent" in page.inner_text("article .list li >> nth=0")
        page.click("button:has-text('Remove')")
        page.wait_for_selector("text=Nothing is sent there any more.")
    assert receiver.events == ["shop.test", "order.paid", "order.paid"]
    assert list_endpoints(services.store) == []


@WAYS
def test_mails_that_nobody_took_are_tried_again_or_let_go(
    visit: Visit, common_shop: tuple[Services, str], monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    services, address = common_shop
    order = placed(services.desk)
    with monkeypatch.context() as patched:
        patched.setitem(services.couriers, MAIL, refusing)
        send_all(services)
    with visit(address, "/admin", way=way, cookies=cookie(services.store)) as page:
        page.click(f".tile--urgent a[href='{MESSAGES}']")
        letters = page.locator("main li:has-text('550 no such mailbox')")
        letters.nth(1).wait_for()
        assert not way.javascript or violations(page) == []
        letters.first.locator("text=Try again").click()
        page.wait_for_selector("text=It is tried again now.")
        letters.first.locator("text=Take it off the list").click()
        page.wait_for_selector("text=It is off the list.")
        letters.first.wait_for(state="detached")
        send_all(services)
        page.goto(f"/admin/orders/{order.id}")
        outcomes = page.locator("section[aria-labelledby=mails] .badge").all_inner_texts()
        assert outcomes == ["failed", "failed", "sent"]


def send_all(services: Services) -> None:
    """What is due, and what that leads to."""
    while drain_all(services):
        pass


def refusing(_message: Item) -> Mapping[str, Json]:
    raise Undelivered("550 no such mailbox", permanent=True)
