"""All terms of a glossary in one tree of their elements, so that a text is read once for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from termbase.match.pattern import Element, Form, Pattern, Word, link_agrees

__all__ = ["FormIds", "TermTrie", "TrieMatch"]

_MAX_LINK = 6  # words that may stand between two elements
_NO_IDS: frozenset[int] = frozenset()

FormIds = frozenset[int]


@dataclass(frozen=True, slots=True)
class TrieMatch:
    """Where an entry stands: the places of the words that are its elements, and whether a word was put in."""

    entry: int
    places: tuple[int, ...]
    inserted: bool


class _Node:
    """What has been read of some terms: ``entries`` end here, the others go on by an element after a link."""

    __slots__ = ("entries", "following")

    def __init__(self) -> None:
        self.entries: list[int] = []
        self.following: dict[int, list[tuple[tuple[str, ...], _Node]]] = {}

    def child(self, element: int, link: tuple[str, ...]) -> _Node:
        """The node after ``link`` and ``element``, a new one if there is none."""
        row = self.following.setdefault(element, [])
        for known, node in row:
            if known == link:
                return node
        node = _Node()
        row.append((link, node))
        return node


class TermTrie:
    """Finds patterns in rows of words.

    Elements that stand for the same words have one number; a word's numbers are those of all elements that it
    matches, but for capitals, which the matcher looks at afterwards.
    """

    def __init__(self, patterns: Sequence[Pattern], partitives: frozenset[str]) -> None:
        self._partitives = partitives
        self._acronyms = [pattern.is_acronym for pattern in patterns]
        self._root = _Node()
        self._by_lemma: dict[str, set[int]] = {}
        self._by_spelling: dict[str, set[int]] = {}
        self._numbers: dict[tuple[frozenset[str], bool], int] = {}
        for entry, pattern in enumerate(patterns):
            node = self._root
            for place, element in enumerate(pattern.elements):
                link = pattern.links[place - 1] if place else ()
                node = node.child(self._number(element), link)
            node.entries.append(entry)
        self._first = frozenset(self._root.following)

    def _number(self, element: Element) -> int:
        key = (element.forms, element.acronym)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers)
            index = self._by_spelling if element.acronym else self._by_lemma
            for form in element.forms:
                index.setdefault(form, set()).add(number)
        return number

    def ids(self, form: Form) -> FormIds:
        """The numbers of the elements that a word of this form may be."""
        if form.hyphen:
            return _NO_IDS
        found = set(self._by_spelling.get(form.text, ()))
        for lemma in form.lemmas:
            found.update(self._by_lemma.get(lemma, ()))
        return frozenset(found) if found else _NO_IDS

    def begins(self, ids: FormIds) -> bool:
        """Whether a term may begin with a word of these numbers."""
        return not ids.isdisjoint(self._first)

    def matches(self, words: Sequence[Word], ids: Sequence[FormIds], at: int) -> list[TrieMatch]:
        """The terms whose first element is the word ``at``; ``ids`` are the numbers of each word.

        Of the places where a term may end the nearest is taken. A hyphen that ties its first or last word to another
        forbids it; inside an acronym nothing is put in.
        """
        if words[at].glued_before:
            return []
        found: dict[int, TrieMatch] = {}
        following = self._root.following
        for number in ids[at] & self._first:
            for _, node in following[number]:
                self._follow(node, words, ids, (at,), False, found)
        return list(found.values())

    def _follow(
        self,
        node: _Node,
        words: Sequence[Word],
        ids: Sequence[FormIds],
        places: tuple[int, ...],
        inserted: bool,
        found: dict[int, TrieMatch],
    ) -> None:
        at = places[-1]
        if node.entries and not words[at].glued_after:
            for entry in node.entries:
                if entry not in found and not (inserted and self._acronyms[entry]):
                    found[entry] = TrieMatch(entry, places, inserted)
        if not node.following:
            return
        for place, link, was_inserted in self._steps(node, words, ids, at, inserted):
            for number in node.following.keys() & ids[place]:
                for wanted, child in node.following[number]:
                    if (not wanted and not link) or link_agrees(wanted, link, self._partitives):
                        self._follow(child, words, ids, (*places, place), was_inserted, found)

    def _steps(
        self, node: _Node, words: Sequence[Word], ids: Sequence[FormIds], at: int, inserted: bool
    ) -> Iterator[tuple[int, tuple[str, ...], bool]]:
        """The places after ``at`` that may hold a next element, what links them, and whether a word was put in."""
        keys = node.following.keys()
        link: tuple[str, ...] = ()
        for place in range(at + 1, min(at + 2 + _MAX_LINK, len(words))):
            if not keys.isdisjoint(ids[place]):
                yield place, link, inserted
            word = words[place]
            form = word.form
            if form.gap is not None:
                link += form.gap
            elif form.adjectival and not inserted and not word.glued_before and not word.glued_after:
                inserted = True
            else:
                return
