"""FORM003: a word or a mark written twice in a row.

Finds the same word twice with only a space between, across an elision too (``d’ d’une``), several words twice in a row
(``à la fin à la fin``), two commas, semicolons or full stops behind a word, and a comma, semicolon or colon right
before another mark (``,.``).

Why it matters: it is a slip of the hand that spelling checkers in CAT tools often miss.

Example: «vous aider à à trouver du travail».

The fix: take one of the two away. What the language doubles on purpose (``nous nous sommes``, ``vous vous engagez``)
and what the source doubles too is left in peace.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from tmx.text.languages import Language
from tmx.text.tokens import Token
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]


_LONGEST_PHRASE = 5
_GAPS = frozenset({"", "'", "’", " ", "\u00a0", "\u202f"})  # between the words of a phrase that stands twice
_MARKS = re.compile(r"(?<=[\w)»”’])(?:,,|\s?;;|\.\.(?![./\w]))")
_CLASHING = re.compile(r"(?<=[\w)»”’])\s?(?:,[.;]|;[.,]|:[.,;])(?=[\s»”\"’)]|\Z)")  # a mark and a lesser one


_CLASH = re.compile(r"[,;:][.,;]")


def _bare(word: str) -> str:
    return word.rstrip("'’").casefold()


def _pairs(text: str, words: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    for one, other in pairwise(words):
        if one.text[:1].casefold() == other.text[:1].casefold() and _bare(one.text) == _bare(other.text):
            between = text[one.end : other.start]
            if not between.strip("'’ \u00a0\u202f\n\t"):
                yield one, other


def _phrases(text: str, words: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """The first and the last word of two to five words that stand twice in a row with nothing but spaces between.

    «again and again and again» is said so.
    """
    folded = [word.text.casefold() for word in words]
    free = 0
    for length in range(_LONGEST_PHRASE, 1, -1):
        for start in range(len(words) - 2 * length + 1):
            middle, end = start + length, start + 2 * length
            if start < free or folded[start] != folded[middle] or folded[start:middle] != folded[middle:end]:
                continue
            row = words[start:end]
            gaps = {text[one.end : other.start] for one, other in pairwise(row)}
            thrice = (
                folded[max(start - 1, 0)] == folded[middle - 1] or folded[start : start + 1] == folded[end : end + 1]
            )
            meant = thrice or text[row[0].start - 1 : row[0].start] == "-"
            if not meant and len(set(folded[start:middle])) > 1 and gaps <= _GAPS:
                yield row[0], row[-1]
                free = end


def _meant(word: str, rest: str, language: Language) -> bool:
    if word in language.may_double:
        return True
    follows = language.doubled_pronouns.get(word)
    return follows is not None and re.match(r"\s+" + follows, rest) is not None


def _where(context: FileContext) -> Flags:
    target = context.target_side
    phrases = target.repeated(2, _LONGEST_PHRASE)
    return target.doubled(_bare) | phrases | target.with_pieces(_has_doubled_mark)


def _has_doubled_mark(piece: str) -> bool:
    """Whether ``piece``, which stands between spaces, may end with two marks that ``_MARKS`` finds."""
    return ",," in piece or ";;" in piece or ".." in piece or _CLASH.search(piece) is not None


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    text = unit.target.text
    doubled = list(_pairs(text, unit.target_words))
    if doubled and not any(True for _ in _pairs(unit.source.text, unit.source_words)):
        yield from _words(doubled, text, context.target_language)
    phrases = list(_phrases(text, unit.target_words))
    if phrases and not any(True for _ in _phrases(unit.source.text, unit.source_words)):
        for first, last in phrases:
            row = text[first.start : last.end]
            half = row[: len(row) // 2].strip()
            yield Spot("target", first.start, last.end, tr("«{word}» stands twice", word=half))
    if not _MARKS.search(unit.source.text):
        for match in _MARKS.finditer(text):
            mark = match.group()[-1]
            yield Spot("target", match.start(), match.end(), tr("«{word}» stands twice", word=mark), match.group()[:-1])
    if not _CLASHING.search(unit.source.text):
        for match in _CLASHING.finditer(text):
            message = tr("«{marks}»: one of these marks is too many", marks=match.group().strip())
            yield Spot("target", match.start(), match.end(), message)


def _words(doubled: Iterable[tuple[Token, Token]], text: str, language: Language) -> Iterator[Spot]:
    for one, other in doubled:
        if _meant(_bare(one.text), text[other.end :], language):
            continue
        message = tr("«{word}» stands twice", word=one.text)
        yield Spot("target", one.start, other.end, message, other.text if one.start else one.text)


CHECK = Check(
    "FORM003",
    "doubled word or mark",
    "duplication",
    Severity.WARNING,
    _run,
    __doc__,
    safe=True,
    alone=True,
    where=_where,
)

FAILING = (
    Example("help you to find work", "vous aider à à trouver du travail", "à à"),
    Example("you said you have this pain", "vous avez dit que vous vous avez cette douleur", "vous vous"),
    Example("we had an idea", "nous nous eûmes une idée", "nous nous"),
    Example("a form of fever", "une forme d’ d’une fièvre", "d’ d’"),
    Example("The teams, from Mali, left.", "Les équipes,, venues du Mali, sont parties.", ",,"),
    Example("The teams left.", "Les équipes sont parties..", ".."),
    Example("The teams left.", "Les équipes sont parties,.", ",."),
    Example("at the end of May", "à la fin à la fin de mai", "à la fin à la fin"),
)
PASSING = (
    Example("We met.", "Nous nous sommes réunis."),
    Example("You commit yourself.", "Vous vous engagez."),
    Example("We set to work.", "Nous nous mîmes au travail."),
    Example("It is very, very cold.", "Il fait très très froid."),
    Example("in Baden Baden", "à Baden Baden"),
    Example("They tried over and over.", "Ils ont essayé encore et encore et encore."),
    Example("Corp., Ltd.; see a,.b", "etc., Sté.; voir a,.b"),
    Example("and so on...", "et ainsi de suite..."),
    Example("Go to the folder above.", "Allez en ../textes ou dans .. (10..20)."),
)
