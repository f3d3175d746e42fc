"""Which of the encodings of Western Europe a text is in that is not UTF-8."""

from __future__ import annotations

import regex

__all__ = ["western_encoding"]

_WEST = ("cp1252", "iso8859-15", "mac-roman", "cp850")
_COMMON = frozenset("éèàêçùâîôûëïœÉÈÀŒ«»’‘“”–—…€°\u00a0")
_EXPECTED = frozenset(
    "àâäáãåçéèêëíîïìñóôöòõúùûüÿœæßøÀÂÄÁÃÅÇÉÈÊËÍÎÏÌÑÓÔÖÒÕÚÙÛÜŸŒÆØ«»‹›‘’“”„–—…•·°§€£©®™\u00a0²³ºª½¿¡×±µ"
)


def western_encoding(content: bytes, least: float = 0.0) -> str | None:
    """The encoding that gives plausible Western text, French above all; None where none does.

    ``least`` is how plausible the text has to be for more: 1 where it has no letters but those of French.
    """
    best = max(_WEST, key=lambda encoding: _plausible(content, encoding))  # the first of equals
    return best if _plausible(content, best) > least else None


def _plausible(content: bytes, encoding: str) -> float:
    """How well Western text results: 1 where all that is not ASCII is common, below 0 where much of it is odd."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    others = [c for c in text if c > "~"]
    # ½ between letters is an œ of ISO 8859-15; a letter of the upper case amid lower case is a wrong reading.
    odd = sum(c not in _EXPECTED for c in others) + len(regex.findall(r"(?<=\p{Ll})[\p{Lu}½¼¾ºª](?=\p{Ll})", text))
    common = sum(c in _COMMON for c in others)
    return (common + 0.3 * (len(others) - common) - 4 * odd) / (len(others) or 1)
