"""The variables of every page at once, usual ones and such as nobody hopes for."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from .pages import LANGUAGES
from .voices import voices

VARIANTS = ("usual", "sparse", "hostile")
HOSTILE = "</script><img src=x onerror=\"alert('1')\">&{{ 7 * 7 }} %(x)s %s {0} \\ ' ` \u2028 𝒳"
View = dict[str, Any]


def view_of(variant: str, language: str) -> View:
    """One dict with what any of the theme's templates reads. "sparse" has as little as may be,
    "hostile" the text above wherever the shop's owner or a shopper may write."""
    words = _Words(language, HOSTILE if variant == "hostile" else "", few=variant == "sparse")
    return {
        **_frame(words),
        **_listing(words),
        **_product_page(words),
        **_texts(words),
        **_run_time(words),
        **voices(words.text, few=words.few),
    }


class _Words:
    def __init__(self, language: str, hostile: str, *, few: bool) -> None:
        self.language = language
        self.hostile = hostile
        self.few = few

    def text(self, words: str) -> str:
        return self.hostile or f"{words} {self.language}"

    def some(self, *items: Any) -> list[Any]:
        return [] if self.few else list(items)

    def link(self, path: str, **more: Any) -> View:
        return {"title": self.text(path), "url": f"/{self.language}/{path}", **more}

    def picture(self, name: str) -> View | None:
        if self.few:
            return None
        sources = [{"type": "image/avif", "srcset": f"/media/{name}-360.avif 360w"}]
        sized = {"width": 800, "height": 600, "sources": sources}
        return {"src": f"/media/{name}.jpg", "alt": self.text("Picture"), **sized}


def _money(amount: int) -> View:
    return {"amount": amount, "currency": "USD"}


def _frame(words: _Words) -> View:
    code = words.language
    leaf = words.link("categories/tea/green/spring", active=True, children=[])
    middle = words.link("categories/tea/green", active=True, children=words.some(leaf))
    top = words.link("categories/tea", active=True, children=words.some(middle))
    lone = words.link("categories/cups", active=False, children=[])
    links = [
        {"code": other, "label": other.upper(), "url": f"/{other}/x", "current": other == code}
        for other in LANGUAGES
    ]
    return {
        "lang": code,
        "page_title": words.text("Title"),
        "description": words.text("About"),
        "canonical": f"https://shop.example.com/{code}/products/tea",
        "alternates": words.some({"lang": "en", "url": "https://shop.example.com/en/x"}),
        "language_links": links[:1] if words.few else links,
        "nav": words.some(top, lone),
        "footer_pages": words.some(words.link("pages/about")),
        "banner": None if words.few else words.link("announcements/open"),
        "json_ld": None if words.few else Markup('{"@type": "Product"}'),
    }


def _card(words: _Words, number: int) -> View:
    return {
        **words.link(f"products/tea-{number}"),
        "handle": f"tea-{number}",
        "brand": words.text("Brand") if number % 2 else "",
        "picture": words.picture("tea") if number % 3 else None,
        "price": _money(1250 * number) if number else None,
        "price_from": number % 2 == 0,
        "compare_at": _money(9900) if number == 2 else None,
        "on_sale": number == 2,
        "sold_out": number == 3,
        "recommended": number == 1,
        "lowest": None,
    }


def _listing(words: _Words) -> View:
    cards = words.some(*(_card(words, number) for number in range(5)))
    child = words.link("categories/tea/green", count=3)
    numbers = [
        {"number": n, "url": f"/{words.language}/x/page/{n}", "current": n == 2, "gap": n == 3}
        for n in range(1, 4)
    ]
    few = {"page": 1, "pages": 1, "prev": None, "next": None, "links": numbers[:1]}
    many = {"page": 2, "pages": 3, "prev": "/p/1", "next": "/p/3", "links": numbers}
    picture = words.picture("shelf")
    shelf = words.link("categories/tea", count=1 if words.few else 7, picture=picture)
    news = words.link("announcements/a", date=date(2026, 11, 20), summary=words.text("<b>Sum</b>"))
    return {
        "featured": cards[:4],
        "on_sale": cards[1:3],
        "newest": cards,
        "cards": cards,
        "categories": words.some(shelf, {**shelf, "picture": None}),
        "announcements": words.some(news, {**news, "date": "2026-01-02", "summary": ""}),
        "category": {**shelf, "children": words.some(child)},
        "pagination": few if words.few else many,
        "breadcrumbs": words.some(words.link(""), words.link("categories/tea"), words.link("x")),
    }


def _variant(words: _Words, number: int) -> View:
    return {
        "sku": f"TEA-{number}",
        "label": words.text(f"{number} g"),
        "options": [words.text(f"{number} g")],
        "price": _money(500 * number) if number else None,
        "compare_at": _money(700) if number == 1 else None,
        "on_sale": number == 1,
        "sold_out": number == 2,
        "buyable": number in {1, 3},
        "picture": words.picture("tea") if number == 1 else None,
        "lowest": _money(400) if number == 1 else None,
    }


def _product_page(words: _Words) -> View:
    variants = [_variant(words, number) for number in ([0] if words.few else range(4))]
    values = [{"value": f"{number} g", "label": words.text(f"{number} g")} for number in range(4)]
    picture = words.picture("tea")
    product = {
        **_card(words, 0 if words.few else 2),
        "title": words.text("Tea"),
        "description": Markup("<p>From the <em>hills</em>.</p>") if not words.few else Markup(),
        "origin": "" if words.few else words.text("Hội An"),
        "tags": words.some(words.text("tag")),
        "pictures": words.some(picture, picture),
        "options": words.some({"name": "Weight", "label": words.text("Weight"), "values": values}),
        "variants": variants,
        "attributes": words.some({"name": words.text("Leaf"), "value": words.text("whole")}),
        "recommended": not words.few,
        "reason": words.text("Because"),
        "digital": words.few,
    }
    cards = words.some(_card(words, 1), _card(words, 4))
    return {"product": product, "related": cards}


def _texts(words: _Words) -> View:
    """Announcements and pages are objects of Pelican's, not dicts."""
    content = Markup("<p>Come <strong>in</strong>.</p>")
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    written = SimpleNamespace(title=words.text("News"), content=content, date=moment)
    return {
        "article": written,
        "page": written,
        "title": words.text("Moved"),
        "target": "/en/products/new",
        "target_url": "https://shop.example.com/en/products/new",
    }


def _run_time(words: _Words) -> View:
    line = {
        "sku": "TEA 1",
        **words.link("products/tea"),
        "label": words.text("50 g"),
        "quantity": 2,
        "unit_price": _money(1250),
        "total": _money(2500),
        "available": 3,
        "picture": "/media/tea.jpg",
    }
    sums = {
        "lines": words.some(line),
        "subtotal": _money(2500),
        "discount": None,
        "shipping": _money(300),
        "tax": _money(207),
        "total": _money(2800),
    }
    quote = {
        **sums,
        "shipping_methods": words.some(
            {"id": "c", "title": "C", "price": _money(0), "estimate": ""}
        ),
        "payment_methods": [{"id": "cod", "title": words.text("Cash")}],
        "chosen": {"shipping": "c", "payment": "cod"},
        "problems": words.some({"code": "x", "message": words.text("Only 1 left"), "sku": "TEA 1"}),
    }
    person = {"name": words.text("Lan"), "email": "lan@example.com", "phone": ""}
    order = {
        **sums,
        "id": "1",
        "number": "HN-1",
        "state": "reserved",
        "placed_at": "2026-11-22T10:00:00+00:00",
        "contact": person,
        "address": {"name": person["name"], "line1": words.text("Street"), "city": "Hội An"},
        "shipping_title": words.text("Courier"),
        "payment": "bank_transfer",
        "note": words.text("Please ring"),
    }
    rows = [{"label": "Account", "value": words.text("0012")}]
    return {
        "quote": quote,
        "order": order,
        "form": {"name": words.text("Lan"), "country": "VN"},
        "errors": {"email": words.text("Needs an @")},
        "problem": None,
        "problems": words.some({"message": words.text("No")}),
        "countries": [{"code": "VN", "name": words.text("Việt Nam")}],
        "idempotency_key": "key",
        "lines_field": "[]",
        "instructions": {"title": words.text("Pay"), "text": words.text("Soon"), "rows": rows},
        "fresh": True,
        "status": 404,
        "detail": words.text("Nothing here"),
        "order_url": "https://shop.example.com/api/orders/1",
    }
