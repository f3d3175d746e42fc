"""All terms of a glossary in one tree of their elements, so that a text is read once for all of them.

A glossary is large and a text needs little of it: a term is put into the tree when a word is read that may begin it,
and at each place by its next word only. A term of plain words is taken apart when it was found, others as soon as
something comes that needs a look at the whole term.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from threading import Lock

from termbase.match.pattern import Element, Pattern, compile_term, first_form, first_spellings, plain_element
from termbase.match.words import Form
from termbase.model import CaseRule, Term, TermType
from tmx.text.languages import Language
from tmx.text.tokens import split_pieces

__all__ = ["Branch", "TermNode", "TermTrie"]


class Branch:
    """How a node goes on: after the function words ``link`` by some element. Its node is made when it is asked for."""

    __slots__ = ("_node", "_trie", "depth", "link", "numbers")

    def __init__(self, trie: TermTrie, depth: int, link: tuple[str, ...]) -> None:
        """``depth`` is the number of elements that its node lies behind."""
        self._trie = trie
        self._node: TermNode | None = None
        self.depth = depth
        self.link = link
        self.numbers: list[int] = []

    @property
    def node(self) -> TermNode:
        """What follows."""
        if self._node is None:
            self._node = self._trie.node(self.numbers, self.depth)
        return self._node


_Key = tuple[frozenset[str], bool, tuple[str, ...]]
_Index = dict[str, tuple[Branch, ...]]
_NO_BRANCHES: _Index = {}  # never written to
_SIDE_BY_SIDE: frozenset[tuple[str, ...]] = frozenset([()])


class TermNode:
    """What has been read of some terms: ``entries``, by number, end here, the others go on.

    ``wanted`` holds the lemmas and spellings that the next word may have, ``links`` the function words that may stand
    before it. There are many nodes, most of them with little in them, so that what is empty is shared.
    """

    __slots__ = ("_branches", "_by_lemma", "_by_spelling", "entries", "links", "wanted")

    def __init__(self) -> None:
        self.entries: tuple[int, ...] = ()
        self.links: frozenset[tuple[str, ...]] = frozenset()
        self.wanted: set[str] | frozenset[str] = frozenset()
        self._branches: dict[_Key, Branch] | None = None
        self._by_lemma: _Index = _NO_BRANCHES
        self._by_spelling: _Index = _NO_BRANCHES

    @property
    def goes_on(self) -> bool:
        """Whether there are longer terms."""
        return bool(self.wanted)

    @property
    def is_tight(self) -> bool:
        """Whether no words that add to a link may stand before the next one."""
        return self.links is _SIDE_BY_SIDE

    def add(self, number: int, pattern: Pattern, depth: int, trie: TermTrie) -> None:
        """Put a term here, with ``depth`` elements read."""
        if depth == len(pattern.elements):
            self.entries += (number,)
            return
        link = pattern.links[depth - 1] if depth else ()
        self.branch(pattern.elements[depth], link, depth, trie).numbers.append(number)

    def branch(self, element: Element, link: tuple[str, ...], depth: int, trie: TermTrie) -> Branch:
        """The branch for terms that go on with ``element`` after ``link``, with ``depth`` elements read."""
        if self._branches is None:
            self._branches = {}
        key = (element.forms, element.acronym, link)
        branch = self._branches.get(key)
        if branch is None:
            branch = self._branches[key] = Branch(trie, depth + 1, link)
            self._put(branch, element)
        return branch

    def _put(self, branch: Branch, element: Element) -> None:
        if branch.link not in self.links:
            self.links = self.links | {branch.link} if self.links or branch.link else _SIDE_BY_SIDE
        if not self.wanted:
            self.wanted = set()
        self.wanted |= element.forms
        if element.acronym:
            index = self._by_spelling = {} if self._by_spelling is _NO_BRANCHES else self._by_spelling
        else:
            index = self._by_lemma = {} if self._by_lemma is _NO_BRANCHES else self._by_lemma
        for form in element.forms:
            index[form] = (*index.get(form, ()), branch)

    def settle(self) -> TermNode:
        """The node, with what is needed for :meth:`add` alone let go."""
        self._branches = None
        return self

    def after(self, form: Form) -> Sequence[Branch]:
        """The branches that a word of this form is an element of, capitals aside; each once."""
        if form.hyphen:
            return ()
        spelt = self._by_spelling.get(form.text, ())
        if self._by_lemma.keys().isdisjoint(form.lemmas):
            return spelt
        found = dict.fromkeys(spelt)
        for lemma in form.lemmas:
            found.update(dict.fromkeys(self._by_lemma.get(lemma, ())))
        return list(found)


class Patterns(dict[int, Pattern]):
    """The patterns of terms by their numbers; a term is taken apart when it is first asked for."""

    __slots__ = ("_language", "_terms")

    def __init__(self, terms: Sequence[Term], language: Language) -> None:
        super().__init__()
        self._terms = terms
        self._language = language

    def __missing__(self, number: int) -> Pattern:
        pattern = self[number] = compile_term(self._terms[number], self._language) or _NOTHING
        return pattern


_NOTHING = Pattern((), ())  # of a term that holds nothing to look for


class TermTrie:
    """The terms by their numbers, in the order in which they were given, and their ``patterns``.

    All terms that a word may begin are there before :meth:`beginnings` gives their branches, so that a node does not
    change once it was made. It may be used from several threads.
    """

    def __init__(self, terms: Sequence[Term], language: Language) -> None:
        self.patterns = Patterns(terms, language)
        self._terms = terms
        self._language = language
        self._root = TermNode()
        self._groups: dict[Form, list[int]] = {}
        self._by_lemma: defaultdict[str, list[Form]] = defaultdict(list)
        self._by_spelling: defaultdict[str, list[Form]] = defaultdict(list)
        self._pieces: dict[int, list[str]] = {}  # of terms that stand in the tree
        self._lock = Lock()
        self._group()
        # A word that begins a term has one of these among its lemmas, of which its spelling is one; few words do.
        self._first = frozenset([*self._by_lemma, *self._by_spelling, *self._root.wanted])

    def _group(self) -> None:
        """Put the terms aside by what the first word of a hit can be."""
        forms: dict[str, Form | None] = {}
        groups: defaultdict[Form, list[int]] = defaultdict(list)
        for number, term in enumerate(self._terms):
            for piece in split_pieces(term.text):
                form = forms.get(piece)
                if form is None and piece not in forms:
                    form = forms[piece] = first_form(piece, self._language)
                if form is not None:
                    groups[form].append(number)
                    break
            else:
                self._begin(number)  # nothing but articles and marks
        self._groups = dict(groups)
        acronyms = {number for number, term in enumerate(self._terms) if term.type is TermType.ACRONYM}
        for form, group in groups.items():
            marked = not acronyms.isdisjoint(group)
            first = first_spellings(form, self._language, marked=marked)
            for lemma in first.lemmas:
                self._by_lemma[lemma].append(form)
            for spelling in first.spellings:
                self._by_spelling[spelling].append(form)

    def _begin(self, number: int) -> None:
        """Take a term apart and put it at the root."""
        pattern = self.patterns[number]
        if pattern.elements:
            self._root.add(number, pattern, 0, self)

    def beginnings(self, form: Form) -> Sequence[Branch]:
        """The beginnings of terms that a word of this form may be; none for many words."""
        if form.hyphen or self._first.isdisjoint(form.lemmas):
            return ()
        with self._lock:
            forms = self._by_spelling.pop(form.text, [])
            for lemma in form.lemmas:
                forms += self._by_lemma.pop(lemma, ())
            numbers = [number for one in forms for number in self._groups.pop(one, ())]
            if numbers:
                self._take(numbers)
            return self._root.after(form)

    def _take(self, numbers: Sequence[int]) -> None:
        """Put terms into the tree."""
        for number in numbers:
            term = self._terms[number]
            if term.case is CaseRule.EXACT or term.type is TermType.ACRONYM:
                self._begin(number)
            else:
                self._pieces[number] = split_pieces(term.text)
        self._put(self._root, [number for number in numbers if number in self._pieces], 0)

    def node(self, numbers: Sequence[int], depth: int) -> TermNode:
        """The node of terms that have been read alike, ``depth`` elements of each."""
        node = TermNode()
        self._put(node, numbers, depth)
        return node.settle()

    def _put(self, node: TermNode, numbers: Sequence[int], depth: int) -> None:
        """Put terms at a node, those together that have the same next word."""
        ended: list[int] = []
        alike: defaultdict[str, list[int]] = defaultdict(list)
        for number in numbers:
            if number in self.patterns:
                node.add(number, self.patterns[number], depth, self)
                continue
            pieces = self._pieces[number]
            if len(pieces) == depth:
                ended.append(number)
            else:
                alike[pieces[depth]].append(number)
        node.entries += tuple(ended)
        for piece, group in alike.items():
            element = plain_element(piece, self._language)
            if element is not None:
                node.branch(element, (), depth, self).numbers += group
                continue
            for number in group:
                node.add(number, self.patterns[number], depth, self)
