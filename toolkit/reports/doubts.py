"""Pairs of documents that may be none: not translations of each other, or drifting apart somewhere."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tmx.align.drift import Drift, find_drift, seems_unrelated
from toolkit.messages import tr
from toolkit.model import AlignedPair

__all__ = ["Doubt", "doubt_of", "doubts", "drift_comment"]

_QUOTED = 40  # letters of a sentence that a message quotes


class Doubt(Struct, frozen=True):
    """A pair that may not be one: ``unrelated`` as a whole, or in the part ``drift``, where that can be told."""

    pair: AlignedPair
    unrelated: bool
    drift: Drift | None

    @property
    def message(self) -> str:
        """What is the matter, in one line."""
        names = {"source": self.pair.source_name, "target": self.pair.target_name}
        if self.unrelated:
            return tr(
                "{target} does not look like a translation of {source}: little in their sentences belongs together",
                **names,
            )
        return tr("{source} and {target} drift apart", **names)

    @property
    def where(self) -> str:
        """The part that drifts, in words, with sentences counted from 1; empty where it is not known."""
        if self.drift is None or not (self.drift.source or self.drift.target):
            return ""
        source, target = self.drift.source, self.drift.target
        begin = _begin(self.pair.source[source.start] if source else self.pair.target[target.start])
        if not source:
            return tr(
                "from «{begin}»: sentences {c} to {d} of the target, for none of the source",
                begin=begin,
                c=target.start + 1,
                d=target.stop,
            )
        if not target:
            return tr(
                "from «{begin}»: sentences {a} to {b} of the source, for none of the target",
                begin=begin,
                a=source.start + 1,
                b=source.stop,
            )
        return tr(
            "from «{begin}»: sentences {a} to {b} of the source, sentences {c} to {d} of the target",
            begin=begin,
            a=source.start + 1,
            b=source.stop,
            c=target.start + 1,
            d=target.stop,
        )


def _begin(sentence: str) -> str:
    text = " ".join(sentence.split())
    if len(text) <= _QUOTED:
        return text
    cut = text.rfind(" ", 0, _QUOTED)
    return f"{text[: cut if cut > 0 else _QUOTED]} …"


def doubt_of(pair: AlignedPair) -> Doubt | None:
    """What is doubtful about ``pair``, or None; a person's approval of any of its beads settles it."""
    if pair.approved:
        return None
    unrelated, drift = seems_unrelated(pair.alignment), find_drift(pair.alignment)
    return Doubt(pair, unrelated, drift) if unrelated or drift is not None else None


def doubts(pairs: Sequence[AlignedPair]) -> tuple[Doubt, ...]:
    """The doubtful ones of ``pairs``, in order."""
    return tuple(doubt for doubt in map(doubt_of, pairs) if doubt is not None)


def drift_comment(drift: Drift) -> str:
    """The drift as a comment line of a bead file, counted from 0 as there."""
    ours, theirs = (
        f"{side} sentences {part.start} to {part.stop - 1}" if part else f"no {side} sentence"
        for side, part in (("source", drift.source), ("target", drift.target))
    )
    return f"# drift: {ours} and {theirs} do not look like translations"
