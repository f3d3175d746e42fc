"""Looking words up in a hunspell dictionary of which only what a word asks for is read.

spylls reads every entry and compiles two patterns for every affix before it answers, which takes a second or more; a
check asks for a few words.
"""

from __future__ import annotations

import re
import warnings
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["hunspell_lookup"]

# An entry is a stem, with flags behind a slash, then data behind a tab or a space.
_HEAD = re.compile(r"[^/\\\s]*")
# What may end a stem and stands behind the slash among the characters, as nothing else does that may.
_LATE_ENDS = "\\\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"


def hunspell_lookup(base: Path) -> Callable[[str], bool]:
    """What says of a word whether the dictionary ``base.dic`` with its ``base.aff`` takes it for right.

    Raises whatever spylls raises at files that it cannot read.
    """
    from spylls.hunspell.algo.lookup import Lookup
    from spylls.hunspell.readers import read_aff, read_dic
    from spylls.hunspell.readers.file_reader import FileReader

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # spylls leaves its files to be closed
        with _patterns_when_asked_for():
            aff, context = read_aff(FileReader(f"{base}.aff"))
    # As spylls reads it: some dictionaries have flags that are no characters in their encoding.
    text = Path(f"{base}.dic").read_text(encoding=context.encoding, errors="surrogateescape")
    lines = list(filter(None, map(str.strip, text.split("\n"))))
    if lines and lines[0].split()[0].isdigit():  # their number
        del lines[0]

    def read(entries: list[str]) -> Any:  # noqa: ANN401  spylls' own dictionary
        return read_dic(_numbered(entries), aff=aff, context=context)

    # Respellings of an entry (ph:) change how others are taken, and characters to ignore how they are found.
    whole = context.ignore or "ph:" in text
    look_up: Callable[[str], bool] = Lookup(aff, read(lines) if whole else _Entries(lines, read))
    return look_up


@contextmanager
def _patterns_when_asked_for() -> Iterator[None]:
    """Affixes that spylls makes meanwhile compile their two patterns when one of them is asked for."""
    from spylls.hunspell.data import aff

    kinds = aff.Prefix, aff.Suffix
    aff.Prefix, aff.Suffix = map(_lazy, kinds)
    try:
        yield
    finally:
        aff.Prefix, aff.Suffix = kinds


def _lazy(kind: Any) -> Any:  # noqa: ANN401  a class of spylls
    """``kind`` of affix, whose patterns are made by its ``__post_init__``, which is put off."""

    def ask(affix: object, name: str) -> object:
        if name not in ("cond_regexp", "replace_regexp"):
            raise AttributeError(name)
        kind.__post_init__(affix)
        return getattr(affix, name)

    return type(kind.__name__, (kind,), {"__post_init__": lambda _: None, "__getattr__": ask})


def _numbered(entries: list[str]) -> Iterator[tuple[int, str]]:
    """The entries as lines behind the first one, which in a dictionary holds their number."""
    return ((2, entry) for entry in entries)


def _stem(entry: str) -> str:
    """What stands before flags and data."""
    found = _HEAD.match(entry)
    return found.group() if found else ""


class _Entries:
    """The entries of a dictionary for spylls' lookup, which asks for them by their stems; each read when asked for."""

    def __init__(self, lines: list[str], read: Callable[[list[str]], Any]) -> None:
        self._lines = sorted(lines)  # nearly so already, and a dictionary by stems takes longer to make
        self._read = read
        self._whole: Any = None
        self._found: dict[str, Any] = {}

    def homonyms(self, stem: str, *, ignorecase: bool = False) -> Any:  # noqa: ANN401  a list of spylls' words
        """All entries with this stem."""
        if ignorecase:
            if self._whole is None:
                self._whole = self._read(self._lines)
            return self._whole.homonyms(stem, ignorecase=True)
        if stem not in self._found:
            self._found[stem] = self._read(self._entries(_stem(stem))).homonyms(stem)
        return self._found[stem]

    def _entries(self, head: str) -> list[str]:
        """The lines with this stem: itself, or with what ends a stem behind it."""
        lines = self._lines
        first = bisect_left(lines, head)
        if first == len(lines) or not lines[first].startswith(head):
            return []
        found = lines[first : bisect_left(lines, f"{head}0", first)]
        for end in _LATE_ENDS:
            last = f"{head}{chr(ord(end) + 1)}"
            found += lines[bisect_left(lines, head + end, first) : bisect_left(lines, last, first)]
        return [line for line in found if _stem(line) == head]

    def has_flag(self, stem: str, flag: str, *, for_all: bool = False) -> bool:
        """Whether any (or all) of the entries with this stem have a flag."""
        homonyms = self.homonyms(stem)
        flagged = [flag in homonym.flags for homonym in homonyms]
        return bool(flagged) and (all(flagged) if for_all else any(flagged))
