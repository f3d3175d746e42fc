"""Learns the part-of-speech taggers that the package ships, from Universal Dependencies treebanks (needs scipy).

    python benchmarks/train_tagger.py fr DATA/ud/fr_sequoia-ud-train.conllu DATA/ud/fr_gsd-ud-dev.conllu ...
    python benchmarks/train_tagger.py en DATA/ud/en_ewt-ud-train.conllu ... --test DATA/ud/en_ewt-ud-test.conllu

Each sentence is learnt from twice: as the treebank's words and as the package's own tokens (``du``, ``don't``), where
the two differ. The model is that of ``tmx/text/tagger.py``: a linear-chain conditional random field, fitted by L-BFGS
with an L2 penalty; then weights are rounded to eight bits. ``--test`` scores the written model; nothing is learnt
from those files. ``--source`` names sources and licences for the head of the file.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.optimize
import scipy.sparse
from running import existing, parser_for, run

from tmx.text.languages import Language, find_language
from tmx.text.lemma_table import LemmaTable, find_table
from tmx.text.tagger import OFFSETS, PairWeights, TaggerModel, write_model
from tmx.text.word_features import BOUNDARY, NEAR, WIDE, features, normal_word, pair_names, same_case
from toolkit.workflows.evaluate_tagger import TreebankSentence, evaluate_tagger, own_tokens, read_treebank

OUT = Path(__file__).parents[1] / "tmx" / "text" / "data"
SOURCES = {
    "fr_sequoia": "UD French Sequoia, LGPL-LR",
    "fr_gsd": "UD French GSD, CC BY-SA 4.0",
    "en_ewt": "UD English EWT, CC BY-SA 4.0",
    "en_pud": "UD English PUD, CC BY-SA 3.0",
}
Sequence_ = tuple[tuple[str, ...], tuple[str, ...]]  # words, tags


def sequences(sentences: Sequence[TreebankSentence], language: Language) -> list[Sequence_]:
    """Words and tags of each sentence as in the treebank, and again as our own tokens where these differ."""
    found = []
    table = find_table(language.tag)
    for sentence in sentences:
        as_is = tuple(map(normal_word, same_case(sentence.words, table))), sentence.tags
        words, tags = own_tokens(sentence, language)
        ours = tuple(map(normal_word, same_case(words, table))), tags
        found.append(as_is)
        if ours[0] != as_is[0] and ours[0]:
            found.append(ours)
    return found


class Batch:
    """All tokens in one array: first tokens of all sentences (the longest sentence first), then second ones, ..."""

    def __init__(self, data: Sequence[Sequence_], tags: dict[str, int]) -> None:
        data = sorted(data, key=lambda row: -len(row[0]))
        lengths = np.array([len(words) for words, _ in data])
        self.active = [int((lengths > t).sum()) for t in range(lengths[0])]
        self.starts = np.concatenate([[0], np.cumsum(self.active)])
        self.size = int(lengths.sum())
        self.types: dict[tuple[str, bool], int] = {(BOUNDARY, False): 0}
        self.tags = np.zeros(self.size, np.intp)
        self.words = np.zeros((self.size, len(OFFSETS)), np.intp)
        for rank, (words, gold) in enumerate(data):
            row = [0, 0, *(self.types.setdefault((w, n == 0), len(self.types)) for n, w in enumerate(words)), 0, 0]
            places = self.starts[: len(words)] + rank
            for column in range(len(OFFSETS)):
                self.words[places, column] = row[column : column + len(words)]
            self.tags[places] = [tags[tag] for tag in gold]
        self.first = np.arange(len(data))
        self.last = self.starts[lengths - 1] + self.first


# Kinds of names (0 the word, 1 its classes), gap, places of the tags that the weights are about.
PAIRS = (
    ((0, 0), 1, (0, 1)),
    ((1, 1), 1, (0, 1)),
    ((1, 1), 2, (1,)),
    ((0, 1), 1, (0, 1)),
    ((1, 0), 1, (0, 1)),
)
KEY_BITS = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """How to learn."""

    penalty: float
    least: int
    least_pairs: int
    rounds: int
    step: float


class Learner:
    """Negative log-likelihood and its gradient."""

    def __init__(self, batch: Batch, table: LemmaTable | None, tags: dict[str, int], settings: Settings) -> None:
        self.batch, self.settings, self.number = batch, settings, len(tags)
        seen = np.bincount(batch.words[:, 2], minlength=len(batch.types))
        lists = [features(word, first, table) for word, first in batch.types]
        counts: Counter[str] = Counter()
        for index, names in enumerate(lists):
            counts.update(dict.fromkeys(names, int(seen[index]) if index else settings.least))
        self.names = [name for name, count in counts.items() if count >= settings.least]
        number = {name: index for index, name in enumerate(self.names)}
        cells = [(row, number[name]) for row, names in enumerate(lists) for name in names if name in number]
        rows, columns = np.array(cells).T
        matrix = scipy.sparse.csr_matrix((np.ones(len(cells)), (rows, columns)), (len(lists), len(self.names)))
        self.kept = [np.array([i for i, name in enumerate(self.names) if _allowed(name, o)]) for o in OFFSETS]
        self.matrices = [matrix[:, kept].tocsr() for kept in self.kept]
        self.turned = [part.T.tocsr() for part in self.matrices]
        ones, places = np.ones(batch.size), np.arange(batch.size)
        self.spread = [
            scipy.sparse.csr_matrix((ones, (batch.words[:, column], places)), (len(lists), batch.size))
            for column in range(len(OFFSETS))
        ]
        self._find_pairs(table)
        sizes = [len(kept) for kept in self.kept] + [matrix.shape[1] for matrix in self.pair_matrices]
        self.ends = np.cumsum([size * self.number for size in sizes])
        self.gold = self._expected(np.eye(self.number)[batch.tags], self._gold_steps())

    def _find_pairs(self, table: LemmaTable | None) -> None:
        """The pairs that are seen often enough: their keys, and which token has which pair in which role."""
        words = self.batch.words
        self.pair_names: dict[str, int] = {}
        names = np.array(
            [
                [self.pair_names.setdefault(name, len(self.pair_names) + 1) for name in pair_names(word, table)]
                for word, _ in self.batch.types
            ]
        )
        self.pair_keys: list[np.ndarray] = []
        self.pair_matrices: list[scipy.sparse.csr_matrix] = []
        for (one, other), gap, roles in PAIRS:
            # Of each token, the pair in which it stands at the place ``role``.
            keys = [(names[words[:, 2 - role], one] << 32) + names[words[:, 2 - role + gap], other] for role in roles]
            seen, counts = np.unique(np.concatenate(keys), return_counts=True)
            seen = seen[counts >= self.settings.least_pairs * len(roles)]
            self.pair_keys.append(seen)
            for column in keys:
                rows = np.minimum(np.searchsorted(seen, column), len(seen) - 1)
                places = np.flatnonzero(seen[rows] == column)
                shape = (self.batch.size, len(seen))
                self.pair_matrices.append(
                    scipy.sparse.csr_matrix((np.ones(len(places)), (places, rows[places])), shape)
                )
        self.pair_turned = [matrix.T.tocsr() for matrix in self.pair_matrices]

    def _gold_steps(self) -> np.ndarray:
        steps = np.zeros((self.number, self.number))
        b = self.batch
        for t in range(1, len(b.active)):
            n, here, before = b.active[t], b.starts[t], b.starts[t - 1]
            np.add.at(steps, (b.tags[before : before + n], b.tags[here : here + n]), 1)
        return steps

    def _expected(self, chances: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Expected counts of all parameters, in their order."""
        parts = [turned @ (spread @ chances) for turned, spread in zip(self.turned, self.spread, strict=True)]
        parts += [turned @ chances for turned in self.pair_turned]
        parts += [steps, chances[self.batch.first].sum(0), chances[self.batch.last].sum(0)]
        return np.concatenate([part.ravel() for part in parts])

    def parts(self, parameters: np.ndarray) -> tuple[list[np.ndarray], np.ndarray, np.ndarray, np.ndarray]:
        """The parameters in their shapes: weights by offset and by pair and role, steps, first, last."""
        *blocks, rest = np.split(parameters, self.ends)
        square = self.number**2
        steps, first, last = np.split(rest, [square, square + self.number])
        weights = [block.reshape(-1, self.number) for block in blocks]
        return weights, steps.reshape(self.number, self.number), first, last

    def loss(self, parameters: np.ndarray) -> tuple[float, np.ndarray]:
        """The penalised negative log-likelihood and its gradient, by forward-backward with scaling."""
        b = self.batch
        weights, steps, first, last = self.parts(parameters)
        scores = np.zeros((b.size, self.number))
        for matrix, weight in zip(self.pair_matrices, weights[len(OFFSETS) :], strict=True):
            scores += matrix @ weight
        for column, weight in enumerate(weights[: len(OFFSETS)]):
            scores += (self.matrices[column] @ weight)[b.words[:, column]]
        scores[b.first] += first
        scores[b.last] += last
        top = scores.max(1, keepdims=True)
        local, step = np.exp(scores - top), np.exp(steps)
        ahead, sums = np.empty_like(local), np.empty(b.size)
        for t, n in enumerate(b.active):
            here = slice(b.starts[t], b.starts[t] + n)
            row = local[here]
            if t:
                row = (ahead[b.starts[t - 1] : b.starts[t - 1] + n] @ step) * row
            sums[here] = row.sum(1)
            ahead[here] = row / sums[here, None]
        behind, pairs = np.ones_like(local), np.zeros_like(steps)
        for t in range(len(b.active) - 1, 0, -1):
            n = b.active[t]
            here, before = slice(b.starts[t], b.starts[t] + n), slice(b.starts[t - 1], b.starts[t - 1] + n)
            arriving = local[here] * behind[here] / sums[here, None]
            behind[before] = arriving @ step.T
            pairs += ahead[before].T @ arriving
        gradient = self._expected(ahead * behind, pairs * step) - self.gold + self.settings.penalty * parameters
        value = np.log(sums).sum() + top.sum() - self.gold @ parameters
        return float(value + 0.5 * self.settings.penalty * parameters @ parameters), gradient


def _allowed(name: str, offset: int) -> bool:
    kind = name.partition("=")[0]
    return offset == 0 or kind in (NEAR if abs(offset) == 1 else WIDE)


def learn(data: Sequence[Sequence_], table: LemmaTable | None, settings: Settings) -> TaggerModel:
    """The model of what stands in ``data``."""
    tags = {tag: index for index, tag in enumerate(sorted({tag for _, tags in data for tag in tags}))}
    learner = Learner(Batch(data, tags), table, tags, settings)
    start = np.zeros(learner.ends[-1] + len(tags) ** 2 + 2 * len(tags))
    options = {"maxiter": settings.rounds, "maxcor": 8, "maxfun": 2 * settings.rounds}
    found = scipy.optimize.minimize(learner.loss, start, jac=True, method="L-BFGS-B", options=options)
    weights, between, first, last = learner.parts(found.x)
    whole = np.zeros((len(learner.names), len(OFFSETS), len(tags)))
    for column, weight in enumerate(weights[: len(OFFSETS)]):
        whole[learner.kept[column], column] = weight
    names, pairs = _pairs(learner, weights[len(OFFSETS) :])
    return TaggerModel(
        tags=tuple(tags),
        names={name: index for index, name in enumerate(learner.names)},
        weights=_rounded(whole, settings),
        step=settings.step,
        between=between.astype(np.float32),
        first=first.astype(np.float32),
        last=last.astype(np.float32),
        pair_names=names,
        pairs=pairs,
    )


def _rounded(weights: np.ndarray, settings: Settings) -> np.ndarray:
    return np.clip(np.round(weights / settings.step), -127, 127).astype(np.int8)


def _pairs(learner: Learner, weights: list[np.ndarray]) -> tuple[dict[str, int], tuple[PairWeights, ...]]:
    """The pairs with a weight that is not rounded to nothing, and the names in them, numbered from 1."""
    texts = ["", *learner.pair_names]
    numbers: dict[str, int] = {}
    found = []
    for (kinds, gap, roles), keys in zip(PAIRS, learner.pair_keys, strict=True):
        blocks = np.stack([_rounded(weights.pop(0), learner.settings) for _ in roles], axis=1)
        used = (blocks != 0).any((1, 2))
        named = [
            [numbers.setdefault(texts[number], len(numbers) + 1) for number in (key >> 32, key & 0xFFFFFFFF)]
            for key in keys[used].tolist()
        ]
        ours = np.array([(one << KEY_BITS) + other for one, other in named], np.int64)
        order = np.argsort(ours)
        whole = np.concatenate([blocks[used][order], np.zeros_like(blocks[:1])])
        found.append(PairWeights(kinds, gap, roles, ours[order], whole))
    if len(numbers) >= 1 << KEY_BITS:
        raise SystemExit("too many words in pairs: set --least-pairs higher")
    return numbers, tuple(found)


def main() -> None:
    """Learn, write, score."""
    parser = parser_for(__doc__)
    parser.add_argument("language")
    parser.add_argument("treebanks", nargs="+", type=existing)
    parser.add_argument("--test", nargs="*", type=existing, default=[])
    parser.add_argument("--penalty", type=float, default=1.0, help="of the squared weights")
    parser.add_argument("--least", type=int, default=2, help="times that a feature must be seen")
    parser.add_argument("--least-pairs", type=int, default=3, help="times that a pair must be seen")
    parser.add_argument("--rounds", type=int, default=150, help="of L-BFGS")
    parser.add_argument("--step", type=float, default=0.06, help="that weights are rounded to")
    parser.add_argument("--source", action="append", default=[], help="a source and its licence, for the head")
    parser.add_argument("-o", dest="out", type=Path)
    options = parser.parse_args()
    language = find_language(options.language)
    sentences = [sentence for path in options.treebanks for sentence in read_treebank(path)]
    data = sequences(sentences, language)
    random.Random(0).shuffle(data)
    settings = Settings(options.penalty, options.least, options.least_pairs, options.rounds, options.step)
    began = time.perf_counter()
    model = learn(data, find_table(language.tag), settings)
    sources = options.source or sorted(
        {text for key, text in SOURCES.items() for path in options.treebanks if path.name.startswith(key)}
    )
    head = (
        "Learnt by benchmarks/train_tagger.py from " + ", ".join(path.name for path in options.treebanks) + "\n"
        f"({'; '.join(sources)}; https://universaldependencies.org)\n"
        f"{sum(len(s.words) for s in sentences)} words; penalty {options.penalty:g}, least {options.least}, "
        f"least pairs {options.least_pairs}, rounds {options.rounds}, step {options.step:g}"
    )
    out = options.out or OUT / f"tagger-{language.tag}.bin"
    size = write_model(out, model, head)
    print(f"{out}: {size} bytes, {len(model.names)} features, {time.perf_counter() - began:.0f} s", file=sys.stderr)
    for path in options.test:
        score = evaluate_tagger(path, language, model=out)
        print(f"{path.name}: {score.accuracy:.4f}, own tokens {score.own_accuracy:.4f}", file=sys.stderr)


if __name__ == "__main__":
    run(main)
