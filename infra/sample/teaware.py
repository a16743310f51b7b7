"""Pots, bowls and cups."""

from infra.sample.backdrop import leaf, shadow
from infra.sample.canvas import Canvas, Point, smooth, turned
from infra.sample.palette import (
    BAMBOO,
    CELADON,
    CLAY,
    INDIGO,
    INK,
    LACQUER,
    LEAF,
    PERSIMMON,
    PORCELAIN,
    STRAW,
    dark,
    light,
)

BASE = 655


def gaiwan(canvas: Canvas) -> None:
    """A lidded cup on its saucer, in celadon."""
    glaze = "#9dbfa8"
    shadow(canvas, (400, BASE - 6, 190, 64))
    canvas.path(turned([(206, 600), (196, 618), (120, 646), (70, 656)]), canvas.round(glaze))
    canvas.ellipse((400, 600, 206, 34), canvas.slope(light(glaze, 0.3)))
    canvas.ellipse((408, 602, 120, 19), "#2a2230", opacity=0.22)
    canvas.path(
        turned([(168, 372), (160, 440), (128, 530), (84, 584), (62, 606)]), canvas.round(glaze)
    )
    canvas.ellipse((400, 372, 168, 30), dark(glaze, 0.25))
    canvas.ellipse((400, 368, 172, 30), light(glaze, 0.45))
    lid = turned([(42, 252), (66, 268), (112, 296), (148, 336), (152, 362)])
    canvas.path(lid, canvas.round(glaze))
    canvas.path(
        "M248 360A152 26 0 0 0 552 360A152 34 0 0 1 248 360Z", dark(glaze, 0.35), opacity=0.5
    )
    canvas.path(turned([(46, 236), (36, 252), (40, 268)]), canvas.round(glaze))
    canvas.ellipse((400, 236, 46, 12), canvas.slope(light(glaze, 0.35)))
    _carving(canvas, dark(glaze, 0.22))
    canvas.stroke("M262 420Q276 510 322 566", "#ffffff", 9, opacity=0.45)
    canvas.stroke("M292 318Q312 292 346 278", "#ffffff", 7, opacity=0.5)


def _carving(canvas: Canvas, colour: str) -> None:
    petals = "".join(
        f"M{340 + step * 46} 580Q{322 + step * 60 - 20} 500 {330 + step * 66} 452"
        f"Q{360 + step * 60} 510 {372 + step * 40} 580"
        for step in range(3)
    )
    canvas.stroke(petals, colour, 3, opacity=0.55)


def pot(canvas: Canvas, colour: str, middle: Point = (400, 0), size: float = 1) -> None:
    """A round teapot, spout to the left."""
    across, drop = middle
    place = f"translate({across - 400 * size:.0f} {drop + BASE * (1 - size):.0f}) scale({size})"
    with canvas.group(transform=place):
        shadow(canvas, (400, BASE - 4, 190, 64))
        spout = (
            "M262 520C200 520 186 440 150 402L112 410C118 392 150 366 178 384"
            "C214 410 226 440 276 436Z"
        )
        canvas.path(spout, canvas.round(dark(colour, 0.08)))
        canvas.stroke("M566 438C680 390 704 560 562 576", dark(colour, 0.2), 30)
        canvas.stroke("M566 434C674 388 698 552 562 570", light(colour, 0.12), 12, opacity=0.5)
        body = [(96, 382), (150, 404), (188, 470), (190, 530), (160, 606), (112, 650), (90, 658)]
        canvas.path(turned(body), canvas.round(colour))
        canvas.ellipse((400, 386, 104, 16), dark(colour, 0.4))
        canvas.path(
            turned([(22, 318), (46, 326), (86, 350), (104, 376), (102, 386)]),
            canvas.round(light(colour, 0.05)),
        )
        canvas.path(turned([(16, 276), (27, 292), (24, 308), (14, 322)]), canvas.round(colour))
        canvas.stroke("M238 500Q246 436 292 410", light(colour, 0.75), 10, opacity=0.4)


def painted_set(canvas: Canvas) -> None:
    """A white pot with two cups, painted with cobalt twigs."""
    pot(canvas, PORCELAIN, (360, -40), 0.92)
    twig = [
        leaf((330 + step * 26, 490 - step * 12), angle, 62, 11)
        for step, angle in enumerate((-2.0, 0.4, -1.5, 0.8, -0.9))
    ]
    canvas.path("".join(twig), INDIGO, opacity=0.85)
    canvas.stroke("M296 520Q360 478 462 432", INDIGO, 5, opacity=0.85)
    canvas.ellipse((300, 500, 11, 11), INDIGO)
    canvas.ellipse((474, 426, 12, 12), INDIGO)
    canvas.stroke("M286 350Q360 372 434 350", INDIGO, 4, opacity=0.7)
    for x, y in ((560, 700), (690, 660)):
        shadow(canvas, (x, y, 52, 24))
        canvas.path(
            turned([(66, y - 82), (62, y - 40), (40, y - 8), (34, y)], x), canvas.round(PORCELAIN)
        )
        canvas.ellipse((x, y - 82, 66, 15), dark(PORCELAIN, 0.18))
        canvas.ellipse((x + 2, y - 79, 56, 11), "#b9a24a")
        canvas.path(leaf((x - 24, y - 22), -0.7, 58, 9), INDIGO, opacity=0.85)


def bowl(canvas: Canvas, colour: str, inside: str, streak: str = "") -> None:
    """A conical tea bowl seen a little from above; `streak` runs down like hare's fur."""
    shadow(canvas, (400, BASE - 4, 150, 66))
    body = [(232, 390), (214, 450), (162, 540), (104, 606), (84, 622), (82, 652)]
    canvas.path(turned(body), canvas.round(colour))
    if streak:
        lines = "".join(
            f"M{182 + step * 23} {420 + abs(step - 9.5) * -1.2:.0f}L{262 + step * 14.4:.0f} "
            f"{556 - abs(step - 9.5) * 4:.0f}"
            for step in range(1, 19)
        )
        canvas.stroke(lines, streak, 4, opacity=0.5)
    canvas.path(turned([(104, 606), (84, 622), (82, 652)]), canvas.round(dark(CLAY, 0.25)))
    canvas.ellipse((400, 390, 232, 62), canvas.slope(light(streak or colour, 0.25)))
    canvas.ellipse((400, 393, 220, 55), canvas.slope(dark(inside, 0.18)))
    deep = canvas.radial(((0, light(inside, 0.25), 1), (0.7, inside, 1), (1, dark(inside, 0.3), 1)))
    canvas.ellipse((404, 410, 182, 38), deep)
    canvas.stroke("M206 440Q236 530 298 590", "#ffffff", 8, opacity=0.25)


def chrysanthemum(canvas: Canvas) -> None:
    """Brushwork for the outside of a white bowl."""
    for x, y in ((330, 520), (478, 508)):
        petals = "".join(leaf((x, y), step * 0.571, 44, 9) for step in range(11))
        canvas.path(petals, INDIGO, opacity=0.85)
        canvas.ellipse((x, y, 9, 9), PERSIMMON)
    canvas.path(
        leaf((400, 566), 2.6, 80, 14)
        + leaf((412, 562), 0.2, 76, 14)
        + leaf((404, 560), -1.55, 70, 12),
        dark(LEAF, 0.2),
        opacity=0.8,
    )
    canvas.stroke("M184 424Q400 520 616 424M178 410Q400 504 622 410", INDIGO, 4, opacity=0.75)


def cup(canvas: Canvas, colour: str, slip: str) -> None:
    """A tall cup brushed with slip, the strokes left to be seen."""
    shadow(canvas, (400, BASE - 4, 128, 60))
    canvas.path(
        turned([(150, 316), (148, 420), (140, 540), (118, 622), (98, 654)]), canvas.round(colour)
    )
    band = (
        "M251 352Q400 400 549 352C548 430 546 490 540 540Q470 596 400 566"
        "Q330 606 262 548C254 480 252 420 251 352Z"
    )
    canvas.path(band, canvas.round(slip))
    strokes = (
        "M262 410Q400 462 540 404M258 448Q380 500 544 446M262 490Q420 548 540 484"
        "M268 530Q360 580 470 556"
    )
    canvas.stroke(strokes, dark(slip, 0.25), 5, opacity=0.35)
    canvas.ellipse((400, 316, 150, 34), canvas.slope(light(colour, 0.3)))
    canvas.ellipse((401, 319, 138, 28), dark(colour, 0.3))
    canvas.ellipse((404, 328, 118, 19), "#a57a34")
    canvas.ellipse((370, 324, 40, 6), "#fffaf0", opacity=0.35)
    canvas.stroke("M276 380Q280 500 304 590", "#ffffff", 8, opacity=0.3)


def matcha(canvas: Canvas) -> None:
    """A bowl of whisked matcha with its small caddy."""
    with canvas.group(transform="translate(-70 40) scale(.96)"):
        bowl(canvas, "#4c4a4a", "#8fae4e")
        foam = "".join(
            f"M{290 + (i * 53) % 230} {396 + (i * 29) % 30}h{4 + i % 5}" for i in range(30)
        )
        canvas.stroke(foam, "#c9d88f", 7, opacity=0.8)
    shadow(canvas, (652, 690, 66, 30))
    canvas.path(turned([(66, 566), (72, 610), (66, 660), (50, 690)], 652), canvas.round(LACQUER))
    canvas.path(
        turned([(40, 536), (62, 550), (70, 584), (70, 598)], 652), canvas.round(dark(LACQUER, 0.1))
    )
    canvas.stroke("M604 576Q606 560 620 552", "#ffffff", 6, opacity=0.5)


def whisk(canvas: Canvas) -> None:
    """A bamboo whisk on its foot, with a scoop leaning beside it."""
    shadow(canvas, (370, BASE - 4, 120, 58))
    canvas.path(turned([(58, 180), (54, 260), (56, 352)], 370), canvas.round(BAMBOO))
    canvas.ellipse((370, 180, 58, 14), light(BAMBOO, 0.45))
    tines = "".join(
        f"M{318 + step * 5.2:.0f} 352C{318 + step * 5.2 + (step - 10) * 9:.0f} 430 "
        f"{318 + step * 5.2 + (step - 10) * 11:.0f} 560 {318 + step * 5.2 + (step - 10) * 5:.0f} "
        "640"
        for step in range(21)
    )
    canvas.path(
        turned([(56, 352), (120, 450), (138, 540), (104, 644)], 370),
        dark(BAMBOO, 0.35),
        opacity=0.6,
    )
    canvas.stroke(tines, light(BAMBOO, 0.35), 5.5)
    canvas.stroke("M312 372Q370 390 428 372M306 386Q370 406 434 386", INK, 5)
    canvas.stroke(
        smooth([(600, 700), (596, 560), (574, 420), (556, 330), (566, 290), (592, 282)]),
        dark(BAMBOO, 0.2),
        15,
    )
    canvas.stroke(smooth([(598, 700), (593, 560), (571, 420), (553, 332)]), light(BAMBOO, 0.4), 4)
    canvas.ellipse((640, 704, 70, 12), "#2a2230", opacity=0.16)


def tray(canvas: Canvas) -> None:
    """A slatted bamboo tea tray with two cups on it."""
    shadow(canvas, (400, BASE, 320, 66))
    canvas.path("M150 520H650L730 610H70Z", canvas.slope(BAMBOO, 0.2))
    slats = "".join(f"M{150 + step * 50} 522L{70 + step * 66} 608" for step in range(1, 10))
    canvas.stroke(slats, dark(BAMBOO, 0.55), 5, opacity=0.6)
    canvas.path("M70 608H730V652Q400 664 70 652Z", canvas.slope(dark(BAMBOO, 0.18), 0.15))
    canvas.rect((70, 606, 660, 7), light(BAMBOO, 0.45))
    for x, y, glaze in ((300, 570, CELADON), (470, 560, STRAW)):
        shadow(canvas, (x, y, 56, 22))
        canvas.path(
            turned([(76, y - 108), (72, y - 58), (50, y - 14), (40, y)], x), canvas.round(glaze)
        )
        canvas.ellipse((x, y - 108, 76, 17), light(glaze, 0.4))
        canvas.ellipse((x + 2, y - 105, 66, 13), "#b98a3a")
