"""Large TMX files are read by another program while this one writes into the memory: two processors share the work.

It hands over columns as bytes, with the sums and places that a store needs already worked out. What takes long to read
is read by two such programs. Where they cannot be started, or stop before the end (a fault in the file among others),
this one reads on by itself from there, so that errors are those of the reader.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from struct import Struct
from typing import IO, Any, cast

from tmx.formats.tmx import read_tmx_blocks, read_tmx_columns
from tmx.formats.tmx_parts import TmxBlock
from tmx.memory import UnitColumns
from tmx.processors import processors
from tmx.store.encoding import EncodedUnits, encoded
from tmx.store.placing import PlacedColumns, PlacedPiece, pieces_after, placed_pieces

__all__ = ["SharedReading", "hand_over"]

_LARGE = 16 << 20  # bytes of a file from which a second program pays
_PIPE = 1 << 20
_SOME = 2000  # units of a piece
_MESSAGE = Struct("<cQ")  # what follows (columns, encoded units, the end) and how many bytes it has
_COLUMNS, _ENCODED, _BLOCK, _END = b"C", b"U", b",", b"."
_TURN, _ENDED = "turn", "end"
_LOOKED_AT = 1 << 18  # bytes at the beginning of a file, which show what its units have
_DECORATIONS = (b"<note", b"<prop", b"<bpt", b"<ph", b"<it ", b"<hi")
_BETWEEN = "\0"  # stands in no XML
_NONE = "\1"  # likewise: no value
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[4:]; from toolkit.workflows.memory_apart import hand_over; "
    "hand_over(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))"
)


class SharedReading:
    """The units of a TMX with their places, read by other programs where the file is large; they begin at once.

    Two read, by turns, what takes long to read: notes, properties and codes. To be walked once, and closed, which ends
    the other programs. Columns do not say the lines of their units then.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        readers = _readers(path)
        self._processes = [process for share in range(readers) if (process := _started(path, share, readers))]
        if len(self._processes) < readers:
            self.close()

    def __iter__(self) -> Iterator[PlacedPiece]:
        count = 0
        for piece in _by_turns(self._processes):
            if piece is None:
                for process in self._processes:
                    process.wait()
                return
            count += len(piece)
            yield piece
        self.close()
        yield from pieces_after(placed_pieces(read_tmx_columns(self._path), _SOME), count)

    def close(self) -> None:
        """End the other programs, wherever they are."""
        for process in self._processes:
            process.kill()
            cast("IO[bytes]", process.stdout).close()
            process.wait()
        self._processes = []


def _by_turns(processes: Sequence[subprocess.Popen[bytes]]) -> Iterator[PlacedColumns | EncodedUnits | None]:
    """What the programs hand over, a block of each in turn; ``None`` after the last one, if all comes whole."""
    streams = cycle([_received(cast("IO[bytes]", process.stdout)) for process in processes])
    for stream in streams if processes else ():
        for piece in stream:
            if piece is _ENDED:
                yield None
                return
            if isinstance(piece, str):
                break
            yield piece
        else:
            return


def _readers(path: Path) -> int:
    """How many other programs are to read a file: none where it would not pay, or cannot be."""
    if path.stat().st_size < _LARGE or not sys.executable or getattr(sys, "frozen", False) or processors() < 2:
        return 0
    return _shares(path)


def _shares(path: Path) -> int:
    """How many share the reading: two where it is the most of the work, as with notes, properties and codes."""
    with path.open("rb") as stream:
        head = stream.read(_LOOKED_AT)
    return 2 if sum(map(head.count, _DECORATIONS)) > head.count(b"</tu>") else 1


def _started(path: Path, share: int, shares: int) -> subprocess.Popen[bytes] | None:
    """Another program, which reads one of ``shares`` shares of a file; ``None`` where it cannot be."""
    command = [sys.executable, "-c", _PROGRAM, str(path.absolute()), str(share), str(shares), *sys.path]
    try:
        process = subprocess.Popen(  # noqa: S603  this same Python, and nothing from outside but the file's name
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=_PIPE,
        )
    except OSError:
        return None
    _widen(cast("IO[bytes]", process.stdout))
    return process


def _widen(stream: IO[bytes]) -> None:
    """Let a pipe hold as much as systems usually allow, so that neither side waits for the other."""
    try:
        import fcntl  # not on Windows

        fcntl.fcntl(stream, fcntl.F_SETPIPE_SZ, _PIPE)
    except (ImportError, AttributeError, OSError):
        return


def _received(stream: IO[bytes]) -> Iterator[PlacedColumns | EncodedUnits | str]:
    """What another program hands over, as far as it comes whole; whose turn it is, and the end, as signs."""
    while len(head := stream.read(_MESSAGE.size)) == _MESSAGE.size:
        kind, size = _MESSAGE.unpack(head)
        content = stream.read(size)
        if len(content) < size:
            return
        if kind in (_BLOCK, _END):
            yield _TURN if kind == _BLOCK else _ENDED
            continue
        fields = _unpacked(content)
        if kind == _ENCODED:
            yield EncodedUnits(**fields)
            continue
        keys = {name: fields.pop(name) for name in _KEYS}
        fields["languages"] = tuple(fields["languages"])
        yield PlacedColumns(UnitColumns(lines=(), **fields), **keys)


# The second program


def hand_over(path: str, share: int, shares: int) -> None:
    """Read the TMX ``path``, or a share of it, and write that to the standard output, for :class:`SharedReading`."""
    gc.disable()  # units refer to no unit: nothing goes round in circles, and looking for it takes a third of the time
    write = sys.stdout.buffer.write
    if shares == 1:
        for piece in placed_pieces(read_tmx_columns(Path(path)), _SOME):
            _send(*_message(piece), write)
        _send(_END, b"", write)
    for block in read_tmx_blocks(Path(path), share, shares) if shares > 1 else ():
        for message in () if block is None else map(_message, _pieces_of(block)):
            _send(*message, write)
        _send(_END if block is None else _BLOCK, b"", write)
        sys.stdout.flush()  # the other program waits for it
    sys.stdout.flush()


def _pieces_of(block: TmxBlock) -> Iterator[PlacedPiece]:
    """The units of a block with their places, without those that stand beside it."""
    pieces = list(pieces_after(placed_pieces(block.units, _SOME), int(block.before)))
    if block.after:
        last = pieces.pop()
        size = len(last) - 1
        if size:
            pieces.append(last[:size] if isinstance(last, Sequence) else last.part(0, size))
    yield from pieces


def _message(piece: PlacedPiece) -> tuple[bytes, bytes]:
    if isinstance(piece, PlacedColumns):
        return _COLUMNS, _packed(piece)
    return _ENCODED, _packed(encoded(piece) if isinstance(piece, Sequence) else piece)


def _send(kind: bytes, content: bytes, write: Callable[[bytes], object]) -> None:
    write(_MESSAGE.pack(kind, len(content)))
    write(content)


# What is handed over: a line of JSON with the name, the kind and the size of each column, then the columns.

_KEYS = ("source_keys", "content_keys", "previous_keys", "next_keys")
_NUMBERS = frozenset({*_KEYS, "sizes"})
_PLAIN = frozenset({"languages", "source_place", "unnamed"})  # of columns: values, not columns


def _packed(piece: PlacedColumns | EncodedUnits) -> bytes:
    columns: dict[str, Any] = {
        name: getattr(piece, name) for name in (_KEYS if isinstance(piece, PlacedColumns) else piece.__struct_fields__)
    }
    if isinstance(piece, PlacedColumns):
        columns |= {name: getattr(piece.columns, name) for name in piece.columns.__struct_fields__ if name != "lines"}
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
