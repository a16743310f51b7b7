"""Calls to DynamoDB, each repeated until it has a definite answer or patience ends.

Exponential backoff with full jitter (Marc Brooker, "Exponential Backoff And Jitter", AWS
Architecture Blog): where many writers want one item, DynamoDB lets one through at a time and
refuses the others at once, so waiting at random up to a cap brings all of them through.
"""

import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from shop.errors import LimitExceeded, StoreBusy, StoreError
from shop.i18n.messages import translatable

if TYPE_CHECKING:
    from boto3.session import Session
    from mypy_boto3_dynamodb import DynamoDBClient

ClientFactory: TypeAlias = Callable[[], "DynamoDBClient"]
Sleep = Callable[[float], None]

TRIES = 45
BASE_SECONDS = 0.01
LONGEST_SECONDS = 0.8
UNANSWERED_TRIES = 4

# Also the codes of the reasons for which a transaction is cancelled.
PASSING = frozenset(
    {
        "InternalServerError",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingError",
        "ThrottlingException",
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)


class Cancelled(Exception):
    """DynamoDB cancelled a transaction for good; `reasons` parallels its actions."""

    def __init__(self, reasons: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(f"cancelled: {[reason.get('Code') for reason in reasons]}")
        self.reasons = reasons


class Patience:
    """How long one operation goes on: ``wait`` pauses, and raises StoreBusy at the end."""

    def __init__(self, sleep: Sleep, tries: int = TRIES) -> None:
        self._sleep = sleep
        self._left = tries
        self._longest = BASE_SECONDS

    def wait(self) -> None:
        self._left -= 1
        if self._left <= 0:
            raise StoreBusy(
                translatable("Others kept writing the same items; try again in a moment.")
            )
        self._sleep(random.uniform(0, self._longest))  # noqa: S311 – jitter, no secret
        self._longest = min(LONGEST_SECONDS, self._longest * 2)


class Calls:
    """DynamoDB's operations by name, over a client that is made on the first call."""

    def __init__(self, client_factory: ClientFactory, sleep: Sleep = time.sleep) -> None:
        self._client_factory = client_factory
        self._client: DynamoDBClient | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._sleep = sleep

    def patience(self) -> Patience:
        return Patience(self._sleep)

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """The answer. The parameters stay the same through every repetition, so a transaction's
        client token covers an answer that was lost on the way."""
        from botocore.exceptions import BotoCoreError, ClientError

        send = getattr(self._connected(), operation)
        patience, unanswered = self.patience(), 0
        while True:
            try:
                answer: dict[str, Any] = send(**parameters)
            except ClientError as error:
                _refuse_unless_passing(error.response)
            except BotoCoreError as error:
                unanswered += 1
                if unanswered == UNANSWERED_TRIES or not _lost_on_the_way(error):
                    raise StoreError(f"The store gave no answer: {error}") from error
            else:
                return answer
            patience.wait()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._client is not None:
                self._client.close()

    def _connected(self) -> "DynamoDBClient":
        with self._lock:
            if self._closed:
                raise StoreError("The store has been closed.")
            if self._client is None:
                self._client = self._client_factory()
            return self._client


def dynamodb_client(
    endpoint: str | None = None, session: "Session | None" = None
) -> "DynamoDBClient":
    """A client by the environment's region and credentials, unless a session brings others;
    `endpoint` points it at a double of AWS.

    It repeats nothing by itself: ``Calls`` does, and knows which answers are worth repeating.
    """
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=3,
        read_timeout=10,
        max_pool_connections=64,
        retries={"total_max_attempts": 1},
        tcp_keepalive=True,
    )
    session = session or boto3.session.Session()
    return session.client("dynamodb", endpoint_url=endpoint, config=config)


def _lost_on_the_way(error: Exception) -> bool:
    """A fault of the network, as opposed to missing credentials or wrong parameters."""
    from botocore.exceptions import ConnectionError as NoConnection
    from botocore.exceptions import HTTPClientError

    return isinstance(error, NoConnection | HTTPClientError)


def _refuse_unless_passing(response: Any) -> None:
    """Returns where a repetition may succeed; raises what the answer means otherwise."""
    code = response["Error"]["Code"]
    if code == "TransactionCanceledException":
        reasons = response.get("CancellationReasons", [])
        codes = {reason.get("Code", "None") for reason in reasons} - {"None"}
        if codes and codes <= PASSING:
            return
        raise Cancelled(reasons)
    if code not in PASSING:
        raise refusal(f"{code}: {response['Error']['Message']}")


def refusal(sentence: str) -> StoreError:
    """AWS's own sentence as an error of the shop."""
    kind = LimitExceeded if "Item size" in sentence else StoreError
    return kind(f"The store refused a write or a question: {sentence}")
