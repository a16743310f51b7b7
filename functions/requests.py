"""Reading what was sent: bounded, strict, and every fault named at once."""

import json
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from functions.problems import InvalidRequest, MalformedRequest, TooLarge, UnsupportedType
from shop.i18n.messages import translatable

MAX_BODY = 64 * 1024
MAX_FIELDS = 200
CUT_SHORT = translatable("The request ended before its body was complete.")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")

Model = TypeVar("Model", bound=BaseModel)


def content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def is_form(request: Request) -> bool:
    return content_type(request) in FORM_TYPES


async def read_json(request: Request, model: type[Model]) -> Model:
    """The body as `model`. Raises MalformedRequest, TooLarge, UnsupportedType, InvalidRequest."""
    if content_type(request) not in {"application/json", ""}:
        raise UnsupportedType(translatable("Send application/json or a plain form."))
    return validated(model, _parsed(await read_body(request)))


async def read_form(
    request: Request, *, files: int = 0, limit: int = MAX_BODY, fields: int = MAX_FIELDS
) -> FormData:
    """The form's `fields` as text, at most so many, and up to so many `files`. Raises
    MalformedRequest, TooLarge, UnsupportedType."""
    if not is_form(request):
        raise UnsupportedType(translatable("Send a form."))
    await read_body(request, limit)
    try:
        form = await request.form(max_files=files, max_fields=fields, max_part_size=limit)
        # A multipart charset may be any decoder of Python's; some make what no answer can hold.
        texts = (each for each in form.multi_items() if isinstance(each[1], str))
        "".join(str(text) for field in texts for text in field).encode()
    except HTTPException as error:  # how Starlette tells an application of a MultiPartException
        raise MalformedRequest(
            translatable("The form cannot be read: %(detail)s", detail=error.detail)
        ) from None
    except (UnicodeDecodeError, ValueError) as error:
        raise MalformedRequest(
            translatable("The form cannot be read: %(error)s.", error=str(error))
        ) from None
    return form


def validated(model: type[Model], values: Any) -> Model:
    """`values` as `model`, or InvalidRequest with every field that is wrong."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise InvalidRequest(
            translatable("Some fields cannot be used."), problems=field_problems(error)
        ) from None


def field_problems(error: ValidationError) -> list[dict[str, str]]:
    """Field, code and sentence of each fault; never the value sent, which may be anything."""
    return [
        {
            "field": ".".join(str(part) for part in fault["loc"]),
            "code": fault["type"],
            "message": fault["msg"],
        }
        for fault in error.errors(include_input=False, include_url=False, include_context=False)
    ]


async def read_body(request: Request, limit: int = MAX_BODY) -> bytes:
    """The whole body, cached on the request; stops reading at `limit` bytes."""
    if hasattr(request, "_body"):
        return await request.body()
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:18]) > limit:
        _too_large(limit)
    chunks = bytearray()
    try:
        async for chunk in request.stream():
            chunks += chunk
            if len(chunks) > limit:
                _too_large(limit)
    except ClientDisconnect:
        raise MalformedRequest(CUT_SHORT) from None
    request._body = bytes(chunks)  # noqa: SLF001 - Starlette's own cache of the body
    return request._body  # noqa: SLF001


def _too_large(limit: int) -> NoReturn:
    raise TooLarge(
        translatable("The request is larger than %(limit)s KB.", limit=str(limit // 1024))
    )


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise MalformedRequest(translatable("The body is not JSON in UTF-8.")) from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
