"""Pictures out of a folder."""

from pathlib import Path

import pytest

from shop.adapters import picture_folder
from shop.adapters.picture_folder import Folder, beside, open_pictures
from shop.adapters.picture_zip import Zip
from shop.errors import InvalidInput, InvalidPicture


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "pictures"
    (root / "Tea").mkdir(parents=True)
    (root / "Tea" / "Cup.JPG").write_bytes(b"cup")
    (root / ".hidden.jpg").write_bytes(b"hidden")
    (tmp_path / "outside.jpg").write_bytes(b"outside")
    return root


def test_a_file_is_found_with_or_without_its_folder(root: Path) -> None:
    pictures = open_pictures(root)
    assert pictures.find("cup.jpg") == pictures.find("tea/CUP.jpg") == b"cup"
    assert pictures.find("pot.jpg") is None
    assert pictures.find(".hidden.jpg") is None


def test_no_name_leads_out_of_the_folder(root: Path) -> None:
    (root / "link.jpg").symlink_to("../outside.jpg")
    (root / "inside.jpg").symlink_to("Tea/Cup.JPG")
    (root / "up").symlink_to("..", target_is_directory=True)
    pictures = Folder(root)
    for name in ("../outside.jpg", str(root.parent / "outside.jpg"), "link.jpg", "up/outside.jpg"):
        assert pictures.find(name) is None, name
    assert pictures.find("inside.jpg") == b"cup"


def test_the_first_folder_that_has_a_file_wins(root: Path, tmp_path: Path) -> None:
    pictures = Folder(tmp_path / "absent", root, tmp_path)
    assert pictures.find("cup.jpg") == b"cup"
    assert pictures.find("outside.jpg") == b"outside"


def test_a_file_that_cannot_be_read_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = Folder(root)
    monkeypatch.setattr(picture_folder, "MAX_BYTES", 2)
    with pytest.raises(InvalidPicture, match="MB"):
        pictures.find("cup.jpg")
    (root / "Tea" / "Cup.JPG").unlink()
    with pytest.raises(InvalidPicture, match="no file"):
        pictures.find("cup.jpg")


def test_too_many_files_are_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_folder, "MAX_FILES", 1)
    with pytest.raises(InvalidInput, match="files"):
        Folder(root).find("cup.jpg")


def test_beside_a_spreadsheet_only_the_nearest_folders_are_searched(root: Path) -> None:
    (root / "Tea" / "Old").mkdir()
    (root / "Tea" / "Old" / "pot.jpg").write_bytes(b"pot")
    pictures = beside(root.parent / "catalogue.csv")
    assert pictures.find("cup.jpg") == b"cup"
    assert pictures.find("outside.jpg") == b"outside"
    assert pictures.find("pot.jpg") is None
    assert beside(root.parent / "absent" / "catalogue.csv").find("cup.jpg") is None


def test_what_is_neither_folder_nor_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="neither"):
        open_pictures(tmp_path / "absent")
    file = tmp_path / "a.zip"
    file.write_bytes(b"no zip")
    with pytest.raises(InvalidInput, match="not a zip"):
        open_pictures(file)


def test_a_zip_opens_by_the_same_call(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.jpg", b"a")
    assert isinstance(open_pictures(tmp_path / "a.zip"), Zip)
