"""Pouring one glossary into another: what is new is added, what both have stands once, and nothing is lost.

A concept of the draft is one of the glossary when both have the same identifier and a term in common, or terms in
common in two languages, or when it has one language only and one concept of the glossary has its term. Everything else
is a new concept, under an identifier that is free. What is alike within the draft stays apart, as its authors left it.

A proposal is weaker than a decision: a concept of which all is proposed brings nothing but terms that are new, and
nothing at all where it was rejected before, in whatever inflection; a decision about a term that was only proposed
takes its place. Where both have decided, each in its own way, the glossary keeps what it has, and a note
``conflict: …`` says what was poured in.
Which of the terms that may be used is preferred is decided only where a draft says so: a list of pairs does not. Where
the draft numbers its rows instead of naming its concepts, these are known by their terms alone.

Where a concept, a term or a person of the draft goes under another name, what points to it in the draft follows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import fields, replace

from termbase.inflections import RejectedForms
from termbase.keys import term_key
from termbase.merge import Conflict, Merge, with_conflict_notes
from termbase.model import Concept, Definition, Glossary, Status, Term, ordered_terms
from termbase.references import PERSON, Names, has_names, persons_of, referred, renamed, without_references
from tmx.text.languages import primary_subtag

__all__ = ["EVERYTHING", "DraftSays", "Poured", "free_name", "is_proposal", "pour_glossary", "term_key"]

_TermKey = tuple[str, str]  # primary language subtag, folded text
_USED = {Status.PREFERRED.value, Status.ADMITTED.value}
_AVOIDED = {Status.DEPRECATED.value, Status.FORBIDDEN.value}
_MANY = 100  # a term of more concepts than that (a placeholder such as «?») does not tell which is meant


class Poured(Struct, frozen=True):
    """The glossary with the draft in it, and what came of the draft's concepts.

    ``added`` and ``changed`` are concepts as they stand now; ``known`` counts those that brought nothing new,
    ``refused`` proposals that were rejected before. ``withdrawn`` are proposals of the glossary that are no longer in
    it because they were rejected elsewhere. ``rejected`` are all rejected ones now.
    """

    glossary: Glossary
    rejected: Glossary
    added: tuple[Concept, ...]
    changed: tuple[Concept, ...]
    withdrawn: tuple[Concept, ...]
    known: int
    refused: int
    conflicts: tuple[Conflict, ...]


class DraftSays(Struct, frozen=True):
    """What the form of a draft can say: a contradiction is only where it could have said the same as the glossary.

    ``ranked``: which terms are preferred and which are admitted; ``graded``: which are deprecated and which are
    forbidden; ``named``: which concept is meant, so that its identifiers are more than numbers of rows.
    """

    ranked: bool = True
    graded: bool = True
    named: bool = True

    def is_contradiction(self, conflict: Conflict) -> bool:
        """Whether the draft could have said what the glossary has, and says something else."""
        told = {conflict.ours, conflict.theirs}
        if conflict.field != "status":
            return True
        return not (told == _USED and not self.ranked) and not (told == _AVOIDED and not self.graded)


EVERYTHING = DraftSays()


def is_proposal(concept: Concept) -> bool:
    """Whether nothing is decided about any term of the concept."""
    return bool(concept.terms) and all(term.status is Status.PROPOSED for term in concept.terms)


def pour_glossary(
    glossary: Glossary,
    draft: Glossary,
    *,
    rejected: Glossary | None = None,
    newly_rejected: Glossary | None = None,
    says: DraftSays = EVERYTHING,
) -> Poured:
    """``draft`` poured into ``glossary``.

    ``rejected`` are the proposals turned down so far, ``newly_rejected`` the list that stands beside the draft.
    ``says`` is what the draft's form can say.
    Concepts keep their order, new ones follow in the draft's. The result does not depend on how often the same draft
    is poured in.
    """
    bare = draft.concepts
    if has_names(draft):
        # Where everything goes is found out first, from what each concept says without pointing at another.
        bare = tuple(map(without_references, draft))
        trial = _Work(glossary, rejected, newly_rejected, says)
        draft = _following(draft, [trial.pour(concept, concept) for concept in bare], glossary, trial)
    work = _Work(glossary, rejected, newly_rejected, says)
    for concept, alone in zip(draft, bare, strict=True):
        work.pour(concept, alone)
    data = (*glossary.data, *(item for item in draft.data if item not in glossary.data))
    return work.result(Glossary((), glossary.name or draft.name, data))


def _following(draft: Glossary, landed: Sequence[str | None], glossary: Glossary, work: _Work) -> Glossary:
    """The draft with its references, the identifiers of its terms and its persons as they are called once poured.

    ``landed`` is where each of its concepts goes in ``glossary``, None for nowhere; ``work`` has them all in it.
    """
    persons = _person_names(draft, glossary)
    wanted = referred(draft)
    taken = {*work.concepts, *persons_of(glossary.data), *persons.values()}
    taken |= {term.identifier for concept in glossary for term in concept.terms}
    entries: dict[str, str] = {}
    concepts = []
    for concept, home in zip(draft, landed, strict=True):
        entries.setdefault(concept.identifier, home or "")
        there = work.before[home].terms if home in work.before else ()
        terms = tuple(_called(term, there, wanted, taken) if home else term for term in concept.terms)
        for old, new in zip(concept.terms, terms, strict=True):
            entries.setdefault(old.identifier, new.identifier if home else "")
        concepts.append(replace(concept, terms=terms))
    names = Names(entries, persons)
    data = (replace(one, target=persons[one.target]) if one.kind == PERSON else one for one in draft.data)
    return replace(draft, concepts=tuple(renamed(concept, names) for concept in concepts), data=tuple(data))


def _called(term: Term, there: Sequence[Term], wanted: Container[str], taken: set[str]) -> Term:
    """The term with the identifier that it has when it joins the terms that are ``there``."""
    if not term.identifier:
        return term
    place = _place(there, term)
    name = there[place].identifier if place is not None else ""
    if not name and (place is None or term.identifier in wanted):
        name = free_name(term.identifier, taken)
        taken.add(name)
    return replace(term, identifier=name)


def _person_names(draft: Glossary, glossary: Glossary) -> dict[str, str]:
    """What the draft's persons are called: as in the glossary where it has them, else by a name that is free."""
    here, names = persons_of(glossary.data), dict[str, str]()
    by_what_is_said = {said: name for name, said in here.items()}
    for name, said in persons_of(draft.data).items():
        known = name if here.get(name) == said else by_what_is_said.get(said)
        names[name] = free_name(name, {*here, *names.values()}) if known is None and name else known or name
    return names


class _Work:
    """The glossary while it is poured into, with an index of its terms."""

    def __init__(
        self, glossary: Glossary, rejected: Glossary | None, newly_rejected: Glossary | None, says: DraftSays
    ) -> None:
        self.says = says
        self.before: dict[str | None, Concept] = {concept.identifier: concept for concept in glossary}
        self.concepts = {concept.identifier: concept for concept in glossary}
        self.rejected = {concept.identifier: concept for concept in rejected or ()}
        self.homes: dict[_TermKey, dict[str, None]] = defaultdict(dict)
        self.refusals: dict[_TermKey, dict[str, None]] = defaultdict(dict)
        self.touched: dict[str, bool] = {}  # identifier -> whether it is new
        self.withdrawn: list[Concept] = []
        self.conflicts: list[Conflict] = []
        self.known = self.refused = 0
        self._inflected: RejectedForms | None = None
        for concept in glossary:
            _post(self.homes, concept)
        for concept in rejected or ():
            _post(self.refusals, concept)
        for concept in newly_rejected or ():
            self.reject(concept)

    def result(self, head: Glossary) -> Poured:
        now = replace(head, concepts=tuple(self.concepts.values()))
        if self.conflicts:
            now = with_conflict_notes(Merge(now, tuple(self.conflicts)))
        by_name = {concept.identifier: concept for concept in now}
        return Poured(
            glossary=now,
            rejected=Glossary(tuple(self.rejected.values())),
            added=tuple(by_name[key] for key, new in self.touched.items() if new),
            changed=tuple(
                by_name[key] for key, new in self.touched.items() if not new and by_name[key] != self.before.get(key)
            ),
            withdrawn=tuple(self.withdrawn),
            known=self.known,
            refused=self.refused,
            conflicts=tuple(self.conflicts),
        )

    def reject(self, concept: Concept) -> None:
        """A proposal that was turned down elsewhere is turned down here too."""
        if not self._is_refused(concept):
            name = free_name(concept.identifier, self.rejected)
            self.rejected[name] = replace(concept, identifier=name)
            _post(self.refusals, self.rejected[name])
        for name in self._candidates(concept):
            here = self.concepts[name]
            if is_proposal(here) and self._is_refused(here):
                self.withdrawn.append(self.concepts.pop(name))
                _unpost(self.homes, here)

    def pour(self, concept: Concept, alone: Concept) -> str | None:
        """Take the concept in, and say under which identifier; None where it was rejected before.

        ``alone`` is the concept without its references, by which its place is found.
        """
        if self.before.get(concept.identifier) == concept == self.concepts.get(concept.identifier):
            self.known += 1
            return concept.identifier
        proposal = is_proposal(concept)
        if proposal and (self._is_refused(concept) or self._refused_forms().find(concept)):
            self.refused += 1
            return None
        home = self._home(alone)
        if home is None:
            name = free_name(concept.identifier, self.concepts)
            self.concepts[name] = replace(concept, identifier=name)
            self.touched[name] = True
            return name
        before = self.concepts[home]
        after, found = _combined(before, concept, self.says)
        if _noted(after, found) == before:
            self.known += 1
            return home
        self.conflicts.extend(found)
        self.concepts[home] = after
        self.touched.setdefault(home, False)
        return home

    def _refused_forms(self) -> RejectedForms:
        """What was rejected by all its forms; made when it is first asked for, when all of it is known."""
        if self._inflected is None:
            self._inflected = RejectedForms(self.rejected.values())
        return self._inflected

    def _candidates(self, concept: Concept) -> Counter[str]:
        """The concepts that share terms with this one, and in how many languages."""
        shared: set[_TermKey] = set()
        for language, text in _keys(concept):
            names = self.homes.get((language, text), {})
            if len(names) <= _MANY:
                shared.update((language, name) for name in names)
            elif self.says.named and concept.identifier in names:
                shared.add((language, concept.identifier))
        return Counter(name for _, name in sorted(shared))

    def _home(self, concept: Concept) -> str | None:
        shared = self._candidates(concept)
        if not shared:
            return None
        # Under its own name or one that was free when it was poured in before, then under any other.
        own = [name for name in shared if name == concept.identifier or name.startswith(f"{concept.identifier}-")]
        for names in (own, shared):
            for name in names:
                if _noted(*_combined(self.concepts[name], concept, self.says)) == self.concepts[name]:
                    return name
            if self.says.named and concept.identifier in shared:
                return concept.identifier
        best, languages = max(shared.items(), key=lambda item: item[1])
        alone = len(shared) == 1 and len({language for language, _ in _keys(concept)}) == 1
        return best if languages > 1 or alone else None

    def _is_refused(self, concept: Concept) -> bool:
        """Whether one rejected concept has a term of this one in each of its languages."""
        keys = _keys(concept)
        languages = {language for language, _ in keys}
        found: dict[str, set[str]] = defaultdict(set)
        for language, text in keys:
            for name in self.refusals.get((language, text), ()):
                found[name].add(language)
        return any(there == languages for there in found.values())


def _keys(concept: Concept) -> frozenset[_TermKey]:
    return frozenset(term_key(term) for term in concept.terms)


def _post(index: dict[_TermKey, dict[str, None]], concept: Concept) -> None:
    for key in _keys(concept):
        index[key][concept.identifier] = None


def _unpost(index: dict[_TermKey, dict[str, None]], concept: Concept) -> None:
    for key in _keys(concept):
        index[key].pop(concept.identifier, None)


def free_name(name: str, taken: Container[str]) -> str:
    """``name``, with a number from 2 where it is taken."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _combined(home: Concept, other: Concept, says: DraftSays) -> tuple[Concept, list[Conflict]]:
    """The concept with what the other brings, and the contradictions; ``says`` as in :func:`pour_glossary`."""
    if is_proposal(other):
        return _with_proposals(home, other), []
    conflicts: list[Conflict] = []
    joined = _joined(home, other, conflicts)
    return joined, [one for one in conflicts if says.is_contradiction(one)]


def _noted(concept: Concept, conflicts: Sequence[Conflict]) -> Concept:
    """The concept with its conflicts as notes; one that a note tells already is not told again."""
    return with_conflict_notes(Merge(Glossary((concept,)), tuple(conflicts))).concepts[0] if conflicts else concept


def _with_proposals(home: Concept, proposal: Concept) -> Concept:
    """The concept with those proposed terms that it has in no spelling."""
    known = set(_keys(home))
    new = [term for term in proposal.terms if term_key(term) not in known]
    return replace(home, terms=ordered_terms((*home.terms, *new))) if new else home


def _joined(home: Concept, other: Concept, conflicts: list[Conflict]) -> Concept:
    """The concept with all that the other has; conflicts are added to ``conflicts``."""
    place = (home.identifier, "", "")
    values = _values(home, other, {"identifier", "terms", "definitions"}, place, conflicts)
    values["definitions"] = _joined_definitions(home, other, conflicts)
    values["terms"] = _joined_terms(home, other, conflicts)
    return replace(home, **values)


def _joined_definitions(home: Concept, other: Concept, conflicts: list[Conflict]) -> tuple[Definition, ...]:
    texts = {definition.text for definition in home.definitions}
    said = {definition.language: definition.text for definition in home.definitions}
    new = []
    for definition in other.definitions:
        if definition.text in texts:
            continue
        if definition.language in said:
            field = f"definition ({definition.language})"
            was = said[definition.language]
            conflicts.append(Conflict(home.identifier, field, None, was, definition.text))
        else:
            new.append(definition)
    return (*home.definitions, *new)


def _joined_terms(home: Concept, other: Concept, conflicts: list[Conflict]) -> tuple[Term, ...]:
    terms = list(home.terms)
    for term in other.terms:
        place = _place(terms, term)
        if place is None:
            terms.append(replace(term, status=_status(home, None, term, conflicts)))
            continue
        mine = terms[place]
        values = _values(
            mine,
            term,
            {"text", "language", "status", "identifier"},
            (home.identifier, mine.language, mine.text),
            conflicts,
        )
        identifier = mine.identifier or term.identifier
        terms[place] = replace(mine, **values, identifier=identifier, status=_status(home, mine, term, conflicts))
    return home.terms if tuple(terms) == home.terms else ordered_terms(terms)


def _place(terms: Sequence[Term], wanted: Term) -> int | None:
    """Where the term stands: spelt the same in its language, with or without region, or, if proposed, spelt anyhow."""
    language = primary_subtag(wanted.language)
    ways: list[Callable[[Term], bool]] = [
        lambda term: (term.text, term.language) == (wanted.text, wanted.language),
        lambda term: (
            (term.text, primary_subtag(term.language)) == (wanted.text, language)
            and "-" not in min(term.language, wanted.language, key=len)
        ),
    ]
    if wanted.status is Status.PROPOSED:
        ways.append(lambda term: term_key(term) == term_key(wanted))
    return next((place for way in ways for place, term in enumerate(terms) if way(term)), None)


def _status(home: Concept, mine: Term | None, other: Term, conflicts: list[Conflict]) -> Status:
    """What is decided about a term that the concept has as ``mine``, or not yet, when ``other`` joins it.

    Where the concept prefers another term already, the new one is admitted, and the two are a conflict.
    """
    if mine is not None and other.status in (mine.status, Status.PROPOSED):
        return mine.status
    kept = other.status
    if mine is not None and mine.status is not Status.PROPOSED:
        kept = mine.status
    elif other.status is Status.PREFERRED and any(
        term.language == other.language and term.status is Status.PREFERRED for term in home.terms
    ):
        kept = Status.ADMITTED
    if kept is not other.status:
        named = mine or other
        conflicts.append(
            Conflict(home.identifier, "status", None, kept.value, other.status.value, named.language, named.text)
        )
    return kept


def _unsaid(kind: type[Concept] | type[Term]) -> dict[str, Any]:
    """The fields of a record and what stands in one about which nothing was said."""
    found: dict[str, Any] = {}
    for field in fields(kind):
        found[field.name] = None if field.required else field.default
    return found


_UNSAID = {kind: _unsaid(kind) for kind in (Concept, Term)}


def _values(
    mine: Concept | Term, other: Concept | Term, apart: set[str], place: tuple[str, str, str], conflicts: list[Conflict]
) -> dict[str, Any]:
    """Field by field: lists together, what only one says as it is, contradictions as ours and a conflict."""
    values: dict[str, Any] = {}
    for name, unsaid in _UNSAID[type(mine)].items():
        ours, theirs = getattr(mine, name), getattr(other, name)
        if name in apart or ours == theirs or theirs == unsaid:
            continue
        if isinstance(ours, tuple):
            values[name] = (*ours, *(item for item in theirs if item not in ours))
        elif ours == unsaid:
            values[name] = theirs
        else:
            concept, language, term = place
            said = name.replace("_", " ")
            conflicts.append(Conflict(concept, said, None, str(ours), str(theirs), language, term))
    return values
