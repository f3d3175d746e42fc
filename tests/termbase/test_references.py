"""What entries point to stays what they mean when a draft goes under other names in another glossary."""

from hypothesis import given, settings
from hypothesis import strategies as st

from termbase.merge import merge_glossaries
from termbase.model import Category, Concept, Glossary, Status, Term, Transaction
from termbase.pour import pour_glossary, term_key
from termbase.references import Names, renamed


def see(target, text=""):
    return Category("ref", "crossReference", text, target=target)


def person(name, target):
    return Category("refObject", "respPerson", name, target=target, about="fn")


OURS = Glossary(
    (
        Concept("c1", (Term("dog", "en", identifier="t1"), Term("chien", "fr"))),
        Concept("c2", (Term("cat", "en"), Term("chat", "fr"))),
    ),
    data=(person("Ana", "p1"),),
)
DRAFT = Glossary(
    (
        Concept(
            "c1",
            (Term("sun", "en", identifier="t1", data=(see("t2"),)), Term("soleil", "fr", identifier="t3")),
            data=(see("c2", "star"), see("c3"), Category("xref", "see", "there", target="https://example.org/c2")),
        ),
        Concept(
            "c2",
            (Term("star", "en", identifier="t2"), Term("étoile", "fr", data=(see("t3"), see("t4")))),
            history=(Transaction("origination", "2020-01-01", "Bob", target="p1"),),
        ),
        Concept("c3", (Term("dog", "en", identifier="t5"), Term("chien", "fr", identifier="t4")), data=(see("c1"),)),
        Concept("c4", (Term("moon", "en", Status.PROPOSED), Term("lune", "fr", Status.PROPOSED)), data=(see("c3"),)),
        Concept("c5", (Term("comet", "en"), Term("comète", "fr")), data=(see("c4"), see("c4", "moon"))),
    ),
    data=(person("Bob", "p1"), person("Ana", "p2")),
)
REJECTED = Glossary((Concept("c4", (Term("moon", "en"), Term("lune", "fr"))),))


def test_references_follow_what_goes_under_another_name():
    poured = pour_glossary(OURS, DRAFT, rejected=REJECTED)
    now = {concept.identifier: concept for concept in poured.glossary}
    assert list(now) == ["c1", "c2", "c1-2", "c2-2", "c5"]
    sun, star, dog = now["c1-2"], now["c2-2"], now["c1"]
    assert sun.data == (
        see("c2-2", "star"),
        see("c1"),
        Category("xref", "see", "there", target="https://example.org/c2"),
    )
    assert [(term.identifier, term.data) for term in sun.terms] == [("t1-2", (see("t2"),)), ("t3", ())]
    assert [(term.identifier, term.data) for term in star.terms] == [("t2", ()), ("", (see("t3"), see("t4")))]
    assert dog.data == (see("c1-2"),)
    # A term that something points to takes its name along into the concept that it joins.
    assert [term.identifier for term in dog.terms] == ["t1", "t4"]
    # What was rejected is not there to be pointed to, and another concept may bear its name.
    assert now["c5"].data == (see("", "c4"), see("", "moon"))
    assert star.history[0].target == "p1-2"
    assert poured.glossary.data == (person("Ana", "p1"), person("Bob", "p1-2"))
    again = pour_glossary(poured.glossary, DRAFT, rejected=REJECTED)
    assert (again.glossary, again.added, again.changed, again.known) == (poured.glossary, (), (), 4)


def test_a_glossary_poured_into_itself_stays_as_it_is():
    for glossary in (OURS, DRAFT):
        poured = pour_glossary(glossary, glossary)
        assert (poured.glossary, poured.known) == (glossary, len(glossary))


def test_a_reference_within_a_transaction_follows_too():
    note = Transaction("check", data=(see("c1"),))
    concept = Concept("c9", (Term("a", "en", history=(note,)),))
    (term,) = renamed(concept, Names({"c1": "c7"})).terms
    assert term.history[0].data == (see("c7"),)


def test_in_a_merge_references_follow_a_concept_that_gets_another_name():
    both = Concept("c1", (Term("sun", "en"),))
    ours = Glossary((both, Concept("c2", (Term("moon", "en"),))))
    theirs = Glossary(
        (
            Concept("c1", both.terms, data=(see("c2"),)),
            Concept("c2", (Term("star", "en"),)),
            Concept("c3", (Term("sky", "en"),), data=(see("c2"),)),
        )
    )
    merged = {concept.identifier: concept for concept in merge_glossaries(Glossary((both,)), ours, theirs).glossary}
    assert [merged[name].terms[0].text for name in ("c2", "c2-2")] == ["moon", "star"]
    assert merged["c1"].data == merged["c3"].data == (see("c2-2"),)


WORDS = st.sampled_from("abcdef")
NAMES = st.sampled_from(["c1", "c2", "c3", "c4", "c1-2"])
CONCEPTS = st.builds(
    lambda name, words, targets: Concept(
        name,
        (Term(words[0], "en"), Term(words[1], "fr")),
        data=tuple(see(target, "x") for target in dict.fromkeys(targets)),
    ),
    NAMES,
    st.tuples(WORDS, WORDS),
    st.lists(NAMES, max_size=3),
)
GLOSSARIES = st.lists(CONCEPTS, max_size=4, unique_by=lambda concept: concept.identifier).map(
    lambda concepts: Glossary(tuple(concepts))
)


@settings(max_examples=200)
@given(GLOSSARIES, GLOSSARIES)
def test_whatever_is_poured_points_to_the_same_terms(ours, draft):
    poured = pour_glossary(ours, draft).glossary
    assert pour_glossary(poured, draft).glossary == poured
    here = {concept.identifier: concept for concept in poured}
    there = {concept.identifier: concept for concept in draft}

    def terms(concept):
        return frozenset(map(term_key, concept.terms))

    for concept in draft:
        homes = [one for one in poured if terms(concept) <= terms(one)]
        for reference in concept.data:
            meant = there.get(reference.target)
            if meant is not None:
                found = [here[one.target] for home in homes for one in home.data if one.target in here]
                assert any(terms(meant) <= terms(one) for one in found)
