"""The glossary formats: which module reads and writes a file, by its suffix, its content, or a name that is given.

A format is an entry of :data:`FORMATS`; what survives in it is what it ``holds``, and the table of the documentation
says the same. Several formats share a suffix: which one a ``.txt`` or an ``.xml`` is, its first bytes tell when it is
read; when it is written, the first format with the suffix is taken unless another is named.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

from termbase.model import Glossary
from tmx.errors import ConfigError, StoreError, UnknownFormatError
from tmx.files import open_bytes
from tmx.workbooks import refuse_foreign_workbook

__all__ = [
    "FORMATS",
    "GLOSSARY_SUFFIXES",
    "Feature",
    "GlossaryFormat",
    "find_format",
    "format_of_file",
    "read_glossary",
    "write_glossary",
]

_HEAD = 4096
_REMARK = "#"  # a sign by itself only where the first line has no tab


class Feature(StrEnum):
    """Something that a format can hold or cannot."""

    TERMS = "every term, in any number of languages"
    CONCEPTS = "which terms belong together"
    STATUS = "all five statuses"
    PROPOSED = "what is only proposed"
    GRAMMAR = "part of speech"
    GENDER = "gender"
    TYPE = "type, number, whether capitals count"
    SUBJECT = "subject field and definition"
    DEFINITIONS = "definitions in several languages"
    NOTES = "notes on the concept"
    TERM_NOTES = "notes on a term"
    CONTEXTS = "contexts and sources"
    MANAGED = "customer, project, dates and authors"
    OTHER = "data of other programs"
    FILE = "what a file says of itself and of persons"


_ALL = frozenset(Feature)
_TABLE = _ALL - {Feature.FILE}


class GlossaryFormat(Struct, frozen=True):
    """A format: its ``name`` for ``--format``, its title, its suffixes, what it holds.

    ``reader`` and ``writer`` are functions as ``module:name``, imported when they are used. ``languages`` says whether
    they take ``source_language`` and ``target_language``, ``suffixed`` whether they take the suffix, ``encoded``
    whether the reader takes an encoding, ``options`` what else the writer is given. ``signs`` are the beginnings, in
    lower case, by which a file is known.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    reader: str
    writer: str
    holds: frozenset[Feature]
    languages: tuple[bool, bool] = (False, False)
    suffixed: tuple[bool, bool] = (False, False)
    encoded: bool = False
    options: tuple[tuple[str, object], ...] = ()
    signs: tuple[str, ...] = ()


def _here(module: str, reader: str, writer: str) -> tuple[str, str]:
    return f"termbase.formats.{module}:{reader}", f"termbase.formats.{module}:{writer}"


_READ_TABLE, _WRITE_TABLE = _here("tabular", "read_table", "write_table")
_READ_OMEGAT, _WRITE_OMEGAT = _here("omegat", "read_omegat", "write_omegat")

FORMATS: tuple[GlossaryFormat, ...] = (
    GlossaryFormat(
        "tbx",
        "TBX v3",
        (".tbx", ".xml"),
        *_here("tbx", "read_tbx", "write_tbx"),
        _ALL,
        signs=("<tbx", "<martif"),
    ),
    GlossaryFormat(
        "tbx2",
        "TBX v2",
        (".tbx", ".xml"),
        *_here("tbx", "read_tbx", "write_tbx"),
        _ALL,
        options=(("version", 2),),
    ),
    GlossaryFormat(
        "tbx-dct",
        "TBX v3 DCT",
        (".tbx", ".xml"),
        *_here("tbx", "read_tbx", "write_tbx"),
        _ALL,
        options=(("style", "dct"),),
    ),
    GlossaryFormat(
        "table",
        "CSV, TSV",
        (".csv", ".tsv", ".tab", ".txt"),
        _READ_TABLE,
        _WRITE_TABLE,
        _TABLE,
        languages=(True, False),
        suffixed=(True, True),
        encoded=True,
    ),
    GlossaryFormat(
        "xlsx",
        "XLSX",
        (".xlsx",),
        *_here("xlsx", "read_workbook_glossary", "write_workbook_glossary"),
        _TABLE,
        languages=(True, False),
    ),
    GlossaryFormat(
        "multiterm",
        "MultiTerm XML",
        (".xml", ".mtf"),
        *_here("multiterm", "read_multiterm", "write_multiterm"),
        _TABLE,
        signs=("<mtf",),
    ),
    GlossaryFormat(
        "utx",
        "UTX 1.11",
        (".utx", ".txt", ".tsv"),
        *_here("utx", "read_utx", "write_utx"),
        frozenset(
            {
                Feature.CONCEPTS,
                Feature.PROPOSED,
                Feature.GRAMMAR,
                Feature.GENDER,
                Feature.SUBJECT,
                Feature.NOTES,
                Feature.TERM_NOTES,
            }
        ),
        languages=(False, True),
        signs=("#utx",),
    ),
    GlossaryFormat(
        "po",
        "PO",
        (".po", ".pot"),
        *_here("po", "read_po_glossary", "write_po_glossary"),
        frozenset({Feature.CONCEPTS, Feature.PROPOSED, Feature.SUBJECT, Feature.NOTES}),
        languages=(True, True),
    ),
    GlossaryFormat(
        "omegat",
        "OmegaT",
        (".utf8", ".txt", ".tab"),
        _READ_OMEGAT,
        _WRITE_OMEGAT,
        frozenset(),
        languages=(True, True),
        encoded=True,
        signs=(_REMARK,),
    ),
    GlossaryFormat(
        "omegat-csv",
        "OmegaT CSV",
        (".csv",),
        _READ_TABLE,
        _here("omegat", "", "write_omegat_csv")[1],
        frozenset(),
        languages=(True, True),
        suffixed=(True, False),
        encoded=True,
    ),
    GlossaryFormat(
        "db",
        "glossary database",
        (".db",),  # that of termbase.store.files, which would bring the database with it
        "termbase.store.files:read_store",
        "termbase.store.files:pour_into_store",
        _TABLE,
    ),
)
GLOSSARY_SUFFIXES = tuple(dict.fromkeys(suffix for one in FORMATS for suffix in one.suffixes))


def find_format(name: str) -> GlossaryFormat:
    """The format of that name. Raises :class:`~tmx.errors.UnknownFormatError` where there is none."""
    for one in FORMATS:
        if one.name == name.lower():
            return one
    remedy = f"the formats are: {', '.join(one.name for one in FORMATS)}"
    raise UnknownFormatError(f"«{name}» is not a glossary format", remedy=remedy)


def format_of_file(path: Path, suffix: str | None = None) -> GlossaryFormat:
    """The format of a file that is to be read: by its suffix, and where several have that, by how it begins.

    Raises :class:`~tmx.errors.UnknownFormatError` where no format has the suffix, and
    :class:`~tmx.errors.StoreError` where it is a folder, or the file cannot be read.
    """
    if suffix is None and not path.suffix and path.is_dir():
        raise StoreError("this is a folder, a file was expected", path=path, remedy="name one file in it")
    try:
        candidates = _by_suffix(path, suffix)
    except UnknownFormatError:
        open_bytes(path).close()  # a file that is not there is told as such, whatever its suffix
        raise
    signed = [one for one in candidates if one.signs]
    if len(candidates) == 1 or not signed:
        return candidates[0]
    head = _head(path)
    return next((one for one in signed if any(_begins(head, sign) for sign in one.signs)), candidates[0])


def _by_suffix(path: Path, suffix: str | None) -> list[GlossaryFormat]:
    wanted = suffix or path.suffix.lower()
    candidates = [one for one in FORMATS if wanted in one.suffixes]
    if candidates:
        return candidates
    refuse_foreign_workbook(path)
    remedy = f"the suffix can be one of: {', '.join(GLOSSARY_SUFFIXES)}"
    raise UnknownFormatError("this is not a known glossary format", path=path, remedy=remedy)


def _head(path: Path) -> str:
    """How the file begins, in lower case, in whatever Unicode encoding."""
    with open_bytes(path) as stream:
        head = stream.read(_HEAD)
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return head.decode(encoding, "ignore").lstrip().lower()


def _begins(head: str, sign: str) -> bool:
    """Whether the file begins with the sign; a tag may stand behind a declaration, remarks and a DOCTYPE."""
    if sign == _REMARK:
        return head.startswith(sign) and "\t" not in head.partition("\n")[0]
    if not sign.startswith("<"):
        return head.startswith(sign)
    place = head.find(sign)
    after = head[place + len(sign) : place + len(sign) + 1]
    return head.startswith("<") and place >= 0 and (after.isspace() or after in (">", "/"))


def _imported(function: str) -> Callable[..., Any]:
    module, _, name = function.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def read_glossary(
    path: Path,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    suffix: str | None = None,
    file_format: str | None = None,
    encoding: str | None = None,
) -> Glossary:
    """The glossary in a file of any of :data:`FORMATS`, or in a glossary database.

    ``source_language`` and ``target_language`` serve files that do not name their languages, ``suffix`` files whose
    own does not tell the format, and ``file_format`` names it outright. ``encoding`` is that of a table or an OmegaT
    glossary that is not in UTF-8; other formats name their own. Raises
    :class:`~tmx.errors.UnknownFormatError` for another suffix or name, :class:`~tmx.errors.ParseError` for a file that
    is not what its suffix says, and :class:`~tmx.errors.StoreError` where it cannot be read.
    """
    chosen = find_format(file_format) if file_format else format_of_file(path, suffix)
    settings: dict[str, object] = {}
    if chosen.languages[0]:
        settings |= {"source_language": source_language, "target_language": target_language}
    if chosen.suffixed[0]:
        settings["suffix"] = suffix
    if encoding is not None:
        if not chosen.encoded:
            reason = f"{chosen.title} says itself how it is encoded, or has one encoding only"
            raise ConfigError(reason, path=path, remedy="leave out --encoding")
        settings["encoding"] = encoding
    glossary: Glossary = _imported(chosen.reader)(path, **settings)
    return glossary


def write_glossary(
    path: Path,
    glossary: Glossary,
    *,
    suffix: str | None = None,
    file_format: str | None = None,
    source_language: str | None = None,
    target_language: str | None = None,
    basic: bool = False,
) -> None:
    """Write ``glossary`` in the format that ``file_format`` names, else in the first one with the suffix.

    ``suffix`` stands for that of ``path``. ``source_language`` and ``target_language`` are the two languages of formats
    that hold pairs (the first two of the glossary if not given). ``basic`` keeps TBX v3 to TBX-Basic, see
    :func:`~termbase.formats.tbx.write_tbx`. A glossary database (``.db``) is not replaced: the glossary is poured into
    what it has. Raises :class:`~tmx.errors.UnknownFormatError` for another suffix or name,
    :class:`~tmx.errors.StoreError` where the file cannot be written, and :class:`~tmx.errors.TermbaseError` for a
    glossary that the format cannot hold.
    """
    chosen = find_format(file_format) if file_format else _by_suffix(path, suffix)[0]
    settings: dict[str, object] = dict(chosen.options)
    if chosen.languages[1]:
        settings |= {"source_language": source_language, "target_language": target_language}
    if chosen.suffixed[1]:
        settings["suffix"] = suffix
    if chosen.name == "tbx":
        settings["basic"] = basic
    _imported(chosen.writer)(path, glossary, **settings)
