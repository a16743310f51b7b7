"""A shop with its worker in a process of its own, for a test that kills it.

Run with a folder as argument; prints its address when it answers.
"""

import sys
from pathlib import Path

from factories import services_over

from infra.embedded.server import HOST, embedded_app, listen, serve
from infra.embedded.worker import Worker
from shop.adapters.sqlite_store import SqliteStore
from shop.settings import load_settings


def main(home: Path) -> None:
    services = services_over(load_settings({"SHOP_HOME": str(home)}), SqliteStore(home / "shop.db"))
    bound = listen(0)
    app = embedded_app(services)
    Worker(services).start()
    sys.stdout.write(f"http://{HOST}:{bound.getsockname()[1]}\n")
    sys.stdout.flush()
    serve(app, bound)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
