"""Files of any size, off the wire onto the disk: never whole in memory."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import BinaryIO, NamedTuple

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from functions.admin.forms import Fields
from functions.answers import services
from functions.apart import apart
from functions.bootstrap import Services
from functions.problems import MalformedRequest, TooLarge, UnsupportedType
from functions.requests import CUT_SHORT, content_type
from shop.errors import InvalidInput
from shop.i18n.messages import translatable

HERE = 512 * 1024 * 1024
ON_AWS = 4_400_000  # a Lambda function is handed 6 MB at most, and base64 takes a quarter
MOST_FILES = 20
TOO_LARGE = translatable("These files are too large. Hand in fewer at a time, or pictures later.")
NOT_TEXT = translatable("The name of a file or field cannot be read.")


class Received(NamedTuple):
    """`field` is the form's; `name` is what the file is called where it comes from."""

    field: str
    name: str
    stream: BinaryIO


Act = Callable[[Request, Fields, list[Received]], Response]


def largest(found: Services) -> int:
    """Bytes of one form with its files."""
    return HERE if found.settings.embedded else ON_AWS


def with_files(act: Act) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that gives a form's fields and files to `act`, apart from the loop that answers.
    What is too large, or no such form, comes to `act` as no files and the field ``refused``."""

    async def endpoint(request: Request) -> Response:
        if content_type(request) != "multipart/form-data":
            raise UnsupportedType(translatable("Send a form with files."))
        try:
            form = await _form(request, largest(services(request)))
        except InvalidInput as error:
            return await apart(request, act, request, {"refused": error.message}, [])
        try:
            return await apart(request, act, request, _fields(form), _files(form))
        finally:
            await form.close()

    return endpoint


async def _form(request: Request, limit: int) -> FormData:
    parser = MultiPartParser(
        request.headers, _bounded(request, limit), max_files=MOST_FILES, max_fields=50
    )
    try:
        form = await parser.parse()
    except (MultiPartException, UnicodeDecodeError, ValueError, KeyError):
        raise MalformedRequest(NOT_TEXT) from None
    except ClientDisconnect:
        raise MalformedRequest(CUT_SHORT) from None
    try:
        "".join(map(str, _names(form))).encode()
    except UnicodeEncodeError:
        await form.close()
        raise MalformedRequest(NOT_TEXT) from None
    return form


async def _bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """What is too large is read to its end all the same: a browser that is cut off while it sends
    shows its own error instead of the sentence."""
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= limit:
            yield chunk
    if size > limit:
        raise TooLarge(TOO_LARGE)


def _names(form: FormData) -> list[str]:
    return [
        text
        for name, value in form.multi_items()
        for text in (name, (value.filename or "") if isinstance(value, UploadFile) else value)
    ]


def _fields(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


def _files(form: FormData) -> list[Received]:
    """Those of a form's places for files that were filled."""
    return [
        Received(name, _own_name(value.filename), value.file)
        for name, value in form.multi_items()
        if isinstance(value, UploadFile) and value.filename
    ]


def _own_name(name: str) -> str:
    """Without the folders that some browsers send."""
    return name.replace("\\", "/").rpartition("/")[2][:200] or "file"
