"""The stand-in as an ASGI application: Stripe's API and the payment page.

It has threads of its own: where it is mounted in the shop it answers, the shop's threads may all
be waiting for it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from infra.embedded.gateway import page, paying
from infra.embedded.gateway.api import IN_USE, Api, Call, Told
from infra.embedded.gateway.errors import ApiError
from infra.embedded.gateway.faults import Fault, Faults
from infra.embedded.gateway.ledger import Obj

T = TypeVar("T")

THREADS = 4
NO_FAULT = Fault("late")
OUTCOMES: dict[str, paying.Outcome] = {"declined": "declined", "disputed": "disputed"}
INJECTED = {
    "refuse": ApiError(402, "card_declined", "Your card was declined."),
    "busy": ApiError(429, "lock_timeout", "This object cannot be accessed right now."),
}


class Application:
    """`look` finds a session for the page, `pay` does what its form says."""

    def __init__(
        self,
        api: Api,
        faults: Faults,
        look: Callable[[str], Obj],
        pay: Callable[[str, str, paying.Outcome], Obj],
    ) -> None:
        self._api = api
        self._faults = faults
        self._look = look
        self._pay = pay
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="gateway")
        self.asgi = Starlette(
            routes=[
                Route("/v1/{path:path}", self._call, methods=["GET", "POST"]),
                Route("/pay/{session}", self._show, methods=["GET"]),
                Route("/pay/{session}", self._act, methods=["POST"]),
            ],
            exception_handlers={ApiError: _no_page},
        )

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _in_thread(self, work: Callable[..., T], *values: Any) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *values))

    async def _call(self, request: Request) -> Response:
        call = Call(
            request.method,
            request.path_params["path"],
            (await request.body()).decode() if request.method == "POST" else request.url.query,
            request.headers.get("authorization", ""),
            request.headers.get("idempotency-key", ""),
        )
        fault = self._faults.take(f"{call.method} /v1/{call.path}") or NO_FAULT
        if fault.kind == "drop":
            return NoAnswer()
        if fault.kind in INJECTED:
            return _json(Told.of(INJECTED[fault.kind]))
        told = await self._run(call, fault)
        return NoAnswer() if fault.kind == "cut" else _json(told)

    async def _run(self, call: Call, fault: Fault) -> Told:
        """Late answers keep their key no longer than it took to execute them."""
        with self._api.busy(call.key) as free:
            if not free:
                return Told.of(ApiError(409, "idempotency_key_in_use", IN_USE))
            if fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
            told = await self._in_thread(self._api.answer, call)
        if fault.kind == "late":
            await asyncio.sleep(fault.seconds)
        return told

    async def _show(self, request: Request) -> Response:
        return _page(await self._in_thread(self._look, request.path_params["session"]))

    async def _act(self, request: Request) -> Response:
        """Paying twice, or after the page was closed, leads on to what became of it."""
        name = request.path_params["session"]
        session = await self._in_thread(self._look, name)
        form = await request.form(max_files=0, max_fields=5)
        method = str(form.get("method"))
        if session["status"] != "open" or method not in paying.offered(session):
            return _onward(session) if session["status"] == "complete" else _page(session)
        outcome = OUTCOMES.get(str(form.get("outcome")), "paid")
        await self._in_thread(self._pay, name, method, outcome)
        if outcome == "declined" and method not in paying.LATER:
            return _page(session, declined=True)
        return _onward(session)


class NoAnswer(Response):
    """Promises an answer and closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        headers = [(b"content-length", b"1000000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


def _json(told: Told) -> Response:
    headers = {"Idempotent-Replayed": "true"} if told.replayed else {}
    return Response(told.body, told.status, headers, "application/json")


def _page(session: Obj, *, declined: bool = False) -> Response:
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": page.policy(session),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(page.render(session, declined=declined), headers=headers)


def _onward(session: Obj) -> Response:
    url = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
    return RedirectResponse(url, 303)


async def _no_page(_request: Request, error: Exception) -> Response:
    return Response(str(error), 404, media_type="text/plain")
