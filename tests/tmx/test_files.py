"""Files are written whole, and only where a file is meant; names and contents that are no text are told."""

import os
import stat
import threading
from pathlib import Path

import pytest

from tmx.errors import ParseError, StoreError
from tmx.files import open_bytes, read_utf8, write_whole


def write(path, content=b"new"):
    with write_whole(path) as stream:
        stream.write(content)


def test_a_file_takes_the_old_ones_place_with_its_rights(tmp_path):
    path = tmp_path / "memory.tmx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write(path)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["memory.tmx"]


@pytest.mark.skipif(os.name == "nt", reason="files have no such rights there")
@pytest.mark.parametrize("mask", [0o022, 0o002, 0o077])
def test_a_new_file_has_the_rights_that_are_usual(tmp_path, mask):
    before = os.umask(mask)
    try:
        write(tmp_path / "memory.tmx")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "memory.tmx").stat().st_mode) == 0o666 & ~mask


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "memory.tmx"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), write_whole(path) as stream:
        stream.writelines([b"half", "no bytes"])
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["memory.tmx"]


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_one(tmp_path, there):
    path, link = tmp_path / "shared" / "memory.tmx", tmp_path / "memory.tmx"
    if there:
        path.parent.mkdir()
        path.write_bytes(b"old")
    link.symlink_to(path)
    write(link)
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_written_into(tmp_path):
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write(pipe)
    reader.join(10)
    assert got == [b"new"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_device_stays_one():
    path = Path(os.devnull)
    write(path)
    assert not path.is_file()


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no /dev/full")
def test_a_full_device_is_told():
    with pytest.raises(StoreError, match="cannot be written: no space left on device") as told:
        write(Path("/dev/full"))
    assert told.value.remedy == "make room, or choose another folder"
    assert Path("/dev/full").is_char_device()


def test_a_long_name_is_as_long_as_the_system_allows(tmp_path):
    path = tmp_path / ("x" * 255)
    write(path)
    assert path.read_bytes() == b"new"
    with pytest.raises(StoreError, match="too long"):
        write(tmp_path / ("x" * 256))


@pytest.mark.parametrize(
    ("name", "said"), [("folder", "cannot be written"), ("file/below", "this is a file, a folder was expected")]
)
def test_where_no_file_can_be(tmp_path, name, said):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=said):
        write(tmp_path / name)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_bytes(b"text")
    with pytest.raises(StoreError, match="is not UTF-8"):
        open_bytes(path)


def test_text_with_and_without_a_byte_order_mark(tmp_path):
    path = tmp_path / "words.tsv"
    for content in (b"\xef\xbb\xbf\xc3\xa9t\xc3\xa9\r\n", b"\xc3\xa9t\xc3\xa9\r\n"):
        path.write_bytes(content)
        assert read_utf8(path) == "été\r\n"


def test_text_in_another_encoding_is_told_with_its_line(tmp_path):
    path = tmp_path / "words.tsv"
    path.write_bytes("one\ntwo\nété\n".encode("cp1252"))
    with pytest.raises(ParseError, match="line 3: the text is not UTF-8"):
        read_utf8(path)


def test_a_file_that_another_program_holds_is_told(tmp_path, monkeypatch):
    def held(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(StoreError, match="cannot be written: permission denied") as told, write_whole(tmp_path / "a"):
        pass
    assert told.value.remedy == "close it in other programs, or choose another folder"
    assert list(tmp_path.iterdir()) == []
