"""FORM005: tags and placeholders lost, added or changed.

Finds inline codes of the file (XLIFF, TMX), HTML tags and placeholders (``{name}``, ``%s``, ``%(count)d``, ``%1``)
that do not come back in the translation, or that the source does not have, entities that a space or a lost semicolon
has broken, options of commands that changed (``--force`` as ``--forcer``), and names of cases in a message
(``{count, plural, one {…} other {…}}``) that were translated.

Why it matters: a lost placeholder is a lost name or figure, and a lost closing tag can break the whole page.

Example: «saved on {date}» translated «enregistrée».

The fix: put the tag or placeholder where it belongs. Their order may change, and attributes may be translated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from tmx.model import InlineCode, Segment
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.markup import SIGNS, Markup, find_markup, has_numbered, is_numbered
from toolkit.checks.sides import Flags
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z\d-]+")
_BROKEN_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d+)(?P<odd>\s+;|(?![\w;]))")
_OTHERS = frozenset({"plural other", "selectordinal other"})
_PLURALS = re.compile(r"(?:plural|selectordinal) (?:=\d+|zero|one|two|few|many|other)")

_KIND_NAMES = {"tag": N_("tag"), "placeholder": N_("placeholder"), "entity": N_("entity")}


_COUNTED = frozenset({"tag", "placeholder"})


def _keys(marks: Iterable[Markup]) -> Iterator[str]:
    return (mark.key for mark in marks if mark.kind != "case")


def _where(context: FileContext) -> Flags:
    marked = context.source_side.holding(SIGNS) | context.target_side.holding(SIGNS)
    marked |= context.source_side.searched(_OPTION, "-")
    coded = np.fromiter((bool(unit.source.codes or unit.target.codes) for unit in context.units), np.bool_)
    return context.translated & (marked | coded)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated:
        return
    yield from _codes(unit.source, unit.target)
    yield from _options(unit.source.text, unit.target.text)
    source, target = list(find_markup(unit.source.text)), list(find_markup(unit.target.text))
    if not has_numbered(unit.source.text):
        source, target = ([mark for mark in marks if not is_numbered(mark)] for marks in (source, target))
    if not all(any(mark.key in _OTHERS for mark in marks) for marks in (source, target)):
        source, target = ([mark for mark in marks if mark.key != "#"] for marks in (source, target))
    if source or target:
        yield from _missing(source, target)
        yield from _order(target, bool(Counter(_keys(source)) == Counter(_keys(target))))
        yield from _cases(source, target)
    if not _BROKEN_ENTITY.search(unit.source.text):
        for match in _BROKEN_ENTITY.finditer(unit.target.text):
            spaced = N_("a space has broken this entity"), N_("the semicolon of this entity is missing")
            fix = re.sub(r"[\s;]", "", match.group()) + ";"
            yield Spot("target", match.start(), match.end(), tr(spaced[not match["odd"]]), fix)


def _options(source: str, target: str) -> Iterator[Spot]:
    """Options of the source that the translation has otherwise; one that it only leaves out is none of our business."""
    ours = _OPTION.findall(source)
    theirs = {match.group(): match for match in _OPTION.finditer(target)}
    lost = [option for option in ours if option not in theirs]
    added = [match for option, match in theirs.items() if option not in ours]
    for there, match in zip(lost, added, strict=False):
        message = tr("the source has {there}, the translation has {here}", there=there, here=match.group())
        yield Spot("target", *match.span(), message, there)


def _cases(source: list[Markup], target: list[Markup]) -> Iterator[Spot]:
    """Cases that a program would not find: their names are its own, those of plurals are CLDR's."""
    known = {mark.key for mark in source if mark.kind == "case"}
    for mark in target:
        if mark.kind == "case" and mark.key and mark.key not in known and not _PLURALS.fullmatch(mark.key):
            message = tr("the case «{name}» is not in the source: its name is not translated", name=mark.text)
            yield Spot("target", mark.start, mark.start + len(mark.text), message)


def _missing(source: list[Markup], target: list[Markup]) -> Iterator[Spot]:
    wanted = Counter(mark.key for mark in source if mark.kind in _COUNTED)
    given = Counter(mark.key for mark in target if mark.kind in _COUNTED)
    for mark in source:
        if mark.kind in _COUNTED and wanted[mark.key] > given[mark.key]:
            wanted[mark.key] -= 1
            message = tr(
                "the {kind} {text} is missing in the translation", kind=tr(_KIND_NAMES[mark.kind]), text=mark.text
            )
            yield Spot("source", mark.start, mark.end, message)
    wanted = Counter(mark.key for mark in source)
    for mark in reversed(target):
        if mark.kind in _COUNTED and given[mark.key] > wanted[mark.key]:
            given[mark.key] -= 1
            message = tr("the {kind} {text} is not in the source", kind=tr(_KIND_NAMES[mark.kind]), text=mark.text)
            yield Spot("target", mark.start, mark.end, message)


def _order(target: list[Markup], complete: bool) -> Iterator[Spot]:
    """A tag that is closed before it is opened, where all tags are there."""
    if not complete:
        return
    opened: Counter[str] = Counter()
    for mark in target:
        if mark.kind != "tag" or mark.text.endswith("/>"):
            continue
        name = mark.key.strip("</>")
        opened[name] += -1 if mark.key.startswith("</") else 1
        if opened[name] < 0:
            yield Spot("target", mark.start, mark.end, tr("{tag} closes what has not been opened", tag=mark.text))
            return


def _key(code: InlineCode) -> tuple[str, str]:
    return code.kind, code.identifier or code.content


def _codes(source: Segment, target: Segment) -> Iterator[Spot]:
    if Counter(map(_key, source.codes)) == Counter(map(_key, target.codes)):
        return
    closings = _closings(source)
    for code in _beyond(source, target):
        message = tr("the inline code {code} is missing in the translation", code=_name(code))
        yield Spot("source", *_span(code, closings), message)
    closings = _closings(target)
    for code in _beyond(target, source):
        message = tr("the inline code {code} is not in the source", code=_name(code))
        yield Spot("target", *_span(code, closings), message)


def _beyond(one: Segment, other: Segment) -> list[InlineCode]:
    """The codes that ``one`` has more often than ``other``; of a pair that is wholly so the opening one alone."""
    more = Counter(map(_key, one.codes)) - Counter(map(_key, other.codes))
    opened = {identifier for kind, identifier in more if kind == "open"}
    found = []
    for code in one.codes:
        key = _key(code)
        if more[key] > 0:
            more[key] -= 1
            if not (code.kind == "close" and key[1] in opened):
                found.append(code)
    return found


def _name(code: InlineCode) -> str:
    return code.content or code.identifier or code.kind


def _closings(segment: Segment) -> dict[str, int]:
    """Where the first closing code with each identifier stands."""
    return {code.identifier: code.position for code in reversed(segment.codes) if code.kind == "close"}


def _span(code: InlineCode, closings: Mapping[str, int]) -> tuple[int, int]:
    """From an opening code to its closing one; a code that stands alone has an empty span at its place."""
    if code.kind == "open" and code.identifier:
        return code.position, closings.get(code.identifier, code.position)
    return code.position, code.position


CHECK = Check("FORM005", "tags and placeholders", "markup", Severity.ERROR, _run, __doc__, where=_where)

FAILING = (
    Example("Saved on {date}.", "Enregistré.", "{date}"),
    Example("<b>Warm</b> water", "Eau <b>chaude"),
    Example("Welcome, %(name)s!", "Bienvenue, %(nom)s !"),
    Example("Send it to %s.", "Envoyez-le."),
    Example("Copying %1 of %2", "Copie de %1", "%2"),
    Example("R&D", "R&amp ;D"),
    Example("{n, plural, one {a day} other {# days}}", "{n, plural, one {un jour} other {jours}}", "#"),
    Example("use --force", "utilisez --forcer", "--forcer"),
    Example("Terms &amp; Conditions", "Conditions &amp générales", "&amp"),
    Example("{n, plural, one {# day} other {# days}}", "{n, plural, un {# jour} other {# jours}}", "un"),
)
PASSING = (
    Example("{n, plural, other {<a href='#n'>#</a> days}}", "{n, plural, other {# <a href='#jours'>jours</a>}}"),
    Example("Saved on {date} by %s.", "Enregistré par %s le {date}."),
    Example("<b>Warm</b> water", "Eau <b>chaude</b>"),
    Example("<a href='x' title='Home'>Home</a>", "<a href='x' title='Accueil'>Accueil</a>"),
    Example(
        "{who, select, male {He left {when}} other {They left {when}}}",
        "{who, select, male {Il est parti {when}} other {Il est parti {when}}}",
    ),
    Example("{n, plural, other {# days}}", "{n, plural, one {# jour} many {# de jours} other {# jours}}"),
    Example("5 % of it, 100% sure", "5 % de cela, sûr à 100 %"),
    Example("Copying %1 of %2 (%n file(s))", "%2 fichiers (%n), dont %1 est copié"),
)
