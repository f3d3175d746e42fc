"""Looking words up in a hunspell dictionary of which only what a word asks for is read.

spylls reads every entry and compiles two patterns for every affix before it answers, which takes a second or more; a
check asks for a few words.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["hunspell_lookup"]

# An entry is a stem, with flags behind a slash, then data behind a tab or a space.
_HEAD = re.compile(r"[^/\\\s]*")
_HEADS = re.compile(r"^[^/\\\s]*", re.M)


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


class _Entries:
    """The entries of a dictionary for spylls' lookup, which asks for them by their stems; each read when asked for."""

    def __init__(self, lines: list[str], read: Callable[[list[str]], Any]) -> None:
        heads = _HEADS.findall("\n".join(lines))
        self._last = dict(zip(heads, lines, strict=True))  # of most stems there is one entry
        self._earlier: dict[str, list[str]] = {}
        for head, line in zip(heads, lines, strict=True):
            if self._last[head] is not line:
                self._earlier.setdefault(head, []).append(line)
        self._all = lines
        self._read = read
        self._whole: Any = None
        self._found: dict[str, Any] = {}

    def homonyms(self, stem: str, *, ignorecase: bool = False) -> Any:  # noqa: ANN401  a list of spylls' words
        """All entries with this stem."""
        if ignorecase:
            if self._whole is None:
                self._whole = self._read(self._all)
            return self._whole.homonyms(stem, ignorecase=True)
        if stem not in self._found:
            head = _HEAD.match(stem)
            self._found[stem] = self._read(self._entries(head.group() if head else "")).homonyms(stem)
        return self._found[stem]

    def _entries(self, head: str) -> list[str]:
        return [*self._earlier.get(head, ()), self._last[head]] if head in self._last else []

    def has_flag(self, stem: str, flag: str, *, for_all: bool = False) -> bool:
        """Whether any (or all) of the entries with this stem have a flag."""
        homonyms = self.homonyms(stem)
        flagged = [flag in homonym.flags for homonym in homonyms]
        return bool(flagged) and (all(flagged) if for_all else any(flagged))
