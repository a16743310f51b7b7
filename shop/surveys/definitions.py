"""The owner's survey files: ``content/surveys/<id>.toml``."""

import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from shop.errors import Misconfigured, NotFound
from shop.i18n.messages import translatable
from shop.surveys.model import Survey

UNKNOWN = translatable("There is no such survey.")


def load_surveys(folder: Path) -> list[Survey]:
    """All of them by id. Raises Misconfigured with file, setting and reason."""
    return [_read(path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.toml"))]


def find_survey(folder: Path, survey_id: str) -> Survey:
    """Raises NotFound. The id may be anything out of an address."""
    for path in folder.glob("*.toml"):
        if path.stem == survey_id:
            return _read(path, path.stat().st_mtime_ns)
    raise NotFound(UNKNOWN)


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> Survey:  # noqa: ARG001 - a changed file is another file
    name = f"content/surveys/{path.name}"
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        return Survey.model_validate({**values, "id": path.stem})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{name} cannot be read: {error}. TOML wants key = value.") from None
    except ValidationError as error:
        first = error.errors()[0]
        setting = ".".join(str(part) for part in first["loc"])
        raise Misconfigured(f"{name} cannot be used: {setting}: {first['msg']}.") from None
