"""FORM001: end mark missing or other than in the source.

Finds a translation that ends without the full stop, question mark, exclamation mark or colon of its source, or
that turns a question into a statement.

Why it matters: a lost end mark is seen by every reader, and it often shows that the end of the text was cut off.

Example: «Your call is free and confidential.» translated «Votre appel est gratuit et confidentiel».

The fix: put the mark back. Where the source ends in an abbreviation (``etc.``, ``Inc.``, ``p. ex.``) nothing is said;
an English headline without its full stop is information only, in a file that has others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from tmx.text.languages import primary_subtag
from tmx.text.sentences import split_sentences
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit, word_before
from toolkit.checks.sides import Flags
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_CLOSERS = "\"'’”»)]}“‘›』」】）"
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_CLOSING = _CLOSERS + _SPACES
# What other scripts write for a mark: Chinese, Arabic, Indic, Armenian, Ethiopic, Khmer, Burmese.
_WRITTEN_FOR = {
    mark: plain
    for plain, marks in {".": "。．।։።។။۔", "?": "？؟\u037e՞፧", "!": "！՜", ":": "：", ";": "；؛፤"}.items()
    for mark in marks
}
_MARKS = frozenset([*".!?…:;", *_WRITTEN_FOR])
_ABBREVIATION = re.compile(
    r"(?:\b\w|\b\w+\.\w+|\b(?i:etc|inc|ltd|corp|co|cie|al|no|vol|jr|sr|st|pp|fig|dept|univ|max|qty|esq|hab|cit|suiv))"
    r"\.[\s\"'’”»)\]}]*$"
)
# A number stands here instead of a word's end: a reference to a note behind the mark («… de l’accord.[1]»).
_NOTE = re.compile(r"(?<=[.!?…»”\"’')\w])(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹]+|\*{1,3})\s*$")
_NOTE_ENDS = tuple("]*¹²³⁰⁴⁵⁶⁷⁸⁹")
_HEADING = re.compile(r"\w+\s+(?:\d+|[IVXLC]+)\.\s*")  # «Article 5.», «Chapter II.»
_WITHOUT_STOP = frozenset(["th", "lo"])  # languages that write no full stop
_TAGS_AT_END = re.compile(r"(?:\s*(?:<[^<>]*>|\{[^{}]*\}|%[sd]))+\s*$")
_NAMES = {".": N_("full stop"), "?": N_("question mark"), "!": N_("exclamation mark"), ":": N_("colon")}
_NAMES |= {";": N_("semicolon"), "…": N_("ellipsis"), "...": N_("ellipsis")}
_SPACED = "?!:;"
_ASKED = ("か。", "吗。", "嗎。")  # Japanese and Chinese ask with a word
_OFTEN, _SHARE = 5, 0.1
_LETTERS = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"(?<!\w)['‘].*['’](?!\w)|[\"“].*[\"”]")
_HEADLINE = 4  # words
_SEVERAL, _SHARE_OF_HEADLINES = 3, 0.03


def _mark(text: str) -> str:
    """The end mark of ``text``, empty without one; a mark of another script is the one that it stands for."""
    end = _up_to_mark(text)
    if end.endswith(_ASKED):
        return "?"
    last = end[-1:]
    return "..." if end.endswith("...") else _WRITTEN_FOR.get(last, last) if last in _MARKS else ""


def _up_to_mark(text: str) -> str:
    """``text`` without what may stand behind its end mark: closing marks, a reference to a note, spaces, tags."""
    if text.rstrip().endswith((">", "}", "%s", "%d")):
        text = _TAGS_AT_END.sub("", text)
    end = text.rstrip(_SPACES)
    if end.endswith(_NOTE_ENDS):
        end = _NOTE.sub("", end)
    return end.rstrip(_CLOSING)


def _where(context: FileContext) -> Flags:
    wanted, given = context.source_side.made(_mark), context.target_side.made(_mark)
    result: Flags = context.translated & (wanted != "") & (wanted != given)
    return result


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    wanted = _mark(unit.source.text)
    if not wanted or not unit.translated or len(unit.source_words) == 0:
        return
    given = _mark(unit.target.text)
    if given == wanted or {given, wanted} <= {"…", "..."}:
        return
    if {given, wanted} == {"?", ";"} and "el" in (context.source_language.tag, context.target_language.tag):
        return  # the Greek question mark
    spot = _other_mark(unit, wanted, given) if given else _missing_mark(unit, wanted, context)
    if spot is not None:
        yield spot


def _missing_mark(unit: Unit, wanted: str, context: FileContext) -> Spot | None:
    """What to say where the translation ends with no mark, or with a comma; nothing where that is as it should be."""
    source, target = unit.source.text, unit.target.text
    if wanted == "." and (len(unit.source_words) < 2 or _says_nothing(source, context)):
        return None
    if target[:1].islower() and context.once(_notes_go_without):
        return None
    severity = None if wanted in ".?!:" else Severity.INFO
    if wanted == "." and _is_headline(target, context) and context.once(_headings_go_without):
        severity = Severity.INFO
    at = len(_up_to_mark(target)) - 1
    if target[at] == ",":
        message = tr("the source ends with «{there}», the translation with «{here}»", there=wanted, here=",")
        return Spot("target", at, at + 1, message, _spaced(wanted, context), severity)
    message = tr("the {mark} of the source is missing at the end", mark=tr(_NAMES[wanted]))
    end = len(_TAGS_AT_END.sub("", target).rstrip()) or len(target.rstrip())
    start = word_before(target, end)
    return Spot("target", start, end, message, _with_mark(target, start, end, wanted, context), severity)


def _other_mark(unit: Unit, wanted: str, given: str) -> Spot:
    source, target = unit.source.text, unit.target.text
    at = _place(target, given)
    if {given, wanted} != {".", "?"}:
        message = tr("the source ends with «{there}», the translation with «{here}»", there=wanted, here=given)
        return Spot("target", at, at + len(given), message, severity=Severity.INFO)
    there, here = tr(_NAMES[wanted]), tr(_NAMES[given])
    message = tr("the source ends with a {there}, the translation with a {here}", there=there, here=here)
    # «Why?» becomes «Pourquoi ? demanda-t-il.», and the other way round.
    inside = "?" in (target[:at] if wanted == "?" else source)
    return Spot("target", at, at + len(given), message, severity=Severity.INFO if inside else None)


def _notes_go_without(context: FileContext) -> bool:
    """Whether translations that begin with a small letter often go without the end mark of their source.

    In notes and in records of what was said they are no written sentences.
    """
    small = context.translated & context.target_side.looked(lambda text: text[:1].islower())
    wanted, given = context.source_side.made(_mark)[small], context.target_side.made(_mark)[small]
    asked = np.isin(wanted, (".", "?", "!"))
    without = int((asked & (given == "")).sum())
    return without >= _OFTEN and without >= _SHARE * int(asked.sum())


def _is_headline(text: str, context: FileContext) -> bool:
    """Whether ``text`` has several words and, quotations apart, no small one that English headlines go without."""
    small = context.target_language.not_in_headlines
    if not small or len(_LETTERS.findall(text)) < _HEADLINE:
        return False
    return small.isdisjoint(word.casefold() for word in _LETTERS.findall(_QUOTED.sub(" ", text)))


def _headings_go_without(context: FileContext) -> bool:
    """Whether the file often has headlines that end without a mark on either side, as news has."""
    bare = (context.source_side.made(_mark) == "") & (context.target_side.made(_mark) == "") & context.translated
    headlines = (_is_headline(context.units[at].target.text, context) for at in np.flatnonzero(bare).tolist())
    often = sum(headlines)
    return often >= _SEVERAL and often >= _SHARE_OF_HEADLINES * int(context.translated.sum())


def _says_nothing(source: str, context: FileContext) -> bool:
    """Whether the full stop of ``source`` need not be in the translation: it belongs to an abbreviation or a number."""
    if primary_subtag(context.target_language.tag) in _WITHOUT_STOP:
        return True
    return bool(_ABBREVIATION.search(source) or _HEADING.fullmatch(source)) or _goes_on(source, context)


def _goes_on(source: str, context: FileContext) -> bool:
    """Whether the rules for sentences see an abbreviation at the end, so that a name or a figure would go on."""
    code = primary_subtag(context.source_language.tag)
    text = _up_to_mark(source)
    head, last = text[: -len(text.split()[-1])], text.split()[-1]
    if last.isupper():  # in a title
        text = head + last.capitalize()
    alone = len(split_sentences(text, code))
    return any(len(split_sentences(f"{text} {next_}", code)) == alone for next_ in ("Xyz", "5"))


def _place(target: str, mark: str) -> int:
    """Where the end mark of ``target`` begins; ``mark`` is what it stands for."""
    return len(_up_to_mark(target)) - len(mark)


def _with_mark(target: str, start: int, end: int, mark: str, context: FileContext) -> str | None:
    """The last word with the mark after it; none where quotation marks leave its place open."""
    if target[end - 1 : end] in _CLOSERS or _TAGS_AT_END.search(target):
        return None
    return target[start:end] + _spaced(mark, context)


def _spaced(mark: str, context: FileContext) -> str:
    """The mark with the space that the language sets before it."""
    return f"\u00a0{mark}" if mark in context.target_language.no_break_before else mark


CHECK = Check("FORM001", "end mark", "typographical", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example("Your call is free and confidential.", "Votre appel est gratuit et confidentiel", "confidentiel"),
    Example("Do you work without pay?", "Vous travaillez sans être payé.", "."),
    Example("He said: “Nobody came.”", "« Personne n’est venu »", "»"),
)
PASSING = (
    Example("Your call is free.", "Votre appel est gratuit."),
    Example("It belongs to Acme Inc.", "Elle appartient à Acme"),
    Example("The office closes at 5 p.m. on 24 Dec.", "Le bureau ferme à 17 heures le 24 décembre"),
    Example("“Nobody came,” he said…", "« Personne n’est venu », a-t-il dit..."),
    Example("Title", "Titre"),
)
