"""A shop after a busy month: orders, voices that wait, answered surveys, sheets handed in.

For looking at pages with something on them. Where the shared exports are there, a real catalogue of
long Vietnamese names without pictures is among the goods.
"""

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from e2e.busy_month import OWNER, PEOPLE, orders_of_a_month
from survey_files import PROJECT

from functions.bootstrap import Services, compose
from infra.embedded.dev import Rebuilder
from shop.catalogue.releases.service import current_states
from shop.catalogue.submissions.model import Wishes
from shop.catalogue.submissions.publishing import Decision, publish_submission
from shop.catalogue.submissions.reading import hand_in_files, hand_in_product
from shop.clock import now
from shop.coupons.model import Coupon
from shop.coupons.service import save_coupon
from shop.guestbook.model import Draft
from shop.guestbook.service import approve, decline, reply, write
from shop.orders.model import Order
from shop.secret import key_for
from shop.settings import load_settings
from shop.staff import service as staff
from shop.statistics.service import shop_zone
from shop.surveys.definitions import load_surveys
from shop.surveys.records import claim_put
from shop.surveys.service import PURPOSE, Sheet, submit
from shop.texts.model import Draft as TextDraft
from shop.texts.model import Words
from shop.texts.service import Editor, Place, change, create
from shop.webhooks.registry import add_endpoint

VOICES = (
    ("Hoa", "Trà ngon quá!\n\nCảm ơn chủ quán."),
    ("陳美玲", "茶很香，包裝也很細心。下次還會再來會安找你們喝茶。" * 4),
    ("A guest with quite a long name who walked all the way from the station", "Lovely."),
    ("Supercalifragilisticexpialidocious" * 2, "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3),
)
MARKDOWN = """Mời bạn **tới** xem.

## Giờ mở cửa

| ngày | giờ |
|---|--:|
| thứ bảy | 8–12 |

- [trà](/vi/products)
- <b>Supercalifragilisticexpialidocious</b>

> Gốm còn ấm.

    kiln --temperature 900
"""
FAULTY = """Handle,Title,SKU,Price,Stock,Category
new-cup,A cup that is new and whose title goes on for longer than any title should,CUP-1,7.00,3,Tea
old-cup,An old cup,CUP-2,seven,-4,Tea
third-cup,,CUP-1,5.00,x,
"""
SKUS = (
    "COF-CD-250-W",
    "TEA-TN-050",
    "COF-PH-STL",
    "CER-CD-BOWL",
    "CLO-AP-IND",
    "PAP-DH-HEN",
    "TEA-AL-075",
    "PAP-LT-12",
)
EDITED = "agarwood-incense"


@dataclass(frozen=True)
class Busy:
    """The shop, and what only this one's addresses name."""

    services: Services
    orders: dict[str, Order]
    submissions: dict[str, str]
    published: str
    link: str


def busy_shop(home: Path, root: Path, catalogue: Path | None) -> Busy:
    """Fills the sample shop at `home`; `root` becomes its folder, with a survey more."""
    settings = replace(load_settings({"SHOP_HOME": str(home), "SHOP_PICTURES": "off"}), root=root)
    _root(root)
    services = compose(settings)
    if catalogue:
        _published(services, catalogue)
    rebuilder = Rebuilder(services)
    orders = orders_of_a_month(services, list(SKUS))
    published = _voices(services)
    _answers(services)
    _settings(services)
    _texts(services)
    submissions = _submissions(services)
    rebuilder.build()
    rebuilder.answer()
    rebuilder.stop()
    link = staff.add(services.store, "new@example.com", "owner", now)
    return Busy(services, orders, submissions, published, link)


def _root(root: Path) -> None:
    """The project's own, with a second survey whose results everybody may see."""
    (root / "content").mkdir(parents=True)
    for name in ("theme", "site", "content/pictures", "content/products"):
        (root / name).symlink_to(PROJECT / name)
    for name in ("announcements", "pages", "surveys"):
        shutil.copytree(PROJECT / "content" / name, root / "content" / name)
    surveys = root / "content" / "surveys"
    text = (surveys / "your-visit.toml").read_text("utf-8")
    (surveys / "open.toml").write_text(
        text.replace('results = "owner"', 'results = "public"'), "utf-8"
    )


def _published(services: Services, catalogue: Path) -> None:
    wishes = Wishes(currency="VND")
    shop = services.workshop
    handed = hand_in_files(shop, [_file(catalogue)], None, wishes, OWNER)
    publish_submission(shop, handed, Decision(OWNER, force=True))


def _file(path: Path) -> tuple[str, io.BytesIO]:
    return path.name, io.BytesIO(path.read_bytes())


def _submissions(services: Services) -> dict[str, str]:
    """A sheet with errors, one whose columns nobody knows, and an edit that can be published."""
    shop = services.workshop
    found = {}
    for name, text in {"faulty": FAULTY, "columns": "Foo,Bar\nx,1\n"}.items():
        file = (f"{name}.csv", io.BytesIO(text.encode()))
        found[name] = hand_in_files(shop, [file], None, Wishes(), OWNER).id
    state = current_states(services.store, [EDITED])[EDITED]
    product = state.product.model_copy(update={"title": "Trầm hương " + "rất lâu năm " * 8})
    found["edit"] = hand_in_product(
        shop, state, state.model_copy(update={"product": product}), OWNER
    ).id
    return found


def _voices(services: Services) -> str:
    """Entries that wait, are published, answered and declined; the last one that is published."""
    published = ""
    for number, (state, (name, text)) in enumerate(_said()):
        draft = Draft(name=name, text=text, language="vi")
        entry = write(services.store, draft, f"voice-{number}", now)
        if state == "declined":
            decline(services.store, entry.id, OWNER, now)
        elif state != "waiting":
            approve(services.store, entry.id, OWNER, now)
            published = entry.id
        if state == "answered":
            reply(services.store, entry.id, "Cảm ơn bạn! Hẹn gặp lại.", OWNER, now)
    return published


def _said() -> Iterator[tuple[str, tuple[str, str]]]:
    for state in ("waiting", "published", "answered", "declined"):
        for voice in VOICES:
            yield state, voice


def _texts(services: Services) -> None:
    """An announcement that was changed, a draft, and a page that is still to come."""
    by, store = Editor(OWNER, now, shop_zone(services.profile)), services.store
    place, window = Place("announcement", "kiln"), now() + timedelta(days=300)
    create(store, by, place, TextDraft(words={"en": Words(title="Kiln")}))
    words = {"vi": Words(title="Mở lò gốm Thanh Hà " * 6, summary=VOICES[1][1], body=MARKDOWN)}
    what = TextDraft(words=words, banner=False, ends=window)
    change(store, by, place, what, seen=1, ask="publish")
    create(store, by, Place("announcement", "idea"), TextDraft(words=words))
    create(store, by, Place("page", "visit"), TextDraft(words=words, begins=window), ask="publish")


def _answers(services: Services, count: int = 40) -> None:
    surveys = load_surveys(services.settings.root / "content" / "surveys")
    key = key_for(services.settings, PURPOSE)
    for survey in surveys:
        for number in range(count):
            answers = _answer(number)
            claim = claim_put(survey.id, f"cookie:{number}", key)
            submit(services.store, survey, Sheet(answers, "en"), claim, now())


def _answer(number: int) -> dict[str, Any]:
    return {
        "found": ("friend", "search", "walk", "other")[number % 4],
        "found_how": "Qua một người bạn ở Đà Nẵng",
        "liked": ["tea", "ceramics", "cloth"][: 1 + number % 3],
        "again": number * 7 % 11,
        "parts": {"goods": "good", "parcel": ("good", "so")[number % 2], "words": "bad"},
        "wish": VOICES[number % 4][1],
    }


def _settings(services: Services) -> None:
    store = services.store
    for values in (
        {"code": "SPRING", "kind": "percent", "percent": "10", "note": "Khách quen"},
        {"code": "A-CODE-THAT-IS-AS-LONG-AS-THEY-MAY-BE-40", "kind": "free_shipping", "limit": 3},
        {"code": "TET", "kind": "amount", "amount": {"USD": "5.00"}, "limit_per_person": 1},
    ):
        save_coupon(store, Coupon.model_validate(values))
    add_endpoint(store, "https://hooks.example.com/" + "a-long-path/" * 8, now)
    staff.add(store, "mai@example.com", "fulfilment", now, name="Mai", by=OWNER)
    staff.add(store, PEOPLE[2][1], "support", now, name=PEOPLE[2][0], by=OWNER)
