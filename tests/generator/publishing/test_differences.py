"""The order of changes, for stores whose readers meet files one by one."""

from generator.publishing.differences import differences
from shop.ports import Change, Kept

A, B = Kept("a", 1), Kept("b", 2)


def test_assets_come_before_pages_then_listings_then_the_sitemap_and_deletions_last() -> None:
    written = dict.fromkeys(
        [
            "sitemap.xml",
            "feeds/en.atom.xml",
            "index.html",
            "en/index.html",
            "en/products.html",
            "en/announcements.html",
            "en/announcements/page/2.html",
            "en/categories/tea.html",
            "en/announcements/new-tea.html",
            "en/products/a.html",
            "assets/site.1.css",
            "search/en/0.json",
        ],
        A,
    )
    changes = differences({"assets/gone.css": B}, written, ["assets/gone.css"])
    assert [change.path for change in changes] == [
        "assets/site.1.css",
        "search/en/0.json",
        "en/announcements/new-tea.html",
        "en/products/a.html",
        "en/announcements.html",
        "en/announcements/page/2.html",
        "en/categories/tea.html",
        "en/index.html",
        "en/products.html",
        "index.html",
        "feeds/en.atom.xml",
        "sitemap.xml",
        "assets/gone.css",
    ]


def test_a_change_knows_what_was_there_and_equal_bytes_are_none() -> None:
    live = {"a.html": A, "b.html": B, "c.html": A}
    written = {"a.html": ("a", 1), "b.html": ("a", 1), "d.html": ("b", 2)}
    assert differences(live, written, ["c.html", "e.html"]) == [
        Change("b.html", B, A),
        Change("d.html", None, B),
        Change("c.html", A, None),
    ]
