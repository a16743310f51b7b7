"""From a file to products the shop could have: ``read_file`` writes nothing but pictures."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from shop.catalogue.model import Product
from shop.catalogue.reading.assembly import Assembled, assemble
from shop.catalogue.reading.drafts import Tally
from shop.catalogue.reading.formats import AUTO, choose
from shop.catalogue.reading.pictures import Shelf
from shop.catalogue.reading.problems import Problems, refusal
from shop.catalogue.reading.sheets import read_sheet
from shop.errors import InvalidSpreadsheet
from shop.money import Money
from shop.ports import Media


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as a catalogue. `costs` and `stock` are by SKU; `rows` are data records.

    `tally` holds the control figures of the format's own columns (see `Tally`), `fields` what the
    file has columns for (see ``releases/partial``; None: everything).
    """

    file: str
    sha256: str
    format: str
    encoding: str | None
    rows: int
    catalogue: Assembled
    tally: Tally
    problems: Problems
    fields: frozenset[str] | None = None

    @property
    def products(self) -> list[Product]:
        return self.catalogue.products

    @property
    def costs(self) -> dict[str, Money]:
        return self.catalogue.costs

    @property
    def stock(self) -> dict[str, int]:
        return self.catalogue.stock


def read_file(  # noqa: PLR0913 - an import has this many settings
    source: Path | bytes,
    name: str = "",
    *,
    format: str = AUTO,  # noqa: A002 - what the command and the report call it
    currency: str,
    pictures: Path | None = None,
    media: Media | None = None,
) -> Reading:
    """Reads a csv, tsv or xlsx file. Raises InvalidSpreadsheet where that is impossible.

    Pictures that are file names are looked for in `pictures`, else in ``pictures/`` beside the
    file and beside the file itself, and put into `media` (only if no row has an error).
    """
    content = source if isinstance(source, bytes) else _content(source)
    name = name or (source.name if isinstance(source, Path) else "The file")
    problems = Problems()
    sheet = read_sheet(content, name, problems)
    chosen = choose(format, sheet.header, name)
    drafts = chosen.read(sheet, problems, currency)
    shelf = Shelf(_folders(source, pictures), None if problems.errors else media, problems)
    for draft in drafts.products:
        shelf.place(draft)
    return Reading(
        file=name,
        sha256=hashlib.sha256(content).hexdigest(),
        format=chosen.name,
        encoding=sheet.encoding,
        rows=sheet.records,
        catalogue=assemble(drafts.products, problems),
        tally=drafts.tally,
        problems=problems,
        fields=drafts.fields,
    )


def refuse_errors(reading: Reading) -> None:
    errors = reading.problems.errors
    if not errors:
        return
    first = errors[0]
    place = ", ".join(filter(None, (f"row {first.row}" if first.row else "", first.column)))
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    raise InvalidSpreadsheet(
        f"Nothing was imported from {reading.file}. {place}: {first.message}{more}",
        reading.problems.as_json(),
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refusal("unreadable", f"{path.name} cannot be opened: {error.strerror}.") from None


def _folders(source: Path | bytes, pictures: Path | None) -> list[Path]:
    if pictures is not None:
        return [pictures]
    return [source.parent / "pictures", source.parent] if isinstance(source, Path) else []
