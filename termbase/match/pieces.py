"""Pieces of text between spaces as the automaton sees them; they come again and again and are read once."""

from __future__ import annotations

from typing import NamedTuple

from termbase.match.automaton import Automaton, Symbol
from termbase.match.chunks import LONGEST_CHUNK, read_chunk
from termbase.match.words import other_form, word_form
from tmx.text.languages import Language

__all__ = ["Piece", "Pieces"]

_MARKS = ".,;:!?()[]«»“”%"  # each is a token by itself wherever it stands, but for points in a row


class Piece(NamedTuple):  # the quickest to make
    """A piece: its words as the automaton sees them, and where they stand, in code points.

    ``steps`` lead from each word's beginning to that of the next, the last one to the next piece if one space lies
    between; ``widths`` are the lengths of the words.
    """

    symbols: tuple[Symbol, ...]
    steps: tuple[int, ...]
    widths: tuple[int, ...]


class Pieces(dict[str, Piece]):
    """Pieces by their text, one of those that :func:`tmx.text.tokens.split_pieces` gives."""

    __slots__ = ("_automaton", "_language")

    def __init__(self, automaton: Automaton, language: Language) -> None:
        super().__init__()
        self._automaton = automaton
        self._language = language

    def __missing__(self, text: str) -> Piece:
        piece = self._plain(text) or self._read(text)
        if len(text) <= LONGEST_CHUNK:
            self[text] = piece
        return piece

    def _plain(self, text: str) -> Piece | None:
        """A word or figure with marks around it, as nearly all pieces are; None for others."""
        symbol = self._automaton.symbol
        if text.isalpha():
            form = word_form(text, self._language)
            return _new(Piece, ((symbol(form),), (len(text) + 1,), (len(text) - form.trimmed,)))
        core = text.strip(_MARKS)
        if core.isalpha() and core.lower() != "www":
            form = word_form(core, self._language)
        elif core.isascii() and core.isdigit():
            form = other_form(core)
        else:
            return None
        if ".." in text:
            return None
        before, after = text.split(core, 1)
        forms = (*map(other_form, before), form, *map(other_form, after))
        ones, others = (1,) * len(before), (1,) * len(after)
        steps = (*ones, len(core), *others[:-1], 2) if after else (*ones, len(core) + 1)
        return _new(Piece, (tuple(map(symbol, forms)), steps, (*ones, len(core) - form.trimmed, *others)))

    def _read(self, text: str) -> Piece:
        words = read_chunk(text, self._language).words
        symbols = [self._automaton.symbol(word.form, word.glued_before, word.glued_after) for word in words]
        starts = [word.start for word in words]
        steps = [after - before for before, after in zip(starts, [*starts[1:], len(text) + 1], strict=True)]
        return Piece(tuple(symbols), tuple(steps), tuple([word.end - word.start for word in words]))


_new = tuple.__new__  # half the time of Piece(...)
