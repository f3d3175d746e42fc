"""How fast a concordance with marked translations is in a large memory.

    python benchmarks/concordance.py DATA [DATA ...] --units 1000000

DATA are folders as ``accord evaluate alignment`` takes them (a folder a document, with src.txt, tgt.txt and gold.txt).
The memory is made of their beads of one sentence on each side by a seed: pairs are drawn, one in three has a second
one behind it, and each has a number of its own, so that no two units are alike. The phrases are drawn too: words and
pairs of words that stand in several of the sentences, function words left out. The index of words is made by the first
phrase of a language. Times are processor time, in one program that opens the memory once, as a window that is left open
has it; each round asks for all phrases.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

from running import existing, parser_for, run

from tmx.formats.tmx import write_tmx
from tmx.model import Segment, TranslationUnit
from tmx.store.sqlite import open_memory
from tmx.text.languages import find_language
from toolkit.workflows.concordance import concordance_in
from toolkit.workflows.evaluate_alignment import read_gold_documents
from toolkit.workflows.memory_import import import_files

_SECOND = 0.3
_LEAST = 8  # sentences that a phrase stands in
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its translation."""

    source: str
    target: str


def pairs_of(folders: Sequence[Path], *, swapped: bool) -> list[Pair]:
    """The beads of one sentence on each side; ``swapped`` has the target first."""
    found = []
    for folder in folders:
        for document in read_gold_documents(folder):
            for bead in document.gold or ():
                if len(bead.source) == len(bead.target) == 1:
                    texts = document.texts.source[bead.source[0]], document.texts.target[bead.target[0]]
                    found.append(Pair(*(texts[::-1] if swapped else texts)))
    return found


def units_of(pairs: Sequence[Pair], count: int, languages: tuple[str, str], seed: int) -> Iterator[TranslationUnit]:
    """``count`` units, no two of them alike."""
    draw = random.Random(seed)
    for number in range(count):
        texts = [draw.choice(pairs)]
        if draw.random() < _SECOND:
            texts.append(draw.choice(pairs))
        sides = (" ".join(one.source for one in texts), " ".join(one.target for one in texts))
        variants = (Segment(language, f"{text} ({number})") for language, text in zip(languages, sides, strict=True))
        yield TranslationUnit(str(number), tuple(variants))


def phrases_of(pairs: Sequence[Pair], language: str, count: int, seed: int) -> list[str]:
    """Words and pairs of words, half and half, that stand in several sentences."""
    small = find_language(language).function_words
    words: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for pair in pairs:
        row = [word.strip(".,;:!?()«»“”\"'") for word in pair.source.split()]
        known = [word if word.isalpha() and word.lower() not in small and len(word) > 2 else "" for word in row]
        words.update({word for word in known if word})
        both.update({f"{one} {two}" for one, two in pairwise(known) if one and two})
    draw = random.Random(seed)
    common = [sorted(phrase for phrase, times in counts.items() if times >= _LEAST) for counts in (words, both)]
    return [phrase for some in common for phrase in draw.sample(some, min(count // 2, len(some)))]


def measure(memory: Path, phrases: Sequence[str], languages: tuple[str, str], rounds: int) -> None:
    """Print what a concordance takes, round by round."""
    with open_memory(memory) as store:
        begun = time.process_time()
        concordance_in(store, phrases[0], languages, limit=_SHOWN)
        print(f"first       {time.process_time() - begun:.1f} s, with the index of words")
        for number in range(1, rounds + 1):
            times = []
            for phrase in phrases:
                begun = time.process_time()
                concordance_in(store, phrase, languages, limit=_SHOWN)
                times.append(1000 * (time.process_time() - begun))
            told = {"median": median(times), "mean": mean(times), "most": max(times)}
            print(
                f"round {number:<6}" + "  ".join(f"{name} {value:.1f} ms" for name, value in told.items()), flush=True
            )


def main() -> None:
    """Read the options, make the memory, measure."""
    parser = parser_for(__doc__)
    parser.add_argument("data", nargs="+", type=existing, metavar="DATA")
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--phrases", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="source", default="en")
    parser.add_argument("--to", dest="target", default="fr")
    parser.add_argument("--folder", type=Path, help="make the memory here and keep it, or take the one that is here")
    parser.add_argument("--swapped", action="store_true", help="the data have the language of --to first")
    options = parser.parse_args()
    languages = (options.source, options.target)
    pairs = pairs_of(options.data, swapped=options.swapped)
    phrases = phrases_of(pairs, options.source, options.phrases, options.seed)
    print(f"{options.units:,} units of {len(pairs):,} pairs · {len(phrases)} phrases · seed {options.seed}")
    with tempfile.TemporaryDirectory(prefix="accord-concordance-") as name:
        folder = options.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        tmx, memory = folder / "memory.tmx", folder / "memory.db"
        if not memory.exists():
            write_tmx(tmx, units_of(pairs, options.units, languages, options.seed), source_language=options.source)
            import_files([tmx], memory)
            tmx.unlink()
        measure(memory, phrases, languages, options.rounds)


if __name__ == "__main__":
    run(main)
