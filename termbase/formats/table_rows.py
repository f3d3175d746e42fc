"""The long form of a glossary table: a row for each term, whatever file the rows stand in.

Rows with the same ``concept`` name one concept, wherever they stand. Several contexts or notes stand in one cell, a
line each. A definition in a concept's first row is the concept's own, unless it says its language (``en: …``); one in
another row is that of the row's language. Notes on the concept stand in its first row, after ``concept: ``, and so do
its customer, project, history and other data. The columns for these, :data:`_MORE_COLUMNS`, are written where the
glossary has something for them.

A column of another name is the table's own: what it says is a data category of the row's term, which is written back as
a column. Columns of synonyms, acronyms and forbidden terms hold further terms, in the row's language or in their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from termbase.formats.categories import (
    clean,
    read_case,
    read_gender,
    read_number,
    read_part_of_speech,
    read_status,
    read_term_type,
)
from termbase.formats.headers import Column, column_of
from termbase.formats.plain_data import (
    category_line,
    read_category_line,
    read_transaction_line,
    transaction_line,
)
from termbase.formats.text_files import lines_of
from termbase.model import (
    CaseRule,
    Category,
    Concept,
    Definition,
    Glossary,
    Status,
    Term,
    TermType,
    Transaction,
    ordered_terms,
    stated_data,
)
from tmx.errors import ParseError
from tmx.text.languages.naming import language_of

__all__ = [
    "COLUMNS",
    "MORE_TERMS",
    "SEPARATORS",
    "TableRow",
    "concepts_of_rows",
    "language_of_row",
    "read_value",
    "several",
    "table_rows",
    "too_many_cells",
]

COLUMNS = (
    "concept",
    "subject",
    "language",
    "term",
    "status",
    "type",
    "part of speech",
    "gender",
    "case",
    "definition",
    "context",
    "source",
    "note",
)
_MORE_COLUMNS = ("number", "customer", "project", "history", "other data")
_ALL_COLUMNS = (*COLUMNS, *_MORE_COLUMNS)
MORE_TERMS = {  # columns of further terms of a concept, by their fields
    "synonym": (Status.ADMITTED, TermType.FULL_FORM),
    "acronym": (Status.ADMITTED, TermType.ACRONYM),
    "avoided": (Status.FORBIDDEN, TermType.FULL_FORM),
}
SEPARATORS = "\n;|"  # between further terms
_MOST_OWN = 100  # columns of a table's own; what is beyond them is other data
_OWN = "descrip"  # the kind of data that a column of the table's own holds
_E = TypeVar("_E", bound=StrEnum)
_OF_CONCEPT = "concept: "
_TERM_ID = "id="


class TableRow(Struct, frozen=True):
    """A row of a table: its line (or its number in a sheet), from 1, and its cells as text."""

    line: int
    cells: tuple[str, ...]


def table_rows(glossary: Glossary) -> Iterator[tuple[str, ...]]:
    """The header and a row for each term.

    The columns of :data:`_MORE_COLUMNS` are there where something is in them, and behind them the table's own.
    """
    terms = (term for concept in glossary for term in ordered_terms(concept.terms))
    names = tuple(islice(dict.fromkeys(name for term in terms for name in _own_cells(term)), _MOST_OWN))
    count = len(COLUMNS)
    waiting = dict.fromkeys(range(count, len(_ALL_COLUMNS)))
    used: list[int] = []
    for row in _rows(glossary, names):
        found = [number for number in waiting if row[number]]
        for number in found:
            del waiting[number]
        used += found
        if not waiting:
            break
    kept = [*range(count), *sorted(used), *range(len(_ALL_COLUMNS), len(_ALL_COLUMNS) + len(names))]
    for row in ((*_ALL_COLUMNS, *names), *_rows(glossary, names)):
        yield tuple(row[number] for number in kept)


def _own_cells(term: Term) -> dict[str, str]:
    """What stands in columns of the table's own, by their names: data that is read again as it is."""
    cells: dict[str, str] = {}
    for one in stated_data(term.data):
        plain = one == Category(_OWN, one.name, one.value) and one.value == clean(one.value) != ""
        if plain and one.name and column_of(one.name) == Column(one.name):
            cells.setdefault(one.name, one.value)
    return cells


def _rows(glossary: Glossary, own: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The rows with all columns, those of the table's ``own`` last."""
    for concept in glossary:
        yield from _rows_of(concept, own)


def _rows_of(concept: Concept, own: Sequence[str]) -> Iterator[tuple[str, ...]]:
    crowded = _crowded(concept)
    definitions: dict[str, list[str]] = {}
    for stated in concept.definitions:
        if stated.language not in crowded:
            definitions.setdefault(stated.language, []).append(stated.text)
    about = _about(concept)
    for number, term in enumerate(ordered_terms(concept.terms)):
        if number:
            about = dict.fromkeys(about, ())
        waiting = definitions.get(term.language)
        definition = waiting.pop(0) if waiting else ""
        if number == 0:
            definition = _first_definition(concept.definition, definition, term.language)
        identifier = (f"{_TERM_ID}{term.identifier}",) if term.identifier else ()
        cells = {name: cell for name, cell in _own_cells(term).items() if name in own}
        others = [one for one in stated_data(term.data) if one.kind != _OWN or cells.get(one.name) != one.value]
        yield (
            concept.identifier,
            concept.subject,
            term.language,
            term.text,
            term.status.value,
            term.type.value,
            term.part_of_speech,
            term.gender,
            term.case.value,
            definition,
            "\n".join(term.contexts),
            term.source,
            "\n".join((*about["note"], *term.notes)),
            term.number,
            "\n".join((*about["customer"], *filter(None, [term.customer]))),
            "\n".join((*about["project"], *filter(None, [term.project]))),
            "\n".join((*about["history"], *map(transaction_line, term.history))),
            "\n".join((*about["other data"], *identifier, *map(category_line, others))),
            *(cells.get(name, "") for name in own),
        )


def _first_definition(own: str, stated: str, language: str) -> str:
    """The cell of a concept's first row: its own definition, then that in the row's language, which is named."""
    named = f"{language}: "
    marked = f"{_OF_CONCEPT}{own}" if own.startswith((named, _OF_CONCEPT)) else own
    return "\n".join(filter(None, [marked, f"{named}{stated}" if stated else ""]))


def _read_first_definition(cell: str | None, language: str) -> tuple[str, str]:
    """The concept's own definition in its first row, and the one in the row's language."""
    named = f"{language}: "
    lines = _lines(cell)
    own = " ".join(line.removeprefix(_OF_CONCEPT) for line in lines if not line.startswith(named))
    return own, " ".join(line.removeprefix(named) for line in lines if line.startswith(named))


def _about(concept: Concept) -> dict[str, tuple[str, ...]]:
    """What the first row of a concept says of the concept itself, by column."""
    crowded = _crowded(concept)
    unplaced = [
        Category("descrip", "definition", stated.text, stated.language)
        for stated in concept.definitions
        if stated.language in crowded
    ]
    said: dict[str, Iterable[str]] = {
        "note": concept.notes,
        "customer": filter(None, [concept.customer]),
        "project": filter(None, [concept.project]),
        "history": map(transaction_line, concept.history),
        "other data": map(category_line, [*unplaced, *concept.data]),
    }
    return {column: tuple(f"{_OF_CONCEPT}{text}" for text in texts) for column, texts in said.items()}


def _crowded(concept: Concept) -> frozenset[str]:
    """The languages whose definitions cannot stand in the language's rows: too many, or one is the concept's own."""
    found = set()
    for language in {stated.language for stated in concept.definitions}:
        texts = [stated.text for stated in concept.definitions if stated.language == language]
        rows = sum(term.language == language for term in concept.terms)
        if len(texts) > rows or concept.definition in texts:
            found.add(language)
    return frozenset(found)


def language_of_row(path: Path, row: TableRow, value: str) -> str:
    """The BCP 47 tag that a code or a name means; raises :class:`~tmx.errors.ParseError`, with the line, for none."""
    language = language_of(value)
    if not language:
        remedy = "give a BCP 47 code such as fr, en, en-GB or de"
        raise ParseError(f"«{value.strip()}» is not a language code", path=path, line=row.line, remedy=remedy)
    return language


class _Gathered(Struct):
    """What the rows of one concept have said so far."""

    subject: str = ""
    definition: str = ""
    customer: str = ""
    project: str = ""
    terms: list[Term] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    history: list[Transaction] = field(default_factory=list)
    data: list[Category] = field(default_factory=list)

    def add(self, path: Path, row: TableRow, cells: dict[str, str], term: Term) -> None:
        """Take in another row."""
        definition = clean(cells.get("definition"))
        if not self.terms:
            self.definition, definition = _read_first_definition(cells.get("definition"), term.language)
        if definition and definition != self.definition:
            self.definitions.append(Definition(definition, term.language))
        self.terms.append(term)
        self.subject = self.subject or clean(cells.get("subject"))
        self.notes.extend(_split(cells.get("note"))[0])
        self.customer = self.customer or " ".join(_split(cells.get("customer"))[0])
        self.project = self.project or " ".join(_split(cells.get("project"))[0])
        self.history.extend(_history(path, row, _split(cells.get("history"))[0]))
        for one in _data(path, row, _split(cells.get("other data"))[0]):
            if (one.kind, one.name) == ("descrip", "definition") and one.language and not one.about:
                self.definitions.append(Definition(one.value, one.language))
            else:
                self.data.append(one)

    def concept(self, identifier: str) -> Concept:
        """The concept that the rows make."""
        return Concept(
            identifier=identifier,
            terms=ordered_terms(self.terms),
            subject=self.subject,
            definition=self.definition,
            notes=tuple(self.notes),
            definitions=tuple(self.definitions),
            customer=self.customer,
            project=self.project,
            history=tuple(self.history),
            data=tuple(self.data),
        )


def _history(path: Path, row: TableRow, lines: Iterable[str]) -> Iterator[Transaction]:
    for line in lines:
        transaction = read_transaction_line(line)
        if transaction is None:
            remedy = "write date, kind and name with « · » between them, such as 2026-01-31 · modification · Ana"
            raise ParseError(f"«{line}» is not a history", path=path, line=row.line, remedy=remedy)
        yield transaction


def _data(path: Path, row: TableRow, lines: Iterable[str]) -> Iterator[Category]:
    for line in lines:
        category = read_category_line(line)
        if category is None:
            remedy = "leave the column as it was, or write for instance: descrip Usage note=only in contracts"
            raise ParseError(f"«{line}» is not a data category", path=path, line=row.line, remedy=remedy)
        yield category


def concepts_of_rows(path: Path, columns: Sequence[Column], rows: Sequence[TableRow], line: int) -> Iterable[Concept]:
    """The concepts of rows whose header, on ``line``, has among its ``columns`` those of the term and its language.

    Raises :class:`~tmx.errors.ParseError`, with the line, for a column that this form has no place for, or an unknown
    value.
    """
    stray = next((column for column in columns if not _has_place(column)), None)
    if stray is not None:
        remedy = f"the columns are: {', '.join(_ALL_COLUMNS)}"
        raise ParseError(f"there is no column «{stray.name}»", path=path, line=line, remedy=remedy)
    found: dict[str, _Gathered] = {}
    is_usual = all(column.field in _ALL_COLUMNS and not column.language for column in columns)
    for row in rows:
        if len(row.cells) > len(columns):
            raise too_many_cells(path, row, [column.name for column in columns])
        cells = _cells(columns, row)
        term = _long_term(path, row, cells)
        own, notes = ((), ()) if is_usual else (_own_data(columns, row), _unnamed(columns, row))
        if own or notes:
            term = replace(term, notes=(*term.notes, *notes), data=(*term.data, *own))
        identifier = clean(cells.get("concept")) or f"row-{row.line}"
        gathered = found.setdefault(identifier, _Gathered())
        gathered.add(path, row, cells, term)
        if not is_usual:
            gathered.terms.extend(_further(columns, row, term.language))
    return [gathered.concept(identifier) for identifier, gathered in found.items()]


def _has_place(column: Column) -> bool:
    """Whether a column says something of the row's term or its concept, or holds further terms beside it."""
    if column.language:
        return column.field != "term"
    return not column.field or column.field in _ALL_COLUMNS or column.field in MORE_TERMS


def _cells(columns: Sequence[Column], row: TableRow) -> dict[str, str]:
    """The cells by what their columns hold; those of columns that hold the same, a line each."""
    cells: dict[str, str] = {}
    for column, cell in zip(columns, row.cells, strict=False):
        if column.field in _ALL_COLUMNS and not column.language and cell.strip():
            cells[column.field] = f"{cells[column.field]}\n{cell}" if column.field in cells else cell
    return cells


def _own_data(columns: Sequence[Column], row: TableRow) -> tuple[Category, ...]:
    """What columns of the table's own say of the row's term, and those that speak for one language."""
    return tuple(
        Category(_OWN, column.name, clean(cell))
        for column, cell in zip(columns, row.cells, strict=False)
        if column.name and clean(cell) and column.field not in MORE_TERMS and (column.language or not column.field)
    )


def _unnamed(columns: Sequence[Column], row: TableRow) -> tuple[str, ...]:
    """What stands in columns without a name."""
    cells = zip(columns, map(clean, row.cells), strict=False)
    return tuple(cell for column, cell in cells if cell and not column.name)


def _further(columns: Sequence[Column], row: TableRow, language: str) -> Iterator[Term]:
    """The terms in the row's columns of synonyms and the like."""
    for column, cell in zip(columns, row.cells, strict=False):
        if column.field in MORE_TERMS:
            status, kind = MORE_TERMS[column.field]
            yield from (Term(text, column.language or language, status, kind) for text in several(cell, SEPARATORS))


def several(cell: str, separators: str) -> tuple[str, ...]:
    """The terms in a cell that holds one or more of them, with any of ``separators`` between them."""
    if cell.isprintable() and not any(map(cell.__contains__, separators)):  # as nearly all cells are
        return (text,) if (text := clean(cell)) else ()
    for separator in separators[1:]:
        cell = cell.replace(separator, separators[0])
    return tuple(text for text in map(clean, lines_of(cell)) if text)


def too_many_cells(path: Path, row: TableRow, header: Sequence[str]) -> ParseError:
    """The error for a row that is longer than the header."""
    of_workbook = path.suffix.lower() == ".xlsx"
    separated = "put cells that contain the separator in quotation marks"
    return ParseError(
        f"the row has {len(row.cells)} cells, the header {len(header)}",
        path=path,
        line=row.line,
        remedy="give each column a header of its own, in one row" if of_workbook else separated,
    )


def _split(cell: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of a cell that speak of the concept, and those that speak of the term."""
    if not cell:
        return (), ()
    lines = _lines(cell)
    about = tuple(line.removeprefix(_OF_CONCEPT) for line in lines if line.startswith(_OF_CONCEPT))
    return about, tuple(line for line in lines if not line.startswith(_OF_CONCEPT))


def _lines(cell: str | None) -> tuple[str, ...]:
    return tuple([line for line in map(clean, lines_of(cell)) if line]) if cell else ()


def _long_term(path: Path, row: TableRow, cells: dict[str, str]) -> Term:
    text = clean(cells.get("term"))
    others = _split(cells.get("other data"))[1]
    if not text:
        raise ParseError("the cell «term» is empty", path=path, line=row.line, remedy="name the term or drop the row")
    return Term(
        text=text,
        language=language_of_row(path, row, cells.get("language", "")),
        status=read_value(path, row, "status", cells, read_status, Status),
        type=read_value(path, row, "type", cells, read_term_type, TermType),
        part_of_speech=read_part_of_speech(cells.get("part of speech", "")),
        gender=read_gender(clean(cells.get("gender"))),
        case=read_value(path, row, "case", cells, read_case, CaseRule),
        contexts=_lines(cells.get("context")),
        source=clean(cells.get("source")),
        notes=_split(cells.get("note"))[1],
        number=read_number(clean(cells.get("number"))),
        customer=" ".join(_split(cells.get("customer"))[1]),
        project=" ".join(_split(cells.get("project"))[1]),
        identifier=next((line.removeprefix(_TERM_ID) for line in others if line.startswith(_TERM_ID)), ""),
        history=tuple(_history(path, row, _split(cells.get("history"))[1])),
        data=tuple(_data(path, row, (line for line in others if not line.startswith(_TERM_ID)))),
    )


def read_value(
    path: Path, row: TableRow, column: str, cells: Mapping[str, str], read: Callable[[str], _E | None], kind: type[_E]
) -> _E:
    """What the cell of a column with fixed values says; ``read`` knows its spellings.

    Raises :class:`~tmx.errors.ParseError`, with the line and the values of ``kind``, for one that it does not know.
    """
    written = clean(cells.get(column))
    value = read(written)
    if value is None:
        known = ", ".join(member.value for member in kind if member.value)
        raise ParseError(f"«{written}» is no {column}", path=path, line=row.line, remedy=f"write one of: {known}")
    return value
