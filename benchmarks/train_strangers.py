"""Learns what tells a word that strayed into a term's place from a free translation (``toolkit/checks/strangers.py``).

    python benchmarks/train_strangers.py DATA/alignment/SET=GLOSSARY DATA/alignment/SET ... [--files 3] [--seeds FOLDER]

Each set (documents aligned by hand) is read in both directions, with the terms of a glossary or those that Accord
extracts; files of 300 and 600 pairs are drawn from it, and in some of the pairs a term is replaced, as ``qa_seeds.py``
does. A logistic regression learns the weights: of the words that may stand in a term's place it looks at the one that
its weights prefer, and is fitted anew until that settles. Printed are the weights of all sets, and for each set
which share of the seeded errors is found where so many of the good terms in a thousand are flagged, by weights of the
sets of other names or, with ``--documents``, of other documents. ``--seeds`` names a folder with ``seed_<name>.tsv``,
lexicons learnt without the set ``<name>``.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from qa_seeds import Material, Pair, material_for, read_pairs, wrong_term, wrong_word
from running import parser_for, run
from trace_learning import GOOD, Floats, Learning, family, fitted, learn_and_report, use_seed

from tmx.model import Segment
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.strangers import TRACES, strangers
from toolkit.checks.terms import renderings

FILES = ((600, 0.2), (600, 0.4), (300, 0.2))  # pairs, and the share of damaged ones
KINDS = {
    "term of several words": partial(wrong_term, several=True),
    "single term": partial(wrong_term, several=False),
    "word for several": partial(wrong_word, several=True),
    "word for one": partial(wrong_word, several=False),
}
DRAWN = (*KINDS, "word for one")  # the hardest twice
PER_THOUSAND = (2, 4, 6)
ROUNDS = 5
PARTS = 4  # so many parts are left out in turn where documents are


@dataclass(frozen=True, slots=True)
class Place:
    """A required term that is not there: its set, what was done (or ``GOOD``), a row of traces for each word.

    ``document`` is what it is of: weights may be learnt from other documents of its set.
    """

    name: str
    kind: str
    rows: Floats
    document: str


def read_material(argument: str, source: str, target: str) -> tuple[list[Pair], Material]:
    """The pairs of ``SET`` or ``SET=GLOSSARY`` and what the seeders need."""
    folder, _, file = argument.partition("=")
    pairs = read_pairs([Path(folder)], source, target)
    return pairs, material_for(pairs, source, target, Path(file) if file else None)


def draw_file(
    pairs: list[Pair], material: Material, size: int, share: float
) -> tuple[FileContext, dict[int, tuple[str, str]]]:
    """A file of some pairs with damaged ones among them: for each of those its kind and the source term."""
    context = FileContext(material.source, material.target, material.glossary)
    units: list[Unit] = []
    damaged: dict[int, tuple[str, str]] = {}
    for pair in material.draw.sample(pairs, min(size, len(pairs))):
        kind = material.draw.choice(DRAWN)
        done = KINDS[kind](pair, material) if material.draw.random() < share else None
        if done is not None:
            damaged[len(units)] = kind, done.detail.partition(": ")[0].lower()
        sides = Segment(material.source, pair.source), Segment(material.target, done.target if done else pair.target)
        units.append(Unit(pair.name, *sides, context, len(units)))
    context.units = tuple(units)
    return context, damaged


def places(
    name: str, context: FileContext, damaged: dict[int, tuple[str, str]], counts: Counter[tuple[str, str]]
) -> list[Place]:
    """The places of a file; ``counts`` takes how many required terms there are of each kind."""
    found = []
    for unit in context.units:
        kind, term = damaged.get(unit.position, (GOOD, ""))
        for one in renderings(unit, context):
            if kind != GOOD and one.required.text.lower() != term:
                continue  # beside the damage: neither good nor bad
            counts[name, kind] += 1
            rows = [[stray.traces[name] for name in TRACES] for stray in strangers(one, unit, context)]
            if rows:
                found.append(Place(name, kind, np.array(rows), unit.identifier.rpartition(":")[0]))
    return found


def learn(found: Sequence[Place]) -> Floats:
    """Weights for which each place is judged by the word that they prefer."""
    weights = np.zeros(len(TRACES))
    for name, value in (("odd", 1.0), ("apart", -0.4), ("a term", 2.0), ("misfit", -0.3)):
        weights[TRACES.index(name)] = value
    bad = np.array([float(place.kind != GOOD) for place in found])
    for _ in range(ROUNDS):
        weights = fitted(np.array([place.rows[np.argmax(place.rows @ weights)] for place in found]), bad)
    return weights


def score(place: Place, weights: Floats) -> float:
    """That of the word that stands out most."""
    return float((place.rows @ weights).max())


def parts(found: Sequence[Place]) -> dict[str, int]:
    """For each document which of ``PARTS`` parts of its set it is in: the largest ones are dealt out first."""
    sizes = Counter((family(place), place.document) for place in found)
    loads: Counter[tuple[str, int]] = Counter()
    part = {}
    for (name, document), size in sizes.most_common():
        least = min(range(PARTS), key=lambda number: loads[name, number])
        loads[name, least] += size
        part[document] = least
    return part


def examples(sets: Sequence[str], files: int, seeds: Path | None) -> tuple[list[Place], Counter[tuple[str, str]]]:
    """The places of so many ``files`` of each of ``sets`` in each direction, and how many required terms there are."""
    found: list[Place] = []
    counts: Counter[tuple[str, str]] = Counter()
    for argument in sets:
        set_name = Path(argument.partition("=")[0]).name.partition("-")[0]
        use_seed(seeds, set_name)
        for source, target in (("en", "fr"), ("fr", "en")):
            pairs, material = read_material(argument, source, target)
            name = f"{set_name} {source}-{target} {Path(argument.partition('=')[2]).stem}".strip()
            for number in range(files):
                material.draw.seed(f"{name} {number}")
                found += places(name, *draw_file(pairs, material, *FILES[number % len(FILES)]), counts)
            print(f"{name}: {len(found)} places so far", file=sys.stderr)
    return found, counts


def main() -> None:
    """Learn and report."""
    parser = parser_for(__doc__)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--files", type=int, default=3)
    parser.add_argument("--seeds", type=Path)
    parser.add_argument("--documents", action="store_true", help="judge by weights of other documents, not other sets")
    asked = parser.parse_args()
    found, counts = examples(asked.sets, asked.files, asked.seeds)
    part = parts(found)
    group = (lambda place: (family(place), part[place.document])) if asked.documents else family
    learn_and_report(Learning(TRACES, learn, score, tuple(KINDS), PER_THOUSAND, group), found, counts)


if __name__ == "__main__":
    run(main)
