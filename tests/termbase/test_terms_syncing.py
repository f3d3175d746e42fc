"""A local glossary and a shared one: offline work comes together, conflicts are told, a second time changes nothing."""

from functools import partial
from pathlib import Path

import pytest

from termbase.editing import add_concept, approve, forbid, refuse, remove_concept
from termbase.model import Concept, Glossary, Status, Term
from termbase.store import open_store
from termbase.store.syncing import sync_stores
from tmx.errors import ConfigError

NEW = Status.PROPOSED


def pair(name, en, fr, status=Status.PREFERRED, **more):
    return Concept(name, (Term(en, "en", status), Term(fr, "fr", status)), **more)


BOAT, PORT, NIGHT = pair("boat", "boat", "bateau"), pair("port", "port", "port", NEW), pair("night", "night", "nuit")


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request, tmp_path):
    """A shared glossary with three concepts, in each database."""
    place = tmp_path / "shared.db" if request.param == "sqlite" else request.getfixturevalue("postgres")
    with open_store(place, create=True) as store:
        store.import_glossary(Glossary((BOAT, PORT, NIGHT), "Team"), author="M")
        yield store


@pytest.fixture
def local(tmp_path):
    with open_store(tmp_path / "local.db", create=True) as store:
        yield store


def revise(store, name, change, author="P", **arguments):
    return store.revise(partial(change, identifier=name, **arguments), [name], author=author, action="test")


def alike(local, shared):
    one, other = local.state(), shared.state()
    assert {c.identifier: c for c in one.glossary} == {c.identifier: c for c in other.glossary}
    assert set(one.rejected) == set(other.rejected)
    assert one.glossary.name == other.glossary.name


def sync_twice(local, shared):
    done = sync_stores(local, shared, author="S")
    alike(local, shared)
    before = (local.history(), shared.history())
    again = sync_stores(local, shared, author="S")
    assert (again.here, again.there, again.conflicts) == (None, None, ())
    assert (local.history(), shared.history()) == before
    return done


def test_a_new_local_copy_has_everything(local, shared):
    revise(shared, "port", refuse, reason="no")
    done = sync_twice(local, shared)
    assert done.there is None
    assert done.here.reason == f"with {shared.path}"
    assert local.export_glossary() == Glossary((BOAT, NIGHT), "Team")
    assert len(local.rejected()) == 1


def test_what_each_side_did_is_there_on_both(local, shared):
    sync_stores(local, shared, author="S")
    revise(local, "port", approve)
    local.revise(partial(add_concept, concept=pair("quay", "quay", "quai")), ["quay"], author="Anna", action="add")
    revise(shared, "boat", remove_concept)
    revise(shared, "night", forbid, text="nuit")
    done = sync_twice(local, shared)
    assert done.conflicts == ()
    assert (done.there.author, done.there.action, done.there.reason) == ("S", "sync", "work of P, Anna")
    assert done.there.concepts == ("port", "quay")
    assert set(done.here.concepts) == {"boat", "night"}
    assert {c.identifier for c in shared.export_glossary()} == {"port", "night", "quay"}
    assert shared.concept("port").concept.terms[0].status is Status.PREFERRED
    revise(local, "quay", forbid, text="quai", author="Anna")
    assert sync_twice(local, shared).there.reason == "work of Anna"


def test_offline_rejections_go_over(local, shared):
    sync_stores(local, shared, author="S")
    revise(local, "port", refuse, reason="no term")
    sync_twice(local, shared)
    assert shared.concept("port") is None
    assert len(shared.rejected()) == 1


def test_contradictions_are_told_and_lose_nothing(local, shared):
    sync_stores(local, shared, author="S")
    revise(local, "night", forbid, text="nuit")
    local.revise(lambda s: remove_concept(s, "boat"), ["boat"], author="P", action="remove")
    local.revise(partial(add_concept, concept=pair("quay", "quay", "quai")), ["quay"], author="P", action="add")
    revise(shared, "night", remove_concept)
    revise(shared, "boat", forbid, text="bateau")
    shared.revise(partial(add_concept, concept=pair("quay", "dock", "bassin")), ["quay"], author="M", action="add")
    done = sync_twice(local, shared)
    assert {(c.concept, c.field) for c in done.conflicts} == {
        ("boat", "concept"),
        ("night", "concept"),
        ("quay", "concept"),
    }
    glossary = {concept.identifier: concept for concept in shared.export_glossary()}
    assert set(glossary) == {"port", "boat", "night", "quay", "quay-2"}
    assert (
        glossary["boat"].notes[0].startswith("conflict: concept: ours «bateau (fr) status: forbidden», theirs removed")
    )


def test_two_copies_and_a_run_that_was_cut_short(local, shared, tmp_path, monkeypatch):
    with open_store(tmp_path / "other.db", create=True) as other:
        for store in (local, other):
            sync_stores(store, shared, author="S")
        revise(local, "port", approve)
        revise(other, "boat", forbid, text="bateau")
        monkeypatch.setattr(type(local), "become", cut_short(type(local).become, local))
        with pytest.raises(KeyboardInterrupt):  # the shared glossary is written by then, the local one is not
            sync_stores(local, shared, author="S")
        monkeypatch.undo()
        sync_twice(other, shared)
        done = sync_twice(local, shared)
        assert done.conflicts == ()
        alike(local, shared)
        sync_twice(other, shared)
        assert other.concept("port").concept == local.concept("port").concept


def test_two_shared_glossaries_are_not_taken_for_each_other(local, shared, tmp_path):
    with open_store(tmp_path / "other.db", create=True) as other:
        for team in (shared, other):
            sync_stores(local, team, author="S")
        revise(local, "boat", remove_concept)
        for team in (shared, other):
            sync_stores(local, team, author="S")
            assert team.concept("boat") is None
        assert local.concept("boat") is None


def cut_short(become, victim):
    def cut(store, *arguments, **more):
        if store is victim:
            raise KeyboardInterrupt
        return become(store, *arguments, **more)

    return cut


def test_two_that_never_met_are_poured_together(local, shared):
    local.import_glossary(Glossary((pair("b", "Boat", "bateau"), pair("x", "crane", "grue"))), author="P")
    sync_twice(local, shared)
    assert {term.text for concept in shared.export_glossary() for term in concept.terms} >= {"crane", "bateau", "night"}
    assert len([c for c in shared.export_glossary() if "bateau" in {t.text for t in c.terms}]) == 1


def test_a_shared_glossary_that_was_put_back_takes_nothing_away(tmp_path, local):
    place = tmp_path / "shared.db"
    with open_store(place, create=True) as shared:
        shared.import_glossary(Glossary((BOAT,)), author="M")
        sync_stores(local, shared, author="S")
    copy = place.read_bytes()
    with open_store(place) as shared:
        shared.import_glossary(Glossary((NIGHT,)), author="M")
        sync_stores(local, shared, author="S")
    place.write_bytes(copy)
    with open_store(place) as shared:
        sync_twice(local, shared)
        assert {c.identifier for c in shared.export_glossary()} == {"boat", "night"}


def test_one_with_itself(local):
    with open_store(Path(local.path)) as same, pytest.raises(ConfigError, match="the same glossary"):
        sync_stores(local, same, author="S")
