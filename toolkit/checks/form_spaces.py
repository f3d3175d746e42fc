"""FORM004: spaces that are doubled, stray or missing.

Finds two spaces in a row, a space before a comma, a full stop or a closing bracket, a space after an opening
bracket, and a space at the edge of the translation that the source does not have.

Why it matters: stray spaces break lines in the wrong place and show in print.

Example: «le retour  des victimes».

The fix: one space, or none. A space at an edge is reported as information only: many tools hide it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import Flags
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_DOUBLED = re.compile(r"(?<=[^\s])[ \u00a0\u202f]{2,}(?=[^\s])")
_BEFORE_MARK = re.compile(r"(?<=\w)[ \u00a0\u202f]+(?=[,.)\]](?:\s|$))")
_ODD = re.compile(r"[ \u00a0\u202f][ \u00a0\u202f,.)\]]|[(\[][ \u00a0\u202f]")  # without which nothing below is found
_AFTER_BRACKET = re.compile(r"(?<=[(\[])[ \u00a0\u202f]+(?=\w)")


def _where(context: FileContext) -> Flags:
    target = context.target_side
    leading: Flags = context.source_side.looked(_begins_with_space) != target.looked(_begins_with_space)
    trailing: Flags = context.source_side.looked(_ends_with_space) != target.looked(_ends_with_space)
    return context.translated & (target.searched(_ODD) | leading | trailing)


def _begins_with_space(text: str) -> bool:
    return text[:1].isspace()


def _ends_with_space(text: str) -> bool:
    return text[-1:].isspace()


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    source, target = unit.source.text, unit.target.text
    if not unit.translated:
        return
    if not _DOUBLED.search(source):
        for match in _DOUBLED.finditer(target):
            space = next((c for c in match.group() if c != " "), " ")
            yield Spot("target", match.start(), match.end(), tr("two spaces in a row"), space)
    for pattern, template in (
        (_BEFORE_MARK, N_("space before «{mark}»")),
        (_AFTER_BRACKET, N_("space after «{mark}»")),
    ):
        if pattern.search(source):
            continue
        for match in pattern.finditer(target):
            neighbour = target[match.end()] if pattern is _BEFORE_MARK else target[match.start() - 1]
            yield Spot("target", match.start(), match.end(), tr(template, mark=neighbour), "")
    yield from _edges(source, target)


def _edges(source: str, target: str) -> Iterator[Spot]:
    leading, trailing = len(target) - len(target.lstrip()), len(target.rstrip())
    if bool(leading) != bool(source[:1].isspace()):
        lost = tr("the space at the beginning of the source is missing")
        message = tr("space at the beginning") if leading else lost
        yield Spot("target", 0, leading, message, severity=Severity.INFO)
    if (trailing < len(target)) != bool(source[-1:].isspace()):
        lost = tr("the space at the end of the source is missing")
        message = tr("space at the end") if trailing < len(target) else lost
        yield Spot("target", trailing, len(target), message, severity=Severity.INFO)


CHECK = Check("FORM004", "spaces", "whitespace", Severity.WARNING, _run, __doc__, safe=True, where=_where)

FAILING = (
    Example("the return of victims", "le retour  des victimes", "  "),
    Example("In March, it rained.", "En mars , il a plu.", " "),
    Example("data (on returns)", "données ( sur les retours)", " "),
)
PASSING = (
    Example("the return of victims", "le retour des victimes"),
    Example("See the .po file", "Voir le fichier .po"),
    Example("Name:  Ann", "Nom :  Ann"),
)
