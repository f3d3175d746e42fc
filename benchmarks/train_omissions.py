"""Learns what tells a clause or sentence left out from a free translation (``toolkit/checks/omissions.py``).

    python benchmarks/train_omissions.py DATA/alignment/SET ... [--files 12] [--seeds FOLDER]

Each set (documents aligned by hand) is read in both directions and parted again and again: half of its pairs
are a file without fault, some units of two sentences (made one in some of the translations) and some with a tag among
them; of the others some lose a clause, as ``qa_seeds.py`` takes them out, or what stands between any two commas, or a
sentence. A logistic regression is fitted to the stretch of each unit that its weights prefer, until that settles.
Printed are for each set what is found by weights learnt from other documents where so many of the whole units in a
thousand are flagged, and the weights of all sets. ``--seeds`` is that of ``train_strangers.py``.
"""

import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from qa_seeds import MARKS, Material, Pair, between_commas, omitted_clause, read_pairs, with_tags
from running import existing, parser_for, run
from trace_learning import GOOD, Floats, Learning, fitted, learn_and_report, use_seed

from termbase.match.matcher import TermMatcher
from termbase.model import Glossary
from tmx.model import Segment
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.omissions import TRACES
from toolkit.checks.stretches import find_stretches

WHOLE = 1 / 2  # of the pairs
CLAUSES, BETWEEN_COMMAS, SENTENCES = 0.30, 0.15, 0.07  # of the others
DOUBLES, TAGGED = 0.12, 0.06  # of the whole units
MERGED = 0.4  # of the translations of two sentences
JOINED = {"fr": (" et ", ", et ", ", qui ", ", ce qui "), "en": (" and ", ", and ", ", which ", ", while ")}
PER_THOUSAND = (1, 2, 4)
FOLDS = 4
ROUNDS = 6
FIRST = {"always": -5.0, "without counterpart": 0.6, "with counterpart": 0.8, "counterpart elsewhere": 0.2}
FIRST |= {"number of words": 0.2, "begins at a mark": 0.5, "ends at a mark": 0.5, "linked": -0.5}
FIRST |= {"missing there": 0.5, "unlinked there": -0.5}


@dataclass(frozen=True, slots=True)
class Damaged:
    """A unit that may have something left out: its set and document, what was done (or ``GOOD``), its stretches."""

    name: str
    document: str
    kind: str
    rows: Floats


def together(one: Pair, other: Pair) -> Pair | None:
    """Two sentences in a row as one unit; None where they do not end as sentences."""
    if any(text[-1:] not in MARKS for text in (one.source, one.target, other.source, other.target)):
        return None
    return Pair(one.name, f"{one.source} {other.source}", f"{one.target} {other.target}")


def damaged(pair: Pair, other: Pair, material: Material) -> tuple[str, Pair]:
    """What is done to ``pair``, and what it is then; ``other`` is a sentence that may go on after it."""
    lot = material.draw.random()
    target: str | None = None
    if lot < CLAUSES:
        kind, done = "clause", omitted_clause(pair, material)
        target = done.target if done else None
    elif lot < CLAUSES + BETWEEN_COMMAS:
        kind, done = "clauses", between_commas(pair, material, 0)
        target = done.target if done else None
    elif lot < CLAUSES + BETWEEN_COMMAS + SENTENCES and (both := together(pair, other)):
        return "sentence", Pair(pair.name, both.source, material.draw.choice((pair.target, other.target)))
    return (kind, Pair(pair.name, pair.source, target)) if target else (GOOD, pair)


def merged(one: str, other: str, material: Material) -> str:
    """Two sentences as one, as translators join them."""
    link = material.draw.choice(("; ", ", ", ": ", *JOINED[material.target]))
    return f"{one.rstrip(MARKS)}{link}{other[:1].lower()}{other[1:]}"


def whole(pair: Pair, other: Pair, material: Material) -> Pair:
    """``pair`` as it is, with a tag, or with ``other`` after it, in one sentence or in two."""
    both = together(pair, other) if material.draw.random() < DOUBLES else None
    if both is not None and material.draw.random() < MERGED:
        both = Pair(both.name, both.source, merged(pair.target, other.target, material))
    pair = both or pair
    if material.draw.random() < TAGGED:
        tagged = with_tags(pair, material, lost=False)
        pair = Pair(pair.name, tagged.source, tagged.target)
    return pair


def drawn_files(pairs: Sequence[Pair], material: Material) -> list[tuple[list[str], list[Pair]]]:
    """A file with damaged units and one without: for each unit what was done to it, and its pair."""
    drawn = material.draw.sample(pairs, len(pairs))
    cut = int(WHOLE * len(drawn))
    rows = list(zip(drawn, [*drawn[1:], drawn[0]], strict=True))
    bad = [damaged(pair, other, material) for pair, other in rows[cut:]]
    good = [whole(pair, other, material) for pair, other in rows[:cut]]
    return [([kind for kind, _ in bad], [pair for _, pair in bad]), ([GOOD] * cut, good)]


def file_examples(
    name: str, pairs: Sequence[Pair], material: Material, counts: Counter[tuple[str, str]]
) -> list[Damaged]:
    """What may be left out in two files of ``pairs``; ``counts`` takes how many units of each kind there are."""
    found = []
    for kinds, units in drawn_files(pairs, material):
        context = FileContext(material.source, material.target)
        context.units = tuple(
            Unit(pair.name, Segment(material.source, pair.source), Segment(material.target, pair.target), context, at)
            for at, pair in enumerate(units)
        )
        counts.update((name, kind) for kind in kinds if kind != GOOD or set(kinds) == {GOOD})
        for part in find_stretches(context):
            for at, first in zip(*np.unique(part.unit, return_index=True), strict=True):
                if kinds[at] != GOOD or set(kinds) == {GOOD}:
                    rows = part.traces[first : np.searchsorted(part.unit, at, "right")]
                    found.append(Damaged(name, units[at].name.partition(":")[0], kinds[at], rows))
    return found


def learn(found: Sequence[Damaged]) -> Floats:
    """Weights for which each unit is judged by the stretch that they prefer."""
    weights = np.array([FIRST.get(name, 0.0) for name in TRACES])
    bad = np.array([float(one.kind != GOOD) for one in found])
    for _ in range(ROUNDS):
        weights = fitted(np.array([one.rows[np.argmax(one.rows @ weights)] for one in found]), bad)
    return weights


def score(one: Damaged, weights: Floats) -> float:
    """That of the stretch that stands out most."""
    return float((one.rows @ weights).max())


def examples(sets: Sequence[Path], files: int, seeds: Path | None) -> tuple[list[Damaged], Counter[tuple[str, str]]]:
    """The units of so many ``files`` of each of ``sets`` in each direction, and how many there are of each kind."""
    found: list[Damaged] = []
    counts: Counter[tuple[str, str]] = Counter()
    for folder in sets:
        family = folder.name.partition("-")[0]
        use_seed(seeds, family)
        for source, target in (("en", "fr"), ("fr", "en")):
            pairs = read_pairs([folder], source, target)
            none = Glossary(())
            matchers = TermMatcher(none, source), TermMatcher(none, target)
            name = f"{family} {source}-{target}"
            material = Material(source, target, random.Random(name), none, matchers, (), ())
            for _ in range(files):
                found += file_examples(name, pairs, material, counts)
            print(f"{name}: {len(found)} units so far", file=sys.stderr)
    return found, counts


def main() -> None:
    """Learn and report."""
    parser = parser_for(__doc__)
    parser.add_argument("sets", type=existing, nargs="+")
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--seeds", type=Path)
    asked = parser.parse_args()
    found, counts = examples(asked.sets, asked.files, asked.seeds)
    documents = sorted({one.document for one in found})
    random.Random(1).shuffle(documents)
    fold = {document: number % FOLDS for number, document in enumerate(documents)}
    kinds = ("clause", "clauses", "sentence")
    learn_and_report(Learning(TRACES, learn, score, kinds, PER_THOUSAND, lambda one: fold[one.document]), found, counts)


if __name__ == "__main__":
    run(main)
