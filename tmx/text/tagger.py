"""Parts of speech: the universal tag (UPOS) of each word of a sentence, for the languages that have a model.

The model is a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001). What a word says about its
own tag and those of its neighbours is a block of numbers that is computed once a word and kept; some thousand pairs of
words, and of word classes, have numbers of their own. A sentence is a sum of such blocks and one pass of the Viterbi
algorithm, for many sentences at a time. ``docs/evaluation/words.md`` has what it was learnt from and how well it does.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from tmx.errors import ParseError, UnknownLanguageError
from tmx.files import read_bytes, write_whole
from tmx.text.languages import Language
from tmx.text.lemma_table import LemmaTable, find_table
from tmx.text.word_features import BOUNDARY, features, normal_word, pair_names, same_case

__all__ = [
    "OFFSETS",
    "PairWeights",
    "Tagger",
    "TaggerModel",
    "find_tagger",
    "has_tagger",
    "read_tagger",
    "tag_sentences",
    "tag_words",
    "write_model",
]

_FORMAT = "accord tagger 3"
OFFSETS = (-2, -1, 0, 1, 2)  # the neighbours that a tag sees; column i of a word's block is about OFFSETS[i]
_MARGIN = 2
_KEY_BITS = 16
_NEVER = -1000.0  # the score of punctuation for what has letters
_MOST_WORDS = 1 << 16  # kept at a time: 22 MB
_BATCH = 2048  # sentences decoded at a time

_Floats = npt.NDArray[np.float32]
_Ints = npt.NDArray[np.intp]


class PairWeights(Struct, frozen=True, eq=False):
    """Weights of pairs of words that stand ``gap`` places apart, by :func:`~tmx.text.word_features.pair_names`.

    ``kinds`` says which name of either word counts, 0 or 1; ``roles`` whose tags the weights are about, counted in
    places from the first word. ``keys`` are sorted: the number of the first name, times 65,536, plus that of the
    second. ``weights[key, role, tag]`` has one row more than there are keys, of zeros.
    """

    kinds: tuple[int, int]
    gap: int
    roles: tuple[int, ...]
    keys: npt.NDArray[np.int64]
    weights: npt.NDArray[np.int8]


class TaggerModel(Struct, frozen=True, eq=False):
    """What was learnt: ``weights[feature, offset, tag]`` times ``step``, and the scores of tags in a row.

    ``between[i, j]`` scores tag ``j`` after tag ``i``, ``first`` and ``last`` the tags at both ends;
    ``pair_names`` numbers the names of ``pairs`` from 1; ``head`` says where it all comes from.
    """

    tags: tuple[str, ...]
    names: dict[str, int]
    weights: npt.NDArray[np.int8]
    step: float
    between: _Floats
    first: _Floats
    last: _Floats
    pair_names: dict[str, int]
    pairs: tuple[PairWeights, ...]
    head: str = ""


def has_tagger(language: Language) -> bool:
    """Whether the package brings a model for ``language``."""
    return _model_path(language.tag) is not None


def tag_words(words: Sequence[str], language: Language) -> tuple[str, ...]:
    """The universal part of speech (``NOUN``, ``ADP``, ...) of each of ``words``, which are one sentence.

    The words are those of :func:`tmx.text.tokens.tokenize` with the punctuation; a word that stands for two (``du``)
    has the tag of its first one, ``ADP``. Raises :class:`~tmx.errors.UnknownLanguageError` where the language has no
    model. For more than one sentence, :func:`tag_sentences` is many times faster.

    >>> from tmx.text.languages import find_language
    >>> tag_words(["des", "victimes", "de", "la", "traite"], find_language("fr"))
    ('DET', 'NOUN', 'ADP', 'DET', 'NOUN')
    """
    return next(find_tagger(language).tag_sentences([words]))


def tag_sentences(sentences: Iterable[Sequence[str]], language: Language) -> Iterator[tuple[str, ...]]:
    """The tags of each sentence in turn, as :func:`tag_words` gives them; sentences are read some thousand at a time.

    Raises :class:`~tmx.errors.UnknownLanguageError` where the language has no model.
    """
    return find_tagger(language).tag_sentences(sentences)


def find_tagger(language: Language) -> Tagger:
    """The tagger of ``language``, read once. Raises UnknownLanguageError where there is none."""
    return _find_tagger(language.tag, language.name)


@cache
def _find_tagger(tag: str, name: str) -> Tagger:
    path = _model_path(tag)
    if path is None:
        raise UnknownLanguageError(
            f"there is no part-of-speech tagger for {name}", remedy="docs/adding.md says what one needs"
        )
    return Tagger(_read(path.read_bytes()), find_table(tag))


def read_tagger(path: Path, language: Language) -> Tagger:
    """A tagger of ``language`` with the model in the file ``path``.

    Raises :class:`~tmx.errors.StoreError` where it cannot be read, :class:`~tmx.errors.ParseError` where it is none.
    """
    data = read_bytes(path)
    if not data.startswith(_FORMAT.encode()):
        raise ParseError("not a tagger of this version", path=path, remedy="make it with benchmarks/train_tagger.py")
    return Tagger(_read(data), find_table(language.tag))


def _model_path(tag: str) -> Path | None:
    path = Path(str(files("tmx.text").joinpath("data", f"tagger-{tag}.bin")))
    return path if tag.isalpha() and path.is_file() else None


class Tagger:
    """A model with the words that it has met."""

    def __init__(self, model: TaggerModel, table: LemmaTable | None) -> None:
        self.model = model
        self._table = table
        self._punctuation = model.tags.index("PUNCT") if "PUNCT" in model.tags else None
        self._words: dict[str, int] = {}
        self._openers: dict[str, int] = {}  # words at the beginning of a sentence
        self._forget()

    def tag_sentences(self, sentences: Iterable[Sequence[str]]) -> Iterator[tuple[str, ...]]:
        """The tags of each sentence in turn."""
        source = iter(sentences)
        while batch := list(islice(source, _BATCH)):
            yield from self._tag(batch)

    def _forget(self) -> None:
        self._words.clear()
        self._openers.clear()
        self._blocks = np.zeros((1024, len(OFFSETS), len(self.model.tags)), np.float32)
        self._names = np.zeros((1024, 2), np.int64)
        self._used = 0
        self._words[BOUNDARY] = self._add(BOUNDARY, first=False)

    def _add(self, word: str, *, first: bool) -> int:
        """The number of a word that is new, with its block."""
        if self._used == len(self._blocks):
            self._blocks = np.concatenate([self._blocks, np.zeros_like(self._blocks)])
            self._names = np.concatenate([self._names, np.zeros_like(self._names)])
        names = self.model.names
        rows = [names[name] for name in features(word, first, self._table) if name in names]
        block = self.model.weights[rows].sum(0, dtype=np.int32)
        self._blocks[self._used] = block * np.float32(self.model.step)
        self._names[self._used] = [self.model.pair_names.get(name, 0) for name in pair_names(word, self._table)]
        if self._punctuation is not None and any(char.isalpha() for char in word):
            self._blocks[self._used, OFFSETS.index(0), self._punctuation] = _NEVER
        self._used += 1
        return self._used - 1

    def _numbers(self, words: Sequence[str]) -> list[int]:
        """The numbers of a sentence's words."""
        words = same_case(words, self._table)
        known = self._words
        numbers = []
        for word in words:
            number = known.get(word)
            if number is None:
                plain = normal_word(word).replace(BOUNDARY, " ")
                number = known.get(plain)
                if number is None:
                    number = known[plain] = self._add(plain, first=False)
                known[word] = number
            numbers.append(number)
        opener = self._openers.get(words[0])
        if opener is None:
            plain = normal_word(words[0]).replace(BOUNDARY, " ")
            opener = self._openers[words[0]] = self._add(plain, first=True)
        numbers[0] = opener
        return numbers

    def _tag(self, sentences: list[Sequence[str]]) -> Iterator[tuple[str, ...]]:
        if self._used > _MOST_WORDS:
            self._forget()
        order = sorted((at for at, words in enumerate(sentences) if words), key=lambda at: -len(sentences[at]))
        results: list[tuple[str, ...]] = [()] * len(sentences)
        if order:
            margin = [self._words[BOUNDARY]] * _MARGIN
            flat = list(margin)
            starts = []
            for at in order:
                starts.append(len(flat))
                flat += self._numbers(sentences[at])
                flat += margin
            lengths = np.array([len(sentences[at]) for at in order])
            tags = self._decode(np.array(flat), np.array(starts), lengths)
            names = self.model.tags
            picked = [names[number] for number in tags.tolist()]
            for at, start in zip(order, starts, strict=True):
                results[at] = tuple(picked[start : start + len(sentences[at])])
        yield from results

    def _decode(self, words: _Ints, starts: _Ints, lengths: _Ints) -> _Ints:
        """The best tag at each place of ``words``, where sentences (the longest first) begin at ``starts``."""
        model = self.model
        count = len(words)
        scores = np.zeros((count, len(model.tags)), np.float32)
        for column, offset in enumerate(OFFSETS):
            low, high = max(0, -offset), count - max(0, offset)
            scores[low:high] += self._blocks[words[low + offset : high + offset], column]
        self._add_pairs(scores, words)
        scores[starts] += model.first
        scores[starts + lengths - 1] += model.last
        back = np.zeros((count, len(model.tags)), np.int8)
        # How many sentences are longer than t; they stand at the beginning.
        active = np.searchsorted(-lengths, -np.arange(lengths[0]), side="left")
        before = scores[starts]
        between = np.ascontiguousarray(model.between.T)
        for t in range(1, int(lengths[0])):
            here = starts[: active[t]] + t
            reached = before[: active[t], None, :] + between
            best = reached.argmax(2)
            back[here] = best
            before = scores[here] + np.take_along_axis(reached, best[:, :, None], 2)[:, :, 0]
            scores[here] = before
        tags = np.zeros(count, np.intp)
        ends = starts + lengths - 1
        tags[ends] = scores[ends].argmax(1)
        for t in range(int(lengths[0]) - 1, 0, -1):
            here = starts[: active[t]] + t
            tags[here - 1] = back[here, tags[here]]
        return tags

    def _add_pairs(self, scores: _Floats, words: _Ints) -> None:
        """Add what pairs of words say."""
        names = self._names[words]
        for pairs in self.model.pairs:
            if not len(pairs.keys):
                continue
            one, other = pairs.kinds
            keys = (names[: -pairs.gap, one] << _KEY_BITS) + names[pairs.gap :, other]
            rows = np.searchsorted(pairs.keys, keys)
            rows[pairs.keys[np.minimum(rows, len(pairs.keys) - 1)] != keys] = len(pairs.keys)
            places = np.flatnonzero(rows < len(pairs.keys))
            found = pairs.weights[rows[places]] * np.float32(self.model.step)
            for column, role in enumerate(pairs.roles):
                scores[places + role] += found[:, column]


def _read(data: bytes) -> TaggerModel:
    head, _, body = data.partition(b"\n\n")
    raw = zlib.decompress(body)
    first, _, rest = raw.partition(b"\n")
    settings = json.loads(first)
    tags, sizes = tuple(settings["tags"]), settings["sizes"]
    names, rest = _cut_names(rest, settings["names"])
    pair_names, rest = _cut_names(rest, settings["pair_names"])
    weights = np.zeros((len(names), len(OFFSETS), len(tags)), np.int8)
    at = 0
    for column, size in enumerate(sizes):
        cells = size * len(tags)
        weights[:size, column] = np.frombuffer(rest, np.int8, cells, at).reshape(size, len(tags))
        at += cells
    pairs = []
    for kinds, gap, roles, size in settings["pairs"]:
        steps = np.frombuffer(rest, np.dtype("<u4"), size, at)
        at += 4 * size
        cells = size * len(roles) * len(tags)
        blocks = np.zeros((size + 1, len(roles), len(tags)), np.int8)
        blocks[:size] = np.frombuffer(rest, np.int8, cells, at).reshape(size, len(roles), len(tags))
        at += cells
        pairs.append(PairWeights(tuple(kinds), gap, tuple(roles), steps.astype(np.int64).cumsum(), blocks))
    scores = np.frombuffer(rest, np.dtype("<f4"), (len(tags) + 2) * len(tags), at).reshape(-1, len(tags))
    return TaggerModel(
        tags=tags,
        names={name: number for number, name in enumerate(names)},
        weights=weights,
        step=settings["step"],
        between=scores[:-2],
        first=scores[-2],
        last=scores[-1],
        pair_names={name: number for number, name in enumerate(pair_names, 1)},
        pairs=tuple(pairs),
        head=head.decode().partition("\n")[2],
    )


def _cut_names(data: bytes, size: int) -> tuple[list[str], bytes]:
    """The names in the first ``size`` bytes, one a line, and the rest."""
    return data[:size].decode().split("\n"), data[size:]


def write_model(path: Path, model: TaggerModel, head: str) -> int:
    """Write ``model`` with ``head`` (sources, settings) before it; how many bytes it takes.

    Features that have weights at several offsets stand first, so that each offset's weights are one block of rows;
    what has none is left out.
    """
    used = (model.weights != 0).any(2)  # feature, offset
    reach = np.where(used, np.abs(np.array(OFFSETS)), -1).max(1)
    kept = {name: number for name, number in model.names.items() if reach[number] >= 0}
    names = sorted(kept, key=lambda name: (-int(reach[kept[name]]), name))
    weights = model.weights[[kept[name] for name in names]]
    reach = reach[[kept[name] for name in names]]
    sizes = [int((reach >= abs(offset)).sum()) for offset in OFFSETS]
    # The names of pairs in the order of their numbers.
    pair_names = "\n".join(sorted(model.pair_names, key=model.pair_names.__getitem__)).encode()
    text = "\n".join(names).encode()
    parts = [text, pair_names, *(weights[:size, column].tobytes() for column, size in enumerate(sizes))]
    pairs = []
    for found in model.pairs:
        rows = np.flatnonzero((found.weights[:-1] != 0).any((1, 2)))
        pairs.append((found.kinds, found.gap, found.roles, len(rows)))
        parts += [np.diff(found.keys[rows], prepend=0).astype("<u4").tobytes(), found.weights[rows].tobytes()]
    settings = {"tags": model.tags, "sizes": sizes, "step": model.step, "pairs": pairs}
    settings |= {"names": len(text), "pair_names": len(pair_names)}
    scores = np.concatenate([model.between, model.first[None], model.last[None]]).astype("<f4")
    packed = zlib.compress(b"".join([json.dumps(settings).encode(), b"\n", *parts, scores.tobytes()]), 9)
    with write_whole(path) as stream:
        stream.write(f"{_FORMAT}\n{head.strip()}\n\n".encode() + packed)
    return len(packed)
