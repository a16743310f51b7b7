"""What tea and coffee come in: tins, pouches, bamboo tubes, pressed cakes, boxes."""

import math

from infra.sample.backdrop import leaf, shadow
from infra.sample.canvas import Canvas, polyline, smooth
from infra.sample.emblems import Emblem, mark
from infra.sample.palette import (
    BAMBOO,
    CLAY,
    COFFEE,
    INK,
    LACQUER,
    MOSS,
    PAPER,
    STRAW,
    dark,
    light,
)

BASE = 655


def tin(canvas: Canvas, colour: str, emblem: Emblem, middle: float = 350) -> None:
    """A round tea tin with a paper label; stands left of the middle, for a saucer beside it."""
    left, right, top = middle - 132, middle + 132, 262
    shadow(canvas, (middle, BASE, 132, 62))
    body = f"M{left} {top}V{BASE - 22}A132 30 0 0 0 {right} {BASE - 22}V{top}Z"
    canvas.path(body, canvas.round(colour))
    label = f"M{left} 372A132 30 0 0 0 {right} 372V548A132 30 0 0 1 {left} 548Z"
    canvas.path(label, canvas.round(PAPER))
    canvas.stroke(
        f"M{left} 382A132 30 0 0 0 {right} 382M{left} 538A132 30 0 0 0 {right} 538", colour, 2.5
    )
    mark(canvas, emblem, (middle, 484), colour)
    lid = f"M{left - 5} 224V302A137 32 0 0 0 {right + 5} 302V224Z"
    canvas.path(
        f"M{left} 306A132 30 0 0 0 {right} 306V320A132 30 0 0 1 {left} 320Z",
        "#2a2230",
        opacity=0.25,
    )
    canvas.path(lid, canvas.round(dark(colour, 0.12)))
    canvas.ellipse((middle, 224, 137, 32), canvas.slope(light(colour, 0.22)))
    canvas.ellipse((middle, 222, 116, 25), canvas.slope(light(colour, 0.08)))


def pouch(canvas: Canvas, colour: str, emblem: Emblem, middle: float = 360) -> None:
    """A folded paper pouch with a label, closed by a cord."""
    shadow(canvas, (middle, BASE, 158, 62))
    x = middle
    body = smooth(
        [(x - 152, 268), (x - 160, 460), (x - 150, BASE - 4), (x, BASE + 8), (x + 150, BASE - 4)]
    )
    side = smooth([(x + 150, BASE - 4), (x + 162, 460), (x + 152, 268)])
    canvas.path(f"{body}L{side[1:]}Z", canvas.round(colour))
    canvas.path(
        polyline([(x + 96, 268), (x + 152, 268), (x + 160, 470), (x + 126, 620)]),
        "#2a2230",
        opacity=0.1,
    )
    canvas.path(
        polyline([(x - 158, 214), (x + 158, 214), (x + 153, 282), (x - 153, 282)]),
        canvas.slope(light(colour, 0.1)),
    )
    _cord_and_label(canvas, x, emblem, colour)


def _cord_and_label(canvas: Canvas, x: float, emblem: Emblem, colour: str) -> None:
    """A bow of paper string over the label."""
    canvas.stroke(f"M{x - 154} 262Q{x} 274 {x + 154} 262", PAPER, 4)
    canvas.stroke(
        f"M{x + 20} 268q-36 40 -52 2q26 -22 52 -2q34 46 56 4q-26 -24 -56 -4l-16 58m16 -58l22 52",
        PAPER,
        4,
    )
    canvas.path(
        polyline([(x - 82, 352), (x + 82, 352), (x + 82, 556), (x - 82, 556)]),
        canvas.slope(PAPER, 0.1),
    )
    mark(canvas, emblem, (x, 448), colour)
    canvas.rect((x + 44, 512, 24, 28), LACQUER, rx=3)


def tube(canvas: Canvas, middle: float = 360) -> None:
    """A length of bamboo, closed with paper and a cord, as tea travels down from Hà Giang."""
    shadow(canvas, (middle, BASE, 98, 56))
    x = middle
    body = smooth([(x - 92, 220), (x - 86, 300), (x - 92, 405), (x - 86, 500), (x - 92, BASE - 12)])
    back = smooth([(x + 92, BASE - 12), (x + 86, 500), (x + 92, 405), (x + 86, 300), (x + 92, 220)])
    canvas.path(f"{body}A92 20 0 0 0 {x + 92} {BASE - 12}L{back[1:]}Z", canvas.round("#a9a35e"))
    for y in (405, 586):
        canvas.stroke(
            f"M{x - 91} {y}A91 18 0 0 0 {x + 91} {y}", dark("#a9a35e", 0.35), 5, opacity=0.6
        )
        canvas.stroke(
            f"M{x - 91} {y + 7}A91 18 0 0 0 {x + 91} {y + 7}", light("#a9a35e", 0.5), 4, opacity=0.7
        )
    _paper_cap(canvas, x)


def _paper_cap(canvas: Canvas, x: float) -> None:
    """Paper tied over the mouth, and a small label."""
    cap = smooth(
        [
            (x - 98, 205),
            (x - 108, 282),
            (x - 60, 304),
            (x, 292),
            (x + 52, 306),
            (x + 108, 280),
            (x + 98, 205),
        ]
    )
    canvas.path(f"{cap}Z", canvas.round(PAPER))
    canvas.ellipse((x, 206, 98, 24), light(PAPER, 0.4))
    canvas.stroke(
        f"M{x - 97} 244A97 20 0 0 0 {x + 97} 244M{x - 97} 252A97 20 0 0 0 {x + 97} 252", LACQUER, 4
    )
    canvas.rect((x - 42, 440, 84, 116), canvas.slope(PAPER, 0.12))
    mark(canvas, "mountain", (x, 496), MOSS)


def cake(canvas: Canvas) -> None:
    """A pressed cake of tea leaning in its opened wrapper."""
    shadow(canvas, (400, BASE - 6, 250, 70))
    wrap = smooth(
        [
            (168, 470),
            (210, 270),
            (330, 170),
            (500, 186),
            (622, 300),
            (640, 470),
            (560, 640),
            (400, 668),
            (236, 634),
        ],
        close=True,
    )
    canvas.path(wrap, canvas.slope(PAPER, 0.14))
    canvas.stroke(
        (
            "M206 300L300 380M330 176L356 260M504 190L470 280M620 306L540 360"
            "M632 480L560 470M560 632L510 580"
        ),
        dark(PAPER, 0.35),
        3,
        opacity=0.35,
    )
    _pressed(canvas)


def _pressed(canvas: Canvas) -> None:
    """The cake itself: leaves in two browns, and its ticket."""
    canvas.ellipse((408, 434, 190, 190), "#2a2230", opacity=0.22)
    canvas.ellipse((400, 424, 190, 190), canvas.slope("#5b3a2b", 0.3))
    bits = []
    for index in range(110):
        angle, reach = index * 2.39996, 178 * math.sqrt((index + 0.5) / 110)
        x, y = 400 + reach * math.cos(angle), 424 + reach * math.sin(angle)
        bits.append(
            f"M{x:.0f} {y:.0f}q{math.cos(index) * 12:.0f} {math.sin(index) * 12:.0f} "
            f"{math.sin(index * 2) * 22:.0f} {math.cos(index * 3) * 16:.0f}"
        )
    canvas.stroke("".join(bits[::2]), light("#7a5138", 0.15), 5, opacity=0.75)
    canvas.stroke("".join(bits[1::2]), dark("#4a2d22", 0.4), 5, opacity=0.7)
    canvas.rect((372, 396, 56, 56), PAPER, rx=4, transform="rotate(12 400 424)")
    canvas.rect((384, 408, 32, 32), LACQUER, rx=3, transform="rotate(12 400 424)")


def chest(canvas: Canvas, colours: tuple[str, ...]) -> None:
    """Small tins in a low wooden tray, one colour each."""
    shadow(canvas, (400, BASE, 300, 60))
    for index, colour in enumerate(colours):
        x = 180 + index * 110
        canvas.path(f"M{x - 50} 372V610H{x + 50}V372Z", canvas.round(colour))
        canvas.path(f"M{x - 50} 470A50 11 0 0 0 {x + 50} 470V560H{x - 50}Z", canvas.round(PAPER))
        canvas.path(leaf((x + 12, 545), -2.1, 56, 10), colour)
        canvas.path(
            f"M{x - 53} 350V404A53 12 0 0 0 {x + 53} 404V350Z", canvas.round(dark(colour, 0.15))
        )
        canvas.ellipse((x, 350, 53, 13), light(colour, 0.25))
    canvas.path(
        polyline([(96, 560), (704, 560), (690, BASE + 4), (110, BASE + 4)]),
        canvas.slope("#9a7148", 0.18),
    )
    canvas.rect((96, 556, 608, 9), light("#9a7148", 0.4))


def coffee_bag(canvas: Canvas, colour: str, emblem: Emblem) -> None:
    """A side-folded coffee bag with a tin tie and a band of paper."""
    shadow(canvas, (370, BASE, 160, 62))
    canvas.path("M222 206H518L534 640Q370 672 206 640Z", canvas.round(colour))
    canvas.path("M470 206H518L534 640Q500 648 486 650Z", "#2a2230", opacity=0.14)
    canvas.path("M214 150H526V214H214Z", canvas.slope(light(colour, 0.08)))
    canvas.rect((204, 182, 332, 22), dark(STRAW, 0.12), rx=4)
    canvas.path("M216 372H524L530 552H210Z", canvas.round(PAPER))
    canvas.stroke("M216 384H524M211 540H529", CLAY, 3)
    mark(canvas, emblem, (370, 468), MOSS)
    canvas.ellipse((370, 300, 17, 17), dark(colour, 0.3))
    canvas.ellipse((369, 298, 11, 11), light(colour, 0.15))


def gift_box(canvas: Canvas) -> None:
    """An open box: a phin, a bag of beans and a glass in wood wool."""
    shadow(canvas, (400, BASE, 280, 70))
    canvas.path("M150 330L650 330L690 250L110 250Z", dark(BAMBOO, 0.45))
    canvas.path("M300 200H470V420H300Z", canvas.round(COFFEE))
    canvas.path("M300 250H470V340H300Z", canvas.round(PAPER))
    mark(canvas, "sun", (385, 285), INK)
    canvas.path("M182 262H282L268 420H196Z", canvas.round("#b9bcbb"))
    canvas.rect((166, 250, 132, 16), canvas.round("#c9cbc9"), rx=6)
    canvas.ellipse((232, 236, 14, 12), dark("#b9bcbb", 0.4))
    canvas.path("M500 250H612L602 420H510Z", canvas.round("#cfe0dc"), opacity=0.9)
    canvas.ellipse((556, 250, 56, 12), "#e9f2ee")
    wool = "".join(
        f"M{150 + i * 13} {352 - (i * 37) % 30}q{10 + i % 9} -{26 + i % 11} "
        f"{30 - i % 17} {6 + i % 13}"
        for i in range(37)
    )
    canvas.stroke(wool, STRAW, 5)
    canvas.path(f"M130 340H670L650 {BASE}H150Z", canvas.slope(BAMBOO, 0.2))
    canvas.rect((122, 330, 556, 18), light(BAMBOO, 0.35), rx=3)
    canvas.path(f"M360 348H440V{BASE}H360Z", LACQUER, opacity=0.92)
