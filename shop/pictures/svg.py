"""Writes an SVG anew from nothing but allowed words (``svg_words``). Runs in the child.

An SVG opened by its own address is a page of the shop's origin, so what acts (scripts, events,
foreign objects) or reaches out (links, pictures and style sheets elsewhere, entities) refuses the
whole file: its owner should know. What only is of no use (comments, an editor's notes) is left out.
"""

import re
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape, quoteattr

from shop.i18n.messages import translatable
from shop.pictures.model import Cleaned, Refused
from shop.pictures.svg_values import check_css, check_value, link, referred
from shop.pictures.svg_weight import Weight
from shop.pictures.svg_words import ATTRIBUTES, ELEMENTS, NEVER_ANIMATED, SILENT, TEXTUAL

SVG = "http://www.w3.org/2000/svg"
XML = "http://www.w3.org/XML/1998/namespace"
XHTML = "http://www.w3.org/1999/xhtml"
MAX_BYTES = 5 * 1024 * 1024
MAX_ELEMENTS = 100_000
MAX_DEPTH = 200
ANIMATIONS = {"animate", "animateMotion", "animateTransform", "set"}
_LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d+)?)(?:px)?\s*")


def clean(content: bytes) -> Cleaned:
    """Raises Refused, saying what in the file is not allowed."""
    if len(content) > MAX_BYTES:
        raise Refused(
            translatable(
                "has more than %(megabytes)s MB of drawing. Save it as a PNG.",
                megabytes=MAX_BYTES >> 20,
            )
        )
    writer = _Writer()
    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.StartDoctypeDeclHandler = writer.doctype
    parser.EntityDeclHandler = writer.entity
    parser.SkippedEntityHandler = writer.entity
    parser.ProcessingInstructionHandler = writer.instruction
    parser.buffer_text = True
    try:
        parser.Parse(content, True)
    except ExpatError as error:
        raise Refused(
            translatable("is no well-formed drawing (line %(line)s).", line=str(error.lineno))
        ) from None
    except (ValueError, LookupError):
        raise Refused(
            translatable("is written in an unusual encoding. Save it as UTF-8.")
        ) from None
    writer.weight.check()
    return Cleaned("".join(writer.parts).encode(), "svg", *writer.size)


class _Writer:
    """What the parser calls; `parts` become the new file."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = (0, 0)
        self.weight = Weight()
        self._elements = 0
        self._open: list[str] = []
        self._silent = 0  # depth within an element that is left out
        self._css: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count()
        if self._silent:
            self._silent += 1
            return
        name = _element(tag, root=not self._open)
        if name is None:
            self._silent = 1
            return
        kept = dict(filter(None, (_attribute(name, *pair) for pair in attributes.items())))
        self._refuse_animated_meaning(name, kept)
        if not self._open:
            self.size = _size(kept)
        self.weight.enter(kept.get("id", ""))
        for target in referred(kept):
            self.weight.refer(target)
        namespace = "" if self._open else f' xmlns="{SVG}"'
        written = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
        self.parts.append(f"<{name}{namespace}{written}>")
        self._open.append(name)

    def end(self, _tag: str) -> None:
        if self._silent:
            self._silent -= 1
            return
        name = self._open.pop()
        if name == "style" and self._css:
            css = "".join(self._css)
            check_css(css)
            self.parts.append(escape(css))
            self._css.clear()
        self.weight.leave()
        if self.parts[-1].startswith(f"<{name}"):  # nothing came in between
            self.parts[-1] = f"{self.parts[-1][:-1]}/>"
        else:
            self.parts.append(f"</{name}>")

    def text(self, data: str) -> None:
        if self._silent:
            return
        if self._open[-1] == "style":
            self._css.append(data)
        else:
            self.parts.append(escape(data))

    def doctype(self, _name: str, _system: str | None, public: str | None, internal: bool) -> None:  # noqa: FBT001 - expat's signature
        """Old programs name the SVG of the W3C there, which is left out; all else is refused."""
        if internal or not (public or "").startswith("-//W3C//DTD SVG "):
            raise Refused(
                translatable(
                    "declares a document type, which no picture needs. Save it as plain SVG."
                )
            )

    def entity(self, *_: object) -> None:
        raise Refused(
            translatable("uses XML entities, which no picture needs. Save it as plain SVG.")
        )

    def instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            raise Refused(translatable("asks for a style sheet elsewhere. Save it as plain SVG."))

    def _count(self) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS or len(self._open) + self._silent >= MAX_DEPTH:
            raise Refused(translatable("has too many parts. Save it as a PNG."))

    def _refuse_animated_meaning(self, name: str, attributes: dict[str, str]) -> None:
        changed = attributes.get("attributeName", "fill")
        if name in ANIMATIONS and changed not in ATTRIBUTES - NEVER_ANIMATED:
            raise Refused(
                translatable("animates “%(changed)s”. Save it without that.", changed=changed)
            )


def _element(tag: str, *, root: bool) -> str | None:
    """The element's name, or None for one that is left out."""
    namespace, _, name = tag.rpartition(" ")
    known = namespace in {SVG, ""}
    if root and (known, name) != (True, "svg"):
        raise Refused(translatable("is a page or another document, not a picture."))
    if known and name in ELEMENTS:
        return name
    if namespace == XHTML or (known and name not in SILENT):
        raise Refused(
            translatable(
                "contains “%(name)s”, which a picture may not. Save it as plain SVG.", name=name
            )
        )
    return None  # an editor's own notes


def _attribute(element: str, key: str, value: str) -> tuple[str, str] | None:
    """The attribute as it is written, or None for one that is left out. Raises Refused."""
    namespace, _, name = key.rpartition(" ")
    if name == "href":
        return ("href", link(element, value))
    if name.lower().startswith("on"):
        raise Refused(translatable("acts by itself (“%(name)s”). Save it as plain SVG.", name=name))
    if key in {f"{XML} space", f"{XML} lang"}:
        return (f"xml:{name}", value)
    if namespace or name not in ATTRIBUTES:
        return None
    if name not in TEXTUAL:
        (check_css if name == "style" else check_value)(value)
    return (name, value)


def _size(attributes: dict[str, str]) -> tuple[int, int]:
    """Pixels, of the width and height or else of the view box; 0 for what is not said."""
    box = attributes.get("viewBox", "").replace(",", " ").split()
    width, height = (
        _LENGTH.fullmatch(attributes.get(side, "")) or _LENGTH.fullmatch(part)
        for side, part in zip(("width", "height"), box[2:4] or ("", ""), strict=True)
    )
    return (round(float(width[1])), round(float(height[1]))) if width and height else (0, 0)
