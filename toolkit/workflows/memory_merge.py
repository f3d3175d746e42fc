"""Memories become one, by content; with a common ancestor what one side took out stays out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from tmx.errors import ConfigError
from tmx.formats.tmx import write_tmx
from tmx.formats.tmx_header import joined_headers
from tmx.formats.tmx_writing import in_canonical_order
from tmx.model import TranslationUnit
from tmx.store.importing import ImportSource, import_units
from tmx.store.records import content_key
from toolkit.workflows.memory_content import UnitContent, content_of, header_of, joined_unit, memory_units
from toolkit.workflows.memory_import import refresh_index
from toolkit.workflows.memory_source import is_store, open_store

__all__ = ["MergeConflict", "MergeResult", "merge_memories", "merge_units"]

_ALL = "*all*"


class MergeConflict(Struct, frozen=True):
    """A source that two memories translate in different new ways since their common ancestor; all are kept."""

    source: str
    translations: tuple[str, ...]


class MergeResult(Struct, frozen=True):
    """What merging gave: the units in canonical order, how many were read, and the conflicts."""

    units: tuple[TranslationUnit, ...]
    read: int
    conflicts: tuple[MergeConflict, ...] = ()


def merge_units(
    memories: Sequence[Iterable[TranslationUnit]], base: Iterable[TranslationUnit] | None = None
) -> MergeResult:
    """The units of several memories, each content once, in canonical order: the order of the memories does not count.

    Units of the same content are joined. With ``base``, the memory that all of them come from, what is in it and was
    taken out of one of them stays out.
    """
    read = 0
    sides: list[Mapping[UnitContent, TranslationUnit]] = []
    for memory in memories:
        gathered: dict[UnitContent, list[TranslationUnit]] = {}
        for unit in memory:
            read += 1
            if unit.variants:
                gathered.setdefault(content_of(unit), []).append(unit)
        sides.append({content: joined_unit(units) for content, units in gathered.items()})
    before = set() if base is None else {content_of(unit) for unit in base if unit.variants}
    merged: dict[UnitContent, list[TranslationUnit]] = {}
    for side in sides:
        for content, unit in side.items():
            if content not in before or all(content in other for other in sides):
                merged.setdefault(content, []).append(unit)
    units = in_canonical_order(joined_unit(several) for several in merged.values())
    return MergeResult(tuple(units), read, _conflicts(sides, merged, before) if base is not None else ())


def _conflicts(
    sides: Sequence[Mapping[UnitContent, TranslationUnit]],
    merged: Mapping[UnitContent, Sequence[TranslationUnit]],
    before: set[UnitContent],
) -> tuple[MergeConflict, ...]:
    known = {(content.source, content.context) for content in before}
    new: dict[tuple[str, tuple[str, int, int]], list[UnitContent]] = {}
    for content in merged:
        if content not in before and (content.source, content.context) in known:
            new.setdefault((content.source, content.context), []).append(content)
    found = []
    for contents in new.values():
        makers = [{number for number, side in enumerate(sides) if content in side} for content in contents]
        if len(contents) > 1 and not set.intersection(*makers):
            several = [merged[content][0] for content in contents]
            translations = sorted(" / ".join(s.text for s in unit.variants[1:]) for unit in several)
            found.append(MergeConflict(several[0].variants[0].text, tuple(translations)))
    return tuple(sorted(found, key=lambda conflict: (conflict.source, conflict.translations)))


def merge_memories(
    paths: Sequence[Path],
    output: Path,
    *,
    source_language: str,
    target_language: str,
    base: Path | None = None,
) -> MergeResult:
    """Merge memories (databases, files of units) into ``output``: a TMX, or a database, which may exist already.

    Raises :class:`~tmx.errors.AccordError` where one cannot be read or ``output`` not be written, and
    :class:`~tmx.errors.ConfigError` where its name says that it is neither.
    """
    database = is_store(output)
    if not database and output.suffix.lower() != ".tmx":
        raise ConfigError(
            f"a memory is written as TMX or .db, not as «{output.suffix}»", remedy="name a file such as merged.tmx"
        )
    read = [memory_units(path, source_language, target_language) for path in paths]
    ancestor = None if base is None else memory_units(base, source_language, target_language)
    result = merge_units(read, ancestor)
    if database:
        with open_store(output, create=True) as store:
            name = f"merge of {', '.join(path.name for path in paths)}"
            import_units(store, result.units, ImportSource(name, _digest(result.units)))
            refresh_index(store)
        return result
    headers = [header for header in map(header_of, sorted(paths)) if header is not None]
    header = joined_headers(headers)
    said = header.source_language if header is not None else ""
    write_tmx(output, result.units, source_language=said or _first_language(result.units), header=header)
    return result


def _digest(units: Sequence[TranslationUnit]) -> str:
    """A sum of what is merged, by which a merge that was killed is recognised and gone on with."""
    total = blake2b(digest_size=16)
    for unit in units:
        total.update(content_key(unit).to_bytes(8, "big", signed=True))
    return f"merge {total.hexdigest()}"


def _first_language(units: Sequence[TranslationUnit]) -> str:
    languages = {unit.variants[0].language for unit in units}
    return languages.pop() if len(languages) == 1 else _ALL
