"""Word alignment: which word of a sentence translates which word of its counterpart, as probabilities.

IBM Model 1 (Brown et al. 1993) and after it a hidden Markov model over jumps (Vogel, Ney and Tillmann 1996, with the
empty word of Och and Ney 2003), both learnt in both directions over the pairs at hand; words that look alike begin
with a bonus. The result is the mean of both directions' posteriors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tmx.align.cognates import cognate_pairs
from tmx.text.folding import fold

__all__ = ["TokenPair", "WordAlignerSettings", "align_words"]

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
_UNTHREADED = 250_000


@dataclass(frozen=True, slots=True)
class TokenPair:
    """The tokens of two texts that translate each other."""

    source: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordAlignerSettings:
    """``stem_length`` letters of a token count; ``null`` is the share of words without counterpart.

    ``cognate`` is the weight of likeness, ``reach`` the longest jump that is told apart, ``batch`` the number of
    pairs worked on at once, ``max_cells`` how many pairs of tokens are learnt from at most.
    """

    stem_length: int = 5
    model1_rounds: int = 4
    hmm_rounds: int = 4
    null: float = 0.15
    cognate: float = 10.0
    reach: int = 12
    floor: float = 1e-7
    batch: int = 64
    max_cells: int = 20_000_000


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Pairs of about the same length, padded: ``cells[b, j, i]`` numbers the pair of stems (0 is the padding)."""

    members: Ids
    cells: Ids
    given: NDArray[np.bool_]
    explained: NDArray[np.bool_]
    background: Floats


def align_words(
    pairs: Sequence[TokenPair],
    settings: WordAlignerSettings | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[NDArray[np.float32]]:
    """For each pair a matrix of ``len(source)`` x ``len(target)`` probabilities that two tokens translate each other.

    ``progress`` is called with the rounds done and their number.
    """
    settings = settings or WordAlignerSettings()
    sources, source_words = _numbered([pair.source for pair in pairs], settings)
    targets, target_words = _numbered([pair.target for pair in pairs], settings)
    likeness = {
        (source, target): value**2 * settings.cognate
        for source, target, value in cognate_pairs(source_words, target_words)
    }
    rounds = 2 * (settings.model1_rounds + settings.hmm_rounds)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, rounds)

    forward = _direction(sources, targets, likeness, settings, step)
    swapped = {(target, source): value for (source, target), value in likeness.items()}
    backward = _direction(targets, sources, swapped, settings, step)
    return [((ahead + back.T) / 2).astype(np.float32) for ahead, back in zip(forward, backward, strict=True)]


def _numbered(texts: Sequence[Sequence[str]], settings: WordAlignerSettings) -> tuple[list[Ids], list[str]]:
    """The texts as numbers of stems, and the stems."""
    numbers: dict[str, int] = {}
    known: dict[str, int] = {}
    result = []
    for text in texts:
        ids = np.empty(len(text), dtype=np.int64)
        for place, token in enumerate(text):
            number = known.get(token)
            if number is None:
                stem = fold(token)
                stem = stem if stem[:1].isdigit() else stem[: settings.stem_length]
                number = known[token] = numbers.setdefault(stem, len(numbers))
            ids[place] = number
        result.append(ids)
    return result, list(numbers)


def _direction(
    given: Sequence[Ids],
    explained: Sequence[Ids],
    likeness: dict[tuple[int, int], float],
    settings: WordAlignerSettings,
    step: Callable[[], None],
) -> list[Floats]:
    """Posteriors (given x explained) where each explained token chooses one given token or none."""
    width = 1 + max((int(ids.max()) for ids in explained if len(ids)), default=0)
    keys = _learnt_keys(given, explained, width, settings)
    prior = np.array([likeness.get((int(k) // width, int(k) % width), 0.0) for k in keys]) if likeness else None
    pseudo = np.zeros(len(keys) + 1)
    if prior is not None:
        pseudo[1:] = prior
    owner = np.concatenate([[0], keys // width + 1])
    background = np.bincount(np.concatenate([*explained, np.zeros(0, np.int64)]), minlength=width) + 0.5
    background = background / background.sum()
    batches = _batches(given, explained, keys, width, background, settings)
    table = _normalized(1.0 + 10.0 * pseudo, owner, settings)
    jumps = np.ones(2 * settings.reach + 1)
    for _ in range(settings.model1_rounds):
        counts = pseudo.copy()
        for batch in batches:
            strength = table[batch.cells]
            total = strength.sum(axis=2) + settings.null * batch.background
            np.add(counts, _summed(batch, strength / total[:, :, None], len(counts)), out=counts)
        table = _normalized(counts, owner, settings)
        step()
    for _ in range(settings.hmm_rounds):
        counts, moves = pseudo.copy(), np.full_like(jumps, 0.1)
        for batch in batches:
            posterior, moved = _forward_backward(batch, table, jumps, settings)
            counts += _summed(batch, posterior, len(counts))
            moves += moved
        table = _normalized(counts, owner, settings)
        jumps = moves / moves.sum()
        step()
    result: list[Floats] = [np.zeros((0, 0))] * len(given)
    for batch in batches:
        posterior = _forward_backward(batch, table, jumps, settings)[0]
        for row, member in enumerate(batch.members):
            result[member] = posterior[row, : len(explained[member]), : len(given[member])].T
    for member, ids in enumerate(given):
        if not len(ids) or not len(explained[member]):
            result[member] = np.zeros((len(ids), len(explained[member])))
    return result


def _learnt_keys(given: Sequence[Ids], explained: Sequence[Ids], width: int, settings: WordAlignerSettings) -> Ids:
    """The distinct pairs of stems, of as many texts, evenly spread, as the settings allow."""
    cells = sum(len(g) * len(e) for g, e in zip(given, explained, strict=True))
    stride = max(1, -(-cells // settings.max_cells))
    found: Ids = np.zeros(0, np.int64)
    waiting: list[Ids] = []
    size = 0
    for ours, theirs in zip(given[::stride], explained[::stride], strict=True):
        waiting.append(np.unique(ours[:, None] * width + theirs[None, :]))
        size += len(waiting[-1])
        if size > 1_000_000:
            found, waiting, size = np.unique(np.concatenate([found, *waiting])), [], 0
    return np.unique(np.concatenate([found, *waiting]))


def _batches(
    given: Sequence[Ids],
    explained: Sequence[Ids],
    keys: Ids,
    width: int,
    background: Floats,
    settings: WordAlignerSettings,
) -> list[_Batch]:
    """The pairs by length, padded; pairs with an empty side are left out."""
    order = sorted(
        (n for n in range(len(given)) if len(given[n]) and len(explained[n])),
        key=lambda n: (-len(given[n]), len(explained[n]), n),
    )
    result = []
    while order:
        columns = len(given[order[0]])
        # Products of matrices stay under the size at which BLAS starts threads, which would cost more than they give.
        several = max(1, min(settings.batch, _UNTHREADED // columns**2))
        members, order = order[:several], order[several:]
        rows = max(len(explained[n]) for n in members)
        cells = np.zeros((len(members), rows, columns), dtype=np.int64)
        noise = np.ones((len(members), rows))
        for row, n in enumerate(members):
            wanted = given[n][None, :] * width + explained[n][:, None]
            place = np.searchsorted(keys, wanted)
            place[place == len(keys)] = 0
            cells[row, : len(explained[n]), : len(given[n])] = np.where(keys[place] == wanted, place + 1, 0)
            noise[row, : len(explained[n])] = background[explained[n]]
        lengths = np.array([len(given[n]) for n in members])
        heights = np.array([len(explained[n]) for n in members])
        result.append(
            _Batch(
                members=np.array(members),
                cells=cells,
                given=np.arange(columns)[None, :] < lengths[:, None],
                explained=np.arange(rows)[None, :] < heights[:, None],
                background=noise,
            )
        )
    return result


def _summed(batch: _Batch, weights: Floats, size: int) -> Floats:
    valid = batch.explained[:, :, None] & batch.given[:, None, :]
    counts = np.bincount(batch.cells[valid], weights=weights[valid], minlength=size).astype(np.float64, copy=False)
    counts[0] = 0.0
    return counts


def _normalized(counts: Floats, owner: Ids, settings: WordAlignerSettings) -> Floats:
    """p(explained | given) for each pair of stems; pair 0 is the padding."""
    counts = counts.copy()
    counts[0] = 0.0
    totals = np.bincount(owner, weights=counts)
    result: Floats = counts / np.maximum(totals, 1e-12)[owner] + settings.floor
    result[0] = settings.floor
    return result


def _forward_backward(
    batch: _Batch, table: Floats, jumps: Floats, settings: WordAlignerSettings
) -> tuple[Floats, Floats]:
    """Posteriors (pair, explained token, given token), and the expected number of each jump."""
    emission = table[batch.cells] * batch.given[:, None, :]
    size, rows, columns = emission.shape
    null = settings.null
    distance = np.arange(columns)[None, :] - np.arange(columns)[:, None]
    bucket = np.clip(distance, -settings.reach, settings.reach) + settings.reach
    moves = jumps[bucket]
    leaving = np.maximum(batch.given @ moves.T, 1e-300)  # what a text's own length leaves of the jumps from a place
    alpha = np.empty((rows, 2, size, columns))
    scale = np.empty((rows, size))
    uniform = batch.given / batch.given.sum(axis=1, keepdims=True)
    state = uniform
    for row in range(rows):
        reached = uniform if row == 0 else (state / leaving) @ moves
        real = (1 - null) * reached * emission[:, row, :]
        empty = null * state * batch.background[:, row, None]
        total = np.maximum((real + empty).sum(axis=1), 1e-300)
        scale[row] = total
        alpha[row, 0], alpha[row, 1] = real / total[:, None], empty / total[:, None]
        over = ~batch.explained[:, row]
        if over.any():  # a text that is over keeps its last state
            alpha[row, 0][over], alpha[row, 1][over], scale[row][over] = 0.0, state[over], 1.0
        state = alpha[row, 0] + alpha[row, 1]
    posterior = np.empty((size, rows, columns))
    expected = np.zeros((columns, columns))
    beta = np.ones((size, columns))
    for row in range(rows - 1, 0, -1):
        posterior[:, row, :] = alpha[row, 0] * beta
        over = ~batch.explained[:, row, None]
        onward = (1 - null) * emission[:, row, :] * beta / scale[row][:, None]
        before = (onward @ moves.T) / leaving + null * batch.background[:, row, None] * beta / scale[row][:, None]
        left = np.where(over, 0.0, alpha[row - 1, 0] + alpha[row - 1, 1]) / leaving
        expected += left.T @ onward
        beta = np.where(over, beta, before)
    posterior[:, 0, :] = alpha[0, 0] * beta
    counted = np.bincount(bucket.ravel(), weights=(expected * moves).ravel(), minlength=len(jumps))
    return posterior, counted.astype(np.float64, copy=False)
