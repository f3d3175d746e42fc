"""Reading and writing files without losing anything: limits on the way in, whole files on the way out."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tmx.errors import ParseError, StoreError

__all__ = [
    "MAX_DOCUMENT_BYTES",
    "is_text",
    "make_folder",
    "no_folder",
    "open_bytes",
    "read_bytes",
    "read_utf8",
    "real_path",
    "write_whole",
]

MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
_PREFIX = 40  # so much of a name that the part's name is not too long where the file's own is not


def open_bytes(path: Path, *, limit: int | None = None) -> IO[bytes]:
    """An open binary stream on ``path``, for what is read piece by piece.

    Raises :class:`~tmx.errors.StoreError` where it is missing, a folder, unreadable, or larger than ``limit`` bytes,
    and where its name is no text.
    """
    if not is_text(path.name):  # names are written into reports, memories and logs, which are UTF-8
        raise StoreError("the name of the file is not UTF-8", path=path, remedy="give it another name")
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise StoreError("this is a folder, a file was expected", path=path, remedy="name one file in it")
        if limit is not None and size > limit:
            raise StoreError(
                f"the file has {size / 2**20:.0f} MB, more than the {limit / 2**20:.0f} MB that a document may have",
                path=path,
                remedy="split it, or check that it is the file you meant",
            )
        return path.open("rb")
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else _reason(error)
        raise StoreError(reason, path=path, remedy="check the name and the folder") from error


def is_text(name: str) -> bool:
    """Whether ``name`` can be written as UTF-8: the system hands on any bytes as a name, as lone surrogates."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def read_bytes(path: Path, *, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
    """The content of ``path``.

    Raises :class:`~tmx.errors.StoreError` where it is missing, a folder, unreadable, empty, or larger than ``limit``
    bytes.
    """
    with open_bytes(path, limit=limit) as stream:
        try:
            content = stream.read()
        except OSError as error:
            raise StoreError(_reason(error), path=path, remedy="check the name and the folder") from error
    if not content:
        raise StoreError("the file is empty", path=path, remedy="check that it was saved")
    return content


def read_utf8(path: Path) -> str:
    """The text in ``path``, which is UTF-8, with or without a byte order mark.

    Raises :class:`~tmx.errors.ParseError` with the line where it is not, :class:`~tmx.errors.StoreError` as
    :func:`read_bytes` does.
    """
    content = read_bytes(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ParseError("the text is not UTF-8", path=path, line=line, remedy="save it as UTF-8") from error


@contextmanager
def write_whole(path: Path) -> Iterator[IO[bytes]]:
    """A binary stream that becomes ``path`` when the block ends well; otherwise nothing is left behind.

    The content is written beside, synced and renamed, so that a reader sees the old file or the new one. A link stays
    one, and what it leads to is written; what is no file (a pipe, a device such as ``/dev/null``) is written into.
    Raises :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    if _is_device(path):
        with _written_into(path) as device:
            yield device
        return
    try:
        if path.is_symlink():
            path = path.resolve()
        make_folder(path.parent)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:_PREFIX]}.", suffix=".part")
    except OSError as error:
        raise _unwritten(path, error) from error
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(_mode(path))
        part.replace(path)
    except OSError as error:
        raise _unwritten(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make ``folder`` and those above it, where they are not there.

    Raises :class:`~tmx.errors.StoreError` where that cannot be.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise no_folder(folder) from error
    except OSError as error:
        raise _unwritten(folder, error) from error


def no_folder(path: Path) -> StoreError:
    """The error of a ``path`` that is no folder, or leads through what is none."""
    found = next((one for one in (path, *path.parents) if os.path.lexists(one) and not one.is_dir()), path)
    return StoreError("this is a file, a folder was expected", path=found, remedy="choose another folder")


def _is_device(path: Path) -> bool:
    """Whether ``path`` is there and neither a file nor a folder."""
    try:
        mode = path.stat().st_mode
    except OSError:  # it is not there, or cannot be: making it tells
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


@contextmanager
def _written_into(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("wb") as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: OSError) -> StoreError:
    remedy = "choose another folder"
    if isinstance(error, PermissionError):  # on Windows also a file that is open in Excel or Word
        remedy = "close it in other programs, or choose another folder"
    elif error.errno in (errno.ENOSPC, errno.EDQUOT):
        remedy = "make room, or choose another folder"
    return StoreError(f"cannot be written: {_reason(error)}", path=path, remedy=remedy)


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, or what the umask leaves of 0666."""
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def real_path(path: Path) -> Path:
    """``path`` without symbolic links; where they lead round in a circle it is still a path, which cannot be opened."""
    return Path(os.path.realpath(path))
