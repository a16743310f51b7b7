"""A small SVG writer: shapes, shared gradients, soft curves. Same calls, same bytes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from infra.sample.palette import dark, light

Point = tuple[float, float]
Stop = tuple[float, str, float]  # offset, colour, opacity


def number(value: float) -> str:
    """One decimal at most: a tenth of a unit is finer than any screen shows."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def polyline(points: Sequence[Point], *, close: bool = True) -> str:
    body = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{body}{'Z' if close else ''}"


def smooth(points: Sequence[Point], *, close: bool = False, tension: float = 6) -> str:
    """A Catmull-Rom curve through the points, written as cubic Béziers."""
    count = len(points)

    def at(index: int) -> Point:
        return points[index % count] if close else points[min(max(index, 0), count - 1)]

    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for index in range(count if close else count - 1):
        before, start, end, after = (at(index + step) for step in (-1, 0, 1, 2))
        controls = (
            start[0] + (end[0] - before[0]) / tension,
            start[1] + (end[1] - before[1]) / tension,
            end[0] - (after[0] - start[0]) / tension,
            end[1] - (after[1] - start[1]) / tension,
            *end,
        )
        parts.append("C" + " ".join(number(value) for value in controls))
    return "".join(parts) + ("Z" if close else "")


def turned(profile: Sequence[Point], middle: float = 400) -> str:
    """The outline of a thing thrown on a wheel: its right side, mirrored about `middle`."""
    right = [(middle + x, y) for x, y in profile]
    left = [(middle - x, y) for x, y in reversed(profile)]
    down, up = smooth(right), smooth(left)
    return f"{down}L{up[1:]}Z"


class Canvas:
    """Collects shapes and hands out gradients; `svg` is the finished file."""

    def __init__(self, width: int = 800, height: int = 800) -> None:
        """An empty sheet of `width` × `height` units."""
        self._size = (width, height)
        self._shapes: list[str] = []
        self._gradients: dict[str, str] = {}
        self._lines: list[str] = []

    def _shape(self, tag: str, attributes: dict[str, float | str]) -> None:
        self._shapes.append(f"<{tag}{_written(attributes)}/>")

    def path(self, outline: str, fill: str, **attributes: float | str) -> None:
        self._shape("path", {"d": outline, "fill": fill, **attributes})

    def stroke(self, outline: str, colour: str, width: float, **attributes: float | str) -> None:
        line: dict[str, float | str] = {"d": outline, "fill": "none", "stroke": colour}
        ends: dict[str, float | str] = {"stroke-width": width, "stroke-linecap": "round"}
        self._shape("path", {**line, **ends, **attributes})

    def strokes(self, outline: str, layers: Sequence[tuple[str, float, float, float]]) -> None:
        """The same lines several times: each layer is (colour, width, opacity, shift)."""
        name = f"p{len(self._lines)}"
        self._lines.append(f'<path id="{name}" d="{outline}" fill="none" stroke-linecap="round"/>')
        for colour, width, opacity, shift in layers:
            look: dict[str, float | str] = {"stroke": colour, "stroke-width": width}
            if opacity < 1:
                look["opacity"] = opacity
            self._shape("use", {"href": f"#{name}", "x": shift, "y": shift, **look})

    def ellipse(
        self, box: tuple[float, float, float, float], fill: str, **more: float | str
    ) -> None:
        """`box` is (middle x, middle y, radius x, radius y)."""
        sides: dict[str, float | str] = dict(zip(("cx", "cy", "rx", "ry"), box, strict=True))
        self._shape("ellipse", {**sides, "fill": fill, **more})

    def rect(self, box: tuple[float, float, float, float], fill: str, **more: float | str) -> None:
        """`box` is (x, y, width, height)."""
        sides: dict[str, float | str] = dict(zip(("x", "y", "width", "height"), box, strict=True))
        self._shape("rect", {**sides, "fill": fill, **more})

    @contextmanager
    def group(self, **attributes: float | str) -> Iterator[None]:
        self._shapes.append(f"<g{_written(attributes)}>")
        yield
        self._shapes.append("</g>")

    def linear(self, stops: Sequence[Stop], x2: float = 1, y2: float = 0) -> str:
        return self._gradient("linearGradient", _written({"x2": x2, "y2": y2}), stops)

    def radial(self, stops: Sequence[Stop]) -> str:
        return self._gradient("radialGradient", "", stops)

    def round(self, colour: str) -> str:
        """How light from the left runs round a turned body."""
        shades = (
            (0, dark(colour, 0.12), 1),
            (0.26, light(colour, 0.3), 1),
            (0.55, colour, 1),
            (1, dark(colour, 0.34), 1),
        )
        return self.linear(shades)

    def slope(self, colour: str, depth: float = 0.16) -> str:
        """Light that falls over a flat thing from its upper left corner."""
        return self.linear(((0, light(colour, depth), 1), (1, dark(colour, depth), 1)), 0.7, 1)

    def _gradient(self, kind: str, where: str, stops: Sequence[Stop]) -> str:
        body = "".join(
            f'<stop offset="{offset:g}" stop-color="{colour}"'
            + (f' stop-opacity="{opacity:g}"/>' if opacity < 1 else "/>")
            for offset, colour, opacity in stops
        )
        key = f"{kind}|{where}|{body}"
        name = self._gradients.setdefault(key, f"g{len(self._gradients)}")
        return f"url(#{name})"

    def svg(self) -> str:
        definitions = []
        for key, name in self._gradients.items():
            kind, where, body = key.split("|")
            definitions.append(f'<{kind} id="{name}"{where}>{body}</{kind}>')
        width, height = self._size
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
            f"<defs>{''.join(definitions + self._lines)}</defs>{''.join(self._shapes)}</svg>\n"
        )


def _written(attributes: dict[str, float | str]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{value if isinstance(value, str) else _short(value)}"'
        for name, value in attributes.items()
    )


def _short(value: float) -> str:
    return number(value) if abs(value) >= 1 else f"{value:.2g}"
