"""Whether an address lies in a zone: pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from shop.delivery.postcodes import concerning, matches_any
from shop.delivery.settings import Zone

_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Destination:
    """As much of an address as is known: `country` is ISO 3166-1 alpha-2, the rest free text."""

    country: str = ""
    region: str = ""
    postcode: str = ""


class Reach(Enum):
    """What an address is to a zone. What cannot be told yet needs the shopper to say more."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    EXCEPTED = "excepted"
    NEEDS_COUNTRY = "needs country"
    NEEDS_REGION = "needs region"
    NEEDS_POSTCODE = "needs postcode"


def reach(zone: Zone, to: Destination) -> Reach:
    """An exception counts only where the zone would go otherwise; an address that leaves out what
    the zone asks for is not inside, so that leaving it out evades no exception."""
    if not to.country:
        return Reach.NEEDS_COUNTRY
    if to.country in zone.except_countries:
        return Reach.EXCEPTED
    if "*" not in zone.countries and to.country not in zone.countries:
        return Reach.OUTSIDE
    return _within(zone, to)


def _within(zone: Zone, to: Destination) -> Reach:
    """By region first: a postcode is not asked of a region the zone leaves out anyway."""
    by_region = _by_region(zone, to)
    return _by_postcode(zone, to) if by_region is Reach.INSIDE else by_region


def _by_region(zone: Zone, to: Destination) -> Reach:
    if not zone.regions and not zone.except_regions:
        return Reach.INSIDE
    if not to.region.strip():
        return Reach.NEEDS_REGION
    if zone.regions and not _named(zone.regions, to.region):
        return Reach.OUTSIDE
    return Reach.EXCEPTED if _named(zone.except_regions, to.region) else Reach.INSIDE


def _by_postcode(zone: Zone, to: Destination) -> Reach:
    inside = concerning(zone.postcodes, to.country)
    excepted = concerning(zone.except_postcodes, to.country)
    if not inside and not excepted:
        return Reach.INSIDE
    if not to.postcode.strip():
        return Reach.NEEDS_POSTCODE
    if inside and not matches_any(inside, to.postcode, to.country):
        return Reach.OUTSIDE
    return Reach.EXCEPTED if matches_any(excepted, to.postcode, to.country) else Reach.INSIDE


def best_reach(zones: Iterable[Zone], to: Destination) -> Reach:
    """Of a method that goes to several: inside one is inside, and else what is nearest to it."""
    nearest = (
        Reach.INSIDE,
        Reach.NEEDS_COUNTRY,
        Reach.NEEDS_POSTCODE,
        Reach.NEEDS_REGION,
        Reach.EXCEPTED,
    )
    found = {reach(zone, to) for zone in zones}
    return next((each for each in nearest if each in found), Reach.OUTSIDE)


def _named(names: Iterable[str], region: str) -> bool:
    wanted = _plain(region)
    return any(_plain(name) == wanted for name in names)


def _plain(name: str) -> str:
    """``Quảng Nam``, ``quang-nam`` and ``QUANG NAM`` are one region."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d"))
    return _NO_LETTER.sub("", "".join(c for c in letters if not unicodedata.combining(c)))
