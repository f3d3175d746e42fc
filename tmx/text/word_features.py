"""What a tagger sees of a word: its letters, its shape, and what the dictionary says of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tmx.text.folding import fold_typography
from tmx.text.lemma_table import LemmaTable

__all__ = ["BOUNDARY", "NEAR", "WIDE", "features", "normal_word", "pair_names", "same_case"]

BOUNDARY = "\x00"  # stands before and after a sentence
NEAR = ("w", "s2", "s3", "sh", "c", "m")  # what is seen of a neighbour
WIDE = ("w", "c")  # and of a neighbour's neighbour
_DIGIT = re.compile(r"\d")
_QUOTES = str.maketrans("“”„‟", '""""')
_RUNS = re.compile(r"(.)\1+")


def normal_word(word: str) -> str:
    """The word composed (NFC), with one kind of apostrophe, quotation mark and hyphen, without soft hyphens."""
    folded = fold_typography(word)
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded).translate(_QUOTES)


def features(word: str, first: bool, table: LemmaTable | None) -> tuple[str, ...]:
    """The features of a word, named before the first ``=``; ``first`` where a sentence begins with it."""
    if word == BOUNDARY:
        return ("w=" + BOUNDARY,)
    plain, classes = _plain(word), _classes(word, table)
    shape = _shape(word)
    found = ["b=", "w=" + plain, "sh=" + shape]
    if first:
        found.append("f=" + shape)
    letters = len(plain)
    for size in range(1, min(letters, 6)):
        found.append(f"s{size}={plain[-size:]}")
    for size in range(2, min(letters, 4)):
        found.append(f"p{size}={plain[:size]}")
    if "-" in plain[1:-1]:
        found.append("h=" + plain.rpartition("-")[2][-3:])
    found.append("c=" + classes)
    found.extend("m=" + letter for letter in classes.split("."))
    if shape[:1] == "A":
        found.append("cs=" + classes + ("1" if first else ""))
    return tuple(found)


def pair_names(word: str, table: LemmaTable | None) -> tuple[str, str]:
    """What a word is called in features of two words: itself, and its classes."""
    if word == BOUNDARY:
        return "w=" + BOUNDARY, "c=" + BOUNDARY
    return "w=" + _plain(word), "c=" + _classes(word, table)


def same_case(words: Sequence[str], table: LemmaTable | None) -> Sequence[str]:
    """The words as they would be in running text: a sentence in capitals is given small letters.

    A word that the dictionary does not know keeps one capital.
    """
    if not words or not _in_capitals(words):
        return words
    lowered = [word.lower() for word in words]
    return [
        word if table is None or not word.isalpha() or table.analyses(word) else word.capitalize() for word in lowered
    ]


def _in_capitals(words: Sequence[str]) -> bool:
    """Whether nearly all words of three letters and more are in capitals, at least two of them."""
    if not words[0].isupper() and not words[-1].isupper() and not words[len(words) // 2].isupper():
        return False  # by far the most sentences
    long = [word for word in words if len(word) > 2 and word.isalpha()]
    return len(long) > 1 and sum(word.isupper() for word in long) > 0.8 * len(long)


def _is_acronym(word: str) -> bool:
    return word.isupper() and word[:2].isalpha() and len(word) > 1


def _plain(word: str) -> str:
    """The word in small letters, unless all are capitals (WHO is not who), with its digits alike."""
    return _DIGIT.sub("0", word if _is_acronym(word) else word.lower())


def _shape(word: str) -> str:
    out = []
    for char in word:
        if char.isdigit():
            out.append("0")
        elif char.isupper():
            out.append("A")
        elif char.isalpha():
            out.append("a")
        else:
            out.append(char)
    return _RUNS.sub(r"\1", "".join(out))[:8] if len(word) > 1 else "".join(out)


def _classes(word: str, table: LemmaTable | None) -> str:
    """What the dictionary gives for a word, ``?`` where it has none; nothing for what is no word."""
    if not any(char.isalpha() for char in word):
        return "0" if any(char.isdigit() for char in word) else ""
    mark = "^" if _is_acronym(word) else ""
    if table is None:
        return mark
    lowered = word.lower()
    names = {found.word_class for found in table.analyses(lowered)}
    if not names:
        tail = lowered.rpartition("-")[2]
        if tail and tail != lowered:
            names = {"-" + found.word_class for found in table.analyses(tail)}
    return ".".join(mark + name for name in sorted(names)) or mark + "?"
