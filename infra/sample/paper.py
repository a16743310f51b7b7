"""Paper, brushes, ink, prints, and the things shops send as files."""

from infra.sample.backdrop import leaf, lifted
from infra.sample.canvas import Canvas, smooth
from infra.sample.palette import (
    BAMBOO,
    CELADON,
    INDIGO,
    INK,
    LACQUER,
    PAPER,
    PERSIMMON,
    STRAW,
    WOOD,
    dark,
    light,
)


def notebook(canvas: Canvas, dye: str) -> None:
    """A thread-bound notebook with a title slip, and a second one under it."""
    with canvas.group(transform="rotate(9 400 400)"):
        lifted(canvas, "M246 150H626V670H246Z")
        canvas.path("M246 150H626V670H246Z", canvas.slope(light(dye, 0.5), 0.12))
    with canvas.group(transform="rotate(-5 400 400)"):
        lifted(canvas, "M206 130H586V664H206Z")
        canvas.path("M214 138H594V672H214Z", dark(PAPER, 0.12))
        canvas.path("M206 130H586V664H206Z", canvas.slope(dye, 0.16))
        fibres = "".join(
            f"M{270 + (i * 97) % 300} {150 + (i * 61) % 490}q{10 + i % 14} {i % 9 - 12} "
            f"{26 + i % 12} {i % 13 - 6}"
            for i in range(26)
        )
        canvas.stroke(fibres, light(dye, 0.5), 2, opacity=0.5)
        stitch = "M252 130V664" + "".join(f"M206 {y}H252" for y in (160, 278, 397, 516, 634))
        canvas.stroke(stitch, PAPER, 4)
        canvas.rect((290, 166, 82, 262), canvas.slope(PAPER, 0.1))
        canvas.stroke("M300 176H362V418H300Z", INK, 1.5, opacity=0.5)
        canvas.rect((317, 376, 28, 28), LACQUER, rx=3)


def brushes(canvas: Canvas) -> None:
    """Three brushes on a celadon rest, one of them inked."""
    for index, (x, hair) in enumerate(((270, "#e9dcc0"), (400, INK), (530, "#b4793f"))):
        width = 20 + (index % 2) * 7
        top, neck = 110 + index * 14, 500
        canvas.path(
            f"M{x - width / 2 + 16} {top + 14}h{width}V{neck + 130}h-{width}Z",
            "#2a2230",
            opacity=0.14,
        )
        canvas.stroke(f"M{x} {top - 22}q-16 -30 0 -44q16 14 0 44", LACQUER, 4)
        canvas.path(
            f"M{x - width / 2} {top}h{width}V{neck}h-{width}Z",
            canvas.round(BAMBOO if index != 1 else WOOD),
        )
        canvas.stroke(
            "".join(f"M{x - width / 2} {y}h{width}" for y in (top + 90, top + 220)),
            dark(WOOD, 0.3),
            3,
            opacity=0.6,
        )
        canvas.path(
            f"M{x - width / 2 - 3} {neck - 34}h{width + 6}v38h-{width + 6}Z", canvas.round(INK)
        )
        tip = (
            f"M{x - width / 2 - 1} {neck + 4}C{x - width} {neck + 70} {x - 6} "
            f"{neck + 120} {x} {neck + 166}C{x + 6} {neck + 120} {x + width} "
            f"{neck + 70} {x + width / 2 + 1} {neck + 4}Z"
        )
        canvas.path(tip, canvas.round(hair))
    _brush_rest(canvas)


def _brush_rest(canvas: Canvas) -> None:
    """A row of celadon hills."""
    rest = smooth(
        [
            (160, 404),
            (220, 368),
            (270, 400),
            (335, 362),
            (400, 400),
            (465, 362),
            (530, 400),
            (590, 368),
            (640, 404),
            (620, 436),
            (400, 446),
            (180, 436),
        ],
        close=True,
    )
    lifted(canvas, rest)
    canvas.path(rest, canvas.slope(CELADON, 0.25))
    canvas.stroke("M190 400Q222 384 248 402M352 390Q366 378 384 396", "#ffffff", 5, opacity=0.6)


def inkstone(canvas: Canvas) -> None:
    """An ink stone with fresh ink, and the stick that made it."""
    stone = "M170 190Q170 160 200 160H520Q550 160 550 190V620Q550 650 520 650H200Q170 650 170 620Z"
    lifted(canvas, stone)
    canvas.path(stone, canvas.slope("#55565c", 0.28))
    canvas.path(
        "M206 216Q206 196 226 196H494Q514 196 514 216V596Q514 616 494 616H226Q206 616 206 596Z",
        canvas.slope("#3d3e44", 0.15),
    )
    canvas.path("M206 216Q206 196 226 196H494Q514 196 514 216V300Q360 360 206 300Z", "#17171b")
    canvas.path("M240 222Q330 206 420 226Q340 252 262 262Z", "#ffffff", opacity=0.16)
    canvas.path("M232 330Q360 384 490 330V420Q360 470 232 420Z", "#17171b", opacity=0.35)
    with canvas.group(transform="rotate(14 640 420)"):
        lifted(canvas, "M596 240H684V600H596Z")
        canvas.path("M596 240H684V600H596Z", canvas.round("#26262b"))
        canvas.stroke("M606 252H674V588H606Z", STRAW, 3)
        canvas.path(
            smooth([(618, 400), (634, 356), (646, 384), (654, 364), (664, 400)]) + "Z", STRAW
        )
        canvas.ellipse((650, 320, 12, 12), LACQUER)
        canvas.stroke("M622 450H660M622 476H660M622 502H648", STRAW, 4)


def sheets(canvas: Canvas) -> None:
    """A roll of Xuan paper, half open, with two strokes of bamboo on it."""
    sheet = "M180 250L640 210L664 640Q430 690 196 660Z"
    lifted(canvas, sheet)
    canvas.path(sheet, canvas.slope("#f9f5ea", 0.06))
    stem = "M420 640Q430 540 416 470M414 460Q408 380 420 310M421 300Q428 260 424 232"
    canvas.stroke(stem, INK, 13, opacity=0.85)
    blades = (
        ((418, 465), 0.5, 130),
        ((418, 465), 2.5, 120),
        ((420, 306), 0.2, 130),
        ((420, 306), 0.9, 120),
        ((420, 306), 2.9, 110),
        ((424, 250), 0.7, 100),
    )
    canvas.path(
        "".join(leaf(foot, angle, length, 12) for foot, angle, length in blades), INK, opacity=0.82
    )
    canvas.path("".join(leaf((416, 470), angle, 110, 10) for angle in (1.2, 1.9)), INK, opacity=0.4)
    canvas.rect((590, 580, 34, 34), LACQUER, rx=4)
    roll = "M150 176H660Q680 210 660 252H150Q130 214 150 176Z"
    lifted(canvas, roll)
    canvas.path(
        roll, canvas.linear(((0, "#fffdf5", 1), (0.5, PAPER, 1), (1, dark(PAPER, 0.28), 1)), 0, 1)
    )
    canvas.ellipse((660, 214, 14, 38), dark(PAPER, 0.2))
    canvas.ellipse((661, 214, 7, 22), dark(PAPER, 0.45))


def letters(canvas: Canvas) -> None:
    """Letter paper and envelopes with printed patterns."""
    for turn, tone, pattern in ((-15, INDIGO, _waves()), (5, PERSIMMON, _grid())):
        with canvas.group(transform=f"rotate({turn} 440 640)"):
            lifted(canvas, "M170 170H480V610H170Z")
            canvas.path("M170 170H480V610H170Z", canvas.slope(light(tone, 0.78), 0.06))
            canvas.stroke(pattern, tone, 3, opacity=0.75)
    with canvas.group(transform="rotate(-4 460 540)"):
        outline = "M300 420H690V670H300Z"
        lifted(canvas, outline)
        canvas.path(outline, canvas.slope(PAPER, 0.08))
        canvas.path("M300 420H690L495 566Z", canvas.slope(dark(PAPER, 0.06), 0.06))
        canvas.stroke("M300 420L495 566L690 420", dark(PAPER, 0.4), 3, opacity=0.5)
        canvas.ellipse((495, 562, 30, 30), LACQUER)
        canvas.path(
            "".join(leaf((495, 562), step * 1.2566, 22, 7) for step in range(5)),
            light(LACQUER, 0.35),
        )


def _waves() -> str:
    return "".join(
        f"M{184 + column * 48 + (row % 2) * 24} {330 - row * 24}a24 24 0 0 1 48 0m-36 "
        "0a12 12 0 0 1 24 0"
        for row in range(7)
        for column in range(6 - row % 2)
    )


def _grid() -> str:
    return "".join(f"M{200 + step * 42} 190V400" for step in range(7)) + "".join(
        f"M190 {200 + step * 42}H462" for step in range(5)
    )
