"""Errors in the shape of Stripe's (docs.stripe.com/api/errors)."""

from typing import Any


class ApiError(Exception):
    """`begun` says whether the call got past the check of its parameters: only then its answer is
    kept under its idempotency key (docs.stripe.com/api/idempotent_requests)."""

    def __init__(
        self, status: int, code: str, message: str, *, param: str = "", begun: bool = True
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.param = param
        self.begun = begun

    def body(self) -> dict[str, Any]:
        kinds = {402: "card_error", 429: "api_error", 500: "api_error"}
        kind = "idempotency_error" if self.code.startswith("idempotency") else None
        error: dict[str, Any] = {
            "type": kind or kinds.get(self.status, "invalid_request_error"),
            "message": self.message,
        }
        if self.code:
            error["code"] = self.code
        if self.param:
            error["param"] = self.param
        if self.status == 402:
            error["decline_code"] = "generic_decline"
        return {"error": error}


def unusable(param: str, message: str) -> ApiError:
    return ApiError(400, "parameter_invalid", message, param=param, begun=False)


def missing(kind: str, name: str) -> ApiError:
    return ApiError(404, "resource_missing", f"No such {kind}: '{name}'", param="id", begun=False)


def wrong_state(kind: str, state: object, wish: str) -> ApiError:
    return ApiError(
        400,
        f"{kind}_unexpected_state",
        f"This {kind} could not be {wish} because it has a status of {state}.",
    )
