"""Dry tea, coffee and petals: many small marks in a heap, each kind with its own."""

import math
from collections.abc import Sequence
from typing import Literal

from infra.sample.backdrop import cloth, leaf, lifted, shadow
from infra.sample.canvas import Canvas
from infra.sample.palette import LOTUS, MOSS, PORCELAIN, STRAW, dark, light

Kind = Literal["needle", "blade", "curl", "ball", "bud", "bean"]
GOLDEN = math.pi * (3 - math.sqrt(5))

# Each kind's length, how far it bends, and its thickness.
SHAPES: dict[Kind, tuple[float, float, float]] = {
    "needle": (44, 0.06, 5),
    "blade": (48, 0.1, 9),
    "curl": (36, 0.75, 6.5),
    "ball": (6, 0.6, 26),
    "bud": (36, 0.12, 12),
    "bean": (16, 0.1, 24),
}


def heap(
    canvas: Canvas,
    box: tuple[float, float, float, float],
    kind: Kind,
    colours: Sequence[str],
    count: int,
) -> None:
    """Spreads `count` marks evenly over the ellipse `box`, each turned its own way."""
    marks: list[list[str]] = [[] for _ in colours]
    for index in range(count):
        reach = math.sqrt((index + 0.5) / count)
        angle = index * GOLDEN
        x = box[0] + box[2] * reach * math.cos(angle)
        y = box[1] + box[3] * reach * math.sin(angle)
        marks[(index * 7 + index // 3) % len(colours)].append(_mark(kind, x, y, index * 2.1))
    for colour, paths in zip(colours, marks, strict=True):
        _draw(canvas, kind, "".join(paths), colour)


def dish(tone: str, kind: Kind, colours: Sequence[str], glaze: str = PORCELAIN) -> Canvas:
    """A shallow dish of dry leaves, from above."""
    canvas = cloth(tone, "mat")
    rim = "M145 400a255 255 0 1 0 510 0a255 255 0 1 0 -510 0Z"
    lifted(canvas, rim)
    canvas.path(rim, canvas.slope(glaze, 0.2))
    canvas.ellipse((400, 400, 232, 232), canvas.slope(dark(glaze, 0.1), 0.12))
    canvas.ellipse((404, 406, 214, 214), canvas.slope(light(glaze, 0.25), 0.1))
    pool = canvas.radial(
        ((0, dark(colours[0], 0.45), 0.95), (0.78, dark(colours[0], 0.4), 0.75), (1, "#2a2230", 0))
    )
    canvas.ellipse((404, 408, 186, 184), pool)
    heap(canvas, (402, 403, 168, 166), kind, colours, 110 if kind in {"ball", "bean"} else 116)
    canvas.stroke("M170 330A240 240 0 0 1 330 172", "#fffdf6", 7, opacity=0.55)
    return canvas


def saucer(canvas: Canvas, middle: tuple[float, float], kind: Kind, colours: Sequence[str]) -> None:
    """A small dish beside a tin, with a spoonful of what is in it."""
    x, y = middle
    soft = canvas.radial(((0, "#2a2230", 0.4), (1, "#2a2230", 0)))
    canvas.ellipse((x + 26, y + 20, 150, 40), soft)
    canvas.ellipse((x, y + 8, 112, 32), dark(PORCELAIN, 0.3))
    canvas.ellipse((x, y, 114, 32), canvas.slope(PORCELAIN, 0.15))
    canvas.ellipse((x, y + 1, 98, 25), dark(PORCELAIN, 0.13))
    canvas.ellipse((x + 2, y + 2, 76, 18), dark(colours[0], 0.4))
    heap(canvas, (x, y - 8, 70, 15), kind, colours, 30)


def _draw(canvas: Canvas, kind: Kind, outline: str, colour: str) -> None:
    width = SHAPES[kind][2]
    layers = [(dark(colour, 0.5), width + 3, 0.5, 2.5), (colour, width, 1.0, 0.0)]
    if kind == "bean":
        layers.append((dark(colour, 0.55), 2.5, 1.0, 0.0))
    elif kind in {"ball", "bud"}:
        layers.append((light(colour, 0.3), width * 0.35, 1.0, -2.5))
    canvas.strokes(outline, layers)


def _mark(kind: Kind, x: float, y: float, angle: float) -> str:
    length, bend, _ = SHAPES[kind]
    dx, dy = math.cos(angle) * length, math.sin(angle) * length
    qx, qy = dx / 2 - dy * bend, dy / 2 + dx * bend
    return f"M{x - dx / 2:.0f} {y - dy / 2:.0f}q{qx:.0f} {qy:.0f} {dx:.0f} {dy:.0f}"


def lotus(canvas: Canvas) -> None:
    """An open lotus flower over its leaf, tea hidden in the stamens."""
    shadow(canvas, (400, 655, 230, 60))
    canvas.ellipse((400, 632, 300, 62), canvas.slope(MOSS, 0.3))
    canvas.stroke(
        "M400 632L140 616M400 632L240 676M400 632L420 692M400 632L590 676M400 632L668 612",
        light(MOSS, 0.35),
        3,
        opacity=0.6,
    )
    back = canvas.linear(((0, light(LOTUS, 0.1), 1), (1, light(LOTUS, 0.7), 1)), 0, 1)
    front = canvas.linear(((0, LOTUS, 1), (0.5, light(LOTUS, 0.45), 1), (1, "#fbf3e2", 1)), 0, 1)
    for angles, length, fill in (
        ((-90, -58, -122), 350, back),
        ((-74, -106, -36, -144), 320, front),
    ):
        for angle in angles:
            canvas.path(leaf((400, 618), math.radians(angle), length, 78), fill)
    _heart(canvas, front)


def _heart(canvas: Canvas, front: str) -> None:
    """Seed head, stamens and the nearest petals."""
    canvas.ellipse((400, 520, 62, 44), STRAW)
    canvas.stroke(
        "".join(f"M{350 + step * 12} 528q{step - 4} -40 {(step - 4) * 4} -52" for step in range(9)),
        "#c99a3a",
        5,
    )
    for angle in (-22, -158, -52, -128, -90):
        canvas.path(leaf((400, 630), math.radians(angle), 268 if angle != -90 else 150, 74), front)
        canvas.path(
            leaf((400, 630), math.radians(angle), 230 if angle != -90 else 120, 3),
            LOTUS,
            opacity=0.6,
        )
