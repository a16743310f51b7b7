"""An apron, socks and a hat, laid out flat."""

import math

from infra.sample.backdrop import lifted
from infra.sample.canvas import Canvas, smooth
from infra.sample.palette import LACQUER, PAPER, STRAW, dark, light


def apron(canvas: Canvas, dye: str) -> None:
    """A cross-back apron with one deep pocket."""
    outline = "M316 190H484Q492 330 590 360V690Q400 706 210 690V360Q308 330 316 190Z"
    straps = (
        "M322 196Q300 110 400 96Q500 110 478 196M212 380Q130 400 116 480M588 380Q670 400 684 480"
    )
    canvas.stroke(straps, dark(dye, 0.35), 16, opacity=0.4, transform="translate(6 8)")
    canvas.stroke(straps, dark(dye, 0.1), 16)
    lifted(canvas, outline)
    canvas.path(outline, canvas.slope(dye, 0.18))
    canvas.path("M276 450H524V600Q400 616 276 600Z", dark(dye, 0.1))
    canvas.stroke(
        "M276 450H524V600Q400 616 276 600ZM400 452V608M316 212H484",
        light(dye, 0.4),
        3,
        stroke_dasharray="10 7",
        opacity=0.8,
    )
    canvas.path("M330 220Q350 420 280 690Q380 460 362 220Z", "#2a2230", opacity=0.1)
    canvas.path("M424 410h62v74q-31 8 -62 0Z", PAPER)
    canvas.rect((446, 424, 18, 18), LACQUER, rx=2)


def socks(canvas: Canvas, dye: str) -> None:
    """A pair of split-toe socks."""
    foot = (
        "M220 130H352V400Q352 450 330 500L300 640Q284 700 250 690Q232 684 236 640"
        "Q226 694 196 690Q140 676 160 600L214 430Q222 400 220 360Z"
    )
    for move in ("translate(30 10)", "translate(790 26) scale(-1 1)"):
        lifted_with = f"{move} translate(10 12)"
        canvas.path(foot, "#2a2230", opacity=0.22, transform=lifted_with)
        with canvas.group(transform=move):
            canvas.path(foot, canvas.slope(dye, 0.18))
            canvas.path("M220 130H352V206H220Z", dark(dye, 0.2))
            canvas.stroke(
                "".join(f"M{x} 134v68" for x in range(230, 350, 12)),
                light(dye, 0.2),
                3,
                opacity=0.5,
            )
            canvas.stroke("M236 640Q240 600 252 580", dark(dye, 0.5), 4)
            canvas.path(
                "M214 430Q300 470 350 420Q350 450 330 500Q260 500 202 470Z",
                light(dye, 0.5),
                opacity=0.35,
            )
            canvas.stroke("M221 230H352M221 250H352", light(dye, 0.6), 6)


def hat(canvas: Canvas) -> None:
    """A palm-leaf hat from above, with its silk ribbon."""
    rim = "M110 400a290 290 0 1 0 580 0a290 290 0 1 0 -580 0Z"
    canvas.stroke(smooth([(560, 560), (640, 640), (600, 720), (690, 760)]), LACQUER, 18)
    lifted(canvas, rim)
    leafy = canvas.radial(
        ((0, light("#e5d3a2", 0.55), 1), (0.6, "#e5d3a2", 1), (1, dark("#d3bd86", 0.12), 1))
    )
    canvas.path(rim, leafy)
    _woven(canvas)


def _woven(canvas: Canvas) -> None:
    """The rings, the ribs, and the light and shade of the cone."""
    rings = "".join(
        f"M{400 - r} 400a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 -{2 * r} 0"
        for r in range(30, 290, 26)
    )
    canvas.stroke(rings, dark(STRAW, 0.35), 2, opacity=0.5)
    spokes = [(step * math.pi / 6, 290) for step in range(12)]
    rays = "".join(f"M400 400l{r * math.cos(a):.0f} {r * math.sin(a):.0f}" for a, r in spokes)
    canvas.stroke(rays, dark(STRAW, 0.4), 2, opacity=0.35)
    for spread in (60, 110, 160):
        canvas.path(
            f"M400 400L{160 - spread / 8} {400 + spread}L{160 - spread / 8} {400 - spread}Z",
            "#fffaf0",
            opacity=0.12,
        )
        canvas.path(
            f"M400 400L{640 + spread / 8} {400 + spread}L{640 + spread / 8} {400 - spread}Z",
            "#2a2230",
            opacity=0.05,
        )
