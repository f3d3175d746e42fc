"""Letters that number things: ``Annex B``, «le groupe C», ``(a)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from tmx.text.languages import Language
from tmx.text.word_pattern import any_of
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.sides import FileSide, Flags

__all__ = ["Label", "other_labels", "units_with_labels"]

# «(a)», «b)», but not the ends of «employee(s)» and «f(x)»
_IN_BRACKETS = r"(?:(?<![^\W\d_])\(|(?<![\w('’]))(?P<small>[a-z])\)"
_SMALL = re.compile(_IN_BRACKETS)
_MOST = 2  # letters of a unit that changed; where there are more they are those of another alphabet of headings


class Label(Struct, frozen=True):
    """A letter that numbers something, and the place ``text[start:end]`` where it does."""

    start: int
    end: int
    letter: str


@lru_cache(maxsize=64)
def _pattern(language: Language) -> re.Pattern[str]:
    """``I``, ``V`` and ``X`` are figures, an ``A`` may be a word and a letter before a point that of a name."""
    named = any_of(sorted(language.lettered)) or "(?!)"
    letter = r"(?P<large>A(?!\s+[^\W\d_])|[B-HJ-UWYZ])(?![\w'’&+/-]|\.\w|\.\s[A-Z])"
    return re.compile(rf"(?<!\w)(?i:{named})s?\s{letter}|{_IN_BRACKETS}")


def units_with_labels(context: FileContext) -> Flags:
    """For each unit whether both sides may have letters that number something."""
    return context.on_both_sides(_may_have)


def _may_have(side: FileSide, language: Language) -> Flags:
    nouns = language.lettered.union(f"{noun}s" for noun in language.lettered)
    named = side.flags(lambda word: word.casefold() in nouns)
    letters = side.flags(lambda word: len(word) == 1 and word.isupper())
    flags: Flags = ((side.counted(named) > 0) & (side.counted(letters) > 0)) | side.with_pieces(_has_small)
    return flags


def _has_small(piece: str) -> bool:
    return ")" in piece and _SMALL.search(piece) is not None


def other_labels(unit: Unit) -> list[tuple[Label, Label]]:
    """Letters of the source that the translation does not have, each beside one that only the translation has."""
    source, target = unit.source.text, unit.target.text
    ours, theirs = (list(_labels(text, one)) for text, one in zip((source, target), unit.languages, strict=True))
    left, right = _left(ours, theirs, target), _left(theirs, ours, source)
    return list(zip(left, right, strict=True)) if len(left) == len(right) <= _MOST else []


def _labels(text: str, language: Language) -> Iterator[Label]:
    for match in _pattern(language).finditer(text):
        group = "large" if match["large"] else "small"
        yield Label(*match.span(group), match[group])


def _left(labels: Sequence[Label], others: Sequence[Label], text: str) -> list[Label]:
    """``labels`` without those whose letter stands on the other side, as a label or by itself in its ``text``."""
    named = {other.letter for other in others}
    return [one for one in labels if one.letter not in named and not re.search(rf"\b{one.letter}\b", text)]
