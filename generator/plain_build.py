"""The shop's pages under the ``pelican`` command: all of them, one after the other, by Jinja as it
is. Slower than `generator.build`, and to the same bytes."""

from collections.abc import Sequence
from pathlib import Path

from generator import desk_texts
from generator.collections.model import Collection
from generator.failures import BuildFailed
from generator.files import bucket_files, loose_files, other_pages, overviews, sitemaps_among
from generator.floor import Floor, Fragments
from generator.groundwork import stock_rightly
from generator.index.database import IN_MEMORY, Database
from generator.render import Failed, Press
from generator.run import Run
from generator.shop_facts import facts_of
from generator.site import Site


def whole_run(site: Site) -> Run:
    """A run that makes everything."""
    facts = facts_of(site.profile)
    database = Database(IN_MEMORY)
    entries = site.entries()
    collections, tree, fragments = stock_rightly(site, facts, database, entries)
    floor = Floor(facts, site.base_url, database, tree, site.translate)
    return Run(site, floor, lambda run, folder: _finish(run, collections, fragments, folder))


def _finish(
    run: Run, collections: Sequence[Collection], fragments: Fragments, folder: Path
) -> None:
    def write(name: str, content: bytes) -> str:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return ""

    site, floor = run.site, run.floor
    if run.contexts is None or run.contents is None or run.files is None:
        return
    desk_texts.note_files(run.floor.database, run.files)
    press = Press(
        run.contexts,
        lambda name, _language, view: run.environment.get_template(name).render(view).encode(),
        write,
    )
    facts = floor.facts
    pages = other_pages(site, floor, floor.products(), run.contents)
    entries = site.entries()
    outcomes = [
        *press.print_all(pages),
        *press.print_products(entries.read(entries.handles()), facts.languages),
    ]
    failures = [outcome.problem for outcome in outcomes if isinstance(outcome, Failed)]
    if failures:
        raise BuildFailed(failures[:5])
    loose = loose_files(site, floor, run.contents, pages)
    made = [
        *bucket_files(collections, fragments).values(),
        overviews(site, facts, collections, fragments, sitemaps_among(loose)),
        loose,
    ]
    for files in made:
        for name, content in files.items():
            write(name, content)
