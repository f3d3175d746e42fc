"""Glossaries as tables: CSV and TSV.

The long form has a row for each term (:mod:`termbase.formats.table_rows`).

Shorter forms, a concept a row, are read, never written (:mod:`termbase.formats.short_tables`). What the columns are
called is told in :mod:`termbase.formats.headers`.

What a spreadsheet would take for a formula (a cell that begins with ``=``, ``+``, ``-``, ``@`` or a tab) gets an
apostrophe in front when it is written, which is taken away when it is read (OWASP, CSV Injection).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from termbase.formats.headers import Column, columns_of
from termbase.formats.short_tables import (
    has_languages,
    has_pairs,
    names_half,
    read_pairs_without_header,
    read_short_rows,
)
from termbase.formats.table_rows import COLUMNS, TableRow, concepts_of_rows, table_rows
from termbase.formats.text_files import mark_of, read_text
from termbase.model import Concept, Glossary
from tmx.cells import guarded, unguarded
from tmx.errors import AccordError, ParseError
from tmx.files import write_whole

__all__ = [
    "concepts_of_table",
    "has_header",
    "has_names_of_concepts",
    "has_row_a_term",
    "is_long_table",
    "names_concepts",
    "own_columns",
    "read_table",
    "title_above",
    "unnamed_columns",
    "write_table",
]

_REMEDY = (
    "save it as «CSV UTF-8» in the spreadsheet program, or say what it is: "
    "accord terms convert OLD.csv NEW.csv --encoding windows-1252"
)
_TELLING_COLUMNS = 2  # as many names of our columns in the first row show that it is meant as our header
_MOST_TITLES = 10  # rows above the header
_DELIMITERS = "\t,;"
_QUOTED = re.compile('"[^"]*"')
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def read_table(
    path: Path,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    suffix: str | None = None,
    encoding: str | None = None,
) -> Glossary:
    """The glossary in a CSV or TSV file in any of the forms named above.

    ``source_language`` and ``target_language`` are the languages of two columns without a header. ``suffix`` stands
    for the suffix of ``path`` where its name does not tell. ``encoding`` is that of a file which is not in UTF-8 and
    has no byte order mark. Raises
    :class:`~tmx.errors.ParseError` (with the line) for a wrong encoding, missing columns or an unknown value, and
    :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    rows = list(_read_rows(path, suffix or path.suffix.lower(), encoding))
    return concepts_of_table(path, rows, source_language=source_language, target_language=target_language)


def concepts_of_table(
    path: Path, rows: Sequence[TableRow], *, source_language: str | None = None, target_language: str | None = None
) -> Glossary:
    """The glossary in the rows of a table, whatever file they come from. Raises what :func:`read_table` raises."""
    if not rows:
        raise ParseError("the table has no rows", path=path, remedy="check that it was saved")
    rows = _from_header(rows)
    columns = columns_of(rows[0].cells)
    fields = [column.field for column in columns if not column.language]
    concepts: Iterable[Concept]
    if _is_long(columns):
        concepts = concepts_of_rows(path, columns, rows[1:], rows[0].line)
    elif has_languages(columns) or has_pairs(columns):
        concepts = read_short_rows(path, columns, rows[1:], source_language, target_language)
    elif len({field for field in fields if field in COLUMNS}) >= _TELLING_COLUMNS or fields.count("term") == 1:
        missing = " and ".join(f"«{name}»" for name in ("language", "term") if name not in fields)
        remedy = f"a glossary in this form has the header {','.join(COLUMNS)}"
        raise ParseError(f"the column {missing} is missing", path=path, line=rows[0].line, remedy=remedy)
    elif names_half(columns, (source_language, target_language)):
        raise _half_named(path, rows[0], columns)
    else:
        concepts = read_pairs_without_header(path, rows, source_language, target_language)
    return Glossary(tuple(concepts), name=path.stem)


def _half_named(path: Path, row: TableRow, columns: Sequence[Column]) -> ParseError:
    """The error for a first row that is a header as far as one of its names goes, and no pair of terms."""
    strange = next(column.name for column in columns if not column.field)
    known = next(column.name for column in columns if column.field)
    return ParseError(
        f"«{known}» names a column, but what «{strange}» holds is not known",
        path=path,
        line=row.line,
        remedy="call the columns by their languages, such as en,fr; if these two are terms, write such a header above",
    )


def unnamed_columns(path: Path, *, suffix: str | None = None, encoding: str | None = None) -> tuple[str, ...]:
    """The first row of a table that does not name its columns, so that the row counts as terms; empty for others.

    Raises :class:`~tmx.errors.ParseError` and :class:`~tmx.errors.StoreError` as :func:`read_table` does.
    """
    first = _first_row(path, suffix, encoding)
    return () if first is None or _is_header(columns_of(first.cells)) else first.cells


def own_columns(path: Path, *, suffix: str | None = None, encoding: str | None = None) -> tuple[str, ...]:
    """The columns of a table with a row a term that are called as no column is, and so are the table's own.

    Raises :class:`~tmx.errors.ParseError` and :class:`~tmx.errors.StoreError` as :func:`read_table` does.
    """
    first = _first_row(path, suffix, encoding)
    columns = columns_of(first.cells) if first is not None else ()
    return tuple(column.name for column in columns if column.name and not column.field) if _is_long(columns) else ()


def has_names_of_concepts(rows: Sequence[TableRow]) -> bool:
    """Whether the rows have a column for names of concepts; where they have none, these are called by their rows."""
    here = _from_header(rows)
    columns = columns_of(here[0].cells) if here else ()
    return _is_header(columns) and "concept" in {column.field for column in columns if not column.language}


def names_concepts(path: Path, *, suffix: str | None = None, encoding: str | None = None) -> bool:
    """The same for a CSV or TSV file. Raises as :func:`read_table` does."""
    return has_names_of_concepts(list(islice(_read_rows(path, suffix or path.suffix.lower(), encoding), _MOST_TITLES)))


def title_above(path: Path, *, suffix: str | None = None) -> tuple[str, ...]:
    """The titles above the header of a table, a row each. Raises as :func:`read_table` does."""
    rows = list(islice(_read_rows(path, suffix or path.suffix.lower()), _MOST_TITLES))
    return tuple("".join(row.cells).strip() for row in rows[: len(rows) - len(_from_header(rows))])


def _from_header(rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """The rows from the header on, where nothing but titles (a row with one cell) stands above it; else all of them."""
    for number, row in enumerate(rows[:_MOST_TITLES]):
        if _is_header(columns_of(row.cells)):
            return rows[number:]
        if sum(bool(cell.strip()) for cell in row.cells) > 1:
            break
    return rows


def has_row_a_term(rows: Sequence[TableRow]) -> bool:
    """Whether the rows are those of a table with a row a term, and not of a short form with a row a concept."""
    here = _from_header(rows)
    return bool(here) and _is_long(columns_of(here[0].cells))


def is_long_table(path: Path, *, suffix: str | None = None) -> bool:
    """The same for a CSV or TSV file, one without rows included. Raises as :func:`read_table` does."""
    rows = list(islice(_read_rows(path, suffix or path.suffix.lower()), _MOST_TITLES))
    return not rows or has_row_a_term(rows)


def has_header(rows: Sequence[TableRow]) -> bool:
    """Whether the rows, below titles if there are any, begin with a header."""
    here = _from_header(rows)
    return bool(here) and _is_header(columns_of(here[0].cells))


def says_status(rows: Sequence[TableRow]) -> bool:
    """Whether a column of the rows says the status of terms, so that the preferred ones are known."""
    here = _from_header(rows)
    return bool(here) and "status" in {column.field for column in columns_of(here[0].cells)}


def is_ranked_table(path: Path, *, suffix: str | None = None, encoding: str | None = None) -> bool:
    """The same for a CSV or TSV file. Raises as :func:`read_table` does."""
    return says_status(list(islice(_read_rows(path, suffix or path.suffix.lower(), encoding), _MOST_TITLES)))


def _is_header(columns: Sequence[Column]) -> bool:
    """Whether the columns' names say where the terms are, and in which languages or on which sides."""
    return _is_long(columns) or has_languages(columns) or has_pairs(columns)


def _is_long(columns: Sequence[Column]) -> bool:
    """Whether the table has a row a term."""
    return {"language", "term"} <= {column.field for column in columns if not column.language}


def _first_row(path: Path, suffix: str | None, encoding: str | None = None) -> TableRow | None:
    """The header, or the first row where there is none."""
    rows = _from_header(list(islice(_read_rows(path, suffix or path.suffix.lower(), encoding), _MOST_TITLES)))
    return rows[0] if rows else None


def write_table(path: Path, glossary: Glossary, *, suffix: str | None = None) -> None:
    """Write the long form, UTF-8, with commas (``.csv``) or tabs (``.tsv``, ``.txt``, ``.tab``), a line feed a row.

    A table that stands there already keeps its separator, line ends, encoding and byte order mark, so that a
    spreadsheet program opens it as before and version control shows no line that says the same. ``suffix`` stands for
    the suffix of ``path`` where its name does not tell. Raises :class:`~tmx.errors.StoreError` where the file cannot be
    written.
    """
    layout = _layout(path, suffix or path.suffix.lower())
    with write_whole(path) as stream:
        text = io.TextIOWrapper(stream, encoding=layout.encoding, newline="", write_through=True)
        writer = csv.writer(text, delimiter=layout.delimiter, lineterminator=layout.line_end)
        for row in table_rows(glossary):
            writer.writerow([guarded(_encodable(cell)) for cell in row])
        text.detach()


class _Layout(NamedTuple):
    """How a table is written."""

    delimiter: str
    line_end: str = "\n"
    encoding: str = "utf-8"


def _layout(path: Path, suffix: str) -> _Layout:
    """The layout of the table that stands there, the usual one where none does."""
    usual = _Layout("," if suffix == ".csv" else "\t")
    if not path.is_file():
        return usual
    try:
        found = read_text(path, remedy="")
    except AccordError:  # what stands there is no table, and is replaced
        return usual
    first = found.partition("\n")[0]
    if not any(sign in first for sign in "\t,;"):  # one column, or nothing
        return usual
    encoding = mark_of(path) or "utf-8"
    return _Layout(_delimiter(found, suffix), "\r\n" if first.endswith("\r") else "\n", encoding)


def _delimiter(text: str, suffix: str) -> str:
    """What separates the cells, as the header shows, or the first line that has several."""
    if suffix != ".csv":
        return "\t"
    lines = text.split("\n", _MOST_TITLES)[:_MOST_TITLES]
    told = [(line, _counted_delimiter(line)) for line in lines if any(sign in line for sign in _DELIMITERS)]
    headers = (sign for line, sign in told if _is_header(columns_of([cell.strip('"\r ') for cell in line.split(sign)])))
    return next(headers, told[0][1] if told else _DELIMITERS[0])


def _counted_delimiter(line: str) -> str:
    bare = _QUOTED.sub("", line)  # a comma inside quotation marks separates nothing
    return max(_DELIMITERS, key=(bare if any(sign in bare for sign in _DELIMITERS) else line).count)


def _encodable(cell: str) -> str:
    """The cell without lone surrogates and NUL, which no text file has."""
    return _NO_TEXT.sub("", cell)


def _read_rows(path: Path, suffix: str, encoding: str | None = None) -> Iterator[TableRow]:
    text = read_text(path, remedy=_REMEDY, encoding=encoding)
    delimiter = _delimiter(text, suffix)
    quoted = delimiter != "\t" or _is_quoted(text)
    lines = io.StringIO(text, newline="")
    reader = (
        csv.reader(lines, delimiter=delimiter, strict=True)
        if quoted
        else csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    )
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield TableRow(line, tuple(unguarded(cell) for cell in cells))
            line = reader.line_num + 1
    except csv.Error as error:
        remedy = "check the quotation marks in this line"
        raise ParseError(_said_of(error), path=path, line=line, remedy=remedy) from error


def _said_of(error: csv.Error) -> str:
    """What the reader of the standard library found, in plain words."""
    if "end of data" in str(error):
        return "a quotation mark is not closed"
    if "field limit" in str(error):
        return f"a field has more than {csv.field_size_limit()} characters; a quotation mark may not be closed"
    if "expected after" in str(error):
        return "a quotation mark stands inside a cell that is in quotation marks"
    return f"the row cannot be read: {error}"


def _is_quoted(text: str) -> bool:
    """Whether quotation marks in a table with tabs enclose cells, as spreadsheets write them, or are only letters."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True):
            pass
    except csv.Error:
        return False
    return True
