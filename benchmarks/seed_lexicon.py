"""Learns the French-English seed lexicon that the aligner ships, from texts that were aligned by hand.

    python benchmarks/seed_lexicon.py DATA [--without NAME ...] [-o FILE]

Sources in DATA, whose licences allow it: ``alignment/<set>-fr-en*/<doc>/{src,tgt,gold}.txt`` (Alibi, TransRead, NTREX,
TICO-19), ``tico19/*.tmx`` and the glossaries ``tico19/*.csv``. ``--without NAME`` leaves out everything whose path
holds NAME, so that a set can be scored with a lexicon that has not seen it. Words are aligned in both directions
(IBM Model 1 and HMM, see ``tmx/align/words.py``); a pair is kept where the geometric mean of both translation
probabilities reaches --least, and the surest pairs first until --most are kept.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

from running import existing, parser_for, run

from tmx.align.beads import read_gold
from tmx.align.words import TokenPair, WordAlignerSettings, align_words
from tmx.files import write_whole
from tmx.formats.registry import read_units
from tmx.text.folding import fold
from tmx.text.languages import find_language
from tmx.text.tokens import tokenize

OUT = Path(__file__).parents[1] / "tmx" / "align" / "seed-fr-en.tsv"
FRENCH, ENGLISH = find_language("fr"), find_language("en")
LONGEST = 150  # tokens of a side: longer beads teach little and cost much
STEM = 6  # words that agree in as many folded letters are known without a lexicon
HEADER = """\
# A small French-English lexicon for the sentence aligner: French word, tab, English word, tab, weight from 0 to 1.
# Learnt by benchmarks/seed_lexicon.py ({arguments}): IBM Model 1 and HMM over {pairs} pairs of sentences, both ways;
# the weight is the geometric mean of both translation probabilities. Sources and licences:
#   TransRead and Alibi word alignments (fyvo), CC BY-SA 4.0; NTREX-128 (Microsoft), CC BY-SA 4.0;
#   TICO-19 translation memory, benchmark and glossaries, CC0.
# CC BY-SA 4.0 is one-way compatible with GPL-3.0: this file is licensed under the GPL, version 3 or later.
"""


def words(text: str, french: bool) -> tuple[str, ...]:
    """The words of ``text`` in lower case, elided ones and punctuation kept (they guide the alignment)."""
    language = FRENCH if french else ENGLISH
    return tuple(token.text.lower().replace("’", "'") for token in tokenize(text, language))


def gold_pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """French and English sides of the beads of an aligned document."""
    source = (folder / "src.txt").read_text(encoding="utf-8").split("\n")
    target = (folder / "tgt.txt").read_text(encoding="utf-8").split("\n")
    for bead in read_gold(folder / "gold.txt"):
        if bead.source and bead.target:
            yield " ".join(source[i] for i in bead.source), " ".join(target[j] for j in bead.target)


def text_pairs(data: Path, without: list[str]) -> Iterator[tuple[str, str]]:
    """All pairs of French and English texts in ``data``."""
    for gold in sorted(data.glob("alignment/*-fr-en*/*/gold.txt")):
        name = gold.relative_to(data).as_posix()
        if "broken" not in name and not any(part in name for part in without):
            yield from gold_pairs(gold.parent)
    if any(part in "tico19/" for part in without):
        return
    for path in sorted(data.glob("tico19/*.tmx")):
        for unit in read_units(path, source_language="en", target_language="fr"):
            french, english = unit.variant("fr"), unit.variant("en")
            if french is not None and english is not None:
                yield french.text, english.text
    for path in sorted(data.glob("tico19/*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                sides = row["sourceString"], row["targetString"]
                yield sides if row["sourceLang"].startswith("fr") else (sides[1], sides[0])


def learn(pairs: list[TokenPair], least: float) -> list[tuple[float, str, str]]:
    """Weight, French word, English word of all pairs that are sure enough, the surest first."""
    together: defaultdict[tuple[str, str], float] = defaultdict(float)
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for pair, chances in zip(pairs, align_words(pairs, WordAlignerSettings()), strict=True):
        ours.update(pair.source)
        theirs.update(pair.target)
        for i, j in zip(*(chances > 0.1).nonzero(), strict=True):
            together[pair.source[i], pair.target[j]] += float(chances[i, j])
    found = []
    for (one, other), count in together.items():
        weight = count / sqrt(ours[one] * theirs[other])
        # What was seen once may be chance: half an occurrence is taken off.
        sure = weight * count / (count + 0.5)
        letters = one.strip("'").replace("'", "").isalpha() and other.isalpha()
        if sure >= least and letters and fold(one)[:STEM] != fold(other)[:STEM]:
            found.append((min(sure, 1.0), one.strip("'"), other, count))
    found.sort(key=lambda row: (-row[0] * min(row[3], 4.0), row[1], row[2]))
    return [row[:3] for row in found]


def main() -> None:
    """Learn and write."""
    parser = parser_for(__doc__)
    parser.add_argument("data", type=existing)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--least", type=float, default=0.05)
    parser.add_argument("--most", type=int, default=6800)
    parser.add_argument("-o", dest="out", type=Path, default=OUT)
    options = parser.parse_args()
    pairs = []
    for french, english in text_pairs(options.data, options.without):
        pair = TokenPair(words(french, french=True), words(english, french=False))
        if 0 < len(pair.source) <= LONGEST and 0 < len(pair.target) <= LONGEST:
            pairs.append(pair)
    rows = learn(pairs, options.least)
    kept = sorted(rows[: options.most], key=lambda row: (row[1], row[2]))
    arguments = f"--least {options.least:g} --most {options.most}"
    if options.without:
        arguments += " --without " + " ".join(options.without)
    with write_whole(options.out) as stream:
        stream.write(HEADER.format(arguments=arguments, pairs=len(pairs)).encode())
        stream.writelines(f"{one}\t{other}\t{weight:.2f}\n".encode() for weight, one, other in kept)
    print(f"{len(kept)} of {len(rows)} pairs of words from {len(pairs)} pairs of texts: {options.out}", file=sys.stderr)


if __name__ == "__main__":
    run(main)
