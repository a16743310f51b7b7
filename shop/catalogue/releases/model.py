"""Releases, and the changes they are made of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from shop.catalogue.model import Product, Record
from shop.i18n.sentences import Sentence
from shop.money import Money

Kind = Literal["added", "changed", "removed"]
ReleaseState = Literal["applying", "live"]


class ProductState(Record):
    """All a release keeps of one product: what is shown, what it costs the shop, by SKU, and
    the moment it first came (empty: when this release goes live)."""

    product: Product
    costs: dict[str, Money] = Field(default_factory=dict)
    added: str = ""


class FieldChange(Record):
    """One field, old to new. `field` is a path: ``title``, ``variants.TEA-50.price``,
    ``texts.vi.title``, ``costs.TEA-50``; None stands for nothing."""

    field: str
    old: Any = None
    new: Any = None


class ProductChange(Record):
    """What a release does to one product. `before` is None where it is new, `after` where it
    goes; `rows` are those of the spreadsheet, as the spreadsheet numbers them."""

    handle: str
    before: ProductState | None = None
    after: ProductState | None = None
    rows: tuple[int, ...] = ()

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


class ChangeSet(Record):
    """What a release would do, against the release it was made on (`base`; 0 is the empty shop).

    `stock` sets pieces on hand by SKU, `counted` is what was on hand of them when it was compared:
    what is sold between then and the release stays sold. `renamed` maps old SKUs to new ones, whose
    stock follows; `moved` maps old handles to new ones: the product goes under the one and comes
    under the other.
    """

    base: int
    changes: tuple[ProductChange, ...] = ()
    unchanged: int = 0
    stock: dict[str, int] = Field(default_factory=dict)
    counted: dict[str, int] = Field(default_factory=dict)
    renamed: dict[str, str] = Field(default_factory=dict)
    moved: dict[str, str] = Field(default_factory=dict)

    def of_kind(self, kind: Kind) -> list[ProductChange]:
        return [change for change in self.told if change.kind == kind]

    @property
    def told(self) -> tuple[ProductChange, ...]:
        """As people see it: a product that gets another handle has changed, not gone and come."""
        if not self.moved:
            return self.changes
        before = self._moved_from()
        return tuple(
            change.model_copy(update={"before": before[change.handle]})
            if change.handle in before
            else change
            for change in self.changes
            if change.after or before.get(self.moved.get(change.handle, "")) is not change.before
        )

    def _moved_from(self) -> dict[str, ProductState]:
        """What products with a new handle were, by that handle."""
        going = {change.handle: change.before for change in self.changes if change.after is None}
        coming = {change.handle for change in self.changes if change.before is None}
        pairs = ((new, going.get(old)) for old, new in self.moved.items() if new in coming)
        return {new: before for new, before in pairs if before is not None}

    @property
    def empty(self) -> bool:
        return not (self.changes or self.renamed)


class Origin(Record):
    """Where a release came from. `file` and `sha256` name the spreadsheet, `restores` the release
    that a rollback went back to."""

    actor: str
    file: str = ""
    sha256: str = ""
    note: str = ""
    restores: int | None = None


class Release(Record):
    """An entry in the catalogue's history. `changes` is the partition its changes lie in."""

    number: int
    state: ReleaseState
    made_at: datetime
    origin: Origin
    base: int
    changes: str
    added: int = 0
    changed: int = 0
    removed: int = 0


class Scheduled(Record):
    """A change set that waits for its moment. It gets its number when it goes live."""

    id: str
    live_at: datetime
    made_at: datetime
    origin: Origin
    base: int
    changes: str
    failed: Sentence = ""


def counts(change_set: ChangeSet) -> Mapping[str, int]:
    return {
        "added": len(change_set.of_kind("added")),
        "changed": len(change_set.of_kind("changed")),
        "removed": len(change_set.of_kind("removed")),
    }
