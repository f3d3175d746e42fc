"""Figures and dates of a proposed translation, put right where they differ between the query and the memory's source.

A number of the memory's source is replaced in its target by the one that stands in its place in the query, written as
the target writes it. This is done only where there is no doubt: the two sources line up at that place, and one number
of the target, and no other, has the value of the source's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.distance import Levenshtein

from tmx.errors import UnknownLanguageError
from tmx.match.matches import MemoryMatch, Replacement
from tmx.match.score import Edit
from tmx.model import Segment
from tmx.text.languages import Language, find_language
from tmx.text.number_comparison import compare_numbers
from tmx.text.numbers import NumberKind, NumberMention, find_numbers

__all__ = ["Change", "put_right", "replaced"]

_AMOUNTS = frozenset({NumberKind.FIGURE, NumberKind.PERCENT, NumberKind.YEAR, NumberKind.DAY, NumberKind.MONTH})
_NAMES = frozenset({NumberKind.MONTH, NumberKind.WEEKDAY})
_SAME_EVERYWHERE = frozenset({NumberKind.CODE, NumberKind.PHONE, NumberKind.ROMAN})
_CALENDAR = frozenset({NumberKind.DAY, NumberKind.MONTH, NumberKind.YEAR, NumberKind.WEEKDAY, NumberKind.TIME})
_DIGITS = re.compile(r"\d(?:[\d.,'’\s]*\d)?")
_CLOCK = re.compile(r"(\d{1,2})(\s?[h:.]\s?)(\d{2})?")
_WORD = re.compile(r"\w+")


class Change(Struct, frozen=True):
    """A piece of a text to be replaced: its half-open place, what stands there then, and why."""

    start: int
    end: int
    text: str
    why: Literal["figure", "date", "term"]


def put_right(match: MemoryMatch, query: Segment, source_language: str, target_language: str) -> MemoryMatch:
    """``match`` with the figures and dates of its proposal put right for ``query``, as far as that can be told."""
    try:
        source, target = find_language(source_language), find_language(target_language)
    except UnknownLanguageError:
        return match
    if not any(_of_numbers(edit, source) for edit in match.edits):
        return match
    asked = _numbers(query.text, source)
    known = _numbers(match.source.text, source)
    if not asked or not known:
        return match
    lined_up = list(_lined_up(match.source.text, known, query.text, asked))
    if all(old.values == new.values for old, new in lined_up):
        return match
    written = find_numbers(match.target.text, target)
    changes = _changes(match, query.text, lined_up, known, written, target)
    return replaced(match, changes)


# The same query stands beside many matches.
_numbers = lru_cache(maxsize=256)(find_numbers)


def _of_numbers(edit: Edit, language: Language) -> bool:
    """Whether a figure, a month or a weekday is among the words of a step."""
    words = (*edit.before, *edit.after)
    if edit.kind == "figure" or any(not word.isalpha() and _DIGITS.search(word) for word in words):
        return True
    return any(word.lower() in language.months or word.lower() in language.weekdays for word in words)


def replaced(match: MemoryMatch, changes: Sequence[Change]) -> MemoryMatch:
    """``match`` with ``changes``, places in its proposal that do not overlap, made and told in ``replacements``."""
    if not changes:
        return match
    parts: list[str] = []
    moved: list[Replacement] = []
    at = shift = 0
    shifts: list[tuple[int, int]] = []
    for change in sorted(changes, key=lambda change: change.start):
        parts += [match.proposal[at : change.start], change.text]
        start = change.start + shift
        before = match.proposal[change.start : change.end]
        moved.append(Replacement(start, start + len(change.text), before, change.text, change.why))
        shift += len(change.text) - len(before)
        shifts.append((change.start, len(change.text) - len(before)))
        at = change.end
    earlier = [_shifted(old, shifts) for old in match.replacements]
    both = sorted([*earlier, *moved], key=lambda item: item.start)
    return replace(match, proposal="".join([*parts, match.proposal[at:]]), replacements=tuple(both))


def _shifted(old: Replacement, shifts: Sequence[tuple[int, int]]) -> Replacement:
    by = sum(shift for start, shift in shifts if start < old.start)
    return replace(old, start=old.start + by, end=old.end + by)


def _changes(
    match: MemoryMatch,
    asked_text: str,
    lined_up: Sequence[tuple[NumberMention, NumberMention]],
    known: Sequence[NumberMention],
    written: Sequence[NumberMention],
    language: Language,
) -> list[Change]:
    counterparts = {source.start: target for source, target in compare_numbers(known, written).pairs}
    new_values = {old.start: new.values for old, new in lined_up}
    changes = []
    for old, new in lined_up:
        target = counterparts.get(old.start)
        before, after = match.source.text[old.start : old.end], asked_text[new.start : new.end]
        if target is None or before == after or old.values == new.values:
            continue
        rivals = [other for other in known if other.start != old.start and other.values & old.values]
        if any(new_values.get(rival.start) != new.values for rival in rivals):
            continue  # the same number stands there twice and does not change twice: which is which is unknown
        text = _written(match.target.text[target.start : target.end], target, before, after, new, language)
        if text is not None:
            why: Literal["figure", "date"] = "date" if old.kind in _CALENDAR else "figure"
            changes.append(Change(target.start, target.end, text, why))
    return changes


def _lined_up(
    known_text: str, known: Sequence[NumberMention], asked_text: str, asked: Sequence[NumberMention]
) -> Iterator[tuple[NumberMention, NumberMention]]:
    """Numbers that stand in each other's place in the two texts, with the words around them."""
    ours, ours_at = _sequence(known_text, known)
    theirs, theirs_at = _sequence(asked_text, asked)
    for step in Levenshtein.opcodes(ours, theirs):
        if step.tag == "equal":
            for one in range(step.src_end - step.src_start):
                old, new = ours_at[step.src_start + one], theirs_at[step.dest_start + one]
                if old is not None and new is not None:
                    yield old, new


def _sequence(text: str, mentions: Sequence[NumberMention]) -> tuple[list[str], list[NumberMention | None]]:
    """The words of ``text`` in small letters with a sign for each number, by the sort of number, and the numbers."""
    words: list[str] = []
    at: list[NumberMention | None] = []
    end = 0
    for mention in mentions:
        between = _WORD.findall(text[end : mention.start].lower())
        spelt = mention.kind in _NAMES and not text[mention.start].isdigit()
        sort = mention.kind.value if spelt or mention.kind in _SAME_EVERYWHERE else "number"
        words += [*between, f"<{sort}>"]
        at += [*([None] * len(between)), mention]
        end = mention.end
    rest = _WORD.findall(text[end:].lower())
    return words + rest, at + [None] * len(rest)


def _written(
    target: str, mention: NumberMention, before: str, after: str, new: NumberMention, language: Language
) -> str | None:
    """The new number as the target would write it; ``None`` where that is not known."""
    if mention.kind in _NAMES and not target[0].isdigit():
        return _name(target, mention.kind, new, language)
    if mention.kind is NumberKind.TIME:
        return _clock(target, new)
    if mention.kind in _SAME_EVERYWHERE:
        return after if target == before else None
    if mention.kind in _AMOUNTS and new.kind not in _SAME_EVERYWHERE:
        return _amount(target, mention, before, after, new, language)
    return None


def _name(target: str, kind: NumberKind, new: NumberMention, language: Language) -> str | None:
    if new.kind is not kind or len(new.values) != 1:
        return None
    (value,) = new.values
    names = language.months if kind is NumberKind.MONTH else language.weekdays
    full = [name for name, number in names.items() if number == value and name not in language.short_months]
    if not full or target.lower() in language.short_months:
        return None
    alike = [name for name in full if name.endswith("s") == target.lower().endswith("s")]  # «lundis» for «mardis»
    name = max(alike or full, key=len)
    return name.capitalize() if target[0].isupper() else name


def _clock(target: str, new: NumberMention) -> str | None:
    times = [value for value in new.values if isinstance(value, str)]
    shape = _CLOCK.fullmatch(target)
    if len(times) != 1 or shape is None:
        return None
    hour, _, minute = times[0].partition(":")
    hour = hour if len(shape[1]) == 2 and shape[1][0] == "0" else hour.lstrip("0") or "0"
    if shape[3]:
        return f"{hour}{shape[2]}{minute}"
    return f"{hour}{shape[2]}" if minute == "00" else None


def _amount(
    target: str, mention: NumberMention, before: str, after: str, new: NumberMention, language: Language
) -> str | None:
    """A figure in the target's own style, its sign or scale word kept; both sources must have the same one."""
    old_figure, new_figure, written = _DIGITS.search(before), _DIGITS.search(after), _DIGITS.search(target)
    if old_figure is None or new_figure is None or written is None:
        return None
    around = after[: new_figure.start()] + "0" + after[new_figure.end() :]
    same = before[: old_figure.start()] + "0" + before[old_figure.end() :] == around
    if not same and mention.kind is not NumberKind.DAY:
        return None
    tail = target[written.end() :]
    if mention.kind is NumberKind.DAY:
        return _day(target, new_figure[0], language) if written.end() == len(target) or tail.isalpha() else None
    figure = new_figure[0]
    if not figure.isdigit():
        figure_value = _plain(new, new_figure, around)
        if figure_value is None:
            return None
        figure = figure_value
    return target[: written.start()] + _grouped(figure, written[0], new_figure[0], language) + tail


def _day(target: str, day: str, language: Language) -> str | None:
    if not day.isdigit():
        return None
    if day.lstrip("0") == "1" and language.first_of_month and not target.startswith("0"):
        return language.first_of_month
    first = bool(language.first_of_month) and target == language.first_of_month
    if not first and not target.isdigit():
        return None
    return day.zfill(2) if len(target) == 2 and target.startswith("0") else day.lstrip("0")


def _plain(new: NumberMention, figure: re.Match[str], around: str) -> str | None:
    """A figure with marks in it as digits and a decimal point; ``None`` where its value is open."""
    amounts = [value for value in new.values if isinstance(value, Fraction)]
    if len(amounts) != 1 or len(new.values) != 1:
        return None
    text = re.sub(r"['’\s]", "", figure[0])
    marks = re.findall(r"[.,]", text)
    if re.search(r"[^\W\d_]", around):
        return None  # with a scale word the value is not the figure's own
    for point in {*marks, ""}:
        plain = "".join("." if mark == point else "" if mark in ".," else mark for mark in text)
        if plain.count(".") <= 1 and Fraction(plain) == amounts[0]:
            return plain
    return None


def _grouped(figure: str, written: str, asked: str, language: Language) -> str:
    """``figure`` (digits and a point) with the marks between thousands and before decimals that the target has."""
    whole, _, decimals = figure.partition(".")
    found = re.search(r"\d([.,'’\s])\d{3}(?!\d)", written)
    mark = found[1] if found and found[1] != language.decimal_mark else ""
    if not mark and not asked.isdigit() and re.fullmatch(r"\d{1,3}(?:\D\d{3})+(?:\D\d+)?", asked) and len(whole) > 3:
        mark = "," if language.decimal_mark == "." else "\u00a0"
    if mark and len(whole) > 3:
        whole = f"{int(whole):,}".replace(",", mark)
    return whole + (language.decimal_mark + decimals if decimals else "")
