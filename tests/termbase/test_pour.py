"""Pouring a draft into a glossary: nothing is lost, nothing doubled."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from termbase.diff import diff_glossaries
from termbase.model import Category, Concept, Definition, Glossary, Status, Term, TermType, ordered_terms
from termbase.pour import DraftSays, pour_glossary, term_key

P, A, F, D, N = Status.PREFERRED, Status.ADMITTED, Status.FORBIDDEN, Status.DEPRECATED, Status.PROPOSED


def concept(name, *terms, **said):
    """Each term as ``en:text`` or ``en:text:status``."""
    made = []
    for term in terms:
        language, text, *status = term.split(":")
        made.append(Term(text, language, Status(status[0]) if status else P))
    return Concept(name, tuple(made), **said)


def told(glossary):
    return {
        one.identifier: tuple(f"{term.language}:{term.text}:{term.status}" for term in one.terms) for one in glossary
    }


HERE = Glossary(
    (
        concept("labour", "en:labour migration", "fr:migration de travail"),
        concept("return", "en:return", "fr:retour:proposed"),
        concept("bank", "en:bank", "fr:banque"),
        concept("shore", "en:bank", "fr:rive"),
    ),
    "Here",
)
# What is poured in, what of HERE is different then, and what is counted: added, changed, known, refused, conflicts.
CASES = {
    "nothing": ((), {}, (0, 0, 0, 0, 0)),
    "a new one": (
        (concept("boat", "en:boat", "fr:bateau"),),
        {"boat": ("en:boat:preferred", "fr:bateau:preferred")},
        (1, 0, 0, 0, 0),
    ),
    "a decision about a proposal": (
        (concept("x", "en:return", "fr:retour"),),
        {"return": ("en:return:preferred", "fr:retour:preferred")},
        (0, 1, 0, 0, 0),
    ),
    "a proposal about a decision": (
        (concept("x", "en:Labour Migration:proposed", "fr:migration de travail:proposed", notes=("9 ×",)),),
        {},
        (0, 0, 1, 0, 0),
    ),
    "a proposal more": (
        (concept("labour", "en:labour migration:proposed", "fr:migration de main-d’œuvre:proposed"),),
        {
            "labour": (
                "en:labour migration:preferred",
                "fr:migration de travail:preferred",
                "fr:migration de main-d’œuvre:proposed",
            )
        },
        (0, 1, 0, 0, 0),
    ),
    "another preferred one": (
        (concept("labour", "en:labour migration", "fr:migration de main-d’œuvre"),),
        {
            "labour": (
                "en:labour migration:preferred",
                "fr:migration de travail:preferred",
                "fr:migration de main-d’œuvre:admitted",
            )
        },
        (0, 1, 0, 0, 1),
    ),
    "another decision": (
        (concept("labour", "en:labour migration", "fr:migration de travail:forbidden"),),
        {},
        (0, 1, 0, 0, 1),
    ),
    "a homonym": (
        (concept("bank", "en:bank", "fr:banc:proposed"), concept("shore-2", "en:bank", "fr:bord")),
        {
            "bank": ("en:bank:preferred", "fr:banque:preferred", "fr:banc:proposed"),
            "shore-2": ("en:bank:preferred", "fr:bord:preferred"),
        },
        (1, 1, 0, 0, 0),
    ),
    "the name of another": (
        (concept("return", "en:boat", "fr:bateau"),),
        {"return-2": ("en:boat:preferred", "fr:bateau:preferred")},
        (1, 0, 0, 0, 0),
    ),
    "one language": (
        (concept("x", "fr:migration de travail"), concept("y", "en:bank", notes=("which?",))),
        {"y": ("en:bank:preferred",)},
        (1, 0, 1, 0, 0),
    ),
    "a region": (
        (concept("x", "en-GB:labour migration", "fr-FR:migration de travail"),),
        {},
        (0, 0, 1, 0, 0),
    ),
    "what was rejected": (
        (concept("x", "en:in the islands:proposed", "fr:dans les îles:proposed"), concept("y", "fr:Dans les iles")),
        {"y": ("fr:Dans les iles:preferred",)},
        (1, 0, 0, 1, 0),
    ),
    "what was rejected, in other forms": (
        (
            concept("x", "en:human right:proposed", "fr:Droit de l'Homme:proposed"),
            concept("y", "en:crisis:proposed", "fr:crise:proposed"),
            concept("island", "en:in the island:proposed", "fr:dans l’île:proposed"),
            # A word more, another translation and a language more are something else; so is what a person decided.
            concept("z", "en:human rights law:proposed", "fr:droits de l’homme:proposed"),
            concept("camp", "en:crises:proposed", "fr:camps:proposed"),
            concept("de", "en:crisis:proposed", "fr:crises:proposed", "de:Krise:proposed"),
            concept("mine", "en:crisis", "fr:crise"),
        ),
        {
            "z": ("en:human rights law:proposed", "fr:droits de l’homme:proposed"),
            "camp": ("en:crises:proposed", "fr:camps:proposed"),
            "de": ("en:crisis:proposed", "fr:crises:proposed", "de:Krise:proposed"),
            "mine": ("en:crisis:preferred", "fr:crise:preferred"),
        },
        (4, 0, 0, 3, 0),
    ),
}
REJECTED = Glossary(
    (
        concept("in-the-islands", "en:In the islands:proposed", "fr:dans les îles:proposed"),
        concept("human-rights", "en:human rights:proposed", "fr:droits de l’homme:proposed"),
        concept("crisis", "en:crises:proposed", "fr:crises:proposed"),
    )
)


@pytest.mark.parametrize("name", CASES)
def test_pour(name):
    draft, different, counts = CASES[name]
    poured = pour_glossary(HERE, Glossary(draft), rejected=REJECTED)
    assert told(poured.glossary) == {**told(HERE), **different}
    counted = (
        len(poured.added), len(poured.changed), poured.known, poured.refused, len(poured.conflicts)
    )  # fmt: skip
    assert counted == counts
    again = pour_glossary(poured.glossary, Glossary(draft), rejected=poured.rejected)
    assert again.glossary == poured.glossary
    assert (again.added, again.changed) == ((), ())


def test_a_list_that_says_no_status_contradicts_no_rank():
    here = Glossary((concept("iom", "en:Organization", "en:IOM:admitted", "fr:OIM:admitted", "fr:OMI:forbidden"),))
    plain = Glossary(
        (
            concept("1", "en:IOM", "fr:OIM"),
            concept("2", "en:IOM", "fr:OMI"),
            concept("3", "en:Organization", "en:UN migration agency", "fr:OIM"),
        )
    )
    assert len(pour_glossary(here, plain).conflicts) > 1
    poured = pour_glossary(here, plain, says=DraftSays(ranked=False))
    assert [(one.term, one.ours, one.theirs) for one in poured.conflicts] == [("OMI", "forbidden", "preferred")]
    assert told(poured.glossary)["iom"] == (
        "en:Organization:preferred",
        "en:IOM:admitted",
        "en:UN migration agency:admitted",
        "fr:OIM:admitted",
        "fr:OMI:forbidden",
    )
    assert pour_glossary(poured.glossary, plain, says=DraftSays(ranked=False)).glossary == poured.glossary


def test_all_that_is_said_comes_together():
    other = Category("descrip", "x", "1")
    rich = Concept(
        "labour",
        (
            Term("labour migration", "en", P, TermType.ACRONYM, gender="m", contexts=("c2",), notes=("n2",)),
            Term("migration de travail", "fr", N, source="ILO"),
        ),
        subject="law",
        notes=("m2",),
        definitions=(Definition("d", "en"),),
        data=(other,),
    )
    here = Glossary(
        (
            Concept(
                "labour",
                (Term("labour migration", "en", P, contexts=("c1",), gender="f"), Term("migration de travail", "fr")),
                notes=("m1",),
            ),
        ),
        data=(other,),
    )
    poured = pour_glossary(here, Glossary((rich,), "New", (other, replace(other, value="2"))))
    assert (poured.glossary.name, len(poured.glossary.data)) == ("New", 2)
    both = poured.glossary.concepts[0]
    assert (both.subject, both.notes, both.definitions, both.data) == ("law", ("m1", "m2"), rich.definitions, (other,))
    english, french = both.terms
    assert (english.type, english.gender, english.contexts) == (TermType.ACRONYM, "f", ("c1", "c2"))
    assert english.notes == ("n2", "conflict: gender: ours «f», theirs «m», before nothing")
    assert (french.source, french.status) == ("ILO", P)


def test_terms_of_two_concepts_never_have_the_same_identifier():
    here = Glossary((Concept("a", (Term("boat", "en", identifier="t1"),)),))
    draft = Glossary((Concept("b", (Term("ship", "en", identifier="t1"), Term("quay", "en", identifier="a"))),))
    poured = pour_glossary(here, draft).glossary
    names = [name for one in poured for name in (one.identifier, *(term.identifier for term in one.terms))]
    assert names[:3] == ["a", "t1", "b"]
    assert len(set(names)) == 5


def test_a_list_of_rejected_ones_takes_proposals_back():
    gone = concept("r", "en:Return", "fr:retour:proposed")
    proposals = Glossary((concept("p", "en:a:proposed", "fr:b:proposed"), *HERE))
    refused = Glossary((concept("q", "en:A:proposed", "fr:b:proposed"), gone))
    poured = pour_glossary(
        proposals, Glossary((concept("z", "en:a:proposed", "fr:B:proposed"),)), newly_rejected=refused
    )
    assert told(poured.glossary) == told(HERE)  # what is decided in part stays
    assert [one.identifier for one in poured.withdrawn] == ["p"]
    assert poured.refused == 1
    assert poured.rejected.concepts == refused.concepts
    assert pour_glossary(poured.glossary, Glossary(()), rejected=refused, newly_rejected=refused).rejected == refused


WORDS = st.sampled_from(["a", "b", "c", "d", "É"])
TERMS = st.lists(
    st.builds(
        Term,
        WORDS,
        st.sampled_from(["en", "fr", "fr-CH"]),
        st.sampled_from(Status),
        gender=st.sampled_from(["", "f", "m"]),
        notes=st.sampled_from([(), ("n",), ("o", "n")]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda term: (term.text, term.language),
).map(ordered_terms)
GLOSSARIES = st.lists(
    st.builds(Concept, st.sampled_from(["1", "2", "3", "4"]), TERMS, subject=st.sampled_from(["", "s", "t"])),
    max_size=4,
    unique_by=lambda one: one.identifier,
).map(lambda concepts: Glossary(tuple(concepts)))
EXAMPLES = settings(max_examples=150)


@EXAMPLES
@given(GLOSSARIES, GLOSSARIES)
def test_nothing_is_lost_or_doubled(here, draft):
    poured = pour_glossary(here, draft)
    now = {one.identifier: one for one in poured.glossary}
    assert [one.identifier for one in poured.glossary][: len(here)] == [one.identifier for one in here]
    for before in here:
        after = now[before.identifier]
        kept = {(term.language, term.text): term for term in after.terms}
        for term in before.terms:
            mine = kept[term.language, term.text]
            assert mine.status is term.status or term.status is N
            assert set(term.notes) <= set(mine.notes)
            assert term.gender in ("", mine.gender)
        assert before.subject in ("", after.subject)
    everything = {term_key(term) for one in poured.glossary for term in one.terms}
    assert {term_key(term) for one in draft for term in one.terms} <= everything
    assert len(poured.glossary) == len(here) + len(poured.added)
    assert pour_glossary(poured.glossary, draft).glossary == poured.glossary


@EXAMPLES
@given(GLOSSARIES)
def test_a_glossary_poured_into_an_empty_one_is_itself(glossary):
    poured = pour_glossary(Glossary(()), glossary)
    assert diff_glossaries(glossary, poured.glossary) == ()
    assert len(poured.added) == len(glossary)
    assert pour_glossary(glossary, glossary).glossary == glossary
