"""Serves the published site as a CDN would: flat files under addresses without extension.

Each request looks its path up in the manifest, so every page is of the newest release.
"""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from functions.bootstrap import Services
from generator.publishing.publisher import Found, Publisher
from infra.embedded.bodies import Bodies, Body, compressible
from infra.embedded.moved import Moved
from shop.errors import NotFound
from shop.published import kinds, redirects, security
from shop.settings import folder

FUNCTIONS = ("/api/", "/admin/")  # no pages there: an unknown address is a problem document
LARGE = 64 * 1024  # bytes that are read and compressed apart from the loop that answers


class Pages:
    """An ASGI application over the published site and the media folder."""

    def __init__(self, services: Services, publisher: Publisher) -> None:
        self._services = services
        self._address = services.settings.base_url
        self._publisher = publisher
        self._bodies = Bodies(publisher)
        self._moved = Moved(publisher)
        self._media = folder(services.settings.media, "SHOP_MEDIA")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.url.path.startswith(FUNCTIONS):
            raise HTTPException(404)
        if request.method not in {"GET", "HEAD"}:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        path = request.url.path
        if path == "/":
            return self._home(request)
        if path.startswith("/media/"):
            return self._picture(path) or await self._missing(request)
        found = self._publisher.find(path)
        target = self._moved.target(path, found)
        if target:
            return self._moved_to(request, target)
        if found is None:
            return await self._missing(request)
        headers = {"ETag": f'"{found.kept.digest}"', "Cache-Control": _caching(found.path)}
        headers |= await self._headers(found)
        if _has_it(request, found):
            return Response(status_code=304, headers=headers)
        return await self._page(request, found, headers)

    def _home(self, request: Request) -> Response:
        language = self._services.language(None, request.headers.get("accept-language", ""))
        headers = {"Vary": "Accept-Language", "Cache-Control": "no-store"}
        return RedirectResponse(f"/{language}/", 302, headers=headers)

    def _moved_to(self, request: Request, target: str) -> Response:
        """Asked again each time: the address may get a page of its own one day."""
        query = f"?{request.url.query}" if request.url.query else ""
        headers = {"Cache-Control": kinds.REVALIDATE, **security.headers("file", self._address)}
        return RedirectResponse(target + query, redirects.MOVED_FOR_EVER, headers)

    def _picture(self, path: str) -> Response | None:
        file = _inside(self._media, path.removeprefix("/media/"))
        if file is None:
            return None
        headers = {"Cache-Control": kinds.FOR_EVER, **security.headers("media", self._address)}
        return FileResponse(file, headers=headers, media_type=kinds.content_type(file.name))

    async def _page(
        self, request: Request, found: Found, headers: dict[str, str], status: int = 200
    ) -> Response:
        """`headers` are those of the bytes as they were built."""
        body = await self._body(found, compress=_takes_gzip(request))
        if body.compressed:
            weak = {"ETag": f"W/{headers['ETag']}"} if "ETag" in headers else {}
            headers = {**headers, **weak, "Content-Encoding": "gzip"}
        headers = {**headers, "Content-Length": str(len(body.content))}
        content = b"" if request.method == "HEAD" else body.content
        return Response(content, status, headers, kinds.content_type(found.path))

    async def _missing(self, request: Request) -> Response:
        found = self._publisher.find("/404")
        if found is None:
            return Response("Not Found", 404, media_type="text/plain")
        headers = {"Cache-Control": "no-store", **await self._headers(found)}
        return await self._page(request, found, headers, 404)

    async def _headers(self, found: Found) -> dict[str, str]:
        if kinds.is_page(found.path):
            chooser = self._publisher.find("/")
            home = (await self._body(chooser, compress=False)).content if chooser else b""
            headers = security.headers("page", self._address, security.inline_scripts(home))
        else:
            headers = security.headers("file", self._address)
        if compressible(found):
            headers["Vary"] = "Accept-Encoding"
        return headers

    async def _body(self, found: Found, *, compress: bool) -> Body:
        body = self._bodies.held(found, compress=compress)
        if body:
            return body
        try:
            if found.kept.size < LARGE:
                return self._bodies.make(found, compress=compress)
            return await run_in_threadpool(self._bodies.make, found, compress=compress)
        except NotFound as error:  # replaced so long ago that it was swept between two lines
            raise HTTPException(503, headers={"Retry-After": "1"}) from error


def _caching(path: str) -> str:
    return kinds.FOR_EVER if kinds.is_hashed(path) else kinds.REVALIDATE


def _takes_gzip(request: Request) -> bool:
    """RFC 9110 §12.5.3, for the one encoding there is."""
    for offer in request.headers.get("accept-encoding", "").split(","):
        name, _, quality = offer.partition(";")
        if name.strip().lower() == "gzip":
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _has_it(request: Request, found: Found) -> bool:
    """RFC 9110 §13.1.2: tags compare weakly."""
    asked = request.headers.get("if-none-match", "")
    tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
    return "*" in tags or f'"{found.kept.digest}"' in tags


def _inside(root: Path, name: str) -> Path | None:
    """The file `name` under `root`, if there is one and it does not lead out of it."""
    if "\0" in name:
        return None
    try:
        file = (root / name).resolve()
        if file.is_relative_to(root.resolve()) and file.is_file():
            return file
    except OSError:  # a name longer than the file system allows
        return None
    return None
