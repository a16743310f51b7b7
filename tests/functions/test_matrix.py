"""Every route as anybody, in a shop where whatever an address can name is there: who may sees and
does it, who may not changes nothing, and no look changes anything.

``test_guard`` tries the same routes in a nearly empty shop; here they find something.
"""

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urlencode

import pytest
from desk import Browser, cookie, member
from hostile.addresses import addresses
from hostile.forms import FORMS, MAIL, SUBMISSION, WORDLESS, Form
from hostile.strings import plain
from hostile.world import World
from httpx import Response
from starlette.routing import compile_path
from whole_shop import changed, everything

from functions.registry import FUNCTIONS, Endpoint
from shop.clock import now
from shop.secret import key_for
from shop.staff import sessions
from shop.staff.model import PERMISSIONS, ROLES, Role
from shop.staff.service import new_link
from shop.stock.alerts.service import PURPOSE, cancel_query

ENDPOINTS = [endpoint for function in FUNCTIONS for endpoint in function.endpoints]
PEOPLE: tuple[Role | None, ...] = (None, *ROLES)
REFUSED = {"not_signed_in", "not_allowed"}
IN_MAILS = re.compile(r"http://127\.0\.0\.1:8000(/(?:api|admin)/[^\s\"<>]+)")
# Found without what they ask for: answers that nobody may see yet, and a cart to be filled first.
EMPTY = {"/api/surveys/{survey_id}/results", "/api/checkout"}


def entry(method: str, address: str) -> Endpoint:
    """What the registry says of an address."""
    path = address.partition("?")[0]
    return next(
        each
        for each in ENDPOINTS
        if each.method == method and compile_path(each.path)[0].fullmatch(path)
    )


def may(person: Role | None, endpoint: Endpoint) -> bool:
    if endpoint.permission == "public":
        return True
    return person is not None and endpoint.permission in PERMISSIONS[person]


def browser(world: World, person: Role | None) -> Browser:
    """Of somebody whom no form of the world is about."""
    if person is None:
        return Browser(world.services, accept="application/json")
    somebody = member(world.services.store, person, f"tried-{person}@example.com")
    token = sessions.begin(world.services.store, somebody, "test", now)
    return Browser(world.services, f"desk={token}", accept="application/json")


def words_of(mail: bytes) -> str:
    body = message_from_bytes(mail, policy=default).get_body(("plain",))
    return str(body.get_content()) if body else ""


def refused(answer: Response) -> bool:
    kind = answer.headers.get("content-type", "")
    return "problem+json" in kind and answer.json()["code"] in REFUSED


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("world"), plain)
    world.fill_in()
    handed_in = next(form for form in FORMS if form.learns == "submission_id")
    world.facts["submission_id"] = world.post(handed_in, {}).headers["location"].rpartition("/")[2]
    yield world
    world.close()


@pytest.fixture(scope="module")
def looks(world: World) -> list[str]:
    """At least one address of every GET, with the links of mails, which mail programs follow."""
    mails = {found for mail in world.mails.values() for found in IN_MAILS.findall(words_of(mail))}
    member(world.services.store, "read_only", "new@example.com")
    link = new_link(world.services.store, "new@example.com", now)
    waits = urlencode(cancel_query(key_for(world.services.settings, PURPOSE), MAIL))
    mails |= {f"/admin/welcome?token={link}", f"/api/stock-alerts/cancel?{waits}"}
    own = [SUBMISSION, f"{SUBMISSION}/annotated"]
    others = ["/admin/sign-in", "/api/checkout", "/api/stock?sku=NQ-1",
              "/api/surveys/your-visit/results"]  # fmt: skip
    return [world._known(each) for each in (*addresses(), *own, *others, *sorted(mails))]


def test_there_is_an_address_for_every_get(looks: list[str]) -> None:
    seen = {entry("GET", address).path for address in looks}
    assert seen == {each.path for each in ENDPOINTS if each.method == "GET"}


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_no_look_changes_anything(world: World, looks: list[str], accept: str) -> None:
    """Neither in the store, nor a file, nor in the outbox, whoever looks."""
    for cookies in ("", cookie(world.services.store)):
        anybody = Browser(world.services, cookies, accept)
        for address in looks:
            before = everything(world.services)
            for method in ("HEAD", "GET"):
                answer = anybody.send(method, address, None, {})
                assert answer.status_code < 500, (address, answer.text[-500:])
            assert changed(before, everything(world.services)) == [], address


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_who_may_sees_it_and_who_may_not_does_not(
    world: World, looks: list[str], person: Role | None
) -> None:
    somebody = browser(world, person)
    before = everything(world.services)
    for address in looks:
        endpoint = entry("GET", address)
        answer = somebody.get(address)
        assert refused(answer) != may(person, endpoint), (address, answer.status_code)
        if may(person, endpoint) and endpoint.path not in EMPTY:
            assert answer.status_code in {200, 303}, (address, answer.status_code)
    assert changed(before, everything(world.services)) == []


class Tried(World):
    """Every form of the desk is sent by somebody, as it can be sent at that moment: by the owner
    after them where they may not, else by them in the owner's place."""

    def __init__(self, home: Path, person: Role | None) -> None:
        super().__init__(home, plain)
        self.person = person
        self.outcomes: list[tuple[str, int]] = []
        self._somebody = browser(self, person)

    def _post(
        self, form: Form, fields: dict[str, str], cells: Mapping[str, str] | None = None
    ) -> Response:
        endpoint = entry("POST", self._known(form.path))
        if endpoint.permission == "public" or not may(self.person, endpoint):
            if endpoint.permission != "public":
                self._refuse(form, fields, cells)
            answer = super()._post(form, fields, cells)
        else:
            self._somebody.accept = "text/html"
            answer = self._sent(self._somebody, form, fields, cells)
        self.outcomes.append((form.name, answer.status_code))
        return answer

    def _refuse(self, form: Form, fields: dict[str, str], cells: Mapping[str, str] | None) -> None:
        before = everything(self.services)
        self._somebody.accept = "application/json"
        answer = self._sent(self._somebody, form, fields, cells)
        assert refused(answer), (form.name, answer.status_code)
        assert changed(before, everything(self.services)) == [], form.name


@pytest.fixture(scope="module")
def by_the_owner(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, int]]:
    return outcomes(tmp_path_factory.mktemp("owner"), "owner")


def outcomes(home: Path, person: Role | None) -> list[tuple[str, int]]:
    world = Tried(home, person)
    try:
        world.fill_in()
        return world.outcomes
    finally:
        world.close()


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_who_may_does_as_an_owner_does_and_who_may_not_changes_nothing(
    by_the_owner: list[tuple[str, int]], tmp_path: Path, person: Role | None
) -> None:
    assert outcomes(tmp_path, person) == by_the_owner


def test_every_form_of_the_desk_is_tried() -> None:
    """Those without words are tried by ``test_guard`` alone."""
    tried = {entry("POST", re.sub(r"\{\w+\}", "x", form.path)).path for form in FORMS}
    inside = {each.path for each in ENDPOINTS
              if each.method == "POST" and each.permission != "public"}  # fmt: skip
    assert inside - tried <= WORDLESS
