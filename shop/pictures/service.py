"""Use cases of pictures: collect those a catalogue names, fetch what is due, say what is stored.

A picture that fails is a warning and never a failed product: until it is stored, pages show the URL
as the owner gave it. What is known of a URL is in the ledger (``records.py``), so nothing that was
stored is fetched again, and a process that dies leaves records the worker takes up.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import islice

from shop.errors import InvalidPicture
from shop.pictures.addresses import target
from shop.pictures.fetching import Progress, fetch_all, put_off, url_of
from shop.pictures.hosts import Hosts
from shop.pictures.lab import LEASE, Lab, claim, due
from shop.pictures.model import Collected, PictureWarning
from shop.pictures.records import FAILED, PICTURES, is_stored, new_source, source_key, waiting
from shop.pictures.rules import fetchable
from shop.ports import Item, Store

LOOK = 500  # due pictures looked at, of which those are fetched whose host is not away


def collect(lab: Lab, references: Iterable[str], progress: Progress | None = None) -> Collected:
    """Fetches and stores what is not stored yet; file names and own paths are passed over.

    `progress` gets (done, all) in the calling thread. Ones that failed before are tried again:
    whoever imports a file asks for its pictures. Raises StoreError only.
    """
    result = Collected()
    urls = _checked(references, result)
    ledger = _ledger(lab.store, urls)
    result.paths.update(_stored_paths(urls, ledger))
    todo = [url for url in dict.fromkeys(urls.values()) if not is_stored(ledger.get(url))]
    until = lab.clock() + LEASE + timedelta(seconds=len(todo))
    claimed = [waiting(ledger.get(url) or new_source(url), until) for url in todo]
    lab.store.put_many(claimed)
    records = _ledger(lab.store, {url: url for url in todo})
    done = fetch_all(lab, lab.hosts or Hosts(lab.clock), list(records.values()), progress)
    _report(result, urls, done)
    return result


def retry_due(lab: Lab, limit: int = 50) -> Collected:
    """Fetches pictures whose time has come, at most `limit`. `paths` holds what is stored now, by
    URL. Those of a host that is away are put off, however many they are."""
    hosts = lab.hosts or Hosts(lab.clock)
    found = due(lab, PICTURES, LOOK)
    done = put_off(lab, hosts, found)
    ready = islice((item for item in found if url_of(item) not in done), limit)
    claimed = list(filter(None, (claim(lab, item) for item in ready)))
    done |= fetch_all(lab, hosts, claimed)
    result = Collected()
    _report(result, {url: url for url in done}, done)
    return result


def _checked(references: Iterable[str], result: Collected) -> dict[str, str]:
    """URLs by reference; one that is no address becomes a warning at once."""
    urls = {}
    for reference in dict.fromkeys(references):
        url = fetchable(reference)
        try:
            if url and target(url):
                urls[reference] = url
        except InvalidPicture as error:
            result.warnings.append(PictureWarning(reference, error.code, error.message))
    return urls


def _ledger(store: Store, urls: Mapping[str, str]) -> dict[str, Item]:
    """What is known, by URL."""
    keys = {url: source_key(url) for url in urls.values()}
    items = store.get_many(keys.values())
    return {url: items[key] for url, key in keys.items() if key in items}


def _stored_paths(urls: Mapping[str, str], ledger: Mapping[str, Item]) -> dict[str, str]:
    return {
        reference: str(ledger[url].data["path"])
        for reference, url in urls.items()
        if is_stored(ledger.get(url))
    }


def _report(result: Collected, urls: Mapping[str, str], done: Mapping[str, Item]) -> None:
    result.paths.update(_stored_paths(urls, done))
    result.warnings.extend(_warnings(urls, done))


def _warnings(urls: Mapping[str, str], done: Mapping[str, Item]) -> Iterator[PictureWarning]:
    for reference, url in urls.items():
        if url in done and not is_stored(done[url]):
            data = done[url].data
            code = "picture_failed" if data["state"] == FAILED else "picture_waits"
            yield PictureWarning(reference, code, str(data["error"]), str(data["next_try"]))
