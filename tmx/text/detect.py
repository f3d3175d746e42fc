"""Which of the known languages a text is in."""

from __future__ import annotations

from itertools import islice

import regex

from tmx.text.languages import known_languages

__all__ = ["detect_language"]

_WORD = regex.compile(r"\p{L}+")
_MAX_WORDS = 5000
_MIN_SHARE = 0.26  # running text has .3 to .5; a neighbouring language borrows up to .25
_MIN_LEAD = 1.25


def detect_language(text: str) -> str | None:
    """The tag of the known language that ``text`` is written in, or ``None`` where that is not clear.

    The function words of each language are counted over the first 5000 words; a language must own at least 26 % of
    the words, and a quarter more of them than the next one.
    """
    words = [match.group().lower() for match in islice(_WORD.finditer(text), _MAX_WORDS)]
    if not words:
        return None
    scores = sorted(
        ((sum(word in language.function_words for word in words), language.tag) for language in known_languages()),
        reverse=True,
    )
    best, tag = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0
    return tag if best >= max(2, _MIN_SHARE * len(words)) and best >= _MIN_LEAD * second else None
