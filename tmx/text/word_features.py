"""What a tagger sees of a word: its letters, its shape, and what the dictionary says of it."""

from __future__ import annotations

import re
import unicodedata

from tmx.text.folding import fold_typography
from tmx.text.lemma_table import LemmaTable

__all__ = ["BOUNDARY", "NEAR", "WIDE", "features", "normal_word", "pair_names"]

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
    lowered = word.lower()
    plain = _DIGIT.sub("0", lowered)
    found = ["b=", "w=" + plain]
    shape = _shape(word)
    if shape != "a":
        found.append("sh=" + shape)
    if first:
        found.append("f=" + shape)
    letters = len(plain)
    for size in range(1, min(letters, 6)):
        found.append(f"s{size}={plain[-size:]}")
    for size in range(2, min(letters, 4)):
        found.append(f"p{size}={plain[:size]}")
    if "-" in plain[1:-1]:
        found.append("h=" + plain.rpartition("-")[2][-3:])
    classes = _classes(lowered, table)
    found.append("c=" + classes)
    found.extend("m=" + letter for letter in classes.split("."))
    if shape[:1] == "A":
        found.append("cs=" + classes + ("1" if first else ""))
    return tuple(found)


def pair_names(word: str, table: LemmaTable | None) -> tuple[str, str]:
    """What a word is called in features of two words: itself, and its classes."""
    if word == BOUNDARY:
        return "w=" + BOUNDARY, "c=" + BOUNDARY
    lowered = word.lower()
    return "w=" + _DIGIT.sub("0", lowered), "c=" + _classes(lowered, table)


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


def _classes(lowered: str, table: LemmaTable | None) -> str:
    if table is None:
        return ""
    names = {found.word_class for found in table.analyses(lowered)}
    if not names:
        tail = lowered.rpartition("-")[2]
        if tail and tail != lowered:
            names = {"-" + found.word_class for found in table.analyses(tail)}
    return ".".join(sorted(names)) or "?"
