"""Learns the weights of the aligner's second stage, and of its confidence, from texts that were aligned by hand.

    python benchmarks/train_aligner.py DATA [--cross-validate] [--seeds FOLDER] [--without-dictionaries]
                                       [-o FILE] [--diagram FILE]

Sets are ``DATA/alignment/<name>-<from>-<to>[-kind]/<doc>/{src,tgt,gold}.txt``. Every set is used as one batch and one
document at a time (batches of many documents also by the dozen), as it is and in disturbed copies. A set must be
aligned with a seed lexicon that has not been learnt from it: FOLDER holds them as ``seed_<word>.tsv`` (see
benchmarks/seed_lexicon.py --without), and a set whose name begins with the word takes that one.

Confidence is learnt from what weights say of texts that they have not been learnt from: a fifth of every set in turn.
``--cross-validate`` also learns without each whole set in turn, prints strict F1 of the first stage and of the second
one, without the set and without the fifth, and how far confidence can be trusted, and draws the reliability diagram.
``--ablate`` names beginnings of features, prints what the second stage reaches without each, and writes nothing.
``--without-dictionaries`` drafts the texts without the word lists that are compiled from dictionaries. With
``--cross-validate`` it also prints what the weights that have not seen a fifth reach on it with the dictionaries in
their place, as they ship.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from aligner_calibration import Posteriors, draw_diagram, fit_confidence, posteriors, reliability
from aligner_learning import train
from aligner_samples import FOLDS, Sample, leave_out_dictionaries, load, narrowed, split
from msgspec.structs import replace
from running import existing, parser_for, run

from tmx.align.confidence import CONFIDENCE_WEIGHTS
from tmx.align.features import FEATURES
from tmx.align.rescoring import Rescorer, decide
from tmx.align.scoring import AlignmentScore, score_beads, total_score
from tmx.files import write_whole

OUT = Path(__file__).parents[1] / "tmx" / "align" / "rescorer.tsv"
# The mean of weights that are learnt from candidates of at least that chance and from all of them.
LEAST_CHANCES = (1e-3, 0.0)
# What the names of the sets begin with, for the curves of the diagram.
CURVES = {
    "news and health": ("ntrex", "tico19"),
    "stories and novels": ("alibi", "transread"),
    "Text+Berg, German-French": ("textberg",),
}


def strict_f1(samples: Sequence[Sample], rescorer: Rescorer) -> float:
    """Strict F1 over ``samples``."""
    return total_score(score_beads(decide(s.draft, rescorer).beads, s.gold) for s in samples).strict.f1


class Learner:
    """The options of a run, and what is learnt with them."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options

    def rescorer(self, samples: Sequence[Sample]) -> Rescorer:
        """Weights learnt from ``samples``."""
        found = []
        for least in LEAST_CHANCES:
            narrow = [narrowed(sample, least) for sample in samples]
            found.append(train(narrow, self.options.penalty, self.options.likelihood, self.options.rounds))
        return self._rescorer(np.mean(found, axis=0))

    def first_stage(self) -> Rescorer:
        """Weights that leave everything as the first stage has it."""
        weights = np.zeros(len(FEATURES))
        weights[FEATURES.index("first")] = 1.0
        return self._rescorer(weights)

    def _rescorer(self, weights: np.typing.NDArray[np.float64]) -> Rescorer:
        return Rescorer(weights, self.options.null_value, self.options.bead_cost)

    def unseen(self, samples: Sequence[Sample]) -> list[Posteriors]:
        """What weights say of each fifth that are learnt from the other four."""
        rows = []
        for fold in range(FOLDS):
            outside, inside = split(samples, fold)
            rows += posteriors(inside, self.rescorer(outside))
        return rows


def print_scores(held: Sequence[Sample], rescorer: Rescorer, first: Rescorer) -> None:
    """Print strict F1 of both stages by set and mode."""
    for kind, mode in sorted({(sample.set, sample.mode) for sample in held}):
        some = [sample for sample in held if (sample.set, sample.mode) == (kind, mode)]
        print(f"{kind:<28}{mode:<8}{strict_f1(some, first):.4f} -> {strict_f1(some, rescorer):.4f}", flush=True)


def cross_validate(
    samples: Sequence[Sample], learner: Learner, diagram: Path | None, shipped: Sequence[Sample]
) -> list[Posteriors]:
    """Learn without each family of sets, then without a fifth of every set in turn; print what comes of it.

    ``shipped`` are other drafts of the same texts, on which the same weights are scored.

    The fifths answer what may be expected of other documents of the same kinds; confidence is judged by them. What
    their weights say is handed back.
    """
    print("without the set")
    for family in sorted({sample.family for sample in samples}):
        rescorer = learner.rescorer([sample for sample in samples if sample.family != family])
        print_scores([s for s in samples if s.family == family], rescorer, learner.first_stage())
    print("without the documents, with others of the set")
    rows: list[Posteriors] = []
    rescorers = []
    for fold in range(FOLDS):
        outside, inside = split(samples, fold)
        rescorers.append(learner.rescorer(outside))
        rows += posteriors(inside, rescorers[fold])
    weights = [fit_confidence([row for row in rows if row.fold != fold]) for fold in range(FOLDS)]
    totals: dict[tuple[str, str, str], list[AlignmentScore]] = defaultdict(list)
    for fold in range(FOLDS):
        # Whether passages are joined hangs on confidence.
        rescorer = replace(rescorers[fold], confidence=weights[fold])
        for how, drafts in (("", samples), ("as they ship", shipped)):
            for sample in split(drafts, fold)[1]:
                score = score_beads(decide(sample.draft, rescorer).beads, sample.gold)
                totals[how, sample.set, sample.mode].append(score)
    for (how, kind, mode), scores in sorted(totals.items()):
        print(f"{kind:<28}{mode:<8}{total_score(scores).strict.f1:.4f} {how}".rstrip())
    for kind, mode in sorted({(row.set, row.mode) for row in rows}):
        some_rows = [row for row in rows if (row.set, row.mode) == (kind, mode)]
        print(f"{kind:<28}{mode:<8}{reliability(some_rows, [weights[row.fold] for row in some_rows])}")
    curves = {}
    for name, beginnings in CURVES.items():
        plain = [row for row in rows if "+" not in row.set and row.mode != "dozen"]
        chosen = [row for row in plain if row.set.startswith(beginnings)]
        if chosen:
            curves[name] = reliability(chosen, [weights[row.fold] for row in chosen])
            for sure, right, beads in curves[name].bins:
                print(f"{name:<32}{beads:>6} beads at {sure:.3f}, {right:.3f} right")
    if diagram is not None:
        draw_diagram(diagram, curves)
    return rows


def ablate(samples: Sequence[Sample], learner: Learner, parts: Sequence[str]) -> None:
    """Print strict F1 of each undisturbed set, learnt without the set, with all features and without each of ``parts``.

    A part is all features whose names begin with it.
    """
    families = sorted({sample.family for sample in samples})
    for part in ("", *parts):
        columns = [number for number, name in enumerate(FEATURES) if part and name.startswith(part)]
        kept = []
        for sample in samples:
            features = sample.draft.features.copy()
            features[:, columns] = 0.0
            kept.append(replace(sample, draft=replace(sample.draft, features=features)))
        row = []
        for family in families:
            rescorer = learner.rescorer([sample for sample in kept if sample.family != family])
            for mode in ("batch", "single"):
                held = [sample for sample in kept if (sample.set, sample.mode) == (family, mode)]
                if held:
                    row.append(f"{family.partition('-')[0]} {mode} {strict_f1(held, rescorer):.4f}")
        print(f"{f'without {part}' if part else 'all':<20}{', '.join(row)}", flush=True)


def write(path: Path, rescorer: Rescorer, confidence: Sequence[float], history: str) -> None:
    """Write the weights with where they come from."""
    lines = [
        "# Weights of the aligner's second stage and of its confidence, learnt by benchmarks/train_aligner.py",
        f"# {history}.",
        f"null_value\t{rescorer.null_value:g}",
        f"bead_cost\t{rescorer.bead_cost:g}",
        *(f"{name}\t{weight:.6g}" for name, weight in zip(CONFIDENCE_WEIGHTS, confidence, strict=True)),
        *(f"{name}\t{weight:.6g}" for name, weight in zip(FEATURES, rescorer.weights, strict=True)),
    ]
    with write_whole(path) as stream:
        stream.write(("\n".join(lines) + "\n").encode())


def main() -> None:
    """Learn, report, write."""
    parser = parser_for(__doc__)
    parser.add_argument("data", type=existing)
    parser.add_argument("--seeds", type=Path)
    parser.add_argument("--sets", nargs="*", default=[])
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--without-dictionaries", action="store_true")
    parser.add_argument("--ablate", nargs="*", default=[], metavar="FEATURE")
    parser.add_argument("--diagram", type=Path)
    parser.add_argument("--penalty", type=float, default=0.1)
    parser.add_argument("--likelihood", type=float, default=0.1)
    parser.add_argument("--rounds", type=int, default=90)
    parser.add_argument("--null-value", type=float, default=1.0)
    parser.add_argument("--bead-cost", type=float, default=0.45)
    parser.add_argument("-o", dest="out", type=Path, default=OUT)
    options = parser.parse_args()
    learner = Learner(options)
    shipped: Sequence[Sample] = ()
    if options.without_dictionaries:
        shipped = load(options.data, options.seeds, options.sets) if options.cross_validate else ()
        leave_out_dictionaries()
    samples = load(options.data, options.seeds, options.sets)
    if options.ablate:
        ablate(samples, learner, options.ablate)
        return
    if options.cross_validate:
        rows = cross_validate(samples, learner, options.diagram, shipped)
    else:
        rows = learner.unseen(samples)
    confidence = fit_confidence(rows)
    names = sorted({sample.family for sample in samples})
    history = f"(--penalty {options.penalty:g} --likelihood {options.likelihood:g} --rounds {options.rounds})"
    write(options.out, learner.rescorer(samples), confidence, f"{history} from {', '.join(names)}")


if __name__ == "__main__":
    run(main)
