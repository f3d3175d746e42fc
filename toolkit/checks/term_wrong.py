"""TERM003: the term of another concept.

Finds a term of the glossary in the translation that nothing in the source calls for, where a term of the source is
left without rendering: ``trafic`` where the source says trafficking, ``traite`` where it says smuggling.

Why it matters: the sentence reads well and says something else.

Example: «trained to recognize trafficking» translated «formés à reconnaître le trafic».

The fix: the term of the right concept. Where the translation may be a free one, the finding is information only.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.strangers import intruder
from toolkit.checks.terms import named, renderings, units_with_missing_terms
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if context.glossary is None or not unit.translated or unit.source.text == unit.target.text:
        return
    seen: set[tuple[int, int]] = set()
    for one in renderings(unit, context):
        found = intruder(one, unit, context)
        if found is None or (found.start, found.end) in seen:
            continue
        seen.add((found.start, found.end))
        there = found.concept.terms_in(context.source_tag)
        known = N_("«{here}» is «{meaning}» in the glossary; for «{source}» it has {terms}")
        unknown = N_("«{here}» is a term of another concept; for «{source}» the glossary has {terms}")
        message = tr(
            known if there else unknown,
            here=unit.target.text[found.start : found.end],
            meaning=there[0].text if there else "",
            source=one.required.text,
            terms=named(one.required.allowed),
        )
        yield Spot("target", found.start, found.end, message)


CHECK = Check(
    "TERM003", "term of another concept", "terminology", Severity.ERROR, _run, __doc__, where=units_with_missing_terms
)

_PAIR = (("trafficking", "traite"), ("smuggling", "trafic"), ("migrant", "migrant"))
FAILING = (
    Example("trained to recognize trafficking", "formés à reconnaître le trafic", "trafic", glossary=_PAIR),
    Example(
        "the smuggling of migrants",
        "la traite de migrants",
        "traite",
        glossary=_PAIR,
        others=(("trafficking", "la traite"), ("trafficking", "la traite"), ("trafficking", "la traite")),
    ),
)
PASSING = (
    Example("trained to recognize trafficking", "formés à reconnaître la traite", glossary=_PAIR),
    Example("trafficking and smuggling", "la traite et le trafic", glossary=_PAIR),
    Example("to recognize the crime", "reconnaître le trafic", glossary=_PAIR),
)
