"""TERM002: a term that the glossary warns against.

Finds a term in the translation that the glossary marks as forbidden or deprecated, in any of its forms.

Why it matters: somebody has decided against it, often after a mistake: ``OMI`` is the maritime organization.

Example: «avec l’appui de l’OMI» where the glossary has «OIM».

The fix: the term that the glossary prefers. A forbidden word in another sense (no term of its concept in the source)
is information only, unless it is an acronym or a name.
"""

from __future__ import annotations

from collections.abc import Iterator

from termbase.match.matcher import TermHit
from termbase.model import CaseRule, Status, TermType
from tmx.text.folding import fold
from toolkit.checks.acronyms_en_fr import well_known_acronyms
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.term_hits import AGAINST, UnitTerms, allowed_terms, unit_terms, units_with_unwanted_terms
from toolkit.checks.terms import named
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if context.glossary is None or not unit.translated:
        return
    terms = unit_terms(unit, context)
    called = {hit.concept.identifier for hit in terms.source_hits}
    seen: set[tuple[int, int]] = set()
    for hit in terms.target_longest:
        span = hit.start, hit.end
        if hit.term.status not in AGAINST or span in seen or _allowed_elsewhere(hit, terms, called):
            continue
        if hit.concept.identifier not in called and _is_another(unit.target.text[hit.start : hit.end], unit, context):
            continue
        seen.add(span)
        yield Spot("target", *span, _message(hit, unit, context), _fix(hit, context), _severity(hit, called))


def _allowed_elsewhere(hit: TermHit, terms: UnitTerms, called: set[str]) -> bool:
    """Whether the same words are a good term of another concept that the source calls for."""
    return any(
        other.term.status not in AGAINST
        and other.start <= hit.start
        and hit.end <= other.end
        and (other.concept.identifier in called or other.end - other.start > hit.end - hit.start)
        for other in terms.target_hits
        if other.concept.identifier != hit.concept.identifier
    )


def _is_another(acronym: str, unit: Unit, context: FileContext) -> bool:
    """Whether it is the usual acronym for another one of the source: ``OMI`` for ``IMO``."""
    known = well_known_acronyms(context.source_language.tag, context.target_language.tag)
    return any(known.get(word.text) == acronym for word in unit.source_words)


def _severity(hit: TermHit, called: set[str]) -> Severity | None:
    known = hit.term.type is TermType.ACRONYM or hit.term.case is CaseRule.EXACT or hit.how == "acronym"
    if hit.concept.identifier not in called and not known:
        return Severity.INFO
    return Severity.WARNING if hit.term.status is Status.DEPRECATED else None


def _message(hit: TermHit, unit: Unit, context: FileContext) -> str:
    found = unit.target.text[hit.start : hit.end]
    forbids, advises = N_("the glossary forbids «{term}»"), N_("the glossary advises against «{term}»")
    message = tr(forbids if hit.term.status is Status.FORBIDDEN else advises, term=found)
    allowed = allowed_terms(hit.concept, context)
    wanted = tr("; it has {terms}", terms=named(allowed)) if allowed else ""
    note = f" ({'; '.join(hit.term.notes)})" if hit.term.notes else ""
    return message + wanted + note


def _fix(hit: TermHit, context: FileContext) -> str | None:
    """The one allowed acronym for an acronym; other terms would have to be inflected."""
    if hit.how != "acronym":
        return None
    same = [term.text for term in allowed_terms(hit.concept, context) if term.type is TermType.ACRONYM]
    return same[0] if len(same) == 1 and fold(same[0]) != fold(hit.term.text) else None


CHECK = Check(
    "TERM002",
    "term advised against",
    "terminology",
    Severity.ERROR,
    _run,
    __doc__,
    safe=True,
    alone=True,
    where=units_with_unwanted_terms,
)

FAILING = (
    Example("with the support of IOM", "avec l’appui de l’OMI", "OMI", glossary=(("IOM", "OIM"), ("IOM", "!OMI"))),
    Example(
        "a referral mechanism for victims",
        "des mécanismes de référence pour les victimes",
        "mécanismes de référence",
        glossary=(("referral mechanism", "mécanisme d’orientation"), ("referral mechanism", "!mécanisme de référence")),
    ),
)
PASSING = (
    Example("with the support of IOM", "avec l’appui de l’OIM", glossary=(("IOM", "OIM"), ("IOM", "!OMI"))),
    Example("The IMO met.", "L’OMI s’est réunie.", glossary=(("IOM", "OIM"), ("IOM", "!OMI"), ("IMO", "OMI"))),
    Example("The IMO met.", "L’OMI s’est réunie.", glossary=(("IOM", "OIM"), ("IOM", "!OMI"))),
    Example("a hot line of soup", "une ligne chaude", glossary=(("hotline", "!ligne chaude"), ("hotline", "ligne"))),
)
