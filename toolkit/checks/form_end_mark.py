"""FORM001: end mark missing or other than in the source.

Finds a translation that ends without the full stop, question mark, exclamation mark or colon of its source, or
that turns a question into a statement.

Why it matters: a lost end mark is seen by every reader, and it often shows that the end of the text was cut off.

Example: «Your call is free and confidential.» translated «Votre appel est gratuit et confidentiel».

The fix: put the mark back. Where the source ends in an abbreviation (``etc.``, ``Inc.``) nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit, word_before
from toolkit.checks.sides import Flags
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_CLOSERS = "\"'’”»)]}"
_CLOSING = _CLOSERS + "".join(filter(str.isspace, map(chr, range(0x3001))))
_MARKS = frozenset(".!?…:;")
_ABBREVIATION = re.compile(
    r"(?:\b\w|\b\w+\.\w+|\b(?i:etc|inc|ltd|corp|co|al|no|vol|jr|sr|st|pp|fig|dept|univ))\.[\s\"'’”»)\]}]*$"
)
_TAGS_AT_END = re.compile(r"(?:\s*(?:<[^<>]*>|\{[^{}]*\}|%[sd]))+\s*$")
_NAMES = {".": N_("full stop"), "?": N_("question mark"), "!": N_("exclamation mark"), ":": N_("colon")}
_NAMES |= {";": N_("semicolon"), "…": N_("ellipsis"), "...": N_("ellipsis")}
_SPACED = "?!:;"


def _mark(text: str) -> str:
    """The end mark of ``text``, behind which only closing marks, spaces and then tags may stand; empty without one."""
    if text.rstrip().endswith((">", "}", "%s", "%d")):
        text = _TAGS_AT_END.sub("", text)
    end = text.rstrip(_CLOSING)
    return "..." if end.endswith("...") else end[-1:] if end[-1:] in _MARKS else ""


def _where(context: FileContext) -> Flags:
    wanted, given = context.source_side.made(_mark), context.target_side.made(_mark)
    result: Flags = context.translated & (wanted != "") & (wanted != given)
    return result


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    source, target = unit.source.text, unit.target.text
    wanted = _mark(source)
    if not wanted or not unit.translated or len(unit.source_words) == 0:
        return
    given = _mark(target)
    if given == wanted or {given, wanted} <= {"…", "..."}:
        return
    end = len(target.rstrip())
    if not given:
        if wanted == "." and (len(unit.source_words) < 2 or _ABBREVIATION.search(source)):
            return
        severity = None if wanted in ".?!:" else Severity.INFO
        message = tr("the {mark} of the source is missing at the end", mark=tr(_NAMES[wanted]))
        end = len(_TAGS_AT_END.sub("", target).rstrip()) or end
        start = word_before(target, end)
        yield Spot("target", start, end, message, _with_mark(target, start, end, wanted, context), severity)
    elif {given, wanted} == {".", "?"}:
        there, here = tr(_NAMES[wanted]), tr(_NAMES[given])
        message = tr("the source ends with a {there}, the translation with a {here}", there=there, here=here)
        at = target.rindex(given)
        inside = wanted == "?" and "?" in target[:at]  # «Why?» becomes «Pourquoi ? demanda-t-il.»
        yield Spot("target", at, at + len(given), message, severity=Severity.INFO if inside else None)
    else:
        at = target.rindex(given)
        message = tr("the source ends with «{there}», the translation with «{here}»", there=wanted, here=given)
        yield Spot("target", at, at + len(given), message, severity=Severity.INFO)


def _with_mark(target: str, start: int, end: int, mark: str, context: FileContext) -> str | None:
    """The last word with the mark after it; none where quotation marks leave its place open."""
    if target[end - 1 : end] in _CLOSERS or _TAGS_AT_END.search(target):
        return None
    space = "\u00a0" if mark in context.target_language.no_break_before else ""
    return target[start:end] + space + mark


CHECK = Check("FORM001", "end mark", "typographical", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example("Your call is free and confidential.", "Votre appel est gratuit et confidentiel", "confidentiel"),
    Example("Do you work without pay?", "Vous travaillez sans être payé.", "."),
    Example("He said: “Nobody came.”", "« Personne n’est venu »", "»"),
)
PASSING = (
    Example("Your call is free.", "Votre appel est gratuit."),
    Example("It belongs to Acme Inc.", "Elle appartient à Acme"),
    Example("“Nobody came,” he said…", "« Personne n’est venu », a-t-il dit..."),
    Example("Title", "Titre"),
)
