"""What the files of a report are called in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.model import QaResult

__all__ = ["file_names"]


def file_names(results: Sequence[QaResult]) -> Mapping[Path, str]:
    """The name of each file; of files that are called alike, with the folders in which they were given."""
    files = {result.file for result in results}
    count = Counter(file.name for file in files)
    return {file: file.name if count[file.name] == 1 else str(file) for file in files}
