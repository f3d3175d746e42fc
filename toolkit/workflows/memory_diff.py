"""What changed between two memories, by content: units added, taken out, translated anew, described anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Literal, TypeVar

from msgspec import Struct

from tmx.formats.tmx_writing import in_canonical_order
from tmx.model import TranslationUnit
from tmx.store.records import date_to_text
from toolkit.workflows.memory_content import content_of

__all__ = ["UnitChange", "diff_memories"]

_T = TypeVar("_T")


class UnitChange(Struct, frozen=True):
    """A unit that is new, gone, or another: ``old`` and ``new`` are the units; ``fields`` say what differs.

    ``fields``: ``source``, ``translation``, ``codes``, ``context``, ``properties``, ``notes``, ``dates``, ``name``.
    """

    kind: Literal["added", "removed", "changed"]
    old: TranslationUnit | None
    new: TranslationUnit | None
    fields: tuple[str, ...] = ()


def diff_memories(old: Iterable[TranslationUnit], new: Iterable[TranslationUnit]) -> tuple[UnitChange, ...]:
    """The changes that lead from ``old`` to ``new``, in canonical order; the order of units is no change.

    Units that are not the same in everything are taken for one unit where their texts, codes and context agree, else
    their source and context, their texts, their source, or their names.
    """
    before, after = list(old), list(new)
    rules: tuple[Callable[[TranslationUnit], Hashable | None], ...] = (
        _everything,
        content_of,
        lambda unit: (content_of(unit).source, content_of(unit).context),
        lambda unit: (content_of(unit).source, content_of(unit).others),
        lambda unit: content_of(unit).source,
        lambda unit: None if unit.unnamed or not unit.identifier else unit.identifier,
    )
    pairs: list[tuple[TranslationUnit, TranslationUnit]] = []
    for rule in rules:
        found, before, after = _paired(before, after, rule)
        pairs += found
    changes = [UnitChange("removed", unit, None) for unit in before]
    changes += [UnitChange("added", None, unit) for unit in after]
    for one, other in pairs:
        fields = tuple(_differences(one, other))
        if fields:
            changes.append(UnitChange("changed", one, other, fields))
    order = {"removed": 0, "added": 1, "changed": 2}
    return tuple(sorted(changes, key=lambda change: (_sort_key(change), order[change.kind])))


def _sort_key(change: UnitChange) -> tuple[tuple[str, str], ...]:
    unit = change.old or change.new
    return tuple((segment.text, segment.language) for segment in unit.variants) if unit is not None else ()


def _paired(
    old: Sequence[TranslationUnit], new: Sequence[TranslationUnit], rule: Callable[[TranslationUnit], Hashable | None]
) -> tuple[list[tuple[TranslationUnit, TranslationUnit]], list[TranslationUnit], list[TranslationUnit]]:
    """Units of both sides for which ``rule`` gives the same, and what is left of either; ``None`` pairs with none."""
    waiting: dict[Hashable, list[TranslationUnit]] = defaultdict(list)
    for unit in reversed(in_canonical_order(old)):
        waiting[rule(unit)].append(unit)
    pairs, left = [], []
    for unit in in_canonical_order(new):
        key = rule(unit)
        if key is not None and waiting.get(key):
            pairs.append((waiting[key].pop(), unit))
        else:
            left.append(unit)
    return pairs, [unit for units in waiting.values() for unit in reversed(units)], left


def _everything(unit: TranslationUnit) -> Hashable:
    return (
        unit.variants,
        frozenset(unit.properties),
        unit.notes,
        date_to_text(unit.created),
        date_to_text(unit.changed),
        unit.created_by,
        unit.changed_by,
        "" if unit.unnamed else unit.identifier,
    )


def _differences(old: TranslationUnit, new: TranslationUnit) -> Iterator[str]:
    one, other = content_of(old), content_of(new)
    texts = [[(s.language.lower(), s.text) for s in unit.variants] for unit in (old, new)]
    if texts[0][:1] != texts[1][:1]:
        yield "source"
    if sorted(texts[0][1:]) != sorted(texts[1][1:]):
        yield "translation"
    if (one.source, one.others) != (other.source, other.others) and sorted(texts[0]) == sorted(texts[1]):
        yield "codes"
    if one.context != other.context:
        yield "context"
    if set(old.properties) != set(new.properties):
        yield "properties"
    if old.notes != new.notes:
        yield "notes"
    if _dates(old) != _dates(new):
        yield "dates"
    if not (old.unnamed and new.unnamed) and old.identifier != new.identifier:
        yield "name"


def _dates(unit: TranslationUnit) -> tuple[str | None, ...]:
    return date_to_text(unit.created), date_to_text(unit.changed), unit.created_by, unit.changed_by
