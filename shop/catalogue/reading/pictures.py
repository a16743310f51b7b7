"""File names in a spreadsheet become addresses of the shop's own media; URLs stay as they are."""

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from shop.catalogue.model import Picture, Product
from shop.catalogue.reading.drafts import DraftProduct
from shop.catalogue.reading.problems import Problems
from shop.errors import InvalidInput
from shop.i18n.messages import translatable
from shop.ports import Media, PictureFolder

DIGITAL_FILE = "Digital file"
Clean = Callable[[bytes, str], bytes]


class Shelf:
    """Looks files up in `folder` and puts each into `media` once, pictures through `clean` first.

    Without `media`, or for a product that is not kept, a file only has to exist and keeps its name.
    """

    def __init__(
        self,
        folder: PictureFolder | None,
        media: Media | None,
        problems: Problems,
        clean: Clean | None = None,
    ) -> None:
        self._folder = folder
        self._media = media
        self._problems = problems
        self._clean = clean
        self._known: dict[tuple[str, bool], str] = {}

    def place(self, draft: DraftProduct, *, keep: bool = True) -> None:
        """Replaces every reference of `draft`; one that leads nowhere goes, with a warning."""
        draft.pictures = _distinct(
            [
                picture.model_copy(update={"src": src})
                for picture in draft.pictures
                if (src := self._address(picture.src, draft.row, "Pictures", keep=keep))
            ]
        )
        for variant in draft.variants:
            if variant.picture:
                variant.picture = self._address(
                    variant.picture, variant.row, "Variant picture", keep=keep
                )
        if draft.digital_file:
            draft.digital_file = self._address(
                draft.digital_file, draft.row, DIGITAL_FILE, keep=keep
            )

    def _address(self, reference: str, row: int, column: str, *, keep: bool) -> str:
        if reference.startswith(("https://", "http://", "/media/")):
            return reference
        if reference.startswith("//"):
            return f"https:{reference}"
        if (reference, keep) not in self._known:
            self._known[reference, keep] = self._stored(reference, row, column, keep=keep)
        return self._known[reference, keep]

    def _stored(self, reference: str, row: int, column: str, *, keep: bool) -> str:
        try:
            content = self._folder.find(reference) if self._folder else None
            if content is None:
                self._problems.warn(
                    row,
                    column,
                    "file_missing",
                    translatable(
                        "There is no file “%(reference)s”. Put it in place.", reference=reference
                    ),
                )
                return ""
            return self._kept(reference, content, column) if keep else reference
        except InvalidInput as error:
            self._problems.warn(row, column, "file_unusable", error.message)
            return ""

    def _kept(self, reference: str, content: bytes, column: str) -> str:
        """A download is sold as it is; a picture goes out without what a camera wrote into it."""
        if self._media is None:
            return reference
        name = PurePosixPath(reference.replace("\\", "/")).name
        if self._clean and column != DIGITAL_FILE:
            content = self._clean(content, name)
        return self._media.put(name, content)


def with_pictures(product: Product, draft: DraftProduct) -> Product:
    """`product` with the addresses that its draft has got since it was made of it."""
    variants = tuple(
        variant
        if variant.picture == own.picture
        else variant.model_copy(update={"picture": own.picture})
        for variant, own in zip(product.variants, draft.variants, strict=True)
    )
    shown = {
        "pictures": tuple(draft.pictures),
        "digital_file": draft.digital_file,
        "variants": variants,
    }
    changed = {name: value for name, value in shown.items() if value != getattr(product, name)}
    return product.model_copy(update=changed) if changed else product


def _distinct(pictures: Sequence[Picture]) -> list[Picture]:
    return list({picture.src: picture for picture in reversed(pictures)}.values())[::-1]
