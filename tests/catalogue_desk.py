"""Somebody at the desk who hands in spreadsheets, through the real handler."""

import base64
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from desk import cookie

from functions.bootstrap import bootstrap
from shop.ports import Store
from shop.rebuilds.questions import answer, asked

Invoke = Callable[..., SimpleNamespace]

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "----a-part-of-a-form"
TABLE = """Handle,Title,SKU,Price,Stock
new-cup,A New Cup,CUP-1,7.00,3
old-cup,An Old Cup,CUP-2,9.00,4
"""


class Desk:
    """Somebody signed in, who clicks and sends forms."""

    def __init__(self, invoke: Invoke, store: Store, role: Any = "owner") -> None:
        self._invoke = invoke
        self._cookies = [cookie(store, role)]
        self.store = store

    def get(self, path: str, query: str = "") -> SimpleNamespace:
        return self.ask("GET", path, query=query)

    def post(self, path: str, **fields: Any) -> SimpleNamespace:
        return self.ask("POST", path, body=urlencode(fields), kind=FORM)

    def hand_in(self, *files: tuple[str, str, bytes], **fields: str) -> SimpleNamespace:
        """`files` are field, name and content; the answer is that of the form."""
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        body = multipart(files, fields).decode("latin-1")
        return self.ask("POST", "/admin/catalogue/import", body=body, kind=kind)

    def submission(self, text: str = TABLE, **fields: str) -> str:
        """Hands a table in; the address of what became of it."""
        answer = self.hand_in(("files", "table.csv", text.encode()), **fields)
        assert answer.status == 303, answer.text
        return str(answer.headers["location"])

    def answered(self, **facts: Any) -> None:
        """As if the pages had been looked at."""
        told = {"affected": 3, "total": 40, "looked": 3, "sampled": False, "findings": []}
        for question in asked(self.store):
            answer(self.store, question, {**told, "failed": "", **facts}, bootstrap().clock)

    def published(self, text: str = TABLE) -> int:
        """The number of the release that a table became."""
        path = self.submission(text)
        self.answered()
        location = self.post(f"{path}/publish", when="now").headers["location"]
        return int(re.findall(r"releases/(\d+)", location)[0])

    def ask(
        self, method: str, path: str, *, query: str = "", body: str | None = None, kind: str = FORM
    ) -> SimpleNamespace:
        headers = {"accept": "text/html", "content-type": kind}
        return self._invoke(
            "admin_catalogue", method, path, query=query, body=body, headers=headers,
            cookies=self._cookies, event=_binary(body) if body and "multipart" in kind else {},
        )  # fmt: skip


def _binary(body: str) -> dict[str, Any]:
    coded = base64.b64encode(body.encode("latin-1")).decode()
    return {"body": coded, "isBase64Encoded": True}


def multipart(files: tuple[tuple[str, str, bytes], ...], fields: dict[str, str]) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for field, name, content in files:
        head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"'
        parts.append(f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
