"""Word alignment: which word of a sentence translates which word of its counterpart, as probabilities.

IBM Model 1 (Brown et al. 1993) and after it a hidden Markov model over jumps, both learnt in both directions over the
pairs at hand (see :mod:`tmx.align.word_hmm`). Words that look alike or are known from a lexicon begin with a bonus;
no word is let explain more than its share. The result is the mean of both directions' posteriors, and of two ways to
see a word: by its first letters, so that its forms share what is learnt, and whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import overload

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.lexicon import LexiconEntry
from tmx.align.word_hmm import Jumps, Lattice, Posteriors, forward_backward, link_probabilities, without_excess
from tmx.align.word_priors import prior_counts
from tmx.align.word_texts import Batch, Chunk, NumberedTexts, cut_into_chunks, number_texts, word_stem
from tmx.align.word_windows import Window, cut_into_windows, with_windows
from tmx.text.languages import find_language

__all__ = ["TokenPair", "WordAlignerSettings", "WordAlignments", "align_texts", "align_words"]

Progress = Callable[[int, int], None]
Floats = NDArray[np.float64]
Table = NDArray[np.float32]
Ids = NDArray[np.int64]
_FEW = 10  # times more may be learnt from than is asked for: then all that is asked for is learnt from


class TokenPair(Struct, frozen=True):
    """The tokens of two texts that translate each other."""

    source: tuple[str, ...]
    target: tuple[str, ...]


class WordAlignerSettings(Struct, frozen=True):
    """How words are aligned.

    ``stem_lengths`` are the numbers of letters that count, one model each; ``null`` is the share of words without
    counterpart. ``cognate`` and ``lexicon`` are pseudo-counts of what looks alike and of what is known,
    ``first_weight`` says how much more they count before anything is learnt. ``reach`` is the longest jump that is
    told apart; ``held_back`` says how often in learning, ``held_back_at_last`` how often in the end, words that
    explain too much are held back. ``max_cells`` is how many pairs of tokens are learnt from at most: of a larger
    memory, texts evenly spread. A pair of texts with more than ``window_cells`` pairs of tokens is aligned in windows
    along its diagonal; one with more than ``max_pair_cells`` is no translation unit and gets no links.
    """

    stem_lengths: tuple[int, ...] = (5, 30)
    model1_rounds: int = 2
    hmm_rounds: int = 2
    null: float = 0.15
    cognate: float = 10.0
    lexicon: float = 10.0
    first_weight: float = 1000.0
    reach: int = 12
    held_back: int = 1
    held_back_at_last: int = 2
    floor: float = 1e-7
    max_cells: int = 100_000_000
    window_cells: int = 90_000
    max_pair_cells: int = 16_000_000

    @property
    def rounds(self) -> int:
        """How many rounds are reported as progress: both directions, all models."""
        return 2 * (self.model1_rounds + self.hmm_rounds + 1) * len(self.stem_lengths)

    def signature(self) -> str:
        """The settings on one line, to stand beside a score."""
        stems = "+".join(str(length) for length in self.stem_lengths)
        return (
            f"stems={stems} model1={self.model1_rounds} hmm={self.hmm_rounds} null={self.null} reach={self.reach} "
            f"cognate={self.cognate:g} lexicon={self.lexicon:g} held_back={self.held_back}/{self.held_back_at_last}"
        )


class WordAlignments(Sequence[NDArray[np.float32]]):
    """For each pair of texts a matrix of ``len(source)`` x ``len(target)`` link probabilities, kept close together."""

    def __init__(self, heights: Ids, widths: Ids) -> None:
        self._heights, self._widths = heights, widths
        self._offsets = np.concatenate([[0], np.cumsum(heights * widths)])
        self._flat = np.zeros(int(self._offsets[-1]), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._heights)

    def __iter__(self) -> Iterator[NDArray[np.float32]]:
        return (self[number] for number in range(len(self)))

    @overload
    def __getitem__(self, number: int) -> NDArray[np.float32]: ...

    @overload
    def __getitem__(self, number: slice) -> list[NDArray[np.float32]]: ...

    def __getitem__(self, number: int | slice) -> NDArray[np.float32] | list[NDArray[np.float32]]:
        """The matrix of a pair, a view that may be written to; a list of them for a slice."""
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        number = number + len(self) if number < 0 else number
        if not 0 <= number < len(self):
            raise IndexError(number)
        cells = self._flat[self._offsets[number] : self._offsets[number + 1]]
        return cells.reshape(self._heights[number], self._widths[number])

    def add(self, number: int, values: NDArray[np.floating], weight: float) -> None:
        """Add ``weight`` times ``values`` to the matrix of pair ``number``."""
        matrix = self[number]
        matrix += weight * values


class _Members(Struct, frozen=True, eq=False):
    """Which texts are learnt from (long ones only by their windows), and of which the links are asked for."""

    learnt: NDArray[np.bool_]
    asked: NDArray[np.bool_]


class _Links(Struct, frozen=True, eq=False):
    """Where the links of texts go; those from number ``texts`` on are the ``windows`` of longer ones."""

    result: WordAlignments
    texts: int
    windows: tuple[Window, ...]

    def add(self, number: int, values: NDArray[np.floating], weight: float) -> None:
        """Add ``weight`` times ``values`` to the matrix of text ``number``, or to its window's part of one."""
        if number < self.texts:
            self.result.add(number, values, weight)
            return
        window = self.windows[number - self.texts]
        part = self.result[window.pair][window.first : window.end, window.low : window.high]
        part += weight * values


def align_words(
    pairs: Sequence[TokenPair],
    settings: WordAlignerSettings | None = None,
    progress: Progress | None = None,
    *,
    known: Sequence[LexiconEntry] = (),
    languages: tuple[str, str] | None = None,
    wanted: NDArray[np.bool_] | None = None,
) -> WordAlignments:
    """For each pair a matrix of ``len(source)`` x ``len(target)`` probabilities that two tokens translate each other.

    ``known`` are words that translate each other (:func:`tmx.align.word_priors.known_words`); ``languages`` (BCP 47,
    source and target) tell elided words; ``wanted`` says of which pairs the links are asked for, as in
    :func:`align_texts`. ``progress`` is called with the rounds done and their number. Raises
    :class:`~tmx.errors.UnknownLanguageError`.
    """
    source = number_texts(pair.source for pair in pairs)
    target = number_texts(pair.target for pair in pairs)
    return align_texts(source, target, settings, progress, known=known, languages=languages, wanted=wanted)


def align_texts(
    source: NumberedTexts,
    target: NumberedTexts,
    settings: WordAlignerSettings | None = None,
    progress: Progress | None = None,
    *,
    known: Sequence[LexiconEntry] = (),
    languages: tuple[str, str] | None = None,
    wanted: NDArray[np.bool_] | None = None,
) -> WordAlignments:
    """As :func:`align_words`, for texts that are numbered already: text ``n`` of both sides translate each other.

    ``wanted`` says of which pairs the links are asked for; the matrices of the others are empty, and those of pairs
    that are too long (``max_pair_cells``).
    """
    settings = settings or WordAlignerSettings()
    asked = np.ones(len(source), np.bool_) if wanted is None else wanted
    sizes = source.lengths() * target.lengths()
    asked = asked & (sizes <= settings.max_pair_cells)
    result = WordAlignments(source.lengths() * asked, target.lengths() * asked)
    windows = cut_into_windows(np.flatnonzero(asked & (sizes > settings.window_cells)), source, target)
    source = with_windows(source, [(window.pair, window.first, window.end) for window in windows])
    target = with_windows(target, [(window.pair, window.low, window.high) for window in windows])
    asked = np.concatenate([asked & (sizes <= settings.window_cells), np.ones(len(windows), np.bool_)])
    whole = np.concatenate([sizes <= settings.window_cells, np.ones(len(windows), np.bool_)])
    links = _Links(result, len(sizes), windows)
    ours = find_language(languages[0]) if languages else None
    theirs = find_language(languages[1]) if languages else None
    step = _steps(progress, settings)
    share = 0.5 / len(settings.stem_lengths)
    for length in settings.stem_lengths:
        left = source.mapped(partial(word_stem, length=length, language=ours))
        right = target.mapped(partial(word_stem, length=length, language=theirs))
        _align(left, right, length, settings, known, step, links, share, _Members(whole, asked))
    return result


def _steps(progress: Progress | None, settings: WordAlignerSettings) -> Callable[[], None]:
    """A function that reports one more round; two threads call it."""
    done = 0
    lock = Lock()

    def step() -> None:
        nonlocal done
        with lock:
            done += 1
            if progress is not None:
                progress(done, settings.rounds)

    return step


def _align(
    source: NumberedTexts,
    target: NumberedTexts,
    stem_length: int,
    settings: WordAlignerSettings,
    known: Sequence[LexiconEntry],
    step: Callable[[], None],
    result: _Links,
    share: float,
    texts: _Members,
) -> None:
    """Learn both directions, each in a thread of its own, and add ``share`` of their posteriors to ``result``."""
    members = np.flatnonzero(texts.learnt)
    sizes = source.lengths() * target.lengths()
    stride = max(1, -(-int(sizes[members].sum()) // settings.max_cells))
    kept = np.zeros(len(sizes), np.bool_)
    kept[members[::stride]] = True
    if stride > 1 and _FEW * int(sizes[texts.asked].sum()) <= settings.max_cells:
        kept |= texts.asked & texts.learnt  # words that stand in the pairs asked for alone
    chunks = list(cut_into_chunks(source, target, np.flatnonzero(kept)))
    keys = np.unique(np.concatenate([np.array([-1]), *(chunk.keys for chunk in chunks)]))
    prior = np.zeros(len(keys), np.float32)
    prior[1:] = prior_counts(
        source, target, keys[1:], known, stem_length, cognate=settings.cognate, lexicon=settings.lexicon
    )
    width = max(len(target.words), 1)
    forward = _Direction(source, target, keys, (keys // width).astype(np.int32), prior, settings, turned=False)
    backward = _Direction(target, source, keys, (keys % width).astype(np.int32), prior, settings, turned=True)
    spread = [(chunk, np.searchsorted(keys, chunk.keys).astype(np.int32)) for chunk in chunks]
    with ThreadPoolExecutor(2) as threads:
        learning = [threads.submit(direction.learn, spread, step) for direction in (forward, backward)]
        learnt = [task.result() for task in learning]
        if not np.array_equal(texts.asked, texts.learnt) or stride > 1:
            spread = []  # other pairs are asked for than were learnt from
        for chunk, places in spread or _placed(source, target, keys, np.flatnonzero(texts.asked)):
            linking = [
                threads.submit(direction.links, chunk, places, what)
                for direction, what in zip((forward, backward), learnt, strict=True)
            ]
            for task in linking:
                _spread(chunk, task.result(), result, share)
    step()
    step()


def _spread(chunk: Chunk, links: Sequence[NDArray[np.floating]], result: _Links, share: float) -> None:
    """Add what was found for a chunk to the matrices of its pairs."""
    for batch, found in zip(chunk.batches, links, strict=True):
        heights, widths = batch.targets.sum(axis=1), batch.sources.sum(axis=1)
        for row, member in enumerate(batch.members):
            result.add(int(member), found[row, : heights[row], : widths[row]].T, share)


def _placed(
    source: NumberedTexts, target: NumberedTexts, keys: Ids, members: Ids
) -> Iterator[tuple[Chunk, NDArray[np.int32]]]:
    """The chunks of ``members``; pairs of stems that were not learnt from are the padding's."""
    for chunk in cut_into_chunks(source, target, members):
        places = np.minimum(np.searchsorted(keys, chunk.keys), len(keys) - 1)
        places[keys[places] != chunk.keys] = 0
        yield chunk, places.astype(np.int32)


class _Learnt(Struct, frozen=True, eq=False):
    """p(explained | given) for each pair of stems, and the weights of jumps."""

    table: Table
    jumps: Jumps


class _Direction:
    """One direction: each explained word chooses one given word or none. ``turned``: the source is explained."""

    def __init__(
        self,
        given: NumberedTexts,
        explained: NumberedTexts,
        keys: Ids,
        owner: NDArray[np.int32],
        prior: Table,
        settings: WordAlignerSettings,
        *,
        turned: bool,
    ) -> None:
        self._owner, self._prior, self._settings, self._turned = owner, prior, settings, turned
        self._owner[0] = 0
        self._given_words = max(len(given.words), 1)
        noise = np.bincount(explained.ids, minlength=len(explained.words)) + 0.5
        self._empty = (settings.null * noise / noise.sum()).astype(np.float32)
        self._size = len(keys)

    def learn(self, chunks: Sequence[tuple[Chunk, NDArray[np.int32]]], step: Callable[[], None]) -> _Learnt:
        settings = self._settings
        table = self._normalized(1.0 + settings.first_weight * self._prior.astype(np.float64))
        for _ in range(settings.model1_rounds):
            counts = self._prior.astype(np.float64)
            for chunk, places in chunks:
                local = table[places]
                weights = [self._model1(batch, local) for batch in chunk.batches]
                counts[places] += self._summed(chunk, weights)
            table = self._normalized(counts)
            step()
        jumps = Jumps(np.ones(2 * settings.reach + 1))
        for _ in range(settings.hmm_rounds):
            counts = self._prior.astype(np.float64)
            taken, possible = np.full(len(jumps.weights), 0.1), np.ones(len(jumps.weights))
            for chunk, places in chunks:
                local = table[places]
                found = [self._hmm(batch, local, jumps, settings.held_back) for batch in chunk.batches]
                counts[places] += self._summed(chunk, [posteriors.links for posteriors in found])
                for posteriors in found:
                    taken += posteriors.taken
                    possible += posteriors.possible
            table = self._normalized(counts)
            jumps = Jumps(taken / possible / (taken / possible).sum())
            step()
        return _Learnt(table, jumps)

    def links(self, chunk: Chunk, places: NDArray[np.int32], learnt: _Learnt) -> list[NDArray[np.floating]]:
        """For each batch its posteriors (member, target place, source place)."""
        local = learnt.table[places]
        again = self._settings.held_back_at_last
        found = [self._hmm(batch, local, learnt.jumps, again).links for batch in chunk.batches]
        return [links.transpose(0, 2, 1) for links in found] if self._turned else found

    def _normalized(self, counts: Floats) -> Table:
        """p(explained | given) for each pair of stems; pair 0 is the padding."""
        counts[0] = 0.0
        totals = np.maximum(np.bincount(self._owner, weights=counts, minlength=self._given_words), 1e-12)
        table = (counts / totals[self._owner]).astype(np.float32)
        table += np.float32(self._settings.floor)
        return table

    def _lattice(self, batch: Batch, local: Table) -> Lattice:
        if self._turned:
            cells = batch.cells.transpose(0, 2, 1)
            given, explained, ids = batch.targets, batch.sources, batch.source_ids
        else:
            cells, given, explained, ids = batch.cells, batch.sources, batch.targets, batch.target_ids
        emission = np.where(given[:, None, :], local[cells], np.float32(0))
        return Lattice(emission, given, explained, self._empty[ids], self._settings.null)

    def _model1(self, batch: Batch, local: Table) -> NDArray[np.floating]:
        lattice = self._lattice(batch, local)
        weights = lattice.emission
        total = np.maximum(weights.sum(axis=2) + lattice.empty, 1e-30)
        shares: NDArray[np.floating] = weights / total[:, :, None]
        return shares

    def _hmm(self, batch: Batch, local: Table, jumps: Jumps, again: int) -> Posteriors:
        lattice = self._lattice(batch, local)
        for _ in range(again):
            lattice = without_excess(lattice, link_probabilities(lattice, jumps))
        return forward_backward(lattice, jumps)

    def _summed(self, chunk: Chunk, weights: Sequence[NDArray[np.floating]]) -> Floats:
        """The weights of each pair of stems of the chunk."""
        result = np.zeros(len(chunk.keys))
        for batch, values in zip(chunk.batches, weights, strict=True):
            turned = values.transpose(0, 2, 1) if self._turned else values
            result += np.bincount(batch.cells.ravel(), turned.ravel(), minlength=len(chunk.keys))
        result[0] = 0.0
        return result
