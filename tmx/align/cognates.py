"""Cognates: stems of two languages that look alike (``gouver`` and ``govern``, ``migran`` and ``migran``).

After Simard, Foster and Isabelle 1992 (shared beginnings) and McEnery and Oakes 1996 (Dice over letter groups).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from tmx.align.stems import STEM_LENGTH

__all__ = ["Likeness", "cognate_pairs", "likeness"]

# (source number, target number, likeness from 0 to 1)
Likeness = tuple[int, int, float]

_LEAST_LETTERS = 3
_LEAST_PREFIX = 4
_LEAST_DICE = 0.5
_SHORT = 0.3
_SURE_GROUPS = 3
_COMMON_GROUP = 200  # letter groups that more stems have than this say little and cost much


def _groups(stem: str) -> tuple[str, ...]:
    """The distinct letter trigrams of ``^stem$``; a stem that was cut at its full length has no known end."""
    padded = f"^{stem}$" if len(stem) < STEM_LENGTH else f"^{stem}"
    return tuple(dict.fromkeys(padded[i : i + 3] for i in range(len(padded) - 2)))


def _common_prefix(one: str, other: str) -> int:
    length = min(len(one), len(other))
    while one[:length] != other[:length]:
        length -= 1
    return length


def likeness(source: str, target: str) -> float:
    """How much two stems look alike, from 0 to 1.

    1 for the same stem (numbers, names, ``migran``); for words of four letters and more with a common beginning of at
    least four, their share of common letters; else the Dice coefficient of their letter trigrams, if it is .5 or more.
    Numbers and marks are the same or not alike, words of one or two letters too, and they are worth less.
    """
    if source == target:
        return _SHORT if source.isalpha() and len(source) < _LEAST_LETTERS else 1.0
    if not (_is_word(source) and _is_word(target)):
        return 0.0
    ours, theirs = _groups(source), _groups(target)
    return _graded(source, target, len(set(ours).intersection(theirs)), len(ours) + len(theirs))


def _is_word(stem: str) -> bool:
    return len(stem) >= _LEAST_LETTERS and stem.isalpha()


def _graded(source: str, target: str, common: int, total: int) -> float:
    """The likeness of two words that share ``common`` of ``total`` letter trigrams of both."""
    best = 2.0 * common / total
    prefix = _common_prefix(source, target)
    if prefix >= _LEAST_PREFIX:
        best = max(best, prefix / max(len(source), len(target)))
    return best if best >= _LEAST_DICE else 0.0


def cognate_pairs(source: Sequence[str], target: Sequence[str]) -> list[Likeness]:
    """All pairs of stems that look alike, by their numbers in the two lists, in the order of the lists.

    An index of letter groups proposes the candidates, so that no list is compared with the whole other one.
    """
    by_group: dict[str, list[int]] = defaultdict(list)
    sizes = [0] * len(target)
    numbers = {stem: number for number, stem in enumerate(target)}
    for number, stem in enumerate(target):
        if _is_word(stem):
            groups = _groups(stem)
            sizes[number] = len(groups)
            for group in groups:
                by_group[group].append(number)
    pairs: list[Likeness] = []
    for number, stem in enumerate(source):
        same = numbers.get(stem)
        if same is not None:
            pairs.append((number, same, likeness(stem, stem)))
        if not _is_word(stem):
            continue
        groups = _groups(stem)
        shared: Counter[int] = Counter()
        for group in groups:
            holders = by_group.get(group, ())
            if len(holders) <= _COMMON_GROUP:
                shared.update(holders)
        # Two stems with a common beginning of four letters share three groups at least.
        size = len(groups)
        alike = [o for o, common in shared.items() if common >= _SURE_GROUPS or 4 * common >= size + sizes[o]]
        for other in sorted(alike):
            if other != same:
                value = _graded(stem, target[other], shared[other], size + sizes[other])
                if value > 0.0:
                    pairs.append((number, other, value))
    return pairs
