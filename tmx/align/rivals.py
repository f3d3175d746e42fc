"""The runners-up of a bead: what else was considered for its sentences, and how likely it was."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tmx.align.lexicon import Lexicon
from tmx.align.rescoring import choose, shipped_rescorer
from tmx.align.sentences import TextPair, draft_texts
from tmx.align.settings import DEFAULT_SETTINGS, AlignerSettings
from tmx.model import Bead

__all__ = ["rivals"]

_LEAST_CHANCE = 1e-4


def rivals(
    pair: TextPair,
    bead: Bead,
    source_language: str,
    target_language: str,
    *,
    lexicons: Sequence[Lexicon] = (),
    limit: int = 3,
    settings: AlignerSettings = DEFAULT_SETTINGS,
) -> tuple[Bead, ...]:
    """Other beads that the second stage considers for the sentences of ``bead``, the likeliest first.

    ``pair`` is aligned on its own. The confidence of a rival is its share of what ``bead``'s own confidence leaves, by
    their posteriors; rivals that stand together in one alignment each have it, so that they may sum to more.
    Raises :class:`~tmx.errors.UnknownLanguageError`.
    """
    (draft,) = draft_texts([pair], source_language, target_language, lexicons=lexicons, settings=settings)
    if draft is None:
        return ()
    beads, chances = draft.beads, choose(draft, shipped_rescorer()).chances
    source, target = (beads.row - beads.source, beads.row), (beads.column - beads.target, beads.column)
    same = np.array(
        (source[0] == bead.source.start)
        & (source[1] == bead.source.stop)
        & (target[0] == bead.target.start)
        & (target[1] == bead.target.stop)
    )
    if not (bead.source and bead.target):
        # The place on the other side does not matter; the sentences of a passage are candidates one by one.
        own, (first, last), other = (
            (bead.source, source, beads.target) if bead.source else (bead.target, target, beads.source)
        )
        same = (other == 0) & (first >= own.start) & (last <= own.stop) & (first < last)
    # Two ranges overlap where each begins before the other ends; empty ones overlap nothing.
    touching = (beads.source > 0) & (source[0] < bead.source.stop) & (source[1] > bead.source.start) & bool(bead.source)
    touching |= (
        (beads.target > 0) & (target[0] < bead.target.stop) & (target[1] > bead.target.start) & bool(bead.target)
    )
    wanted = np.flatnonzero(touching & ~same & (chances >= _LEAST_CHANCE))
    order = wanted[np.argsort(-chances[wanted], kind="stable")][:limit]
    left = (1.0 - bead.confidence) / max(1.0 - float(chances[same].max(initial=0.0)), 1e-9)
    return tuple(
        Bead(
            range(int(source[0][at]), int(source[1][at])),
            range(int(target[0][at]), int(target[1][at])),
            round(float(beads.first[at] + beads.anchors[at]), 4),
            round(min(float(chances[at]) * left, 1.0 - bead.confidence), 6),
        )
        for at in order.tolist()
    )
