"""Files are found by what a spreadsheet calls them."""

import pytest

from shop.pictures.names import NameIndex, is_junk, leads_out


def index(*files: str) -> NameIndex:
    found = NameIndex()
    for file in files:
        found.add(file, [file])
    return found


@pytest.mark.parametrize(
    "name",
    [
        "photos/Tea/Cup.JPG",
        "cup.jpg",
        "CUP.jpg",
        "tea/cup.jpg",
        "./photos/tea/cup.jpg",
        "/m/h/cup.jpg",
        "C:\\Users\\An\\photos\\Tea\\cup.jpg",
        "tea%2Fcup.jpg",
    ],
)
def test_any_way_to_write_a_path_finds_its_file(name: str) -> None:
    assert index("photos/Tea/Cup.JPG", "photos/other.jpg").find(name) == "photos/Tea/Cup.JPG"


def test_accents_count_and_their_spelling_does_not() -> None:
    files = index("che\u0300.jpg", "che.jpg")
    assert files.find("chè.jpg") == "che\u0300.jpg"
    assert files.find("che.jpg") == "che.jpg"


def test_of_several_the_whole_path_wins_and_then_the_highest() -> None:
    files = index("a/b/cup.jpg", "a/cup.jpg", "z/cup.jpg")
    assert files.find("b/cup.jpg") == "a/b/cup.jpg"
    assert files.find("cup.jpg") == "a/cup.jpg"


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "up.jpg", "photos", "cup"])
def test_nothing_else_is_found(name: str) -> None:
    assert index("photos/cup.jpg").find(name) is None


@pytest.mark.parametrize(
    "path",
    ["__MACOSX/._a.jpg", "a/._a.jpg", ".DS_Store", "a\\Thumbs.db", "Desktop.ini", ".git/a.jpg"],
)
def test_what_systems_leave_behind_is_no_picture(path: str) -> None:
    assert is_junk(path)
    assert not is_junk("a.b/c.jpg")


@pytest.mark.parametrize(
    "path", ["../a", "a/../../b", "/etc/passwd", "\\\\host\\a", "C:\\a", "a\0b", "a\\..\\..\\b"]
)
def test_paths_that_lead_out(path: str) -> None:
    assert leads_out(path)
    assert not leads_out("a..b/c.jpg")
