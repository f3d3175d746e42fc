"""Large TMX files are read by a second program while this one writes into the memory: two processors share the work.

The second program hands over columns as bytes, with the sums and places that a store needs already worked out. Where it
cannot be started, or stops before its end (a fault in the file among others), this one reads on by itself from there,
so that errors are those of the reader.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from struct import Struct
from typing import IO, Any, cast

from tmx.formats.tmx import read_tmx_columns
from tmx.memory import UnitColumns
from tmx.store.encoding import EncodedUnits, encoded
from tmx.store.placing import PlacedColumns, PlacedPiece, pieces_after, placed_pieces

__all__ = ["SharedReading", "hand_over"]

_LARGE = 16 << 20  # bytes of a file from which a second program pays
_PIPE = 1 << 20
_SOME = 2000  # units of a piece
_MESSAGE = Struct("<cQ")  # what follows (columns, encoded units, the end) and how many bytes it has
_COLUMNS, _ENCODED, _END = b"C", b"U", b"."
_BETWEEN = "\0"  # stands in no XML
_NONE = "\1"  # likewise: no value
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[2:]; from toolkit.workflows.memory_apart import hand_over; "
    "hand_over(sys.argv[1])"
)


class SharedReading:
    """The units of a TMX with their places, read by a second program where the file is large; it begins at once.

    To be walked once, and closed, which ends the second program. Columns do not say the lines of their units then.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process = _started(path)

    def __iter__(self) -> Iterator[PlacedPiece]:
        count = 0
        if self._process is not None:
            for piece in _received(cast("IO[bytes]", self._process.stdout)):
                count += len(piece)
                yield piece
            if self._process.wait() == 0:
                return
        yield from pieces_after(placed_pieces(read_tmx_columns(self._path), _SOME), count)

    def close(self) -> None:
        """End the second program, wherever it is."""
        if self._process is not None:
            self._process.kill()
            cast("IO[bytes]", self._process.stdout).close()
            self._process.wait()


def _started(path: Path) -> subprocess.Popen[bytes] | None:
    """The second program, reading; ``None`` where it would not pay or cannot be."""
    if path.stat().st_size < _LARGE or not sys.executable or getattr(sys, "frozen", False) or _processors() < 2:
        return None
    try:
        process = subprocess.Popen(  # noqa: S603  this same Python, and nothing from outside but the file's name
            [sys.executable, "-c", _PROGRAM, str(path.absolute()), *sys.path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=_PIPE,
        )
    except OSError:
        return None
    _widen(cast("IO[bytes]", process.stdout))
    return process


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def _widen(stream: IO[bytes]) -> None:
    """Let a pipe hold as much as systems usually allow, so that neither side waits for the other."""
    try:
        import fcntl  # not on Windows

        fcntl.fcntl(stream, fcntl.F_SETPIPE_SZ, _PIPE)
    except (ImportError, AttributeError, OSError):
        return


def _received(stream: IO[bytes]) -> Iterator[PlacedColumns | EncodedUnits]:
    """What the second program hands over, as far as it comes whole."""
    while len(head := stream.read(_MESSAGE.size)) == _MESSAGE.size:
        kind, size = _MESSAGE.unpack(head)
        content = stream.read(size)
        if kind == _END or len(content) < size:
            return
        fields = _unpacked(content)
        if kind == _ENCODED:
            yield EncodedUnits(**fields)
            continue
        keys = {name: fields.pop(name) for name in _KEYS}
        fields["languages"] = tuple(fields["languages"])
        yield PlacedColumns(UnitColumns(lines=(), **fields), **keys)


# The second program


def hand_over(path: str) -> None:
    """Read the TMX ``path`` and write what is in it to the standard output, for :class:`SharedReading`."""
    gc.disable()  # units refer to no unit: nothing goes round in circles, and looking for it takes a third of the time
    write = sys.stdout.buffer.write
    for piece in placed_pieces(read_tmx_columns(Path(path)), _SOME):
        if isinstance(piece, PlacedColumns):
            _send(_COLUMNS, _packed(piece), write)
        else:
            _send(_ENCODED, _packed(encoded(piece) if isinstance(piece, Sequence) else piece), write)
    _send(_END, b"", write)
    sys.stdout.flush()


def _send(kind: bytes, content: bytes, write: Callable[[bytes], object]) -> None:
    write(_MESSAGE.pack(kind, len(content)))
    write(content)


# What is handed over: a line of JSON with the name, the kind and the size of each column, then the columns.

_KEYS = ("source_keys", "content_keys", "previous_keys", "next_keys")
_NUMBERS = frozenset({*_KEYS, "sizes"})
_PLAIN = frozenset({"languages", "source_place", "unnamed"})  # of columns: values, not columns


def _packed(piece: PlacedColumns | EncodedUnits) -> bytes:
    columns: dict[str, Any] = {
        name: getattr(piece, name) for name in (_KEYS if isinstance(piece, PlacedColumns) else piece.__slots__)
    }
    if isinstance(piece, PlacedColumns):
        columns |= {name: getattr(piece.columns, name) for name in piece.columns.__slots__ if name != "lines"}
    fields: list[tuple[str, str, Any]] = []
    parts = []
    for name, column in columns.items():
        if isinstance(piece, PlacedColumns) and name in _PLAIN:
            fields.append((name, "value", column))
        elif name in _NUMBERS:
            parts.append(array("q", column).tobytes())
            fields.append((name, "numbers", len(parts[-1])))
        elif len(column) and column.count(column[0]) == len(column):
            fields.append((name, "same", (column[0], len(column))))
        elif column:
            parts.append(_BETWEEN.join([_NONE if value is None else value for value in column]).encode("utf-8"))
            fields.append((name, "texts", len(parts[-1])))
    return b"".join([json.dumps(fields).encode("ascii"), b"\n", *parts])


def _unpacked(content: bytes) -> dict[str, Any]:
    at = content.index(b"\n") + 1
    columns: dict[str, Any] = {}
    for name, kind, value in json.loads(content[:at]):
        if kind == "value":
            columns[name] = value
        elif kind == "same":
            columns[name] = [value[0]] * value[1]
        else:
            part, at = content[at : at + value], at + value
            columns[name] = _numbers(part) if kind == "numbers" else _texts(part.decode("utf-8"))
    return columns


def _numbers(part: bytes) -> Sequence[int]:
    numbers = array("q")
    numbers.frombytes(part)
    return numbers


def _texts(part: str) -> Sequence[str | None]:
    texts = part.split(_BETWEEN)
    return [None if text == _NONE else text for text in texts] if _NONE in part else texts
