"""A submission: files, an edited product or a way back, from the moment it is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from pydantic import Field

from shop.catalogue.model import Record
from shop.catalogue.reading.faults import Faulty
from shop.catalogue.reading.pictures import Clean
from shop.clock import Clock
from shop.i18n.sentences import Sentence
from shop.ports import Media, PictureFolder, Store, Uploads

Kind = Literal["file", "edit", "restore"]

KEPT = timedelta(days=1)  # as long as its staged changes (``releases/service.ABANDONED``)


class Wishes(Record):
    """How files are to be read, as the owner says. `columns` maps names of columns to fields;
    `replace` archives products that no file has."""

    format: str = "auto"
    currency: str = ""
    faulty: Faulty = "refuse"
    replace: bool = False
    columns: dict[str, str] = Field(default_factory=dict)


class Counts(Record):
    """Products by what happens to them, SKUs whose stock is set, and pages of the difference."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    archived: int = 0
    unchanged: int = 0
    stock: int = 0
    pages: int = 0


class Submission(Record):
    """`base` is the release it was compared with, `changes` the partition its change set is staged
    under ("" where there is nothing to publish), `question` the name of what was asked about its
    pages. `refused` says why nothing of it can be published. `columns` are those of a plain table
    and what they were taken for, which somebody may correct. `left_out` are first rows of products
    that stay as they are. `look` is another each time it was compared: who decides says which they
    saw. In the end it became `release`, waits as `scheduled`, or only counted stock (`done`)."""

    id: str
    kind: Kind
    made_at: datetime
    actor: str
    title: str
    files: tuple[str, ...] = ()
    pictures: str = ""
    wishes: Wishes = Field(default_factory=Wishes)
    restores: int | None = None
    base: int = 0
    changes: str = ""
    question: str = ""
    counts: Counts = Field(default_factory=Counts)
    refused: Sentence = ""
    columns: dict[str, str] = Field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    look: str = ""
    release: int | None = None
    scheduled: str = ""
    done: bool = False

    @property
    def over(self) -> bool:
        return self.done or self.release is not None or bool(self.scheduled)


@dataclass(frozen=True, slots=True)
class Recount:
    """An SKU whose stock a file sets: what is on hand (None: nobody has counted yet), and what the
    file says."""

    sku: str
    there: int | None
    file: int


class OpenZip(Protocol):
    def __call__(self, path: Any, /) -> PictureFolder: ...


@dataclass(frozen=True, slots=True)
class Workshop:
    """What reading and publishing a submission takes. `trial` names pictures and keeps none."""

    store: Store
    uploads: Uploads
    media: Media
    trial: Media
    clean: Clean
    open_zip: OpenZip
    clock: Clock
    currency: str
    languages: tuple[str, ...]
    default_language: str


@dataclass(frozen=True, slots=True)
class Diff:
    """One page of what would change: products as ``releases/diff.diff_json`` has them."""

    changes: tuple[Mapping[str, Any], ...]
    page: int
    pages: int
