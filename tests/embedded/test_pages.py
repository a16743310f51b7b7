"""How the published site is served: what a browser is told, and what it need not fetch again."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from adapters.publishers import publish
from factories import services_over
from httpx import ASGITransport, AsyncClient, Response

from generator.publishing.publisher import Publisher
from infra.embedded.pages import Pages
from shop.adapters.dir_site import DirSite
from shop.adapters.sqlite_store import SqliteStore
from shop.settings import load_settings

PAGE = b"<!doctype html><p>" + "cà phê ".encode() * 200
CHOOSER = b"<script>choose()</script><script src=a.js></script>"
FILES = {
    "index.html": CHOOSER,
    "404.html": b"<p>lost</p>" * 100,
    "vi/index.html": b"home",
    "vi/products/phin.html": PAGE,
    "assets/site.1.css": b"a{color:red}" * 100,
    "assets/small.js": b"1",
    "assets/photo.jpg": b"\xff\xd8\xff" * 1000,
    "sitemap.xml": b"<urlset>" + b"<url/>" * 50_000,
    "vi/search/0.json": b"{}",
}
PHIN = "/vi/products/phin"
Get = Callable[..., Response]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[DirSite]:
    site = DirSite(tmp_path / "public")
    publish(site, FILES)
    yield site
    site.close()


@pytest.fixture
def get(site: DirSite, tmp_path: Path) -> Iterator[Get]:
    store = SqliteStore(tmp_path / "shop.db")
    services = services_over(load_settings({"SHOP_HOME": str(tmp_path)}), store)
    transport = ASGITransport(Pages(services, Publisher(site)))

    async def ask(method: str, path: str, headers: dict[str, str]) -> Response:
        async with AsyncClient(transport=transport, base_url="http://shop") as client:
            return await client.request(method, path, headers=headers)

    def call(path: str, method: str = "GET", **headers: str) -> Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return asyncio.run(ask(method, path, {"accept-encoding": "identity"} | sent))

    yield call
    store.close()


@pytest.mark.parametrize(
    ("path", "kind", "caching"),
    [
        (PHIN, "text/html; charset=utf-8", "public, max-age=0, must-revalidate"),
        ("/vi/", "text/html; charset=utf-8", "public, max-age=0, must-revalidate"),
        ("/assets/site.1.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/assets/photo.jpg", "image/jpeg", "public, max-age=31536000, immutable"),
        ("/sitemap.xml", "application/xml", "public, max-age=0, must-revalidate"),
        ("/vi/search/0.json", "application/json", "public, max-age=0, must-revalidate"),
    ],
)
def test_a_file_goes_out_as_what_it_is(get: Get, path: str, kind: str, caching: str) -> None:
    answer = get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Cache-Control"] == caching
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_is_its_bytes(get: Get) -> None:
    answer = get(PHIN)
    assert answer.content == PAGE
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", [PHIN, "/assets/site.1.css", "/sitemap.xml"])
def test_text_goes_out_compressed_to_whoever_takes_it(get: Get, path: str) -> None:
    for _first_and_again in range(2):
        answer = get(path, accept_encoding="br;q=1.0, gzip;q=0.8")
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.content == get(path).content
        assert int(answer.headers["Content-Length"]) < len(answer.content) / 2


@pytest.mark.parametrize(
    ("path", "accepted"),
    [(PHIN, "gzip;q=0"), (PHIN, "br"), ("/assets/photo.jpg", "gzip"), ("/assets/small.js", "gzip")],
)
def test_what_is_not_taken_or_would_not_shrink_is_not_compressed(
    get: Get, path: str, accepted: str
) -> None:
    assert "Content-Encoding" not in get(path, accept_encoding=accepted).headers


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_who_has_the_page_is_not_sent_it_again(get: Get, encoding: str) -> None:
    first = get(PHIN, accept_encoding=encoding)
    tag = first.headers["ETag"]
    again = get(PHIN, accept_encoding=encoding, if_none_match=f'"other", {tag}')
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert again.headers[name].removeprefix("W/") == first.headers[name].removeprefix("W/")


def test_a_tag_is_of_these_bytes_and_of_no_others(get: Get, site: DirSite) -> None:
    tag = get(PHIN).headers["ETag"]
    assert get(PHIN, accept_encoding="gzip").headers["ETag"] == f"W/{tag}"
    publish(site, {"vi/products/phin.html": PAGE + b"!"}, whole=False)
    answer = get(PHIN, if_none_match=tag)
    assert (answer.status_code, answer.content) == (200, PAGE + b"!")
    assert answer.headers["ETag"] != tag


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("path", [PHIN, "/sitemap.xml", "/nothing"])
def test_head_tells_what_get_would(get: Get, path: str, encoding: str) -> None:
    answer, head = get(path, accept_encoding=encoding), get(path, "HEAD", accept_encoding=encoding)
    assert head.content == b""
    assert (head.status_code, head.headers) == (answer.status_code, answer.headers)


def test_a_page_may_run_the_scripts_of_the_chooser_and_no_others(get: Get, site: DirSite) -> None:
    policy = get(PHIN).headers["Content-Security-Policy"]
    assert "script-src 'self' 'sha256-" in policy
    assert policy.count("sha256-") == 1
    assert get("/nothing").headers["Content-Security-Policy"] == policy
    publish(site, {"index.html": b"<p>no script</p>"}, whole=False)
    assert "script-src 'self';" in get(PHIN).headers["Content-Security-Policy"]


def test_an_address_where_nothing_is_shows_the_lost_page(get: Get) -> None:
    answer = get("/vi/products/nothing")
    assert (answer.status_code, answer.content) == (404, FILES["404.html"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_site_that_was_never_published_says_so_plainly(get: Get, site: DirSite) -> None:
    publish(site, {})
    answer = get(PHIN)
    assert (answer.status_code, answer.text) == (404, "Not Found")


def test_the_root_leads_to_the_shoppers_language(get: Get) -> None:
    answer = get("/", accept_language="vi-VN,vi")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/vi/")


def test_an_asset_of_a_page_somebody_has_open_is_still_there(get: Get, site: DirSite) -> None:
    publish(site, {path: content for path, content in FILES.items() if "css" not in path})
    assert get("/assets/site.1.css").content == FILES["assets/site.1.css"]


def test_memory_for_bodies_has_a_bound(site: DirSite) -> None:
    from infra.embedded.bodies import Bodies

    publisher = Publisher(site)
    bodies = Bodies(publisher, most=4000)
    page, css = publisher.find(PHIN), publisher.find("/assets/site.1.css")
    large = publisher.find("/sitemap.xml")
    assert page
    assert css
    assert large
    for found in (page, css, css, large):
        assert bodies.make(found, compress=False).content == publisher.read(found)
    assert bodies.held(css, compress=False)
    assert bodies.held(page, compress=False)
    photo = publisher.find("/assets/photo.jpg")
    assert photo
    bodies.make(photo, compress=False)
    assert bodies.held(photo, compress=False)
    assert not bodies.held(page, compress=False)
    assert not bodies.held(large, compress=False)
