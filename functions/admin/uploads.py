"""Files that people at the desk hand over with a form."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from functions.admin.forms import Fields
from functions.apart import apart
from functions.requests import read_form

LIMIT = 5 * 1024 * 1024  # a Lambda function is handed 6 MB at most, and base64 takes a quarter


class Upload(NamedTuple):
    """`field` is the form's; `name` is what the file is called where it comes from."""

    field: str
    name: str
    content: bytes


Act = Callable[[Request, Fields, list[Upload]], Response]


def with_upload(
    act: Act, files: int = 1, limit: int = LIMIT
) -> Callable[[Request], Awaitable[Response]]:
    """As `with_form`, and the form may hold so many files; those left empty are left out."""

    async def endpoint(request: Request) -> Response:
        form = await read_form(request, files=files, limit=limit)
        fields: dict[str, str] = {}
        uploads: list[Upload] = []
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                fields[name] = value
            elif value.filename:
                uploads.append(Upload(name, value.filename, await value.read()))
        await form.close()
        return await apart(request, act, request, fields, uploads)

    return endpoint
