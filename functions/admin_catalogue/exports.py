"""``GET /admin/catalogue/export``: the catalogue as a file that can be imported again."""

import tempfile
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.downloads import attachment
from functions.admin.shell import desk_page
from functions.admin_catalogue.submission import XLSX
from functions.answers import services
from shop.errors import InvalidInput
from shop.i18n.messages import translatable

FORMATS = ("table", "shopify", "woocommerce")
KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
UNKNOWN = translatable("There is no such format.")


def export(request: Request) -> Response:
    """``?format=`` and ``?type=``; without them the page to choose. Raises InvalidInput."""
    asked = request.query_params
    if "format" not in asked:
        return desk_page(request, "catalogue/export.html", "catalogue", formats=FORMATS)
    name, kind = asked["format"], asked.get("type", "csv")
    if name not in FORMATS or kind not in KINDS:
        raise InvalidInput(UNKNOWN)
    from shop.catalogue.writing.exporting import write_export

    found = services(request)
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder, f"products.{kind}")
        write_export(found.store, path, name, currency=found.profile.currency)
        day = found.clock().date().isoformat()
        return attachment(path.read_bytes(), f"products-{name}-{day}.{kind}", KINDS[kind])


ROUTES = [Route("/admin/catalogue/export", export, methods=["GET"])]
