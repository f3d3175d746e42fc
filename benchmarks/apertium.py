"""Reads the bilingual dictionaries of Apertium, as its packages hold them compiled (``*.autobil.bin``), and joins them.

The format is that of lttoolbox 3.5 and later: numbers in one to four bytes, the letters, the tags, the pairs of symbols
that transitions bear, and then each transducer's states.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["TO_CATALAN", "Lemma", "by_catalan", "read_pairs"]

Dictionary = tuple[str, str, bool]  # package, name, whether the other language than Catalan stands on the left

# Both directions of the dictionaries that lead to Catalan, which has more of them under a licence that the GPL, version
# 3, goes with than any other language.
TO_CATALAN: Mapping[str, Sequence[Dictionary]] = {
    "en": (("apertium-eng-cat", "eng-cat", True), ("apertium-eng-cat", "cat-eng", False)),
    "es": (("apertium-spa-cat", "spa-cat", True), ("apertium-spa-cat", "cat-spa", False)),
    "fr": (("apertium-fra-cat", "fra-cat", True), ("apertium-fra-cat", "cat-fra", False)),
    "it": (("apertium-cat-ita", "ita-cat", True), ("apertium-cat-ita", "cat-ita", False)),
    "pt": (("apertium-por-cat", "por-cat", True), ("apertium-por-cat", "cat-por", False)),
}

_MAGIC, _MAGIC_LENGTH = (b"LTTB", b"LTTD"), 12
_WEIGHTED = 1
_LONGEST = 40  # letters of a word
# Parts of speech that the dictionaries name differently.
_CLASSES = {
    "n": "noun", "acr": "name", "np": "name", "adj": "adjective", "pp": "adjective", "adv": "adverb",
    "preadv": "adverb", "vblex": "verb", "v": "verb", "vbser": "verb", "vbhaver": "verb", "vbmod": "verb",
    "vbdo": "verb", "vaux": "verb", "vbsint": "verb", "vbtr": "verb", "vbntr": "verb", "vbtr_ntr": "verb",
    "pr": "preposition", "cnj": "conjunction", "cnjcoo": "conjunction", "cnjsub": "conjunction",
    "cnjadv": "conjunction", "num": "number", "ij": "interjection", "prn": "pronoun", "det": "determiner",
    "predet": "determiner",
}  # fmt: skip
_INTERCHANGEABLE = {"noun", "adjective"}

State = Sequence[tuple[int, int]]  # the numbers of the pair of symbols and of the state to which a transition leads


@dataclass(frozen=True, slots=True, order=True)
class Lemma:
    """A dictionary form and its part of speech."""

    word: str
    part: str


def by_catalan(packages: Path, one: str, other: str, wanted: set[str]) -> dict[tuple[str, str], float]:
    """Words that Catalan joins, those in ``wanted`` of the language ``one`` and what they lead to in ``other``.

    They come in lower case, where the part of speech is the same, with how likely they translate each other if all
    translations are equally so. ``packages`` holds the packages, each unpacked into a folder of its name.
    """
    ours = _table(packages, TO_CATALAN[one], wanted, ours=True)
    between = {lemma.word for lemmas in ours.values() for lemma in lemmas}
    theirs: dict[Lemma, set[Lemma]] = defaultdict(set)
    for lemma, others in _table(packages, TO_CATALAN[other], between, ours=False).items():
        for catalan in others:
            theirs[catalan].add(lemma)
    found: dict[tuple[str, str], float] = {}
    for lemma, others in ours.items():
        ways = [theirs[catalan] for catalan in sorted(others) if catalan in theirs]
        chances: dict[Lemma, float] = defaultdict(float)
        for way in ways:
            for end in way:
                if end.part == lemma.part or {end.part, lemma.part} <= _INTERCHANGEABLE:
                    chances[end] += 1.0 / (len(ways) * len(way))
        for end, chance in chances.items():
            pair = lemma.word.lower(), end.word.lower()
            found[pair] = max(found.get(pair, 0.0), chance)
    return found


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def number(self) -> int:
        """A number; the two highest bits of its first byte say how many bytes follow."""
        first = self.data[self.at]
        size = first >> 6
        value = int.from_bytes(bytes([first & 0x3F]) + self.data[self.at + 1 : self.at + 1 + size], "big")
        self.at += 1 + size
        return value

    def text(self) -> str:
        return "".join(chr(self.number()) for _ in range(self.number()))

    def features(self) -> int:
        """The features of a header, 0 where there is none."""
        if self.data[self.at : self.at + 4] not in _MAGIC:
            return 0
        self.at += _MAGIC_LENGTH
        return int.from_bytes(self.data[self.at - 8 : self.at], "little")


def read_pairs(path: Path, words: Collection[str], *, left: bool) -> Iterator[tuple[Lemma, Lemma]]:
    """The single words of the dictionary, left and right, with their parts of speech; some come repeatedly.

    ``words`` are those of its left or its right side that are wanted: patterns stand for more than can be listed.
    """
    reader = _Reader(path.read_bytes())
    reader.features()
    reader.text()
    tags = [f"<{reader.text()}>" for _ in range(reader.number())]
    numbers = [(reader.number(), reader.number()) for _ in range(reader.number())]
    symbols = [(_symbol(one - len(tags), tags), _symbol(other - len(tags), tags)) for one, other in numbers]
    beginnings = {word[:end] for word in words for end in range(len(word) + 1)}
    for _ in range(reader.number()):
        name = reader.text()
        if reader.features() & _WEIGHTED:
            raise ValueError(f"{path}: transitions with weights are not read")
        initial, states = _states(reader)
        if name.startswith("main"):
            yield from _words(initial, states, symbols, beginnings, left=left)


def _symbol(number: int, tags: Sequence[str]) -> str:
    return tags[-number - 1] if number < 0 else chr(number) if number else ""


def _states(reader: _Reader) -> tuple[int, list[State]]:
    initial = reader.number()
    for _ in range(reader.number()):
        reader.number()  # the final states tell nothing: words are complete with their first tag
    size = reader.number()
    states: list[State] = []
    for state in range(size):
        symbol, transitions = 0, []
        for _ in range(reader.number()):
            symbol += reader.number()
            transitions.append((symbol, (state + reader.number()) % size))
        states.append(transitions)
    return initial, states


def _words(
    initial: int, states: Sequence[State], symbols: Sequence[tuple[str, str]], beginnings: set[str], *, left: bool
) -> Iterator[tuple[Lemma, Lemma]]:
    """Both sides of all ways that lead to a tag on either side without a circle (of patterns, as of numbers)."""
    circles = _circles(states)
    waiting = [(initial, "", "")]
    while waiting:
        state, one, other = waiting.pop()
        for symbol, to in states[state]:
            # Tags that follow the first one say no more.
            sides = [
                text if "<" in text else text + more for text, more in zip((one, other), symbols[symbol], strict=True)
            ]
            if sides[0 if left else 1].partition("<")[0] not in beginnings:
                continue
            if "<" in sides[0] and "<" in sides[1]:
                ours, theirs = (_lemma(side) for side in sides)
                if ours is not None and theirs is not None:
                    yield ours, theirs
            elif to not in circles and max(map(len, sides)) < _LONGEST:
                waiting.append((to, sides[0], sides[1]))


def _lemma(text: str) -> Lemma | None:
    word, _, tag = text.partition("<")
    part = _CLASSES.get(tag.rstrip(">"))
    return Lemma(word, part) if word.isalpha() and part else None


def _circles(states: Sequence[State]) -> set[int]:
    """The states on circles, and between two of them: those that are left when beginnings and ends are taken away."""
    outward = {state: {to for _, to in transitions} for state, transitions in enumerate(states)}
    inward: dict[int, set[int]] = defaultdict(set)
    for state, following in outward.items():
        for to in following:
            inward[to].add(state)
    return _left(outward, inward) & _left(inward, outward)


def _left(onward: dict[int, set[int]], back: dict[int, set[int]]) -> set[int]:
    """The states that can be reached from a circle, by ``onward``."""
    waits = {state: len(back.get(state, ())) for state in {*onward, *back}}
    free = [state for state, number in waits.items() if not number]
    for state in free:
        for to in onward.get(state, ()):
            waits[to] -= 1
            if not waits[to]:
                free.append(to)
    return waits.keys() - set(free)


def _table(
    packages: Path, dictionaries: Iterable[Dictionary], wanted: set[str], *, ours: bool
) -> dict[Lemma, set[Lemma]]:
    """The Catalan lemmas by those of the other language; ``wanted`` are of the latter (``ours``) or of Catalan."""
    found: dict[Lemma, set[Lemma]] = defaultdict(set)
    for package, name, left in dictionaries:
        path = packages / package / "usr/share/apertium" / package / f"{name}.autobil.bin"
        for one, other in read_pairs(path, wanted, left=left == ours):
            found[one if left else other].add(other if left else one)
    return found
