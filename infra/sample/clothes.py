"""Clothes and cloth, laid out flat and seen from above."""

from infra.sample.backdrop import lifted
from infra.sample.canvas import Canvas
from infra.sample.palette import PAPER, STRAW, dark, light

SHIRT = (
    "M318 150C350 172 450 172 482 150L566 182L708 420L618 470L566 376"
    "L580 668Q400 690 220 668L234 376L182 470L92 420L234 182Z"
)
JACKET = (
    "M310 132C350 148 450 148 490 132L580 168L716 472L628 508L578 372"
    "L590 692Q400 708 210 692L222 372L172 508L84 472L220 168Z"
)
TROUSERS = "M258 128H542L560 250L628 690H436L402 330L364 690H172L240 250Z"
VEST = (
    "M300 136C350 156 450 156 500 136L560 176Q524 300 566 384L580 676"
    "Q400 696 220 676L234 384Q276 300 240 176Z"
)


def shirt(canvas: Canvas, dye: str) -> None:
    """An áo bà ba: round neck, a row of small buttons, slits at the hips, two pockets."""
    lifted(canvas, SHIRT)
    canvas.path(SHIRT, canvas.slope(dye, 0.16))
    canvas.path("M318 150C350 172 450 172 482 150Q464 214 400 216Q336 214 318 150Z", dark(dye, 0.4))
    canvas.stroke("M318 150Q336 214 400 216Q464 214 482 150", light(dye, 0.2), 7)
    canvas.stroke("M400 216V676", dark(dye, 0.3), 4)
    canvas.stroke(
        "M234 376Q242 270 250 236M566 376Q558 270 550 236M234 560L226 666M566 560L576 666",
        dark(dye, 0.35),
        3.5,
        opacity=0.7,
    )
    canvas.stroke(
        "M108 398L196 446M692 398L604 446M224 652Q400 672 578 652",
        dark(dye, 0.25),
        2.5,
        stroke_dasharray="9 7",
        opacity=0.7,
    )
    _shirt_front(canvas, dye)


def _shirt_front(canvas: Canvas, dye: str) -> None:
    """Pockets, buttons and the folds of the cloth."""
    canvas.path(
        "M254 500H366V610Q310 626 254 610ZM434 500H546V610Q490 626 434 610Z", dark(dye, 0.1)
    )
    canvas.stroke(
        "M254 500H366V610Q310 626 254 610ZM434 500H546V610Q490 626 434 610Z",
        dark(dye, 0.3),
        2.5,
        opacity=0.8,
    )
    buttons = "".join(f"M393 {y}a7 7 0 1 0 14 0a7 7 0 1 0 -14 0Z" for y in range(260, 640, 72))
    canvas.path(buttons, light(dye, 0.6))
    canvas.path(
        "M290 240Q330 420 276 640Q360 480 330 250ZM520 260Q470 420 512 650Q452 470 484 256Z",
        "#2a2230",
        opacity=0.09,
    )


def jacket(canvas: Canvas, dye: str) -> None:
    """A linen jacket with a stand-up collar and knotted fastenings."""
    lifted(canvas, JACKET)
    canvas.path(JACKET, canvas.slope(dye, 0.16))
    canvas.path("M310 132C350 148 450 148 490 132L478 176Q400 196 322 176Z", dark(dye, 0.38))
    canvas.path(
        (
            "M306 136L330 116Q346 170 398 192L392 214Q326 194 306 136ZM494 136"
            "L470 116Q454 170 402 192L408 214Q474 194 494 136Z"
        ),
        light(dye, 0.12),
    )
    canvas.stroke(
        "M400 204V698M222 372Q230 270 244 216M578 372Q570 270 556 216",
        dark(dye, 0.35),
        4,
        opacity=0.8,
    )
    _jacket_front(canvas, dye)


def _jacket_front(canvas: Canvas, dye: str) -> None:
    """Knots, pockets and the folds of the cloth."""
    knots = "".join(
        f"M340 {y}H460M340 {y}q-16 -12 -20 0q4 12 20 0M460 {y}q16 -12 20 0q-4 12 -20 0"
        for y in (250, 350, 450, 550)
    )
    canvas.stroke(knots, dark(dye, 0.45), 6)
    canvas.path(
        "".join(f"M388 {y}a12 11 0 1 0 24 0a12 11 0 1 0 -24 0Z" for y in (250, 350, 450, 550)),
        dark(dye, 0.3),
    )
    for x in (236, 440):
        canvas.path(f"M{x} 556h124v104q-62 14 -124 0Z", dark(dye, 0.08))
        canvas.stroke(f"M{x} 556h124v104q-62 14 -124 0Z", dark(dye, 0.3), 2.5, opacity=0.7)
    canvas.path(
        "M268 200Q330 420 250 690Q350 500 310 220ZM540 230Q486 440 540 690Q462 480 500 236Z",
        "#2a2230",
        opacity=0.09,
    )
    canvas.stroke("M100 446L190 484M700 446L610 484", dark(dye, 0.3), 3, opacity=0.6)


def trousers(canvas: Canvas, dye: str) -> None:
    """Wide trousers with a drawn waist."""
    lifted(canvas, TROUSERS)
    canvas.path(TROUSERS, canvas.slope(dye, 0.16))
    canvas.path("M258 128H542L549 182H251Z", dark(dye, 0.14))
    gathers = "".join(f"M{x} 130v48" for x in range(272, 540, 17))
    canvas.stroke(gathers, dark(dye, 0.35), 3, opacity=0.5)
    canvas.stroke(
        "M402 184V330M256 210Q290 300 246 320M544 210Q510 300 554 320",
        dark(dye, 0.35),
        3.5,
        opacity=0.8,
    )
    canvas.path(
        (
            "M300 210Q330 460 250 688H200Q300 450 300 210ZM500 210Q480 460 560 688H606"
            "Q520 460 500 210Z"
        ),
        "#2a2230",
        opacity=0.09,
    )
    canvas.stroke(
        "M176 664H368M432 664H624", dark(dye, 0.25), 2.5, stroke_dasharray="9 7", opacity=0.7
    )
    canvas.stroke("M392 160C370 210 350 240 352 276M408 160C430 214 440 236 446 262", PAPER, 6)


def vest(canvas: Canvas, dye: str) -> None:
    """A quilted vest, stitched by hand in close lines."""
    lifted(canvas, VEST)
    canvas.path(VEST, canvas.slope(dye, 0.18))
    canvas.path("M300 136C350 156 450 156 500 136L400 330Z", dark(dye, 0.45))
    rows = []
    for step in range(7):
        x = 252 + step * 20
        top = 400 if step == 0 else 190 if x < 300 else 160 + (x - 300) * 2
        rows.append(f"M{x} {top}V{670 - step}M{800 - x} {top}V{670 - step}")
    canvas.stroke("".join(rows), light(dye, 0.45), 2.5, stroke_dasharray="10 8", opacity=0.75)
    edges = "M300 136L396 330V686M500 136L404 330V686"
    canvas.stroke(edges, light(dye, 0.28), 20)
    canvas.stroke(edges, dark(dye, 0.3), 2, stroke_dasharray="8 6")
    canvas.stroke("M396 470H430M404 470H372M396 570H430M404 570H372", STRAW, 6)
    canvas.stroke("M240 176Q276 300 234 384M560 176Q524 300 566 384", light(dye, 0.3), 8)
    canvas.path(
        "M226 560H330V640Q276 650 224 640ZM574 560H470V640Q524 650 576 640Z", dark(dye, 0.12)
    )


def scarf(canvas: Canvas, dye: str, pattern: str) -> None:
    """A long scarf folded over itself; `pattern` is drawn on it in wax white."""
    with canvas.group(transform="rotate(-7 400 400)"):
        under = "M330 214C420 190 560 196 590 222L612 610C560 596 500 592 452 604Z"
        over = (
            "M196 150C300 122 470 124 520 152C536 320 528 500 542 668C430 652 330 652 "
            "214 670C226 500 208 320 196 150Z"
        )
        for outline, share in ((under, 0.2), (over, 0.0)):
            lifted(canvas, outline)
            canvas.path(outline, canvas.slope(dark(dye, share), 0.2))
        canvas.stroke(
            "".join(f"M{456 + i * 12} {604 - i % 3}v34" for i in range(14)), dark(dye, 0.2), 4
        )
        folds = "M290 140Q320 400 296 656M430 138Q404 400 438 656"
        canvas.stroke(folds, dark(dye, 0.4), 16, opacity=0.14)
        canvas.stroke(folds, light(dye, 0.5), 9, opacity=0.2, transform="translate(-15 0)")
        canvas.path(
            "M196 150C300 122 470 124 520 152Q360 176 196 150Z", light(dye, 0.3), opacity=0.6
        )
        canvas.stroke(pattern, light(dye, 0.75), 5, opacity=0.85)
        canvas.stroke(
            "".join(f"M{218 + i * 15} {668 - i * (22 - i) * 0.12:.0f}v36" for i in range(22)),
            light(dye, 0.2),
            4,
        )


def batik() -> str:
    """Rows of wax stars and waves for the indigo scarf."""
    star = "m-14 0h28m-14 -14v28m-9 -23l18 18m0 -18l-18 18"
    stars = "".join(f"M{x} {y}{star}" for y in (470, 540, 610) for x in range(262, 510, 76))
    wave = "q20 -16 40 0" + "t40 0" * 6
    return f"{stars}M224 420{wave}M224 396{wave}M216 250{wave}M216 226{wave}"


def silk() -> str:
    """A narrow woven border, all that plain silk needs."""
    return "M226 590Q380 576 532 588M226 612Q380 598 534 610"
