"""How often the file and the memory use each concept of the glossary where it is called for, and where it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from termbase.match.matcher import TermHit
from toolkit.checks.check import FileContext
from toolkit.checks.term_hits import UnitTerms, term_matchers, uncalled_hits, unit_terms

__all__ = ["is_faithful", "is_used_freely", "uses"]

_FAITHFUL = 3
_MEMORY_LOOKED_AT = 2000


def uses(context: FileContext) -> Mapping[str, tuple[int, int]]:
    """For each concept how often its target terms stand where the source calls for it, and where it does not."""
    called: Counter[str] = Counter()
    uncalled: Counter[str] = Counter()
    for terms in (unit_terms(unit, context) for unit in context.units):
        _add_uses(terms, called, uncalled, context)
    matchers = context.once(term_matchers)
    if matchers is not None:
        for pair in context.memory[-_MEMORY_LOOKED_AT:]:
            longest = matchers[0].find(pair.source)
            hits = tuple(matchers[1].find(pair.target))
            _add_uses(UnitTerms((), tuple(longest), hits, hits), called, uncalled, context)
    return {concept: (called[concept], uncalled[concept]) for concept in called.keys() | uncalled.keys()}


def _add_uses(terms: UnitTerms, called: Counter[str], uncalled: Counter[str], context: FileContext) -> None:
    odd = {id(hit) for hit in uncalled_hits(terms, context)}
    for hit in terms.target_longest:
        (uncalled if odd and id(hit) in odd else called)[hit.concept.identifier] += 1


def is_used_freely(hit: TermHit, context: FileContext) -> bool:
    """Whether the term stands more than three times uncalled for, and no more often where its concept is called for."""
    called, uncalled = context.once(uses).get(hit.concept.identifier, (0, 0))
    return uncalled > _FAITHFUL and uncalled >= called


def is_faithful(hit: TermHit, context: FileContext) -> bool:
    """Whether the term stands, here apart, only where the source calls for its concept."""
    called, uncalled = context.once(uses).get(hit.concept.identifier, (0, 0))
    return called >= _FAITHFUL and uncalled <= 1
