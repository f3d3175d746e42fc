"""Names and borrowed words of different scripts: spelt in Latin letters by their sound, roughly, they look alike.

Letters that different languages write for each other stand for one: ``Washington`` and ``Вашингтон`` both become
``vasingt``, ``président`` and ``президент`` begin with ``presid``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tmx.align.cognates import cognate_arrays
from tmx.align.stems import STEM_LENGTH

__all__ = ["sound", "sounding_alike"]

_LEAST_LETTERS = 3
_LEAST = 0.55  # likeness below which two sounds are taken for chance
# Letters as accent folding leaves them: й has become и.
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщъыьэюяієґђјљњћџѕ"
_AS_LATIN = "a b v g d e s s i k l m n o p r s t u f h s h s s - i - e iu ia i e g di i li ni h ds ds"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψως"
_AS_LATIN_GREEK = "a v g d e s i t i k l m n ks o p r s t i f h ps o s"
_TWICE = re.compile(r"(.)\1")
_GEORGIAN = "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"
_AS_LATIN_GEORGIAN = "a b g d e v s t i k l m n o p s r s t u f k g k s h s ds s h h i h"
_ARMENIAN = "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև"
_AS_LATIN_ARMENIAN = "a b g d e s e e t s i l h s k h ds g h m i n s o h p i r s v t r s v p k o f ev"
_PAIRS = (("ου", "u"), ("μπ", "b"), ("ու", "u"))
_TABLES = (
    *((_CYRILLIC, _AS_LATIN), (_GREEK, _AS_LATIN_GREEK)),
    *((_GEORGIAN, _AS_LATIN_GEORGIAN), (_ARMENIAN, _AS_LATIN_ARMENIAN)),
)
# Of these scripts Unicode's names say how letters sound: DEVANAGARI LETTER KHA, ETHIOPIC SYLLABLE SHE.
_NAMED = re.compile(
    r"(?:DEVANAGARI|BENGALI|GURMUKHI|GUJARATI|ORIYA|TAMIL|TELUGU|KANNADA|MALAYALAM|SINHALA|ETHIOPIC)"
    r" (LETTER|VOWEL SIGN|SIGN|SYLLABLE) (?:VOCALIC |CANDRA |SHORT |LONG |GLOTTAL )?([A-Z]+)"
)
_NAMED_POINTS = (*range(0x900, 0xE00), *range(0x1200, 0x1380))
_SIGNS = {"ANUSVARA": "n", "BINDI": "n", "TIPPI": "n", "CANDRABINDU": "n"}


def _named_sounds() -> Iterator[tuple[int, str]]:
    """How the letters sound that Unicode names by their sound."""
    for point in _NAMED_POINTS:
        named = _NAMED.fullmatch(unicodedata.name(chr(point), ""))
        if named is None:
            continue
        kind, name = named.groups()
        if kind == "SIGN":
            yield point, _SIGNS.get(name, "")
            continue
        # Indic consonants are named with the vowel that a sign may replace, Ethiopic ones without a vowel with an E.
        silent = {"LETTER": "A", "SYLLABLE": "E"}.get(kind, "")
        bare = name.removesuffix(silent) if len(name) > 1 and name[-2] not in "AEIOU" else name
        yield point, _TWICE.sub(r"\1", re.sub("C(?!H)", "CH", bare)).lower()


_LETTERS = {
    ord(letter): latin.replace("-", "")
    for letters, sounds in _TABLES
    for letter, latin in zip(letters, sounds.split(), strict=True)
}
# What several Latin spellings of one sound become, in this order.
_LATIN = (
    ("tsch|tch|ch|kh", "h"),
    ("sch|sh|zh", "s"),
    ("ph", "f"),
    ("th", "t"),
    ("ou|oo", "u"),
    ("qu", "kv"),
    ("ck", "k"),
    ("c(?=[eiy])|z", "s"),
    ("c|q", "k"),
    ("w", "v"),
    ("x", "ks"),
    ("y|j", "i"),
)
_SPELLINGS = tuple((re.compile(pattern), latin) for pattern, latin in _LATIN)
_LETTERS.update(_named_sounds())


def sound(stem: str) -> str:
    """How a folded stem sounds, in Latin letters, as many as a stem has at most.

    >>> sound("москва"), sound("moscow"), sound("путин"), sound("poutin")
    ('moskva', 'moskov', 'putin', 'putin')
    """
    for pair, latin in _PAIRS:
        stem = stem.replace(pair, latin)
    stem = stem.translate(_LETTERS)
    for pattern, latin in _SPELLINGS:
        stem = pattern.sub(latin, stem)
    return _TWICE.sub(r"\1", stem)[:STEM_LENGTH]


def sounding_alike(source: Sequence[str], target: Sequence[str]) -> NDArray[np.float64]:
    """Rows of source number, target number and likeness (0 to 1): stems of which one is Latin and the other is not."""
    found: list[tuple[int, int, float]] = []
    if not any(map(_is_foreign, source)) and not any(map(_is_foreign, target)):
        return np.zeros((0, 3))
    for foreign in (True, False):
        ours, theirs = _sounds(source, foreign=foreign), _sounds(target, foreign=not foreign)
        spelt = list(ours), list(theirs)
        if not all(spelt):
            continue
        alike = cognate_arrays(*spelt)
        for one, other, value in zip(alike.source.tolist(), alike.target.tolist(), alike.value.tolist(), strict=True):
            if value >= _LEAST:
                found += [(a, b, value) for a in ours[spelt[0][one]] for b in theirs[spelt[1][other]]]
    return np.array(found, dtype=np.float64).reshape(-1, 3)


def _sounds(stems: Sequence[str], *, foreign: bool) -> dict[str, list[int]]:
    """The numbers of the words in foreign letters, or of the others, by their sound."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, stem in enumerate(stems):
        if stem[0].isalpha() and len(stem) >= _LEAST_LETTERS and _is_foreign(stem) is foreign:
            spelt = sound(stem)
            if len(spelt) >= _LEAST_LETTERS:
                found[spelt].append(number)
    return found


def _is_foreign(stem: str) -> bool:
    return not stem.isascii() and any(ord(letter) in _LETTERS for letter in stem)
