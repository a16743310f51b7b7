"""``shop export``."""

from contextlib import closing
from pathlib import Path
from typing import Any

from functions.bootstrap import compose
from shop.catalogue.releases.applying import recover
from shop.catalogue.writing.exporting import write_export
from shop.settings import Settings


def export_catalogue(settings: Settings, file: Path, name: str) -> dict[str, Any]:
    """Writes the catalogue of today; says what the format could not hold."""
    services = compose(settings)
    with closing(services.store) as store:
        recover(store)
        done = write_export(store, file, name, currency=services.profile.currency)
    left_out = [{"handle": each.handle, "reason": each.reason} for each in done.left_out]
    return {
        "file": str(file),
        "format": name,
        "products": done.products,
        "rows": done.rows,
        "left_out": left_out,
    }
