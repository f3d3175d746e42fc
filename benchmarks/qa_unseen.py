"""How good the checks are on documents, weights and lexicons unseen: health texts and news, in both directions.

    python benchmarks/qa_unseen.py DATA [--seeds out/seeds] [--weights FILE] [--each 15] [--seed 3 4] [--out FOLDER]

The documents of each set (``DATA/alignment``) are dealt out to two halves of one size. For each half the weights of
the checks are learnt from the other half and from the other sets, as ``train_strangers.py`` and
``train_omissions.py`` learn them, and a benchmark of its pairs is made as ``qa_seeds.py`` does, for each seed and each
glossary (of news the terms that Accord extracts from the half). Printed are, for each set and direction, how much of
what was put in is found, and how many of all pairs of the halves and of the required terms in them are flagged where
nothing was put in, by which checks (each pair once for each glossary). ``--seeds`` holds the lexicons learnt without
each set; ``--weights`` is where the weights are kept: learnt where the file is missing, and otherwise taken from it.
``--list`` prints each clean pair that is flagged, and what is missed.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import train_omissions
import train_strangers
from qa_seeds import SEEDERS, material_for, read_pairs, write_benchmark
from running import existing, parser_for, run
from trace_learning import family, use_seed

from tmx.formats.registry import read_units
from toolkit.checks import omissions, strangers
from toolkit.model import Severity
from toolkit.workflows.evaluate_qa import evaluate_qa
from toolkit.workflows.qa import UnitToCheck, check_units, load_material

SETS: Mapping[str, tuple[str, tuple[str | None, ...]]] = {
    "health": ("tico19-fr-en-hard", ("tico19/f_en-fr_XX.csv", "tico19/g_en_fr-FR.csv")),
    "news": ("ntrex-fr-en-hard", (None,)),
}
LEARNT_WITH = ("tico19/f_en-fr_XX.csv", "tico19/g_en_fr-FR.csv", "qa/glossary.tsv")  # of the health texts
OTHERS = ("alibi-fr-en", "transread-fr-en")
TERMS = ("wrong_term", "wrong_term_single", "wrong_term_other", "wrong_term_other_single")
CLAUSES = ("omitted_clause_between_commas", "omitted_clause")
OTHERS_THAN_THESE = tuple(kind for kind in SEEDERS if not kind.startswith(("wrong_term", "omitted")))
# A half of the news has not pairs enough for all at once; files of clauses alone would tell nothing of real ones.
LOTS = {"terms": (*TERMS, *OTHERS_THAN_THESE), "clauses": (*CLAUSES, *OTHERS_THAN_THESE)}
PLACES, UNITS = 6, 8  # files a set and direction that are learnt from

Weights = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Half:
    """Some documents of a set."""

    name: str
    documents: frozenset[str]

    def has(self, name: str) -> bool:
        """Whether the pair or document of that name is one of them."""
        return name.partition(":")[0] in self.documents


def halves(name: str, folder: Path) -> tuple[Half, Half]:
    """The documents of the set, the largest ones dealt out first."""
    sizes = Counter(pair.name.partition(":")[0] for pair in read_pairs([folder], "en", "fr"))
    dealt: tuple[list[str], list[str]] = [], []
    for document, _ in sizes.most_common():
        min(dealt, key=lambda half: sum(map(sizes.__getitem__, half))).append(document)
    return Half(f"{name} 1", frozenset(dealt[0])), Half(f"{name} 2", frozenset(dealt[1]))


def learnt(data: Path, seeds: Path, parts: Iterable[Half]) -> dict[str, Weights]:
    """For each half the weights that have not seen it, of both checks."""
    aligned = data / "alignment"
    sets = [f"{aligned / SETS['health'][0]}={data / file}" for file in LEARNT_WITH]
    sets += [str(aligned / name) for name in (SETS["health"][0], SETS["news"][0], *OTHERS)]
    places, _ = train_strangers.examples(sets, PLACES, seeds)
    units, _ = train_omissions.examples([aligned / name for name, _ in SETS.values()], UNITS, seeds)
    found = {}
    for half in parts:
        of_set = SETS[half.name.partition(" ")[0]][0].partition("-")[0]
        of_places = train_strangers.learn([p for p in places if family(p) != of_set or not half.has(p.document)])
        of_units = train_omissions.learn([u for u in units if family(u) != of_set or not half.has(u.document)])
        found[half.name] = {
            "strangers": dict(zip(strangers.TRACES, of_places.tolist(), strict=True)),
            "omissions": dict(zip(omissions.TRACES, of_units.tolist(), strict=True)),
        }
    return found


@dataclass(slots=True)
class Tally:
    """What was seeded and found by kind, clean pairs and terms, those flagged, and by which checks."""

    seeded: Counter[str]
    found: Counter[str]
    counts: Counter[str]
    codes: Counter[str]

    def print(self, name: str) -> None:
        """One line for the kinds, one for the clean pairs."""
        print(f"\n{name}")
        for kind in (*TERMS, *CLAUSES, *sorted(set(self.seeded) - {*TERMS, *CLAUSES})):
            if self.seeded[kind]:
                share = self.found[kind] / self.seeded[kind]
                print(f"  {kind:31} {self.found[kind]:4} of {self.seeded[kind]:4}  {share:.2f}")
        for one in ("clean pairs", "required terms"):
            if self.counts[one]:
                flagged = self.counts[f"{one} flagged"]
                print(f"  {one:31} {flagged:4} of {self.counts[one]:4}  {100 * flagged / self.counts[one]:.1f} %")
        print("  " + ", ".join(f"{code} {often}" for code, often in self.codes.most_common()))


def flagged(folder: Path, source: str, target: str) -> Iterator[tuple[UnitToCheck, str]]:
    """Each clean pair of a benchmark that is flagged, with what the findings say."""
    material = load_material(folder / "glossary.tsv", source_language=source, target_language=target)
    read = read_units(folder / "good.tsv", source_language=source, target_language=target)
    units = [UnitToCheck(unit.identifier, unit.variants[0], unit.variants[1]) for unit in read]
    found = check_units(Path("pairs"), units, material=material, source_language=source, target_language=target)
    for unit, checked in zip(units, found.units, strict=True):
        grave = [one for one in checked.findings if one.severity is not Severity.INFO]
        if grave:
            yield unit, " | ".join(f"{one.code} {one.message}" for one in grave)


def scored(name: str, half: Half, direction: tuple[str, str], asked: argparse.Namespace, tally: Tally) -> None:
    """Add to ``tally`` what is found in the half of the set of that ``name``."""
    set_name, glossaries = SETS[name]
    pairs = [p for p in read_pairs([asked.data / "alignment" / set_name], *direction) if half.has(p.name)]
    for file in glossaries:
        material = material_for(pairs, *direction, asked.data / file if file else None)
        name_of_files = f"{half.name} {'-'.join(direction)} {Path(file or 'extracted').stem}".replace(" ", "_")
        for seed, (lot, kinds) in product(asked.seed, LOTS.items()):
            out = asked.out / f"{name_of_files}_{seed}_{lot}"
            material.draw.seed(seed)
            write_benchmark(out, pairs, material, asked.each, kinds)
            score = evaluate_qa(out, source_language=direction[0], target_language=direction[1])
            tally.seeded.update({kind.kind: kind.seeded for kind in score.kinds})
            tally.found.update({kind.kind: kind.found for kind in score.kinds})
            if asked.list:
                print(*(f"  missed {out.name} {line}" for line in score.missed), sep="\n")
        write_benchmark(asked.out / "whole", pairs, material, 1, ("double_space",))
        whole = evaluate_qa(asked.out / "whole", source_language=direction[0], target_language=direction[1])
        tally.counts.update({"clean pairs": whole.clean, "clean pairs flagged": whole.clean_flagged})
        tally.counts.update({"required terms": whole.terms, "required terms flagged": whole.terms_flagged})
        tally.codes.update(dict(whole.false_alarms))
        for unit, told in flagged(asked.out / "whole", *direction) if asked.list else ():
            print(f"  {unit.identifier}: {told}\n    {unit.source.text}\n    {unit.target.text}")


def main() -> None:
    """Learn, score and print."""
    parser = parser_for(__doc__)
    parser.add_argument("data", type=existing)
    parser.add_argument("--seeds", type=Path, default=Path("out/seeds"))
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--each", type=int, default=15)
    parser.add_argument("--seed", type=int, nargs="+", default=[3, 4])
    parser.add_argument("--sets", nargs="+", choices=tuple(SETS), default=tuple(SETS))
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    parts = {name: halves(name, asked.data / "alignment" / SETS[name][0]) for name in SETS}
    if asked.weights is not None and asked.weights.is_file():
        weights = json.loads(asked.weights.read_text(encoding="utf-8"))
    else:
        weights = learnt(asked.data, asked.seeds, (half for both in parts.values() for half in both))
        if asked.weights is not None:
            asked.weights.write_text(json.dumps(weights, indent=1), encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        asked.out = asked.out or Path(scratch)
        for name in asked.sets:
            use_seed(asked.seeds, SETS[name][0].partition("-")[0])
            for direction in (("en", "fr"), ("fr", "en")):
                tally = Tally(Counter(), Counter(), Counter(), Counter())
                for half in parts[name]:
                    strangers._WEIGHTS = weights[half.name]["strangers"]
                    omissions._WEIGHTS = weights[half.name]["omissions"]
                    scored(name, half, direction, asked, tally)
                tally.print(f"{name}, {' to '.join(direction)}")


if __name__ == "__main__":
    run(main)
