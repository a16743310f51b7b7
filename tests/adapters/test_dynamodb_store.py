"""Faults between the shop and DynamoDB: conflicts, throttling, lost answers, halves of batches."""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from shop.adapters.dynamodb_calls import LONGEST_SECONDS, TRIES
from shop.adapters.dynamodb_store import DynamoDbStore
from shop.errors import LimitExceeded, StoreBusy, StoreError
from shop.ports import Item, Key, Put, Update

KEY = Key("P", "1")
WRITERS = 200
Answer = dict[str, Any] | Exception


class Double:
    """A client that plays the given answers in turn and remembers what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    def __getattr__(self, operation: str) -> Callable[..., dict[str, Any]]:
        def answer(**parameters: Any) -> dict[str, Any]:
            self.asked.append(parameters)
            given = self.answers.pop(0)
            if isinstance(given, Exception):
                raise given
            return given

        return answer


class Pauses(list[float]):
    __call__ = list.append


def store_over(*answers: Answer) -> tuple[DynamoDbStore, Double, Pauses]:
    double, pauses = Double(*answers), Pauses()
    return DynamoDbStore("shop", lambda: double, sleep=pauses), double, pauses


def refused(code: str, message: str = "", **response: Any) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}, **response}, "Operation")


def cancelled(*codes: str, message: str = "") -> ClientError:
    reasons = [{"Code": code, "Message": message} for code in codes]
    return refused("TransactionCanceledException", CancellationReasons=reasons)


def lost() -> ReadTimeoutError:
    return ReadTimeoutError(endpoint_url="http://double")


@pytest.mark.parametrize(
    "passing",
    [
        cancelled("TransactionConflict"),
        cancelled("ThrottlingError"),
        cancelled("ProvisionedThroughputExceeded"),
        refused("TransactionInProgressException"),
        refused("ProvisionedThroughputExceededException"),
        refused("ThrottlingException"),
        refused("RequestLimitExceeded"),
        refused("InternalServerError"),
        refused("ServiceUnavailable"),
        lost(),
        EndpointConnectionError(endpoint_url="http://double"),
    ],
    ids=str,
)
def test_what_passes_is_tried_again_under_the_same_token(passing: Exception) -> None:
    store, double, pauses = store_over(passing, passing, {})
    store.transact([Put(Item(KEY, {}))])
    assert len(double.asked) == 3
    assert double.asked[0] == double.asked[1] == double.asked[2]
    assert len(pauses) == 2


def test_each_transaction_has_its_own_token() -> None:
    store, double, _ = store_over({}, {})
    for _ in range(2):
        store.transact([Put(Item(KEY, {}))])
    assert len({asked["ClientRequestToken"] for asked in double.asked}) == 2


def test_another_form_of_a_transaction_has_its_own_token() -> None:
    store, double, _ = store_over(cancelled("ConditionalCheckFailed"), {})
    store.transact([Update(KEY, add={"n": 1})])
    assert len({asked["ClientRequestToken"] for asked in double.asked}) == 2


def test_a_conflict_beside_a_form_that_does_not_fit_is_no_fault() -> None:
    store, double, _ = store_over(cancelled("ConditionalCheckFailed", "TransactionConflict"), {})
    store.transact([Update(KEY, add={"n": 1}), Put(Item(Key("P", "2"), {}))])
    assert len(double.asked) == 2


def test_pauses_are_random_and_grow_to_a_cap() -> None:
    store, _, pauses = store_over(*[cancelled("TransactionConflict")] * (TRIES - 1), {})
    store.transact([Put(Item(KEY, {}))])
    assert len(pauses) == TRIES - 1
    assert len(set(pauses)) > TRIES / 2
    assert pauses[0] <= 0.01
    assert max(pauses) <= LONGEST_SECONDS


def test_patience_ends_in_store_busy() -> None:
    store, double, _ = store_over(*[cancelled("TransactionConflict")] * TRIES)
    with pytest.raises(StoreBusy):
        store.transact([Put(Item(KEY, {}))])
    assert double.answers == []


def test_an_item_that_comes_and_goes_ends_in_store_busy() -> None:
    store, _, _ = store_over(*[cancelled("ConditionalCheckFailed")] * 50)
    with pytest.raises(StoreBusy):
        store.transact([Update(KEY)])


def test_a_store_that_never_answers_is_not_waited_for_long() -> None:
    store, double, _ = store_over(*[lost()] * 10)
    with pytest.raises(StoreError, match="no answer"):
        store.get(KEY)
    assert len(double.asked) == 4


@pytest.mark.parametrize(
    ("answer", "error", "sentence"),
    [
        (refused("ResourceNotFoundException", "no such table"), StoreError, "no such table"),
        (refused("AccessDeniedException", "not you"), StoreError, "not you"),
        (NoCredentialsError(), StoreError, "credentials"),
        (cancelled("ValidationError", message="wrong type"), StoreError, "wrong type"),
        (cancelled("ValidationError", message="Item size to …"), LimitExceeded, "Item size"),
        (refused("ValidationException", "Item size has …"), LimitExceeded, "Item size"),
    ],
    ids=str,
)
def test_what_does_not_pass_is_not_tried_again(
    answer: Exception, error: type[StoreError], sentence: str
) -> None:
    store, double, pauses = store_over(answer)
    with pytest.raises(error, match=sentence):
        store.transact([Put(Item(KEY, {}))])
    assert (len(double.asked), pauses) == (1, [])


def test_what_a_batch_left_over_is_written_later() -> None:
    items = [Item(Key("P", str(n)), {}) for n in range(3)]
    left: list[dict[str, Any]] = []
    store, double, pauses = store_over({"UnprocessedItems": {"shop": left}}, {})
    left.append({"PutRequest": {"Item": {"pk": {"S": "P"}}}})
    store.put_many(items)
    assert [len(asked["RequestItems"]["shop"]) for asked in double.asked] == [3, 1]
    assert len(pauses) == 1


def test_what_a_batch_left_over_is_read_later() -> None:
    record = {"pk": {"S": "P"}, "sk": {"S": "1"}, "data": {"M": {}}, "version": {"N": "1"}}
    second = record | {"sk": {"S": "2"}}
    unread = {"pk": {"S": "P"}, "sk": {"S": "2"}}
    store, double, pauses = store_over(
        {"Responses": {"shop": [record]}, "UnprocessedKeys": {"shop": {"Keys": [unread]}}},
        {"Responses": {"shop": [second]}},
    )
    assert set(store.get_many([KEY, Key("P", "2")])) == {KEY, Key("P", "2")}
    assert double.asked[1]["RequestItems"]["shop"] == {"Keys": [unread], "ConsistentRead": True}
    assert len(pauses) == 1


def test_a_batch_that_makes_no_progress_ends_in_store_busy() -> None:
    left = {"UnprocessedItems": {"shop": [{"DeleteRequest": {}}]}}
    store, _, _ = store_over(*[left] * (TRIES + 1))
    with pytest.raises(StoreBusy):
        store.delete_many([KEY])


def test_reads_by_key_are_consistent() -> None:
    store, double, _ = store_over({}, {"Items": []}, {"Items": []})
    store.get(KEY)
    store.query("P")
    store.query_index("I")
    assert [asked.get("ConsistentRead", False) for asked in double.asked] == [True, True, False]


class OneAtATime:
    """Refuses whoever comes while another is being served, as DynamoDB does."""

    def __init__(self) -> None:
        self.served = 0
        self.refused = 0
        self._busy = Lock()

    def transact_write_items(self, **_: Any) -> dict[str, Any]:
        if not self._busy.acquire(blocking=False):
            self.refused += 1
            raise cancelled("TransactionConflict")
        try:
            time.sleep(0.01)
            self.served += 1
        finally:
            self._busy.release()
        return {}


def test_two_hundred_writers_of_one_item_all_get_through() -> None:
    double = OneAtATime()
    store = DynamoDbStore("shop", lambda: double)  # type: ignore[arg-type, return-value]
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(store.transact, [[Update(KEY, add={"n": 1})]] * WRITERS))
    assert double.served == WRITERS
    assert double.refused > 0


def test_importing_and_making_a_store_does_not_import_the_sdk() -> None:
    script = (
        "import sys; from shop.adapters.dynamodb_store import DynamoDbStore;"
        "DynamoDbStore('shop').close();"
        "sys.exit(any(m in sys.modules for m in ('boto3', 'botocore', 'apsw')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
