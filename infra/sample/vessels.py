"""Jars, vases, lights and scent."""

import math

from infra.sample.backdrop import leaf, shadow
from infra.sample.canvas import Canvas, smooth, turned
from infra.sample.palette import (
    BAMBOO,
    CLAY,
    INK,
    LEAF,
    LOTUS,
    PERSIMMON,
    PORCELAIN,
    STRAW,
    WOOD,
    dark,
    light,
    mix,
)

BASE = 655


def vase(canvas: Canvas) -> None:
    """A tall celadon vase with one flowering twig."""
    glaze = "#93b8a0"
    twig = smooth([(400, 300), (420, 220), (490, 150), (560, 80)])
    canvas.stroke(twig, dark(WOOD, 0.3), 7)
    canvas.stroke("M440 196Q400 130 350 96M496 144Q560 150 610 130", dark(WOOD, 0.3), 5)
    for x, y in ((350, 96), (392, 140), (560, 80), (520, 126), (610, 130), (462, 172)):
        canvas.path("".join(leaf((x, y), step * 1.2566, 25, 9) for step in range(5)), LOTUS)
        canvas.ellipse((x, y, 5, 5), STRAW)
    shadow(canvas, (400, BASE - 4, 120, 58))
    body = [
        (58, 270),
        (46, 300),
        (44, 350),
        (88, 400),
        (152, 470),
        (156, 540),
        (120, 610),
        (92, 656),
    ]
    canvas.path(turned(body), canvas.round(glaze))
    canvas.ellipse((400, 270, 58, 13), light(glaze, 0.4))
    canvas.ellipse((400, 272, 46, 9), dark(glaze, 0.5))
    canvas.stroke(
        "M356 352Q400 366 444 352M354 362Q400 378 446 362", dark(glaze, 0.25), 3, opacity=0.6
    )
    canvas.stroke("M268 500Q272 452 312 426", "#ffffff", 11, opacity=0.5)


def moon_jar(canvas: Canvas) -> None:
    """A white jar, not quite round, joined at the waist as moon jars are."""
    shadow(canvas, (400, BASE - 4, 150, 70))
    right = [
        (480, 214),
        (478, 232),
        (560, 284),
        (630, 390),
        (622, 520),
        (548, 612),
        (478, 642),
        (474, 658),
    ]
    left = [
        (326, 658),
        (322, 640),
        (248, 600),
        (176, 500),
        (180, 372),
        (246, 274),
        (322, 232),
        (320, 214),
    ]
    canvas.path(f"{smooth(right)}L{smooth(left)[1:]}Z", canvas.round(PORCELAIN))
    _jar_light(canvas)


def _jar_light(canvas: Canvas) -> None:
    """Seam, rim, shade and the window in the glaze."""
    canvas.stroke("M178 440Q400 486 630 436", dark(PORCELAIN, 0.25), 3, opacity=0.35)
    canvas.ellipse((400, 214, 80, 16), light(PORCELAIN, 0.6))
    canvas.ellipse((400, 217, 68, 11), dark(PORCELAIN, 0.45))
    canvas.path(
        "M520 300Q620 400 560 560Q600 470 570 390Z", mix(PORCELAIN, STRAW, 0.6), opacity=0.3
    )
    canvas.stroke("M222 420Q232 334 292 288", "#ffffff", 15, opacity=0.75)


def burner(canvas: Canvas) -> None:
    """A pierced terracotta light from Thanh Hà, lit."""
    shadow(canvas, (400, BASE - 4, 190, 66))
    glow = canvas.radial(((0, "#ffd48a", 0.85), (0.5, "#ffc06a", 0.3), (1, "#ffc06a", 0)))
    canvas.path(
        turned([(40, 300), (96, 318), (176, 390), (204, 490), (186, 580), (136, 640), (126, 658)]),
        canvas.round(CLAY),
    )
    holes = []
    for row, (y, reach, size) in enumerate(
        ((390, 110, 14), (446, 150, 18), (508, 160, 20), (570, 140, 16))
    ):
        for step in range(-2, 3):
            x = 400 + reach * math.sin((step + (row % 2) * 0.5) * 0.52)
            narrow = size * math.cos((step + (row % 2) * 0.5) * 0.52)
            holes.append(
                f"M{x:.0f} {y - size * 1.3:.0f}q{narrow:.0f} {size * 1.3:.0f} 0 {size * 2.6:.0f}"
                f"q{-narrow:.0f} {-size * 1.3:.0f} 0 {-size * 2.6:.0f}Z"
            )
    canvas.path("".join(holes), "#ffdc96")
    canvas.ellipse((400, 500, 330, 300), glow)
    canvas.path(turned([(20, 262), (30, 284), (40, 302)]), canvas.round(dark(CLAY, 0.1)))
    canvas.ellipse((400, 262, 20, 6), dark(CLAY, 0.5))


def lantern(canvas: Canvas, silk: str) -> None:
    """A silk lantern on bamboo ribs, lit from within."""
    glow = canvas.radial(((0, "#ffdf9c", 0.75), (0.45, "#ffd084", 0.28), (1, "#ffd084", 0)))
    canvas.ellipse((400, 370, 400, 380), glow)
    canvas.stroke("M400 0V130", INK, 4)
    shape = [(80, 160), (170, 214), (236, 320), (240, 410), (178, 520), (84, 580)]
    lit = canvas.radial(
        (
            (0, mix(silk, "#ffe9b0", 0.72), 1),
            (0.5, mix(silk, "#ffcf80", 0.25), 1),
            (1, dark(silk, 0.2), 1),
        )
    )
    canvas.path(turned(shape), lit)
    ribs = "".join(
        smooth([(400 + side * reach * x / 240, y) for x, y in shape])
        for reach in (60, 128, 192)
        for side in (-1, 1)
    )
    canvas.stroke(f"M400 160V580{ribs}", dark(silk, 0.45), 3, opacity=0.4)
    for y, height in ((138, 26), (576, 26)):
        canvas.rect((312, y, 176, height), canvas.round(WOOD), rx=8)
    canvas.stroke("M400 602V640", INK, 4)
    canvas.ellipse((400, 648, 13, 13), STRAW)
    canvas.path("M388 660H412L422 772Q400 780 378 772Z", canvas.round(silk))
    canvas.stroke("M392 664L386 772M400 664V776M408 664L414 772", dark(silk, 0.4), 2, opacity=0.6)


def incense(canvas: Canvas) -> None:
    """A stick of incense in a stone holder, its smoke still."""
    smoke = smooth([(470, 300), (452, 250), (486, 200), (444, 140), (474, 80), (450, 20)])
    canvas.stroke(smoke, "#fffaf0", 12, opacity=0.5)
    canvas.stroke(smoke, "#fffaf0", 30, opacity=0.16)
    shadow(canvas, (400, BASE - 10, 240, 54))
    canvas.stroke("M356 600L466 310", dark(WOOD, 0.25), 6)
    canvas.ellipse((467, 307, 6, 6), PERSIMMON)
    canvas.path(
        smooth(
            [
                (170, 616),
                (230, 584),
                (400, 574),
                (560, 586),
                (630, 618),
                (570, 652),
                (400, 664),
                (230, 652),
            ],
            close=True,
        ),
        canvas.slope("#77787c", 0.25),
    )
    canvas.ellipse((356, 600, 26, 9), "#2a2230", opacity=0.5)
    canvas.stroke("M230 606Q330 586 430 592", "#fffaf0", 4, opacity=0.35)
    _bundle(canvas)


def _bundle(canvas: Canvas) -> None:
    """More sticks, tied with paper."""
    for index in range(4):
        y = 700 + index * 9
        canvas.stroke(
            f"M{180 + index * 14} {y}L{590 + index * 10} {y - 16}", light(WOOD, 0.1 * index), 6
        )
    canvas.path("M330 686h70v50h-70Z", canvas.slope("#efe3c8", 0.1))
    canvas.stroke("M330 694h70M330 728h70", PERSIMMON, 3)


def jar(canvas: Canvas) -> None:
    """A glass jar of rolled tea pearls under a cork."""
    shadow(canvas, (370, BASE - 4, 150, 62))
    canvas.path(
        turned([(100, 262), (148, 300), (156, 420), (152, 600), (120, 652)], 370),
        "#dfe9e2",
        opacity=0.55,
    )
    pearls, lines = [], []
    for row in range(8):
        for column in range(6 - row % 2):
            x, y = 370 - 116 + column * 46 + (row % 2) * 23, 620 - row * 33
            pearls.append(f"M{x} {y}h1")
            lines.append(f"M{x - 13} {y - 3}q13 -13 26 1")
    canvas.stroke("".join(pearls), "#5d6b40", 46)
    canvas.stroke("".join(pearls), "#8a9a63", 41, transform="translate(-1 -1)")
    canvas.stroke("".join(lines), "#eef0d6", 4, opacity=0.6)
    canvas.path(
        turned([(100, 262), (148, 300), (156, 420), (152, 600), (120, 652)], 370),
        canvas.linear(
            ((0, "#ffffff", 0.5), (0.2, "#ffffff", 0.1), (0.8, "#ffffff", 0), (1, "#2a2230", 0.25))
        ),
    )
    canvas.stroke("M240 330Q232 460 240 590", "#ffffff", 10, opacity=0.75)
    _cork(canvas)


def _cork(canvas: Canvas) -> None:
    """The stopper, and a jasmine flower beside the jar."""
    canvas.path("M276 206H464L456 272H284Z", canvas.round(BAMBOO))
    canvas.ellipse((370, 206, 94, 18), light(BAMBOO, 0.35))
    canvas.path(
        "".join(leaf((610, 660), step * 1.2566 - 0.6, 44, 15) for step in range(5)), "#fdf8ea"
    )
    canvas.path(leaf((610, 670), 0.6, 90, 15) + leaf((606, 672), 2.7, 84, 15), LEAF)
    canvas.ellipse((610, 660, 8, 8), STRAW)
