"""What stands in the cells of a reviewed workbook: decisions, numbers of sentences, shares, dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from toolkit.messages import N_, tr, tr_all
from toolkit.reports.alignment_xlsx import JOIN, OK, OUT

__all__ = ["SIDES", "Complain", "date_in", "decision_in", "meant", "named", "share_in", "span_in", "whole_in"]

SIDES = ("source", "target")
Complain = Callable[[str, str], None]  # what is wrong, and what to do

_NAMED = (N_("source sentence {number}"), N_("target sentence {number}"))
_NO_NUMBER = (
    N_("«{word}» is not the number of a source sentence"),
    N_("«{word}» is not the number of a target sentence"),
)
_APART = (
    N_("the source sentences {numbers} do not follow each other"),
    N_("the target sentences {numbers} do not follow each other"),
)
_SPAN = re.compile(r"\[?([1-9][0-9]{0,8})\]?[-–]\[?([1-9][0-9]{0,8})\]?")
_MOST_IN_SPAN = 1000


def span_in(text: str, side: str, complain: Complain) -> range | None:
    """The sentences, from 0, that ``text`` lists from 1 (``3 4 5`` or ``3-5``); None where that cannot be read."""
    numbers: list[int] = []
    for word in re.split(r"[\s,;]+", text.strip()) if text.strip() else []:
        listed = _listed(word)
        if not listed:
            complain(tr(_NO_NUMBER[SIDES.index(side)], word=word), tr("write numbers with spaces, such as 3 4"))
            return None
        numbers += listed
    found = sorted(number - 1 for number in numbers)
    if not found:
        return range(0)
    if found != list(range(found[0], found[0] + len(found))):
        together = " ".join(str(number + 1) for number in found)
        complain(tr(_APART[SIDES.index(side)], numbers=together), tr("join the beads between them"))
        return None
    return range(found[0], found[-1] + 1)


def _listed(word: str) -> Sequence[int]:
    """The numbers that a word names: ``4``, ``[4]`` as before the texts, ``4-6``; none where it names none."""
    one = whole_in(word.removeprefix("[").removesuffix("]"))
    if one is not None:
        return (one,)
    span = _SPAN.fullmatch(word)
    if span is None or not 0 < int(span[2]) - int(span[1]) < _MOST_IN_SPAN:
        return ()
    return range(int(span[1]), int(span[2]) + 1)


def decision_in(cell: str) -> str:
    """What a cell of decisions means: ``ok``, ``out``, ``join``, nothing, or else what stands there."""
    return meant(cell.lower().rstrip(".!"), (OK, OUT, JOIN))


def named(side: str, number: int) -> str:
    """``source sentence 8``, by its number from 1."""
    return tr(_NAMED[SIDES.index(side)], number=number)


def meant(text: str, names: Sequence[str]) -> str:
    """Which of ``names`` is said in the text, in whatever language; the text where it is none."""
    return next((name for name in names if text in tr_all(name)), text)


def whole_in(text: str) -> int | None:
    """A number from 1, or None."""
    return int(text) if re.fullmatch("[1-9][0-9]{0,8}", text) else None


def share_in(text: str, default: float | None) -> float | None:
    """A number from 0 to 1; ``default`` where the cell is empty, None where it holds anything else."""
    if not text:
        return default
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None


def date_in(text: str) -> datetime | None:
    """A date and time as they were written into the cell, or None."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
