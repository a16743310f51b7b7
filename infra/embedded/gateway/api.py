"""The part of Stripe's API that the shop calls, as one function from a call to its answer."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import unquote

from infra.embedded.gateway import disputes, intents, paying, refunds, sessions
from infra.embedded.gateway.errors import ApiError
from infra.embedded.gateway.forms import read_form
from infra.embedded.gateway.ledger import Answer, Ledger, Obj, Turn, public
from shop.clock import Clock

REFUND_TAKES = 3600  # seconds until a bank debit's refund has arrived
IN_USE = (
    "There is currently another in-progress request using this Idempotent Key. "
    "Please try again later."
)
OTHER_BODY = (
    "Keys for idempotent requests can only be used with the same parameters they were first used "
    "with. Try using a key other than '{key}' if you meant to execute a different request."
)
NOBODY = "Invalid API Key provided."


class Call(NamedTuple):
    """`path` is without ``/v1/``; `body` is the form's text, or the query of a GET."""

    method: str
    path: str
    body: str
    authorization: str
    key: str = ""


class Told(NamedTuple):
    status: int
    body: str
    replayed: bool = False

    @classmethod
    def of(cls, error: ApiError) -> "Told":
        return cls(error.status, _text(error.body()))


class Api:
    """May be called from several threads. Changes take turns; two calls with one key collide."""

    def __init__(self, ledger: Ledger, secret_key: str, page: str, clock: Clock) -> None:
        self._ledger = ledger
        self._authorization = f"Bearer {secret_key}"
        self._page = page
        self._clock = clock
        self._under_way: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def busy(self, key: str) -> Iterator[bool]:
        """Whether nobody else is at `key` right now."""
        with self._lock:
            free = not key or key not in self._under_way
            if free and key:
                self._under_way.add(key)
        try:
            yield free
        finally:
            if free and key:
                with self._lock:
                    self._under_way.discard(key)

    def answer(self, call: Call) -> Told:
        """Runs `call`, or says again what its key was told before."""
        if not hmac.compare_digest(call.authorization.encode(), self._authorization.encode()):
            return Told.of(ApiError(401, "", NOBODY))
        key = call.key if call.method == "POST" else ""
        with self._ledger.turn(self._clock().timestamp()) as turn:
            paying.sweep(turn)
            return self._once(turn, call, key)

    def _once(self, turn: Turn, call: Call, key: str) -> Told:
        print_of = hashlib.sha256(f"{call.path}\n{call.body}".encode()).hexdigest()
        known = turn.recall(key) if key else None
        if known and known.fingerprint != print_of:
            return Told.of(ApiError(400, "idempotency_error", OTHER_BODY.format(key=key)))
        if known:
            return Told(known.status, known.body, replayed=True)
        begun = True
        try:
            told = Told(200, _text(self._run(turn, call)))
        except ApiError as error:
            told, begun = Told.of(error), error.begun
        if key and begun:
            turn.remember(key, Answer(print_of, told.status, told.body))
        return told

    def _run(self, turn: Turn, call: Call) -> Obj:
        values = read_form(call.body)
        wish = ROUTES.get((call.method, *_shape(call.path)))
        if wish is None:
            where = f"{call.method}: /v1/{call.path}"
            raise ApiError(404, "", f"Unrecognized request URL ({where}).", begun=False)
        return public(wish(Wish(turn, _name(call.path), values, self._page)))


class Wish(NamedTuple):
    turn: Turn
    name: str
    values: dict[str, Any]
    page: str

    @property
    def expand(self) -> list[str]:
        given = self.values.get("expand")
        return [str(each) for each in given] if isinstance(given, list) else []


# (method, noun, whether one of them is named, verb) -> what it does.
ROUTES: dict[tuple[str, str, bool, str], Callable[[Wish], Obj]] = {
    ("POST", "checkout/sessions", False, ""): lambda w: sessions.create(w.turn, w.values, w.page),
    ("GET", "checkout/sessions", True, ""): lambda w: sessions.retrieve(w.turn, w.name, w.expand),
    ("POST", "checkout/sessions", True, "expire"): lambda w: sessions.expire(w.turn, w.name),
    ("GET", "payment_intents", True, ""): lambda w: intents.retrieve(w.turn, w.name, w.expand),
    ("POST", "payment_intents", True, "capture"): lambda w: intents.capture(
        w.turn, w.name, w.values
    ),
    ("POST", "payment_intents", True, "cancel"): lambda w: intents.cancel(w.turn, w.name, w.values),
    ("POST", "refunds", False, ""): lambda w: refunds.create(w.turn, w.values, REFUND_TAKES),
    ("GET", "refunds", False, ""): lambda w: refunds.listed(w.turn, w.values),
    ("GET", "disputes", False, ""): lambda w: disputes.listed(w.turn, w.values),
    ("GET", "disputes", True, ""): lambda w: w.turn.get(disputes.KIND, w.name),
    ("GET", "refunds", True, ""): lambda w: w.turn.get(refunds.KIND, w.name),
}


def _parts(path: str) -> list[str]:
    noun = "checkout/sessions" if path.startswith("checkout/sessions") else path.partition("/")[0]
    return [noun, *filter(None, path.removeprefix(noun).split("/"))]


def _shape(path: str) -> tuple[str, bool, str]:
    noun, *rest = _parts(path)
    return noun, bool(rest), "/".join(rest[1:])


def _name(path: str) -> str:
    return unquote("".join(_parts(path)[1:2]))


def _text(body: Obj) -> str:
    return json.dumps(body, ensure_ascii=False)
