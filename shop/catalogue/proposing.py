"""What a file would change: the one computation behind preview and publish."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from shop.catalogue.importing import Reading
from shop.catalogue.model import Product
from shop.catalogue.reading.assembly import Assembled
from shop.catalogue.reconciling import settle
from shop.catalogue.releases.model import ChangeSet, ProductChange, ProductState
from shop.catalogue.releases.partial import completed
from shop.catalogue.releases.records import read_head
from shop.catalogue.releases.service import all_states, current_states
from shop.ports import Store
from shop.pricing.service import offer_key
from shop.stock.ledger import on_hand


@dataclass(frozen=True, slots=True)
class Choices:
    """What the owner decides beside the file: `replace` archives products it does not have,
    `leave_out` are first rows of products that stay as they are."""

    replace: bool = False
    leave_out: Collection[int] = ()


EVERYTHING = Choices()


def propose(store: Store, reading: Reading, choices: Choices = EVERYTHING) -> ChangeSet:
    """The changes from the catalogue of today to what the file says. Writes nothing."""
    base = read_head(store).release
    settled = settle(store, reading.catalogue, reading.problems)
    stored = current_states(store, [product.handle for product in settled.products])
    result = _Proposal(reading, settled)
    for product in settled.products:
        if settled.rows[product.handle] not in choices.leave_out:
            result.add(product, stored.get(product.handle))
    if choices.replace:
        mentioned = {product.handle for product in settled.products}
        result.changes += _archived(store, mentioned)
    return ChangeSet(
        base=base,
        changes=tuple(result.changes),
        unchanged=result.unchanged,
        stock=_moved(store, result.stock),
        renamed=_new_names(store, result.renamed),
    )


class _Proposal:
    """Grows product by product."""

    def __init__(self, reading: Reading, settled: Assembled) -> None:
        self._reading = reading
        self._settled = settled
        self.changes: list[ProductChange] = []
        self.renamed: dict[str, str] = {}
        self.stock: dict[str, int] = {}
        self.unchanged = 0

    def add(self, product: Product, before: ProductState | None) -> None:
        after = self._given(product)
        if before is not None:
            old_skus = self._reading.catalogue.old_skus
            after, renamed = completed(before, after, self._reading.fields, old_skus)
            self.renamed |= renamed
        stock = self._settled.stock
        self.stock |= {v.sku: stock[v.sku] for v in product.variants if v.sku in stock}
        if after == before:
            self.unchanged += 1
            return
        rows = (self._settled.rows[product.handle],)
        change = ProductChange(handle=product.handle, before=before, after=after, rows=rows)
        self.changes.append(change)

    def _given(self, product: Product) -> ProductState:
        costs = self._settled.costs
        own = {v.sku: costs[v.sku] for v in product.variants if v.sku in costs}
        return ProductState(product=product, costs=own)


def _archived(store: Store, mentioned: Collection[str]) -> Iterator[ProductChange]:
    for state in all_states(store):
        product = state.product
        if product.handle not in mentioned and product.status != "archived":
            gone = product.model_copy(update={"status": "archived"})
            after = state.model_copy(update={"product": gone})
            yield ProductChange(handle=product.handle, before=state, after=after)


def _new_names(store: Store, renamed: dict[str, str]) -> dict[str, str]:
    """Without those that another variant of the shop already had: that is no new name for it."""
    known = store.get_many(map(offer_key, renamed.values()))
    return {old: new for old, new in renamed.items() if offer_key(new) not in known}


def _moved(store: Store, stock: dict[str, int]) -> dict[str, int]:
    """Where the file's number is another than the ledger's."""
    known = on_hand(store, list(stock))
    return {sku: quantity for sku, quantity in stock.items() if known.get(sku) != quantity}
