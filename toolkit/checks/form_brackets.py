"""FORM002: bracket or quotation mark without its partner.

Finds a bracket, guillemet or double quotation mark in the translation that is opened and not closed, or closed and
not opened, where those of the source are in order.

Why it matters: the reader does not know where the aside or the quotation ends.

Example: «(on arrivals, returns and deaths at sea).» translated «(sur les arrivées et les décès en mer.»

The fix: put the missing partner back. Where a quotation runs over several units, the source is as open as the
translation, and nothing is said; without a source, nothing is said where a quotation to the end of a paragraph goes on
in the next one, with the mark again, or ends some paragraphs later.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from msgspec import Struct

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.markup import SIGNS, find_markup
from toolkit.checks.sides import Flags
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_PARTNERS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“"}
_OPENING = {opening: closing for closing, opening in _PARTNERS.items()}
_MARKS = re.compile("[()\\[\\]{}«»“”]")
_ALL_MARKS = re.compile('[()\\[\\]{}«»“”„"]')
# Marks that stand in pairs, none inside another: nothing is wrong with most texts that have any.
_IN_PAIRS = re.compile(r"(?:\(\)|\[\]|\{\}|«»|“”)*\Z")
# a) b) 1) i) at the head of a list item, and :-) in a message
_LIST_MARK = re.compile(r"(?:^|[\s;,:])(?:[A-Za-z]|\d{1,2}|[ivxIVX]{1,4})\)")
_QUOTES = frozenset('«»“”„"')
_MARKED = frozenset("«»“”")
_TO_THE_END = re.compile(r"[^«»“”\"]*[.!?…]\s*\Z")
_KEPT = 0.8  # of the units whose source has quotation marks
_FAR = 8
_KEPT_TEXTS = 64  # what is found out about a neighbour is asked again for each mark of a unit
_TURNED = re.compile(r"[^«»]*(?:»[^«»]*«[^«»]*)+")
_WORDS_BEFORE = re.compile(r"[^\w«»“”„\"]*\w[^«»“”„\"]*[«»“”„\"]")
_INNER = re.compile(r":\s*«[^«]*»")
_FACE = re.compile(r"[:;]-?[)(\]]")


class _Lonely(Struct, frozen=True):
    mark: str
    position: int


def _evened(text: str) -> str:
    """``text`` with the quotation marks of „German“ and »German« as those that open and close elsewhere."""
    if "„" in text:
        text = text.translate({ord("“"): "”", ord("„"): "“"})
    if "»" in text and _TURNED.fullmatch(text):
        text = text.translate({ord("»"): "«", ord("«"): "»"})
    return text


def _lonely(text: str) -> list[_Lonely]:
    """The marks without a partner."""
    text = _evened(text)
    if _IN_PAIRS.match("".join(_MARKS.findall(text))) and not _FACE.search(text) and not any(find_markup(text)):
        return []
    passed_over: set[int] = set()
    for markup in find_markup(text):
        passed_over.update(range(markup.start, markup.end))
    passed_over.update(position for face in _FACE.finditer(text) for position in range(face.start(), face.end()))
    open_marks: dict[str, list[int]] = {mark: [] for mark in _OPENING}
    lonely: list[_Lonely] = []
    for match in _MARKS.finditer(text):
        position, mark = match.start(), match.group()
        if position in passed_over:
            continue
        if mark in _OPENING:
            open_marks[mark].append(position)
        elif mark in _PARTNERS:
            if open_marks[_PARTNERS[mark]]:
                open_marks[_PARTNERS[mark]].pop()
            else:
                lonely.append(_Lonely(mark, position))
    _leave_out_outer(open_marks["«"], text)
    lonely += [_Lonely(mark, position) for mark, places in open_marks.items() for position in places]
    listed = {match.end() - 1 for match in _LIST_MARK.finditer(text)}
    return sorted((one for one in lonely if one.position not in listed), key=lambda one: one.position)


def _leave_out_outer(guillemets: list[int], text: str) -> None:
    """Forget an open guillemet inside which another one opens: both end with one mark (« Il dit : « Oui. »)."""
    if guillemets and _INNER.search(text, guillemets[0] + 1):
        del guillemets[0]


def _open_in_source(text: str) -> set[str]:
    """The classes of marks that the source leaves open: ``brackets`` by their own sign, all quotation marks as one."""
    classes = {_class_of(one.mark) for one in _lonely(text)}
    if text.count('"') % 2:
        classes.add("quotation")
    return classes


def _class_of(mark: str) -> str:
    return "quotation" if mark in "«»“”" else _PARTNERS.get(mark, mark)


def _partner(mark: str) -> str:
    return _OPENING.get(mark) or _PARTNERS[mark]


def _marks_of(piece: str) -> str:
    """The marks of a piece between spaces; ``?``, which has no partner, where they may be a tag's or a face's."""
    if piece.isalpha():
        return ""
    marks = "".join(_ALL_MARKS.findall(piece))
    return "?" if not SIGNS.isdisjoint(piece) or (marks and _FACE.search(piece)) else marks


def _where(context: FileContext) -> Flags:
    """Where the translation has marks that do not plainly stand in pairs, or the source a straight one."""
    odd = [not _IN_PAIRS.match(marks) for marks in context.target_side.gathered(_marks_of)]
    return np.array(odd, dtype=np.bool_) | (context.translated & context.source_side.holding('"'))


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    lonely = _lonely(unit.target.text)
    odd_quotes = unit.target.text.count('"') % 2 == 1
    if not lonely and not odd_quotes:
        lost = unit.source.text.count('"') % 2 and unit.translated and not _has_quotes(unit.target.text)
        if lost and context.once(_quotes_are_kept):
            yield Spot(
                "source", *_quotation(unit.source.text), tr("the quotation mark of the source has no counterpart")
            )
        return
    in_source = _open_in_source(unit.source.text)
    for one in lonely:
        if _class_of(one.mark) in in_source or _goes_on(one, unit, context):
            continue
        missing = _partner(one.mark)
        message = _message(one.mark, missing)
        end = _sentence_end(unit.target.text, one.position) if one.mark in _OPENING else one.position + 1
        yield Spot("target", one.position, end, message)
    if odd_quotes and "quotation" not in in_source and not lonely and not _inches(unit.target.text):
        if _straight_goes_on(unit, context):
            return
        at = unit.target.text.rindex('"')
        yield Spot("target", at, at + 1, tr("a straight quotation mark has no partner"))


def _has_quotes(text: str) -> bool:
    return not _QUOTES.isdisjoint(text)


def _quotes_are_kept(context: FileContext) -> bool:
    """Whether quotation marks of the source are quotation marks in the translation: French has dashes for dialogue."""
    quoted = [u for u in context.units if u.translated and _has_quotes(u.source.text)]
    whole = [unit for unit in quoted if unit.source.text.count('"') % 2 == 0]  # not those that are in question
    kept = sum(_has_quotes(unit.target.text) for unit in whole or quoted)
    return kept >= _KEPT * (len(whole or quoted) - 1)  # one may be the error


def _straight_goes_on(unit: Unit, context: FileContext) -> bool:
    """Whether a straight mark may belong to a quotation of several units: one near by lacks a partner too.

    Where the source has whole quotations here, only the units next to this one are near. Without a source, the next
    paragraph of the quotation may begin with the mark again.
    """
    if not unit.source.text and _runs_on(unit.target.text, unit.target.text.rindex('"')):
        after = context.units[unit.position + 1 : unit.position + 2]
        if any(other.target.text.startswith('"') for other in after):
            return True
    reach = 1 if _has_quotes(unit.source.text) else _FAR
    for step in (-1, 1):
        for distance in range(1, reach + 1):
            at = unit.position + step * distance
            if not 0 <= at < len(context.units):
                break
            marks = context.units[at].target.text.count('"')
            if marks % 2:
                return True
            if marks:
                break
    return False


def _message(mark: str, missing: str) -> str:
    """Guillemets are named without guillemets around them."""
    if mark in "«»":
        closed, opened = (
            N_("guillemet never closed: {missing} is missing"),
            N_("guillemet never opened: {missing} is missing"),
        )
    else:
        closed, opened = (
            N_("«{mark}» is never closed: «{missing}» is missing"),
            N_("«{mark}» is never opened: «{missing}» is missing"),
        )
    return tr(closed if mark in _OPENING else opened, mark=mark, missing=missing)


def _goes_on(one: _Lonely, unit: Unit, context: FileContext) -> bool:
    """Whether a neighbouring unit has the partner: a quotation may run over several units.

    So may an aside, but not one that begins and ends in the source of this unit.
    """
    quotation = _class_of(one.mark) == "quotation"
    if not quotation and _has_both(unit.source.text, one.mark):
        return False
    step = 1 if one.mark in _OPENING else -1
    at = unit.position + step
    if not 0 <= at < len(context.units):
        return False
    if _with_mark(context.units[at].target.text, _partner(one.mark)) is not None:
        return not quotation or _may_begin_before(context.units[max(at, unit.position)].source.text)
    return quotation and not unit.source.text and _over_paragraphs(one, unit, context, step)


@lru_cache(maxsize=_KEPT_TEXTS)
def _has_both(text: str, mark: str) -> bool:
    return mark in text and _partner(mark) in text


@lru_cache(maxsize=_KEPT_TEXTS)
def _may_begin_before(source: str) -> bool:
    """Whether a quotation that ends in the translation of ``source`` may begin in the unit before.

    It does not where words stand before the only quotation of the source, which is whole.
    """
    return not _WORDS_BEFORE.match(source) or "quotation" in _open_in_source(source)


@lru_cache(maxsize=_KEPT_TEXTS)
def _with_mark(text: str, mark: str) -> _Lonely | None:
    return next((one for one in _lonely(text) if one.mark == mark), None)


def _over_paragraphs(one: _Lonely, unit: Unit, context: FileContext, step: int) -> bool:
    """Whether a quotation that no source explains ends, or began, in a paragraph near by.

    Each paragraph of a long quotation begins with the mark that opens it, in older French with the one that closes it;
    or only the first and the last one have marks.
    """
    if one.mark in _OPENING and not _runs_on(unit.target.text, one.position):
        return False
    for distance in range(1, _FAR + 1):
        at = unit.position + step * distance
        if not 0 <= at < len(context.units):
            return False
        text = context.units[at].target.text
        again = text.lstrip().startswith(one.mark)
        if again and one.mark in _OPENING:
            return distance == 1
        partner = _with_mark(text, _partner(one.mark))
        if partner is not None:
            return one.mark in _OPENING or _runs_on(text, partner.position)
        if not again and not _MARKED.isdisjoint(text):
            return False
    return False


def _runs_on(text: str, start: int) -> bool:
    """Whether the quotation that begins at ``start`` is whole sentences to the end of its paragraph."""
    at = start
    while at and text[at - 1].isspace():
        at -= 1
    return (not at or text[at - 1] == ":") and _TO_THE_END.match(text, start + 1) is not None


def _sentence_end(text: str, start: int) -> int:
    """Where the sentence ends that stands at ``start``: the lost partner belongs somewhere before."""
    ends = _sentence_ends(text)
    at = bisect_right(ends, start)
    return ends[at] if at < len(ends) else len(text.rstrip())


@lru_cache(maxsize=1)
def _sentence_ends(text: str) -> list[int]:
    return [match.end() for match in re.finditer(r"[.!?…](?=\s|$)", text)]


def _quotation(text: str) -> tuple[int, int]:
    at = text.rindex('"')
    return at, at + 1


def _inches(text: str) -> bool:
    return re.search(r'\d"', text) is not None


CHECK = Check(
    "FORM002",
    "brackets and quotation marks",
    "typographical",
    Severity.WARNING,
    _run,
    __doc__,
    alone=True,
    where=_where,
)

FAILING = (
    Example("sharing data (on arrivals).", "mettre en commun les données (sur les arrivées.", "(sur les arrivées."),
    Example('He said it is "clear".', "Il dit que c’est clair »."),
    Example("the IOM [sic] report", "le rapport de l’OIM sic]", "]"),
)
PASSING = (
    Example("sharing data (on arrivals).", "mettre en commun les données (sur les arrivées)."),
    Example("the “new look”", "der „neue Look“ und der »alte«", target_language="de"),
    Example("a) travel documents", "a) documents de voyage"),
    Example("“Nobody came.", "« Personne n’est venu."),
    Example(
        "“I couldn't say to him ‘you won't be there’,” he said.",
        "« Je ne pouvais lui dire\u00a0: « Tu n’y seras pas », dit-il.",
    ),
    Example("It {count:d} (ok)", "C’est {count:d} (bien)"),
)
