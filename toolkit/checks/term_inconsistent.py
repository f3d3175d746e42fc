"""TERM005: two renderings of one term in a document.

Finds a term that is rendered by an admitted term in one place and by the preferred one in another, or by two admitted
ones, where both are full names and not forms of each other.

Why it matters: the reader wonders whether two names mean two things.

Example: «traite des personnes» and, two sentences on, «traite des êtres humains».

The fix: the preferred term, or the one that the document uses most. An acronym beside its full name, a short form
and the feminine of a post are no second name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from msgspec import Struct

from termbase.match.matcher import TermHit
from termbase.model import Status, Term, TermType
from tmx.text.folding import fold
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.term_hits import hits_of, unit_terms, units_with_required_terms
from toolkit.checks.terms import Support, renderings
from toolkit.messages import tr_n
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_STEM = 5


class _Choice(Struct, frozen=True):
    """The term that a document uses for a concept, and in how many places."""

    term: Term
    places: int


def _words(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in fold(text).replace("-", " ").replace("'", " ").split() if len(word) > 3)


def _is_other_name(one: Term, other: Term) -> bool:
    """Whether two terms are two full names, neither of which is a shorter or an inflected form of the other."""
    if {one.type, other.type} & {TermType.ACRONYM, TermType.SHORT_FORM}:
        return False
    ours, theirs = _words(one.text), _words(other.text)
    return not (ours <= theirs or theirs <= ours)


def _choices(context: FileContext) -> Mapping[str, _Choice]:
    """For each concept the term that the document has chosen: the preferred one if it is used, else the commonest."""
    counts: Counter[tuple[int, int]] = Counter()  # by id(): a concept and a term are much to compare each time
    hits: dict[tuple[int, int], TermHit] = {}
    for position in np.flatnonzero(units_with_required_terms(context)).tolist():
        for one in renderings(context.units[position], context):
            if one.support is Support.FOUND and one.hit is not None and len(one.required.concepts) == 1:
                key = id(one.hit.concept), id(one.hit.term)
                counts[key] += 1
                hits[key] = one.hit
    used: defaultdict[str, Counter[Term]] = defaultdict(Counter)
    for key, places in counts.items():
        used[hits[key].concept.identifier][hits[key].term] += places
    choices = {}
    for concept, counted in used.items():
        term, places = max(counted.items(), key=lambda item: (item[0].status is Status.PREFERRED, item[1]))
        choices[concept] = _Choice(term, places)
    return choices


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if context.glossary is None or not unit.translated:
        return
    for one in renderings(unit, context):
        if one.support is not Support.FOUND or one.hit is None or len(one.required.concepts) > 1:
            continue
        choice = context.once(_choices).get(one.hit.concept.identifier)
        if choice is None or one.hit.term is choice.term or one.hit.term == choice.term:
            continue
        if not _is_other_name(one.hit.term, choice.term):
            continue
        if any(hit.term == choice.term for hit in hits_of(one.required, unit_terms(unit, context), context)):
            continue  # both stand here: the other name renders something else
        message = tr_n(
            "for «{source}» this document has «{target}» once",
            "for «{source}» this document has «{target}» in {count} places",
            choice.places,
            source=one.required.text,
            target=choice.term.text,
        )
        preferred = choice.term.status is Status.PREFERRED
        sure = one.required.decided and (preferred or choice.places > 1)
        severity = None if sure else Severity.INFO
        yield Spot("target", one.hit.start, one.hit.end, message, severity=severity)


CHECK = Check(
    "TERM005",
    "two renderings of a term",
    "inconsistency",
    Severity.WARNING,
    _run,
    __doc__,
    where=units_with_required_terms,
)

_TWO = (("trafficking in persons", "traite des personnes"), ("trafficking in persons", "traite des êtres humains"))
FAILING = (
    Example(
        "Trafficking in persons remains hidden.",
        "La traite des êtres humains reste cachée.",
        "traite des êtres humains",
        glossary=_TWO,
        others=(("A plan on trafficking in persons", "Un plan sur la traite des personnes"),),
    ),
)
PASSING = (
    Example(
        "Trafficking in persons remains hidden.",
        "La traite des personnes reste cachée.",
        glossary=_TWO,
        others=(("A plan on trafficking in persons", "Un plan sur la traite des personnes"),),
    ),
)
