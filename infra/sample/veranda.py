"""The wide picture of the home page: a veranda at the edge of a garden, tea on a low table."""

import math

from infra.sample.backdrop import leaf, shadow
from infra.sample.canvas import Canvas, polyline, smooth, turned
from infra.sample.palette import (
    BAMBOO,
    CELADON,
    LEAF,
    MOSS,
    PERSIMMON,
    PORCELAIN,
    STRAW,
    WOOD,
    dark,
    light,
    mix,
)
from infra.sample.teaware import pot

BEAM = "#5d4030"
FLOOR = 640


def hero() -> Canvas:
    canvas = Canvas(1600, 900)
    _garden(canvas)
    _bamboo(canvas)
    _floor(canvas)
    _frame(canvas)
    _lantern(canvas, (1130, 250), 1.0)
    _lantern(canvas, (1290, 190), 0.62)
    _low_table(canvas)
    _cushion(canvas)
    return canvas


def _garden(canvas: Canvas) -> None:
    """Morning sky, hills in haze, a hedge and a pond."""
    sky = canvas.linear(((0, "#dfe6dc", 1), (0.6, "#f6e8cd", 1), (1, "#f3dcb8", 1)), 0, 1)
    canvas.rect((0, 0, 1600, 700), sky)
    canvas.ellipse((800, 238, 92, 92), "#fff6e2", opacity=0.9)
    ridges = (
        (
            "#b9cbc4",
            [
                (0, 430),
                (180, 350),
                (380, 400),
                (560, 300),
                (760, 390),
                (980, 320),
                (1240, 400),
                (1600, 330),
            ],
        ),
        (
            "#9db8a8",
            [(0, 490), (260, 430), (470, 470), (720, 410), (960, 480), (1260, 420), (1600, 470)],
        ),
        ("#7f9f83", [(0, 560), (220, 510), (520, 540), (840, 500), (1180, 548), (1600, 510)]),
    )
    for tone, points in ridges:
        canvas.path(
            smooth(points, tension=5) + "L1600 720L0 720Z",
            canvas.linear(((0, tone, 1), (1, light(tone, 0.45), 1)), 0, 1),
        )
    _pond(canvas)


def _pond(canvas: Canvas) -> None:
    """Water with stones, lily pads and one flower."""
    canvas.ellipse((760, 612, 430, 46), canvas.linear(((0, "#dfe6dc", 1), (1, "#a9c2bd", 1)), 0, 1))
    canvas.stroke("M560 606H760M700 624H930M830 600H960", "#fffaf0", 4, opacity=0.7)
    for x, y, size in ((380, 604, 60), (450, 622, 40), (1130, 606, 72), (1220, 620, 48)):
        canvas.path(
            smooth(
                [
                    (x - size, y + 20),
                    (x - size * 0.7, y - size * 0.3),
                    (x, y - size * 0.55),
                    (x + size * 0.8, y - size * 0.2),
                    (x + size, y + 20),
                ]
            )
            + "Z",
            canvas.slope("#8c9290", 0.25),
        )
    for x, y in ((640, 616), (690, 628), (900, 622)):
        canvas.ellipse((x, y, 34, 9), MOSS)
    canvas.path(
        "".join(leaf((664, 616), math.radians(a), 40, 9) for a in (-90, -50, -130)), "#dd9ba0"
    )


def _bamboo(canvas: Canvas) -> None:
    """A grove at the right, out of focus towards the back."""
    for x, lean, tone in (
        (1010, 12, "#93ae84"),
        (1200, -16, "#88a679"),
        (1395, 8, "#7f9c6c"),
        (1475, -10, "#6c8a57"),
        (1330, 20, "#6c8a57"),
    ):
        canvas.path(f"M{x} 660L{x + lean} -10h16L{x + 17} 660Z", canvas.round(tone))
        canvas.stroke(
            "".join(f"M{x - 1 + lean * (1 - y / 660):.0f} {y}h18" for y in range(60, 650, 118)),
            dark(tone, 0.3),
            4,
            opacity=0.5,
        )
    for index in range(26):
        x, y = 960 + (index * 173) % 640, 20 + (index * 97) % 330
        angles = (0.5 + (index % 5) * 0.28, 1.9 + (index % 4) * 0.22)
        tone = (LEAF, "#86a36c", MOSS)[index % 3]
        canvas.path(
            "".join(leaf((x, y), angle, 92 - index % 7 * 5, 11) for angle in angles),
            tone,
            opacity=0.5 + 0.1 * (index % 4),
        )


def _floor(canvas: Canvas) -> None:
    """Boards that run towards the garden, with the light of the opening on them."""
    canvas.rect((0, FLOOR, 1600, 260), canvas.linear(((0, "#c79f6e", 1), (1, "#8f6743", 1)), 0, 1))
    seams = "".join(
        f"M{800 + (x - 800) * 0.78:.0f} {FLOOR}L{800 + (x - 800) * 1.5:.0f} 900"
        for x in range(-200, 1801, 125)
    )
    canvas.stroke(seams, "#5d4030", 3, opacity=0.35)
    canvas.path(
        polyline([(330, FLOOR), (880, FLOOR), (760, 900), (60, 900)]), "#fff1d0", opacity=0.3
    )
    canvas.path(
        polyline([(960, FLOOR), (1240, FLOOR), (1230, 900), (850, 900)]), "#fff1d0", opacity=0.2
    )
    canvas.rect(
        (0, FLOOR - 12, 1600, 18), canvas.linear(((0, "#8a6242", 1), (1, "#5d4030", 1)), 0, 1)
    )


def _frame(canvas: Canvas) -> None:
    """Posts, the eave with its tiles, and a rolled blind."""
    canvas.rect((0, 0, 1600, 70), canvas.linear(((0, dark(BEAM, 0.35), 1), (1, BEAM, 1)), 0, 1))
    canvas.path(
        "".join(f"M{x} 70a27 24 0 0 0 54 0Z" for x in range(-20, 1620, 58)), dark(BEAM, 0.2)
    )
    canvas.rect((0, 112, 1600, 20), canvas.slope(BEAM, 0.12))
    for x, width in ((150, 44), (1450, 52)):
        canvas.rect((x, 60, width, FLOOR - 50), canvas.round(BEAM))
        canvas.path(
            f"M{x - 14} {FLOOR + 34}h{width + 28}l-10 -44h-{width + 8}Z", canvas.round("#8c8a84")
        )
    canvas.rect(
        (214, 132, 420, 60),
        canvas.linear(((0, light(BAMBOO, 0.3), 1), (1, dark(BAMBOO, 0.2), 1)), 0, 1),
    )
    canvas.stroke(
        "".join(f"M214 {y}H634" for y in range(140, 190, 9)), dark(BAMBOO, 0.5), 1.5, opacity=0.5
    )
    canvas.rect(
        (206, 186, 436, 26),
        canvas.linear(((0, light(BAMBOO, 0.2), 1), (1, dark(BAMBOO, 0.35), 1)), 0, 1),
        rx=13,
    )
    canvas.stroke("M290 132V196M558 132V196", PERSIMMON, 7)
    canvas.stroke("M424 206V300", dark(BAMBOO, 0.3), 3)
    canvas.ellipse((424, 306, 7, 9), PERSIMMON)


def _lantern(canvas: Canvas, middle: tuple[float, float], size: float) -> None:
    x, y = middle
    glow = canvas.radial(((0, "#ffdf9c", 0.7), (1, "#ffd084", 0)))
    canvas.ellipse((x, y, 210 * size, 200 * size), glow)
    canvas.stroke(f"M{x} 120V{y - 84 * size}", BEAM, 3)
    shape = [(34, -84), (80, -54), (104, 0), (80, 56), (34, 86)]
    outline = turned([(dx * size, y + dy * size) for dx, dy in shape], x)
    lit = canvas.radial(
        (
            (0, mix(PERSIMMON, "#ffe9b0", 0.7), 1),
            (0.6, mix(PERSIMMON, "#ffcf80", 0.2), 1),
            (1, dark(PERSIMMON, 0.15), 1),
        )
    )
    canvas.path(outline, lit)
    ribs = "".join(
        smooth([(x + side * dx * share * size, y + dy * size) for dx, dy in shape])
        for share in (0.3, 0.7)
        for side in (-1, 1)
    )
    canvas.stroke(ribs, dark(PERSIMMON, 0.4), 2, opacity=0.4)
    for edge in (-92, 80):
        canvas.rect((x - 40 * size, y + edge * size, 80 * size, 12 * size), WOOD, rx=3)
    canvas.path(f"M{x - 5} {y + 94 * size}h10l7 {62 * size}h-24Z", PERSIMMON)


def _low_table(canvas: Canvas) -> None:
    """The table, a pot, two cups and a small branch in a vase."""
    soft = canvas.radial(((0, "#2a2230", 0.5), (1, "#2a2230", 0)))
    canvas.ellipse((660, 850, 520, 52), soft)
    canvas.path("M330 760H960L1030 812H260Z", canvas.slope("#7a5238", 0.25))
    canvas.path("M260 810H1030V838H260Z", dark("#7a5238", 0.3))
    canvas.path("M290 838h46l-6 42h-32ZM954 838h46l-8 42h-32Z", dark("#7a5238", 0.45))
    canvas.path(polyline([(420, 760), (600, 760), (560, 812), (350, 812)]), "#fff1d0", opacity=0.28)
    pot(canvas, "#8a4b33", (580, 135), 0.44)
    for x, y in ((470, 796), (740, 800)):
        shadow(canvas, (x, y, 40, 15), 0.35)
        canvas.path(
            turned([(45, y - 50), (42, y - 24), (26, y - 4), (22, y)], x), canvas.round(PORCELAIN)
        )
        canvas.ellipse((x, y - 50, 45, 10), light(PORCELAIN, 0.4))
        canvas.ellipse((x + 1, y - 48, 38, 7), "#b9903a")
    steam = smooth([(740, 738), (730, 712), (750, 688), (734, 660), (746, 632)])
    canvas.stroke(steam, "#ffffff", 5, opacity=0.6)
    _flowers(canvas)


def _flowers(canvas: Canvas) -> None:
    """A flowering branch in a small celadon vase."""
    shadow(canvas, (880, 790, 30, 14), 0.35)
    canvas.stroke(
        smooth([(880, 690), (892, 640), (930, 596), (986, 566)]) + "M900 628Q870 590 836 574",
        dark(WOOD, 0.3),
        5,
    )
    for x, y in ((986, 566), (940, 588), (836, 574), (868, 596), (910, 612)):
        canvas.path("".join(leaf((x, y), step * 1.2566, 20, 7) for step in range(5)), "#e7a39a")
        canvas.ellipse((x, y, 4, 4), STRAW)
    canvas.path(
        turned([(14, 690), (12, 708), (34, 740), (36, 766), (22, 790)], 880), canvas.round(CELADON)
    )


def _cushion(canvas: Canvas) -> None:
    """A straw cushion, ready for whoever comes."""
    canvas.ellipse((1200, 850, 190, 34), "#2a2230", opacity=0.22)
    canvas.path("M1010 806V832A180 38 0 0 0 1370 832V806Z", canvas.round(dark(STRAW, 0.16)))
    canvas.ellipse((1190, 806, 180, 40), canvas.slope(STRAW, 0.2))
    rings = "".join(
        f"M{1190 - r} 806a{r} {r * 0.22:.0f} 0 1 0 {2 * r} 0a{r} {r * 0.22:.0f} 0 1 0 -{2 * r} 0"
        for r in range(26, 180, 26)
    )
    canvas.stroke(rings, dark(STRAW, 0.4), 2, opacity=0.4)
