"""Numbers that several words and figures make together: ``half past eight``, ``24h/24``, ``un million et demi``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import groupby

from tmx.text.languages import Language
from tmx.text.languages.number_phrase import NumberPhrase
from tmx.text.number_mentions import NumberKind, NumberMention, Value
from tmx.text.word_pattern import any_of

__all__ = ["PhraseReader"]

_MOST = 100  # «two hundred and a half» is nothing that people write
_HALF = Fraction(1, 2)


class PhraseReader:
    """Reads the phrases of a language."""

    def __init__(self, language: Language) -> None:
        numbers = {name: value for name, value in language.cardinals.items() if value <= _MOST}
        self._hours = dict(language.clock_words)
        self._numbers = numbers
        self._scales = language.scales
        number = f"[0-9]{{1,3}}|(?![0-9])(?:{any_of([*numbers, *self._hours]) or '(?!)'})"
        patterns = [
            phrase.pattern.replace("<n>", f"(?P<number>{number})").replace(
                "<scale>", f"(?P<scale>{any_of(language.scales) or '(?!)'})"
            )
            for phrase in language.number_phrases
        ]
        self._phrases = tuple(zip(language.number_phrases, patterns, strict=True))
        self.patterns = tuple(f"(?i:{pattern})" for pattern in patterns)
        unnamed = [re.sub(r"[(][?]P<[a-z]+>", "(?:", pattern) for pattern in patterns]
        self.pattern = rf"(?i:{'|'.join(_together(f'(?:{number})', unnamed))})(?!\w)"

    def read(self, text: str, start: int) -> Iterator[NumberMention]:
        """The numbers of the phrase that begins at ``start``."""
        for phrase, pattern in self._phrases:
            match = _compiled(pattern).match(text, start)
            values = self._values(phrase, match) if match is not None else frozenset()
            if match is None or not values:
                continue
            in_figures = any(map(str.isdigit, match.group()))
            times = phrase.minutes is not None or any(":" in value for value in phrase.values)
            told = NumberKind.TIME if times else NumberKind.FIGURE
            yield NumberMention(start, match.end(), values, told if in_figures else NumberKind.ROUND)
            for more in phrase.more:
                yield NumberMention(start, match.end(), frozenset({Fraction(more)}), NumberKind.ROUND)
            return

    def _values(self, phrase: NumberPhrase, match: re.Match[str]) -> frozenset[Value]:
        """What ``match`` may stand for; nothing where its words are no such number after all."""
        groups = match.groupdict()
        scale = self._scales[_plain(groups["scale"])] if groups.get("scale") else 1
        values: set[Value] = {value if ":" in value else Fraction(value) * scale for value in phrase.values}
        if "number" not in groups:
            return frozenset(values)
        name = _plain(groups["number"])
        hour = self._hours.get(name)
        number = hour if hour is not None else self._numbers.get(name, 0) if not name.isdigit() else int(name)
        if phrase.minutes is not None:
            first = number % 24 * 60 + phrase.minutes
            halves = (0,) if hour is not None or number > 12 else (0, 720)
            values |= {f"{(first + half) // 60 % 24:02}:{(first + half) % 60:02}" for half in halves}
        if phrase.half:
            values |= {(number + _HALF) * scale, Fraction(number) * scale}
        return frozenset(values)


def _together(number: str, patterns: Iterable[str]) -> Iterator[str]:
    """The alternatives ``patterns``; in a row of such as begin with ``number`` it is tried, and compiled, once."""
    for shared, row in groupby(patterns, lambda pattern: pattern.startswith(number)):
        behind = "|".join(pattern.removeprefix(number) for pattern in row)
        yield f"{number}(?:{behind})" if shared else behind


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern of one phrase, compiled where the first text may have it: in most texts there is none."""
    return re.compile(rf"(?i:{pattern})(?!\w)")


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")
