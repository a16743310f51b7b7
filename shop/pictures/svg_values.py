"""What an SVG's values may say: colours, numbers, and references within the same file."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping

from shop.i18n.messages import translatable
from shop.pictures.kinds import sniff
from shop.pictures.model import Refused
from shop.pictures.svg_words import CSS_FUNCTIONS, CSS_RULES

PICTURES = {"image", "feImage"}
_FUNCTION = re.compile(r"([\w-]+)\(")
_URL = re.compile(r"url\(", re.IGNORECASE)
_OWN = re.compile(r"""url\(\s*(["']?)#([^"'()\s]+)\1\s*\)""", re.IGNORECASE)
_RULE = re.compile(r"@([\w-]*)")
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif);base64,", re.IGNORECASE)


def check_value(text: str) -> None:
    """Raises Refused for a value that CSS would follow out of the file."""
    if "\\" in text:
        raise Refused(translatable("hides something in a value (“\\”). Save it as plain SVG."))
    for name in _FUNCTION.findall(text):
        if name.lower() not in CSS_FUNCTIONS:
            raise Refused(
                translatable(
                    "uses “%(name)s()”, which a picture may not. Save it as plain SVG.", name=name
                )
            )
    if len(_URL.findall(text)) != len(_OWN.findall(text)):
        raise Refused(
            translatable("refers to something outside itself. Save it with everything inside.")
        )
    if "javascript:" in "".join(text.lower().split()):
        raise Refused(translatable("contains scripts. Save it as plain SVG."))


def check_css(text: str) -> None:
    """The same for a style sheet, or the declarations of one element."""
    check_value(text)
    if "<" in text:
        raise Refused(translatable("has markup in its style sheet. Save it as plain SVG."))
    for name in _RULE.findall(text):
        if name.lower() not in CSS_RULES:
            raise Refused(
                translatable("uses “@%(name)s” in its style sheet. Save it without.", name=name)
            )


def link(element: str, value: str) -> str:
    """A reference within the file, or a picture that lies in the file itself, which is cleaned."""
    value = value.strip()
    if value.startswith("#"):
        return value
    found = _DATA.match(value)
    if element not in PICTURES or not found:
        raise Refused(
            translatable("refers to something outside itself. Save it with everything inside.")
        )
    return _embedded(value[found.end() :])


def referred(attributes: Mapping[str, str]) -> Iterator[str]:
    """The ids that an element's attributes name."""
    for key, value in attributes.items():
        if key == "href" and value.startswith("#"):
            yield value[1:]
        elif "(" in value:
            yield from (name for _, name in _OWN.findall(value))


def _embedded(text: str) -> str:
    from shop.pictures import raster

    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error:
        raise Refused(translatable("holds a picture that is damaged. Save it again.")) from None
    kind = sniff(content)
    if kind in {None, "svg"}:
        raise Refused(translatable("holds something that is no picture. Save it as plain SVG."))
    cleaned = raster.clean(content, str(kind))
    mime = {"jpg": "jpeg"}.get(cleaned.kind, cleaned.kind)
    return f"data:image/{mime};base64,{base64.b64encode(cleaned.content).decode()}"
