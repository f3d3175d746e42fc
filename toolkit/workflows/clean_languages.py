"""Which language a side of a unit is in, as far as short texts tell: swapped sides, untranslated and foreign texts."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import regex

from tmx.text.languages import Language, known_languages
from tmx.text.lemmas import is_known_word
from toolkit.messages import N_

__all__ = ["is_running_text", "is_swapped", "wrong_language"]

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*['’]?")
# A mail address begins where a word does, or behind a tag: so a long word is looked at once.
_ADDRESS = regex.compile(r"https?://\S+|www\.\S+|(?:(?<!\S)|(?<=[<>{}]))[^\s@<>{}]++@\S+|</?[A-Za-z][^<>]*>|\{[^{}]*\}")
# How Unicode's names of letters begin, and what the script is called.
_SCRIPTS = {
    "ARABIC": N_("Arabic script"),
    "CJK": N_("Chinese script"),
    "CYRILLIC": N_("Cyrillic script"),
    "DEVANAGARI": N_("Devanagari script"),
    "GREEK": N_("Greek script"),
    "HANGUL": N_("Korean script"),
    "HEBREW": N_("Hebrew script"),
    "HIRAGANA": N_("Japanese script"),
    "KATAKANA": N_("Japanese script"),
    "LATIN": N_("Latin script"),
    "THAI": N_("Thai script"),
}
_LEAST_FOREIGN = 3  # function words of another language; one or two stand in names and titles
_CLEARLY = 4  # times as many as of the language that it should be
_LEAST_LETTERS = 8
_MOSTLY = 0.6


def is_running_text(text: str, language: Language) -> bool:
    """Whether ``text`` says something in ``language``, and is no name, number, code or address."""
    words = _plain(text)
    if text.isupper():
        words = [word.lower() for word in words]
    lower = [word for word in words if word[:1].islower()]
    content = [word for word in lower if word not in language.function_words]
    # «University of Oxford» and «The New York Times» are names: but for small words they are all capitals.
    return len(content) > 2 or (len(words) > 2 and bool(content) and len(lower) > 1)


def is_swapped(source: str, target: str, languages: tuple[Language, Language]) -> bool:
    """Whether the source is in the target's language and the other way round."""
    one, two = languages
    if one is two:
        return False
    ours, theirs = _evidence(source, one, two), _evidence(target, one, two)
    # Positive: in the language of the source. Both must say the opposite of what they should.
    return (ours <= -1.0 and theirs >= 1.0 and theirs - ours >= 3.0) and _shares(source, target, languages)


def _shares(source: str, target: str, languages: tuple[Language, Language]) -> bool:
    """Whether in each side words of the other language are the greater part of all function words."""
    return all(
        _count(text, wrong) > 1.5 * _count(text, right)
        for text, right, wrong in ((source, *languages), (target, *languages[::-1]))
    )


def wrong_language(text: str, language: Language, other: Language) -> str | None:
    """The English name of what ``text`` is in, where that is surely not ``language``; ``other`` is the other side's."""
    script = _foreign_script(text, language)
    if script is not None:
        return script
    words = _words(text)
    if len(words) < _LEAST_FOREIGN + 1:
        return None
    own = sum(word in language.function_words for word in words)
    best, count = None, 0
    for candidate in (other, *known_languages()):
        if candidate.tag == language.tag:
            continue
        foreign = sum(word in candidate.function_words and word not in language.function_words for word in words)
        if foreign > count:
            best, count = candidate, foreign
    if best is None or count < _LEAST_FOREIGN or count < _CLEARLY * own or count < 0.2 * len(words):
        return None
    return best.name


def _count(text: str, language: Language) -> int:
    """How many words of the text are function words of the language."""
    return sum(word in language.function_words for word in _words(text))


def _evidence(text: str, one: Language, two: Language) -> float:
    """How much more ``text`` looks like ``one`` than like ``two``, in words."""
    total = 0.0
    for word in _words(text):
        here, there = word in one.function_words, word in two.function_words
        if here != there:
            total += 1.0 if here else -1.0
        elif not here and len(word) > 3:
            ours, theirs = _known(word, one), _known(word, two)
            if ours != theirs:
                total += 0.5 if ours else -0.5
    return total


@lru_cache(maxsize=1 << 16)
def _known(word: str, language: Language) -> bool:
    return is_known_word(word, language)


def _plain(text: str) -> Sequence[str]:
    return [match.group().replace("’", "'") for match in _WORD.finditer(_ADDRESS.sub(" ", text))]


def _words(text: str) -> list[str]:
    words = []
    for word in _plain(text):
        small = word.lower()
        words.append(small.rstrip("'") if len(small) > 4 else small)
    return words


@lru_cache(maxsize=64)
def _script(language: Language) -> str | None:
    """The script that a language is written in, by its function words."""
    scripts = Counter(_script_of(c) for word in language.function_words for c in word if c.isalpha())
    return scripts.most_common(1)[0][0] if scripts else None


@lru_cache(maxsize=1 << 12)
def _script_of(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


def _foreign_script(text: str, language: Language) -> str | None:
    wanted = _script(language)
    scripts = Counter(_script_of(c) for c in text if c.isalpha())
    if wanted is None or sum(scripts.values()) < _LEAST_LETTERS:
        return None
    script, count = scripts.most_common(1)[0]
    if script == wanted or count < _MOSTLY * sum(scripts.values()) or wanted in ("CJK", "HIRAGANA", "KATAKANA"):
        return None
    return _SCRIPTS.get(script, f"{script.title()} script")
