"""What the API's document says of the shop's health, and of itself."""

from typing import Any, Final, Literal

from typing_extensions import TypedDict

from functions.operations import Answer, Operation


class Health(TypedDict):
    """`outbox` counts messages that wait."""

    status: Literal["ok"]
    version: str
    store: str
    outbox: int


class Failing(TypedDict):
    """`store` names what is wrong with it."""

    status: Literal["failing"]
    version: str
    store: str
    outbox: int


OPERATIONS: Final = {
    ("GET", "/api/health"): Operation(
        "Whether the shop can reach its store",
        {200: Answer("It can.", Health), 503: Answer("It cannot.", Failing)},
    ),
    ("GET", "/api/openapi.json"): Operation(
        "This document", {200: Answer("OpenAPI 3.1.", dict[str, Any])}
    ),
}
