"""Publishes a spreadsheet into a shop's database; run as a program, to be killed at any moment.

Usage: publish_me.py DATABASE FILE
"""

import sys
from pathlib import Path

from shop.adapters.sqlite_store import SqliteStore
from shop.catalogue.importing import read_file
from shop.catalogue.publishing import Order, publish
from shop.clock import now

if __name__ == "__main__":
    store = SqliteStore(Path(sys.argv[1]))
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    publish(store, read_file(Path(sys.argv[2]), currency="USD"), now, Order("mai"))
