"""Words that are written with a hyphen or without: ``co-operation`` and ``cooperation``, ``e-mail`` and ``email``."""

from __future__ import annotations

import re
from functools import cache

from tmx.text.languages import Language
from tmx.text.lemmas import is_known_word

__all__ = ["other_hyphens"]

_LEAST = 4  # letters behind a prefix
_HYPHENED = re.compile(r"(?<![^\s])([^\W\d_]+)[-‐‑]([^\W\d_]+)(?![^\s])")


def other_hyphens(text: str, language: Language) -> tuple[str, ...]:
    """How the term ``text`` may be written too: with its hyphens left out, with one behind each loose prefix.

    A hyphen is left out where a word remains that the dictionary has or that begins with such a prefix, so that
    ``sea-level`` stays two words.
    """
    if not _candidates(language).search(text):
        return ()

    def joined(found: re.Match[str]) -> str:
        first, second = found.groups()
        word = f"{first}{second}"
        whole = second.islower() and (_is_prefix(first, second, language) or is_known_word(word, language))
        return word if whole else found[0]

    def parted(found: re.Match[str]) -> str:
        prefix, rest = found.groups()
        return f"{prefix}-{rest}" if len(rest) >= _LEAST and is_known_word(rest, language) else found[0]

    spellings = (
        _HYPHENED.sub(joined, text),
        _prefixed(language).sub(parted, text) if language.loose_prefixes else text,
    )
    return tuple(dict.fromkeys(spelling for spelling in spellings if spelling != text))


@cache
def _prefixed(language: Language) -> re.Pattern[str]:
    """A word that begins with a loose prefix, without a hyphen."""
    return re.compile(rf"(?<![^\s])({language.loose_prefixes})([^\W\d_]+)(?![^\s])", re.IGNORECASE)


@cache
def _candidates(language: Language) -> re.Pattern[str]:
    """What a text has that can be written otherwise at all; most have nothing of it."""
    prefixes = rf"|\b(?:{language.loose_prefixes})" if language.loose_prefixes else ""
    return re.compile(f"[-‐‑]{prefixes}", re.IGNORECASE)


def _is_prefix(first: str, second: str, language: Language) -> bool:
    found = _prefixed(language).match(first + second) if language.loose_prefixes else None
    return found is not None and found[1].lower() == first.lower()
