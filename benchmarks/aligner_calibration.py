"""Learning what the aligner's confidence is worth, and drawing it."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from aligner_learning import minimize
from aligner_samples import Sample
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.confidence import PLAIN_CONFIDENCE, Evidence, confidence_evidence
from tmx.align.rescoring import Rescorer, choose
from tmx.files import write_whole

__all__ = ["Posteriors", "Reliability", "draw_diagram", "fit_confidence", "posteriors", "reliability"]

Floats = NDArray[np.float64]

PENALTY, ROUNDS = 1.0, 200
AGREEMENT = 6.0  # log odds of an annotator's agreement where nothing is learnt
# News and health texts are nearest to releases; without this weight novels make the aligner too modest about them.
HOME, HOME_WEIGHT = ("ntrex", "tico19"), 10.0
STRANGE_WEIGHT, DISTURBED_WEIGHT = 0.3, 0.3  # of texts of which less is known than usual, and of disturbed copies
BINS = 10


class Posteriors(Struct, frozen=True):
    """What confidence in a text's beads is made of, and which beads are right."""

    family: str
    set: str
    mode: str
    evidence: Evidence
    right: Floats
    usual: bool
    fold: int


def posteriors(samples: Sequence[Sample], rescorer: Rescorer) -> list[Posteriors]:
    """What ``rescorer``, which has not learnt from ``samples``, makes of them."""
    result = []
    for sample in samples:
        choice, beads = choose(sample.draft, rescorer), sample.draft.beads
        path = choice.path
        gold = {(bead.source, bead.target) for bead in sample.gold}
        found = zip(beads.row[path], beads.column[path], beads.source[path], beads.target[path], strict=True)
        right = [(tuple(range(r - a, r)), tuple(range(c - b, c))) in gold for r, c, a, b in found]
        sizes = beads.source[path], beads.target[path]
        result.append(
            Posteriors(
                sample.family,
                sample.set,
                sample.mode,
                confidence_evidence(choice.chances[path], choice.first[path], *sizes),
                np.array(right, dtype=float),
                sample.usual,
                sample.fold,
            )
        )
    return result


def fit_confidence(rows: Sequence[Posteriors]) -> tuple[float, ...]:
    """The weights of both chances together, by the likelihood of what is right and what is not, by L-BFGS.

    Sets weigh as the root of their sizes, those of the home ground more.
    """
    sizes: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        sizes[row.set, row.mode] += len(row.right)
    seen = np.concatenate([row.evidence.seen for row in rows])
    agreed = np.concatenate([row.evidence.agreed for row in rows])
    right = np.concatenate([row.right for row in rows])
    weight = {row.set: _weight(row) for row in rows}
    share = {key: weight[key[0]] * size**-0.5 for key, size in sizes.items()}
    shares = np.concatenate([np.full(len(row.right), share[row.set, row.mode]) for row in rows])
    shares *= len(shares) / shares.sum()
    start = np.array(PLAIN_CONFIDENCE)
    size = seen.shape[1]
    start[size] = AGREEMENT
    evidence = Evidence(seen, agreed)

    def function(weights: Floats) -> tuple[float, Floats]:
        first, second = evidence.parts(weights)
        both = np.clip(first * second, 1e-9, 1.0 - 1e-9)
        loss = -float(shares @ (right * np.log(both) + (1.0 - right) * np.log1p(-both)))
        slope = shares * (both - right) / (1.0 - both)
        apart = weights - start
        gradient = np.concatenate([seen.T @ (slope * (1.0 - first)), agreed.T @ (slope * (1.0 - second))])
        return loss + 0.5 * PENALTY * float(apart @ apart), gradient + PENALTY * apart

    return tuple(minimize(function, start, ROUNDS).tolist())


def _weight(row: Posteriors) -> float:
    home = HOME_WEIGHT if row.set.startswith(HOME) else 1.0
    if not row.usual:
        return home * STRANGE_WEIGHT
    return home * (DISTURBED_WEIGHT if "+" in row.set else 1.0)


class Reliability(Struct, frozen=True):
    """Confidence against truth: all beads, and by ten bins (mean confidence, share that is right, beads)."""

    beads: int
    error: float
    sure: float
    right: float
    bins: tuple[tuple[float, float, int], ...]

    def __str__(self) -> str:
        return f"{self.sure:.3f} of the beads at .99, {self.right:.4f} of those right; off by {self.error:.4f}"


def reliability(rows: Sequence[Posteriors], weights: Sequence[tuple[float, ...]]) -> Reliability:
    """How ``rows``, each with its weights, hold what they promise; ``error`` is the expected calibration error."""
    sure = np.concatenate([row.evidence.confidence(np.array(own)) for row, own in zip(rows, weights, strict=True)])
    right = np.concatenate([row.right for row in rows])
    at = np.minimum((sure * BINS).astype(int), BINS - 1)
    counts = np.bincount(at, minlength=BINS)
    means, shares = np.bincount(at, sure, BINS), np.bincount(at, right, BINS)
    bins = tuple(
        (float(means[n] / counts[n]), float(shares[n] / counts[n]), int(counts[n])) for n in range(BINS) if counts[n]
    )
    top = sure >= 0.99
    return Reliability(
        len(sure),
        float(np.abs(means - shares).sum() / len(sure)),
        float(top.mean()),
        float(right[top].mean()) if top.any() else 1.0,
        bins,
    )


_COLOURS = ("#1f6f8b", "#b5532a", "#6b6b6b")
_SIZE, _LEFT, _TOP = 360, 56, 24


def draw_diagram(path: Path, curves: dict[str, Reliability]) -> None:
    """Write the reliability diagram as SVG: confidence to the right, share that is right upwards."""
    edge = _LEFT + _SIZE
    bottom = _TOP + _SIZE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {edge + 250} {bottom + 48}" role="img" '
        'font-family="sans-serif" font-size="13">',
        "<title>How often a bead is right, by its confidence</title>",
        f'<rect width="{edge + 250}" height="{bottom + 48}" fill="#ffffff"/>',
        f'<path d="M{_LEFT} {bottom}L{edge} {_TOP}" stroke="#999999" stroke-dasharray="4 4"/>',
        f'<path d="M{_LEFT} {_TOP}V{bottom}H{edge}" fill="none" stroke="#333333"/>',
    ]
    for tick in range(0, 11, 2):
        x, y = _LEFT + _SIZE * tick / 10, bottom - _SIZE * tick / 10
        parts.append(f'<text x="{x:g}" y="{bottom + 18}" text-anchor="middle">{tick / 10:g}</text>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:g}" text-anchor="end">{tick / 10:g}</text>')
    parts.append(f'<text x="{_LEFT + _SIZE / 2:g}" y="{bottom + 40}" text-anchor="middle">confidence</text>')
    parts.append(
        f'<text transform="translate(16 {_TOP + _SIZE / 2:g}) rotate(-90)" text-anchor="middle">share right</text>'
    )
    for number, (name, curve) in enumerate(curves.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        points = [(_LEFT + _SIZE * sure, bottom - _SIZE * right, beads) for sure, right, beads in curve.bins]
        line = "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in points)
        parts.append(f'<path d="M{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        for x, y, beads in points:
            radius = 2.0 + 1.6 * np.log10(beads)
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity=".7"/>')
        y = _TOP + 20 + 44 * number
        parts.append(f'<circle cx="{edge + 24}" cy="{y - 4}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="{edge + 38}" y="{y}">{name}</text>')
        told = f"{curve.beads} beads, off by {curve.error:.3f}"
        parts.append(f'<text x="{edge + 38}" y="{y + 17}" fill="#555555">{told}</text>')
    with write_whole(path) as stream:
        stream.write(("\n".join([*parts, "</svg>"]) + "\n").encode())
