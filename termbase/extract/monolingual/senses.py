"""What words mean, roughly: under which heads of WordNet's hierarchy they stand (see the head of the list)."""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from msgspec import Struct

from tmx.text.languages import Language
from tmx.text.lemmas import dictionary_lemma

__all__ = ["SenseList", "Senses", "sense_list"]

_ORDER = {"A": "anv", "V": "vna"}
_NOUN_FIRST = "nva"


class Senses(Struct, frozen=True):
    """How many meanings a word has, and the heads under which the first of them stand."""

    count: int
    heads: tuple[int, ...]


_NONE = Senses(0, ())


class SenseList(Struct, frozen=True):
    """The list of a language: ``above`` gives for each head the one above it, -1 for none."""

    language: Language
    above: tuple[int, ...]
    words: Mapping[tuple[str, str], Senses]
    expressions: frozenset[str]

    def find(self, word: str, letter: str) -> Senses:
        """The meanings of ``word`` (in lower case) as the part of speech ``letter``, else as another one.

        Its dictionary form counts, too, and the last part of a word with hyphens.
        """
        spellings = [word, dictionary_lemma(word, self.language) or word, word.rpartition("-")[2]]
        for spelling in dict.fromkeys(spellings):
            for part in _ORDER.get(letter, _NOUN_FIRST):
                found = self.words.get((part, spelling))
                if found is not None:
                    return found
        return _NONE

    def path(self, head: int) -> list[int]:
        """``head`` and the heads above it, the highest first."""
        way = []
        while head >= 0:
            way.append(head)
            head = self.above[head]
        return way[::-1]

    def is_expression(self, words: tuple[str, ...]) -> bool:
        """Whether ``words`` are listed as one expression, the last of them in dictionary form or as it is."""
        last = dictionary_lemma(words[-1], self.language) or words[-1]
        return len(words) > 1 and any("_".join((*words[:-1], end)) in self.expressions for end in (words[-1], last))


@lru_cache(maxsize=4)
def sense_list(language: Language) -> SenseList | None:
    """The list of ``language``; None where none is kept for it."""
    file = resources.files("termbase.extract.monolingual") / f"senses-{language.tag}.txt.xz"
    if not file.is_file():
        return None
    above: tuple[int, ...] = ()
    words: dict[tuple[str, str], Senses] = {}
    expressions = set()
    for line in lzma.decompress(file.read_bytes()).decode().splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "@":
            above = tuple(map(int, rest.split()))
        elif kind == "m":
            expressions.add(rest)
        elif kind != "#":
            word, count, *heads = rest.split(" ")
            words[kind, word] = Senses(int(count), tuple(map(int, heads)))
    return SenseList(language, above, words, frozenset(expressions))
