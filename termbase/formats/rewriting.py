"""Glossary files that are read, changed and written again: in their own format, under their own title.

Nothing may be lost on the way. A table and a TBX that Accord wrote come back as they were. A TBX of another program,
and a table with a row a concept, would come back in Accord's form: they are not written over.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec.structs import replace

from termbase.formats.registry import GLOSSARY_SUFFIXES, Feature, find_format, format_of_file, read_glossary
from termbase.formats.tabular import is_long_table, names_concepts, title_above
from termbase.formats.tbx import read_tbx_head
from termbase.keys import concepts_by_identifier
from termbase.model import Glossary, Status
from termbase.store.files import is_store
from tmx.errors import AccordError, StoreError, TermbaseError, UnknownFormatError
from tmx.files import open_bytes
from tmx.quoting import pasted

__all__ = [
    "glossary_suffix",
    "has_names",
    "in_turn",
    "read_again",
    "refuse_decided",
    "refuse_foreign",
    "refuse_same_names",
]

_OWN = ("table", "xlsx", "db")
_HEAD = 4096
_ZIP = b"PK\x03\x04"
# How formats begin whose files have lost their suffix; what has none of these signs is a table.
_SIGNS = (
    (re.compile(rb'^(?:#[^\n]*\n|[^\S\n]*\n)*+(?:msgctxt "[^\n]*\n)?msgid "'), ".po"),
    (re.compile(rb"^#UTX", re.IGNORECASE), ".utx"),
    (re.compile(rb"^#[^\t\n]*\n"), ".utf8"),
)


def glossary_suffix(path: Path) -> str:
    """The suffix that says the format of ``path``: its own, or what its content tells where it has none.

    Version control hands over temporary files without a suffix. Raises :class:`~tmx.errors.UnknownFormatError` for a
    suffix that is no glossary's, and :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in GLOSSARY_SUFFIXES:
        return suffix
    if suffix:
        remedy = f"the suffix can be one of: {', '.join(GLOSSARY_SUFFIXES)}"
        raise UnknownFormatError("this is not a known glossary format", path=path, remedy=remedy)
    with open_bytes(path) as stream:
        head = stream.read(_HEAD)
    if head.startswith(_ZIP):
        return ".xlsx"
    head = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe \r\n")
    if head.startswith(b"<"):
        return ".mtf" if format_of_file(path, ".xml").name == "multiterm" else ".tbx"
    told = next((suffix for sign, suffix in _SIGNS if sign.search(head)), None)
    if told is not None:
        return told
    first = head.partition(b"\n")[0]
    return ".tsv" if first.count(b"\t") > max(first.count(b","), first.count(b";")) else ".csv"


def read_again(
    path: Path,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    suffix: str | None = None,
    may_be_empty: bool = False,
) -> Glossary:
    """The glossary in ``path``, with the name that a file written again is to carry.

    ``may_be_empty`` takes a file without a byte for a glossary without concepts. Raises what
    :func:`~termbase.formats.registry.read_glossary` raises, and :class:`~tmx.errors.TermbaseError` where two concepts
    have the same identifier.
    """
    if may_be_empty and path.is_file() and path.stat().st_size == 0:
        return Glossary(())
    suffix = suffix or glossary_suffix(path)
    glossary = read_glossary(path, source_language=source_language, target_language=target_language, suffix=suffix)
    refuse_same_names(path, glossary)
    return replace(glossary, name=read_tbx_head(path).title) if _is_tbx(path, suffix) else glossary


@contextmanager
def in_turn(path: Path) -> Iterator[None]:
    """While the block runs, no other Accord on this computer that asks for its turn works on a file of that folder.

    Who comes second waits. Where a folder cannot be locked (Windows, some network folders) nobody waits.
    """
    try:
        import fcntl

        folder = os.open(path.resolve().parent, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def refuse_same_names(path: Path, glossary: Glossary) -> None:
    """Raise :class:`~tmx.errors.TermbaseError` where two concepts of the glossary in ``path`` have one identifier."""
    try:
        concepts_by_identifier(glossary)
    except TermbaseError as error:
        raise TermbaseError(error.reason, path=path, remedy=error.remedy) from error


def _is_tbx(path: Path, suffix: str) -> bool:
    return format_of_file(path, suffix).name == "tbx"


def has_names(
    path: Path, *, suffix: str | None = None, file_format: str | None = None, encoding: str | None = None
) -> bool:
    """Whether the concepts in ``path`` have names that last, and not only the numbers of their rows.

    ``suffix``, ``file_format`` and ``encoding`` are those with which it is read. Raises what
    :func:`~termbase.formats.registry.read_glossary` raises.
    """
    if is_store(path):
        return True
    suffix = suffix or glossary_suffix(path)
    chosen = find_format(file_format) if file_format else format_of_file(path, suffix)
    if chosen.name == "table":
        return names_concepts(path, suffix=suffix, encoding=encoding)
    if chosen.name == "xlsx":
        from termbase.formats.xlsx import workbook_names_concepts

        return workbook_names_concepts(path)
    if chosen.name == "utx":
        from termbase.formats.utx import utx_names_concepts

        return utx_names_concepts(path)
    return Feature.CONCEPTS in chosen.holds


def refuse_foreign(path: Path, *, suffix: str | None = None) -> None:
    """Raise :class:`~tmx.errors.StoreError` where ``path`` would come back in another form, or not whole."""
    suffix = suffix or glossary_suffix(path)
    chosen = format_of_file(path, suffix)
    if chosen.name == "tbx":
        head = read_tbx_head(path)
        if head.own and head.version == 3 and head.style == "dca":
            return
        who = "another program wrote this TBX"
        if head.own:
            who = "this is TBX v2" if head.version == 2 else "this is TBX in DCT style"
        reason = f"{who}, and it would come back in the form that Accord gives it"
    elif chosen.name in _OWN:
        lost = _beside_glossary(path, chosen.name, suffix)
        if not lost and _has_row_a_term(path, chosen.name, suffix):
            return
        reason = (
            f"the file has more than a glossary ({lost}), which would not come back"
            if lost
            else "the table has a row a concept, and would come back with a row a term and other columns"
        )
    else:
        reason = f"this is {chosen.title}, made for another program, and cannot be worked on in place"
    remedy = f"make a copy to work on: accord terms convert {pasted(path)} COPY.tbx"
    raise StoreError(reason, path=path, remedy=remedy)


def _has_row_a_term(path: Path, name: str, suffix: str) -> bool:
    """Whether a table has the form in which Accord writes it."""
    if name == "xlsx":
        from termbase.formats.xlsx import is_long_workbook

        return is_long_workbook(path)
    return name != "table" or is_long_table(path, suffix=suffix)


def _beside_glossary(path: Path, name: str, suffix: str) -> str:
    """What a table holds besides its rows: titles above the header, other sheets; empty where there is nothing."""
    if name == "xlsx":
        from termbase.formats.xlsx import sheets_beside_glossary

        return ", ".join(sheets_beside_glossary(path))
    return " ".join(title_above(path, suffix=suffix)) if name == "table" else ""


def refuse_decided(path: Path, option: str) -> None:
    """Raise :class:`~tmx.errors.StoreError` where a draft written to ``path`` would take the place of decisions.

    ``option`` is what the remedy names to go on with them. A file that is no glossary holds none.
    """
    if not path.is_file() or is_store(path):  # a database is never replaced by a draft
        return
    try:
        glossary = read_glossary(path)
    except AccordError:
        return
    decided = sum(term.status is not Status.PROPOSED for concept in glossary for term in concept.terms)
    if decided:
        raise StoreError(
            f"the glossary there has {decided} terms that were decided on, and a new draft would replace them",
            path=path,
            remedy=f"move it elsewhere, with its list of rejected ones, and name it with {option}",
        )
