"""What a release does to the addresses of products: other handles, and pages that stay behind."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from shop.catalogue.former import move_items, moved_item, moves, seen, seen_item
from shop.catalogue.releases.model import ChangeSet, ProductState
from shop.ports import Item, Store


class Forwarding(NamedTuple):
    """What a release does to former handles: where they lead now, and those that no longer do."""

    release: int
    leading: Mapping[str, str]
    gone: frozenset[str]

    @property
    def handles(self) -> list[str]:
        return sorted(self.gone.union(self.leading))


def forwarding(store: Store, moved: Mapping[str, str], release: int = 0) -> Forwarding:
    """What follows from products that get other handles; nothing is read where none does.

    Who came to a product by a handle it had earlier still comes to it. A handle that a product
    gets is its own, whoever had it. Of a release that was interrupted it says the same again.
    """
    items = move_items(store) if moved else []
    done = moves(item for item in items if item.data["release"] == release)
    before = moves(item for item in items if item.data["release"] != release)
    taken = frozenset(moved.values())
    followed = {old: moved[now] for old, now in before.items() if now in moved and old not in taken}
    leading = {**followed, **done, **moved}
    return Forwarding(release, leading, taken.intersection(before) - leading.keys())


def newly_seen(store: Store, change_set: ChangeSet) -> frozenset[str]:
    """Products that a change set takes from the shoppers, under the handles they have then."""
    former = {new: old for old, new in change_set.moved.items()}
    known = seen(store, former.values())
    hidden = [c for c in change_set.told if c.after and not c.after.product.published]
    return frozenset(
        change.handle
        for change in hidden
        if _published(change.before) or former.get(change.handle) in known
    )


def _published(state: ProductState | None) -> bool:
    return state is not None and state.product.published


def former_items(store: Store, change_set: ChangeSet, forward: Forwarding) -> Iterator[Item]:
    for old, new in forward.leading.items():
        yield moved_item(old, new, forward.release)
    yield from map(seen_item, newly_seen(store, change_set))
