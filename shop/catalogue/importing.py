"""From a file to products the shop could have: ``read_file`` writes nothing but pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shop.catalogue.model import Product
from shop.catalogue.reading.assembly import Assembled, Place, assemble
from shop.catalogue.reading.belonging import words_of
from shop.catalogue.reading.drafts import DraftProduct, Tally
from shop.catalogue.reading.faults import Fault, Faulty
from shop.catalogue.reading.formats import AUTO
from shop.catalogue.reading.joining import Joined, Opened, join, open_file
from shop.catalogue.reading.pictures import Clean, Shelf
from shop.catalogue.reading.problems import Problem, Problems, refusal
from shop.errors import InvalidSpreadsheet
from shop.i18n.messages import translatable
from shop.money import Money
from shop.ports import Media, PictureFolder

NOTHING = translatable("Nothing was imported from %(file)s. %(place)s: %(fault)s")
NOTHING_OF_MORE = translatable(
    "Nothing was imported from %(file)s. %(place)s: %(fault)s (%(more)s more)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as a catalogue. `costs` and `stock` are by SKU; `rows` are data records.

    `tally` holds the control figures of the format's own columns (see `Tally`), `fields` what the
    file has columns for (see ``releases/partial``; None: everything). `words` are all
    texts of faulty rows that are no product, which may be those of a product the shop has.
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
    words: frozenset[str] = frozenset()

    @property
    def faults(self) -> list[Fault]:
        """Products that are faulty and rows that are none, in the order of the file."""
        found = [*self.catalogue.faults.values(), *self.catalogue.strays]
        return sorted(found, key=lambda fault: fault.row)

    @property
    def products(self) -> list[Product]:
        return self.catalogue.products

    def going(self, faulty: Faulty) -> list[Product]:
        """Those that are not left out for their faults."""
        faults = self.catalogue.faults if faulty == "refuse" else {}
        return [product for product in self.products if product.handle not in faults]

    @property
    def costs(self) -> dict[str, Money]:
        return self.catalogue.costs

    @property
    def stock(self) -> dict[str, int]:
        return self.catalogue.stock


@dataclass(frozen=True, slots=True)
class Darkroom:
    """Where picture files come from, how they are cleaned, and where they go.

    `faulty` is what the owner wants of products with faulty rows: only what goes on is kept.
    """

    folder: PictureFolder | None = None
    media: Media | None = None
    clean: Clean | None = None
    faulty: Faulty = "refuse"


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

    Pictures that are file names are put into the media folder, those of products that go on.
    """
    joined = join(files, currency)
    place = _placing(pictures or Darkroom(), joined.problems)
    fields = joined.drafts.fields
    titled = fields is None or "title" in fields
    products = joined.drafts.products
    return _reading(joined, assemble(products, joined.problems, place, titled=titled))


def _placing(room: Darkroom, problems: Problems) -> Place:
    shelf = Shelf(room.folder, room.media, problems, room.clean)

    def place(draft: DraftProduct, fault: Fault | None) -> None:
        stopped = problems.failed(None) or (room.faulty == "stop" and problems.failed_rows)
        shelf.place(draft, keep=not stopped and (fault is None or room.faulty == "draft"))

    return place


def _reading(joined: Joined, catalogue: Assembled) -> Reading:
    strays = [row for fault in catalogue.strays for row in fault.rows]
    return Reading(
        file=joined.name,
        sha256=joined.sha256,
        format=joined.format,
        encoding=joined.encoding,
        rows=joined.rows,
        catalogue=catalogue,
        tally=joined.drafts.tally,
        problems=joined.problems,
        fields=joined.drafts.fields,
        words=words_of(joined.sheets, strays) if strays else frozenset(),
    )


def check_usable(reading: Reading, faulty: Faulty) -> None:
    """Raises InvalidSpreadsheet where nothing of the file may be imported: something is wrong with
    it as a whole, a row is faulty and the owner said to stop at that, or no product is left.
    """
    problems = reading.problems
    stopped = problems.errors if faulty == "stop" else problems.errors_in([None])
    if stopped or (reading.faults and not reading.going(faulty)):
        raise _refused(reading, stopped or problems.errors)


def _refused(reading: Reading, errors: Sequence[Problem]) -> InvalidSpreadsheet:
    first = errors[0]
    place, more = reading.problems.place(first.row), len(errors) - 1
    if first.column:
        place = translatable("%(place)s, %(column)s", place=place, column=first.column)
    sentence = NOTHING_OF_MORE if more else NOTHING
    return InvalidSpreadsheet(
        translatable(sentence, file=reading.file, place=place, fault=first.message, more=str(more)),
        reading.problems.as_json(),
    )


def content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refusal(
            "unreadable",
            translatable(
                "%(name)s cannot be opened: %(reason)s.", name=path.name, reason=str(error.strerror)
            ),
        ) from None
