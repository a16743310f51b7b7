"""A woodcut, and the things that shops send as files."""

from infra.sample.backdrop import lifted
from infra.sample.canvas import Canvas, polyline, smooth
from infra.sample.palette import (
    CELADON,
    INDIGO,
    INK,
    LACQUER,
    LEAF,
    PERSIMMON,
    STRAW,
    WOOD,
    dark,
    light,
)

HEN = smooth(
    [
        (270, 300),
        (320, 262),
        (372, 300),
        (400, 372),
        (470, 380),
        (560, 300),
        (590, 330),
        (570, 440),
        (500, 530),
        (390, 548),
        (310, 490),
        (290, 390),
    ],
    close=True,
)


def hen_print(canvas: Canvas) -> None:
    """A woodcut hen with her chicks, after the prints of Đông Hồ."""
    lifted(canvas, "M150 130H650V680H150Z")
    canvas.path("M150 130H650V680H150Z", canvas.slope("#f0e2c0", 0.1))
    canvas.stroke("M178 158H622V652H178Z", INK, 3, opacity=0.5)
    canvas.path(HEN, PERSIMMON)
    canvas.path(
        smooth([(380, 420), (450, 400), (524, 420), (500, 490), (420, 500)], close=True), "#3f5f4a"
    )
    canvas.path(
        "M270 306L236 320L272 334ZM300 268Q290 230 312 244Q318 216 336 240Q356 226 350 266Z",
        LACQUER,
    )
    canvas.stroke(
        (
            f"{HEN}M400 440q30 20 60 0q26 20 50 0M410 472q26 16 50 0M370 548v40m-14 4"
            "h30M440 546v42m-14 4h30M540 330q10 60 -30 90M560 350q8 50 -20 90"
        ),
        INK,
        6,
    )
    canvas.ellipse((308, 302, 8, 8), INK)
    _chicks(canvas)


def _chicks(canvas: Canvas) -> None:
    """Four chicks and a little grass."""
    for x, y, tone in (
        (236, 560, STRAW),
        (320, 610, CELADON),
        (480, 612, STRAW),
        (566, 570, PERSIMMON),
    ):
        canvas.ellipse((x, y, 32, 24), tone, stroke=INK, stroke_width=5)
        canvas.ellipse((x - 28, y - 20, 16, 15), tone, stroke=INK, stroke_width=5)
        canvas.stroke(f"M{x - 44} {y - 18}l-12 4M{x - 6} {y + 24}v14M{x + 8} {y + 24}v14", INK, 5)
    canvas.stroke("M560 190q30 20 20 60M200 190h80M200 210h50", LEAF, 8)


def booklet(canvas: Canvas) -> None:
    """A slim booklet shown on a tablet: the file that teaches brewing."""
    lifted(
        canvas, "M190 116Q190 96 210 96H590Q610 96 610 116V684Q610 704 590 704H210Q190 704 190 684Z"
    )
    canvas.rect((190, 96, 420, 608), canvas.slope("#34353b", 0.2), rx=24)
    canvas.rect((212, 122, 376, 556), canvas.slope(light(CELADON, 0.55), 0.08), rx=6)
    canvas.ellipse((400, 330, 130, 130), "#fffaf0", opacity=0.7)
    canvas.path("M312 320H488Q482 420 432 438H368Q318 420 312 320Z", canvas.round(CELADON))
    canvas.ellipse((400, 320, 88, 18), dark(CELADON, 0.2))
    canvas.ellipse((402, 323, 76, 13), "#b7a04a")
    steam = "".join(
        smooth([(x, 290), (x - 12, 262), (x + 10, 236), (x - 4, 204)]) for x in (372, 404, 436)
    )
    canvas.stroke(steam, "#ffffff", 6, opacity=0.9)
    canvas.stroke(
        "M268 526H532M268 556H500M268 586H516M268 616H440", dark(CELADON, 0.5), 8, opacity=0.6
    )
    canvas.path("M222 132H420L222 470Z", "#ffffff", opacity=0.16)


def pattern(canvas: Canvas) -> None:
    """A paper pattern for a lantern: cut lines, fold lines, and the lantern it becomes."""
    with canvas.group(transform="rotate(-4 400 400)"):
        lifted(canvas, "M130 140H650V670H130Z")
        canvas.path("M130 140H650V670H130Z", canvas.slope("#faf6ea", 0.06))
        canvas.path("M170 310H480V590H170Z", light(PERSIMMON, 0.7))
        slits = "".join(f"M{170 + step * 31} 360V540" for step in range(1, 10))
        canvas.stroke(f"M170 310H480V590H170Z{slits}", PERSIMMON, 3)
        canvas.stroke("M170 450H480", INDIGO, 2.5, stroke_dasharray="14 7 3 7")
        canvas.path("M170 200H480V236H170Z", light(CELADON, 0.4))
        canvas.stroke("M170 200H480V236H170Z", INK, 2, opacity=0.6)
    _small_lantern(canvas)


def _small_lantern(canvas: Canvas) -> None:
    """What the sheet becomes."""
    canvas.stroke("M560 90V250", INK, 3)
    bulb = (
        smooth(
            [
                (530, 250),
                (474, 330),
                (476, 410),
                (532, 480),
                (588, 480),
                (646, 410),
                (646, 330),
                (590, 250),
            ]
        )
        + "Z"
    )
    lifted(canvas, bulb)
    canvas.path(bulb, canvas.round(PERSIMMON))
    canvas.stroke(
        "M560 250V480M546 250Q500 366 548 480M574 250Q622 366 572 480",
        dark(PERSIMMON, 0.35),
        3,
        opacity=0.6,
    )
    canvas.path(polyline([(536, 240), (584, 240), (584, 256), (536, 256)]), WOOD)
    canvas.path(polyline([(536, 474), (584, 474), (584, 492), (536, 492)]), WOOD)
