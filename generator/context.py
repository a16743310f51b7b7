"""The variables of each page that a template gets: the frame, and what its kind adds."""

from collections.abc import Callable, Container, Mapping
from datetime import datetime

from markupsafe import Markup

from generator import desk_texts, guestbook, surveys
from generator.addresses import EVERYTHING, in_languages, listing_path, localized, product_path
from generator.categories import EVERYTHING as WHOLE_SHOP
from generator.categories import Category, CategoryTree, Path
from generator.contents import Contents, Text
from generator.frame import HOME, Frame, Head, pagination
from generator.index.shelves import Shelves
from generator.listings import HOME_ANNOUNCEMENTS, HOME_CARDS, PAGE_SIZE, cut, pages_of
from generator.plan import Kind, PlannedPage
from generator.product_context import ProductContexts
from generator.seo import absolute, as_json_ld, breadcrumb_list, json_ld
from generator.shop_facts import ShopFacts
from generator.source import Entry
from generator.trails import Trails
from generator.views import View
from generator.wording import shortened
from shop.i18n.languages import pick
from shop.i18n.messages import translatable

Translate = Callable[[str, str], str]  # language, English words -> words


class Contexts:
    """`of` gives the variables of a planned page; `of_text` those of one that Pelican renders.

    What a page is made from is noted by `shelves` while its variables are made.
    """

    def __init__(
        self, profile: ShopFacts, shelves: Shelves, frame: Frame, translate: Translate
    ) -> None:
        self.profile = profile
        self.default = profile.default_language
        self.shelves = shelves
        self.frame = frame
        self.translate = translate
        self._trails = Trails(frame)
        self._products = ProductContexts(shelves, frame, self._trails)
        self._kinds: Mapping[Kind, Callable[[PlannedPage], View]] = {
            "chooser": self._chooser,
            "missing": self._missing,
            "home": self._home,
            "cart": self._cart,
            "search": self._search,
            "announcements": self._announcements,
            "everything": self._everything,
            "category": self._category,
            "moved": self._moved,
            "guestbook": self._guestbook,
            "survey": self._survey,
            "article": self._desk_text,
            "page": self._desk_text,
        }

    @property
    def tree(self) -> CategoryTree:
        return self.frame.tree

    @property
    def contents(self) -> Contents:
        return self.frame.contents

    def of(self, page: PlannedPage, entry: Entry | None = None) -> View:
        """`entry` is the product of a product's page."""
        if entry is not None:
            return self._products.of(page, entry)
        return self._kinds[page.kind](page)

    def of_text(self, text: Text, versions: Mapping[str, Text]) -> View:
        """An announcement or page; its languages are those it was written in."""
        written = {code: version.address for code, version in versions.items()}
        written[text.language] = text.address
        addresses = {code: written[code] for code in self.profile.languages if code in written}
        head = Head(text.title, text.summary)
        return self.frame.of(text.language, text.address, addresses, head)

    def _framed(self, page: PlannedPage, head: Head, category: Path = ()) -> View:
        """The frame of a page that exists in every language."""
        if page.number > 1:
            head = head._replace(title=f"{head.title} · {page.number}")
        return self.frame.everywhere(page.language, page.path, head, category)

    def _chooser(self, page: PlannedPage) -> View:
        homes = in_languages(HOME, self.profile.languages)
        head = Head(self._shop_name(page.language), self._tagline(page.language))
        return self.frame.of(page.language, page.address, homes, head)

    def _missing(self, page: PlannedPage) -> View:
        head = self._plain_head(page, "Nobody lives at this address")
        return self.frame.of(page.language, page.address, {}, head)

    def _cart(self, page: PlannedPage) -> View:
        return self._framed(page, self._plain_head(page, "Cart"))

    def _search(self, page: PlannedPage) -> View:
        head = self._plain_head(page, translatable("Search"))
        return {**self._framed(page, head), "categories": self._shelf_links(page.language)}

    def _plain_head(self, page: PlannedPage, words: str) -> Head:
        """The theme's own words as a title; of the shop there is only its tagline to say."""
        return Head(self.translate(page.language, words), self._tagline(page.language))

    def _home(self, page: PlannedPage) -> View:
        shelves, language = self.shelves, page.language
        shelves.sources.add(desk_texts.news_source(language, 0))
        featured = shelves.featured(self.profile.look.get("featured", ()))[:HOME_CARDS]
        name = self._shop_name(language)
        store = {
            "@type": "OnlineStore",
            "name": name,
            "description": self._tagline(language),
            "url": absolute(self.frame.base_url, page.address),
            "email": self.profile.contact.email,
        }
        return {
            **self._framed(page, Head(name, self._tagline(language), json_ld(store))),
            "featured": shelves.cards(featured, language),
            "on_sale": shelves.cards(shelves.top("on_sale"), language),
            "newest": shelves.cards(shelves.newest(featured), language),
            "categories": self._shelf_links(language),
            "announcements": self._announcement_views(language)[:HOME_ANNOUNCEMENTS],
        }

    def _announcements(self, page: PlannedPage) -> View:
        self.shelves.sources.add(desk_texts.news_source(page.language, page.number))
        pages = cut(self._announcement_views(page.language), PAGE_SIZE)
        return {
            **self._framed(page, self._plain_head(page, "News")),
            "announcements": list(pages[page.number - 1]),
            "pagination": self._pagination(page, "/announcements", len(pages)),
        }

    def _everything(self, page: PlannedPage) -> View:
        title = self.translate(page.language, translatable("All products"))
        here = {"title": title, "url": localized(page.language, EVERYTHING)}
        children = [self._category_link(node, page.language) for node in self.tree.top]
        count = self.shelves.count(WHOLE_SHOP)
        handles = self.shelves.slice(WHOLE_SHOP, page.number)
        return {
            **self._framed(page, self._plain_head(page, "All products")),
            "category": {**here, "count": count, "picture": None, "children": children},
            "breadcrumbs": [*self._trails.to((), page.language).links, here],
            "cards": self.shelves.cards(handles, page.language),
            "pagination": self._pagination(page, EVERYTHING, pages_of(count)),
        }

    def _category(self, page: PlannedPage) -> View:
        node = self.tree[page.subject]
        cards = self.shelves.cards(self.shelves.slice(node.path, page.number), page.language)
        trail = self._trails.to(node.path, page.language)
        title = node.title(page.language, self.default)
        names = ", ".join(card["title"] for card in cards[:8])
        data = as_json_ld(breadcrumb_list(trail.data))
        head = Head(title, shortened(f"{title}: {names}"), data)
        children = [self._category_link(child, page.language) for child in node.children]
        link = self._category_link(node, page.language)
        return {
            **self._framed(page, head, node.path),
            "category": {**link, "children": children},
            "breadcrumbs": trail.links,
            "cards": cards,
            "pagination": self._pagination(page, node.address, pages_of(link["count"])),
        }

    def _guestbook(self, page: PlannedPage) -> View:
        sheets = self.shelves.noted(guestbook.SHEETS)
        return {
            **self._framed(page, self._plain_head(page, guestbook.TITLE)),
            "feed": f"/{guestbook.feed_path(page.language)}",
            "entries": self.shelves.noted(guestbook.sheet_name(page.number)),
            "pagination": self._pagination(page, guestbook.PATH, sheets),
        }

    def _survey(self, page: PlannedPage) -> View:
        (survey_id,) = page.subject
        view = self.shelves.noted(surveys.survey_fact(survey_id))[page.language]
        head = Head(view["title"], shortened(view["intro"]) or view["title"])
        phase = self.shelves.noted(surveys.phase_fact(survey_id))
        return {**self._framed(page, head), "survey": view, "phase": phase}

    def _desk_text(self, page: PlannedPage) -> View:
        """Called as Pelican calls what it makes of a file."""
        (slug,) = page.subject
        contents = self.contents
        known = contents.announcements if page.kind == "article" else contents.pages
        text = known[slug][page.language]
        html = self.shelves.noted(desk_texts.text_fact(page.kind, slug))[page.language]
        own = {
            "title": text.title,
            "content": Markup(html),  # noqa: S704 - shop.texts.markdown lets nothing through
            "date": datetime.fromisoformat(text.date) if text.date else None,
        }
        return {**self.of_text(text, known[slug]), page.kind: own}

    def _moved(self, page: PlannedPage) -> View:
        """Under the address of a product that has another one."""
        handle = page.subject[1]
        target = localized(page.language, product_path(handle))
        return {
            "lang": page.language,
            "target": target,
            "target_url": self.frame.base_url + target,
            "title": self.shelves.title(handle, page.language),
        }

    def _shelf_links(self, language: str) -> list[View]:
        """The top categories; each shows a picture that none before it shows, if it has one."""
        links: list[View] = []
        shown: set[str] = set()
        for node in self.tree.top:
            picture = self._face(node, language, shown)
            shown.update({picture["src"]} if picture else ())
            links.append({**self._category_link(node, language), "picture": picture})
        return links

    def _face(self, node: Category, language: str, shown: Container[str]) -> View | None:
        """A picture of the category's first page, if possible one that is not `shown`."""
        pictures = self.shelves.pictures(self.shelves.slice(node.path, 1), language)
        fresh = (picture for picture in pictures if picture["src"] not in shown)
        return next(fresh, pictures[0] if pictures else None)

    def _category_link(self, node: Category, language: str) -> View:
        self.shelves.note_count(node.path)
        return self._trails.counted(node, language)

    def _announcement_views(self, language: str) -> list[View]:
        return [
            {"title": text.title, "url": text.address, "date": text.date, "summary": text.summary}
            for text in self.contents.announcements_in(language, self.default)
        ]

    def _pagination(self, page: PlannedPage, path: str, count: int) -> View:
        def address(number: int) -> str:
            return localized(page.language, listing_path(path, number))

        return pagination(address, page.number, count)

    def _shop_name(self, language: str) -> str:
        return pick(self.profile.name, language, self.default)

    def _tagline(self, language: str) -> str:
        return pick(self.profile.tagline, language, self.default)
