"""Learns how well words fit between their neighbours (``tmx/text/word_fit.py``) from sentences of one language.

    python benchmarks/train_word_fit.py fr DATA/ud/fr_*.conllu DATA/alignment/ntrex-fr-en-hard/*/src.txt ...

Each content word of a sentence is an example, and two words drawn at random from all content words of the texts, put
in its place, are counter-examples. A tenth of the sentences is left out and scored: the share of the drawn words that
score less than the given share of the real ones. Weights below ``--least`` are left out of the written model.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from running import existing, parser_for, run

from tmx.text.languages import Language, find_language
from tmx.text.tokens import tokenize
from tmx.text.word_fit import CELLS, fit_features, write_fit
from toolkit.checks.lexical import content_words

OUT = Path(__file__).parents[1] / "tmx" / "text" / "data"
DRAWN = 2
ROUNDS = 3
BATCH = 512
RATE = 0.1
SHARES = (0.01, 0.02, 0.05, 0.1, 0.2)
Floats = npt.NDArray[np.float64]
Cells = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]  # of all examples in a row, and where each begins


def read_sentences(paths: Sequence[Path]) -> list[str]:
    """The sentences of treebanks (``# text =``) and of texts with one sentence a line, each once."""
    found: dict[str, None] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if path.suffix != ".conllu":
                found[line.strip()] = None
            elif line.startswith("# text = "):
                found[line[9:].strip()] = None
    return [sentence for sentence in found if sentence]


def examples(sentences: Sequence[str], language: Language, draw: random.Random) -> tuple[Cells, Floats]:
    """The cells of the words that stand there (1) and of words drawn for their places (0)."""
    read = []
    for sentence in sentences:
        tokens = tuple(tokenize(sentence, language))
        starts = {word.start for word in content_words(tokens, language)}
        read.append((tuple(t.text for t in tokens), [n for n, t in enumerate(tokens) if t.start in starts]))
    words = {words[at] for words, places in read for at in places}
    stock = sorted(word for word in words if word.isalpha() and word.islower() and len(word) > 3)

    def rows() -> Iterator[tuple[npt.NDArray[np.int64], float]]:
        for words, places in read:
            for at in places:
                yield fit_features(words, at, words[at], language), 1.0
                for drawn in draw.choices(stock, k=DRAWN):
                    word = drawn.capitalize() if at == 0 else drawn
                    yield fit_features(words, at, word, language), 0.0

    cells, real = zip(*rows(), strict=True)
    offsets = np.concatenate([[0], np.cumsum([len(row) for row in cells])])
    return (np.concatenate(cells), offsets), np.array(real)


def learn(cells: Cells, real: Floats) -> Floats:
    """The weights of a logistic regression, by stochastic gradients with a rate for each weight (AdaGrad)."""
    weights, squares = np.zeros(CELLS), np.full(CELLS, 1e-2)
    generator = np.random.default_rng(0)
    ids, offsets = cells
    for number in range(ROUNDS):
        lost = 0.0
        order = generator.permutation(len(real))
        for start in range(0, len(real), BATCH):
            chosen = order[start : start + BATCH]
            part = np.concatenate([ids[offsets[row] : offsets[row + 1]] for row in chosen])
            owner = np.repeat(np.arange(len(chosen)), np.diff(offsets)[chosen])
            guess = 1 / (1 + np.exp(-np.bincount(owner, weights[part], len(chosen))))
            error = guess - real[chosen]
            lost -= float(np.log(1 - np.abs(error) + 1e-9).sum())
            touched, place = np.unique(part, return_inverse=True)
            gradient = np.bincount(place, error[owner])
            squares[touched] += gradient**2
            weights[touched] -= RATE * gradient / np.sqrt(squares[touched])
        print(f"round {number + 1}: {lost / len(real):.4f} nats")
    return weights


def scores(weights: Floats, cells: Cells) -> Floats:
    """The score of each example."""
    ids, offsets = cells
    sums = np.concatenate([[0.0], np.cumsum(weights[ids])])
    result: Floats = np.diff(sums[offsets])
    return result


def main() -> None:
    """Learn a model, score it on the sentences left out, write it."""
    parser = parser_for(__doc__)
    parser.add_argument("language")
    parser.add_argument("texts", type=existing, nargs="+")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--least", type=float, default=0.1)
    parser.add_argument("--sources", default="")
    asked = parser.parse_args()
    language = find_language(asked.language)
    draw = random.Random(1)
    sentences = read_sentences(asked.texts)
    draw.shuffle(sentences)
    cut = len(sentences) * 9 // 10
    weights = learn(*examples(sentences[:cut], language, draw))
    weights[np.abs(weights) < asked.least] = 0.0
    cells, real = examples(sentences[cut:], language, draw)
    score = scores(weights, cells)
    for share in SHARES:
        found = (score[real == 0] < np.quantile(score[real == 1], share)).mean()
        print(f"{share:.0%} of the words that stand there score less than {found:.1%} of those drawn")
    path = asked.out or OUT / f"fit-{language.tag}.bin"
    head = f"Learnt by benchmarks/train_word_fit.py (--least {asked.least}) from {len(sentences)} sentences.\n"
    write_fit(path, weights, head + asked.sources)
    print(f"{path}: {path.stat().st_size} bytes, {np.count_nonzero(weights)} weights")


if __name__ == "__main__":
    run(main)
