"""Use cases of pictures: collect those a catalogue names, try failed ones again, store one.

A picture that fails is a warning and never a failed product: until it is stored, pages show the URL
as the owner gave it. What is known of a URL is in the ledger (``records.py``), so nothing that was
stored is fetched again, and a process that dies leaves records the worker takes up.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Lock
from typing import NamedTuple

from shop.clock import Clock, now, timestamp
from shop.errors import InvalidInput, InvalidPicture, PictureUnavailable, TransactionCancelled
from shop.pictures.addresses import target
from shop.pictures.cleaning import clean_picture
from shop.pictures.model import Cleaned, Collected, PictureWarning, reason
from shop.pictures.records import (
    FAILED,
    PICTURES,
    STORED,
    attempts,
    failed,
    name_key,
    new_source,
    source_key,
    stored,
    waiting,
)
from shop.pictures.rules import delay, fetchable, file_name
from shop.ports import Absent, Fetched, Item, Json, Media, PictureSource, Put, Store, VersionIs

THREADS = 8
LEASE = timedelta(minutes=10)  # nobody else tries a picture that is being fetched
HOST_FAILURES = 5  # in a row, after which a host is left alone for now

Clean = Callable[[bytes, str], Cleaned]
Progress = Callable[[int, int], object]


class Lab(NamedTuple):
    """What it takes to make pictures the shop's own. `clean` runs a process of its own."""

    store: Store
    media: Media
    source: PictureSource
    clock: Clock = now
    clean: Clean = clean_picture


def collect(lab: Lab, references: Iterable[str], progress: Progress | None = None) -> Collected:
    """Fetches and stores what is not stored yet; file names and own paths are passed over.

    `progress` gets (done, all) in the calling thread. Ones that failed before are tried again:
    whoever imports a file asks for its pictures. Raises StoreError only.
    """
    result = Collected()
    urls = _checked(references, result)
    ledger = _ledger(lab.store, urls)
    result.paths.update(_stored_paths(urls, ledger))
    todo = [url for url in dict.fromkeys(urls.values()) if not _is_stored(ledger.get(url))]
    until = lab.clock() + LEASE + timedelta(seconds=len(todo))
    claimed = [waiting(ledger.get(url) or new_source(url), until) for url in todo]
    lab.store.put_many(claimed)
    records = _ledger(lab.store, {url: url for url in todo})
    done = _fetch_all(lab, list(records.values()), progress)
    _report(result, urls, done)
    return result


def retry_due(lab: Lab, limit: int = 50) -> Collected:
    """Tries pictures whose time has come. `paths` holds what is stored now, by URL: the pages of
    products that show one of them are to be built anew."""
    due = timestamp(lab.clock())
    page = lab.store.query_index(PICTURES, limit=limit)
    found = [item for item in page.items if item.index and item.index.sk <= due]
    claimed = list(filter(None, (_claim(lab, item) for item in found)))
    result = Collected()
    done = _fetch_all(lab, claimed, None)
    _report(result, {url: url for url in done}, done)
    return result


def paths(store: Store, references: Iterable[str]) -> dict[str, str]:
    """The shop's own addresses of those references that are stored. Fetches nothing."""
    urls = {reference: url for reference in references if (url := fetchable(reference))}
    return _stored_paths(urls, _ledger(store, urls))


def keep(store: Store, media: Media, name: str, content: bytes) -> str:
    """Stores a clean picture; the same content gets the same path, whatever it is called."""
    key = name_key(content)
    try:
        store.transact([Put(Item(key, {"name": name}), (Absent(),))])
    except TransactionCancelled:
        known = store.get(key)
        name = str(known.data["name"]) if known else name
    return media.put(name, content)


@dataclass(slots=True)
class _Hosts:
    """Hosts that did not answer several times running: nobody waits for each of their pictures."""

    _failures: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def check(self, url: str) -> None:
        host = target(url).host
        if self._failures[host] >= HOST_FAILURES:
            raise PictureUnavailable(
                f"{host} did not answer for other pictures, so it waits.", skipped=True
            )

    def answered(self, url: str) -> None:
        with self._lock:
            self._failures[target(url).host] = 0

    def failed(self, host: str) -> None:
        with self._lock:
            self._failures[host] += 1


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


def _is_stored(item: Item | None) -> bool:
    return item is not None and item.data["state"] == STORED


def _stored_paths(urls: Mapping[str, str], ledger: Mapping[str, Item]) -> dict[str, str]:
    return {
        reference: str(ledger[url].data["path"])
        for reference, url in urls.items()
        if _is_stored(ledger.get(url))
    }


def _claim(lab: Lab, item: Item) -> Item | None:
    """The record, taken for a while; None if another has taken it."""
    taken = waiting(item, lab.clock() + LEASE)
    try:
        lab.store.transact([Put(taken, (VersionIs(item.version),))])
    except TransactionCancelled:
        return None
    return replace(taken, version=item.version + 1)


def _fetch_all(lab: Lab, records: list[Item], progress: Progress | None) -> dict[str, Item]:
    """What became of each record, by URL."""
    hosts = _Hosts()
    done: dict[str, Item] = {}
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="pictures")
    try:
        futures = [pool.submit(_develop, lab, hosts, record) for record in records]
        for future in as_completed(futures):
            item = future.result()
            done[str(item.data["url"])] = item
            if progress:
                progress(len(done), len(records))
    finally:
        pool.shutdown(cancel_futures=True)
    return done


def _develop(lab: Lab, hosts: _Hosts, record: Item) -> Item:
    """One picture, from its URL to the ledger."""
    url = str(record.data["url"])
    try:
        hosts.check(url)
        fetched = lab.source.fetch(url)
        hosts.answered(url)
        changed = stored(record, **_facts(lab, url, fetched))
    except InvalidInput as error:
        changed = failed(record, attempts=attempts(record) + 1, error=error.message)
    except (PictureUnavailable, OSError) as error:
        changed = _postponed(lab, record, error)
        if isinstance(error, PictureUnavailable) and "unreachable" in error.details:
            hosts.failed(str(error.details["unreachable"]))
    _save(lab.store, changed)
    return changed


def _facts(lab: Lab, url: str, fetched: Fetched) -> dict[str, Json]:
    name = file_name(url)
    cleaned = lab.clean(fetched.content, name)
    return {
        "path": keep(lab.store, lab.media, name, cleaned.content),
        "etag": fetched.etag,
        "width": cleaned.width,
        "height": cleaned.height,
    }


def _postponed(lab: Lab, record: Item, error: Exception) -> Item:
    skipped = isinstance(error, PictureUnavailable) and "skipped" in error.details
    tried = attempts(record) + (not skipped)
    facts: dict[str, Json] = {"attempts": tried, "error": reason(error)[:500]}
    wait = delay(tried)
    return waiting(record, lab.clock() + wait, **facts) if wait else failed(record, **facts)


def _save(store: Store, item: Item) -> None:
    """A record that another changed meanwhile stays as it is there: both did the same work."""
    try:
        store.transact([Put(item, (VersionIs(item.version),))])
    except TransactionCancelled:
        return


def _report(result: Collected, urls: Mapping[str, str], done: Mapping[str, Item]) -> None:
    result.paths.update(_stored_paths(urls, done))
    result.warnings.extend(_warnings(urls, done))


def _warnings(urls: Mapping[str, str], done: Mapping[str, Item]) -> Iterator[PictureWarning]:
    for reference, url in urls.items():
        if url in done and not _is_stored(done[url]):
            data = done[url].data
            code = "picture_failed" if data["state"] == FAILED else "picture_waits"
            yield PictureWarning(reference, code, str(data["error"]), str(data["next_try"]))
