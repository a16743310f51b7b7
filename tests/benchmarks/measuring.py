"""The measurements of one size of catalogue, taken in turn so that drift hits every builder."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from comparing import Pages, differing, hugo_pages, our_pages
from ours import OurShop, report_of
from peers import Hugo, Peer, Unavailable
from timing import Command, Cost, peak_memory, run
from watching import watch_prices
from workshop import Workshop

SMALL = 1_000  # up to here the slow ones are asked as well
LARGE = 50_000  # from here on a round takes minutes
Say = Callable[[str], None]


@dataclass(slots=True)
class Builder:
    """Full builds of one generator. `prepare` gives the command of the next, into a new folder."""

    name: str
    version: str
    prepare: Callable[[], Command]
    costs: list[Cost] = field(default_factory=list)
    memory: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "version": self.version,
            "wall": [cost.wall for cost in self.costs],
            "cpu": [cost.cpu for cost in self.costs],
            "others": [cost.others for cost in self.costs],
            "median_wall": median(cost.wall for cost in self.costs),
            "median_cpu": median(cost.cpu for cost in self.costs),
            "peak_memory": self.memory,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """How often: rounds of full builds, changed prices cold and warm."""

    rounds: int
    cold: int
    warm: int

    def of(self, size: int) -> "Plan":
        """Fewer rounds where each takes minutes."""
        return Plan(min(self.rounds, 3), self.cold, self.warm) if size >= LARGE else self


def measure(workshop: Workshop, peers: Sequence[Peer], size: int, plan: Plan, say: Say) -> Any:
    """Everything about a catalogue of `size` products, as JSON."""
    plan = plan.of(size)
    say(f"{size:,} products: catalogue and store …")
    shop = OurShop(workshop, size)
    ready, skipped = _ready(peers, size)
    builders = [Builder("ours", "", shop.full_build), *(_builder(peer, size) for peer in ready)]
    hugo = next((peer for peer in ready if isinstance(peer, Hugo)), None)
    say("  the same pages? (and a first, cold run of each)")
    pages = _pages(workshop, shop, hugo)
    _take_turns(workshop, builders, plan.rounds, say)
    found = {
        "size": size,
        "rounds": plan.rounds,
        "pages": pages,
        "builders": [builder.as_json() for builder in builders],
        "ratios": _ratios(builders),
        "skipped": skipped,
        "price": _changed_price(workshop, shop, plan, say),
    }
    if hugo:
        say("  one price, hugo --watch …")
        found["hugo_watch_ms"] = watch_prices(hugo, size, 1 if size >= LARGE else 5)
    workshop.sweep()
    return found


def _ready(peers: Sequence[Peer], size: int) -> tuple[list[Peer], dict[str, str]]:
    """Those that can build `size` products here, and why the others are left out."""
    ready, skipped = [], {}
    for peer in peers:
        if size > SMALL and not isinstance(peer, Hugo):
            skipped[peer.name] = f"It is measured up to {SMALL:,} products."
            continue
        try:
            peer.prepare(size)
        except Unavailable as reason:
            skipped[peer.name] = str(reason)
        else:
            ready.append(peer)
    return ready, skipped


def _builder(peer: Peer, size: int) -> Builder:
    return Builder(peer.name, peer.version, lambda: peer.full_build(size)[0])


def _take_turns(workshop: Workshop, builders: list[Builder], rounds: int, say: Say) -> None:
    """A B A B …; the round before, which nobody times, looks at memory. What one left is swept
    away before the next begins: a hundred thousand pages take as much memory as a builder."""
    for builder in builders:
        workshop.sweep()
        say(f"  memory: {builder.name} …")
        builder.memory = peak_memory(builder.prepare())
    for number in range(1, rounds + 1):
        for builder in builders:
            workshop.sweep()
            cost = run(builder.prepare())
            builder.costs.append(cost)
            say(f"  round {number} of {rounds}: {builder.name} {cost.wall:.2f} s")


def _ratios(builders: list[Builder]) -> dict[str, dict[str, float]]:
    """Ours to each other: the median of what each round's pair gave."""
    ours, *others = builders
    found = {}
    for other in others:
        pairs = list(zip(ours.costs, other.costs, strict=True))
        found[other.name] = {
            "wall": median(mine.wall / theirs.wall for mine, theirs in pairs),
            "cpu": median(mine.cpu / theirs.cpu for mine, theirs in pairs),
            "memory": ours.memory / other.memory,
        }
    return found


def _pages(workshop: Workshop, shop: OurShop, hugo: Hugo | None) -> dict[str, Any]:
    """What both make, as plain trees, and whether they say the same."""
    home = workshop.fresh("tree")
    tree = home / "tree"
    run(shop.build(shop.store, home, "--full", "--output", str(tree)))
    found: dict[str, Any] = {"ours": _sizes(our_pages(tree))}
    if hugo:
        command, out = hugo.full_build(shop.size)
        run(command)
        different = differing(tree, out)
        found["hugo"] = _sizes(hugo_pages(out))
        found["differing_product_pages"] = len(different)
        found["first_differences"] = dict(list(different.items())[:3])
    return found


def _sizes(pages: Pages) -> dict[str, int]:
    return asdict(pages)


def _changed_price(workshop: Workshop, shop: OurShop, plan: Plan, say: Say) -> dict[str, Any]:
    """Cold: the command, from its start to its end. Warm: a resident builder, see `in_shop`."""
    store, home = shop.own_store(), workshop.fresh("home")
    run(shop.build(store, home, "--full"))
    say("  one price, cold and warm …")
    cold, pages = [], []
    for number in range(plan.cold):
        shop.change_price(store, home, number)
        cost = run(shop.build(store, home))
        cold.append(cost)
        pages.append(report_of(cost)["pages_written"])
    return {
        "cold_ms": [cost.wall * 1000 for cost in cold],
        "cold_cpu_ms": [cost.cpu * 1000 for cost in cold],
        "cold_pages": pages,
        "warm": shop.resident(store, home, plan.warm),
    }
