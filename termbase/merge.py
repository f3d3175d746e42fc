"""How the work of two people on one glossary comes together.

A merge keeps the order of concepts and terms as far as both sides agree on it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from termbase.alike import SameConcept, under_one_name
from termbase.diff import CONCEPT_FIELDS, TERM_FIELDS, concept_changes, term_facts
from termbase.keys import TermKey, concepts_by_identifier, definitions_by_key, numbered, summary, terms_by_key
from termbase.model import Concept, Definition, Glossary, Status, Term, ordered_terms
from termbase.references import Names, renamed

__all__ = ["CONFLICT_NOTE", "Conflict", "Merge", "conflict_note", "merge_glossaries", "with_conflict_notes"]

CONFLICT_NOTE = "conflict: "

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")
_T = TypeVar("_T")


class Conflict(Struct, frozen=True):
    """Something that both sides changed, each in its own way.

    ``language`` and ``term`` are empty where the concept itself is meant. ``field`` is the field's name; ``concept``
    or ``term`` where one side removed what the other changed, or where both named different concepts alike;
    ``preferred term`` where each side prefers another term of the language; ``terms`` where no term would be left.
    ``base``, ``ours`` and ``theirs`` say what each has, None that it has nothing.
    """

    concept: str
    field: str
    base: str | None
    ours: str | None
    theirs: str | None
    language: str = ""
    term: str = ""


class Merge(Struct, frozen=True):
    """The glossary of both sides; where they contradict each other it has ours, and the conflict says so.

    What one side removed and the other changed is kept as changed, so that nothing is lost before somebody decides.
    ``same`` are the concepts that had several names, which are one now.
    """

    glossary: Glossary
    conflicts: tuple[Conflict, ...]
    same: tuple[SameConcept, ...] = ()


def merge_glossaries(base: Glossary, ours: Glossary, theirs: Glossary) -> Merge:
    """``ours`` and ``theirs``, which both come from ``base``, as one glossary.

    What only one side changed is taken over; what both changed alike stands once; contexts and notes that either side
    added are all kept. A concept that a side called otherwise, or that both added under two names, is one concept (see
    :mod:`termbase.alike`). Where there is no conflict, ``ours`` and ``theirs`` may change places. The name is ours.
    Raises :class:`~tmx.errors.TermbaseError` where two concepts of one glossary have the same identifier.
    """
    for glossary in (base, ours, theirs):
        concepts_by_identifier(glossary)
    versions = under_one_name(base, ours, theirs)
    base, ours, theirs = versions.base, versions.ours, versions.theirs
    before, mine, yours = (concepts_by_identifier(glossary) for glossary in (base, ours, theirs))
    new_names = _strangers(before, mine, yours)
    if new_names:
        yours = {name: renamed(concept, Names(new_names)) for name, concept in yours.items()}
    conflicts: list[Conflict] = []
    merged: dict[str, Concept] = {}
    strangers: list[Concept] = []
    for name in dict.fromkeys([*mine, *yours]):
        was, our, their = before.get(name), mine.get(name), yours.get(name)
        if our is None or their is None:
            kept = _one_sided(was, our, their, _is_same_concept)
            if kept.conflict:
                conflicts.append(_removed_and_changed(name, was, our, their))
        elif name in new_names:
            kept = _Kept(our)
            strangers.append(replace(their, identifier=new_names[name]))
            conflicts.append(Conflict(name, "concept", None, summary(our), summary(their)))
        else:
            kept = _Kept(_merge_concepts(was, our, their, conflicts))
        if kept.value is not None:
            merged[name] = kept.value
    order = _merged_order(list(before), list(mine), list(yours), merged)
    concepts = (*(merged[name] for name in order), *strangers)
    data = _merge_lists(base.data, ours.data, theirs.data)
    return Merge(replace(ours, concepts=concepts, data=data), tuple(conflicts), versions.same)


def _strangers(
    before: Mapping[str, Concept], mine: Mapping[str, Concept], yours: Mapping[str, Concept]
) -> dict[str, str]:
    """What concepts of theirs are called for which ours has another concept of the same name."""
    names: dict[str, str] = {}
    for name, their in yours.items():
        if name in mine and name not in before and not _share_term(mine[name], their):
            names[name] = _free_name(name, {*before, *mine, *yours, *names.values()})
    return names


def _share_term(one: Concept, other: Concept) -> bool:
    return not terms_by_key(one.terms).keys().isdisjoint(terms_by_key(other.terms))


def _free_name(name: str, taken: Iterable[str]) -> str:
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


class _Kept(Struct, frozen=True):
    """What stays of something that one side at least does not have, and whether that is a conflict."""

    value: Any
    conflict: bool = False


def _one_sided(base: _T | None, ours: _T | None, theirs: _T | None, same: Callable[[_T, _T], bool]) -> _Kept:
    """What one side has and the other has not: added, removed, or removed here and changed there."""
    there = ours if theirs is None else theirs
    if base is None or there is None:
        return _Kept(there)
    return _Kept(None) if same(base, there) else _Kept(there, conflict=True)


def _removed_and_changed(name: str, was: Concept | None, ours: Concept | None, theirs: Concept | None) -> Conflict:
    """The conflict about a concept that one side removed: what the other changed in it, and how that was before."""
    there = ours if theirs is None else theirs
    before: list[str] = []
    after: list[str] = []
    for change in concept_changes(was, there) if was is not None and there is not None else ():
        term = f"{change.term} ({change.language})" if change.term else ""
        if not change.field:
            (after if change.new else before).append(term)
            continue
        what = f"{term} {change.field}".strip()
        before.append(f"{what}: {change.old}" if change.old else f"{what}: nothing")
        after.append(f"{what}: {change.new}" if change.new else f"{what}: nothing")
    told = "; ".join(after) or "fewer terms"
    return Conflict(
        name,
        "concept",
        "; ".join(before) or "nothing of it",
        None if ours is None else told,
        None if theirs is None else told,
    )


def _is_same_concept(one: Concept, other: Concept) -> bool:
    return next(concept_changes(one, other), None) is None


def _is_same_term(one: Term, other: Term) -> bool:
    return term_facts(one) == term_facts(other)


def _removal(
    concept: str,
    field: str,
    base: _T | None,
    ours: _T | None,
    theirs: _T | None,
    text: Callable[[_T], str],
    *,
    language: str = "",
    term: str = "",
) -> Conflict:
    base_text, our_text, their_text = (None if value is None else text(value) for value in (base, ours, theirs))
    return Conflict(concept, field, base_text, our_text, their_text, language, term)


def _pick(base: _V, ours: _V, theirs: _V) -> tuple[_V, bool]:
    """The value that a side changed, ours where both did; and whether they contradict each other."""
    if ours == theirs or theirs == base:
        return ours, False
    return (theirs, False) if ours == base else (ours, True)


def _merge_concepts(base: Concept | None, ours: Concept, theirs: Concept, conflicts: list[Conflict]) -> Concept:
    if theirs in (ours, base) or ours == base:
        kept = theirs if ours == base else ours
        return replace(kept, terms=ordered_terms(kept.terms))
    name = ours.identifier
    values: dict[str, str] = {}
    for field in CONCEPT_FIELDS:
        was, our, their = (getattr(concept, field) if concept else "" for concept in (base, ours, theirs))
        values[field], contradiction = _pick(was, our, their)
        if contradiction:
            conflicts.append(Conflict(name, field, was or None, our or None, their or None))
    return Concept(
        identifier=name,
        terms=_merge_terms(base, ours, theirs, conflicts),
        notes=_merge_lists(base.notes if base else (), ours.notes, theirs.notes),
        definitions=_merge_definitions(base, ours, theirs, conflicts),
        history=_merge_lists(base.history if base else (), ours.history, theirs.history),
        data=_merge_lists(base.data if base else (), ours.data, theirs.data),
        **values,
    )


def _merge_definitions(
    base: Concept | None, ours: Concept, theirs: Concept, conflicts: list[Conflict]
) -> tuple[Definition, ...]:
    before = definitions_by_key(base) if base else {}
    mine, yours = definitions_by_key(ours), definitions_by_key(theirs)
    merged: dict[tuple[str, int], str] = {}
    for key in dict.fromkeys([*mine, *yours]):
        was, our, their = before.get(key), mine.get(key), yours.get(key)
        text, contradiction = _pick(was, our, their)
        if contradiction:
            conflicts.append(Conflict(ours.identifier, f"definition ({key[0]})", was, our, their))
            text = their if text is None else text
        if text is not None:
            merged[key] = text
    order = _merged_order(list(before), list(mine), list(yours), merged)
    return tuple(Definition(merged[key], key[0]) for key in order)


def _merge_terms(base: Concept | None, ours: Concept, theirs: Concept, conflicts: list[Conflict]) -> tuple[Term, ...]:
    name = ours.identifier
    before = terms_by_key(base.terms) if base else {}
    mine, yours = terms_by_key(ours.terms), terms_by_key(theirs.terms)
    merged: dict[TermKey, Term] = {}
    for key in dict.fromkeys([*mine, *yours]):
        was, our, their = before.get(key), mine.get(key), yours.get(key)
        if our is not None and their is not None:
            merged[key] = _merge_term(name, was, our, their, conflicts)
            continue
        kept = _one_sided(was, our, their, _is_same_term)
        if kept.conflict:
            language, text, _ = key
            conflicts.append(_removal(name, "term", was, our, their, _told, language=language, term=text))
        if kept.value is not None:
            merged[key] = kept.value
    if not merged and mine and yours:
        conflicts.append(Conflict(name, "terms", summary(base) if base else None, summary(ours), summary(theirs)))
        return ours.terms
    terms = ordered_terms(merged[key] for key in _merged_order(list(before), list(mine), list(yours), merged))
    preferences = list(_preference_conflicts(base, ours, theirs, terms))
    conflicts.extend(preferences)
    told = {conflict.language for conflict in preferences}
    conflicts.extend(one for one in _rewritten(name, before, mine, yours) if one.language not in told)
    return terms


def _rewritten(
    concept: str, before: Mapping[TermKey, Term], mine: Mapping[TermKey, Term], yours: Mapping[TermKey, Term]
) -> Iterator[Conflict]:
    """Terms in the place of which each side put another one, and only one: both are kept until somebody decides."""
    gone = [key for key in before if key not in mine and key not in yours]
    for language in dict.fromkeys(language for language, _, _ in gone):
        was = [text for tag, text, _ in gone if tag == language]
        our = [key[1] for key in mine if key[0] == language and key not in before and key not in yours]
        their = [key[1] for key in yours if key[0] == language and key not in before and key not in mine]
        if len(was) == len(our) == len(their) == 1:
            yield Conflict(concept, "term", was[0], our[0], their[0], language, our[0])


def _told(term: Term) -> str:
    return "; ".join(f"{name}: {value}" for name, value in term_facts(term).items() if value)


def _merge_term(concept: str, base: Term | None, ours: Term, theirs: Term, conflicts: list[Conflict]) -> Term:
    values: dict[str, Any] = {}
    for field, name, unsaid in TERM_FIELDS:
        was = unsaid if base is None else getattr(base, field)
        our, their = getattr(ours, field), getattr(theirs, field)
        values[field], contradiction = _pick(was, our, their)
        if contradiction:
            before, mine, yours = (str(value) if value else None for value in (was, our, their))
            conflicts.append(Conflict(concept, name, before, mine, yours, ours.language, ours.text))
    return replace(
        ours,
        **values,
        contexts=_merge_lists(base.contexts if base else (), ours.contexts, theirs.contexts),
        notes=_merge_lists(base.notes if base else (), ours.notes, theirs.notes),
        history=_merge_lists(base.history if base else (), ours.history, theirs.history),
        data=_merge_lists(base.data if base else (), ours.data, theirs.data),
    )


def _preferred(terms: Iterable[Term]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for term in terms:
        if term.status is Status.PREFERRED:
            found[term.language] = (*found.get(term.language, ()), term.text)
    return found


def _preference_conflicts(
    base: Concept | None, ours: Concept, theirs: Concept, merged: Sequence[Term]
) -> Iterator[Conflict]:
    """Languages in which each side prefers one term, and both together several."""
    before, mine, yours = (_preferred(concept.terms if concept else ()) for concept in (base, ours, theirs))
    for language, several in _preferred(merged).items():
        our, their = mine.get(language, ()), yours.get(language, ())
        if len(several) > 1 and len(our) <= 1 and len(their) <= 1:
            was = ", ".join(before.get(language, ())) or None
            yield Conflict(ours.identifier, "preferred term", was, ", ".join(our), ", ".join(their), language)


def _merge_lists(base: Sequence[_K], ours: Sequence[_K], theirs: Sequence[_K]) -> tuple[_K, ...]:
    """What both have or either added, without what either removed."""
    if theirs in (ours, base):
        return tuple(ours)
    before, mine, yours = (list(numbered(values)) for values in (base, ours, theirs))
    known = set(before)
    kept = {*mine} & {*yours} | {*mine} - known | {*yours} - known
    return tuple(value for value, _ in _merged_order(before, mine, yours, kept))


def _merged_order(base: Sequence[_K], ours: Sequence[_K], theirs: Sequence[_K], kept: Iterable[_K]) -> list[_K]:
    """An order for ``kept`` that does not depend on which side is ours.

    What both sides have stands in the order of the side that changed it, or in the lesser one where both did; what
    one side alone has follows what it follows there.
    """
    wanted = set(kept)
    mine, yours = ([key for key in keys if key in wanted] for keys in (ours, theirs))
    shared = {*mine} & {*yours}
    settled = shared & {*base}
    before = [key for key in base if key in settled]
    backbones = [[key for key in keys if key in shared] for keys in (mine, yours)]
    moved = [backbone for backbone in backbones if [key for key in backbone if key in settled] != before]
    backbone = moved[0] if len(moved) == 1 else min(backbones)
    followers = [_followers(keys, shared) for keys in (mine, yours)]
    order: list[_K] = []
    for anchor in (None, *backbone):
        if anchor is not None:
            order.append(anchor)
        for group in sorted(group[anchor] for group in followers if anchor in group):
            order.extend(group)
    return order


def _followers(keys: Iterable[_K], shared: set[_K]) -> dict[_K | None, list[_K]]:
    """The keys that are not shared, after the shared one that they follow; None for those at the beginning."""
    groups: dict[_K | None, list[_K]] = {}
    anchor: _K | None = None
    for key in keys:
        if key in shared:
            anchor = key
        else:
            groups.setdefault(anchor, []).append(key)
    return groups


def conflict_note(conflict: Conflict) -> str:
    """The conflict on one line, as it stands among the notes of a merged glossary."""
    named = [("ours", conflict.ours), ("theirs", conflict.theirs), ("before", conflict.base)]
    removable = conflict.field in ("concept", "term") and conflict.base is not None
    nothing = "removed" if removable else "nothing"
    told = [f"{side} {nothing if value is None else f'«{value}»'}" for side, value in named]
    what = f"{conflict.field} ({conflict.language})" if conflict.language and not conflict.term else conflict.field
    return " ".join(f"{CONFLICT_NOTE}{what}: {', '.join(told)}".split())


def with_conflict_notes(merge: Merge) -> Glossary:
    """The merged glossary with every conflict as a note, on its term where there is one, else on its concept."""
    concepts = concepts_by_identifier(merge.glossary)
    for conflict in merge.conflicts:
        concept, note = concepts[conflict.concept], conflict_note(conflict)
        place = next(
            (
                number
                for number, term in enumerate(concept.terms)
                if conflict.term and (term.language, term.text) == (conflict.language, conflict.term)
            ),
            None,
        )
        if place is None:
            concepts[conflict.concept] = replace(concept, notes=_with(concept.notes, note))
            continue
        noted = replace(concept.terms[place], notes=_with(concept.terms[place].notes, note))
        terms = (*concept.terms[:place], noted, *concept.terms[place + 1 :])
        concepts[conflict.concept] = replace(concept, terms=terms)
    return replace(merge.glossary, concepts=tuple(concepts.values()))


def _with(notes: tuple[str, ...], note: str) -> tuple[str, ...]:
    return notes if note in notes else (*notes, note)
