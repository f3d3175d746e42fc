"""TYPO001: no-break space missing before ``: ; ! ? »`` or after ``«``.

Finds, in French, a high mark with no space or with an ordinary one. U+00A0 and the narrow U+202F are both right.

Why it matters: with an ordinary space the mark may fall alone to the next line; without one the text looks English.

Example: «Travaillez-vous sans être payé?» for «Travaillez-vous sans être payé ?».

The fix: a no-break space. A file that has no no-break space anywhere and ordinary ones throughout has lost them on
the way or follows its house: then those are information only. With the option ``space`` a house asks for one of the
two no-break spaces, and the other is reported as well. Links, times of day, ratios, code and entities are left
in peace; Canadian French sets ``; ! ?`` without a space, Swiss French is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from tmx.text.spans import within
from toolkit.checks.check import Check, Example, FileContext, Option, Spot, Unit, word_before
from toolkit.checks.markup import Markup, find_markup
from toolkit.checks.sides import Flags
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_NO_BREAK = "\u00a0\u202f"
_SPACE = Option(
    "space",
    ("either", "U+00A0", "U+202F", "mixed"),
    "which no-break space is right: either, the wide U+00A0, the narrow U+202F, or mixed, as the Imprimerie nationale "
    "sets it: wide before a colon and inside guillemets, narrow before ; ! and ?",
)
_NARROW_IF_MIXED = ";!?"
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[^\s.,;:!?»)]|[\w.+-]{1,64}@[\w.-]+\w")
_REGIONAL_MARKS = {"fr-ca": (":»", "«"), "fr-ch": ("", "")}


def _marks(context: FileContext) -> tuple[str, str]:
    tag = context.target_tag.lower().replace("_", "-")
    language = context.target_language
    return _REGIONAL_MARKS.get(tag, (language.no_break_before, language.no_break_after))


_HOUSE = 5  # so many ordinary spaces before marks and no no-break space: the house sets none


def _house_sets_ordinary_spaces(context: FileContext) -> bool:
    before, after = _marks(context)
    if not before:
        return False
    ordinary = re.compile(rf"\w [{re.escape(before)}](?!\w)" + (rf"|[{re.escape(after)}] \w" if after else ""))
    plain = 0
    for unit in context.units:
        if any(space in unit.target.text for space in _NO_BREAK):
            return False
        plain += len(ordinary.findall(unit.target.text))
    return plain >= _HOUSE


def _where(context: FileContext) -> Flags:
    before, after = _marks(context)
    if not before + after:
        return context.nowhere
    if context.option("TYPO001", _SPACE) != _SPACE.default:
        return context.target_side.holding(before + after)  # a no-break space may be the wrong one
    odd = [rf"(?<![{_NO_BREAK}])[{re.escape(before)}]"] * bool(before)
    odd += [rf"[{re.escape(after)}](?![{_NO_BREAK}])"] * bool(after)
    return context.target_side.searched(re.compile("|".join(odd)), before + after)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    before, after = _marks(context)
    text = unit.target.text
    wanted = before + after
    if not wanted:
        return
    marks = [(found.start(), found[0]) for found in re.finditer(f"[{re.escape(wanted)}]", text)]
    if not marks:
        return
    markup = list(find_markup(text))
    passed_over = [(m.start, m.end) for m in markup]
    if "@" in text or "www." in text or "://" in text:
        passed_over += [match.span() for match in _ADDRESS.finditer(text)]
    is_passed_over = within(passed_over)
    for position, mark in marks:
        if is_passed_over(position) or (markup and _is_spaced_beyond_tags(text, position, mark in before, markup)):
            continue
        space = _space_for(mark, context.option("TYPO001", _SPACE))
        spot = _before(text, position, space) if mark in before else _after(text, position, space)
        if spot is None or (mark in before and _stands_in_source(text, position, unit.source.text)):
            continue
        chosen = " " in text[spot.start : spot.end] and context.once(_house_sets_ordinary_spaces)
        yield replace(spot, severity=Severity.INFO) if chosen else spot


def _is_spaced_beyond_tags(text: str, position: int, is_before: bool, markup: Sequence[Markup]) -> bool:
    """Whether the mark has its no-break space on the other side of tags: before ``<b>`` in ``pays <b>:</b>``."""
    tags = [one for one in markup if one.kind == "tag"]
    if is_before:
        for tag in reversed(tags):
            if tag.end == position:
                position = tag.start
        return text[position - 1 : position] in tuple(_NO_BREAK) and text[position : position + 1] == "<"
    position += 1
    begun = position
    for tag in tags:
        if tag.start == position:
            position = tag.end
    return position > begun and text[position : position + 1] in tuple(_NO_BREAK)


def _stands_in_source(text: str, position: int, source: str) -> bool:
    """Whether the mark stands in words of the source: a title that is quoted in its language keeps its typography."""
    after = _WORD_AFTER.match(text, position + 1)
    if after is None or f"{text[position]}{after[0]}" not in source:
        return False
    before = _WORD_BEFORE.search(text[max(position - _LONGEST_WORD, 0) : position])
    return before is not None and f"{before[0]}{text[position]}{after[0]}" in source


_WORD_BEFORE = re.compile(r"[^\W\d]+$")
_WORD_AFTER = re.compile(r"\s+[^\W\d]+")
_LONGEST_WORD = 60  # letters: a long text is not read from its beginning at each mark


def _space_for(mark: str, choice: str) -> str:
    """The no-break space that the house sets at ``mark``, empty where both are right."""
    if choice == "mixed":
        return "\u202f" if mark in _NARROW_IF_MIXED else "\u00a0"
    return {"U+00A0": "\u00a0", "U+202F": "\u202f"}.get(choice, "")


def _before(text: str, position: int, space: str) -> Spot | None:
    mark, previous = text[position], text[position - 1 : position]
    following = text[position + 1 : position + 2]
    if space and previous in _NO_BREAK and previous not in ("", space):
        message = _message(N_("the other no-break space before {mark}, the house sets {space}"), mark, space)
        return Spot("target", position - 1, position + 1, message, space + mark)
    if not previous or previous in _NO_BREAK or previous in "\u2009\n\t":
        return None
    if mark in ":;" and following and not (following.isspace() or following in '»”"<«'):
        return None  # 8:30, 1:2, C:\, key:value, :-)
    if mark in "!?" and (previous in "!?…([" or (following and following not in " \n\u00a0\u202f»”\"')].,;:!?…<—–*")):
        return None
    if previous == " ":
        ahead = text[position - 2 : position - 1]
        if not ahead or ahead in _NO_BREAK or ahead == " ":
            return None
        if mark in ":;" and following in ("-", ")"):
            return None
        message = _message(N_("ordinary space before {mark}, a no-break space is needed"), mark)
        return Spot("target", position - 1, position + 1, message, (space or "\u00a0") + mark)
    if mark == ";" and re.search(r"&\w+$", text[:position]):
        return None
    start = word_before(text, position)
    message = _message(N_("no-break space missing before {mark}"), mark)
    return Spot("target", start, position + 1, message, text[start:position] + (space or "\u00a0") + mark)


def _after(text: str, position: int, space: str) -> Spot | None:
    mark, following = text[position], text[position + 1 : position + 2]
    if space and following in _NO_BREAK and following not in ("", space):
        message = _message(N_("the other no-break space after {mark}, the house sets {space}"), mark, space)
        return Spot("target", position, position + 2, message, mark + space)
    if not following or following in _NO_BREAK or following in "\u2009\n\t":
        return None
    if following == " ":
        if text[position + 2 : position + 3] in (" ", "\u00a0", "\u202f"):
            return None
        message = _message(N_("ordinary space after {mark}, a no-break space is needed"), mark)
        return Spot("target", position, position + 2, message, mark + (space or "\u00a0"))
    message = _message(N_("no-break space missing after {mark}"), mark)
    return Spot("target", position, position + 2, message, mark + (space or "\u00a0") + following)


def _message(template: str, mark: str, space: str = "") -> str:
    """Guillemets are named without guillemets around them, spaces by their code points."""
    return tr(template, mark=mark if mark in "«»" else tr("«{term}»", term=mark), space=f"U+{ord(space or ' '):04X}")


CHECK = Check(
    "TYPO001",
    "no-break space",
    "typographical",
    Severity.WARNING,
    _run,
    __doc__,
    (_SPACE,),
    safe=True,
    alone=True,
    where=_where,
)

FAILING = (
    Example("Do you work without pay?", "Travaillez-vous sans être payé?", "payé?"),
    Example("three priorities:", "trois priorités :", " :"),
    Example("the “first step”", "la « première étape »", "« "),
    Example("the “first step”", "la «première étape»", "«p"),
    Example("Priorities<b>:</b>", "Priorités<b>:</b>", ">:"),
)
PASSING = (
    Example("At 8:30: see https://example.org/a?b=c;d", "À 8:30\u00a0: voir https://example.org/a?b=c;d"),
    Example("Really?!", "Vraiment\u202f?!"),
    Example("Priorities<b>:</b> “all”", "Priorités\u00a0<b>:</b> <i>«</i>\u00a0toutes\u00a0<i><b>»</b></i>"),
    Example("What?", "Quoi?", target_language="fr-CA"),
    Example("the “first step”", "la «première étape»", target_language="fr-CH"),
    Example("AT&amp;T", "AT&amp;T"),
    Example("What now?", "¿Qué hacer?", target_language="es"),
)
