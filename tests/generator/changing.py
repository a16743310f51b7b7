"""A shop that changes in every way an owner can think of, and what readers see of it."""

import shutil
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from factories import MOMENT, profile

from generator.build import Builder
from generator.publishing.publisher import Publisher
from generator.report import BuildReport
from generator.site import Site
from shop.adapters.sqlite_store import SqliteStore
from shop.adapters.theme import Theme
from shop.catalogue.model import Product
from shop.catalogue.releases.model import ChangeSet, Origin, ProductChange, ProductState
from shop.catalogue.releases.records import read_head
from shop.catalogue.releases.service import current_states, publish
from shop.rebuilds.due import catch_up
from shop.rebuilds.service import mark
from shop.stock.ledger import set_many_on_hand

from .memory_site import MemorySite
from .samples import product, variant

HERE = Path(__file__).resolve().parent
BASE_URL = "https://shop.example.com"
LANGUAGES = ["en", "vi"]
PRODUCTS = 52  # three pages of everything
SHELVES = (
    (("Tea", "Green"),),
    (("Tea", "Black"),),
    (("Tea",), ("Gifts",)),
    (("Ceramics", "Cups", "Small"),),
)
ORIGIN = Origin(actor="mai@example.com")


class Clock:
    def __init__(self) -> None:
        self.moment = MOMENT

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class Changing:
    """One shop in a folder: its store, theme and settings, and whoever builds it into `shown`."""

    folder: Path
    shown: MemorySite
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.store = SqliteStore(self.folder / "shop.db")
        self.site = Site(
            load_profile=self._profile,
            load_theme=lambda: Theme(self.theme, BASE_URL),
            store=self.store,
            theme_root=self.theme,
            content=self.folder / "content",
            conf=self.folder / "conf",
            base_url=BASE_URL,
            clock=self.clock,
        )
        self.builder = self.another("build", self.shown)

    @property
    def theme(self) -> Path:
        return self.folder / "theme"

    @property
    def featured(self) -> Path:
        return self.folder / "conf" / "featured.txt"

    def another(self, home: str, shown: MemorySite) -> Builder:
        """Somebody else who builds the same shop."""
        return Builder(self.site.anew(), Publisher(shown, self.clock), self.folder / home)

    def handles(self) -> list[str]:
        return [key.removeprefix("PRODUCT#") for key in self.store.keys("CATALOGUE", "PRODUCT#")]

    def product(self, handle: str) -> Product:
        return current_states(self.store, [handle])[handle].product

    def change_set(
        self, *products: Product, removed: Iterable[str] = (), **others: Any
    ) -> ChangeSet:
        """What makes the catalogue hold `products` and not `removed`."""
        after: dict[str, Product | None] = dict.fromkeys(removed)
        after |= {it.handle: it for it in products}
        now = current_states(self.store, list(after))
        changes = []
        for handle, it in after.items():
            before = now.get(handle)
            state = it and ProductState(product=it, added=before.added if before else "")
            changes.append(ProductChange(handle=handle, before=before, after=state))
        return ChangeSet(base=read_head(self.store).release, changes=tuple(changes), **others)

    def release(self, change_set: ChangeSet) -> None:
        publish(self.store, change_set, ORIGIN, self.clock)

    def stock(self, sku: str, pieces: int) -> None:
        """As a sale or a delivery does."""
        set_many_on_hand(self.store, {sku: pieces}, "count", "mai", self.clock)
        mark(self.store, skus=[sku], clock=self.clock)

    def pass_time(self, hours: int) -> None:
        """Until so many full hours later; 0 is a minute."""
        moment = self.clock.moment
        hour = moment.replace(minute=0, second=0, microsecond=0)
        self.clock.moment = (
            hour + timedelta(hours=hours) if hours else moment + timedelta(minutes=1)
        )

    def build(self) -> BuildReport:
        """As ``shop build`` does."""
        catch_up(self.store, self.clock)
        return self.builder.build()

    def from_nothing(self) -> Mapping[str, bytes]:
        """What readers would see if everything were built for the first time. Compiled templates
        stay, because compiling them takes ten times as long as all the rest."""
        site = MemorySite()
        with closing(self.another("fresh", site)) as builder:
            builder.build()
        (self.folder / "fresh" / "index.db").unlink()
        return site.pages()

    def is_right(self) -> bool:
        """Whether readers see what they would see if everything were built now."""
        return self.shown.pages() == self.from_nothing()

    def close(self) -> None:
        self.builder.close()
        self.store.close()

    def _profile(self) -> Any:
        chosen = self.featured.read_text().split() if self.featured.exists() else []
        return profile(languages=LANGUAGES, look={"featured": chosen})


class Beginning:
    """A shop with three pages of products, built once; `again` is that shop as often as needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shutil.copytree(HERE / "theme", folder / "theme")
        (folder / "conf").mkdir()
        self._site = MemorySite()
        shop = Changing(folder, self._site)
        stock = {f"P-{number}": 5 for number in range(PRODUCTS)}
        shop.release(shop.change_set(*map(_numbered, range(PRODUCTS)), stock=stock))
        shop.build()
        shop.close()
        for name in ("theme", "build", "shop.db"):
            _copy(folder / name, folder / "kept" / name)

    def again(self) -> Changing:
        """In the same folder and with the same times of files, so that its index counts."""
        for old in self._folder.glob("*.db*"):
            old.unlink()
        for name in ("theme", "build", "shop.db"):
            _copy(self._folder / "kept" / name, self._folder / name)
        (self._folder / "conf" / "featured.txt").unlink(missing_ok=True)
        return Changing(self._folder, self._site.copy())


def _numbered(number: int) -> Product:
    return product(
        f"p-{number}",
        title=f"Thing {number}",
        categories=SHELVES[number % len(SHELVES)],
        recommended=number % 20 == 0,
        variants=(variant(f"P-{number}", 1000 + number),),
    )


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
    else:
        target.parent.mkdir(exist_ok=True)
        shutil.copy2(source, target)
