"""A phin over its glass, and glasses alone."""

from infra.sample.backdrop import shadow
from infra.sample.canvas import Canvas, turned
from infra.sample.palette import COFFEE, INK, STRAW, dark, light

BASE = 655


def phin(canvas: Canvas, metal: str) -> None:
    """The Vietnamese drip filter on a glass, with condensed milk waiting below."""
    shadow(canvas, (400, BASE - 4, 120, 58))
    canvas.path("M284 408H516L500 640Q400 664 300 640Z", "#dfe9e6", opacity=0.5)
    canvas.path("M297 580H503L500 640Q400 664 300 640Z", canvas.round("#f1e3c4"))
    canvas.path("M289 486H511L503 582Q400 596 297 582Z", canvas.round(COFFEE))
    canvas.ellipse((400, 486, 111, 14), light(COFFEE, 0.2))
    canvas.stroke("M400 430V484", COFFEE, 5)
    canvas.path(
        "M284 408H516L500 640Q400 664 300 640Z",
        canvas.linear(
            (
                (0, "#ffffff", 0.55),
                (0.16, "#ffffff", 0.08),
                (0.85, "#ffffff", 0),
                (1, "#2a2230", 0.2),
            )
        ),
    )
    _filter(canvas, metal)


def _filter(canvas: Canvas, metal: str) -> None:
    """Plate, chamber, handle and lid."""
    canvas.ellipse((400, 404, 196, 26), dark(metal, 0.3))
    canvas.ellipse((400, 396, 198, 26), canvas.round(metal))
    canvas.ellipse((400, 393, 150, 17), dark(metal, 0.22))
    canvas.path("M282 206V386Q400 410 518 386V206Z", canvas.round(metal))
    canvas.stroke(
        "M283 366Q400 388 517 366M283 236Q400 256 517 236", dark(metal, 0.35), 3, opacity=0.4
    )
    canvas.stroke("M518 262H596Q606 262 606 274V316Q606 328 596 328H518", dark(metal, 0.25), 14)
    canvas.stroke("M520 260H594", light(metal, 0.5), 4, opacity=0.7)
    canvas.path("M270 178V204Q400 230 530 204V178Z", canvas.round(dark(metal, 0.06)))
    canvas.ellipse((400, 178, 130, 22), canvas.slope(light(metal, 0.3), 0.3))
    canvas.path(turned([(14, 142), (24, 150), (22, 162), (12, 176)]), canvas.round(INK))
    canvas.stroke("M320 240V360", "#ffffff", 9, opacity=0.4)


def glasses(canvas: Canvas) -> None:
    """Two tumblers of recycled glass with bubbles in it, one with iced coffee."""
    _tumbler(canvas, (290, 640), "")
    _tumbler(canvas, (512, 690), COFFEE)


def _tumbler(canvas: Canvas, foot: tuple[float, float], drink: str) -> None:
    x, y = foot
    shadow(canvas, (x, y, 104, 46))
    outline = f"M{x - 112} {y - 300}H{x + 112}L{x + 92} {y - 16}Q{x} {y + 14} {x - 92} {y - 16}Z"
    canvas.path(outline, "#bfd8cf", opacity=0.62)
    if drink:
        _iced(canvas, foot, drink)
    canvas.path(
        outline,
        canvas.linear(
            (
                (0, "#ffffff", 0.6),
                (0.2, "#ffffff", 0.08),
                (0.8, "#ffffff", 0),
                (1, "#2a4a44", 0.32),
            )
        ),
    )
    canvas.ellipse((x, y - 300, 112, 22), "#e6f1ec", opacity=0.7)
    canvas.ellipse((x, y - 298, 102, 17), "#a9c7bd", opacity=0.55)
    bubbles = "".join(
        f"M{x - 80 + (i * 67) % 160} {y - 60 - (i * 41) % 200}m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"
        for i in range(11)
    )
    canvas.path(bubbles, "#ffffff", opacity=0.5)
    canvas.stroke(f"M{x - 88} {y - 262}L{x - 74} {y - 70}", "#ffffff", 10, opacity=0.7)


def _iced(canvas: Canvas, foot: tuple[float, float], drink: str) -> None:
    """Coffee to two thirds, and what floats in it."""
    x, y = foot
    canvas.path(
        f"M{x - 104} {y - 210}H{x + 104}L{x + 90} {y - 34}Q{x} {y - 14} {x - 90} {y - 34}Z",
        canvas.linear(((0, light(drink, 0.35), 1), (1, drink, 1)), 0, 1),
    )
    canvas.ellipse((x, y - 210, 104, 18), light(drink, 0.45))
    canvas.path(
        f"M{x - 60} {y - 236}l62 -14l20 52l-60 18ZM{x + 20} {y - 196}l52 -20l14 44l-46 18Z",
        "#f2f7f2",
        opacity=0.6,
    )


def spoon(canvas: Canvas) -> None:
    """A brass spoon lying in front."""
    canvas.ellipse((190, 726, 120, 12), "#2a2230", opacity=0.16)
    canvas.stroke("M96 722L236 706", dark(STRAW, 0.25), 9)
    canvas.ellipse((266, 703, 44, 17), canvas.slope(STRAW, 0.3), transform="rotate(-6 266 703)")
