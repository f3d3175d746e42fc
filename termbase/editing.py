"""Changes to single concepts, each taking a state of a glossary and giving the next one.

What goes through proposals one by one stands in :mod:`termbase.review`. Nothing here reads or writes files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from termbase.keys import concepts_by_identifier, unhyphenated
from termbase.model import Concept, Glossary, Status, Term, ordered_terms
from termbase.pour import term_key
from termbase.review import ReviewState, accept, accepted_terms, proposed_terms, reject
from tmx.errors import TermbaseError
from tmx.text.languages import primary_subtag

__all__ = [
    "add_concept",
    "add_terms",
    "approve",
    "change_concept",
    "change_term",
    "concept_with",
    "forbid",
    "free_identifier",
    "name_of",
    "refuse",
    "remove_concept",
    "remove_term",
    "terms_named",
]


def free_identifier(text: str, is_taken: Callable[[str], bool]) -> str:
    """A readable name for a concept, made of a term: letters, digits and hyphens, with a number where it is taken."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    base = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-") or "term"
    base = base if base[0].isalpha() else f"t-{base}"
    name, number = base, 2
    while is_taken(name):
        name, number = f"{base}-{number}", number + 1
    return name


def name_of(concept: Concept) -> str:
    """The concept as a person knows it: its first term of each language."""
    firsts = {primary_subtag(term.language): term.text for term in reversed(concept.terms)}
    languages = dict.fromkeys(primary_subtag(term.language) for term in concept.terms)
    return " · ".join(firsts[language] for language in languages) or concept.identifier


def concept_with(terms: Sequence[Term], concepts: Iterable[Concept]) -> Concept | None:
    """The first of the concepts that has all of ``terms``, however they are spelt and hyphenated; None if none has."""
    wanted = set(map(_spelt_alike, terms))
    return next((one for one in concepts if wanted.issubset(map(_spelt_alike, one.terms))), None)


def _spelt_alike(term: Term) -> tuple[str, str]:
    return primary_subtag(term.language), unhyphenated(term.text)


def terms_named(concept: Concept, text: str, language: str = "") -> tuple[Term, ...]:
    """The terms of the concept that ``text`` means: written exactly so, else but for case and accents."""
    there = concept.terms_in(language) if language else concept.terms
    exact = tuple(term for term in there if term.text == text)
    return exact or tuple(term for term in there if term_key(term)[1] == term_key(replace(term, text=text))[1])


def add_concept(state: ReviewState, concept: Concept) -> ReviewState:
    """``concept`` as a new one, at the end."""
    return replace(state, glossary=_put(state.glossary, (*state.glossary.concepts, concept)))


def add_terms(state: ReviewState, identifier: str, terms: Sequence[Term]) -> ReviewState:
    """Terms added to a concept. Raises :class:`~tmx.errors.TermbaseError` for one that it has already."""

    def added(concept: Concept) -> Concept:
        for term in terms:
            if any((mine.language, mine.text) == (term.language, term.text) for mine in concept.terms):
                raise TermbaseError(
                    f"the concept «{identifier}» has the term «{term.text}» ({term.language}) already",
                    remedy="to change it: accord terms edit",
                )
        return replace(concept, terms=ordered_terms((*concept.terms, *terms)))

    return _changed(state, identifier, added)


def change_concept(state: ReviewState, identifier: str, change: Callable[[Concept], Concept]) -> ReviewState:
    """The concept as ``change`` makes it out of what it is."""
    return _changed(state, identifier, change)


def change_term(
    state: ReviewState, identifier: str, text: str, language: str, change: Callable[[Term], Term]
) -> ReviewState:
    """One term of a concept as ``change`` makes it; ``language`` may be empty where the text alone tells it.

    Raises :class:`~tmx.errors.TermbaseError` where the concept has no such term, or several.
    """

    def changed(concept: Concept) -> Concept:
        wanted = _the_term(concept, text, language)
        new = change(wanted)
        place = concept.terms.index(wanted)
        others = (*concept.terms[:place], *concept.terms[place + 1 :])
        if any((term.language, term.text) == (new.language, new.text) for term in others):
            raise TermbaseError(
                f"the concept «{identifier}» has the term «{new.text}» ({new.language}) already",
                remedy="remove one of the two: accord terms edit … --remove",
            )
        return replace(concept, terms=ordered_terms((*concept.terms[:place], new, *concept.terms[place + 1 :])))

    return _changed(state, identifier, changed)


def remove_term(state: ReviewState, identifier: str, text: str, language: str) -> ReviewState:
    """A concept without one of its terms. Raises :class:`~tmx.errors.TermbaseError` where it is the last one."""

    def changed(concept: Concept) -> Concept:
        gone = _the_term(concept, text, language)
        if len(concept.terms) == 1:
            raise TermbaseError(
                f"«{gone.text}» is the last term of the concept «{identifier}»",
                remedy="to be rid of the concept, leave out --term",
            )
        return replace(concept, terms=tuple(term for term in concept.terms if term is not gone))

    return _changed(state, identifier, changed)


def remove_concept(state: ReviewState, identifier: str) -> ReviewState:
    """The glossary without a concept."""
    left = (concept for concept in state.glossary if concept.identifier != identifier)
    return replace(state, glossary=_put(state.glossary, left))


def approve(state: ReviewState, identifier: str, text: str = "", language: str = "") -> ReviewState:
    """The proposed terms of a concept accepted, as :func:`termbase.review.accept` does; or one, or one language's.

    Raises :class:`~tmx.errors.TermbaseError` where nothing of it is proposed.
    """
    meant = _proposed(state, identifier, text, language)
    if not text and not language:
        return accept(state, identifier)

    def approved(concept: Concept) -> Concept:
        return replace(concept, terms=accepted_terms(concept.terms, lambda term: any(term is one for one in meant)))

    return _changed(state, identifier, approved)


def refuse(state: ReviewState, identifier: str, text: str = "", language: str = "", reason: str = "") -> ReviewState:
    """The proposed terms of a concept rejected, or one, or one language's; the reason is noted on the rejected entry.

    Raises :class:`~tmx.errors.TermbaseError` where nothing of it is proposed.
    """
    meant = _proposed(state, identifier, text, language)
    concept = _the_concept(state, identifier)
    kept = tuple(term for term in proposed_terms(concept) if not any(term is one for one in meant))
    # What is not meant is put aside while the rest is rejected, then put back in its place.
    aside = replace(concept, terms=tuple(term for term in concept.terms if not any(term is one for one in kept)))
    after = reject(_changed(state, identifier, lambda _: aside), identifier)
    if reason:
        *others, gone = after.rejected.concepts
        noted = replace(gone, notes=(*gone.notes, f"rejected: {reason}"))
        after = replace(after, rejected=replace(after.rejected, concepts=(*others, noted)))
    if not kept:
        return after
    left = replace(concept, terms=tuple(term for term in concept.terms if not any(term is one for one in meant)))
    rest = (left if one.identifier == identifier else one for one in state.glossary)
    return replace(after, glossary=_put(after.glossary, rest))


def forbid(state: ReviewState, identifier: str, text: str, language: str = "") -> ReviewState:
    """A term of a concept forbidden; one that it does not have is added so, in ``language``.

    Raises :class:`~tmx.errors.TermbaseError` where it is forbidden already, several terms are meant, or the language
    of a new one is not said.
    """
    concept = _the_concept(state, identifier)
    if not terms_named(concept, text, language):
        if not language:
            raise TermbaseError(
                f"the concept «{identifier}» has no term «{text}»", remedy="to add it as forbidden, say its --lang"
            )
        return add_terms(state, identifier, (Term(text, language, Status.FORBIDDEN),))

    def forbidden(term: Term) -> Term:
        if term.status is Status.FORBIDDEN:
            raise TermbaseError(f"«{term.text}» is forbidden in the concept «{identifier}» already")
        return replace(term, status=Status.FORBIDDEN)

    return change_term(state, identifier, text, language, forbidden)


def _proposed(state: ReviewState, identifier: str, text: str, language: str) -> tuple[Term, ...]:
    concept = _the_concept(state, identifier)
    meant = terms_named(concept, text, language) if text else concept.terms_in(language) if language else concept.terms
    proposed = tuple(term for term in meant if term.status is Status.PROPOSED)
    if not proposed:
        named = f"the term «{text}» of the concept «{identifier}»" if text else f"the concept «{identifier}»"
        there = ", ".join(f"{term.text} ({term.language}, {term.status})" for term in meant) or "no such term"
        raise TermbaseError(
            f"nothing is proposed in {named}: {there}", remedy="to change what is decided: accord terms edit"
        )
    return proposed


def _the_concept(state: ReviewState, identifier: str) -> Concept:
    found = concepts_by_identifier(state.glossary).get(identifier)
    if found is None:
        raise TermbaseError(f"the glossary has no concept «{identifier}»", remedy="look for it: accord terms lookup")
    return found


def _the_term(concept: Concept, text: str, language: str) -> Term:
    found = terms_named(concept, text, language)
    if len(found) == 1:
        return found[0]
    there = ", ".join(f"{term.text} ({term.language})" for term in found or concept.terms)
    what = f"several terms «{text}»" if found else f"no term «{text}»"
    raise TermbaseError(
        f"the concept «{concept.identifier}» has {what}: {there}",
        remedy="say which language it is of: --lang" if found else "write it as it stands there",
    )


def _changed(state: ReviewState, identifier: str, change: Callable[[Concept], Concept]) -> ReviewState:
    concepts = (change(concept) if concept.identifier == identifier else concept for concept in state.glossary)
    return replace(state, glossary=_put(state.glossary, concepts))


def _put(glossary: Glossary, concepts: Iterable[Concept]) -> Glossary:
    return replace(glossary, concepts=tuple(concepts))
