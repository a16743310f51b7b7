"""File names in a spreadsheet become addresses of the shop's own media; URLs stay as they are."""

from collections.abc import Sequence
from pathlib import Path

from shop.catalogue.model import Picture
from shop.catalogue.reading.drafts import DraftProduct
from shop.catalogue.reading.problems import Problems
from shop.errors import InvalidInput
from shop.ports import Media

MAX_BYTES = 50 * 1024 * 1024


class Shelf:
    """Looks files up in `folders`, the first that has it, and puts each into `media` once.

    Without `media` (a trial run) a file only has to exist, and keeps its name.
    """

    def __init__(self, folders: Sequence[Path], media: Media | None, problems: Problems) -> None:
        self._folders = [folder.resolve() for folder in folders]
        self._media = media
        self._problems = problems
        self._known: dict[str, str] = {}

    def place(self, draft: DraftProduct) -> None:
        """Replaces every reference of `draft`; one that leads nowhere goes, with a warning."""
        draft.pictures = _distinct(
            [
                picture.model_copy(update={"src": src})
                for picture in draft.pictures
                if (src := self._address(picture.src, draft.row, "Pictures"))
            ]
        )
        for variant in draft.variants:
            if variant.picture:
                variant.picture = self._address(variant.picture, variant.row, "Variant picture")
        if draft.digital_file:
            draft.digital_file = self._address(draft.digital_file, draft.row, "Digital file")

    def _address(self, reference: str, row: int, column: str) -> str:
        if reference.startswith(("https://", "http://", "/media/")):
            return reference
        if reference.startswith("//"):
            return f"https:{reference}"
        if reference not in self._known:
            self._known[reference] = self._stored(reference, row, column)
        return self._known[reference]

    def _stored(self, reference: str, row: int, column: str) -> str:
        file = self._find(reference)
        if file is None:
            self._problems.warn(
                row, column, "file_missing", f"There is no file “{reference}”. Put it in place."
            )
            return ""
        if self._media is None:
            return reference
        try:
            return self._media.put(file.name, file.read_bytes())
        except InvalidInput as error:
            self._problems.warn(row, column, "file_unusable", error.message)
            return ""

    def _find(self, reference: str) -> Path | None:
        """Only inside the folders, whatever the name says."""
        if not reference.isprintable():
            return None
        for folder in self._folders:
            file = (folder / reference).resolve()
            try:
                fits = file.is_file() and file.stat().st_size <= MAX_BYTES
            except OSError:  # a name no file can have
                continue
            if fits and file.is_relative_to(folder):
                return file
        return None


def _distinct(pictures: Sequence[Picture]) -> list[Picture]:
    return list({picture.src: picture for picture in reversed(pictures)}.values())[::-1]
