"""A PDF file (ISO 32000-1, version 1.7): pages of text, lines and boxes, with the fonts they use.

The same pages are the same bytes for ever: nothing in the file is random, and its dates are given.
Only glyphs that are used are embedded, and each can be copied and searched as the text it is.
"""

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from shop.papers.faces import load
from shop.papers.setting import Run, Style, runs

A4 = (595.28, 841.89)  # points


@dataclass
class Page:
    """What is drawn, from the top left corner: x to the right, y down, in points."""

    document: "Document"
    commands: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, style: Style) -> None:
        """With its baseline at `y`."""
        self.commands.append(f"BT {_number(style.shade)} g {_number(style.shade)} G")
        for run in runs(text, self.document.language, style.weight):
            size = style.size * run.face.scale
            name = self.document.name_of(run)
            stroke = f"2 Tr {_number(run.face.stroke * size)} w" if run.face.stroke else "0 Tr"
            place = f"1 0 0 1 {_number(x)} {_number(A4[1] - y)} Tm"
            shown = "".join(f"{self.document.number_of(run, i):04X}" for i in range(len(run.text)))
            self.commands.append(f"/{name} {_number(size)} Tf {stroke} {place} <{shown}> Tj")
            x += run.width * style.size
        self.commands.append("ET")

    def rule(self, x: float, y: float, width: float, shade: float, thick: float = 0.5) -> None:
        """A horizontal line."""
        height = _number(A4[1] - y)
        self.commands.append(
            f"{_number(shade)} G {_number(thick)} w "
            f"{_number(x)} {height} m {_number(x + width)} {height} l S"
        )

    def box(self, x: float, y: float, size: float, shade: float) -> None:
        """An empty square to tick, its top left corner at (x, y)."""
        self.commands.append(
            f"{_number(shade)} G 0.75 w "
            f"{_number(x)} {_number(A4[1] - y - size)} {_number(size)} {_number(size)} re S"
        )


@dataclass
class _Font:
    """A font in use: its glyphs in the order in which they came, and what each stands for."""

    name: str
    numbers: dict[int, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)


@dataclass
class Document:
    title: str
    author: str
    language: str
    created: datetime
    pages: list[Page] = field(default_factory=list)
    _fonts: dict[str, _Font] = field(default_factory=dict)

    def page(self) -> Page:
        page = Page(self)
        self.pages.append(page)
        return page

    def name_of(self, run: Run) -> str:
        return self._font(run).name

    def number_of(self, run: Run, index: int) -> int:
        """The number a glyph has in the embedded font."""
        font = self._font(run)
        glyph = run.glyphs[index]
        font.texts.setdefault(glyph, run.text[index])
        return font.numbers.setdefault(glyph, len(font.numbers) + 1)

    def _font(self, run: Run) -> _Font:
        name = run.face.font
        return self._fonts.setdefault(name, _Font(f"F{len(self._fonts) + 1}"))

    def content(self) -> bytes:
        """The file."""
        file = _File()
        catalog, pages, info = file.reserve(), file.reserve(), file.reserve()
        fonts = " ".join(
            f"/{font.name} {_embed(file, name, font)} 0 R" for name, font in self._fonts.items()
        )
        resources = file.add(f"<< /Font << {fonts} >> >>")
        kids = [self._page(file, page, pages, resources) for page in self.pages]
        listed = " ".join(f"{kid} 0 R" for kid in kids)
        file.set(pages, f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>")
        file.set(
            catalog,
            f"<< /Type /Catalog /Pages {pages} 0 R /Lang ({self.language}) "
            "/ViewerPreferences << /DisplayDocTitle true >> >>",
        )
        moment = f"{self.created.astimezone(UTC):%Y%m%d%H%M%S}"
        file.set(
            info,
            f"<< /Title {_text(self.title)} /Author {_text(self.author)} "
            f"/CreationDate (D:{moment}Z) /ModDate (D:{moment}Z) >>",
        )
        return file.content(catalog, info)

    def _page(self, file: "_File", page: Page, pages: int, resources: int) -> int:
        drawn = file.stream("\n".join(page.commands).encode("ascii"))
        return file.add(
            f"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] "
            f"/Resources {resources} 0 R /Contents {drawn} 0 R >>"
        )


class _File:
    """Numbered objects and where they stand."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> int:
        return self.add("")

    def add(self, body: str | bytes) -> int:
        self._objects.append(body.encode("ascii") if isinstance(body, str) else body)
        return len(self._objects)

    def set(self, number: int, body: str) -> None:
        self._objects[number - 1] = body.encode("ascii")

    def stream(self, content: bytes, extra: str = "") -> int:
        packed = zlib.compress(content, 9)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode{extra} >>\nstream\n"
        return self.add(head.encode("ascii") + packed + b"\nendstream")

    def content(self, catalog: int, info: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self._objects, start=1):
            places.append(len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        name = hashlib.sha256(out).hexdigest()[:32]
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += (
            f"trailer\n<< /Size {len(places) + 1} /Root {catalog} 0 R /Info {info} 0 R "
            f"/ID [<{name}> <{name}>] >>\nstartxref\n{table}\n%%EOF\n"
        ).encode("ascii")
        return bytes(out)


def _embed(file: _File, source: str, used: _Font) -> int:
    """A composite font (9.7) whose two-byte codes are the glyph numbers of the subset."""
    font = load(source)
    glyphs = list(used.numbers)
    program = font.subset(glyphs)
    name = f"/{_tag(program)}+Paper-{source.title().replace('-', '')}"

    def ems(units: int) -> str:
        return _number(1000 * units / font.em)

    embedded = file.stream(program, f" /Length1 {len(program)}")
    descriptor = file.add(
        f"<< /Type /FontDescriptor /FontName {name} /Flags 4 "
        f"/FontBBox [{' '.join(map(ems, font.box))}] /ItalicAngle 0 /Ascent {ems(font.ascent)} "
        f"/Descent {ems(font.descent)} /CapHeight {ems(font.cap_height)} /StemV 80 "
        f"/FontFile2 {embedded} 0 R >>"
    )
    widths = " ".join(ems(font.advance(glyph)) for glyph in glyphs)
    descendant = file.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont {name} "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor {descriptor} 0 R /W [1 [{widths}]] /DW 1000 /CIDToGIDMap /Identity >>"
    )
    meant = [(number, used.texts[glyph]) for glyph, number in used.numbers.items()]
    return file.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont {name} /Encoding /Identity-H "
        f"/DescendantFonts [{descendant} 0 R] /ToUnicode {file.stream(_to_unicode(meant))} 0 R >>"
    )


def _to_unicode(meant: Iterable[tuple[int, str]]) -> bytes:
    """What each code stands for (9.10.3), at most a hundred at a time."""
    pairs = [f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>" for number, text in meant]
    blocks = (pairs[i : i + 100] for i in range(0, len(pairs), 100))
    listed = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{listed}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _tag(program: bytes) -> str:
    """Six capital letters that tell one subset from another (9.6.4)."""
    digest = hashlib.sha256(program).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _text(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
