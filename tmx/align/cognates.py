"""Cognates: stems of two languages that look alike (``gouver`` and ``govern``, ``migran`` and ``migran``).

After Simard, Foster and Isabelle 1992 (shared beginnings) and McEnery and Oakes 1996 (Dice over letter groups).
"""

from collections import defaultdict
from collections.abc import Sequence

from tmx.align.stems import is_mark, is_number

__all__ = ["Likeness", "cognate_pairs", "likeness"]

# (source number, target number, likeness from 0 to 1)
Likeness = tuple[int, int, float]

_LEAST_LETTERS = 3
_LEAST_PREFIX = 4
_LEAST_DICE = 0.5
_COMMON_GROUP = 200  # letter groups that more stems have than this say little and cost much


def _groups(stem: str) -> frozenset[str]:
    padded = f"^{stem}$" if len(stem) < 6 else f"^{stem}"
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def likeness(source: str, target: str) -> float:
    """How much two stems look alike, from 0 to 1.

    1 for the same stem (numbers, names, ``migran``), for words of four letters and more with a common beginning of at
    least four, their share of common letters; else the Dice coefficient of their letter trigrams, if it is .5 or more.
    Numbers are the same or not alike.
    """
    if source == target:
        return 1.0
    if not (source.isalpha() and target.isalpha()) or min(len(source), len(target)) < _LEAST_LETTERS:
        return 0.0
    common = 0
    for one, other in zip(source, target, strict=False):
        if one != other:
            break
        common += 1
    prefix = common / max(len(source), len(target)) if common >= _LEAST_PREFIX else 0.0
    ours, theirs = _groups(source), _groups(target)
    dice = 2.0 * len(ours & theirs) / (len(ours) + len(theirs))
    best = max(prefix, dice)
    return best if best >= _LEAST_DICE else 0.0


def cognate_pairs(source: Sequence[str], target: Sequence[str]) -> list[Likeness]:
    """All pairs of stems that look alike, by their numbers in the two lists, in the order of the lists.

    An index of letter groups proposes the candidates, so that no list is compared with the whole other one.
    """
    by_group: dict[str, list[int]] = defaultdict(list)
    numbers: dict[str, int] = {}
    for number, stem in enumerate(target):
        numbers[stem] = number
        if stem.isalpha() and len(stem) >= _LEAST_LETTERS:
            for group in _groups(stem):
                by_group[group].append(number)
    pairs: list[Likeness] = []
    for number, stem in enumerate(source):
        same = numbers.get(stem)
        if is_number(stem) or is_mark(stem) or len(stem) < _LEAST_LETTERS:
            if same is not None:
                pairs.append((number, same, 1.0))
            continue
        candidates = {same} if same is not None else set()
        for group in _groups(stem):
            holders = by_group.get(group, ())
            if len(holders) <= _COMMON_GROUP:
                candidates.update(holders)
        alike = ((other, likeness(stem, target[other])) for other in sorted(candidates))
        pairs.extend((number, other, value) for other, value in alike if value > 0.0)
    return pairs
