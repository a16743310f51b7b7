"""How the tests open pages: one Chromium for all of them, and no page may complain or be too wide.

Chromium is Debian's; nothing here downloads a browser.
"""

import asyncio.events
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


class Way(NamedTuple):
    """How somebody comes to the shop: on what, with scripts or without, by day or by night."""

    viewport: dict[str, int] = DESK
    javascript: bool = True
    scheme: str = "light"

    def __str__(self) -> str:
        """As figures name it."""
        return f"{self.viewport['width']} px, JavaScript {self.javascript}"


AT_A_DESK = Way()
ON_A_PHONE = Way(PHONE)
SIZES = pytest.mark.parametrize("way", [ON_A_PHONE, AT_A_DESK], ids=["phone", "desk"])
WAYS = pytest.mark.parametrize(
    "way",
    [
        ON_A_PHONE,
        Way(PHONE, javascript=False, scheme="dark"),
        Way(DESK, scheme="dark"),
        Way(DESK, javascript=False),
    ],
    ids=["phone", "phone, no script", "desk", "desk, no script"],
)
# An answer that asks to look again: Chromium logs every one of them.
REFUSED = r"responded with a status of 4(00|01|04|09|22)"
# Pages fade into each other; on a busy machine the browser leaves that out, and says so.
NO_FADING = r"Transition was |ViewTransition"

Visit = Callable[..., Any]


@contextmanager
def one_chromium() -> Iterator[tuple[Any, asyncio.AbstractEventLoop]]:
    """Chromium, and the event loop through which this thread talks to it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        loop = asyncio.get_running_loop()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        asyncio.events._set_running_loop(None)
        yield browser, loop
        asyncio.events._set_running_loop(loop)
        browser.close()


@contextmanager
def in_turn(browser: Any, loop: asyncio.AbstractEventLoop) -> Iterator[Any]:
    """The browser for one test. Its loop counts as running between calls too, and would keep all
    other tests of this process from running one of their own."""
    asyncio.events._set_running_loop(loop)
    yield browser
    asyncio.events._set_running_loop(None)


@contextmanager
def opened(
    browser: Any,
    address: str,
    path: str | None = None,
    *,
    way: Way = AT_A_DESK,
    cookies: str = "",
    expected: str = NO_FADING,
    seconds: int = 20,
    **context: Any,
) -> Iterator[Any]:
    """A page of the shop at `address`. What the browser complains about fails the test, but for
    what is `expected` (a pattern); and so does a last page that has to be moved sideways."""
    opened = browser.new_context(
        viewport=way.viewport,
        java_script_enabled=way.javascript,
        color_scheme=way.scheme,
        base_url=address,
        **context,
    )
    if cookies:
        name, _, value = cookies.partition("=")
        opened.add_cookies([{"name": name, "value": value, "url": address}])
    page = opened.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(1000 * seconds)
    try:
        if path is not None:
            page.goto(path)
        yield page
        assert not too_wide(page), f"{page.url} is {too_wide(page)} px too wide"
    finally:
        opened.close()
    complaints = [each for each in complaints if not re.search(expected, each)]
    assert not complaints, complaints


def too_wide(page: Any) -> int:
    """By how many pixels a page is wider than the window; scripts need not be on."""
    root = page.locator(":root")
    return int(root.evaluate("root => Math.max(0, root.scrollWidth - root.clientWidth)"))


def until(page: Any, expression: str, seconds: int = 20) -> None:
    """Waits for something true of a page whose policy forbids what Playwright's own waiting does:
    making scripts of text there."""
    for _ in range(seconds * 50):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"Never true: {expression}")
