"""Many keys of the SQLite store at once.

A statement for each key costs more in being started and ended than in finding its row. Keys that
are read together mostly have one part in common (every product of the catalogue, the stock of many
SKUs), so one statement gets all the other parts, as JSON.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import apsw
import orjson

from shop.ports import Key

FEW = 4  # keys, for which it does not pay

# JSON is read from bytes: as text it would be decoded first, and encoded again to be read.
GET = """
SELECT pk, sk, CAST(data AS BLOB), version, ipk, isk, expires_at FROM item WHERE pk = ? AND sk = ?
"""
# CROSS JOIN: SQLite takes the tables in this order, that of the keys.
OF_ONE_PK = """
SELECT pk, sk, CAST(data AS BLOB), version, ipk, isk, expires_at
FROM json_each(?) AS wanted CROSS JOIN item WHERE sk = wanted.value AND pk = ?
"""
OF_ONE_SK = """
SELECT pk, sk, CAST(data AS BLOB), version, ipk, isk, expires_at
FROM json_each(?) AS wanted CROSS JOIN item WHERE pk = wanted.value AND sk = ?
"""
ACROSS = """
SELECT pk, CAST(data AS BLOB) FROM json_each(?) AS wanted CROSS JOIN item
WHERE pk = wanted.value AND sk = ? AND (expires_at IS NULL OR expires_at > ?)
"""


def rows_of(connection: apsw.Connection, keys: Sequence[Key]) -> Iterator[tuple[Any, ...]]:
    """The rows of those `keys` that are there; each is named once."""
    if len(keys) <= FEW:
        yield from connection.executemany(GET, keys)
        return
    by_pk = len({pk for pk, _ in keys}) < len({sk for _, sk in keys})
    shared: dict[str, list[str]] = defaultdict(list)
    for pk, sk in keys:
        if by_pk:
            shared[pk].append(sk)
        else:
            shared[sk].append(pk)
    statement = OF_ONE_PK if by_pk else OF_ONE_SK
    for one, others in shared.items():
        yield from connection.execute(statement, (orjson.dumps(others).decode(), one))


def across(connection: apsw.Connection, pks: Sequence[str], sk: str, now: int) -> dict[str, Any]:
    """Of what lies under `sk` in these partitions, and has not expired, data by partition."""
    rows = connection.execute(ACROSS, (orjson.dumps(pks).decode(), sk, now))
    return {pk: orjson.loads(data) for pk, data in rows}
