"""How frequent words are in general language: short lists, cut down from wordfreq (see the head of each file)."""

from __future__ import annotations

import lzma
from functools import lru_cache
from importlib import resources

from msgspec import Struct

from tmx.text.languages import Language

__all__ = ["GeneralList", "general_list"]

_UNLISTED = 2.3  # a little below the rarest words of the lists


class GeneralList(Struct, frozen=True):
    """Zipf values of frequent words: log10 of the occurrences in a thousand million words (van Heuven et al. 2014)."""

    values: dict[str, float]

    def zipf(self, word: str) -> float:
        """The value of ``word`` (in lower case); a hyphenated word has that of its rarest part, an unlisted one 2.3."""
        found = self.values.get(word)
        if found is not None:
            return found
        if "-" in word or "'" in word:
            parts = [self.values.get(part, _UNLISTED) for part in word.replace("'", "-").split("-") if part]
            if len(parts) > 1:
                return min(parts)
            if parts:
                return parts[0]
        return _UNLISTED

    def lists(self, word: str) -> bool:
        """Whether ``word``, in lower case and written just so, is on the list."""
        return word in self.values


@lru_cache(maxsize=4)
def general_list(language: Language) -> GeneralList:
    """The list of ``language``; an empty one where none is kept for it."""
    file = resources.files("termbase.extract.monolingual") / f"general-{language.tag}.txt.xz"
    if not file.is_file():
        return GeneralList({})
    values: dict[str, float] = {}
    for line in lzma.decompress(file.read_bytes()).decode().splitlines():
        if not line.startswith("#"):
            value, *words = line.split(" ")
            values.update(dict.fromkeys(words, int(value) / 100))
    return GeneralList(values)
