"""Serves the published folder as a CDN would: flat files under addresses without extension."""

import mimetypes
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from functions.bootstrap import Services
from shop.settings import folder

FOR_EVER = "public, max-age=31536000, immutable"
REVALIDATE = "public, max-age=0, must-revalidate"
PAGE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
FUNCTIONS = ("/api/", "/admin/")  # no pages there: an unknown address is a problem document
# A stored picture may be an SVG somebody uploaded: shown alone, it must not run scripts.
MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' https: data:; script-src 'self' {scripts}; "
    "style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
TYPES = {".html": "text/html; charset=utf-8", ".avif": "image/avif", ".webp": "image/webp"}


class Pages:
    """An ASGI application over the published folder and the media folder."""

    def __init__(self, services: Services, inline_scripts: tuple[str, ...] = ()) -> None:
        self._services = services
        self._public = folder(services.settings.site, "SHOP_SITE")
        self._media = folder(services.settings.media, "SHOP_MEDIA")
        self._policy = PAGE_POLICY.format(scripts=" ".join(inline_scripts)).replace(" ;", ";")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.url.path.startswith(FUNCTIONS):
            raise HTTPException(404)
        if request.method not in {"GET", "HEAD"}:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        await self._answer(request)(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        path = request.url.path
        if path == "/":
            accepted = request.headers.get("accept-language", "")
            language = self._services.language(None, accepted)
            headers = {"Vary": "Accept-Language", "Cache-Control": "no-store"}
            return RedirectResponse(f"/{language}/", 302, headers=headers)
        if path.startswith("/media/"):
            found = _inside(self._media, path.removeprefix("/media/"))
        else:
            found = self._page(path)
        if found is None:
            return self._missing()
        return self._file(found, path)

    def _page(self, path: str) -> Path | None:
        name = path.removeprefix("/")
        if not name or name.endswith("/"):
            return _inside(self._public, name + "index.html")
        return (
            _inside(self._public, name + ".html")
            or _inside(self._public, name)
            or _inside(self._public, name + "/index.html")
        )

    def _file(self, file: Path, path: str) -> FileResponse:
        hashed = path.startswith(("/assets/", "/media/"))
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
        headers = {"Cache-Control": FOR_EVER if hashed else REVALIDATE, **PAGE_HEADERS}
        if path.startswith("/media/"):
            headers["Content-Security-Policy"] = MEDIA_POLICY
        elif file.suffix == ".html":
            headers["Content-Security-Policy"] = self._policy
        return FileResponse(file, headers=headers, media_type=kind)

    def _missing(self) -> Response:
        page = self._public / "404.html"
        if page.exists():
            headers = {**PAGE_HEADERS, "Content-Security-Policy": self._policy}
            return FileResponse(page, 404, headers={**headers, "Cache-Control": "no-store"})
        return Response("Not Found", 404, media_type="text/plain")


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
