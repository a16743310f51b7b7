"""Python statements under construction, with the text they put out gathered into few pieces."""

from collections.abc import Iterable

ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\0": "\\x00"}
TABLE = str.maketrans(ESCAPES)
IN_FORMAT = str.maketrans({**ESCAPES, "{": "{{", "}": "}}"})


class Body:
    """The statements of a function or of a branch. `wrote` is set where one of them puts out text
    or decides; before that, text that was put out earlier may wait and be merged with later text.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pieces: list[tuple[bool, str]] = []
        self.wrote = False
        self.written: dict[str, str] = {}  # parts of views as they are put out, by expression
        self.weight = 0  # how much work it is: values shown, and more for loops

    @property
    def constant(self) -> str | None:
        """The text it puts out, where that is all it does."""
        if self.lines or any(not is_text for is_text, _ in self.pieces):
            return None
        return "".join(text for _, text in self.pieces)

    def text(self, words: str) -> None:
        if not words:
            return
        if self.pieces and self.pieces[-1][0]:
            words = self.pieces.pop()[1] + words
        self.pieces.append((True, words))

    def shown(self, expression: str) -> None:
        """An expression that is a string already; without quotes and backslashes."""
        self.pieces.append((False, expression))
        self.weight += 1

    def assign(self, name: str, expression: str) -> None:
        """`name` is new: nothing that waits to be put out can refer to it."""
        self.lines.append(f"{name} = {expression}")

    def statement(self, line: str) -> None:
        self.flush()
        self.lines.append(line)
        self.wrote = True

    def block(self, header: str, inner: "Body") -> None:
        self.flush()
        self.lines.append(header)
        self.lines.extend(indented(inner.finished() or ["pass"]))
        self.wrote = True
        self.weight += inner.weight

    def add(self, other: "Body") -> None:
        """What `other` does, here and now."""
        if other.wrote:
            self.flush()
            self.wrote = True
        self.lines.extend(other.lines)
        for is_text, piece in other.pieces:
            if is_text:
                self.text(piece)
            else:
                self.pieces.append((False, piece))
        self.weight += other.weight

    def finished(self) -> list[str]:
        """All lines, with what still waits."""
        return [*self.lines, *([f"append({encoded(self.pieces)})"] if self.pieces else [])]

    def flush(self) -> None:
        if self.pieces:
            self.lines = self.finished()
            self.pieces = []
            self.wrote = True


def joined(pieces: Iterable[tuple[bool, str]]) -> str:
    """One expression for all pieces: one string to build instead of many to join."""
    found = list(pieces)
    if all(is_text for is_text, _ in found):
        words = "".join(text for _, text in found).translate(TABLE)
        return f"'{words}'"
    parts = (text.translate(IN_FORMAT) if is_text else f"{{{text}}}" for is_text, text in found)
    return f"f'{''.join(parts)}'"


def encoded(pieces: Iterable[tuple[bool, str]]) -> str:
    """As `joined`, in UTF-8: what is only text is encoded here, once for all pages, and of the rest
    a star or a dash widens its own piece, not the page."""
    found = list(pieces)
    if all(is_text for is_text, _ in found):
        return repr("".join(text for _, text in found).encode())
    return f"{joined(found)}.encode()"


def indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]
