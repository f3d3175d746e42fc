"""All terms of a glossary in one tree of their elements, so that a text is read once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from termbase.match.pattern import Element, Pattern, link_agrees
from termbase.match.words import Form, Word

__all__ = ["Beginning", "FormIds", "TermTrie", "TrieMatch", "WordRow", "may_pass"]

_MAX_LINK = 6  # words that may stand between two elements
_NO_IDS: frozenset[int] = frozenset()

FormIds = frozenset[int]


class TrieMatch(NamedTuple):  # the quickest to make, and many are made
    """Where an entry stands: the places of the words that are its elements, and whether a word was put in."""

    entry: int
    places: tuple[int, ...]
    inserted: bool


@dataclass(frozen=True, slots=True, eq=False)
class WordRow:
    """The words of a text; the numbers of each; and whether it may stand between two elements of a term."""

    words: Sequence[Word]
    ids: Sequence[FormIds]
    passes: Sequence[bool]


class Beginning:
    """What has been read of some terms: ``entries`` end here, the others go on by an element after a link."""

    __slots__ = ("entries", "following")

    def __init__(self) -> None:
        self.entries: list[int] = []
        self.following: dict[int, list[tuple[tuple[str, ...], Beginning]]] = {}

    def child(self, element: int, link: tuple[str, ...]) -> Beginning:
        """The node after ``link`` and ``element``, a new one if there is none."""
        row = self.following.setdefault(element, [])
        for known, node in row:
            if known == link:
                return node
        node = Beginning()
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
        self._root = Beginning()
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

    def beginnings(self, ids: FormIds) -> tuple[Beginning, ...]:
        """The beginnings of terms that a word of these numbers may be; none for most words."""
        return tuple(node for number in sorted(ids & self._first) for _, node in self._root.following[number])

    def matches(self, row: WordRow, at: int, beginnings: Sequence[Beginning]) -> Iterable[TrieMatch]:
        """The terms whose first element is the word ``at``, which may be the ``beginnings``.

        Of the places where a term may end the nearest is taken. A hyphen that ties its first or last word to another
        forbids it; inside an acronym nothing is put in.
        """
        if row.words[at].glued_before:
            return ()
        found: dict[int, TrieMatch] | None = None
        after = at + 1
        goes_on = after < len(row.ids)
        passes = goes_on and row.passes[after]
        for node in beginnings:
            # Mostly the next word is no element and lets nothing pass: that needs no closer look.
            if node.entries or passes or (goes_on and not node.following.keys().isdisjoint(row.ids[after])):
                if found is None:
                    found = {}
                self._follow(node, row, (at,), False, found)
        return found.values() if found else ()

    def _follow(
        self, node: Beginning, row: WordRow, places: tuple[int, ...], inserted: bool, found: dict[int, TrieMatch]
    ) -> None:
        at = places[-1]
        if node.entries and not row.words[at].glued_after:
            for entry in node.entries:
                if entry not in found and not (inserted and self._acronyms[entry]):
                    found[entry] = TrieMatch(entry, places, inserted)
        following = node.following
        if not following:
            return
        keys, ids, passes = following.keys(), row.ids, row.passes
        link: tuple[str, ...] = ()
        for place in range(at + 1, min(at + 2 + _MAX_LINK, len(ids))):
            if not keys.isdisjoint(ids[place]):
                for number in keys & ids[place]:
                    for wanted, child in following[number]:
                        if (not wanted and not link) or link_agrees(wanted, link, self._partitives):
                            self._follow(child, row, (*places, place), inserted, found)
            if not passes[place]:
                return
            gap = row.words[place].form.gap
            if gap is not None:
                link += gap
            elif inserted:
                return
            else:
                inserted = True


def may_pass(word: Word) -> bool:
    """Whether a word may stand between two elements: a function word, or an adjective that nothing is tied to."""
    return word.form.gap is not None or (word.form.adjectival and not word.glued_before and not word.glued_after)
