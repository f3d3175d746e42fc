"""The glossary database against a plain dictionary that remembers everything."""

import tempfile
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from termbase.editing import add_concept, change_concept, remove_concept
from termbase.model import Concept, Glossary, Status, Term
from termbase.review import ReviewState, proposed_terms, reject
from termbase.store import open_store

NAMES = st.sampled_from(["a", "b", "c", "a-2"])
TERMS = st.lists(
    st.builds(Term, st.sampled_from(["x", "Y", "œ"]), st.sampled_from(["en", "fr"]), st.sampled_from(Status)),
    min_size=1,
    max_size=3,
).map(tuple)
AUTHORS = st.sampled_from(["M", "P"])


@dataclass
class Slow:
    """Every state that there was, in full, as dictionaries in the order of first appearance."""

    states: list = field(default_factory=lambda: [({}, {})])
    places: list = field(default_factory=lambda: [{}, {}])

    def write(self, live, rejected):
        if (live, rejected) == self.states[-1]:
            return None
        for places, now in zip(self.places, (live, rejected), strict=True):
            for name in now:
                places.setdefault(name, len(places))
        self.states.append((live, rejected))
        return len(self.states) - 1

    def concepts(self, number, kind=0):
        return tuple(sorted(self.states[number][kind].values(), key=lambda one: self.places[kind][one.identifier]))


class StoreMachine(RuleBasedStateMachine):
    revisions = Bundle("revisions")

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "glossary.db"
        self.slow = Slow()
        self.store = open_store(self.path, create=True)

    def teardown(self):
        self.store.close()
        self.folder.cleanup()

    @initialize(target=revisions)
    def nothing(self):
        return 0

    @property
    def now(self):
        live, rejected = self.slow.states[-1]
        return dict(live), dict(rejected)

    def revise(self, change, names, author):
        revision = self.store.revise(change, names, author=author, action="x", reason="y")
        return None if revision is None else revision.number

    def written(self, number, live, rejected):
        expected = self.slow.write(live, rejected)
        assert number == expected
        return len(self.slow.states) - 1

    @rule(target=revisions, name=NAMES, terms=TERMS, author=AUTHORS)
    def put(self, name, terms, author):
        live, rejected = self.now
        concept = Concept(name, terms)
        change = (
            (lambda state: change_concept(state, name, lambda _: concept))
            if name in live
            else (lambda state: add_concept(state, concept))
        )
        live[name] = concept
        return self.written(self.revise(change, [name], author), live, rejected)

    @rule(target=revisions, name=NAMES, author=AUTHORS)
    def remove(self, name, author):
        live, rejected = self.now
        live.pop(name, None)
        return self.written(self.revise(lambda state: remove_concept(state, name), [name], author), live, rejected)

    @rule(target=revisions, name=NAMES, author=AUTHORS)
    def turn_down(self, name, author):
        live, rejected = self.now
        if name not in live or not proposed_terms(live[name]):
            return len(self.slow.states) - 1
        state = reject(ReviewState(Glossary(tuple(live.values())), Glossary(tuple(rejected.values()))), name)
        live, rejected = ({one.identifier: one for one in part} for part in (state.glossary, state.rejected))
        return self.written(self.revise(lambda state: reject(state, name), [name], author), live, rejected)

    @rule(target=revisions, at=revisions, author=AUTHORS)
    def restore(self, at, author):
        revision = self.store.restore(at, author=author)
        live, rejected = self.slow.states[at]
        return self.written(None if revision is None else revision.number, dict(live), dict(rejected))

    @rule(target=revisions, at=revisions, name=NAMES, author=AUTHORS)
    def restore_one(self, at, name, author):
        now, then = self.now, self.slow.states[at]
        if not any(name in part for part in (*now, *then)):
            return len(self.slow.states) - 1
        for here, there in zip(now, then, strict=True):
            here.pop(name, None)
            if name in there:
                here[name] = there[name]
        revision = self.store.restore(at, author=author, concept=name)
        return self.written(None if revision is None else revision.number, *now)

    @rule()
    def open_again(self):
        self.store.close()
        self.store = open_store(self.path)

    @rule(at=revisions)
    def look_back(self, at):
        assert self.store.export_glossary(at).concepts == self.slow.concepts(at)
        assert self.store.rejected(at).concepts == self.slow.concepts(at, 1)

    @rule(name=NAMES)
    def look_at_one(self, name):
        stored = self.store.concept(name)
        assert (stored and stored.concept) == self.slow.states[-1][0].get(name)
        versions = [version for version in self.store.versions(name) if not version.rejected]
        states = [live.get(name) for live, _ in self.slow.states]
        changes = [now for before, now in pairwise(states) if before != now]
        assert [version.concept for version in versions] == changes

    @invariant()
    def stands(self):
        assert self.store.export_glossary().concepts == self.slow.concepts(-1)
        assert self.store.rejected().concepts == self.slow.concepts(-1, 1)
        assert self.store.revision == len(self.slow.states) - 1


StoreMachine.TestCase.settings = settings(max_examples=20, stateful_step_count=20)
TestStore = StoreMachine.TestCase
