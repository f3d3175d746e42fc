"""Looking words up in a hunspell dictionary of which only the entries are read that a word asks for.

spylls reads every entry before it answers, which takes a second or more; a check asks for a few words.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

__all__ = ["hunspell_lookup"]

# An entry is a stem, with flags behind a slash, then data behind a tab or a space.
_HEAD = re.compile(r"[^/\\\s]*")


def hunspell_lookup(base: Path) -> Callable[[str], bool]:
    """What says of a word whether the dictionary ``base.dic`` with its ``base.aff`` takes it for right.

    Raises whatever spylls raises at files that it cannot read.
    """
    from spylls.hunspell.algo.lookup import Lookup
    from spylls.hunspell.readers import read_aff, read_dic
    from spylls.hunspell.readers.file_reader import FileReader

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # spylls leaves its files to be closed
        aff, context = read_aff(FileReader(f"{base}.aff"))
        reader = FileReader(f"{base}.dic", encoding=context.encoding)
        lines = [line for number, line in reader if number > 1 or not line.split()[0].isdigit()]  # or their number
        reader.io.close()

    def read(entries: list[str]) -> Any:  # noqa: ANN401  spylls' own dictionary
        return read_dic(_numbered(entries), aff=aff, context=context)

    # Respellings of an entry (ph:) change how others are taken, and characters to ignore how they are found.
    whole = context.ignore or any("ph:" in line for line in lines)
    look_up: Callable[[str], bool] = Lookup(aff, read(lines) if whole else _Entries(lines, read))
    return look_up


def _numbered(entries: list[str]) -> Iterator[tuple[int, str]]:
    """The entries as lines behind the first one, which in a dictionary holds their number."""
    return ((2, entry) for entry in entries)


class _Entries:
    """The entries of a dictionary for spylls' lookup, which asks for them by their stems; each read when asked for."""

    def __init__(self, lines: list[str], read: Callable[[list[str]], Any]) -> None:
        self._lines: dict[str, list[str]] = {}
        for line in lines:
            head = _HEAD.match(line)
            self._lines.setdefault(head.group() if head else "", []).append(line)
        self._read = read
        self._whole: Any = None
        self._found: dict[str, Any] = {}

    def homonyms(self, stem: str, *, ignorecase: bool = False) -> Any:  # noqa: ANN401  a list of spylls' words
        """All entries with this stem."""
        if ignorecase:
            if self._whole is None:
                self._whole = self._read([line for lines in self._lines.values() for line in lines])
            return self._whole.homonyms(stem, ignorecase=True)
        if stem not in self._found:
            head = _HEAD.match(stem)
            self._found[stem] = self._read(self._lines.get(head.group() if head else "", [])).homonyms(stem)
        return self._found[stem]

    def has_flag(self, stem: str, flag: str, *, for_all: bool = False) -> bool:
        """Whether any (or all) of the entries with this stem have a flag."""
        homonyms = self.homonyms(stem)
        flagged = [flag in homonym.flags for homonym in homonyms]
        return bool(flagged) and (all(flagged) if for_all else any(flagged))
