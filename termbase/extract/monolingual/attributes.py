"""What the chain sees of a word: classes of the word itself and of its neighbours, as indices into one table."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.monolingual.corpus import Corpus
from termbase.extract.monolingual.general import general_list

__all__ = ["AttributeSpace", "attribute_rows", "attribute_space", "template_kinds"]

Ints = NDArray[np.int64]

_OTHER = "*"
_EDGE = "|"
_LEAST_SEEN = {"word": 3, "suffix2": 4, "suffix3": 4, "suffix4": 4}

# Each template: classes with the offsets of the words that they are taken from.
_TEMPLATES: tuple[tuple[tuple[str, int], ...], ...] = (
    (("tag", 0),),
    (("tag", -1),),
    (("tag", 1),),
    (("tag", -2), ("tag", -1)),
    (("tag", 1), ("tag", 2)),
    (("tag", -1), ("tag", 0)),
    (("tag", 0), ("tag", 1)),
    (("tag", -1), ("tag", 0), ("tag", 1)),
    (("weird", 0),),
    (("weird", -1),),
    (("weird", 1),),
    (("weird", 0), ("tag", 0)),
    (("weird", -1), ("weird", 0)),
    (("weird", 0), ("weird", 1)),
    (("zipf", 0), ("tag", 0)),
    (("zipf", -1), ("zipf", 0)),
    (("zipf", 0), ("zipf", 1)),
    (("often", 0), ("tag", 0)),
    (("often", 0), ("zipf", 0)),
    (("shape", 0), ("tag", 0)),
    (("shape", -1), ("shape", 0)),
    (("shape", 0), ("shape", 1)),
    (("suffix2", 0),),
    (("suffix3", 0),),
    (("suffix4", 0),),
    (("suffix3", -1),),
    (("suffix3", 1),),
    (("word", 0),),
    (("word", -1),),
    (("word", 1),),
    (("weird", -1), ("tag", 0)),
    (("weird", 1), ("tag", 0)),
)


class AttributeSpace(Struct, frozen=True):
    """The classes that were seen in training: by kind, each value's number; 0 stands for all others."""

    classes: Mapping[str, Mapping[str, int]]

    @property
    def size(self) -> int:
        """How many rows a table of weights needs."""
        return sum(self._width(template) for template in _TEMPLATES)

    def _width(self, template: tuple[tuple[str, int], ...]) -> int:
        return math.prod(len(self.classes[kind]) + 1 for kind, _ in template)


def template_kinds() -> frozenset[str]:
    """The kinds of classes that a space must have."""
    return frozenset(kind for template in _TEMPLATES for kind, _ in template)


def attribute_space(corpora: Sequence[Corpus]) -> AttributeSpace:
    """The classes that occur in ``corpora`` often enough."""
    seen: dict[str, Counter[str]] = {}
    for corpus in corpora:
        for kind, values in _word_classes(corpus).items():
            seen.setdefault(kind, Counter()).update(values)
    return AttributeSpace(
        {
            kind: {
                value: number
                for number, value in enumerate(
                    sorted(value for value, count in counts.items() if count >= _LEAST_SEEN.get(kind, 1)), 1
                )
            }
            for kind, counts in seen.items()
        }
    )


def attribute_rows(corpus: Corpus, space: AttributeSpace) -> Ints:
    """The attributes of each word of ``corpus``: a row a word, a column a template."""
    codes: dict[tuple[str, int], Ints] = {}
    lengths = np.array([len(sentence.words) for sentence in corpus.sentences])
    starts = np.repeat(np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    ends = starts + np.repeat(lengths, lengths)
    at = np.arange(len(starts))
    plain = {}
    for kind, values in _word_classes(corpus).items():
        known = space.classes[kind]
        plain[kind] = np.array([known.get(value, 0) for value in values], dtype=np.int64)
    for kind, offset in {part for template in _TEMPLATES for part in template}:
        place = at + offset
        outside = (place < starts) | (place >= ends)
        moved = plain[kind][np.where(outside, at, place)]
        codes[kind, offset] = np.where(outside, space.classes[kind].get(_EDGE, 0), moved)
    columns = []
    first = 0
    for template in _TEMPLATES:
        column = np.zeros(len(at), dtype=np.int64)
        width = 1
        for part in template:
            size = len(space.classes[part[0]]) + 1
            column = column * size + codes[part]
            width *= size
        columns.append(column + first)
        first += width
    return np.stack(columns, axis=1)


def _word_classes(corpus: Corpus) -> dict[str, list[str]]:
    """The classes of all words of ``corpus`` by kind, and one word more that stands for the edge of a sentence."""
    general = general_list(corpus.language)
    per_million = 1e9 / max(corpus.size, 1)
    of_key: dict[str, dict[str, str]] = {}
    for key, count in corpus.counts.items():
        zipf = general.zipf(key)
        weird = math.log10(per_million * count) - max(zipf, 2.7)
        of_key[key] = {
            "word": key,
            "suffix2": key[-2:],
            "suffix3": key[-3:],
            "suffix4": key[-4:],
            "zipf": str(int(2 * zipf)),
            "weird": str(round(2 * min(max(weird, -1.0), 4.0))),
            "often": str(min(int(math.log2(count)), 8)),
        }
    classes: dict[str, list[str]] = {kind: [] for kind in ("tag", "shape", *next(iter(of_key.values()), {}))}
    for sentence in corpus.sentences:
        for at, (word, key, tag) in enumerate(zip(sentence.words, sentence.keys, sentence.tags, strict=True)):
            for kind, value in of_key[key].items():
                classes[kind].append(value)
            classes["tag"].append(tag)
            classes["shape"].append(_shape(word, first=at == 0))
    for values in classes.values():
        values.append(_EDGE)
    return classes


def _shape(word: str, *, first: bool) -> str:
    if not any(letter.isalpha() for letter in word):
        return "number" if any(letter.isdigit() for letter in word) else "mark"
    shape = (
        "upper" if word.isupper() else "title" if word[:1].isupper() else "mixed" if word.lower() != word else "lower"
    )
    extra = "digit" if any(letter.isdigit() for letter in word) else "joined" if "-" in word else ""
    return shape + ("1" if first and shape != "lower" else "") + extra
