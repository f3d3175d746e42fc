"""How fast the aligner is: seconds, sentences a second, and ratios to the first row, in one run on one machine.

    python benchmarks/speed.py

Aligns the examples (if they are there) and invented texts of several sizes; the settings stand in the last line.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tmx.align.documents import pair_documents
from tmx.align.sentences import TextPair, align_texts
from tmx.align.settings import DEFAULT_SETTINGS
from toolkit.workflows.evaluate_alignment import read_gold_documents

GOLD = Path(__file__).parents[1] / "examples" / "gold"
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo chan tri blo pre".split()


@dataclass(frozen=True, slots=True)
class Row:
    """A measured job: what, how many sentences (both sides), how long in seconds (the best of three)."""

    name: str
    sentences: int
    seconds: float


def invented(sentences: int, seed: int) -> TextPair:
    """A text of invented words, its word-by-word translation with some sentences merged or dropped."""
    draw = random.Random(seed)
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(1, 4))) for _ in range(800 + sentences)]
    other = {word: word[:4] + draw.choice(SYLLABLES) if draw.random() < 0.3 else word[::-1] for word in words}
    weights = [1.0 / (rank + 1) for rank in range(len(words))]
    source, target = [], []
    for _ in range(sentences):
        sentence = [*draw.choices(words, weights, k=draw.randint(6, 30)), str(draw.randint(1, 999))]
        source.append(" ".join(sentence) + ".")
        translated = " ".join(other.get(word, word) for word in sentence) + "."
        chance = draw.random()
        if chance < 0.05 and target:
            target[-1] += " " + translated
        elif chance > 0.03:
            target.append(translated)
    return TextPair(tuple(source), tuple(target), f"invented {sentences}")


def measure(name: str, pairs: list[TextPair], job: Callable[[], object], repeat: int = 3) -> Row:
    """Run ``job`` ``repeat`` times and keep the best time."""
    best = float("inf")
    for _ in range(repeat):
        begun = time.perf_counter()
        job()
        best = min(best, time.perf_counter() - begun)
    return Row(name, sum(len(pair.source) + len(pair.target) for pair in pairs), best)


def aligned(name: str, pairs: list[TextPair], repeat: int = 3) -> Row:
    """The time to align ``pairs`` as one batch."""
    return measure(name, pairs, lambda: align_texts(pairs, "en", "fr"), repeat)


def main() -> None:
    """Measure and print."""
    small = [invented(30, 1)]
    rows = [aligned("align 30 x 30", small)]
    if GOLD.is_dir():
        releases = [document.texts for document in read_gold_documents(GOLD)]
        rows.append(aligned(f"align {len(releases)} releases of the examples", releases))
    batch = [invented(30, seed) for seed in range(40)]
    rows.append(aligned("align 40 documents of 30", batch))
    rows.append(aligned("align 300 x 300", [invented(300, 2)]))
    rows.append(aligned("align 3000 x 3000", [invented(3000, 3)], repeat=1))
    sources, targets = [pair.source for pair in batch], [pair.target for pair in batch]
    rows.append(measure("pair 40 with 40 documents", batch, lambda: pair_documents(sources, targets, "en", "fr")))
    print(f"{'':<36}{'seconds':>9}{'sentences/s':>13}{'ratio':>8}")
    first = rows[0].sentences / rows[0].seconds
    for row in rows:
        rate = row.sentences / row.seconds
        print(f"{row.name:<36}{row.seconds:>9.3f}{rate:>13.0f}{rate / first:>8.2f}")
    print(f"settings  {DEFAULT_SETTINGS.signature()}")


if __name__ == "__main__":
    main()
