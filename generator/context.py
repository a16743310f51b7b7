"""The variables of each page that a template gets: the frame, and what its kind adds."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from generator.addresses import EVERYTHING, category_path, in_languages, listing_path, localized
from generator.categories import Category, CategoryTree, clean_paths
from generator.contents import Contents, Text
from generator.frame import Frame, Head, pagination
from generator.listings import PAGE_SIZE, Shelves, cut
from generator.plan import Kind, PlannedPage
from generator.seo import absolute, breadcrumb_list, json_ld, product_data
from generator.source import Entry
from generator.views import ProductViews, View
from generator.wording import plain, shortened
from shop.i18n.languages import pick
from shop.i18n.messages import translatable
from shop.profile import Profile

HOME_ANNOUNCEMENTS = 3
Translate = Callable[[str, str], str]  # language, English words -> words


class Contexts:
    """`of` gives the variables of a planned page; `of_text` those of one that Pelican renders."""

    def __init__(
        self,
        profile: Profile,
        shelves: Shelves,
        frame: Frame,
        translate: Translate,
    ) -> None:
        self.profile = profile
        self.default = profile.default_language
        self.shelves = shelves
        self.frame = frame
        self.translate = translate
        self.views = {code: ProductViews(code, self.default) for code in profile.languages}
        self._kinds: Mapping[Kind, Callable[[PlannedPage], View]] = {
            "chooser": self._chooser,
            "missing": self._missing,
            "home": self._home,
            "cart": self._cart,
            "announcements": self._announcements,
            "everything": self._everything,
            "category": self._category,
            "product": self._product,
        }

    @property
    def tree(self) -> CategoryTree:
        return self.frame.tree

    @property
    def contents(self) -> Contents:
        return self.frame.contents

    def of(self, page: PlannedPage) -> View:
        return self._kinds[page.kind](page)

    def of_text(self, text: Text, versions: Mapping[str, Text]) -> View:
        """An announcement or page; its languages are those it was written in."""
        written = {code: version.address for code, version in versions.items()}
        written[text.language] = text.address
        addresses = {code: written[code] for code in self.profile.languages if code in written}
        head = Head(text.title, text.summary)
        return self.frame.of(text.language, text.address, addresses, head)

    def _framed(self, page: PlannedPage, head: Head, category: Sequence[str] = ()) -> View:
        """The frame of a page that exists in every language."""
        if page.number > 1:
            head = replace(head, title=f"{head.title} · {page.number}")
        addresses = in_languages(page.path, self.profile.languages)
        return self.frame.of(page.language, page.address, addresses, head, category)

    def _chooser(self, page: PlannedPage) -> View:
        homes = in_languages("/", self.profile.languages)
        head = Head(self._shop_name(page.language), self._tagline(page.language))
        return self.frame.of(page.language, page.address, homes, head)

    def _missing(self, page: PlannedPage) -> View:
        head = self._plain_head(page, "Nobody lives at this address")
        return self.frame.of(page.language, page.address, {}, head)

    def _cart(self, page: PlannedPage) -> View:
        return self._framed(page, self._plain_head(page, "Cart"))

    def _plain_head(self, page: PlannedPage, words: str) -> Head:
        """The theme's own words as a title; of the shop there is only its tagline to say."""
        return Head(self.translate(page.language, words), self._tagline(page.language))

    def _home(self, page: PlannedPage) -> View:
        cards = self.views[page.language].cards
        featured = self.shelves.featured(self.profile.look.get("featured", ()))
        name = self._shop_name(page.language)
        store = {
            "@type": "OnlineStore",
            "name": name,
            "description": self._tagline(page.language),
            "url": absolute(self.frame.base_url, page.address),
            "email": self.profile.contact.email,
        }
        return {
            **self._framed(page, Head(name, self._tagline(page.language), json_ld(store))),
            "featured": cards(featured),
            "on_sale": cards(self.shelves.on_sale()),
            "newest": cards(self.shelves.newest(featured)),
            "categories": self._shelf_links(page.language),
            "announcements": self._announcement_views(page.language)[:HOME_ANNOUNCEMENTS],
        }

    def _announcements(self, page: PlannedPage) -> View:
        pages = cut(self._announcement_views(page.language), PAGE_SIZE)
        return {
            **self._framed(page, self._plain_head(page, "News")),
            "announcements": list(pages[page.number - 1]),
            "pagination": self._pagination(page, "/announcements", len(pages)),
        }

    def _everything(self, page: PlannedPage) -> View:
        pages = cut(self.shelves.entries)
        title = self.translate(page.language, translatable("All products"))
        here = {"title": title, "url": localized(page.language, EVERYTHING)}
        children = [self._category_link(node, page.language) for node in self.tree.top]
        count = len(self.shelves.entries)
        return {
            **self._framed(page, self._plain_head(page, "All products")),
            "category": {**here, "count": count, "picture": None, "children": children},
            "breadcrumbs": [*self._breadcrumbs(page.language, ()), here],
            "cards": self.views[page.language].cards(pages[page.number - 1]),
            "pagination": self._pagination(page, EVERYTHING, len(pages)),
        }

    def _category(self, page: PlannedPage) -> View:
        node = self.tree[page.subject]
        pages = cut(self.shelves.of_category(node.path))
        entries = pages[page.number - 1]
        crumbs = self._breadcrumbs(page.language, node.path)
        views = self.views[page.language]
        title = node.title(page.language, self.default)
        names = ", ".join(views.text(entry.product, "title") for entry in entries[:8])
        data = json_ld(breadcrumb_list(self.frame.base_url, crumbs))
        head = Head(title, shortened(f"{title}: {names}"), data)
        children = [self._category_link(child, page.language) for child in node.children]
        return {
            **self._framed(page, head, node.path),
            "category": {**self._category_link(node, page.language), "children": children},
            "breadcrumbs": crumbs,
            "cards": views.cards(entries),
            "pagination": self._pagination(page, node.address, len(pages)),
        }

    def _product(self, page: PlannedPage) -> View:
        entry = self.shelves.by_handle[page.subject[0]]
        views = self.views[page.language]
        view = views.product(entry)
        path = next(iter(clean_paths(entry)), ())
        here = {"title": view["title"], "url": page.address}
        crumbs = [*self._breadcrumbs(page.language, path), here]
        base_url = self.frame.base_url
        words = plain(view["description"])
        url = absolute(base_url, page.address)
        data = json_ld(
            product_data(base_url, entry, view, words, url), breadcrumb_list(base_url, crumbs)
        )
        title, description = self._search_texts(entry, view["title"], words, page.language)
        return {
            **self._framed(page, Head(title, description, data), path),
            "product": view,
            "breadcrumbs": crumbs,
            "related": views.cards(self.shelves.related(entry)),
        }

    def _search_texts(self, entry: Entry, title: str, words: str, language: str) -> tuple[str, str]:
        """What the owner wrote for search engines, in the language it was written in."""
        if language == self.default:
            title = entry.product.seo_title or title
            words = entry.product.seo_description or words
        return title, shortened(words) or title

    def _breadcrumbs(self, language: str, path: Sequence[str]) -> list[View]:
        """From the home page down to the category at `path`."""
        home = {"title": self._shop_name(language), "url": localized(language, "/")}
        return [home, *(self._link(node, language) for node in self.tree.trail(tuple(path)))]

    def _link(self, node: Category, language: str) -> View:
        title = node.title(language, self.default)
        return {"title": title, "url": localized(language, category_path(node))}

    def _shelf_links(self, language: str) -> list[View]:
        """The top categories; each shows a picture that none before it shows, if it has one."""
        links: list[View] = []
        shown: set[str] = set()
        for node in self.tree.top:
            link = self._category_link(node, language, shown)
            shown.update({link["picture"]["src"]} if link["picture"] else ())
            links.append(link)
        return links

    def _category_link(self, node: Category, language: str, shown: Container[str] = ()) -> View:
        entries = self.shelves.of_category(node.path)
        found = (picture for e in entries if (picture := self.views[language].picture(e)))
        first = next(found, None)
        if first and first["src"] in shown:
            first = next((picture for picture in found if picture["src"] not in shown), first)
        return {**self._link(node, language), "count": len(node.handles), "picture": first}

    def _announcement_views(self, language: str) -> list[View]:
        return [
            {"title": text.title, "url": text.address, "date": text.date, "summary": text.summary}
            for text in self.contents.announcements_in(language, self.default)
        ]

    def _pagination(self, page: PlannedPage, path: str, count: int) -> View:
        paths = [listing_path(path, number) for number in range(1, count + 1)]
        return pagination([localized(page.language, path) for path in paths], page.number)

    def _shop_name(self, language: str) -> str:
        return pick(self.profile.name, language, self.default)

    def _tagline(self, language: str) -> str:
        return pick(self.profile.tagline, language, self.default)
