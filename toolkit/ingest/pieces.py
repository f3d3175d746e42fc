"""Pieces: what the readers of each kind of file hand over to be sorted into the release and the rest."""

from __future__ import annotations

from typing import Literal

import regex
from msgspec import Struct

from toolkit.model import BlockKind

__all__ = ["Piece", "Reason", "is_stop", "marker_of", "tidy", "word_count"]

Reason = Literal["navigation", "label", "contact", "separator", "markup", "note"]


class Piece(Struct, frozen=True):
    """A line or paragraph of a file: its text in one line, where it begins (from 1), and what is known of it.

    ``kind`` is what the file's markup says it is, ``reason`` why it is none of the release; both are ``None`` where
    nothing is known. ``marker`` is the list marker that stood before the text (``-``, ``•``).
    """

    text: str
    line: int
    kind: BlockKind | None = None
    reason: Reason | None = None
    marker: str = ""


_SPACES = regex.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")
_MARKER = regex.compile(
    r"(?P<marker>[-–—•▪◦‣●■*·➢✓→]|[\uf0b7\uf0a7])[ \t\u00a0\u202f]+(?=\S)|(?P<tight>[•▪◦‣●■\uf0b7\uf0a7])(?=\S)"
)
_STOP = regex.compile(r"[.!?…:;](?:[\s\u00a0]?[»›]|[\"”’'\)\]])*$|»$|”$")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*")


def tidy(text: str) -> str:
    """One line: runs of spaces, tabs and line ends are a single space; no-break spaces stay."""
    return str(_SPACES.sub(" ", text)).strip()


def marker_of(text: str) -> tuple[str, str]:
    """The list marker at the head of ``text`` and the text after it; numbers (``1.``) are no markers but text."""
    match = _MARKER.match(text)
    if match is None:
        return "", text
    return match["marker"] or match["tight"], text[match.end() :]


def is_stop(text: str) -> bool:
    """Whether ``text`` ends as a sentence, a clause or a quotation does."""
    return _STOP.search(text) is not None


def word_count(text: str) -> int:
    """How many words stand in ``text``."""
    return len(_WORD.findall(text))
