"""Reads rows of words through the tree of terms, and remembers every step.

From each word that may begin a term a walk leads through states: what has been read of which terms, and where. What a
state and the next word come to is worked out once and kept (a deterministic automaton built while it runs, as in
Aho, Sethi and Ullman 1986, section 3.7), so that nearly all steps of a long text are a look-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from termbase.match.pattern import has_preposition, link_agrees, may_agree
from termbase.match.trie import TermNode, TermTrie
from termbase.match.words import Form
from tmx.compiled import compiled_loops

__all__ = ["END", "Automaton", "Outcome", "Symbol", "TrieMatch", "Walks", "walks"]

_COMPILED = compiled_loops("termbase.match._walks", 1)  # of walks.c
_MAX_LINK = 6  # words that may stand between two elements


class TrieMatch(NamedTuple):
    """Where a term stands: its number, the places of its elements, whether a word was put in.

    In order they stand as a reader comes to them.
    """

    places: tuple[int, ...]
    entry: int
    inserted: bool


class Outcome:
    """What a walk found: ``matches``, with places counted from its beginning; ``reach`` is the last place.

    ``is_exact`` says that the capitals of one of them count, which the walk did not look at. ``alone`` is the walk
    where no other one overlaps with it.
    """

    __slots__ = ("alone", "is_exact", "matches", "reach")

    def __init__(self, matches: tuple[TrieMatch, ...], *, is_exact: bool) -> None:
        self.matches = matches
        self.reach = max(match.places[-1] for match in matches)
        self.alone: Walks = ((0, self),)
        self.is_exact = is_exact


Walks = tuple[tuple[int, Outcome], ...]  # walks that may overlap, each with the words between the first one and it


class Symbol:
    """A word as far as the walk looks at it: its form, what it may be a form of, and what a hyphen ties it to.

    ``begin`` is the state after it where a term may begin with it, or what such a walk found if it is over already.
    """

    __slots__ = ("begin", "form", "gap", "glued_after", "glued_before", "lemmas", "passes")

    def __init__(self, form: Form, glued_before: bool, glued_after: bool) -> None:
        self.form = form
        self.gap = form.gap
        self.lemmas = form.lemmas if not form.hyphen else frozenset[str]()
        self.glued_before = glued_before
        self.glued_after = glued_after
        self.begin: State | Outcome | None = None
        self.passes: bool | None = None if form.gap is None else True

    def may_pass(self) -> bool:
        """Whether it may stand between two elements: a function word, or an adjective that nothing is tied to.

        What it comes to stands in ``passes`` then; the dictionary is asked only where a walk comes by.
        """
        if self.passes is None:
            self.passes = not self.glued_before and not self.glued_after and self.form.adjectival
        return self.passes


END = Symbol(Form("", None, None), glued_before=False, glued_after=False)  # after the last word: nothing goes on


class _Thread(NamedTuple):
    """A beginning of terms: the node, where its elements stand, and what was read after the last of them.

    ``inserted`` says that a word was put in, ``closed`` that it stands behind a preposition, after the last element:
    another one behind it would make a noun of it, and another concept (``convertisseur d’électronique de puissance``).
    """

    node: TermNode
    places: tuple[int, ...]
    link: tuple[str, ...]
    inserted: bool
    closed: bool = False


class State(dict[Symbol, "State | Outcome | None"]):
    """What comes after the symbols that may be an element: another state, or what was found where nothing more can be.

    Only symbols with one of the lemmas ``wanted`` may. Others end the walk: with ``outcome``, if anything was found so
    far, which is in ``found`` too. If they may be passed over, it goes on as ``passed`` says; where ``is_tight``, that
    is by no word that adds to a link.
    """

    __slots__ = ("_automaton", "_passed", "depth", "found", "is_tight", "outcome", "threads", "wanted")

    def __init__(
        self,
        automaton: Automaton,
        depth: int,
        threads: Sequence[_Thread],
        found: tuple[TrieMatch, ...],
        outcome: Outcome | None,
    ) -> None:
        super().__init__()
        self._automaton = automaton
        self.depth = depth
        self.threads = threads
        self.found = found
        self.outcome = outcome
        self._passed: _Passed | None = None
        self.wanted: set[str] | frozenset[str]
        if len(threads) == 1:
            node = threads[0].node
            self.wanted, self.is_tight = node.wanted, node.is_tight
        else:
            self.wanted = {key for thread in threads for key in thread.node.wanted}
            self.is_tight = all(thread.node.is_tight for thread in threads)

    @property
    def passed(self) -> _Passed:
        """What comes after words that are passed over."""
        if self._passed is None:
            self._passed = _Passed(self, self._automaton)
        return self._passed

    def __missing__(self, symbol: Symbol) -> State | Outcome | None:
        self._automaton.steps += 1
        after: State | Outcome | None = self.outcome
        if not self.wanted.isdisjoint(symbol.lemmas):
            after = self._automaton.after(self, symbol)
        elif not (self.is_tight and symbol.gap) and symbol.may_pass():
            after = self.passed[symbol.gap]
        self[symbol] = after
        return after


class _Passed(dict["tuple[str, ...] | None", "State | Outcome | None"]):
    """What comes after words that are passed over, by what they add to a link; None stands for an adjective."""

    __slots__ = ("_automaton", "_state")

    def __init__(self, state: State, automaton: Automaton) -> None:
        super().__init__()
        self._state = state
        self._automaton = automaton

    def __missing__(self, gap: tuple[str, ...] | None) -> State | Outcome | None:
        after = self[gap] = self._automaton.passed(self._state, gap)
        return after


class Automaton:
    """Makes symbols and states for the terms of a trie; ``steps`` counts what is remembered."""

    def __init__(self, trie: TermTrie, partitives: frozenset[str]) -> None:
        self._trie = trie
        self._partitives = partitives
        self._symbols: dict[tuple[Form, bool, bool], Symbol] = {}
        self.steps = 0

    def symbol(self, form: Form, glued_before: bool = False, glued_after: bool = False) -> Symbol:
        """The symbol for a word."""
        key = (form, glued_before, glued_after)
        symbol = self._symbols.get(key)
        if symbol is None:
            symbol = Symbol(*key)
            symbol.begin = self._begin(symbol)
            self._symbols[key] = symbol
        return symbol

    def _begin(self, symbol: Symbol) -> State | Outcome | None:
        if symbol.glued_before:
            return None
        threads = [_Thread(branch.node, (0,), (), False) for branch in self._trie.beginnings(symbol.form)]
        return self._made(None, threads, [], symbol) if threads else None

    def after(self, state: State, symbol: Symbol) -> State | Outcome | None:
        """What ``state`` comes to with ``symbol``."""
        depth = state.depth + 1
        reached = [
            _Thread(branch.node, (*thread.places, depth), (), thread.inserted)
            for thread in state.threads
            for branch in thread.node.after(symbol.form)
            if branch.link == thread.link or link_agrees(branch.link, thread.link, self._partitives)
        ]
        if not reached:
            return state.passed[symbol.gap] if symbol.may_pass() else state.outcome
        passing = self._passing(state, symbol.gap) if symbol.may_pass() else []
        return self._made(state, reached, passing, symbol)

    def passed(self, state: State, gap: tuple[str, ...] | None) -> State | Outcome | None:
        """What ``state`` comes to with a word that is passed over; ``gap`` is what it adds, None for an adjective."""
        passing = self._passing(state, gap)
        return (
            State(self, state.depth + 1, _distinct(passing), state.found, state.outcome) if passing else state.outcome
        )

    def _passing(self, state: State, gap: tuple[str, ...] | None) -> list[_Thread]:
        """The threads that go on over a word."""
        passing = []
        for node, places, link, inserted, closed in state.threads:
            if state.depth + 1 - places[-1] > _MAX_LINK or (inserted and gap is None) or (gap and node.is_tight):
                continue
            if closed and gap and has_preposition(gap):
                continue
            longer = link if gap is None else link + gap
            if not longer or any(may_agree(wanted, longer, self._partitives) for wanted in node.links):
                closes = closed or (gap is None and has_preposition(link))
                passing.append(_Thread(node, places, longer, inserted or gap is None, closes))
        return passing

    def _made(
        self, before: State | None, reached: Sequence[_Thread], passing: Sequence[_Thread], symbol: Symbol
    ) -> State | Outcome | None:
        """What comes after ``before`` where threads have ``reached`` an element or are ``passing`` over the word."""
        depth, found, outcome = (
            (before.depth + 1, before.found, before.outcome) if before is not None else (0, (), None)
        )
        patterns = self._trie.patterns
        ended = [] if symbol.glued_after else [thread for thread in reached if thread.node.entries]
        more = [
            TrieMatch(thread.places, entry, thread.inserted)
            for thread in ended
            for entry in thread.node.entries
            if not (thread.inserted and patterns[entry].is_acronym)
        ]
        if more:
            found = (*found, *more)
            matches = found if len(found) == 1 else _first_of_each(found)
            outcome = Outcome(matches, is_exact=any(patterns[match.entry].is_exact for match in matches))
        threads = [thread for thread in reached if thread.node.goes_on]
        threads += passing
        return State(self, depth, _distinct(threads), found, outcome) if threads else outcome


def walks(row: list[Symbol]) -> list[tuple[int, Walks]]:
    """What was found in a row of words: walks that may overlap together, with the first word of the first of them.

    The last symbol of ``row`` is :data:`END`.
    """
    if _COMPILED is not None:
        found: list[tuple[int, Walks]] = _COMPILED.walks(row, State)
        return found
    groups: list[tuple[int, Walks]] = []
    begun, reach = 0, -1
    for at, first in enumerate(row):
        state = first.begin
        if state is None:
            continue
        place = at
        while isinstance(state, State):
            place += 1
            state = state[row[place]]
        if state is None:
            continue
        if at > reach:
            begun, reach = at, at + state.reach
            groups.append((at, state.alone))
        else:
            groups[-1] = begun, (*groups[-1][1], (at - begun, state))
            reach = max(reach, at + state.reach)
    return groups


def _distinct(threads: Sequence[_Thread]) -> Sequence[_Thread]:
    """Of threads that differ in the places of earlier elements only the one whose places are nearest."""
    if len(threads) == 1:
        return threads
    first: dict[tuple[TermNode, int, tuple[str, ...], bool, bool], _Thread] = {}
    for thread in sorted(threads, key=lambda thread: thread.places):
        first.setdefault((thread.node, thread.places[-1], thread.link, thread.inserted, thread.closed), thread)
    return list(first.values())


def _first_of_each(matches: Sequence[TrieMatch]) -> tuple[TrieMatch, ...]:
    """Of the places where a term may end the nearest is taken."""
    first: dict[int, TrieMatch] = {}
    for match in sorted(matches):
        first.setdefault(match.entry, match)
    return tuple(first.values())
