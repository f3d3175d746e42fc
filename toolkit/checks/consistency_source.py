"""CONS001: the same source translated in two ways.

Finds units of one file with the same source text and different translations.

Why it matters: two names for one button, two titles for one report: the reader looks for the difference.

Example: «Read the full statement» is once «Lire le texte intégral» and once «Consulter la déclaration complète».

The fix: choose one. Differences in typography only, and texts of one or two words, are information only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from tmx.text.folding import fold
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit, snippet
from toolkit.checks.sides import Flags, even_spaces, several
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]


def _by_source(context: FileContext) -> Mapping[str, list[Unit]]:
    units: defaultdict[str, list[Unit]] = defaultdict(list)
    for position in np.flatnonzero(_where(context)).tolist():
        unit = context.units[position]
        units[even_spaces(unit.source.text)].append(unit)
    return units


def _where(context: FileContext) -> Flags:
    """Where a source stands with more than one target; white space does not count."""
    return several(context.source_side.evened(), context.target_side.evened(), context.translated)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    same = context.once(_by_source).get(even_spaces(unit.source.text), [])
    if not unit.translated:
        return
    own = even_spaces(unit.target.text)
    # What has its name too is another plural form of the same entry.
    others = (one for one in same if one.identifier != unit.identifier)
    other = next((one for one in others if even_spaces(one.target.text) != own), None)
    if other is None:
        return
    only_typography = "".join(fold(own).split()) == "".join(fold(even_spaces(other.target.text)).split())
    short = len(unit.source_words) < 3
    severity = Severity.INFO if only_typography or short else None
    reads = snippet(other.target.text)
    message = tr("unit {unit} has the same source and reads «{target}»", unit=other.identifier, target=reads)
    yield Spot("target", 0, len(unit.target.text), message, severity=severity)


CHECK = Check("CONS001", "translated in two ways", "inconsistency", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example(
        "Read the full statement",
        "Consulter la déclaration complète",
        others=(("Read the full statement", "Lire le texte intégral de la déclaration"),),
    ),
)
PASSING = (
    Example("Read the full text", "Lire le texte", others=(("Read the full text", "Lire le texte"),)),
    Example("Read it", "Lire le texte", others=(("Read that", "Lire ce texte"),)),
)
