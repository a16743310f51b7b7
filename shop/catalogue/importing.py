"""From a file to products the shop could have: ``read_file`` writes nothing but pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shop.catalogue.model import Product
from shop.catalogue.reading.assembly import Assembled, assemble
from shop.catalogue.reading.drafts import Tally
from shop.catalogue.reading.formats import AUTO
from shop.catalogue.reading.joining import Opened, join, open_file
from shop.catalogue.reading.pictures import Clean, Shelf
from shop.catalogue.reading.problems import Problems, refusal
from shop.errors import InvalidSpreadsheet
from shop.money import Money
from shop.ports import Media, PictureFolder


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


@dataclass(frozen=True, slots=True)
class Darkroom:
    """Where picture files come from, how they are cleaned, and where they go."""

    folder: PictureFolder | None = None
    media: Media | None = None
    clean: Clean | None = None


def read_file(
    source: Path | bytes,
    name: str = "",
    *,
    format: str = AUTO,  # noqa: A002 - what the command and the report call it
    currency: str,
    pictures: Darkroom | None = None,
) -> Reading:
    """Reads one file. Raises InvalidSpreadsheet where that is impossible."""
    content = source if isinstance(source, bytes) else content_of(source)
    name = name or (source.name if isinstance(source, Path) else "The file")
    return read_opened([open_file(content, name, format=format)], currency, pictures)


def read_opened(
    files: Sequence[Opened], currency: str, pictures: Darkroom | None = None
) -> Reading:
    """Reads one group of files that belong together (see ``reading/joining``).

    Pictures that are file names are put into the media folder, only if no row has an error.
    """
    joined = join(files, currency)
    problems = joined.problems
    room = pictures or Darkroom()
    media = None if problems.errors else room.media
    shelf = Shelf(room.folder, media, problems, room.clean)
    for draft in joined.drafts.products:
        shelf.place(draft)
    return Reading(
        file=joined.name,
        sha256=joined.sha256,
        format=joined.format,
        encoding=joined.encoding,
        rows=joined.rows,
        catalogue=assemble(joined.drafts.products, problems),
        tally=joined.drafts.tally,
        problems=problems,
        fields=joined.drafts.fields,
    )


def refuse_errors(reading: Reading) -> None:
    errors = reading.problems.errors
    if not errors:
        return
    first = errors[0]
    place = ", ".join(filter(None, (reading.problems.place(first.row), first.column)))
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    raise InvalidSpreadsheet(
        f"Nothing was imported from {reading.file}. {place}: {first.message}{more}",
        reading.problems.as_json(),
    )


def content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refusal("unreadable", f"{path.name} cannot be opened: {error.strerror}.") from None
