"""Many words as one pattern that is quick to try where none of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["any_of"]

_Tree = dict[str, "_Tree"]
_END = ""
_ODD = frozenset("’ıſ")  # as good as another letter, where case does not count


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of ``words``, longer ones before shorter ones; empty where there are none.

    An apostrophe stands for either kind, a space for any white space. What words share at their beginnings is tried
    once for all of them: in a plain list of some hundred words each is tried at each place by itself.
    """
    words = set(words)
    if any(word != word.lower() or not _ODD.isdisjoint(word) for word in words):
        # Two branches may fit one text then, and the longer word stand in the second of them.
        return "|".join("".join(map(_one, word)) for word in sorted(words, key=lambda word: (-len(word), word)))
    tree: _Tree = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[_END] = {}
    return _alternatives(tree) if tree else ""


def _alternatives(tree: _Tree) -> str:
    """What may follow at a place of the tree, as alternatives; the end of a word comes last."""
    branches = [_one(character) + _rest(rest) for character, rest in sorted(tree.items()) if character != _END]
    return "|".join([*branches, ""] if _END in tree else branches)


def _rest(tree: _Tree) -> str:
    if len(tree) == 1:
        ((character, rest),) = tree.items()
        return _one(character) + _rest(rest) if character != _END else ""
    return f"(?:{_alternatives(tree)})"


def _one(character: str) -> str:
    if character == "'":
        return "['’]"
    return r"\s" if character == " " else re.escape(character)
