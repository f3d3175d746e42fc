"""From an alignment to translation units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tmx.model import Property, Segment, TranslationUnit
from toolkit.model import AlignedPair

__all__ = ["APPROVED", "units_from_alignment", "units_from_pairs"]

APPROVED = "x-approved"  # the property of a unit that a person has approved; its value is "yes"


def units_from_alignment(
    pair: AlignedPair, source_language: str, target_language: str, *, prefix: str | None = None
) -> Iterator[TranslationUnit]:
    """The units of an aligned pair of documents, in order: one for each bead with a counterpart.

    Sentences of a bead are joined by a space. A unit is named ``prefix:n`` (``prefix``: by default the source
    document's name without its suffix; ``n``: from 1) and carries the properties ``x-source-document``,
    ``x-target-document``, ``x-confidence`` (four decimals) and ``x-bead`` (``2-1``); it is dated as the translation is.
    Beads whose one side is blank give no unit, nor do those that are struck out, which keep their number; an approved
    one carries the property ``x-approved``, ``yes``.
    """
    name = Path(pair.source_name).stem if prefix is None else prefix
    number = 0
    for place, bead in enumerate(pair.alignment.beads):
        source = _joined(pair.source, bead.source)
        target = _joined(pair.target, bead.target)
        if not source or not target:
            continue
        number += 1
        if place in pair.struck_out:
            continue
        approved = (Property(APPROVED, "yes"),) if place in pair.approved else ()
        yield TranslationUnit(
            f"{name}:{number}",
            (Segment(source_language, source), Segment(target_language, target)),
            (
                Property("x-source-document", pair.source_name),
                Property("x-target-document", pair.target_name),
                Property("x-confidence", f"{bead.confidence:.4f}"),
                Property("x-bead", bead.kind),
                *approved,
            ),
            created=pair.dated,
        )


def units_from_pairs(
    pairs: Iterable[AlignedPair], source_language: str, target_language: str
) -> Iterator[TranslationUnit]:
    """The units of several pairs; documents whose names differ in the suffix only keep it in their units' names."""
    rows = list(pairs)
    stems = Counter(Path(pair.source_name).stem for pair in rows)
    for pair in rows:
        prefix = pair.source_name if stems[Path(pair.source_name).stem] > 1 else None
        yield from units_from_alignment(pair, source_language, target_language, prefix=prefix)


def _joined(sentences: Sequence[str], numbers: range) -> str:
    return " ".join(text for text in (sentences[n].strip() for n in numbers) if text)
