"""CONS003: two sources with the same translation.

Finds units with the same long translation and sources that say different things.

Why it matters: a translation that was copied to the wrong place, or a match that was accepted without reading.

Example: «The office in Valmora has reopened.» and «The office in Valmora has closed.», both translated «Le bureau de
Valmora a rouvert.».

The fix: translate each. Sources that differ in small words, typography or case only are left in peace.
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

_LEAST_WORDS = 4


def _by_target(context: FileContext) -> Mapping[str, list[Unit]]:
    units: defaultdict[str, list[Unit]] = defaultdict(list)
    for position in np.flatnonzero(_where(context)).tolist():
        unit = context.units[position]
        units[even_spaces(unit.target.text)].append(unit)
    return units


def _where(context: FileContext) -> Flags:
    """Where a target of enough words, its white space evened, stands with more than one source."""
    target, enough = context.target_side.evened(), context.target_side.sizes() >= _LEAST_WORDS
    return several(target, context.source_side.text_of, context.translated & enough)


def _content(unit: Unit, context: FileContext) -> frozenset[str]:
    """The words of the source that carry meaning, folded, and its figures."""
    function = context.source_language.function_words
    words = {fold(word.text).rstrip("s") for word in unit.source_words if word.text.casefold() not in function}
    return frozenset(words | {unit.source.text[n.start : n.end] for n in unit.source_numbers})


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if len(unit.target_words) < _LEAST_WORDS:
        return
    same = context.once(_by_target).get(even_spaces(unit.target.text), [])
    if len(same) < 2:
        return
    own = _content(unit, context)
    other = next((one for one in same if one is not unit and _content(one, context) != own), None)
    if other is None:
        return
    message = tr(
        "unit {unit} has the same translation, and its source says «{source}»",
        unit=other.identifier,
        source=snippet(other.source.text),
    )
    yield Spot("target", 0, len(unit.target.text), message)


CHECK = Check("CONS003", "one translation for two sources", "inconsistency", Severity.INFO, _run, __doc__, where=_where)

FAILING = (
    Example(
        "The office in Valmora has closed.",
        "Le bureau de Valmora a rouvert.",
        others=(("The office in Valmora has reopened.", "Le bureau de Valmora a rouvert."),),
    ),
)
PASSING = (
    Example("Yes", "Oui", others=(("OK", "Oui"),)),
    Example(
        "Read the full text here",
        "Lire ici le texte intégral",
        others=(("Read full texts here", "Lire ici le texte intégral"),),
    ),
)
