"""How like two segments are, from 0 to 100, and why.

The score is worked out in three steps:

1. *Words*: 100 times the share of the longer text's tokens (see :mod:`tmx.match.normal`) that stay as they are when one
   text is turned into the other with the fewest words put in, taken out or replaced (Levenshtein 1966, over words).
2. *Letters*: the same over the characters of both texts' tokens, joined by spaces. Where it is more than the words'
   figure, because other forms of the same words stand there, a quarter of the difference is added: at most 5 points,
   not beyond 99, and nothing where no word is the same.
3. *Penalties*: 2 points where figures differ, 2 where inline codes differ, 1 where words that both have differ in
   capitals, 1 where marks of punctuation differ. Whatever differs at all has at most 99.

Shares are rounded down to whole points. A unit can only reach a threshold where its words come within 5 points of it,
which is what makes a search by words exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from rapidfuzz.distance import Levenshtein

from tmx.match.normal import FIGURE, NormalText, codes_of
from tmx.model import InlineCode

__all__ = ["BONUS", "CONTEXT", "EXACT", "PENALTIES", "Edit", "Penalties", "Score", "edits", "fuzzy_bound", "score"]

EXACT = 100
BONUS = 5  # the most that letters add
CONTEXT = 101  # an exact match between the same neighbours


class Penalties(Struct, frozen=True):
    """The points that a kind of difference costs."""

    figures: int = 2
    codes: int = 2
    case: int = 1
    marks: int = 1


PENALTIES = Penalties()


class Score(Struct, frozen=True):
    """A score with what it is made of, all in whole points; ``total`` is what counts.

    ``words`` and ``letters`` are shares from 0 to 100, the others the points taken away.
    """

    total: int
    words: int
    letters: int
    figures: int = 0
    codes: int = 0
    case: int = 0
    marks: int = 0
    other: int = 0

    @property
    def value(self) -> int:
        """The score before penalties."""
        return self.total + self.figures + self.codes + self.case + self.marks + self.other


class Edit(Struct, frozen=True):
    """One step from the memory's text to the one asked for: which words are replaced, taken out or put in.

    ``before`` and ``after`` are the words, as written, of the memory's text and of the one asked for.
    """

    kind: Literal["replace", "delete", "insert", "figure", "case"]
    before: tuple[str, ...]
    after: tuple[str, ...]


def score(
    query: NormalText,
    query_codes: Sequence[InlineCode],
    found: NormalText,
    found_codes: Sequence[InlineCode],
    *,
    least: int = 0,
) -> Score | None:
    """The score of ``found``, a text of the memory, for ``query``; ``None`` where it does not reach ``least``.

    Both texts without a token have no score; ``None``.
    """
    longer = max(len(query.tokens), len(found.tokens))
    if not longer:
        return None
    same = query.tokens == found.tokens
    distance = 0 if same else Levenshtein.distance(query.tokens, found.tokens)
    words = 100 * (longer - distance) // longer
    if words + BONUS < least:
        return None
    letters = 100 if same else _letters(query.tokens, found.tokens)
    bonus = min(max(letters - words, 0) // 4, BONUS) if words else 0
    shared = words if same else min(words + bonus, EXACT - 1)
    if shared < least:
        return None
    figures = PENALTIES.figures * (query.figures != found.figures)
    codes = PENALTIES.codes * (codes_of(query_codes) != codes_of(found_codes))
    case = PENALTIES.case * (query.words != found.words if same else _case_differs(query, found))
    marks = PENALTIES.marks * (query.marks != found.marks)
    total = max(shared - figures - codes - case - marks, 0)
    other = int(total == EXACT and query.text != found.text)
    total -= other
    return Score(total, words, letters, figures, codes, case, marks, other) if total >= least else None


def fuzzy_bound(longer: int, steps: int) -> int:
    """The most that a unit can score before penalties, ``steps`` words of the ``longer`` text being other ones."""
    return min(100 * (longer - steps) // longer + BONUS, EXACT - 1) if steps else EXACT


def edits(query: NormalText, found: NormalText) -> tuple[Edit, ...]:
    """The fewest steps over words from ``found`` to ``query``, and the figures and capitals that differ, in order."""
    steps: list[Edit] = []
    ours, theirs = _as_written(found), _as_written(query)
    for step in Levenshtein.opcodes(found.tokens, query.tokens):
        here, there = slice(step.src_start, step.src_end), slice(step.dest_start, step.dest_end)
        if step.tag == "equal":
            both = zip(found.words[here], query.words[there], strict=True)
            steps += [Edit("case", (old,), (new,)) for old, new in both if old != new]
        elif step.tag == "replace":
            steps.append(Edit("replace", ours[here], theirs[there]))
        else:
            steps.append(Edit("delete" if step.tag == "delete" else "insert", ours[here], theirs[there]))
    if len(query.figures) == len(found.figures):
        pairs = zip(found.figures, query.figures, strict=True)
        steps += [Edit("figure", (old,), (new,)) for old, new in pairs if old != new]
    return tuple(steps)


def _as_written(text: NormalText) -> tuple[str, ...]:
    """The words of ``text`` with its figures in their places, where each is a word of its own (unlike «5kg»)."""
    if text.words.count(FIGURE) != len(text.figures):
        return text.words
    figures = iter(text.figures)
    return tuple(next(figures) if word == FIGURE else word for word in text.words)


def _letters(query: Sequence[str], found: Sequence[str]) -> int:
    one, other = " ".join(query), " ".join(found)
    longer = max(len(one), len(other))
    return 100 * (longer - Levenshtein.distance(one, other)) // longer


def _case_differs(query: NormalText, found: NormalText) -> bool:
    """Whether a word that both have is spelt with other capitals."""
    odd = set(query.words).symmetric_difference(found.words)
    if not odd:
        return False
    common = set(query.tokens).intersection(found.tokens)
    for text in (query, found):
        for word, token in zip(text.words, text.tokens, strict=True):
            if word in odd and token in common:
                return True
    return False
