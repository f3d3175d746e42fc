"""A memory is written as TMX."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO

from tmx.errors import ConfigError
from tmx.formats.tmx import TmxHeader, write_tmx
from tmx.formats.tmx_header import header_from_text, joined_headers
from tmx.store.headers import kept_headers
from tmx.store.memory import MemoryStore
from toolkit.workflows.memory_source import is_store, open_store, read_memory_units

__all__ = ["export_memory"]

_ALL = "*all*"


def export_memory(
    memory: Path,
    output: Path | IO[bytes],
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    languages: Mapping[str, str] | None = None,
) -> int:
    """Write the units in use of a database to the TMX ``output`` (or a stream), in their order; how many were written.

    With both languages named only units in these two are written, and only these texts of them; otherwise all.
    ``languages`` renames languages. Raises :class:`~tmx.errors.AccordError` where the memory cannot be read, the file
    not be written, or only one language is named.
    """
    if (source_language is None) != (target_language is None):
        raise ConfigError("only one of two languages is named", remedy="name both --from and --to, or neither")
    if isinstance(output, Path) and output.suffix.lower() != ".tmx":
        raise ConfigError(
            f"a memory is written as TMX, not as «{output.suffix}»", remedy="name a file such as memory.tmx"
        )
    if source_language is not None and target_language is not None:
        header = None
        if is_store(memory):
            with open_store(memory) as store:
                header = _header(store)
        units = read_memory_units(memory, source_language=source_language, target_language=target_language)
        return write_tmx(output, units, source_language=source_language, languages=languages, header=header)
    with open_store(memory) as store:
        bases = store.first_languages()
        first = bases[0] if len(bases) == 1 else _ALL
        tags = [tag for tag in store.languages() if tag.partition("-")[0].lower() == first]
        header = _header(store)
        source = (header.source_language if header is not None else "") or (tags[0] if tags else _ALL)
        units = (stored.unit for stored in store)
        return write_tmx(output, units, source_language=source, languages=languages, header=header)


def _header(store: MemoryStore) -> TmxHeader | None:
    """What the files said from which the memory was imported."""
    return joined_headers([header_from_text(text) for text in kept_headers(store)])
