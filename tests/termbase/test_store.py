"""The glossary database: what it holds, and its history."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from msgspec.structs import fields, replace

from termbase.editing import add_concept, approve, forbid, refuse, remove_concept
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
)
from termbase.store import StaleEditError, open_store, revisions
from termbase.store.codec import decode, encode
from termbase.store.moments import as_moment, utc_text
from tmx.errors import ConfigError, StoreError, TermbaseError

NEW = Status.PROPOSED
OTHERS = (Category("descrip", "reliabilityCode", "9", "fr", "t1", "x"),)
RICH = Concept(
    "traite",
    (
        Term(
            "traite des personnes",
            "fr-CH",
            Status.ADMITTED,
            TermType.VARIANT,
            "noun",
            "feminine",
            CaseRule.EXACT,
            ("La traite.", "Elle\ndit."),
            "Palermo",
            ("=note",),
            "singular",
            "OIM",
            "p",
            "t1",
            (Transaction("origination", "2020-01-01", "M", "fr", "p1", OTHERS),),
            OTHERS,
        ),
    ),
    "law",
    "What it is",
    ("n",),
    (Definition("Ce que c’est", "fr"),),
    "c",
    "p",
    (Transaction("modification"),),
    OTHERS,
)


def pair(name, en, fr, status=Status.PREFERRED):
    return Concept(name, (Term(en, "en", status), Term(fr, "fr", status)))


BOAT, PORT, NIGHT = pair("boat", "boat", "bateau"), pair("port", "port", "port", NEW), pair("night", "night", "nuit")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    """An empty glossary in each database."""
    place = tmp_path / "glossary.db" if request.param == "sqlite" else request.getfixturevalue("postgres")
    with open_store(place, create=True) as made:
        yield made


def test_a_concept_comes_back_as_it_went(store):
    for kind in (Concept, Term):  # the example says something in every field, so that none is forgotten
        example = RICH if kind is Concept else RICH.terms[0]
        bare = Concept("", ()) if kind is Concept else Term("", "")
        assert all(getattr(example, field.name) != getattr(bare, field.name) for field in fields(kind))
    glossary = Glossary((RICH, BOAT), "Mine", OTHERS)
    store.import_glossary(glossary, author="M")
    assert store.export_glossary() == glossary
    assert decode(Concept, encode(RICH)) == RICH
    assert encode(BOAT) == (
        '{"identifier":"boat","terms":[{"text":"boat","language":"en"},{"text":"bateau","language":"fr"}]}'
    )


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", "{}", '{"identifier":5,"terms":[]}', '{"identifier":"a","terms":{}}',
     '{"identifier":"a","terms":[{"text":"x","language":"en","status":"great"}]}', "[" * 9999],
)  # fmt: skip
def test_a_damaged_concept_is_told(body):
    with pytest.raises(StoreError, match="damaged"):
        decode(Concept, body)


def test_a_field_of_a_newer_version_is_not_dropped(store):
    with pytest.raises(StoreError, match="newer version"):
        decode(Concept, '{"identifier":"a","terms":[],"colour":"red"}')


def test_history(store):
    assert (store.revision, store.history(), store.export_glossary()) == (0, (), Glossary(()))
    store.import_glossary(Glossary((BOAT, PORT)), author="Marie", reason="first list")
    store.revise(partial(approve, identifier="port"), ["port"], author="Paul", action="approve", reason="agreed")
    store.revise(partial(remove_concept, identifier="boat"), ["boat"], author="Marie", action="remove")
    told = [(one.number, one.author, one.action, one.reason, one.concepts) for one in store.history()]
    assert told == [
        (1, "Marie", "import", "first list", ("boat", "port")),
        (2, "Paul", "approve", "agreed", ("port",)),
        (3, "Marie", "remove", "", ("boat",)),
    ]
    assert [one.number for one in store.history("boat")] == [1, 3]
    assert [version.concept for version in store.versions("boat")] == [BOAT, None]
    moments = [one.at for one in store.history()]
    assert moments == sorted(moments)
    approved = pair("port", "port", "port")
    states = [(), (BOAT, PORT), (BOAT, approved), (approved,)]
    for number, concepts in enumerate(states):
        assert store.export_glossary(number).concepts == concepts
        assert store.export_glossary(str(number)).concepts == concepts
    assert store.export_glossary().concepts == states[-1]
    assert store.export_glossary(moments[1]).concepts == states[2]
    assert store.export_glossary("2001-01-01").concepts == ()
    assert store.export_glossary(datetime.now().strftime("%Y-%m-%d")).concepts == states[-1]


@pytest.mark.parametrize("at", ["4", 4, -1, "yesterday", "2026-13-01", "", "9999-12-31T23:59:59.9999999999999+99:00"])
def test_a_state_that_never_was(store, at):
    store.import_glossary(Glossary((BOAT,)), author="M")
    with pytest.raises(ConfigError):
        store.export_glossary(at)


def test_a_day_means_its_end():
    assert as_moment("2026-03-31T12:00:00Z") == "2026-03-31T12:00:00.000000Z"
    assert as_moment("2026-03-31T12:00+02:00") == "2026-03-31T10:00:00.000000Z"
    midnight = datetime(2026, 4, 1).astimezone()
    assert as_moment("2026-03-31") == utc_text(midnight - timedelta(microseconds=1))


def test_a_clock_set_back_keeps_the_order(store, monkeypatch):
    future = utc_text(datetime.now(UTC) + timedelta(days=9))
    with monkeypatch.context() as ahead:
        ahead.setattr(revisions, "utc_text", lambda moment: future)
        store.import_glossary(Glossary((BOAT,)), author="M")
    store.import_glossary(Glossary((NIGHT,)), author="M")
    assert [one.at for one in store.history()] == [future, future]


def test_restore(store):
    store.import_glossary(Glossary((BOAT, PORT, NIGHT), "Mine"), author="M")
    store.revise(partial(refuse, identifier="port", reason="no"), ["port"], author="M", action="reject")
    store.revise(partial(remove_concept, identifier="boat"), ["boat"], author="M", action="remove")
    assert store.restore(2, author="P", concept="boat").concepts == ("boat",)
    assert store.export_glossary().concepts == (BOAT, NIGHT)  # in its old place
    assert len(store.rejected()) == 1
    revision = store.restore("1", author="P", reason="all of it")
    assert (revision.number, revision.action, revision.reason) == (5, "restore 1", "all of it")
    assert store.export_glossary() == Glossary((BOAT, PORT, NIGHT), "Mine")
    assert len(store.rejected()) == 0
    assert store.restore(1, author="P") is None
    assert store.restore(4, author="P").number == 6
    assert len(store.rejected()) == 1
    with pytest.raises(ConfigError, match="no concept «x»"):
        store.restore(1, author="P", concept="x")


def test_rejected_proposals_are_remembered(store):
    store.import_glossary(Glossary((BOAT, PORT)), author="M")
    store.revise(partial(refuse, identifier="port", reason="no term"), ["port"], author="M", action="reject")
    assert store.export_glossary().concepts == (BOAT,)
    assert [(one.identifier, one.notes) for one in store.rejected()] == [("port", ("rejected: no term",))]
    again = store.import_glossary(Glossary((pair("harbour", "Port", "port", NEW), BOAT)), author="M")
    assert (again.added, again.refused, again.known, again.revision) == (0, 1, 1, None)
    # What a person decided is taken, whatever was rejected before.
    assert store.import_glossary(Glossary((pair("port", "port", "port"),)), author="M").added == 1


def test_a_change_that_fails_changes_nothing(store):
    store.import_glossary(Glossary((BOAT,)), author="M")

    def two_changes():
        with store.alone():
            store.revise(partial(forbid, identifier="boat", text="bateau"), ["boat"], author="M", action="forbid")
            store.revise(partial(forbid, identifier="boat", text="x"), ["boat"], author="M", action="forbid")

    with pytest.raises(TermbaseError):
        two_changes()
    assert store.export_glossary().concepts == (BOAT,)
    assert store.revision == 1
    with pytest.raises(TermbaseError, match="identifier «boat»"):
        store.import_glossary(Glossary((BOAT, BOAT)), author="M")


def test_an_edit_of_a_stale_version_is_refused_with_both(store):
    store.import_glossary(Glossary((BOAT, NIGHT)), author="M")
    store.revise(partial(forbid, identifier="boat", text="bateau"), ["boat"], author="Paul", action="forbid")
    with pytest.raises(StaleEditError, match="changed meanwhile by Paul, in revision 2") as caught:
        store.revise(partial(forbid, identifier="boat", text="boat"), ["boat"], author="M", action="forbid", seen=1)
    assert [term.status for term in caught.value.mine.terms] == [Status.FORBIDDEN, Status.FORBIDDEN]
    assert caught.value.theirs.concept.terms[1].status is Status.FORBIDDEN
    assert store.revise(partial(forbid, identifier="night", text="nuit"), ["night"], author="M", action="f", seen=1)
    assert store.revise(partial(forbid, identifier="boat", text="boat"), ["boat"], author="M", action="f", seen=3)


def test_what_was_read_is_applied_only_to_what_still_stands(store):
    store.import_glossary(Glossary((BOAT, PORT)), author="M")
    before = store.state()
    after = refuse(before, "port")
    store.revise(partial(approve, identifier="port"), ["port"], author="Paul", action="approve")
    with pytest.raises(StaleEditError, match="Paul"):
        store.apply(before, after, author="M", action="rejected")
    before = store.state()
    store.revise(partial(forbid, identifier="port", text="port", language="fr"), ["port"], author="P", action="forbid")
    assert store.apply(before, forbid(before, "boat", "boat"), author="M", action="forbid").concepts == ("boat",)
    with pytest.raises(StoreError, match="meanwhile"):
        store.replace_glossary(Glossary((BOAT,)), author="M", action="merge", seen=2)


def test_find(store):
    main = pair("labour-migration", "labour migration", "migration de main-d’œuvre")
    store.import_glossary(Glossary((BOAT, main, pair("l", "labour", "travail"))), author="M")
    for text in ("Migration de  MAIN-D'OEUVRE", "LABOUR MIGRATION", "labour migration"):
        assert [one.concept for one in store.find(text)] == [main], text
    assert store.find("labour migration", "fr") == store.find("migration") == ()
    assert store.concept("labour-migration").revision == 1
    assert {name: len(found) for name, found in store.named(["boat", "bateau", "x"]).items()} == {
        "boat": 1,
        "bateau": 1,
        "x": 0,
    }


def test_a_term_that_is_gone_is_not_found(store):
    store.import_glossary(Glossary((BOAT,)), author="M")
    store.revise(partial(remove_concept, identifier="boat"), ["boat"], author="M", action="remove")
    assert store.find("boat") == ()
    assert store.was_ever("boat")


def test_an_exported_file_comes_back_three_way(store):
    store.import_glossary(Glossary((BOAT, PORT, NIGHT)), author="M")
    store.revise(partial(forbid, identifier="night", text="nuit"), ["night"], author="P", action="forbid")
    edited = Glossary((pair("boat", "boat", "barque"), NIGHT))  # a typo put right, and port taken out
    result = store.import_glossary(edited, author="M", base=1)
    assert (result.added, result.changed, result.withdrawn, result.conflicts) == (0, 1, 1, ())
    assert [term.text for term in store.concept("boat").concept.terms] == ["boat", "barque"]
    assert store.concept("night").concept.terms[1].status is Status.FORBIDDEN
    assert store.concept("port") is None


def test_many_concepts(store):
    many = Glossary(tuple(pair(f"c{number}", f"term {number}", f"terme {number}") for number in range(3000)))
    assert store.import_glossary(many, author="M").added == 3000
    assert store.import_glossary(many, author="M").known == 3000
    assert store.export_glossary(1) == many


# Files that are none, and folders and disks that do not play along


def test_lone_surrogates_are_refused(store):
    with pytest.raises(StoreError, match="half a character"):
        store.import_glossary(Glossary((pair("a", "\ud800", "b"),)), author="M")
    assert store.revision == 0


def test_new_concepts_follow_in_order(store):
    store.import_glossary(Glossary((PORT,)), author="M")
    for number in range(3):
        new = replace(BOAT, identifier=f"b{number}")
        store.revise(partial(add_concept, concept=new), [new.identifier], author="M", action="add")
    assert [concept.identifier for concept in store.export_glossary()] == ["port", "b0", "b1", "b2"]
