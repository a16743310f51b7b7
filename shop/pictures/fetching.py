"""From URLs to stored pictures and what their records are to say, several at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

from shop.errors import InvalidInput, PictureUnavailable, TransactionCancelled
from shop.pictures.hosts import Hosts
from shop.pictures.lab import Lab, postponed
from shop.pictures.records import attempts, failed, name_key, stored
from shop.pictures.rules import file_name
from shop.pictures.saving import AT_ONCE, save
from shop.pictures.wanted import want_renditions
from shop.ports import Absent, Fetched, Item, Json, Media, Put, Store

THREADS = 8

Progress = Callable[[int, int], object]


def fetch_all(
    lab: Lab, hosts: Hosts, records: Sequence[Item], progress: Progress | None = None
) -> dict[str, Item]:
    """What became of each record, by URL; written down a few at a time."""
    done: dict[str, Item] = {}
    unsaved: list[Item] = []
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="pictures")
    try:
        futures = [pool.submit(_develop, lab, hosts, record) for record in records]
        for future in as_completed(futures):
            item = future.result()
            done[url_of(item)] = item
            unsaved.append(item)
            if len(unsaved) == AT_ONCE:
                save(lab.store, unsaved, lab.clock)
                unsaved.clear()
            if progress:
                progress(len(done), len(records))
    finally:
        pool.shutdown(cancel_futures=True)
        save(lab.store, unsaved, lab.clock)
    return done


def put_off(lab: Lab, hosts: Hosts, records: Iterable[Item]) -> dict[str, Item]:
    """Those of `records` whose host is away, by URL: they wait, and nobody waits for the host."""
    done = {
        url_of(item): postponed(lab, item, _away(host))
        for item in records
        if (host := hosts.resting(url_of(item)))
    }
    for some in _batches(done.values()):
        save(lab.store, some, lab.clock)
    return done


def keep(store: Store, media: Media, name: str, content: bytes) -> str:
    """Stores a clean picture; the same content gets the same path, whatever it is called."""
    key = name_key(content)
    try:
        store.transact([Put(Item(key, {"name": name}), (Absent(),))])
    except TransactionCancelled:
        known = store.get(key)
        name = str(known.data["name"]) if known else name
    return media.put(name, content)


def url_of(record: Item) -> str:
    return str(record.data["url"])


def _develop(lab: Lab, hosts: Hosts, record: Item) -> Item:
    """One picture, from its URL to what its record is to say."""
    url = url_of(record)
    try:
        if host := hosts.resting(url):
            return postponed(lab, record, _away(host))
        fetched = lab.source.fetch(url)
        hosts.answered(url)
        return stored(record, **_facts(lab, url, fetched))
    except InvalidInput as error:
        return failed(record, attempts=attempts(record) + 1, error=error.message)
    except (PictureUnavailable, OSError) as error:
        if isinstance(error, PictureUnavailable) and "unreachable" in error.details:
            hosts.failed(str(error.details["unreachable"]))
        return postponed(lab, record, error)


def _facts(lab: Lab, url: str, fetched: Fetched) -> dict[str, Json]:
    name = file_name(url)
    cleaned = lab.clean(fetched.content, name)
    path = keep(lab.store, lab.media, name, cleaned.content)
    want_renditions(lab.store, path, url, lab.clock())
    return {
        "path": path,
        "etag": fetched.etag,
        "width": cleaned.width,
        "height": cleaned.height,
    }


def _away(host: str) -> PictureUnavailable:
    return PictureUnavailable(f"{host} did not answer for other pictures, so it waits.")


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    remaining = iter(items)
    while batch := list(islice(remaining, AT_ONCE)):
        yield batch
