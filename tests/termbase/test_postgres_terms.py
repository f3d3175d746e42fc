"""The glossary in PostgreSQL: who may do what, history that nobody changes, nothing lost when somebody dies."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from termbase.editing import add_concept, add_terms, approve, forbid, refuse, remove_concept
from termbase.model import Concept, Glossary, Status, Term
from termbase.store import StaleEditError, open_store
from tmx.errors import StoreError
from tmx.store.postgres import PostgresDatabase
from tmx.store.postgres_rules import Member, Role, set_member

WRITERS, READERS, EACH = 20, 50, 2
PORT = Concept("port", (Term("port", "en"), Term("port", "fr")), "sea")
QUAY = Concept("quay", (Term("quay", "en", Status.PROPOSED), Term("quai", "fr", Status.PROPOSED)))
SHIP = Concept("ship", (Term("ship", "en"),))


@pytest.fixture
def team(postgres_server, postgres):
    """A glossary with a member of each role; opens it as one of them."""
    with open_store(postgres, create=True) as store:
        store.import_glossary(Glossary((PORT, QUAY)), author="M")
    database = PostgresDatabase(postgres)
    with database.writing():
        for role in Role:
            if not database.run("SELECT 1 FROM pg_roles WHERE rolname = ?", (f"my-{role}",)):
                database.run(f'CREATE USER "my-{role}"')
            set_member(database.run, Member(f"my-{role}", role))
    database.close()
    return lambda role: open_store(postgres_server.address("accord", f"my-{role}"), create=True)


def revise(name, change):
    return lambda store: store.revise(change, [name], author="me", action="test")


NEW = Term("harbour", "en", Status.PROPOSED)
ACTS = {
    "propose": revise("crane", partial(add_concept, concept=Concept("crane", (Term("crane", "en", Status.PROPOSED),)))),
    "propose a term": revise("port", partial(add_terms, identifier="port", terms=(NEW,))),
    "withdraw a proposal": revise("crane", partial(remove_concept, identifier="crane")),
    "add": revise("ship", partial(add_concept, concept=SHIP)),
    "add a term": revise("port", partial(add_terms, identifier="port", terms=(Term("haven", "en"),))),
    "forbid": revise("port", partial(forbid, identifier="port", text="port", language="fr")),
    "remove": revise("port", partial(remove_concept, identifier="port")),
    "reject": revise("quay", partial(refuse, identifier="quay", reason="no")),
    "rename": lambda store: store.replace_glossary(Glossary((PORT, QUAY), "Mine"), author="me", action="test"),
    "restore": lambda store: store.restore(0, author="me"),
}
MAY = {
    Role.READ: set(),
    Role.PROPOSE: {"propose", "propose a term", "withdraw a proposal"},
    Role.APPROVE: set(ACTS),
}


@pytest.mark.parametrize("role", Role)
def test_roles(team, role):
    with team(role) as store:
        assert store.find("quai")[0].concept == QUAY
        for name, act in ACTS.items():
            if name == "withdraw a proposal" and role is Role.READ:
                continue
            before = store.state()
            if name in MAY[role]:
                assert act(store), name
                continue
            with pytest.raises(StoreError, match=r"you lack the rights|you may propose here, not decide"):
                act(store)
            assert store.state() == before, name


def test_a_proposal_is_approved_by_who_may(team):
    with team(Role.PROPOSE) as store, pytest.raises(StoreError, match="not decide"):
        revise("quay", partial(approve, identifier="quay"))(store)
    with team(Role.APPROVE) as store:
        assert revise("quay", partial(approve, identifier="quay"))(store).concepts == ("quay",)


@pytest.mark.parametrize("statement", ["UPDATE termbase_version SET body = NULL", "DELETE FROM termbase_revision"])
@pytest.mark.parametrize("role", [*Role, None])
def test_history_is_not_changed_by_anybody(team, postgres, role, statement):
    with open_store(postgres) if role is None else team(role) as store:
        before = store.history()
        with pytest.raises(StoreError, match=r"cannot be changed|you lack the rights"):
            store._database.run(statement)
        assert store.history() == before


def test_a_stale_edit_is_refused_with_both_versions(postgres):
    with open_store(postgres, create=True) as one, open_store(postgres) as other:
        one.import_glossary(Glossary((PORT,)), author="M")
        seen = other.revision
        one.revise(partial(forbid, identifier="port", text="port", language="fr"), ["port"], author="P", action="f")
        with pytest.raises(StaleEditError, match="changed meanwhile by P, in revision 2") as caught:
            other.revise(
                partial(forbid, identifier="port", text="port", language="en"),
                ["port"],
                author="M",
                action="f",
                seen=seen,
            )
        assert [term.status for term in caught.value.theirs.concept.terms] == [Status.PREFERRED, Status.FORBIDDEN]
        assert caught.value.mine is not None
        assert other.revision == 2


def test_twenty_writers_and_fifty_readers(postgres):
    with open_store(postgres, create=True) as store:
        store.import_glossary(Glossary((Concept("shared", (Term("first", "en"),)),)), author="M")

    def write(me):
        for number in range(EACH):
            with open_store(postgres, create=True) as store:
                name = f"{me}-{number}"
                new = Concept(name, (Term(f"en {name}", "en"), Term(f"fr {name}", "fr")))
                store.revise(partial(add_concept, concept=new), [name], author=f"{me}", action="add")
                term = Term(name, "en")
                revise("shared", partial(add_terms, identifier="shared", terms=(term,)))(store)

    def read(_):
        with open_store(postgres) as store:
            before, glossary, after = store.revision, store.export_glossary(), store.revision
            assert before != after or glossary == store.export_glossary(after)
            assert all(len(concept.terms) == 2 for concept in glossary if concept.identifier != "shared")

    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        tasks = [*(pool.submit(write, me) for me in range(WRITERS)), *(pool.submit(read, me) for me in range(READERS))]
        for task in tasks:
            task.result(timeout=60)
    names = {f"{me}-{number}" for me in range(WRITERS) for number in range(EACH)}
    with open_store(postgres) as store:
        assert {concept.identifier for concept in store.export_glossary()} == {*names, "shared"}
        assert {term.text for term in store.concept("shared").concept.terms} == {*names, "first"}
        assert [one.number for one in store.history()] == list(range(1, 2 * len(names) + 2))
        assert len(store.versions("shared")) == len(names) + 1


VICTIM = """
import sys
from termbase.model import Concept, Glossary, Term
from termbase.store import open_store
from tmx.address import address_of
with open_store(address_of(sys.argv[1]), create=True) as store:
    for number in range(100000):
        many = (Concept(f"{number}-{n}", (Term("x" * 99, "en"), Term(f"{number}", "fr"))) for n in range(20))
        store.import_glossary(Glossary(tuple(many)), author="M")
        print(number, flush=True)
"""


@pytest.mark.parametrize("server", [False, True])
def test_who_is_killed_leaves_whole_revisions(postgres_server, postgres, server):
    command = [sys.executable, "-c", VICTIM, postgres.url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        for _ in range(7):
            last = int(process.stdout.readline())
        if server:
            postgres_server.stop("immediate")
        else:
            os.kill(process.pid, signal.SIGKILL)
        _, errors = process.communicate(timeout=30)
    if server:
        assert "what was written whole is kept" in errors
        postgres_server.start()
    with open_store(postgres) as store:
        glossary, revisions = store.export_glossary(), store.history()
        assert len(revisions) > last
        numbers = [int(concept.identifier.partition("-")[0]) for concept in glossary]
        assert numbers == [number for number in range(len(revisions)) for _ in range(20)]
        assert store.import_glossary(Glossary((SHIP,)), author="P").revision.number == len(revisions) + 1


def test_what_holds_no_glossary(postgres_server, postgres):
    with pytest.raises(StoreError, match="holds no glossary"):
        open_store(postgres)
    with pytest.raises(StoreError, match="no such database"):
        open_store(postgres_server.address("nowhere"))
