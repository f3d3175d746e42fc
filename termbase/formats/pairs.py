"""Glossaries as pairs: what formats hold that know a source term and a target term in a row, and little else.

A concept becomes a pair for each of its source terms with each of its target terms, the preferred ones first. Pairs
with the same identifier make one concept again: its first term in a language is the preferred one, unless the format
says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from termbase.model import Category, Concept, Glossary, Status, Term, ordered_terms
from tmx.errors import TermbaseError
from tmx.text.languages import primary_subtag

__all__ = ["SUGGESTED", "Pair", "concepts_of_pairs", "pair_languages", "pairs_of"]

SUGGESTED = frozenset({Status.PREFERRED, Status.ADMITTED, Status.PROPOSED})


class Pair(Struct, frozen=True):
    """A source term and a target term of one concept, and what is said of the concept.

    ``number`` counts the pairs of the concept from 0. ``avoided`` are its target terms that are not to be used.
    """

    identifier: str
    source: Term
    target: Term
    subject: str = ""
    definition: str = ""
    notes: tuple[str, ...] = ()
    number: int = 0
    avoided: tuple[str, ...] = ()
    data: tuple[Category, ...] = ()


def pair_languages(
    path: Path, glossary: Glossary, source_language: str | None, target_language: str | None
) -> tuple[str, str]:
    """The two languages to write: those that are asked for, else the first two of the glossary.

    Raises :class:`~tmx.errors.TermbaseError` where the glossary has no terms in one of them, or has only one language.
    """
    there = list(dict.fromkeys(primary_subtag(language) for language in glossary.languages))
    source = source_language or (glossary.languages[0] if glossary.languages else "")
    others = [language for language in glossary.languages if primary_subtag(language) != primary_subtag(source)]
    target = target_language or (others[0] if others else "")
    missing = next((one for one in (source, target) if not one or primary_subtag(one) not in there), None)
    if missing is not None:
        raise TermbaseError(
            f"the glossary has no terms in {missing}" if missing else "the glossary has only one language",
            path=path,
            remedy=f"name its languages with --from and --to; it has: {', '.join(glossary.languages) or 'none'}",
        )
    return source, target


def pairs_of(
    glossary: Glossary, source_language: str, target_language: str, statuses: frozenset[Status] = SUGGESTED
) -> Iterator[Pair]:
    """The pairs of terms with one of ``statuses``, concept by concept. Terms without a counterpart are left out."""
    for concept in glossary:
        terms = ordered_terms(concept.terms)
        sources = _distinct(terms, source_language, statuses)
        targets = _distinct(terms, target_language, statuses)
        avoided = tuple(term.text for term in concept.terms_in(target_language) if term.status not in statuses)
        definitions = [one.text for one in concept.definitions]
        told = concept.definition or next(iter(definitions), "")
        number = 0
        for source in sources:
            for target in targets:
                if _are_other_numbers(source, target, sources, targets):
                    continue
                yield Pair(
                    concept.identifier,
                    source,
                    target,
                    concept.subject,
                    told,
                    concept.notes,
                    number,
                    avoided,
                    concept.data,
                )
                number += 1


def _are_other_numbers(source: Term, target: Term, sources: Sequence[Term], targets: Sequence[Term]) -> bool:
    """Whether one is singular and the other plural, and each has a term of its own number on the other side."""
    if source.number == target.number or not (source.number and target.number):
        return False
    return any(one.number == source.number for one in targets) and any(one.number == target.number for one in sources)


def _distinct(terms: Iterable[Term], language: str, statuses: frozenset[Status]) -> list[Term]:
    """The terms of the language in any of its varieties, each text once, the preferred first."""
    wanted = primary_subtag(language)
    chosen = [term for term in terms if primary_subtag(term.language) == wanted and term.status in statuses]
    chosen.sort(key=lambda term: term.status is not Status.PREFERRED)
    return list({term.text: term for term in reversed(chosen)}.values())[::-1]


class _Gathered(Struct):
    first: Pair
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)


def concepts_of_pairs(pairs: Iterable[Pair], *, with_status: bool = False) -> tuple[Concept, ...]:
    """The concepts that the pairs make, those of one identifier together, in order of first appearance.

    Unless the pairs come ``with_status``, a second term of a language is an admitted one.
    """
    found: dict[str, _Gathered] = {}
    for pair in pairs:
        gathered = found.setdefault(pair.identifier, _Gathered(pair))
        for term in (pair.source, pair.target):
            if not term.text or (term.language, term.text) in gathered.terms:
                continue
            second = any(language == term.language for language, _ in gathered.terms)
            demoted = second and not with_status and term.status is Status.PREFERRED
            gathered.terms[term.language, term.text] = replace(term, status=Status.ADMITTED) if demoted else term
    return tuple(
        Concept(
            identifier,
            ordered_terms(gathered.terms.values()),
            subject=gathered.first.subject,
            definition=gathered.first.definition,
            notes=gathered.first.notes,
            data=gathered.first.data,
        )
        for identifier, gathered in found.items()
        if gathered.terms
    )
