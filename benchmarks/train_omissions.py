"""Learns what tells a clause or sentence left out from a free translation (``toolkit/checks/omissions.py``).

    python benchmarks/train_omissions.py DATA/alignment/SET ... [--files 4] [--seeds FOLDER]

Each set (documents aligned by hand) is read in both directions; files of 600 units are drawn from it, some of them of
two sentences. A sixth of the units lose a clause, as ``qa_seeds.py`` takes them out, a twentieth a sentence. A logistic
regression learns from the stretch that stands out most in each. Printed are the weights of all sets, and for each
set, learnt from the sets of other names, what is found where so many of the whole units in a thousand are flagged.
``--seeds`` is that of ``train_strangers.py``.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from qa_seeds import Material, Pair, omitted_clause, read_pairs
from trace_learning import GOOD, Floats, Learning, fitted, learn_and_report, use_seed

from termbase.match.matcher import TermMatcher
from termbase.model import Glossary
from tmx.model import Segment
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.omissions import TRACES, candidate

UNITS = 600
CLAUSES, SENTENCES, DOUBLES = 1 / 6, 1 / 20, 1 / 20
PER_THOUSAND = (2, 4, 8)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands out in a unit: its set, what was done to the unit (or ``GOOD``), its traces."""

    name: str
    kind: str
    traces: Floats


def drawn_unit(pair: Pair, other: Pair, material: Material) -> tuple[str, str, str]:
    """What is done to ``pair``, and its two sides then; ``other`` is a sentence that may go on after it."""
    lot = material.draw.random()
    if lot < CLAUSES:
        damaged = omitted_clause(pair, material)
        return ("clause", pair.source, damaged.target) if damaged else (GOOD, pair.source, pair.target)
    ends = all(text[-1:] in ".?!" for text in (pair.source, pair.target, other.source, other.target))
    if lot > CLAUSES + SENTENCES + DOUBLES or not ends:
        return GOOD, pair.source, pair.target
    source = f"{pair.source} {other.source}"
    if lot < CLAUSES + SENTENCES:
        return "sentence", source, material.draw.choice((pair.target, other.target))
    return GOOD, source, f"{pair.target} {other.target}"


def stretches(name: str, pairs: Sequence[Pair], material: Material, counts: Counter[tuple[str, str]]) -> list[Stretch]:
    """What stands out in a file drawn from ``pairs``; ``counts`` takes how many units of each kind there are."""
    context = FileContext(material.source, material.target)
    drawn = material.draw.sample(pairs, min(UNITS, len(pairs)))
    units, kinds = [], []
    for number, pair in enumerate(drawn):
        kind, source, target = drawn_unit(pair, drawn[number - 1], material)
        sides = Segment(material.source, source), Segment(material.target, target)
        units.append(Unit(pair.name, *sides, context, number))
        kinds.append(kind)
    context.units = tuple(units)
    found = []
    for unit, kind in zip(units, kinds, strict=True):
        counts[name, kind] += 1
        best = candidate(unit, context)
        if best is not None:
            found.append(Stretch(name, kind, np.array([best.traces[trace] for trace in TRACES])))
    return found


def learn(found: Sequence[Stretch]) -> Floats:
    """The weights."""
    return fitted(np.array([one.traces for one in found]), np.array([float(one.kind != GOOD) for one in found]))


def score(one: Stretch, weights: Floats) -> float:
    """Its log-odds."""
    return float(one.traces @ weights)


def main() -> None:
    """Learn and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--seeds", type=Path)
    asked = parser.parse_args()
    found: list[Stretch] = []
    counts: Counter[tuple[str, str]] = Counter()
    for folder in asked.sets:
        family = folder.name.partition("-")[0]
        use_seed(asked.seeds, family)
        for source, target in (("en", "fr"), ("fr", "en")):
            pairs = read_pairs([folder], source, target)
            none = Glossary(())
            matchers = TermMatcher(none, source), TermMatcher(none, target)
            name = f"{family} {source}-{target}"
            material = Material(source, target, random.Random(name), none, matchers, ())
            for _ in range(asked.files):
                found += stretches(name, pairs, material, counts)
            print(f"{name}: {len(found)} stretches so far", file=sys.stderr)
    learn_and_report(Learning(TRACES, learn, score, ("clause", "sentence"), PER_THOUSAND), found, counts)


if __name__ == "__main__":
    main()
