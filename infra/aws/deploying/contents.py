"""The catalogue and the pages of this machine go out into the new shop.

What the shop on AWS has already is its owner's: a catalogue is only ever sent into an empty one.
"""

import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from functions.bootstrap import compose
from generator.failures import SiteHeld
from infra.aws.deploying.account import NotDeployed
from infra.aws.plan import Plan
from infra.cli.export import export_catalogue
from infra.cli.pictures import darkroom
from infra.cli.progress import Progress
from infra.cli.site import build_site
from shop.adapters.media_names import PREFIX
from shop.adapters.medias import open_media
from shop.adapters.s3_bucket import ABSENT, Bucket, Headers, Moved, s3_client
from shop.catalogue.importing import content_of, read_opened
from shop.catalogue.proposing import Choices
from shop.catalogue.publishing import Order, publish
from shop.catalogue.reading.joining import open_file
from shop.catalogue.releases.applying import recover
from shop.catalogue.releases.records import read_head
from shop.errors import StoreBusy
from shop.published import kinds
from shop.settings import Settings, place

TURNS = 5  # to publish, before somebody is asked to look


@dataclass(frozen=True, slots=True)
class Shops:
    """The shop of this machine and the one on AWS."""

    here: Settings
    there: Settings


def shops(
    plan: Plan, here: Settings, outputs: Mapping[str, str], secrets: Mapping[str, str]
) -> Shops:
    """`outputs` are those of both stacks."""
    there = replace(
        here,
        home=here.home / "aws" / plan.name,
        store=f"dynamodb:{outputs['Table']}",
        site=f"s3:{outputs['Site']}",
        media=f"s3:{outputs['Media']}",
        mail=f"ses:{plan.region}",
        cdn=f"cloudfront:{outputs['Distribution']}",
        base_url=outputs["Address"],
        secret=secrets["Secret"],
    )
    return Shops(here, there)


def send_pictures(both: Shops) -> int:
    """Those that are not there yet; how many."""
    media = open_media(both.here.media)
    client = partial(s3_client, both.there.aws_endpoint)
    bucket = Bucket(place(both.there.media), client)
    present = {key for key, _at in bucket.keys(PREFIX.lstrip("/"))}
    missing = [name for name in media.names() if PREFIX.lstrip("/") + name not in present]
    for name in missing:
        _send(bucket, name, media.read(PREFIX + name))
    bucket.close()
    return len(missing)


def send_catalogue(both: Shops, line: Progress) -> int | None:
    """How many products went out; None where the shop on AWS has a catalogue of its own, or this
    machine has none. One that was on its way when somebody stopped is brought to its end."""
    with closing(compose(both.there).store) as store:
        recover(store)
    if has_catalogue(both.there) or not has_catalogue(both.here):
        return None
    return _copied(both, line)


def send_pages(both: Shops, line: Progress) -> dict[str, Any]:
    """The shop there may be building by itself already, woken by the catalogue that has just
    arrived; whoever is slower than a lease lasts begins again, and has less to write. Where the
    owner holds older pages they stay, and `held` says so."""
    line.stage("Building the pages", counted=True)
    for _turn in range(TURNS):
        try:
            report = build_site(both.there, progress=line)
        except StoreBusy:
            continue
        except SiteHeld as held:
            return {"pages_written": 0, "pages_total": 0, "held": held.message}
        if report["failed"]:
            raise NotDeployed(f"Pages could not be made: {' '.join(report['failed'])}")
        return report
    raise NotDeployed("The shop on AWS is building pages without a pause; deploy again.")


def has_catalogue(settings: Settings) -> bool:
    with closing(compose(settings).store) as store:
        return bool(read_head(store).release)


def _copied(both: Shops, line: Progress) -> int:
    """By way of a spreadsheet, so that it is checked like any other and becomes release 1. Nothing
    is left out: what this shop sells, it can read again."""
    whole = Choices(faulty="stop")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "catalogue.xlsx"
        count = int(export_catalogue(both.here, file, "table")["products"])
        services = compose(both.there)
        with closing(services.store) as store:
            opened = [open_file(content_of(file), file.name)]
            room = replace(darkroom(services, None, file, trial=False), faulty=whole.faulty)
            reading = read_opened(opened, services.profile.currency, room)
            publish(store, reading, services.clock, Order("deploy", choices=whole), line)
    return count


def _send(bucket: Bucket, name: str, content: bytes | None) -> None:
    if content is None:
        return
    key = PREFIX.lstrip("/") + name
    try:
        bucket.put(key, content, Headers(kinds.content_type(name), kinds.FOR_EVER), only=ABSENT)
    except Moved:  # somebody was faster, with the same bytes
        return
