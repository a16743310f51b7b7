"""Pictures out of a zip: found by name, and nothing that a hostile archive can do."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from shop.adapters import picture_zip
from shop.adapters.picture_zip import Zip
from shop.errors import InvalidInput, InvalidPicture

Entry = tuple[str | zipfile.ZipInfo, bytes]


@pytest.fixture
def pack(tmp_path: Path) -> Callable[..., Path]:
    def pack(*entries: Entry, compression: int = zipfile.ZIP_DEFLATED) -> Path:
        path = tmp_path / "pictures.zip"
        with zipfile.ZipFile(path, "w", compression) as archive:
            for name, content in entries:
                archive.writestr(name, content)
        return path

    return pack


def kind(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def raw_name(path: Path, placeholder: str, name: bytes) -> Path:
    """The zip with an entry's name replaced byte by byte, as old programs wrote it."""
    assert len(placeholder) == len(name)
    path.write_bytes(path.read_bytes().replace(placeholder.encode(), name))
    return path


def test_files_are_found_by_name_with_or_without_folder(pack: Callable[..., Path]) -> None:
    pictures = Zip(
        pack(
            ("Photos/Cup.JPG", b"cup"),
            ("Photos/", b""),
            ("__MACOSX/Photos/._Cup.JPG", b"junk"),
            ("Photos/.DS_Store", b"junk"),
            ("chè xanh.jpg", b"tea"),
            (kind("plain.jpg", 0o100644), b"plain"),
        )
    )
    assert pictures.find("cup.jpg") == pictures.find("photos/cup.jpg") == b"cup"
    assert pictures.find("Chè Xanh.jpg") == b"tea"
    assert pictures.find("plain.jpg") == b"plain"
    assert pictures.find("._Cup.JPG") is None
    assert pictures.find(".DS_Store") is None
    assert pictures.find("Photos") is None


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("龙井茶.jpg", "gb18030"), ("龍井茶.jpg", "big5"), ("thé.jpg", "cp1252"), ("thé.jpg", "cp437"),
     ("trà.jpg", "utf-8"), ("お茶.jpg", "shift_jis")],
)  # fmt: skip
def test_names_of_old_programs_are_found(
    pack: Callable[..., Path], name: str, encoding: str
) -> None:
    raw = name.encode(encoding)
    placeholder = "x" * (len(raw) - 4) + ".jpg"
    assert Zip(raw_name(pack((placeholder, b"tea")), placeholder, raw)).find(name) == b"tea"


def test_windows_separators_are_folders(pack: Callable[..., Path]) -> None:
    path = raw_name(pack(("photos/cup.jpg", b"cup")), "photos/cup.jpg", b"photos\\cup.jpg")
    assert Zip(path).find("cup.jpg") == b"cup"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_entries_with_one_name_the_first_counts(pack: Callable[..., Path]) -> None:
    pictures = Zip(pack(("a.jpg", b"first"), ("a.jpg", b"second"), ("A.JPG", b"third")))
    assert pictures.find("a.jpg") == b"first"


@pytest.mark.parametrize(
    ("placeholder", "name"),
    [
        ("xxxxxxxx.jpg", b"../../xx.jpg"),
        ("xxxxxxxx.jpg", b"/etc/xxx.jpg"),
        ("xxxxxxxx.jpg", b"C:\\xxxxx.jpg"),
        ("xxxxxxxx.jpg", b"..\\..\\xx.jpg"),
        ("xxxxxxxx.jpg", b"a.jpg\0xx.exe"),
    ],
)
def test_a_path_that_leads_out_refuses_the_archive(
    pack: Callable[..., Path], tmp_path: Path, placeholder: str, name: bytes
) -> None:
    path = raw_name(pack((placeholder, b"x")), placeholder, name)
    with pytest.raises(InvalidInput, match="leads out"):
        Zip(path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("mode", "reason"), [(0o120777, "link"), (0o010644, "plain file"), (0o020644, "plain file")]
)
def test_links_and_devices_refuse_the_archive(
    pack: Callable[..., Path], mode: int, reason: str
) -> None:
    with pytest.raises(InvalidInput, match=reason):
        Zip(pack((kind("a.jpg", mode), b"/etc/passwd")))


def test_a_locked_archive_says_what_to_do(pack: Callable[..., Path]) -> None:
    path = pack(("a.jpg", b"x"))
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match="password"):
        Zip(path)


def test_a_bomb_is_refused_by_its_directory(pack: Callable[..., Path]) -> None:
    path = pack(("a.svg", bytes(30 * 1024 * 1024)))
    assert path.stat().st_size < 40_000
    with pytest.raises(InvalidInput, match="far more"):
        Zip(path)


def test_many_entries_that_share_one_bomb_are_refused(
    pack: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_zip, "MAX_UNPACKED", 3000)
    with pytest.raises(InvalidInput, match="unpacks to more"):
        Zip(pack(*((f"{i}.jpg", bytes(1000)) for i in range(4))))


def test_an_entry_that_lies_about_its_size_gives_no_more_than_it_says(
    pack: Callable[..., Path],
) -> None:
    size = 8 * 1024 * 1024
    path = pack(("a.jpg", bytes(size)))
    lie = path.read_bytes().replace(struct.pack("<L", size), struct.pack("<L", 100))
    path.write_bytes(lie)
    with pytest.raises(InvalidPicture, match="damaged"):
        Zip(path).find("a.jpg")


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_FILES", 2), ("MAX_DIRECTORY", 100), ("MAX_ARCHIVE", 100)]
)
def test_a_directory_is_measured_before_it_is_read(
    pack: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    path = pack(*((f"{i}.jpg", b"x") for i in range(3)))
    monkeypatch.setattr(picture_zip, limit, value)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(InvalidInput, match="too many files"):
        Zip(path)


def test_a_large_directory_in_the_64_bit_form_is_measured_too(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 10**6, 10**6, 10**9, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    path.write_bytes(record + locator + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, 0, 0, 0))
    with pytest.raises(InvalidInput, match="too many files"):
        Zip(path)


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_one_picture_s_problem(
    pack: Callable[..., Path], compression: int
) -> None:
    pictures = Zip(pack(("a.jpg", b"x" * 50), compression=compression))
    with pytest.raises(InvalidPicture, match="unusual"):
        pictures.find("a.jpg")


def test_a_damaged_entry_is_one_picture_s_problem(pack: Callable[..., Path]) -> None:
    path = pack(("a.jpg", b"tea" * 50), ("b.jpg", b"cup"), compression=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"tea" * 50, b"tee" * 50))
    pictures = Zip(path)
    assert pictures.find("b.jpg") == b"cup"
    with pytest.raises(InvalidPicture, match="damaged"):
        pictures.find("a.jpg")


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"\0" * 100_000, zlib.compress(b"zip")])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match="not a zip file"):
        Zip(path)
