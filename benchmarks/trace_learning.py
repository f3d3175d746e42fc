"""Learning the weights of traces: the regression, and what each set says of the weights of the others."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from tmx.align import lists, seeds

GOOD = "good"
PENALTY = 1.0
Floats = npt.NDArray[np.float64]


class Example(Protocol):
    """Something to learn from: the set that it is of, and what was done to it (or ``GOOD``)."""

    @property
    def name(self) -> str:
        """The set, its family first."""

    @property
    def kind(self) -> str:
        """What was done."""


def family(example: Example) -> str:
    """The family of sets that ``example`` is of."""
    return example.name.partition(" ")[0]


_E = TypeVar("_E", bound=Example)


@dataclass(frozen=True, slots=True)
class Learning(Generic[_E]):
    """How examples are learnt from and judged: ``kinds`` of errors, at so many good ones ``per_thousand`` flagged.

    ``group`` says of an example what it is of; it is judged by weights learnt from the other groups.
    """

    traces: Sequence[str]
    learn: Callable[[Sequence[_E]], Floats]
    score: Callable[[_E, Floats], float]
    kinds: Sequence[str]
    per_thousand: Sequence[int]
    group: Callable[[_E], Hashable] = family


def use_seed(folder: Path | None, name: str) -> None:
    """Let the lexicon that ships be ``seed_<name>.tsv`` of ``folder``, where there is a folder."""
    if folder is not None:
        lists.SHIPPED_LEXICONS["fr", "en"] = folder / f"seed_{name}.tsv"
        lists.shipped_entries.cache_clear()
        seeds._shipped.cache_clear()


def fitted(rows: Floats, bad: Floats) -> Floats:
    """The weights of a logistic regression with an L2 penalty on standardized traces, by Newton's method."""
    scale = rows.std(axis=0) + 1e-9
    scale[0] = 1.0
    rows = rows / scale
    weights = np.zeros(rows.shape[1])
    penalty = np.full(len(weights), PENALTY)
    penalty[0] = 1e-6
    for _ in range(25):
        guess = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (guess - bad) + penalty * weights
        weights -= np.linalg.solve((rows.T * (guess * (1 - guess))) @ rows + np.diag(penalty), slope)
    result: Floats = weights / scale
    return result


def learn_and_report(how: Learning[_E], found: Sequence[_E], counts: Counter[tuple[str, str]]) -> None:
    """Print for each set what weights learnt from other groups find in it, then the weights of all.

    ``counts`` says how many there are of each kind in each set.
    """
    scores = np.zeros(len(found))
    for group in sorted({how.group(one) for one in found}, key=str):
        weights = how.learn([one for one in found if how.group(one) != group])
        for at, one in enumerate(found):
            if how.group(one) == group:
                scores[at] = how.score(one, weights)
    for name in sorted({one.name for one in found}):
        own = [(one.kind, score) for one, score in zip(found, scores.tolist(), strict=True) if one.name == name]
        _report(how, name, own, counts)
    for trace, weight in zip(how.traces, how.learn(found), strict=True):
        print(f'    "{trace}": {weight:.2f},')


def _report(how: Learning[_E], name: str, found: Sequence[tuple[str, float]], counts: Counter[tuple[str, str]]) -> None:
    scores = defaultdict(list)
    for kind, score in found:
        scores[kind].append(score)
    good = sorted(scores[GOOD], reverse=True)
    for share in how.per_thousand:
        allowed = counts[name, GOOD] * share // 1000
        threshold = good[allowed] if allowed < len(good) else -np.inf
        shares = [
            f"{kind} {sum(score > threshold for score in scores[kind]) / max(counts[name, kind], 1):.2f}"
            for kind in how.kinds
        ]
        print(f"{name}: {share} in 1,000 (above {threshold:.1f}): {', '.join(shares)}")
