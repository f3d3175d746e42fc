"""Proposed term pairs as a glossary that a person can go through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from termbase.editing import free_identifier
from termbase.extract.candidates import TermCandidate
from termbase.match.pattern import is_acronym
from termbase.model import Concept, Glossary, Status, Term, TermType, ordered_terms

__all__ = ["glossary_of_candidates", "is_marked_known"]

_KNOWN = " · in the glossary"


def glossary_of_candidates(
    candidates: Iterable[TermCandidate], source_language: str, target_language: str, *, name: str = ""
) -> Glossary:
    """A concept for each candidate, all terms ``proposed``, with contexts from both languages and the counts as a note.

    An acronym whose full form is a candidate too, in whatever number, joins that one's concept; a full form that is
    none stands with its acronym. Other translations and other source terms stand in the concept as variants; new
    variants of a concept that a glossary has stand under its identifier. The order is that of the candidates.
    """
    draft = _Draft(source_language, target_language)
    for candidate in candidates:
        draft.add(candidate)
    draft.join_acronyms()
    return Glossary(tuple(draft.concepts()), name=name)


class _Draft:
    """Concepts that are being made, by identifier, and in which of them each source term stands."""

    def __init__(self, source_language: str, target_language: str) -> None:
        self._languages = source_language, target_language
        self._terms: dict[str, list[Term]] = {}
        self._notes: dict[str, str] = {}
        self._homes: dict[str, str] = {}
        self._inflected: dict[str, str] = {}  # other forms of the same terms: (acute respiratory infections)
        self._acronyms: list[tuple[str, TermCandidate]] = []
        self._of_known: dict[str, str] = {}

    def add(self, candidate: TermCandidate) -> None:
        """Make a concept of a candidate; a further variant of a known concept joins the one that is there."""
        terms = list(_terms(candidate, *self._languages))
        if candidate.concept and candidate.concept in self._of_known:
            known = self._of_known[candidate.concept]
            self._terms[known] = _once([*self._terms[known], *terms])
            return
        identifier = candidate.concept
        if not identifier or identifier in self._terms:
            identifier = free_identifier(candidate.source_term, self._terms.__contains__)
        if candidate.concept:
            self._of_known[candidate.concept] = identifier
        self._terms[identifier] = terms
        self._notes[identifier] = _note(candidate)
        self._homes.setdefault(candidate.source_term.lower(), identifier)
        for form in candidate.source_variants:
            self._inflected.setdefault(form.lower(), identifier)
        if candidate.full_form or candidate.target_full_form:
            self._acronyms.append((identifier, candidate))

    def join_acronyms(self) -> None:
        """Bring each acronym and its full form together, in the place of the one that comes first."""
        order = {identifier: number for number, identifier in enumerate(self._terms)}
        for identifier, candidate in self._acronyms:
            if identifier not in self._terms:
                continue  # another acronym has taken it for its full form
            full_form = candidate.full_form.lower()
            home = self._homes.get(full_form, self._inflected.get(full_form))
            if home not in self._terms:
                own = [*self._terms[identifier], *_full_forms(candidate, *self._languages)]
                self._terms[identifier] = _once(own)
            elif home != identifier:
                first, second = sorted((home, identifier), key=order.__getitem__)
                joined = _once([*self._terms[home], *self._terms[identifier]])
                del self._terms[second]
                self._terms[first] = joined
                self._notes[first] = self._notes[home]
                self._homes[full_form] = first

    def concepts(self) -> Iterator[Concept]:
        """The concepts in order."""
        for identifier, terms in self._terms.items():
            yield Concept(identifier, ordered_terms(terms), notes=(self._notes[identifier],))


def _terms(candidate: TermCandidate, source_language: str, target_language: str) -> Iterable[Term]:
    sides = (
        (candidate.source_term, source_language, tuple(c.source for c in candidate.contexts)),
        (candidate.target_term, target_language, tuple(c.target for c in candidate.contexts)),
    )
    for number, (text, language, contexts) in enumerate(sides):
        # What a concept lacked altogether in a language is no variant there.
        variant = candidate.concept and (
            candidate.new_source if number == 0 else candidate.type is TermType.VARIANT and not candidate.new_source
        )
        kind = TermType.VARIANT if variant else TermType.FULL_FORM
        yield Term(
            text=text,
            language=language,
            status=Status.PROPOSED,
            type=TermType.ACRONYM if is_acronym(text) else kind,
            part_of_speech=candidate.part_of_speech,
            contexts=tuple(" ".join(context.split()) for context in contexts),
        )
    others = [(text, source_language) for text in candidate.synonyms]
    others += [(other.text, target_language) for other in candidate.alternatives]
    for text, language in others:
        kind = TermType.ACRONYM if is_acronym(text) else TermType.VARIANT
        yield Term(text=text, language=language, status=Status.PROPOSED, type=kind)


def _full_forms(candidate: TermCandidate, source_language: str, target_language: str) -> Iterable[Term]:
    """What an acronym stands for, in both languages as far as the memory tells."""
    for text, language in ((candidate.full_form, source_language), (candidate.target_full_form, target_language)):
        if text:
            yield Term(text=text, language=language, status=Status.PROPOSED, type=TermType.FULL_FORM)


def _once(terms: Iterable[Term]) -> list[Term]:
    """The terms, of those that are written alike the first."""
    found: dict[tuple[str, str], Term] = {}
    for term in terms:
        found.setdefault((term.language, term.text.lower() if not is_acronym(term.text) else term.text), term)
    return list(found.values())


def _note(candidate: TermCandidate) -> str:
    known = _KNOWN if candidate.known else ""
    documents = f" · {candidate.documents} documents" if candidate.documents > 1 else ""
    return f"{candidate.frequency} × {documents} · score {candidate.score:.2f}{known}".replace("×  ·", "× ·")


def is_marked_known(concept: Concept) -> bool:
    """Whether the draft says of a proposed concept that a glossary has it already."""
    return any(note.endswith(_KNOWN) for note in concept.notes)
