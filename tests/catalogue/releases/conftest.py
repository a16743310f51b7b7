"""A store with a clock that moves a minute with every look."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from factories import MOMENT, usd

from shop.catalogue.model import Product, Variant
from shop.catalogue.releases.model import ChangeSet, Origin, ProductChange, ProductState, Release
from shop.catalogue.releases.records import read_head
from shop.catalogue.releases.service import current_states, publish
from shop.ports import Store

ORIGIN = Origin(actor="mai@example.com", file="tea.csv")

Publish = Callable[..., Release]


class Ticking:
    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


def tea(handle: str = "sencha", price: int | None = 1250, **changes: object) -> ProductState:
    """A product with one variant whose SKU is the handle in capitals."""
    variant = Variant(sku=handle.upper(), price=None if price is None else usd(price))
    values = {"handle": handle, "title": handle.title(), "variants": (variant,), **changes}
    return ProductState(product=Product.model_validate(values), costs={variant.sku: usd(400)})


def change_set(store: Store, *states: ProductState, **others: object) -> ChangeSet:
    """What brings the catalogue to `states`, product by product."""
    now = current_states(store, [state.product.handle for state in states])
    changes = tuple(
        ProductChange(handle=handle, before=now.get(handle), after=state)
        for state in states
        for handle in [state.product.handle]
        if now.get(handle) != state
    )
    return ChangeSet(base=read_head(store).release, changes=changes, **others)


@pytest.fixture
def released(store: Store, clock: Ticking) -> Publish:
    """Publishes products: ``released(tea(), tea("gyokuro"))``."""

    def call(*states: ProductState, **others: object) -> Release:
        return publish(store, change_set(store, *states, **others), ORIGIN, clock)

    return call
