"""The process that marks a workbook: limits itself, reads stdin, writes the workbook to stdout.

The input is a line of JSON, ``{"file": name, "problems": […]}``, then the workbook. No output
means that it could not be done.
"""

import io
import json
import sys
from typing import Any

from shop.catalogue.reading.limits import limit
from shop.catalogue.reading.workbook_parts import check_parts

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 100
FILE_SIZE = 512 * 1024 * 1024  # openpyxl keeps the sheets it writes in temporary files


def main() -> None:
    limit(MEMORY, CPU_SECONDS, FILE_SIZE)
    order = json.loads(sys.stdin.buffer.readline())
    try:
        marked = _marked(sys.stdin.buffer.read(), order)
    except Exception as error:  # noqa: BLE001 - whatever the library throws at a damaged file
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.exit(1)
    sys.stdout.buffer.write(marked)


def _marked(content: bytes, order: dict[str, Any]) -> bytes:
    check_parts(content)
    import openpyxl

    from shop.catalogue.writing.marking import mark

    book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    mark(book, order["problems"], order["file"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


if __name__ == "__main__":
    main()
