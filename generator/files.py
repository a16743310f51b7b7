"""Files that are no pages: those that collections make, assets, and what crawlers read."""

from collections.abc import Iterable, Mapping, Sequence

from generator import desk_texts, guestbook, surveys
from generator.collections.assembly import collections_for
from generator.collections.llms import llms_txt
from generator.collections.model import Collection
from generator.collections.sitemap import PAGES, Sitemap, page_sitemaps, robots, sitemap_index
from generator.contents import Contents
from generator.departures import moved_pages, redirects
from generator.floor import Floor, Fragments
from generator.frame import Frame
from generator.index.buckets import BucketKey
from generator.index.departed import Departures
from generator.plan import TEMPLATES, PlannedPage, plan_pages
from generator.shop_facts import ShopFacts
from generator.site import Site
from shop.published.redirects import PATH, written

Files = dict[str, bytes]
SEARCH = "search-"  # how the names of collections begin that only a page to search on reads


def open_collections(site: Site, facts: ShopFacts, products: int) -> list[Collection]:
    """The collections of a shop with that many products."""
    found = collections_for(facts, site.base_url, products)
    searched = site.has_template("search.html")
    return [each for each in found if searched or not each.name.startswith(SEARCH)]


def same_shape(some: Sequence[Collection], others: Sequence[Collection]) -> bool:
    """Whether collections opened for another number of products sort them alike."""
    return [(type(c), vars(c)) for c in some] == [(type(c), vars(c)) for c in others]


def bucket_files(
    collections: Iterable[Collection], fragments: Fragments
) -> dict[BucketKey, Mapping[str, bytes]]:
    """The files of each bucket."""
    known = {collection.name: collection for collection in collections}
    return {
        key: known[key.collection].files(key.language, key.name, found)
        for key, found in fragments.items()
    }


def overviews(
    site: Site,
    facts: ShopFacts,
    collections: Iterable[Collection],
    buckets: Iterable[BucketKey],
    others: Iterable[str],
) -> Files:
    """The files that name buckets; `others` are the sitemaps of pages that are no products'."""
    names: dict[tuple[str, str], list[str]] = {}
    for key in sorted(buckets):
        names.setdefault((key.collection, key.language), []).append(key.name)
    files: Files = {}
    for collection in collections:
        for language in facts.languages:
            files |= collection.overview(language, names.get((collection.name, language), []))
    products = names.get((Sitemap.name, facts.default_language), [])
    return files | sitemap_index(site.base_url, others, products)


def sitemaps_among(files: Iterable[str]) -> list[str]:
    """Of the names of `loose_files`, those of sitemaps, in their order."""
    return [name for name in files if name.startswith(PAGES)]


def loose_files(
    site: Site, floor: Floor, contents: Contents, pages: Iterable[PlannedPage]
) -> Files:
    """Assets of the theme, and what crawlers read first. `pages` are all but those of products."""
    assets = {asset.path.lstrip("/"): asset.content for asset in site.theme.assets().values()}
    facts, base_url = floor.facts, site.base_url
    default = facts.default_language
    frame = floor.frame(contents)
    return {
        **assets,
        **redirect_files(Departures(floor.database).leading(), facts.languages),
        **guestbook.feeds(facts, base_url, floor.database, floor.translate),
        **desk_texts.feeds(facts, base_url, floor.database, contents),
        **page_sitemaps(base_url, _indexed(contents, pages), default),
        "robots.txt": robots(base_url),
        "llms.txt": llms_txt(facts, base_url, frame.menu(default, ()), _pages(frame, default)),
    }


def other_pages(site: Site, floor: Floor, products: int, contents: Contents) -> list[PlannedPage]:
    """All pages but those of single products and those Pelican makes from texts."""
    facts = floor.facts
    pages = plan_pages(
        facts.languages,
        facts.default_language,
        floor.tree,
        products,
        len(contents.announcements),
        search=site.has_template("search.html"),
    )
    moved = Departures(floor.database).leading()
    voices = guestbook.planned(floor.database, facts.languages)
    asked = surveys.planned(floor.database, facts.languages)
    desk = desk_texts.planned(floor.database)
    return [*pages, *voices, *asked, *desk, *leading_pages(site, moved, facts.languages)]


def files_of_texts(site: Site, floor: Floor, products: int, contents: Contents) -> Files:
    """Those of `loose_files` that name announcements and pages, but for what is made anew wherever
    the footer of every page is."""
    facts, pages = floor.facts, other_pages(site, floor, products, contents)
    return {
        **desk_texts.feeds(facts, site.base_url, floor.database, contents),
        **page_sitemaps(site.base_url, _indexed(contents, pages), facts.default_language),
    }


def leading_pages(
    site: Site, moved: Mapping[str, str], languages: Sequence[str]
) -> list[PlannedPage]:
    """Under former addresses, for hosts that cannot redirect; a theme need not have them."""
    return moved_pages(moved, languages) if site.has_template(TEMPLATES["moved"]) else []


def redirect_files(moved: Mapping[str, str], languages: Sequence[str]) -> Files:
    """For those that can."""
    return {PATH: written(redirects(moved, languages))} if moved else {}


def _pages(frame: Frame, language: str) -> list[Mapping[str, str]]:
    return [
        {"title": page.title, "url": page.address}
        for page in frame.contents.pages_in(language, frame.default)
    ]


def _indexed(contents: Contents, pages: Iterable[PlannedPage]) -> list[Mapping[str, str]]:
    """The addresses of each page by language: the shop's, then those of texts."""
    found: dict[str, dict[str, str]] = {}
    for page in pages:
        if page.indexed:
            found.setdefault(page.path, {})[page.language] = page.address
    texts = [*contents.announcements.values(), *contents.pages.values()]
    written = [{code: text.address for code, text in group.items()} for group in texts]
    return [*found.values(), *written]
