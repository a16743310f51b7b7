"""What the shop needs of the outside, as protocols. Adapters are in ``shop/adapters``.

The store is shaped like DynamoDB's single table, so that each rule is written once: items under
(`pk`, `sk`), each with a version and optionally a place in one secondary index.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, TypeAlias

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

MAX_TRANSACTION_ITEMS = 100
MAX_TRANSACTION_BYTES = 4 * 1024 * 1024
MAX_ITEM_BYTES = 400 * 1024
MAX_WRITE_FIELDS = 60  # of one Update, and conditions of one write
MAX_PAGE = 1000


class Key(NamedTuple):
    """1 to 2048 bytes of `pk`, 1 to 1024 of `sk`. Reading a key that could not be stored finds
    nothing, so that an id out of an address needs no checks."""

    pk: str
    sk: str


class IndexKey(NamedTuple):
    """Where an item stands in the secondary index; eventually consistent on DynamoDB."""

    pk: str
    sk: str


@dataclass(frozen=True, slots=True)
class Item:
    """What is stored. `data` is JSON without floats, integers of at most 63 bits, no empty field
    names; `expires_at` is in seconds since 1970.

    `version` is the store's, whatever a caller puts there: 0 for an item not stored yet, 1 after
    the first transaction that writes it, then one more for every transaction; `put_many` makes it
    larger by any amount. An item past `expires_at` does not exist for any read or condition,
    though its version may go on counting when it is written anew.
    """

    key: Key
    data: Mapping[str, Json]
    index: IndexKey | None = None
    expires_at: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Absent:
    """Nothing is stored under the key."""


@dataclass(frozen=True, slots=True)
class Present:
    """Something is stored under the key."""


@dataclass(frozen=True, slots=True)
class VersionIs:
    """The item is still the one that was read; 0 means that there was none."""

    version: int


@dataclass(frozen=True, slots=True)
class FieldIs:
    """The top-level field of `data` exists and equals `value` as JSON does (true is not 1)."""

    name: str
    value: str | int | bool | None


@dataclass(frozen=True, slots=True)
class FieldAtLeast:
    """The top-level field of `data` exists and is a number of at least `minimum`."""

    name: str
    minimum: int


Condition: TypeAlias = Absent | Present | VersionIs | FieldIs | FieldAtLeast


@dataclass(frozen=True, slots=True)
class Put:
    """Replaces the whole item (its data, index place and expiry) if every condition holds."""

    item: Item
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Delete:
    key: Key
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """Writes nothing; cancels the transaction unless every condition holds."""

    key: Key
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """Adds to and sets top-level fields in place, so that writers need not read first.

    An absent item is created (a missing number counts as 0) unless a condition forbids it. The
    item keeps its index place and expiry. An expired item fails as `Present` would. Adding to
    what is no number is a StoreError.
    """

    key: Key
    add: Mapping[str, int] = field(default_factory=dict)
    set: Mapping[str, Json] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()


Write: TypeAlias = Put | Delete | Check | Update


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a query. `next` goes into `after` of the next call; None at the end."""

    items: Sequence[Item]
    next: str | None


class Store(Protocol):
    """Reads by key and by prefix are consistent; `query_index` may lag behind a write."""

    def get(self, key: Key) -> Item | None: ...

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """Those of `keys` that exist; any number of keys, duplicates allowed."""

    def get_across(self, pks: Iterable[str], sk: str) -> dict[str, Mapping[str, Json]]:
        """`data` of what lies under `sk` in each of these partitions, by partition: one fact about
        many things, for those who read thousands of them."""

    def query(
        self,
        pk: str,
        prefix: str = "",
        *,
        after: str | None = None,
        limit: int = MAX_PAGE,
        descending: bool = False,
    ) -> Page:
        """Items of one partition whose `sk` starts with `prefix`, in code-point order of UTF-8.

        `after` is an `sk`, whether or not something is stored there: the page begins behind it
        (before it when descending). None and "" mean the beginning. `next` is None exactly where
        nothing follows. Raises LimitExceeded for a limit outside 1 to MAX_PAGE, InvalidInput for
        an `after` that no `next` can have been.
        """

    def query_index(
        self,
        pk: str,
        prefix: str = "",
        *,
        after: str | None = None,
        limit: int = MAX_PAGE,
        descending: bool = False,
    ) -> Page:
        """The same over the secondary index, where `after` is only ever a `next`.

        Items with equal index keys come in the order of their own keys on SQLite and in any order
        on DynamoDB.
        """

    def keys(self, pk: str, prefix: str = "") -> list[str]:
        """The `sk` alone of every item `query` would give, in its order: for those who want to
        know what there is, and read it in parts."""

    def transact(self, writes: Sequence[Write]) -> None:
        """All of `writes` or none, each on a different key. No writes, no effect.

        Raises TransactionCancelled with the first failed condition of each write, LimitExceeded,
        InvalidInput for text with half a character in it, StoreError for data that is no JSON or
        a key named twice, or StoreBusy when others kept writing the same items through every
        retry (nothing is written then).
        """

    def put_many(self, items: Iterable[Item]) -> None:
        """Unconditional writes of any number of items; each is atomic, the whole is not.

        Of several items with one key, the last one stays.
        """

    def delete_many(self, keys: Iterable[Key]) -> None:
        """Unconditional deletes of any number of keys; each is atomic, the whole is not."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Mail:
    """A message ready to send. `id` is its identity: the same id is the same mail. `unsubscribe` is
    the address of a page that ends mails of its kind, also by a bare POST (RFC 8058)."""

    id: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    language: str
    reply_to: str | None = None
    unsubscribe: str | None = None


class Sender(NamedTuple):
    """Who the shop's mails come from: an ASCII address and the shop's name."""

    address: str
    name: str


class Mailer(Protocol):
    via: str  # what the delivery log calls it

    def send(self, mail: Mail) -> str:
        """Hands the mail over durably; returns what was answered, for the log.

        Raises Undelivered (permanent) where the receiver refuses it for good, and anything else
        where the outbox may try again.
        """


class Media(Protocol):
    """Pictures and downloads, stored under a name that contains a hash of their content."""

    def put(self, name: str, content: bytes) -> str:
        """Stores `content` and returns its public path (``/media/<hash>-<name>``)."""

    def read(self, path: str) -> bytes | None:
        """What is stored under a public path; None where nothing is."""

    def names(self) -> Iterable[str]:
        """Of everything that is stored, without ``/media/``."""


class Uploads(Protocol):
    """Files somebody hands over at the desk, and what was read out of them, until it is published
    or forgotten. Nobody else ever sees them. Names are ``<id>/<name>``, both the shop's own."""

    def keep(self, name: str, source: BinaryIO) -> None:
        """Copies `source` to its end. Raises NoSpace."""

    def read(self, name: str) -> bytes:
        """Raises NotFound where nothing is kept under `name`, or no longer."""

    def file(self, name: str) -> AbstractContextManager[Path]:
        """The same as a file of this machine, as long as the block runs. Raises NotFound."""

    def forget(self, id: str) -> None:  # noqa: A002 - the first part of the names
        """Everything kept under `id`."""

    def forget_before(self, moment: datetime) -> None:
        """Everything that was kept before `moment`."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL led to: bytes not yet known to be a picture. `etag` may be empty."""

    content: bytes
    etag: str = ""


class PictureSource(Protocol):
    """Pictures out of the public web, and from nowhere else."""

    def fetch(self, url: str) -> Fetched:
        """Raises InvalidPicture for what will not get better by waiting (an address that is not
        public, too large, not found), PictureUnavailable for what may."""


class PictureFolder(Protocol):
    """Files an owner hands over with a spreadsheet: a folder or a zip."""

    def find(self, name: str) -> bytes | None:
        """The file that a spreadsheet calls `name`, with or without its folder, in letters of any
        case; None where there is none. Raises InvalidPicture for one that cannot be read."""


class Templates(Protocol):
    def render(self, name: str, language: str, **context: object) -> str:
        """The template `name` of the theme, filled in, in `language`."""


class Kept(NamedTuple):
    """Bytes that the published site keeps: the digest they are found by, and how many."""

    digest: str
    size: int


class Change(NamedTuple):
    """What a release of the site does at one path; None stands for nothing there."""

    path: str
    before: Kept | None
    after: Kept | None


@dataclass(frozen=True, slots=True)
class SiteRelease:
    """A state the published site was in. `at` is in seconds since 1970; pages are HTML files."""

    number: int
    at: int
    note: str = ""
    pages_written: int = 0
    pages_deleted: int = 0
    bytes_written: int = 0


class SiteFiles(Protocol):
    """The published site: bytes under paths like ``vi/products/phin.html``.

    Readers see one release or the next. `keep`, `flush` and `flip` are for whoever is `alone`;
    processes forked there may `keep` too, if they end by ``os._exit`` and `flush` before.
    """

    def alone(self) -> AbstractContextManager[None]:
        """One publisher at a time; another waits. Begins by finishing or forgetting what one
        that was killed left behind, and ends by forgetting what was kept and not flipped to."""

    def keep(self, path: str, content: bytes) -> Kept:
        """Lays bytes down where no reader sees them yet. Raises NoSpace."""

    def flush(self) -> None:
        """Returns when everything that this process kept is there. Raises what went wrong."""

    def flip(self, release: SiteRelease, changes: Sequence[Change]) -> None:
        """Readers see the next release from here on. `changes` are in the order in which those
        must be made that readers would see one by one. Raises NoSpace."""

    def live(self, paths: Collection[str] | None = None) -> dict[str, Kept]:
        """What readers are shown: at those of `paths` where something is, or everywhere."""

    def find(self, path: str) -> Kept | None:
        """What to answer a reader with: `live`, or an asset of a page that was shown lately."""

    def read(self, kept: Kept) -> bytes:
        """Raises NotFound where the site keeps them no more."""

    def releases(self, limit: int | None = None) -> list[SiteRelease]:
        """Those that `before` can bring back, newest first; of many the newest `limit`."""

    def before(self, number: int) -> dict[str, Kept | None]:
        """What release `number` showed at every path that changed since, but those that no release
        remembers (`shop.published.kinds`): their former bytes are gone. Raises NotFound for one
        that is not kept."""

    def lost(self) -> frozenset[str]:
        """Paths whose bytes did not survive a power failure, and were not written since."""

    def tidy(self) -> None:
        """Housekeeping that can wait: deletions that are due, bytes nobody needs any more."""

    def close(self) -> None: ...


class Cdn(Protocol):
    """Copies of the site near its readers."""

    def forget(self, addresses: Collection[str], reference: str) -> None:
        """Has copies made anew. The same `reference` is the same wish, however often it is sent."""
