"""Where the bars of a chart stand. Pure: the template draws them.

A plot is `WIDE` by `HIGH` and stretches to the room it gets, so that letters, which must not be
stretched, stand beside it and not in it.
"""

from collections.abc import Sequence
from typing import NamedTuple

WIDE, HIGH = 1000, 300
STEPS = 4  # as many parts as a scale has, about
NICE = (1, 2, 5, 10)
ROOM = 0.75  # of a bar's place that it fills


class Bar(NamedTuple):
    """`x`, `y`, `width` and `height` are of the plot, whose origin is at the top left."""

    x: float
    y: float
    width: float
    height: float


class Columns(NamedTuple):
    """A bar for each value, and the values that lines stand for, the highest first."""

    bars: tuple[Bar, ...]
    ticks: tuple[int, ...]
    lines: tuple[float, ...]


def columns(values: Sequence[int]) -> Columns:
    """Values below zero hang from the line of zero."""
    ticks = scale(min((0, *values)), max((0, *values)))
    top, reach = ticks[0], ticks[0] - ticks[-1]

    def height(value: int) -> float:
        return round((top - value) * HIGH / reach, 1)

    place = WIDE / max(1, len(values))
    bars = tuple(
        Bar(
            round((number + (1 - ROOM) / 2) * place, 2),
            height(max(value, 0)),
            round(place * ROOM, 2),
            round(height(min(value, 0)) - height(max(value, 0)), 1),
        )
        for number, value in enumerate(values)
    )
    return Columns(bars, ticks, tuple(map(height, ticks)))


def scale(lowest: int, highest: int) -> tuple[int, ...]:
    """Round values at even steps, from at least `highest` down to at most `lowest`; zero is one of
    them."""
    step = _step(max(1, highest - lowest))
    first, last = -(-highest // step), lowest // step
    return tuple(number * step for number in range(max(first, last + 1), last - 1, -1))


def _step(reach: int) -> int:
    """1, 2 or 5 of a power of ten."""
    magnitude = 1
    while magnitude * 10 * STEPS <= reach:
        magnitude *= 10
    return next(magnitude * nice for nice in NICE if magnitude * nice * STEPS >= reach)


def lengths(values: Sequence[int]) -> tuple[float, ...]:
    """Bars that lie, in percent of the longest; nothing for what is below zero."""
    longest = max((1, *values))
    return tuple(round(max(0, value) * 100 / longest, 1) for value in values)
