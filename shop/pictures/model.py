"""What becomes of pictures."""

from dataclasses import dataclass, field

from shop.errors import ShopError


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture that may be shown: no metadata, upright, sRGB. `kind` is its file name ending.

    `width` and `height` are in pixels, 0 where a vector picture does not say. `redrawn`: its
    pixels were written anew, so a lossy format has lost a little.
    """

    content: bytes
    kind: str
    width: int
    height: int
    animated: bool = False
    redrawn: bool = False


@dataclass(frozen=True, slots=True)
class Rendition:
    """A smaller version: its media type, its width in pixels, and its bytes; no bytes where the
    picture itself is the best there is at that width."""

    type: str
    width: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture's size, and its renditions: best type first, each from narrow to wide."""

    width: int
    height: int
    renditions: tuple[Rendition, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureWarning:
    """Why a picture is not stored. `next_try` is a timestamp; empty: only when asked for again."""

    reference: str
    code: str
    message: str
    next_try: str = ""


@dataclass(frozen=True, slots=True)
class Collected:
    """`paths` are the shop's own addresses (``/media/…``) by reference as the caller wrote it."""

    paths: dict[str, str] = field(default_factory=dict)
    warnings: list[PictureWarning] = field(default_factory=list)


class Refused(Exception):
    """Inside the cleaning child: the rest of a sentence that begins with the picture's name."""


def reason(error: Exception) -> str:
    """The sentence of an error for a person."""
    return error.message if isinstance(error, ShopError) else f"{type(error).__name__}: {error}"
