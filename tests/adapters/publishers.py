"""What tests of publishing do over and over."""

import os
from collections.abc import Callable, Mapping, Sequence

from generator.publishing.publisher import Edition, Published, Publisher
from shop.ports import SiteFiles

Written = dict[str, tuple[str, int]]


def marked(number: int, pages: int) -> dict[str, bytes]:
    """An edition of which every page, and the style sheet they all name, bears its number."""
    css = f"assets/site.{number}.css"
    files = {css: f"/* {number} */".encode()}
    for page in range(pages):
        text = f'<link rel="stylesheet" href="/{css}"><p>edition {number}, page {page}</p>'
        files[f"en/products/p{page}.html"] = text.encode() * 20
    return files


def write(edition: Edition, files: Mapping[str, bytes]) -> Written:
    return {path: (edition.write(path, content), len(content)) for path, content in files.items()}


def publish(
    site: SiteFiles, files: Mapping[str, bytes], *, whole: bool = True, note: str = ""
) -> Published:
    with Publisher(site).edition() as edition:
        return edition.publish(write(edition, files), note=note, whole=whole)


def shown(site: SiteFiles) -> dict[str, bytes]:
    return {path: site.read(kept) for path, kept in site.live().items()}


def in_child(work: Callable[[], object]) -> int:
    """The process that does it and ends like a killed one, without tidying up: 0 if it could."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def ended(children: Sequence[int]) -> list[int]:
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
