"""What ``accord align --explain`` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.workflows.explain import Explanation

__all__ = ["explanation_lines"]

_MOST_WORDS = 12
_COUNTS = ("no", "one", "two", "three", "four", "five")


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """``explanation`` in a translator's words, line by line."""
    bead = explanation.bead
    how = "approved" if explanation.approved else f"confidence {bead.confidence:.4f}"
    yield f"Bead {explanation.number} · {_counted(len(bead.source))} of the source, {_counted(len(bead.target))} " + (
        f"of the target · {how}"
    )
    for side, numbers, texts in (
        ("source", bead.source, explanation.source),
        ("target", bead.target, explanation.target),
    ):
        for at, (number, text) in enumerate(zip(numbers, texts, strict=True)):
            yield f"{'' if at else side:<12}[{number + 1}] {text}"
        if not texts:
            yield f"{side:<12}–"
    yield ""
    if not (bead.source and bead.target):
        yield "Words       no sentence of the other side was found to go with it"
    else:
        yield from _words(explanation)
        yield from _lengths(explanation)
    share = explanation.same_kind / explanation.beads
    yield f"Kind        {bead.kind}, as {explanation.same_kind} of the {explanation.beads} beads here ({share:.0%})"
    yield from _rivals(explanation)


def _words(explanation: Explanation) -> Iterator[str]:
    words = explanation.words
    if not words:
        yield "Words       none that is known to translate another"
    else:
        yield "Words       how many times as often they go together as by chance"
        shown = words[:_MOST_WORDS]
        width = max(len(f"{word.source} – {word.target}") for word in shown)
        for word in shown:
            yield f"            {f'{word.source} – {word.target}':<{width}}  × {_rounded(word.strength)}"
        if len(words) > len(shown):
            yield f"            and {len(words) - len(shown)} more"
    for side, alone in (("source", explanation.source_alone), ("target", explanation.target_alone)):
        if alone:
            yield f"            alone in the {side}: {_listed(alone)}"


def _lengths(explanation: Explanation) -> Iterator[str]:
    yield (
        f"Lengths     {explanation.source_length} characters against {explanation.target_length}; "
        f"usual here would be {explanation.expected_length:.0f}"
    )


def _rivals(explanation: Explanation) -> Iterator[str]:
    rows = [
        f"{rival.kind}: source {_numbers(rival.source)}, target {_numbers(rival.target)}, "
        f"confidence {rival.confidence:.4f}"
        for rival in explanation.rivals
    ]
    for heading, row in zip(("Runner-up", *[""] * len(rows)), rows or ["none that comes near"], strict=False):
        yield f"{heading:<12}{row}"


def _numbers(sentences: range) -> str:
    """Sentences as they are numbered above, from 1."""
    return f"[{', '.join(str(number + 1) for number in sentences)}]" if sentences else "–"


def _listed(words: Sequence[str]) -> str:
    more = len(words) - _MOST_WORDS
    return ", ".join(words[:_MOST_WORDS]) + (f" and {more} more" if more > 0 else "")


def _counted(number: int) -> str:
    told = _COUNTS[number] if number < len(_COUNTS) else str(number)
    return f"{told} sentence{'' if number == 1 else 's'}"


def _rounded(strength: float) -> str:
    return f"{strength:.1f}" if strength < 10 else f"{strength:.0f}"
