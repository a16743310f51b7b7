"""What a file would change: the one computation behind preview and publish."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from shop.catalogue.importing import Reading
from shop.catalogue.model import Product
from shop.catalogue.reading.assembly import Assembled
from shop.catalogue.reading.faults import Fault, Faulty
from shop.catalogue.reconciling import settle
from shop.catalogue.releases.keeping import as_draft
from shop.catalogue.releases.model import ChangeSet, ProductChange, ProductState
from shop.catalogue.releases.partial import completed
from shop.catalogue.releases.records import read_head
from shop.catalogue.releases.service import all_states, current_states
from shop.ports import Store
from shop.pricing.keys import offer_key
from shop.stock.ledger import on_hand


@dataclass(frozen=True, slots=True)
class Choices:
    """What the owner decides beside the file: `replace` archives products it does not have,
    `leave_out` are first rows of products that stay as they are, `faulty` says what becomes of
    products with faulty rows (a reading that keeps pictures has to know it too: `Darkroom`).
    `stock` is what was on hand, by SKU (None: not counted yet), where somebody saw that the file
    has another number: only these are set. Without it the file is compared with the ledger."""

    replace: bool = False
    leave_out: Collection[int] = ()
    faulty: Faulty = "refuse"
    stock: Mapping[str, int | None] | None = None


EVERYTHING = Choices()


@dataclass(frozen=True, slots=True)
class Proposal:
    """`refused` stay in the shop as they are, `drafted` are kept as drafts, in the order of the
    file; `archived` are handles of products that go because the file does not have them."""

    changes: ChangeSet
    refused: tuple[Fault, ...] = ()
    drafted: tuple[Fault, ...] = ()
    archived: tuple[str, ...] = ()


def propose(store: Store, reading: Reading, choices: Choices = EVERYTHING) -> Proposal:
    """The changes from the catalogue of today to what the file says. Writes nothing."""
    base = read_head(store).release
    keeps = choices.faulty == "draft"
    settled = settle(store, reading.catalogue, reading.problems, faulty=keeps)
    stored = _stored(store, settled)
    result = _Changes(reading, settled)
    for product in settled.products:
        if settled.rows[product.handle] not in choices.leave_out:
            result.add(product, stored.get(product.handle))
    gone = list(_archived(store, settled, reading.words)) if choices.replace else []
    faults = settled.faults.values()
    stock, counted = _moved(store, result.stock, choices.stock)
    refused = [*settled.strays, *(() if keeps else faults)]
    return Proposal(
        ChangeSet(
            base=base,
            changes=(*result.changes, *gone),
            unchanged=result.unchanged,
            stock=stock,
            counted=counted,
            renamed=_new_names(store, result.renamed),
            moved=result.moved,
        ),
        refused=_in_order(refused),
        drafted=_in_order(faults) if keeps else (),
        archived=tuple(change.handle for change in gone),
    )


class _Changes:
    """Grows product by product."""

    def __init__(self, reading: Reading, settled: Assembled) -> None:
        self._reading = reading
        self._settled = settled
        self._skus = {v.sku for product in settled.products for v in product.variants}
        self.changes: list[ProductChange] = []
        self.renamed: dict[str, str] = {}
        self.moved: dict[str, str] = {}
        self.stock: dict[str, int] = {}
        self.unchanged = 0

    def add(self, product: Product, before: ProductState | None) -> None:
        after = self._given(product)
        if before is not None:
            old_skus = self._reading.catalogue.old_skus
            after, renamed = completed(before, after, self._reading.fields, old_skus)
            after = _under(product.handle, after)
            self.renamed |= renamed
        if product.handle in self._settled.faults:
            after = as_draft(before, after, self._reading.catalogue.old_skus, self._skus)
        stock = self._settled.stock
        self.stock |= {v.sku: stock[v.sku] for v in product.variants if v.sku in stock}
        if after == before:
            self.unchanged += 1
            return
        rows = (self._settled.rows[product.handle],)
        if before is not None and before.product.handle != product.handle:
            old = before.product.handle
            self.moved[old] = product.handle
            self.changes.append(ProductChange(handle=old, before=before, rows=rows))
            before = None
        change = ProductChange(handle=product.handle, before=before, after=after, rows=rows)
        self.changes.append(change)

    def _given(self, product: Product) -> ProductState:
        costs = self._settled.costs
        own = {v.sku: costs[v.sku] for v in product.variants if v.sku in costs}
        return ProductState(product=product, costs=own)


def _under(handle: str, state: ProductState) -> ProductState:
    """`state` as that of a product called `handle`."""
    product = state.product.model_copy(update={"handle": handle})
    return state.model_copy(update={"product": product})


def _stored(store: Store, settled: Assembled) -> dict[str, ProductState]:
    """What the shop has of the file's products, by the handles these have in the file."""
    states = current_states(store, [*(it.handle for it in settled.products), *settled.moved])
    return {settled.moved.get(handle, handle): state for handle, state in states.items()}


def _in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.row))


def _archived(store: Store, settled: Assembled, words: frozenset[str]) -> Iterator[ProductChange]:
    """Products of the shop that the file does not have. A faulty one is in it, whatever becomes of
    its row; so is one whose handle, SKU or title stands in a row that could not be read."""
    here = {*settled.rows, *settled.faults, *settled.moved}
    for state in all_states(store):
        product = state.product
        names = {product.handle, product.title, *(variant.sku for variant in product.variants)}
        if product.status == "archived" or product.handle in here or names & words:
            continue
        gone = product.model_copy(update={"status": "archived"})
        after = state.model_copy(update={"product": gone})
        yield ProductChange(handle=product.handle, before=state, after=after)


def _new_names(store: Store, renamed: dict[str, str]) -> dict[str, str]:
    """Without those that another variant of the shop already had: that is no new name for it."""
    known = store.get_many(map(offer_key, renamed.values()))
    return {old: new for old, new in renamed.items() if offer_key(new) not in known}


def _moved(
    store: Store, stock: Mapping[str, int], seen: Mapping[str, int | None] | None
) -> tuple[dict[str, int], dict[str, int]]:
    """The file's numbers where they are others than was `seen` on hand, or is now; and these."""
    known: Mapping[str, int | None] = on_hand(store, list(stock)) if seen is None else seen
    asked = stock if seen is None else {sku: stock[sku] for sku in seen if sku in stock}
    moved = {sku: quantity for sku, quantity in asked.items() if known.get(sku) != quantity}
    pairs = ((sku, known.get(sku)) for sku in moved)
    return moved, {sku: there for sku, there in pairs if there is not None}
