"""What is wrong with a glossary, or may be: each kind of problem is found by one function, listed in :data:`KINDS`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from termbase.match.pattern import is_acronym
from termbase.merge import CONFLICT_NOTE
from termbase.model import CaseRule, Category, Concept, Glossary, Status, Term, TermType
from tmx.text.languages import primary_subtag

__all__ = ["KINDS", "Problem", "ProblemKind", "ProblemSeverity", "validate_glossary"]

_USABLE = frozenset({Status.PREFERRED, Status.ADMITTED, Status.PROPOSED})
_DECIDED = frozenset({Status.PREFERRED, Status.ADMITTED})
_STRAY = re.compile(
    r"^\s|\s$|\s\s"  # at an end or doubled
    r"|[\t\n\r\v\f\u0085\u2028\u2029]"  # a line's end or a tab
    r"|[\u200b\u2060\ufeff\u00ad]"  # without width: cannot be seen, and stands in the way of a search
)
_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”"}
_SHOWN = {
    "\t": "a tab",
    "\u200b": "a space without width",
    "\u2060": "a joiner without width",
    "\ufeff": "a byte order mark",
    "\u00ad": "a soft hyphen",
    "\u00a0": "a no-break space",
    "\u202f": "a narrow no-break space",
}


class ProblemSeverity(StrEnum):
    """How sure it is that something has to be put right: it is wrong, it is likely to be, it is worth a look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Problem(Struct, frozen=True):
    """One thing to look at: its kind's code, and the concept, language and term (empty where none is meant)."""

    code: str
    severity: ProblemSeverity
    concept: str
    language: str
    term: str
    message: str


class _Found(Struct, frozen=True):
    """What a kind's function reports; the kind adds its code and severity."""

    concept: str
    message: str
    language: str = ""
    term: str = ""


def _named(concept: Concept, term: Term, message: str) -> _Found:
    return _Found(concept.identifier, message, term.language, term.text)


def _same_identifier(glossary: Glossary) -> Iterator[_Found]:
    for name, count in Counter(concept.identifier for concept in glossary).items():
        if count > 1:
            yield _Found(name, f"{count} concepts have this identifier")


def _same_term_twice(glossary: Glossary) -> Iterator[_Found]:
    for concept in glossary:
        seen: dict[tuple[str, str], list[Term]] = defaultdict(list)
        for term in concept.terms:
            seen[term.language, term.text].append(term)
        for several in seen.values():
            if len(several) > 1:
                told = ", ".join(dict.fromkeys(term.status.value for term in several))
                yield _named(concept, several[0], f"stands {len(several)} times in the concept ({told})")


def _unsettled_conflict(glossary: Glossary) -> Iterator[_Found]:
    for concept in glossary:
        for note in concept.notes:
            if note.startswith(CONFLICT_NOTE):
                yield _Found(concept.identifier, f"a merge left a {note}")
        for term in concept.terms:
            for note in term.notes:
                if note.startswith(CONFLICT_NOTE):
                    yield _named(concept, term, f"a merge left a {note}")


def _folded(term: Term) -> tuple[str, str]:
    """What makes two terms the same: language and text, with its capitals where they count."""
    text = " ".join(term.text.replace("’", "'").split())
    exact = term.case is CaseRule.EXACT or (term.case is CaseRule.AUTO and is_acronym(text))
    return primary_subtag(term.language), text if exact else text.casefold()


def _same_concept_twice(glossary: Glossary) -> Iterator[_Found]:
    """Two concepts whose preferred terms are the same in two languages."""
    homes: dict[tuple[tuple[str, str], tuple[str, str]], str] = {}
    told: set[tuple[str, str]] = set()
    for concept in glossary:
        preferred = sorted({_folded(term) for term in concept.terms if term.status is Status.PREFERRED})
        for number, one in enumerate(preferred):
            for other in preferred[number + 1 :]:
                if one[0] == other[0]:
                    continue
                home = homes.setdefault((one, other), concept.identifier)
                if home != concept.identifier and (home, concept.identifier) not in told:
                    told.add((home, concept.identifier))
                    yield _Found(concept.identifier, f"has the same preferred terms as «{home}»: {one[1]} · {other[1]}")


def _homes(glossary: Glossary, statuses: frozenset[Status]) -> dict[tuple[str, str], list[tuple[Concept, Term]]]:
    homes: dict[tuple[str, str], list[tuple[Concept, Term]]] = defaultdict(list)
    for concept in glossary:
        for term in concept.terms:
            if term.status in statuses:
                homes[_folded(term)].append((concept, term))
    return homes


def _homonym(glossary: Glossary) -> Iterator[_Found]:
    for places in _homes(glossary, _USABLE).values():
        concepts = list(dict.fromkeys(concept.identifier for concept, _ in places))
        if len(concepts) > 1:
            others = ", ".join(f"«{name}»" for name in concepts[1:])
            yield _named(*places[0], f"is a term of {others} too")


def _forbidden_places(glossary: Glossary) -> Iterator[tuple[Concept, Term, Concept, Term]]:
    """Preferred terms, and where the same term is forbidden or deprecated."""
    against = _homes(glossary, frozenset({Status.FORBIDDEN, Status.DEPRECATED}))
    for key, places in _homes(glossary, frozenset({Status.PREFERRED})).items():
        for concept, term in places:
            for other, refused in against.get(key, ()):
                yield concept, term, other, refused


def _share_source(one: Concept, other: Concept, language: str) -> bool:
    """Whether a term of another language asks for both concepts, so that a check could not tell which is meant."""
    ours, theirs = (
        {_folded(term) for term in concept.terms if term.status in _DECIDED and term.language != language}
        for concept in (one, other)
    )
    return not ours.isdisjoint(theirs)


def _preferred_and_forbidden(glossary: Glossary) -> Iterator[_Found]:
    for concept, term, other, refused in _forbidden_places(glossary):
        if other is concept:
            if term.text != refused.text:  # written alike they stand twice in the concept, which is told already
                yield _named(concept, term, f"is preferred, and «{refused.text}» is {refused.status} in this concept")
        elif _share_source(concept, other, term.language):
            yield _named(
                concept,
                term,
                f"is preferred here and {refused.status} in «{other.identifier}», which has a term of another language "
                "in common with this concept",
            )


def _false_friend(glossary: Glossary) -> Iterator[_Found]:
    for concept, term, other, refused in _forbidden_places(glossary):
        if other is not concept and not _share_source(concept, other, term.language):
            yield _named(concept, term, f"is preferred here and {refused.status} in «{other.identifier}»")


_Asked = tuple[tuple[str, str], tuple[str, str]]  # what calls for a term (a term of another language), and the term


def _circular_replacement(glossary: Glossary) -> Iterator[_Found]:
    """Terms for one thing, each of which is refused in favour of the next one, round to the first.

    Terms that call for different things may well be forbidden in each other's favour: they are false friends.
    """
    leads: dict[_Asked, dict[_Asked, tuple[Concept, Term]]] = defaultdict(dict)
    for concept in glossary:
        for refused in concept.terms:
            if refused.status not in (Status.FORBIDDEN, Status.DEPRECATED):
                continue
            for term in concept.terms_in(refused.language):
                if term.status is Status.PREFERRED and _folded(term) != _folded(refused):
                    for source in _sources(concept, refused.language):
                        leads[source, _folded(refused)][source, _folded(term)] = (concept, refused)
    told: set[frozenset[tuple[str, str]]] = set()
    for start in leads:
        ring = _shortest_ring(start, leads)
        terms = frozenset(term for _, term in ring)
        if ring and terms not in told:
            told.add(terms)
            concept, refused = leads[ring[0]][ring[1]]
            steps = " → ".join(f"«{text}»" for _, (_, text) in (*ring, ring[0]))
            yield _named(concept, refused, f"its replacements lead back to it: {steps}")


def _sources(concept: Concept, language: str) -> frozenset[tuple[str, str]]:
    """The terms of other languages that ask for the concept's; one empty term where it has none."""
    found = {
        _folded(term) for term in concept.terms if term.status in _DECIDED and term not in concept.terms_in(language)
    }
    return frozenset(found or {("", "")})


def _shortest_ring(start: _Asked, leads: Mapping[_Asked, Mapping[_Asked, object]]) -> list[_Asked]:
    """The shortest way from ``start`` back to itself, without its end; empty where there is none."""
    came: dict[_Asked, _Asked] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there in leads.get(here, ()):
            if there == start:
                ring = [here]
                while ring[-1] != start:
                    ring.append(came[ring[-1]])
                return ring[::-1]
            if there not in came:
                came[there] = here
                waiting.append(there)
    return []


def _missing_language(glossary: Glossary) -> Iterator[_Found]:
    languages = dict.fromkeys(primary_subtag(language) for language in glossary.languages)
    for concept in glossary:
        there = {primary_subtag(term.language) for term in concept.terms if term.status in _USABLE}
        for language in languages:
            if language not in there:
                yield _Found(concept.identifier, f"has no term in this language: {_telling(concept)}", language)


def _telling(concept: Concept) -> str:
    usable = [term for term in concept.terms if term.status in _USABLE] or list(concept.terms)
    return f"{usable[0].text} ({usable[0].language})" if usable else "the concept has no terms at all"


def _acronym_alone(glossary: Glossary) -> Iterator[_Found]:
    for concept in glossary:
        full = {
            primary_subtag(term.language)
            for term in concept.terms
            if term.status in _USABLE and term.type is not TermType.ACRONYM and not is_acronym(term.text)
        }
        for term in concept.terms:
            if term.type is TermType.ACRONYM and term.status in _DECIDED and primary_subtag(term.language) not in full:
                yield _named(concept, term, "is an acronym, and the concept has no full form in its language")


def _several_preferred(glossary: Glossary) -> Iterator[_Found]:
    for concept in glossary:
        preferred: dict[str, list[Term]] = defaultdict(list)
        for term in concept.terms:
            if term.status is Status.PREFERRED and term.stated_status:
                preferred[term.language].append(term)
        for language, several in preferred.items():
            if len(several) > 1:
                told = ", ".join(f"«{term.text}»" for term in several)
                yield _Found(
                    concept.identifier, f"{len(several)} terms are preferred in this language: {told}", language
                )


def _stray_space(glossary: Glossary) -> Iterator[_Found]:
    for concept in glossary:
        for term in concept.terms:
            found = _STRAY.search(term.text)
            if found:
                characters = [_SHOWN.get(character, "a space") for character in found.group()]
                told = " and ".join(dict.fromkeys(characters))
                yield _named(concept, term, f"has {told} too many at character {found.start() + 1}")


def _open_bracket(glossary: Glossary) -> Iterator[_Found]:
    closing = {end: start for start, end in _PAIRS.items()}
    for concept in glossary:
        for term in concept.terms:
            waiting: list[str] = []
            stray = ""
            for character in term.text:
                if character in _PAIRS:
                    waiting.append(character)
                elif character in closing:
                    if waiting and waiting[-1] == closing[character]:
                        waiting.pop()
                    else:
                        stray = stray or character
            if stray:
                yield _named(concept, term, f"has a closing «{stray}» without its beginning")
            elif waiting:
                yield _named(concept, term, f"has an opening «{waiting[-1]}» that is not closed")


def _lost_reference(glossary: Glossary) -> Iterator[_Found]:
    """References to a concept or a term that is not in the glossary."""
    there = {one.target for one in glossary.data}
    for concept in glossary:
        there.add(concept.identifier)
        there.update(term.identifier for term in concept.terms)
    for concept in glossary:
        for one in _references(concept.data):
            if one.target not in there:
                yield _Found(concept.identifier, _lost(one))
        for term in concept.terms:
            for one in _references(term.data):
                if one.target not in there:
                    yield _named(concept, term, _lost(one))


def _references(data: Iterable[Category]) -> Iterator[Category]:
    return (one for one in data if one.kind == "ref" and one.target and "://" not in one.target)


def _lost(one: Category) -> str:
    told = f" («{one.value}»)" if one.value else ""
    return f"points to «{one.target}»{told}, which the glossary does not have"


class ProblemKind(Struct, frozen=True):
    """A kind of problem: its code, how much it weighs, what it is in a few words, and the function that finds it."""

    code: str
    severity: ProblemSeverity
    title: str
    find: Callable[[Glossary], Iterator[_Found]]


_E, _W, _I = ProblemSeverity.ERROR, ProblemSeverity.WARNING, ProblemSeverity.INFO

KINDS = (
    ProblemKind("same-identifier", _E, "two concepts with one identifier", _same_identifier),
    ProblemKind("same-term-twice", _E, "the same term twice in a concept", _same_term_twice),
    ProblemKind("unsettled-conflict", _E, "a conflict that a merge left", _unsettled_conflict),
    ProblemKind("same-concept-twice", _W, "two concepts with the same preferred terms", _same_concept_twice),
    ProblemKind(
        "preferred-and-forbidden", _W, "a preferred term that is forbidden elsewhere", _preferred_and_forbidden
    ),
    ProblemKind("circular-replacement", _W, "terms that are to replace each other in a circle", _circular_replacement),
    ProblemKind("several-preferred", _W, "several preferred terms in one language", _several_preferred),
    ProblemKind("missing-language", _W, "a concept without a term in a language of the glossary", _missing_language),
    ProblemKind("acronym-alone", _W, "an acronym without its full form", _acronym_alone),
    ProblemKind("lost-reference", _W, "a reference to what is not there", _lost_reference),
    ProblemKind("stray-space", _W, "white space that does not belong", _stray_space),
    ProblemKind("open-bracket", _W, "a bracket or quotation mark without its other half", _open_bracket),
    ProblemKind("homonym", _I, "one term in several concepts", _homonym),
    ProblemKind("false-friend", _I, "preferred in one concept, forbidden in another", _false_friend),
)


def validate_glossary(glossary: Glossary) -> tuple[Problem, ...]:
    """The problems of ``glossary`` in the order of :data:`KINDS`, within a kind in the glossary's."""
    return tuple(
        Problem(kind.code, kind.severity, found.concept, found.language, found.term, found.message)
        for kind in KINDS
        for found in kind.find(glossary)
    )
