"""The hunspell dictionaries that are installed, read with spylls (extra ``spelling``)."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tmx.text.languages import primary_subtag

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
    """A hunspell dictionary: what it knows is asked word by word, and kept."""

    def __init__(self, dictionary: Any) -> None:  # noqa: ANN401  spylls has no types
        self._dictionary = dictionary
        self._known: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Whether the dictionary takes ``word`` for right."""
        if word not in self._known:
            self._known[word] = bool(self._dictionary.lookup(word))
        return self._known[word]


@cache
def find_speller(tag: str) -> Speller | None:
    """The dictionary of the language ``tag`` (its region's first); None where none is installed, or no spylls."""
    try:
        from spylls.hunspell import Dictionary
    except ImportError:
        return None
    for base in _candidates(tag):
        if base.with_suffix(".aff").is_file() and base.with_suffix(".dic").is_file():
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", ResourceWarning)  # spylls leaves its files to be closed
                    return Speller(Dictionary.from_files(str(base)))
            except Exception:  # noqa: S112  a dictionary that spylls cannot read is as good as none
                continue
    return None


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
