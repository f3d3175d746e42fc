"""The hunspell dictionaries that are installed, read with spylls (extra ``spelling``)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tmx.text.languages import primary_subtag
from toolkit.checks.hunspell import hunspell_lookup

__all__ = ["Speller", "find_speller"]

_FOLDERS = (
    "/usr/share/hunspell",
    "/usr/share/myspell",
    "/usr/share/myspell/dicts",
    "/usr/local/share/hunspell",
    "/opt/homebrew/share/hunspell",
    "~/.local/share/hunspell",
    "~/Library/Spelling",
    "/Library/Spelling",
)


class Speller:
    """A hunspell dictionary; it is opened when a word is first asked for."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._look_up: Callable[[str], bool] | None = None
        self._known: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Whether the dictionary takes ``word`` for right; one that spylls cannot read takes everything for right."""
        if word not in self._known:
            self._known[word] = self._lookup(word)
        return self._known[word]

    def _lookup(self, word: str) -> bool:
        try:
            if self._look_up is None:
                self._look_up = hunspell_lookup(self._base)
            return bool(self._look_up(word))
        except Exception:  # whatever spylls raises at a dictionary that it cannot read
            return True


@cache
def find_speller(tag: str) -> Speller | None:
    """The dictionary of the language ``tag`` (its region's first); None where none is installed, or no spylls."""
    if find_spec("spylls") is None:
        return None
    whole = (b for b in _candidates(tag) if b.with_suffix(".aff").is_file() and b.with_suffix(".dic").is_file())
    return next((Speller(base) for base in whole), None)


def _candidates(tag: str) -> Iterator[Path]:
    primary = primary_subtag(tag)
    regions = [tag.replace("-", "_")] if "-" in tag or "_" in tag else []
    names = [*regions, primary, f"{primary}_{primary.upper()}", *{"en": ["en_US", "en_GB"]}.get(primary, [])]
    named = [Path(folder) for folder in os.environ.get("DICPATH", "").split(os.pathsep) if folder]
    if sys.platform == "win32":
        named.append(Path(os.environ.get("APPDATA", "")) / "hunspell")
    for folder in [*named, *(Path(folder).expanduser() for folder in _FOLDERS)]:
        for name in names:
            yield folder / name
