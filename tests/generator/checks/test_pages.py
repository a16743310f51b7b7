"""Links, anchors, ids and pictures of one page."""

import pytest

from .pages_of import BASE, check, faults, page

HERE = "en/products/cup.html"


def of(body: str, **others: str) -> list[tuple[str, str]]:
    pages = {HERE: page(body), "en/index.html": page('<h2 id="news"></h2>'), **others}
    pages |= {"assets/site.0a.css": "", "feeds/en.atom.xml": "<feed/>"}
    return faults(pages, HERE)


@pytest.mark.parametrize(
    "link",
    [
        "/en/",
        "/en/products/cup",
        "/en/products/cup?lang=en",
        "cup",
        "../",
        f"{BASE}/en/",
        "/en/#news",
        "#top",
        "#",
        "/assets/site.0a.css",
        "/feeds/en.atom.xml",
        "/api/cart?lang=en",
        "/en/products/cup#sku=CUP-1",
        "/en/#:~:text=news",
        "https://elsewhere.example.org/nothing",
        "//cdn.example.org/x.js",
        "mailto:a@example.com",
        "tel:+84235",
    ],
)
def test_a_link_that_leads_somewhere_is_no_fault(link: str) -> None:
    assert of(f'<a href="{link}">x</a>') == []


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("/en/products/gone", "dead_link"),
        ("gone", "dead_link"),
        (f"{BASE}/en/gone", "dead_link"),
        ("/api/carts", "dead_link"),
        ("/admin/orders", "dead_link"),
        ("/assets/site.0b.css", "dead_link"),
        ("/en/#gone", "dead_anchor"),
        ("#gone", "dead_anchor"),
        ("/media/gone.jpg", "picture_missing"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_with_its_kind(link: str, code: str) -> None:
    assert of(f'<a href="{link}">x</a>') == [(code, link)]


@pytest.mark.parametrize(
    "element",
    [
        '<img src="{}" alt="">',
        "<img src={} alt>",
        '<form action="{}"></form>',
        '<button formaction="{}">x</button>',
        '<script src="{}"></script>',
        '<source srcset="{} 360w">',
        '<img alt="" srcset="/media/cup.jpg 1x, {} 2x">',
        '<link rel="preload" imagesrcset="{} 720w">',
        '<meta property="og:image" content="{}">',
        '<template><a href="{}">x</a></template>',
        '<svg><use href="{}"/></svg>',
        "<a data-x='>' href='{}'>x</a>",
    ],
)
def test_every_way_of_naming_an_address_is_followed(element: str) -> None:
    assert [about for _code, about in of(element.format("/gone.jpg"))] == ["/gone.jpg"]


def test_what_is_no_element_is_not_followed() -> None:
    body = (
        '<!-- <a href="/gone"> --><script>"<a href=\'/gone\'>"</script><textarea><a href="/gone">'
    )
    assert of(f"{body}</textarea>") == []


def test_pictures_of_the_media_folder_are_there() -> None:
    assert of('<img src="/media/cup.jpg" srcset="/media/cup-360.avif 360w" alt="A cup">') == []


def test_an_id_that_stands_twice_is_an_error_and_one_in_a_template_is_spare() -> None:
    body = '<p id="a"></p><p id="a"></p><p id="b"></p><template><p id="b"></p></template>'
    assert of(body) == [("duplicate_id", "a")]
    assert of('<a href="#later">x</a><template><p id="later"></p></template>') == []


def test_a_picture_without_words_is_a_warning_and_an_empty_alt_is_meant() -> None:
    found = check({HERE: page('<img src="/media/cup.jpg"><img src="/media/cup.jpg" alt="">')}, HERE)
    assert [(each.code, each.severity) for each in found] == [("alt_missing", "warning")]


def test_addresses_in_other_scripts_are_found_however_they_are_spelt() -> None:
    tea = {"vi/trà.html": page()}
    assert of('<a href="/vi/trà">x</a><a href="/vi/tr%C3%A0">x</a>', **tea) == []


def sister(language: str, other: str, *, back: bool = True) -> str:
    own = f'<link rel="canonical" href="{BASE}/{language}/cup">'
    links = f'<link rel="alternate" hreflang="{language}" href="{BASE}/{language}/cup">'
    return (
        own + links + f'<link rel="alternate" hreflang="{other}" href="{BASE}/{other}/cup">' * back
    )


def test_sisters_that_name_each_other_are_right() -> None:
    pages = {
        "en/cup.html": page("", sister("en", "vi")),
        "vi/cup.html": page("", sister("vi", "en")),
    }
    assert faults(pages, "en/cup.html") == []


def test_a_sister_that_does_not_name_the_page_back_is_told() -> None:
    vi = page("", sister("vi", "en", back=False))
    pages = {"en/cup.html": page("", sister("en", "vi")), "vi/cup.html": vi}
    assert faults(pages, "en/cup.html") == [("alternate_one_way", f"{BASE}/vi/cup")]


def test_a_head_that_names_what_is_not_there_is_told() -> None:
    head = sister("en", "vi") + '<link rel="canonical" href="https://old.example.com/en/cup">'
    codes = {code for code, _about in faults({"en/cup.html": page("", head)}, "en/cup.html")}
    assert "alternate_dead" in codes
    moved = page("", '<link rel="canonical" href="https://old.example.com/en/cup">')
    assert faults({"en/cup.html": moved}, "en/cup.html") == [
        ("canonical_dead", "https://old.example.com/en/cup")
    ]
