"""Terms of one language as a glossary that a person can go through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from termbase.editing import free_identifier
from termbase.extract.monolingual.extraction import SingleTerm
from termbase.keys import unhyphenated
from termbase.match.pattern import is_acronym
from termbase.model import Concept, Glossary, Status, Term, TermType

__all__ = ["draft_of_terms"]


def draft_of_terms(terms: Iterable[SingleTerm], language: str, *, name: str = "") -> Glossary:
    """A concept for each term, ``proposed``, with its contexts and its counts as a note, in the order of ``terms``.

    An acronym and its full form are one concept, which stands where the first of them does, and so are spellings that
    a hyphen tells apart (``e-mail``, ``email``).
    """
    every = list(terms)
    named = {term.text.lower(): term for term in every}
    short = {term.full_form.lower(): term for term in every if term.full_form}
    spellings: dict[str, list[SingleTerm]] = defaultdict(list)
    for term in every:
        # An acronym is no spelling of the word that it looks like (IT, it).
        spellings[term.text if is_acronym(term.text) else unhyphenated(term.text)].append(term)
    concepts: dict[str, Concept] = {}
    done: set[str] = set()
    for term in every:
        if term.text in done:
            continue
        acronym = term if term.full_form else short.get(term.text.lower())
        terms_here = [_draft(term, language)]
        others = spellings.get(unhyphenated(term.text), ()) if not is_acronym(term.text) else ()
        for other in others:
            if other is not term and other.text not in done:
                terms_here.append(replace(_draft(other, language), type=TermType.VARIANT))
                done.add(other.text)
        if acronym is not None:
            full = named.get(acronym.full_form.lower())
            # What is no candidate of its own is still what the acronym stands for.
            whole = _term(acronym.full_form, language) if full is None else _draft(full, language)
            terms_here = [whole, *terms_here[1:], _draft(acronym, language)]
            done.update((acronym.text, full.text if full is not None else ""))
        identifier = free_identifier(term.text, concepts.__contains__)
        documents = f" · {term.documents} documents" if term.documents > 1 else ""
        note = f"{term.frequency} ×{documents} · score {term.score:.2f}"
        concepts[identifier] = Concept(identifier, tuple(terms_here), notes=(note,))
    return Glossary(tuple(concepts.values()), name=name)


def _draft(term: SingleTerm, language: str) -> Term:
    return _term(term.text, language, tuple(" ".join(context.text.split()) for context in term.contexts))


def _term(text: str, language: str, contexts: tuple[str, ...] = ()) -> Term:
    kind = TermType.ACRONYM if is_acronym(text) else TermType.FULL_FORM
    return Term(text=text, language=language, status=Status.PROPOSED, type=kind, contexts=contexts)
