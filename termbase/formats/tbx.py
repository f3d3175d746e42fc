"""TBX: TermBase eXchange (ISO 30042:2019 and its forerunners), read and written as a stream.

Reading takes TBX v3 (``<tbx>``) in both styles, DCA (``<termNote type="partOfSpeech">``) and DCT
(``<min:partOfSpeech>``), held to the rules of its dialect, and TBX v2 (``<martif>`` with ``tig`` or ``ntig``), which
was never as strict in practice and is read as it comes; so is TBX-Min in its draft of 2013 (``<TBX>``). Data categories
that Accord does not use itself are kept and written back at their level, and what a file does not say of a term's
status and type is not said when it is written again.

Writing gives TBX v3 in DCA style: TBX-Basic where that has a place for all that the glossary holds, else a dialect of
its own, ``TBX-Accord``, with the core structure of the standard and the further data categories where they stood. What
neither can say stands in notes that are read back (see :mod:`termbase.formats.tbx_names`). TBX v2 is written on
request, and so is TBX-Basic in DCT style.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from termbase.formats.tbx_min import MIN_ROOT, modernise
from termbase.formats.tbx_names import WRITTEN_BY
from termbase.formats.tbx_reading import concept_of, header_data, header_title, persons
from termbase.formats.tbx_rules import RuleBook
from termbase.formats.tbx_writing import Dialect, dialect_for, tbx_lines
from termbase.model import Category, Concept, Glossary
from tmx.errors import ParseError, TermbaseError
from tmx.files import write_whole
from tmx.formats.xml_records import Record, Vocabulary, read_records

__all__ = ["TbxHead", "read_tbx", "read_tbx_head", "tbx_faults", "write_tbx"]

_HEADERS = frozenset({"tbxHeader", "martifHeader"})
_ENTRIES = frozenset({"conceptEntry", "termEntry"})
_VOCABULARY = Vocabulary(
    title="TBX",
    roots=frozenset({"tbx", "martif", MIN_ROOT}),
    records=_HEADERS | _ENTRIES | {"back", "header", "entry"},
    units=_ENTRIES | {"entry"},
    # The second edition's namespace, that of its drafts, and those that v2 files are met with.
    namespaces=frozenset(
        {
            "urn:iso:std:iso:30042:ed-2",
            "urn:iso:std:iso:30042:ed:3.0",
            "iso.org/ns/tbx/2016",
            "http://www.lisa.org/TBX-Specification.33.0.html",
        }
    ),
    containers=frozenset({"tbx", "martif", MIN_ROOT, "text", "body"}),
    unit="concept",
)


def read_tbx(path: Path) -> Glossary:
    """The glossary in a TBX file, v3 or v2.

    A language's definition stays apart from the concept's own. An unknown administrative status counts as preferred,
    and is written back. Entities are never expanded and nothing outside the file is opened. Raises
    :class:`~tmx.errors.ParseError` (with the line) where the XML is broken or hostile, is no TBX, breaks a rule of its
    dialect, or has two concepts with one identifier, and :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    data: list[Category] = []
    concepts: list[Concept] = []
    for record in _records(path):
        element = record.element
        if element.tag in _HEADERS:
            data.extend(header_data(element))
        elif element.tag == "back":
            data.extend(persons(element))
        elif element.tag in _ENTRIES:
            concept = concept_of(path, record, len(concepts) + 1)
            if concept is not None:
                concepts.append(concept)
    return Glossary(tuple(concepts), name=path.stem, data=tuple(data))


def tbx_faults(path: Path, most: int = 100) -> list[ParseError]:
    """All that keeps the file from being read as :func:`read_tbx` does, in order of lines, ``most`` of it at most.

    Behind XML that is broken nothing can be told. Raises :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    faults: list[ParseError] = []
    rules = RuleBook(path, faults=faults)
    lines: dict[str, int] = {}
    strict = False
    try:
        for record in read_records(path, _VOCABULARY):
            before = len(faults)
            modernise(path, record)
            root = record.ancestors[0] if record.ancestors else record.element
            strict = root.tag == "tbx"
            if strict:
                rules.check(record)
            if record.element.tag in _ENTRIES and len(faults) == before:
                faults += _entry_faults(path, record, {} if strict else lines)
            if len(faults) >= most:
                break
        else:
            if strict:
                rules.finish()
    except ParseError as error:
        faults.append(error)
    return sorted(faults, key=lambda fault: fault.line or 0)[:most]


def _entry_faults(path: Path, record: Record, lines: dict[str, int]) -> Iterator[ParseError]:
    """What is wrong with an entry beside the rules of its dialect."""
    try:
        _check_identifier(path, record, lines)
    except ParseError as error:
        yield error
    try:
        concept_of(path, record, 1)
    except ParseError as error:
        yield error


class TbxHead(Struct, frozen=True):
    """What a TBX file says first: its title, whether Accord wrote it, the version, 2 or 3, and the style."""

    title: str
    own: bool
    version: int = 3
    style: str = "dca"


def read_tbx_head(path: Path) -> TbxHead:
    """The header of a TBX file. Raises what :func:`read_tbx` raises, as far as the file was read."""
    for record in read_records(path, _VOCABULARY):
        modernise(path, record)
        version = 2 if record.ancestors and record.ancestors[0].tag == "martif" else 3
        style = (record.ancestors[0].get("style") if record.ancestors else None) or "dca"
        if record.element.tag in _HEADERS:
            paragraphs = ("".join(element.itertext()).strip() for element in record.element.iter("p"))
            return TbxHead(header_title(record.element), WRITTEN_BY in paragraphs, version, style)
        if record.element.tag in _ENTRIES:
            return TbxHead("", False, version)
    return TbxHead("", False)


def _records(path: Path) -> Iterator[Record]:
    """The records of the file, each held to the rules of the file's dialect before it is handed over."""
    rules = RuleBook(path)
    lines: dict[str, int] = {}
    strict = False
    for record in read_records(path, _VOCABULARY):
        modernise(path, record)
        root = record.ancestors[0] if record.ancestors else record.element
        strict = root.tag == "tbx"
        if strict:
            rules.check(record)
        elif record.element.tag in _ENTRIES:
            _check_identifier(path, record, lines)
        yield record
    if strict:
        rules.finish()


def _check_identifier(path: Path, record: Record, lines: dict[str, int]) -> None:
    identifier = record.element.get("id")
    if identifier is None:
        return
    if identifier in lines:
        raise ParseError(
            f"two concepts have the id «{identifier}»: this one and that of line {lines[identifier]}",
            path=path,
            line=record.line,
            remedy="give one of them another id, or export again",
        )
    lines[identifier] = record.line


def write_tbx(path: Path, glossary: Glossary, *, version: int = 3, basic: bool = False, style: str = "dca") -> None:
    """Write ``glossary`` as TBX v3 or, with ``version`` 2, v2, in the order of the glossary.

    TBX v3 is TBX-Basic where that can hold it all; with ``basic`` it is TBX-Basic in any case, and other programs'
    data categories stand in notes that are read back. In the ``style`` ``dct``, too: its elements are those of
    TBX-Basic's modules. Raises :class:`~tmx.errors.TermbaseError` for a glossary
    without concepts, which TBX has no form for, or with a language that is no BCP 47 tag, and
    :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    if not any(concept.terms for concept in glossary):
        raise TermbaseError("the glossary has no concepts, and TBX needs one at least", path=path)
    dialect = Dialect.V2 if version == 2 else Dialect.BASIC if basic or style == "dct" else dialect_for(glossary)
    with write_whole(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n", write_through=True)
        for piece in tbx_lines(glossary, dialect, dct=style == "dct"):
            text.write(piece)
        text.detach()
