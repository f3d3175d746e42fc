"""Folding: spellings that a reader takes for the same are made the same."""

import unicodedata
from functools import lru_cache

__all__ = ["fold", "fold_typography"]

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})

_TYPOGRAPHY = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "′": "'",
        "‐": "-",
        "‑": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u00ad": None,
        "\u200b": None,
        "\ufeff": None,
    }
)


# Signs of other scripts for marks that all have; Arabic's stretching stroke, and what joins letters, are none.
_SIGNS = str.maketrans("？！：；％؟؛٪፧፤՞", "?!:;%?;%?;?", "\u0640\u200d")
# Marks that are no accents: what silences a vowel, and the vowels of Telugu, Thai, Lao and Tibetan.
_LETTER_MARKS = frozenset({0, 9, 84, 91, 103, 118, 129, 130, 132})


def fold_typography(text: str) -> str:
    """One kind of apostrophe, hyphen and space; soft hyphens and zero-width spaces go. Case and accents stay."""
    if text.isalpha() and "ʼ" not in text:  # of these characters the only letter; most texts are one word
        return text
    return text.translate(_TYPOGRAPHY)


def fold(text: str) -> str:
    """Lower case, without accents or ligatures, with one kind of apostrophe, hyphen, space, digit and question mark.

    >>> fold("MAIN-D’ŒUVRE Étrangère"), fold("٣؟")
    ("main-d'oeuvre etrangere", '3?')
    """
    return _fold_word(text) if len(text) <= _WORD else _fold(text)


_WORD = 48  # texts up to this length, words and terms, come again and again and are kept


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    return text.lower().translate(_bare)


class _Bare(dict[int, str]):
    """Each character without its accents, or as what it stands for; worked out once a character."""

    def __missing__(self, point: int) -> str:
        typography = fold_typography(chr(point))
        if typography != chr(point):
            self[point] = typography
            return typography
        digit = unicodedata.decimal(chr(point), None)
        if digit is not None:
            self[point] = str(digit)
            return self[point]
        plain = unicodedata.normalize("NFD", chr(point).translate(_LETTERS).translate(_SIGNS))
        bare = self[point] = "".join(c for c in plain if unicodedata.combining(c) in _LETTER_MARKS)
        return bare


_bare = _Bare()


_fold_word = lru_cache(maxsize=1 << 16)(_fold)
