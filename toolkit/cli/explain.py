"""What ``accord align --explain`` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.messages import N_, tr
from toolkit.messages.figures import number_said, share_said

if TYPE_CHECKING:
    from toolkit.workflows.explain import Explanation

__all__ = ["explanation_lines"]

_MOST_WORDS = 12
_SENTENCES = (
    N_("no sentence"),
    N_("one sentence"),
    N_("two sentences"),
    N_("three sentences"),
    N_("four sentences"),
    N_("five sentences"),
)
_SIDES = (N_("source"), N_("target"))
_ALONE = (N_("alone in the source: {words}"), N_("alone in the target: {words}"))


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """``explanation`` in a translator's words and language, line by line."""
    bead = explanation.bead
    yield tr(
        "Bead {number} · {source} of the source, {target} of the target · {how}",
        number=explanation.number,
        source=_counted(len(bead.source)),
        target=_counted(len(bead.target)),
        how=tr("approved") if explanation.approved else _confidence(bead.confidence),
    )
    texts_of_sides = (explanation.source, explanation.target)
    for side, numbers, texts in zip(_SIDES, (bead.source, bead.target), texts_of_sides, strict=True):
        for at, (number, text) in enumerate(zip(numbers, texts, strict=True)):
            yield _row("" if at else tr(side), f"[{number + 1}] {text}")
        if not texts:
            yield _row(tr(side), "–")
    yield ""
    if not (bead.source and bead.target):
        yield _row(tr("Words"), tr("no sentence of the other side was found to go with it"))
    else:
        yield from _words(explanation)
        yield _lengths(explanation)
    share = share_said(explanation.same_kind, explanation.beads)
    counts = {"same": explanation.same_kind, "all": explanation.beads}
    yield _row(
        tr("Kind"), tr("{kind}, as {same} of the {all} beads here ({share})", kind=bead.kind, share=share, **counts)
    )
    yield from _rivals(explanation)


def _row(heading: str, text: str) -> str:
    return f"{heading:<12}{text}"


def _words(explanation: Explanation) -> Iterator[str]:
    words = explanation.words
    if not words:
        yield _row(tr("Words"), tr("none that is known to translate another"))
    else:
        yield _row(tr("Words"), tr("how many times as often they go together as by chance"))
        shown = words[:_MOST_WORDS]
        width = max(len(f"{word.source} – {word.target}") for word in shown)
        for word in shown:
            yield _row("", f"{f'{word.source} – {word.target}':<{width}}  × {_rounded(word.strength)}")
        if len(words) > len(shown):
            yield _row("", tr("and {count} more", count=len(words) - len(shown)))
    for message, alone in zip(_ALONE, (explanation.source_alone, explanation.target_alone), strict=True):
        if alone:
            yield _row("", tr(message, words=_listed(alone)))


def _lengths(explanation: Explanation) -> str:
    told = tr(
        "{source} characters against {target}; usual here would be {expected}",
        source=number_said(explanation.source_length),
        target=number_said(explanation.target_length),
        expected=number_said(explanation.expected_length),
    )
    return _row(tr("Lengths"), told)


def _rivals(explanation: Explanation) -> Iterator[str]:
    rows = [
        tr(
            "{kind}: source {source}, target {target}, {confidence}",
            kind=rival.kind,
            source=_numbers(rival.source),
            target=_numbers(rival.target),
            confidence=_confidence(rival.confidence),
        )
        for rival in explanation.rivals
    ]
    rows = rows or [tr("none that comes near")]
    yield from map(_row, (tr("Runner-up"), *[""] * (len(rows) - 1)), rows)


def _confidence(value: float) -> str:
    return tr("confidence {value}", value=number_said(value, 4))


def _numbers(sentences: range) -> str:
    """Sentences as they are numbered above, from 1."""
    return f"[{', '.join(str(number + 1) for number in sentences)}]" if sentences else "–"


def _listed(words: Sequence[str]) -> str:
    more = len(words) - _MOST_WORDS
    rest = f" {tr('and {count} more', count=more)}" if more > 0 else ""
    return ", ".join(words[:_MOST_WORDS]) + rest


def _counted(number: int) -> str:
    return tr(_SENTENCES[number]) if number < len(_SENTENCES) else tr("{count} sentences", count=number)


def _rounded(strength: float) -> str:
    return number_said(strength, 1 if strength < 10 else 0)
