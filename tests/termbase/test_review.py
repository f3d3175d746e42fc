"""Decisions about proposed terms."""

import pytest

from termbase.model import Concept, Glossary, Status, Term, TermType
from termbase.review import ReviewState, TermKey, accept, add_as_synonym, edit, find_concepts, reject

P, A, F, NEW = Status.PREFERRED, Status.ADMITTED, Status.FORBIDDEN, Status.PROPOSED
ACRONYM = TermType.ACRONYM


def state(*concepts, rejected=()):
    return ReviewState(Glossary(tuple(concepts)), Glossary(tuple(rejected)))


def iom(status=NEW):
    return Concept(
        "iom",
        (
            Term("IOM", "en", status, ACRONYM),
            Term("International Organization for Migration", "en", status),
            Term("Organisation internationale pour les migrations", "fr", status),
            Term("OIM", "fr", status, ACRONYM),
        ),
    )


def told(glossary):
    return {concept.identifier: [(term.text, term.status) for term in concept.terms] for concept in glossary}


def test_accept_prefers_one_full_form_a_language():
    assert told(accept(state(iom()), "iom").glossary)["iom"] == [
        ("International Organization for Migration", P),
        ("IOM", A),
        ("Organisation internationale pour les migrations", P),
        ("OIM", A),
    ]


@pytest.mark.parametrize(("there", "expected"), [(P, A), (A, P), (F, P)])
def test_accept_leaves_what_was_decided(there, expected):
    concept = Concept("a", (Term("x", "en", there), Term("y", "en", NEW)))
    terms = dict(told(accept(state(concept), "a").glossary)["a"])
    assert terms == {"x": there, "y": expected}


def test_an_acronym_alone_is_preferred():
    concept = Concept("a", (Term("UN", "en", NEW, ACRONYM),))
    assert told(accept(state(concept), "a").glossary) == {"a": [("UN", P)]}


def test_edit_writes_drops_and_joins():
    concept = Concept("a", (Term("x", "en", P), Term("xs", "en", NEW), Term("ys", "fr", NEW), Term("z", "fr", NEW)))
    texts = {TermKey("en", "xs"): "x", TermKey("fr", "ys"): "y", TermKey("fr", "z"): ""}
    assert told(edit(state(concept), "a", texts).glossary) == {"a": [("x", P), ("y", P)]}
    texts = {TermKey("en", "x"): "w", TermKey("fr", "ys"): "y", TermKey("fr", "z"): ""}
    assert told(edit(state(concept), "a", texts).glossary) == {"a": [("x", P), ("xs", A), ("y", P)]}
    with pytest.raises(ValueError, match="no term"):
        edit(state(Concept("a", (Term("x", "en", NEW),))), "a", {TermKey("en", "x"): ""})


def test_reject_moves_the_proposed_terms():
    other = Concept("b", (Term("old", "en", P), Term("new", "en", NEW)))
    after = reject(reject(state(iom(), other, rejected=[Concept("b", (Term("n", "en", NEW),))]), "iom"), "b")
    assert told(after.glossary) == {"b": [("old", P)]}
    assert told(after.rejected) == {"b": [("n", NEW)], "iom": told([iom()])["iom"], "b-2": [("new", NEW)]}


def test_a_synonym_is_accepted_in_a_decided_concept():
    home = Concept("home", (Term("x", "en", P), Term("wait", "en", NEW)))
    new = Concept("new", (Term("x2", "en", NEW), Term("x", "en", NEW), Term("y", "fr", NEW)))
    after = add_as_synonym(state(home, new), "new", "home")
    assert told(after.glossary) == {"home": [("x", P), ("wait", NEW), ("x2", A), ("y", P)]}
    with pytest.raises(ValueError, match="synonym of itself"):
        add_as_synonym(state(home, new), "new", "new")


def test_a_synonym_of_a_proposal_awaits_its_decision():
    home = Concept("home", (Term("x", "en", NEW), Term("y", "fr", NEW)))
    new = Concept("new", (Term("x2", "en", NEW), Term("kept", "fr", A)))
    after = add_as_synonym(state(home, new), "new", "home")
    assert told(after.glossary) == {"home": [("x", NEW), ("x2", NEW), ("y", NEW)], "new": [("kept", A)]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oim", ["iom"]),
        ("IOM", ["iom"]),
        ("organisation", ["iom", "who"]),
        ("MONDIALE", ["who"]),
        ("zz", []),
        (" ", []),
    ],
)
def test_find_concepts(text, expected):
    who = Concept("who", (Term("Organisation mondiale de la Santé", "fr"),))
    office = Concept("office", (Term("bureau de l’OIM", "fr"),))
    assert [concept.identifier for concept in find_concepts(Glossary((office, iom(), who)), text)] == expected
