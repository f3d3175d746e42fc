"""A memory is written as TMX."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tmx.errors import ConfigError
from tmx.formats.tmx import write_tmx
from toolkit.workflows.memory_source import open_store, read_memory_units

__all__ = ["export_memory"]

_ALL = "*all*"


def export_memory(
    memory: Path,
    output: Path,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    languages: Mapping[str, str] | None = None,
) -> int:
    """Write the units in use of a database to the TMX ``output``, in their order; how many were written.

    With both languages named only units in these two are written, and only these texts of them; otherwise all.
    ``languages`` renames languages. Raises :class:`~tmx.errors.AccordError` where the memory cannot be read, the file
    not be written, or only one language is named.
    """
    if (source_language is None) != (target_language is None):
        raise ConfigError("only one of two languages is named", remedy="name both --from and --to, or neither")
    if output.suffix.lower() != ".tmx":
        raise ConfigError(
            f"a memory is written as TMX, not as «{output.suffix}»", remedy="name a file such as memory.tmx"
        )
    if source_language is not None and target_language is not None:
        units = read_memory_units(memory, source_language=source_language, target_language=target_language)
        return write_tmx(output, units, source_language=source_language, languages=languages)
    with open_store(memory) as store:
        bases = store.first_languages()
        first = bases[0] if len(bases) == 1 else _ALL
        tags = [tag for tag in store.languages() if tag.partition("-")[0].lower() == first]
        return write_tmx(
            output, (stored.unit for stored in store), source_language=tags[0] if tags else _ALL, languages=languages
        )
