"""The small pictures on labels."""

import math
from typing import Literal

from infra.sample.backdrop import leaf
from infra.sample.canvas import Canvas, smooth
from infra.sample.palette import LACQUER, STRAW

Emblem = Literal["leaf", "mountain", "waves", "sun", "branch", "blossom"]


def mark(canvas: Canvas, emblem: Emblem, middle: tuple[float, float], colour: str) -> None:
    """The picture on a label."""
    x, y = middle
    if emblem == "mountain":
        _mountain(canvas, middle, colour)
    elif emblem == "waves":
        _waves(canvas, middle, colour)
    elif emblem == "sun":
        canvas.ellipse((x, y, 34, 34), LACQUER)
        canvas.stroke(f"M{x - 62} {y + 44}H{x + 62}M{x - 40} {y + 54}H{x + 40}", colour, 4)
    elif emblem == "blossom":
        _blossom(canvas, (x, y), colour)
    elif emblem == "branch":
        _twig(canvas, (x, y), colour)
    else:
        _sprig(canvas, (x, y), colour)


def _mountain(canvas: Canvas, middle: tuple[float, float], colour: str) -> None:
    x, y = middle
    canvas.ellipse((x + 22, y - 34, 17, 17), LACQUER)
    canvas.path(
        smooth(
            [
                (x - 70, y + 40),
                (x - 30, y - 26),
                (x - 4, y + 10),
                (x + 18, y - 12),
                (x + 70, y + 40),
            ]
        )
        + "Z",
        colour,
    )


def _waves(canvas: Canvas, middle: tuple[float, float], colour: str) -> None:
    x, y = middle
    arcs = [
        f"M{x - 56 + column * 28 + (row % 2) * 14 - 14:g} {y + 30 - row * 16:g}a14 "
        "14 0 0 1 28 0m-21 0a7 7 0 0 1 14 0"
        for row in range(4)
        for column in range(4 - row % 2 + 1)
    ]
    canvas.stroke("".join(arcs), colour, 3)


def _blossom(canvas: Canvas, middle: tuple[float, float], colour: str) -> None:
    petals = "".join(leaf(middle, math.radians(angle), 50, 17) for angle in range(-90, 270, 72))
    canvas.path(petals, colour)
    canvas.ellipse((*middle, 9, 9), STRAW)


def _sprig(canvas: Canvas, middle: tuple[float, float], colour: str) -> None:
    """Two leaves and a bud, as tea is plucked."""
    x, y = middle
    angles = (-90, -140, -40)
    foot = (x, y + 34)
    plucked = (leaf(foot, math.radians(a), 84 - 10 * i, 13) for i, a in enumerate(angles))
    canvas.path("".join(plucked), colour)
    canvas.stroke(f"M{x} {y + 34}v22", colour, 4)


def _twig(canvas: Canvas, middle: tuple[float, float], colour: str) -> None:
    """A slanting branch with leaves on both sides."""
    x, y = middle
    feet = [(x - 54 + step * 22, y + 34 - step * 12) for step in range(5)]
    sides = (-1.75, 0.35)
    leaves = (leaf(foot, sides[step % 2], 52, 10) for step, foot in enumerate(feet))
    canvas.path("".join(leaves) + leaf(feet[4], -0.5, 50, 9), colour)
    canvas.stroke(f"M{x - 72} {y + 44}L{x + 36} {y - 15}", colour, 4)
