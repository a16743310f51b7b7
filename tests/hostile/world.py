"""A whole shop in which every field was filled in, and everything it then shows to anybody."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from desk import FORM, Browser, cookie
from hostile.forms import FORMS, Form
from httpx import Response

from functions.bootstrap import Services, compose
from generator.bootstrap import open_builder
from infra.embedded.outbox import drain_all
from shop.abuse.forms import new_form
from shop.clock import now
from shop.guestbook.service import PURPOSE
from shop.orders.export import export_orders
from shop.rebuilds.questions import answer, asked
from shop.secret import key_for
from shop.settings import load_settings

Words = Callable[[str, str, int], str]  # the form, its field, how many characters

BOUNDARY = "----a-part-of-a-form"
LOOKED = {"affected": 1, "total": 9, "looked": 1, "sampled": False, "findings": [], "failed": ""}
PRODUCT = {"Handle": "typed", "SKU": "NQ-1", "Price": "10.00", "Stock": "500", "Weight (g)": "100"}
PAYMENT = {"Date": "2026-11-22", "Amount": "12.00"}
NUMBER = re.compile(r"[0-9A-HJKMNP-TV-Z]{20,}")


class World:
    """`words` says what is typed."""

    def __init__(self, home: Path, words: Words) -> None:
        settings = load_settings({"SHOP_HOME": str(home), "SHOP_PICTURES": "off"})
        self.services: Services = compose(settings)
        self.facts: dict[str, str] = {"handle": "typed", "statement": "", "count": "0"}
        self.mails: dict[str, bytes] = {}
        self.looked: dict[str, tuple[str, bytes]] = {}
        self._words = words
        self._browser = Browser(self.services, cookie(self.services.store))
        self._guest = Browser(self.services)

    def close(self) -> None:
        self.services.store.close()

    def fill_in(self) -> list[tuple[Form, Response]]:
        """Sends every form once."""
        return [(form, self.send(form)) for form in FORMS]

    def send(self, form: Form) -> Response:
        answer = self.post(form, {})
        self._learn(form, answer)
        return answer

    def post(self, form: Form, texts: Mapping[str, str]) -> Response:
        """The form once more with other words, and nothing done of what follows from it."""
        self._prepare(form)
        fields = {name: self._known(value) for name, value in form.fields.items()}
        fields |= {name: self._words(form.name, name, size) for name, size in form.texts.items()}
        return self._post(form, {**fields, **texts}, texts)

    def ask(self, path: str, body: Any) -> Response:
        """Sends JSON as a program does."""
        headers = {"content-type": "application/json", "accept": "application/json"}
        headers["idempotency-key"] = self.facts["count"]
        return self._guest.send("POST", path, json.dumps(body).encode(), headers)

    def settle(self, name: str) -> None:
        """What waits in the background: mails, and questions about pages."""
        store = self.services.store
        for question in asked(store):
            answer(store, question, LOOKED, now)
        folder = self.services.settings.home / "mail"
        shutil.rmtree(folder, ignore_errors=True)
        drain_all(self.services)
        letters = sorted(path.read_bytes() for path in folder.glob("*.eml"))
        for letter in letters:
            to = re.search(rb"^To: .*?([\w.-]+@[\w.-]+)", letter, re.MULTILINE | re.DOTALL)
            key = f"mail {name} {to.group(1).decode() if to else ''}"
            self.mails[f"{key} {sum(each.startswith(key) for each in self.mails)}"] = letter

    def shown(self, addresses: list[str]) -> dict[str, tuple[str, bytes]]:
        """Type and content of what is answered at `addresses`, by address."""
        found = {}
        for address in addresses:
            got = self._browser.get(self._known(address))
            assert got.status_code == 200, (address, got.status_code, got.text[-300:])
            found[address] = (got.headers["content-type"], got.content)
        return found

    def built(self) -> dict[str, tuple[str, bytes]]:
        """Every page of the site that words can be on."""
        builder = open_builder(self.services.settings, self.services.store)
        try:
            report = builder.build()
            assert not report.failed, report.failed
            paths = [path for path in builder.publisher.paths() if "assets/" not in path]
            return {path: (path, builder.publisher.content(path) or b"") for path in paths}
        finally:
            builder.close()

    def exported(self, folder: Path) -> dict[str, tuple[str, bytes]]:
        """Orders as files."""
        found: dict[str, tuple[str, bytes]] = {}
        for kind in ("csv", "xlsx", "json"):
            path = folder / f"orders.{kind}"
            export_orders(self.services.store, path)
            found[f"orders.{kind}"] = (kind, path.read_bytes())
        return found

    def _post(
        self, form: Form, fields: dict[str, str], cells: Mapping[str, str] | None = None
    ) -> Response:
        browser = self._browser if form.path.startswith("/admin") else self._guest
        return self._sent(browser, form, fields, cells)

    def _sent(
        self,
        browser: Browser,
        form: Form,
        fields: dict[str, str],
        cells: Mapping[str, str] | None = None,
    ) -> Response:
        path = self._known(form.path)
        if not form.cells:
            body = urlencode(fields, errors="surrogatepass").encode()
            return browser.send("POST", path, body, {**SAME, "content-type": FORM})
        typed = {name: self._words(form.name, name, size) for name, size in form.cells.items()}
        typed |= {name: text for name, text in (cells or {}).items() if name in typed}
        file = ("statement", _statement(typed)) if "bank" in path else ("files", _table(typed))
        body = _multipart(*file, fields)
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return browser.send("POST", path, body, {**SAME, "content-type": kind})

    def _prepare(self, form: Form) -> None:
        self.facts["count"] = str(int(self.facts["count"]) + 1)
        if "{form}" in form.fields.values():
            key = key_for(self.services.settings, PURPOSE)
            self.facts["form"] = new_form(key, PURPOSE, now() - timedelta(minutes=1))
        for name in ("seen", "look"):
            if f"{{{name}}}" in form.fields.values():
                page = self._browser.get(self._known(ACTS.sub("", form.path))).text
                self.facts[name] = [*re.findall(rf'name="{name}" value="([^"]*)"', page), ""][0]

    def _learn(self, form: Form, answer: Response) -> None:
        where = answer.headers.get("location", "")
        if form.learns:
            self.facts[form.learns] = (NUMBER.findall(where) or [self.facts.get(form.learns, "")])[
                0
            ]
        if "token=" in where and form.learns == "order_id":
            self.facts["token"] = re.findall(r"token=([^&]*)", where)[0]
        if form.path.endswith("/refund"):
            self.facts["refund_id"] = f"{self.facts['order_id']}-wish{self.facts['count']}"
        for fact, shape in IN_PAGES.items():
            for found in re.findall(shape, answer.text)[-1:]:
                self.facts[fact] = found
        if form.path == "/api/guestbook":
            waiting = self._browser.get("/admin/voices?list=waiting").text
            ids = re.findall(r"/admin/voices/entries/(\w+)/approve", waiting)
            self.facts |= {"entry_id": ids[0], "other_id": ids[-1]} if ids else {}
        if where.startswith("/api/c"):
            self._guest.cookies = answer.headers.get("set-cookie", "").partition(";")[0]
            page = self._guest.get(where)
            self.looked[f"after {form.name}"] = (page.headers["content-type"], page.content)
        self.settle(form.name)
        number = self.facts["count"]
        shown = self.shown(list(form.looks))
        self.looked |= {f"{address} {number}": each for address, each in shown.items()}

    def _known(self, text: str) -> str:
        for name, value in self.facts.items():
            text = text.replace(f"{{{name}}}", value)
        return text


ACTS = re.compile("/(amend|edit|publish|leave-out)$")  # of a page, whose form says what it shows
SAME = {"sec-fetch-site": "same-origin"}
IN_PAGES = {
    "hook_id": r"/admin/settings/webhooks/(\w+)/remove",
    "statement": r'name="statement" value="([^"]+)"',
}


def _table(cells: Mapping[str, str]) -> bytes:
    return _csv([{**PRODUCT, **cells}])


def _statement(cells: Mapping[str, str]) -> bytes:
    return _csv([{**PAYMENT, **cells}])


def _csv(rows: list[dict[str, str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode(errors="surrogatepass")


def _multipart(field: str, content: bytes, fields: Mapping[str, str]) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = f'Content-Disposition: form-data; name="{field}"; filename="table.csv"'
    parts.append(f"--{BOUNDARY}\r\n{head}\r\n\r\n")
    whole = "".join(parts).encode(errors="surrogatepass")
    return whole + content + f"\r\n--{BOUNDARY}--\r\n".encode()
