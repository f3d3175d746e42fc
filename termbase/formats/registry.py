"""Which module reads and writes a glossary file, by its suffix."""

from __future__ import annotations

from pathlib import Path

from termbase.formats.tabular import read_table, write_table
from termbase.formats.tbx import read_tbx, write_tbx
from termbase.model import Glossary
from termbase.store.files import STORE_SUFFIX, pour_into_store, read_store
from tmx.errors import UnknownFormatError

__all__ = ["GLOSSARY_SUFFIXES", "read_glossary", "write_glossary"]

_TABLES = (".csv", ".tsv", ".tab", ".txt")
GLOSSARY_SUFFIXES = (".tbx", ".xml", *_TABLES, STORE_SUFFIX)


def read_glossary(
    path: Path, *, source_language: str | None = None, target_language: str | None = None, suffix: str | None = None
) -> Glossary:
    """The glossary in a TBX, CSV or TSV file, or in a glossary database.

    ``source_language`` and ``target_language`` serve tables that do not name their languages, ``suffix`` files whose
    own does not tell the format. Raises
    :class:`~tmx.errors.UnknownFormatError` for another suffix, :class:`~tmx.errors.ParseError` for a file that is
    not what its suffix says, and :class:`~tmx.errors.StoreError` where it cannot be read.
    """
    suffix = suffix or path.suffix.lower()
    if suffix in (".tbx", ".xml"):
        return read_tbx(path)
    if suffix in _TABLES:
        return read_table(path, source_language=source_language, target_language=target_language, suffix=suffix)
    if suffix == STORE_SUFFIX:
        return read_store(path)
    raise _unknown(path)


def write_glossary(path: Path, glossary: Glossary, *, suffix: str | None = None) -> None:
    """Write ``glossary`` as TBX-Basic (TBX v3) or as a table, by the suffix of ``path``, or by ``suffix`` if given.

    A glossary database (``.db``) is not replaced: the glossary is poured into what it has.
    Raises :class:`~tmx.errors.UnknownFormatError` for another suffix, :class:`~tmx.errors.StoreError` where the file
    cannot be written, and :class:`~tmx.errors.TermbaseError` for a glossary that the format cannot hold.
    """
    suffix = suffix or path.suffix.lower()
    if suffix in (".tbx", ".xml"):
        write_tbx(path, glossary)
    elif suffix in _TABLES:
        write_table(path, glossary, suffix=suffix)
    elif suffix == STORE_SUFFIX:
        pour_into_store(path, glossary)
    else:
        raise _unknown(path)


def _unknown(path: Path) -> UnknownFormatError:
    remedy = f"the suffix can be one of: {', '.join(GLOSSARY_SUFFIXES)}"
    return UnknownFormatError("this is no known glossary format", path=path, remedy=remedy)
