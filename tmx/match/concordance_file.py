"""Arrays in a file that is mapped into memory: a line of JSON that says what follows, then the arrays."""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import asdict
from numpy.typing import NDArray

from tmx.files import write_whole
from tmx.memory import SourceStamp

__all__ = ["StoredArrays", "read_arrays", "write_arrays"]

_MAGIC = b"accord concordance index 1\n"
_ALIGN = 64


class StoredArrays(Struct, frozen=True, eq=False):
    """Arrays by name, and the memory's state for which they were made."""

    stamp: SourceStamp
    arrays: Mapping[str, NDArray[Any]]


def write_arrays(path: Path, stored: StoredArrays) -> None:
    """Write ``stored`` to ``path``, whole or not at all; raises :class:`~tmx.errors.StoreError`."""
    places: dict[str, list[Any]] = {}
    at = 0
    for name, array in stored.arrays.items():
        at += -at % _ALIGN
        places[name] = [array.dtype.str, at, len(array)]
        at += array.nbytes
    head = _MAGIC + json.dumps({"stamp": asdict(stored.stamp), "size": at, "arrays": places}).encode() + b"\n"
    with write_whole(path) as stream:
        stream.write(head + b"\n" * (-len(head) % _ALIGN))
        written = 0
        for array in stored.arrays.values():
            gap = -written % _ALIGN
            stream.write(b"\0" * gap)
            stream.write(np.ascontiguousarray(array).data)
            written += gap + array.nbytes


def read_arrays(path: Path) -> StoredArrays | None:
    """What :func:`write_arrays` wrote; ``None`` where there is no such file, or it is cut off or something else."""
    try:
        with path.open("rb") as stream:
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        end = mapped.find(b"\n", len(_MAGIC))
        if mapped[: len(_MAGIC)] != _MAGIC or end < 0:
            return None
        head = json.loads(mapped[len(_MAGIC) : end])
        base = end + 1 + -(end + 1) % _ALIGN
        if len(mapped) != base + head["size"]:
            return None
        arrays = {
            name: np.frombuffer(mapped, kind, length, base + at) for name, (kind, at, length) in head["arrays"].items()
        }
        return StoredArrays(SourceStamp(**head["stamp"]), arrays)
    except (OSError, ValueError, KeyError, TypeError):
        return None
