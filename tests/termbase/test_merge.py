"""Changes between glossaries, and the work of two people brought together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from termbase.diff import Change, ChangeKind, diff_glossaries
from termbase.keys import concepts_by_identifier
from termbase.merge import conflict_note, merge_glossaries, with_conflict_notes
from termbase.model import (
    CaseRule,
    Category,
    Concept,
    Definition,
    Glossary,
    Status,
    Term,
    TermType,
    Transaction,
    ordered_terms,
)
from tmx.errors import TermbaseError

EXAMPLES = settings(max_examples=50)
# Few values, so that two glossaries often have the same concept, the same term, or a different value of one field.
WORDS = st.sampled_from(["a", "b", "c", "d"])
VALUES = st.sampled_from(["", "x", "y", "z"])
LISTS = st.lists(st.sampled_from(["n", "m", "o"]), max_size=3).map(tuple)
DATA = st.lists(
    st.builds(Category, st.sampled_from(["descrip", "ref"]), WORDS, VALUES, target=st.sampled_from(["", "c1", "c9"])),
    max_size=2,
).map(tuple)
HISTORY = st.lists(st.builds(Transaction, st.just("modification"), VALUES, VALUES), max_size=2).map(tuple)
TERMS = st.builds(
    Term,
    WORDS,
    st.sampled_from(["en", "fr", "fr-CH"]),
    st.sampled_from(Status),
    st.sampled_from([TermType.FULL_FORM, TermType.ACRONYM]),
    part_of_speech=VALUES,
    case=st.sampled_from(CaseRule),
    contexts=LISTS,
    notes=LISTS,
    customer=VALUES,
    identifier=VALUES,
    history=HISTORY,
    data=DATA,
)
DEFINITIONS = st.lists(st.builds(Definition, VALUES.filter(bool), st.sampled_from(["en", "fr"])), max_size=3).map(tuple)
CONCEPTS = st.builds(
    Concept,
    st.sampled_from(["c1", "c2", "c3", "c4", "c5"]),
    st.lists(TERMS, min_size=1, max_size=3).map(ordered_terms),
    VALUES,
    VALUES,
    LISTS,
    DEFINITIONS,
    project=VALUES,
    history=HISTORY,
    data=DATA,
)
GLOSSARIES = st.builds(
    lambda concepts, data: Glossary(tuple(concepts), "g", data),
    st.lists(CONCEPTS, max_size=4, unique_by=lambda concept: concept.identifier),
    DATA,
)


@st.composite
def edited(draw, base):
    """The glossary after a few changes: concepts dropped, put in place of others, added, called otherwise, moved."""
    concepts = {concept.identifier: concept for concept in base}
    for concept in draw(st.lists(CONCEPTS, max_size=2)):
        concepts[concept.identifier] = concept
    for name in draw(st.lists(st.sampled_from(["c1", "c2", "c3"]), max_size=1)):
        concepts.pop(name, None)
    for concept in list(concepts.values()):
        if draw(st.booleans()):
            first = replace(concept.terms[0], status=draw(st.sampled_from(Status)), notes=draw(LISTS))
            concepts[concept.identifier] = replace(
                concept, terms=ordered_terms((first, *concept.terms[1:])), subject=draw(VALUES)
            )
    values = list(concepts.values())
    if values and draw(st.booleans()):
        values[-1] = replace(values[-1], identifier=draw(st.sampled_from(["r1", "r2"])))
    if draw(st.booleans()):
        values = list(draw(st.permutations(values)))
    return Glossary(tuple(values), "g", draw(st.just(base.data) | DATA))


@st.composite
def three(draw):
    base = draw(GLOSSARIES)
    return base, draw(edited(base)), draw(edited(base))


@EXAMPLES
@given(GLOSSARIES)
def test_a_glossary_does_not_differ_from_itself(glossary):
    assert diff_glossaries(glossary, glossary) == ()


@EXAMPLES
@given(GLOSSARIES, GLOSSARIES)
def test_no_changes_means_the_same_content(old, new):
    def content(glossary):
        return {
            concept.identifier: (
                concept.subject,
                concept.definition,
                concept.notes,
                sorted((d.language, n, d.text) for n, d in enumerate_by_language(concept.definitions)),
                sorted(repr(term) for term in concept.terms),
            )
            for concept in glossary
        }

    def enumerate_by_language(definitions):
        return [(sum(d.language == e.language for e in definitions[:n]), d) for n, d in enumerate(definitions)]

    repeated = any(len({(t.language, t.text) for t in c.terms}) < len(c.terms) for c in (*old, *new))
    if not repeated:
        assert (diff_glossaries(old, new) == ()) == (content(old) == content(new))


@EXAMPLES
@given(GLOSSARIES, GLOSSARIES)
def test_the_way_back_undoes_the_way_there(old, new):
    def turned(change):
        kind = ChangeKind(change.kind.value.replace("added", "@").replace("removed", "added").replace("@", "removed"))
        return replace(change, kind=kind, old=change.new, new=change.old)

    there, back = diff_glossaries(old, new), diff_glossaries(new, old)
    assert sorted(map(repr, map(turned, there))) == sorted(map(repr, back))


@EXAMPLES
@given(GLOSSARIES, GLOSSARIES)
def test_what_both_did_alike_stands_once(base, both):
    merge = merge_glossaries(base, both, both)
    assert merge.glossary == both
    assert merge.conflicts == ()


@EXAMPLES
@given(GLOSSARIES, GLOSSARIES)
def test_what_one_side_did_is_taken_over(base, changed):
    for merge in (merge_glossaries(base, base, changed), merge_glossaries(base, changed, base)):
        assert merge.glossary == changed
        assert merge.conflicts == ()


@EXAMPLES
@given(three())
def test_the_sides_may_change_places(versions):
    base, ours, theirs = versions
    one, other = merge_glossaries(base, ours, theirs), merge_glossaries(base, theirs, ours)
    assert len(one.conflicts) == len(other.conflicts)
    if not one.conflicts:
        assert one.glossary == other.glossary


@EXAMPLES
@given(three())
def test_nothing_appears_from_nowhere_and_nothing_untouched_is_lost(versions):
    base, ours, theirs = versions
    merged = with_conflict_notes(merge_glossaries(base, ours, theirs))

    def keys(glossary):
        return {(term.language, term.text) for concept in glossary for term in concept.terms}

    assert keys(merged) <= keys(ours) | keys(theirs)
    for concept in base:
        mine, yours = (concepts_by_identifier(side).get(concept.identifier) for side in (ours, theirs))
        if concept == mine == yours:
            assert concepts_by_identifier(merged)[concept.identifier] == concept


@EXAMPLES
@given(three())
def test_every_conflict_is_a_note_of_the_merged_glossary(versions):
    merge = merge_glossaries(*versions)
    concepts = concepts_by_identifier(with_conflict_notes(merge))
    for conflict in merge.conflicts:
        concept = concepts[conflict.concept]
        notes = [*concept.notes, *(note for term in concept.terms for note in term.notes)]
        assert conflict_note(conflict) in notes


def trafficking(**changes):
    terms = (
        Term("trafficking in persons", "en"),
        Term("traite des personnes", "fr", contexts=("La traite des personnes est un crime.",)),
        Term("traite d’êtres humains", "fr", Status.ADMITTED),
    )
    return replace(Concept("trafficking", terms, subject="crime"), **changes)


def with_term(concept, number, **changes):
    terms = list(concept.terms)
    terms[number] = replace(terms[number], **changes)
    return replace(concept, terms=tuple(terms))


def glossary(*concepts):
    return Glossary(concepts)


BASE = trafficking()
EXTRA = Term("traite", "fr", Status.ADMITTED, TermType.SHORT_FORM)
RETURN = Concept("return", (Term("return", "en"), Term("retour", "fr")))

CHANGES = {
    "concept added": (
        (BASE,),
        (BASE, RETURN),
        [Change(ChangeKind.CONCEPT_ADDED, "return", new="return (en) · retour (fr)")],
    ),
    "concept removed": (
        (BASE, RETURN),
        (BASE,),
        [Change(ChangeKind.CONCEPT_REMOVED, "return", old="return (en) · retour (fr)")],
    ),
    "term added": (
        (BASE,),
        (replace(BASE, terms=(*BASE.terms, EXTRA)),),
        [Change(ChangeKind.TERM_ADDED, "trafficking", "fr", "traite", new="admitted")],
    ),
    "status": (
        (BASE,),
        (with_term(BASE, 2, status=Status.FORBIDDEN),),
        [
            Change(
                ChangeKind.TERM_CHANGED,
                "trafficking",
                "fr",
                "traite d’êtres humains",
                "status",
                "admitted",
                "forbidden",
            )
        ],
    ),
    "definition of a language": (
        (BASE,),
        (replace(BASE, definitions=(Definition("Crime …", "fr"),)),),
        [Change(ChangeKind.CONCEPT_CHANGED, "trafficking", field="definition (fr)", new="Crime …")],
    ),
    "order": ((BASE, RETURN), (RETURN, BASE), []),
}


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES.values(), ids=CHANGES)
def test_changes(old, new, expected):
    assert list(diff_glossaries(glossary(*old), glossary(*new))) == expected


CONFLICTS = {
    "status": (
        with_term(BASE, 2, status=Status.FORBIDDEN),
        with_term(BASE, 2, status=Status.DEPRECATED),
        "conflict: status: ours «forbidden», theirs «deprecated», before «admitted»",
    ),
    "subject": (
        replace(BASE, subject="law"),
        replace(BASE, subject="migration"),
        "conflict: subject: ours «law», theirs «migration», before «crime»",
    ),
    "removed here, changed there": (
        replace(BASE, terms=BASE.terms[:2]),
        with_term(BASE, 2, source="UN"),
        "conflict: term: ours removed, theirs «status: admitted; type: full form; source: UN», "
        "before «status: admitted; type: full form»",
    ),
    "two preferred terms": (
        with_term(with_term(BASE, 1, status=Status.ADMITTED), 2, status=Status.PREFERRED),
        replace(
            with_term(BASE, 1, status=Status.ADMITTED),
            terms=(*with_term(BASE, 1, status=Status.ADMITTED).terms, replace(EXTRA, status=Status.PREFERRED)),
        ),
        "conflict: preferred term (fr): ours «traite d’êtres humains», theirs «traite», before «traite des personnes»",
    ),
    "definition of a language": (
        replace(BASE, definitions=(Definition("A.", "fr"),)),
        replace(BASE, definitions=(Definition("B.", "fr"),)),
        "conflict: definition (fr): ours «A.», theirs «B.», before nothing",
    ),
    "concept removed here, changed there": (
        None,
        replace(BASE, subject="law"),
        "conflict: concept: ours removed, theirs «subject: law», before «subject: crime»",
    ),
    "concept removed here, a term changed and one added there": (
        None,
        replace(
            with_term(BASE, 2, status=Status.FORBIDDEN),
            terms=(*with_term(BASE, 2, status=Status.FORBIDDEN).terms, EXTRA),
        ),
        "conflict: concept: ours removed, theirs «traite d’êtres humains (fr) status: forbidden; traite (fr)», "
        "before «traite d’êtres humains (fr) status: admitted»",
    ),
    "no term left": (
        replace(BASE, terms=BASE.terms[:1]),
        replace(BASE, terms=BASE.terms[1:]),
        "conflict: terms: ours «trafficking in persons (en)», theirs «traite des personnes (fr) · traite d’êtres "
        "humains (fr)», before «trafficking in persons (en) · traite des personnes (fr) · traite d’êtres humains (fr)»",
    ),
}


@pytest.mark.parametrize(("ours", "theirs", "note"), CONFLICTS.values(), ids=CONFLICTS)
def test_conflicts(ours, theirs, note):
    sides = [glossary(*([side] if side else [])) for side in (ours, theirs)]
    merge = merge_glossaries(glossary(BASE), *sides)
    assert [conflict_note(conflict) for conflict in merge.conflicts] == [note]
    assert note in repr(with_conflict_notes(merge))


def test_a_concept_that_one_side_called_otherwise_takes_what_the_other_changed():
    pointing = replace(RETURN, data=(Category("ref", "crossReference", "", target="trafficking"),))
    ours = glossary(replace(BASE, identifier="traite"), RETURN)
    theirs = glossary(replace(BASE, subject="law"), pointing)
    for sides in ((ours, theirs), (theirs, ours)):
        merge = merge_glossaries(glossary(BASE, RETURN), *sides)
        assert merge.conflicts == ()
        assert [concept.identifier for concept in merge.glossary] == ["traite", "return"]
        assert merge.glossary.concepts[0].subject == "law"
        assert merge.glossary.concepts[1].data[0].target == "traite"
        assert [(one.before, one.name) for one in merge.same] == [("trafficking", "traite")]


def test_a_concept_called_otherwise_by_both_has_one_name():
    sides = [glossary(replace(BASE, identifier=name)) for name in ("traite", "persons")]
    for ours, theirs in (sides, sides[::-1]):
        merge = merge_glossaries(glossary(BASE), ours, theirs)
        assert (merge.conflicts, merge.glossary) == ((), glossary(replace(BASE, identifier="persons")))


def test_a_concept_called_otherwise_here_and_removed_there_is_gone():
    merge = merge_glossaries(
        glossary(BASE, RETURN), glossary(replace(BASE, identifier="traite"), RETURN), glossary(RETURN)
    )
    assert (merge.conflicts, merge.glossary) == ((), glossary(RETURN))


def test_a_concept_that_both_added_under_two_names_is_one():
    mine = replace(RETURN, identifier="b", terms=(*RETURN.terms, Term("rentrée", "fr", Status.FORBIDDEN)))
    yours = replace(RETURN, identifier="a", definition="The way back.")
    for ours, theirs in ((mine, yours), (yours, mine)):
        merge = merge_glossaries(glossary(BASE), glossary(BASE, ours), glossary(BASE, theirs))
        expected = replace(mine, identifier="a", definition="The way back.")
        assert (merge.conflicts, merge.glossary) == ((), glossary(BASE, expected))


@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param((Term("return", "en"), Term("rendement", "fr")), id="homonyms"),
        pytest.param((Term("retour", "fr"),), id="one language"),
    ],
)
def test_concepts_that_both_added_stay_apart_where_they_may_be_others(theirs):
    other = Concept("other", theirs)
    merge = merge_glossaries(glossary(), glossary(RETURN), glossary(other))
    assert (merge.conflicts, {*merge.glossary}) == ((), {RETURN, other})


def test_one_of_several_like_it_is_not_chosen():
    both = glossary(RETURN, replace(RETURN, identifier="return-2"))
    merge = merge_glossaries(glossary(), both, glossary(replace(RETURN, identifier="again")))
    assert len(merge.glossary) == 3


def test_a_term_that_each_side_wrote_otherwise_is_a_conflict():
    base = replace(BASE, terms=(*BASE.terms, EXTRA))
    ours, theirs = (replace(BASE, terms=(*BASE.terms, replace(EXTRA, text=text))) for text in ("traites", "la traite"))
    merge = merge_glossaries(glossary(base), glossary(ours), glossary(theirs))
    assert [conflict_note(one) for one in merge.conflicts] == [
        "conflict: term: ours «traites», theirs «la traite», before «traite»"
    ]
    assert {term.text for term in merge.glossary.concepts[0].terms} >= {"traites", "la traite"}


def test_two_people_add_to_one_concept():
    context = "Chacun lutte contre la traite."
    ours = replace(BASE, terms=(*BASE.terms, EXTRA))
    theirs = with_term(BASE, 1, contexts=(*BASE.terms[1].contexts, context), gender="feminine")
    merge = merge_glossaries(glossary(BASE), glossary(ours), glossary(RETURN, theirs))
    assert merge.conflicts == ()
    merged = with_term(ours, 1, contexts=(*BASE.terms[1].contexts, context), gender="feminine")
    assert merge.glossary == glossary(RETURN, merged)


def test_one_name_for_two_new_concepts_keeps_both():
    other = replace(RETURN, identifier="trafficking")
    merge = merge_glossaries(glossary(), glossary(BASE), glossary(other))
    assert [concept.identifier for concept in merge.glossary] == ["trafficking", "trafficking-2"]
    assert len(merge.conflicts) == 1
    assert merge.glossary.concepts[1].terms == RETURN.terms


def test_one_identifier_twice_is_refused():
    with pytest.raises(TermbaseError, match="two concepts have the identifier «trafficking»"):
        diff_glossaries(glossary(BASE, BASE), glossary())
    with pytest.raises(TermbaseError, match="two concepts"):
        merge_glossaries(glossary(), glossary(BASE, BASE), glossary())
