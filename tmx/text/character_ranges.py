"""Whether a text has characters of some scripts."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["has_character_in"]


def has_character_in(text: str, ranges: Iterable[tuple[str, str]]) -> bool:
    """Whether a character of ``text`` is in one of the ``ranges``: their first and their last character.

    To compile a class of that many characters takes longer than to read most texts.
    """
    if text.isascii():
        return False
    characters = set(text)
    return any(first <= character <= last for first, last in ranges for character in characters)
