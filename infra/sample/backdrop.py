"""Where things stand: a wall and a table in window light, or a cloth seen from above."""

import math
from typing import Literal

from infra.sample.canvas import Canvas, polyline, smooth
from infra.sample.palette import dark, light, mix

Motif = Literal["window", "moon", "bamboo", "none"]
HORIZON = 575


def table(tone: str, motif: Motif = "window", top: str = "#cdb795") -> Canvas:
    """A wall of `tone` above a table; the light comes from the upper left."""
    canvas = Canvas()
    wall = canvas.linear(((0, light(tone, 0.42), 1), (1, mix(tone, "#d8cab0", 0.25), 1)), 0.35, 1)
    canvas.rect((0, 0, 800, HORIZON), wall)
    _behind(canvas, tone, motif)
    board = mix(top, tone, 0.25)
    face = canvas.linear(((0, light(board, 0.22), 1), (1, dark(board, 0.12), 1)), 0.25, 1)
    canvas.rect((0, HORIZON, 800, 800 - HORIZON), face)
    canvas.rect((0, HORIZON, 800, 4), light(board, 0.5), opacity=0.7)
    if motif == "window":
        canvas.path(
            polyline([(150, HORIZON), (500, HORIZON), (690, 800), (330, 800)]),
            "#fffaf0",
            opacity=0.16,
        )
    return canvas


def cloth(tone: str, weave: str = "linen") -> Canvas:
    """A table seen from above: a linen cloth, or a mat of split bamboo."""
    canvas = Canvas()
    canvas.rect(
        (0, 0, 800, 800),
        canvas.linear(((0, light(tone, 0.35), 1), (1, dark(tone, 0.08), 1)), 0.8, 1),
    )
    step = 40 if weave == "mat" else 16
    lines = "".join(f"M0 {y}H800" for y in range(step, 800, step))
    canvas.stroke(lines, dark(tone, 0.4), 1.5, opacity=0.13)
    if weave == "mat":
        canvas.stroke("M170 0V800M630 0V800", dark(tone, 0.5), 3, opacity=0.2)
    shade = dark(tone, 0.6)
    branch(canvas, shade, (800, -20), 0.09)
    canvas.path("M0 0H430L0 560Z", "#fffaf0", opacity=0.16)
    return canvas


def shadow(canvas: Canvas, box: tuple[float, float, float, float], depth: float = 0.5) -> None:
    """What a thing on the table throws to its right, and the dark line where it touches."""
    x, y, width, height = box
    soft = canvas.radial(
        ((0, "#2a2230", depth), (0.55, "#2a2230", depth * 0.45), (1, "#2a2230", 0))
    )
    canvas.ellipse((x + width * 0.3, y + height * 0.1, width * 1.28, height), soft)
    touch = canvas.radial(((0, "#2a2230", 0.6), (0.55, "#2a2230", 0.45), (1, "#2a2230", 0)))
    canvas.ellipse((x, y, width, height * 0.34), touch)


def lifted(canvas: Canvas, outline: str, **attributes: float | str) -> None:
    """The shadow of a flat thing lying on the cloth."""
    for shift, opacity in ((22, 0.07), (13, 0.09), (6, 0.12)):
        move = f"translate({shift} {shift})"
        canvas.path(outline, "#2a2230", **{"opacity": opacity, "transform": move, **attributes})


def branch(canvas: Canvas, colour: str, start: tuple[float, float], opacity: float) -> None:
    """A spray of bamboo leaves, as a shadow on a wall."""
    x, y = start
    leaves = []
    for index in range(9):
        along = index / 8
        foot = (x - 300 * along, y + 40 + 190 * along**1.4)
        angle = math.radians(118 + (38 if index % 2 else -34) + 9 * along)
        leaves.append(leaf(foot, angle, 150 - 55 * along, 15))
    stem = smooth([(x, y), (x - 150, y + 105), (x - 310, y + 235)])
    with canvas.group(opacity=opacity):
        canvas.path("".join(leaves), colour)
        canvas.stroke(stem, colour, 5)


def leaf(foot: tuple[float, float], angle: float, length: float, width: float) -> str:
    """A pointed leaf that starts at `foot` and runs towards `angle` (radians, clockwise)."""
    along, across = math.cos(angle), math.sin(angle)
    middle = (foot[0] + along * length * 0.42, foot[1] + across * length * 0.42)
    tip = (foot[0] + along * length, foot[1] + across * length)
    one = (middle[0] - across * width, middle[1] + along * width)
    two = (middle[0] + across * width, middle[1] - along * width)
    numbers = " ".join(f"{value:.0f}" for value in (*one, *tip))
    back = " ".join(f"{value:.0f}" for value in (*two, *foot))
    return f"M{foot[0]:.0f} {foot[1]:.0f}Q{numbers}Q{back}Z"


def _behind(canvas: Canvas, tone: str, motif: Motif) -> None:
    if motif == "moon":
        glow = canvas.linear(((0, "#fffaf0", 0.75), (1, "#fffaf0", 0.15)), 0, 1)
        canvas.ellipse((400, 330, 250, 250), glow)
    elif motif == "window":
        _window(canvas)
    if motif in {"bamboo", "window"}:
        branch(canvas, dark(tone, 0.7), (820, -20), 0.16 if motif == "bamboo" else 0.1)


def _window(canvas: Canvas) -> None:
    """The light of a lattice window, thrown aslant on the wall."""
    panes = []
    for column in range(2):
        for row in range(3):
            x, y = 60 + column * 182, 40 + row * 178
            panes.append(polyline([(x, y), (x + 168, y + 44), (x + 168, y + 206), (x, y + 162)]))
    canvas.path("".join(panes), "#fffaf0", opacity=0.34)
