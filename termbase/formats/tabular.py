"""Glossaries as tables: CSV and TSV.

The long form has a row for each term (:mod:`termbase.formats.table_rows`).

Three simpler forms are read, never written: a header of language codes (``en,fr,note``) with a concept a row;
two columns without a header, whose languages the caller gives; and the tables of terminology exchanges with columns
such as ``sourceLang``, ``targetLang``, ``sourceString``, ``targetString``.

What a spreadsheet would take for a formula (a cell that begins with ``=``, ``+``, ``-``, ``@`` or a tab) gets an
apostrophe in front when it is written, which is taken away when it is read (OWASP, CSV Injection).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from termbase.formats.categories import clean, read_language, read_part_of_speech
from termbase.formats.table_rows import (
    ALL_COLUMNS,
    COLUMNS,
    TableRow,
    concepts_of_rows,
    language_of_row,
    table_rows,
    too_many_cells,
)
from termbase.model import Concept, Glossary, Term, ordered_terms
from tmx.errors import ParseError, UnknownLanguageError
from tmx.files import read_bytes, write_whole
from tmx.text.languages import find_language

__all__ = ["concepts_of_table", "names_concepts", "read_table", "write_table"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TELLING_COLUMNS = 2  # as many names of our columns in the first row show that it is meant as our header
_QUOTED = re.compile('"[^"]*"')
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_GUARDED = re.compile(r"'(?=[=+\-@\t\r'])")

# Columns of exchange tables and term lists, folded to letters: what they hold.
_EXCHANGE = {
    "sourcelang": "source language",
    "sourcelanguage": "source language",
    "targetlang": "target language",
    "targetlanguage": "target language",
    "sourcestring": "source",
    "sourceterm": "source",
    "targetstring": "target",
    "targetterm": "target",
    "source": "source",
    "target": "target",
    "id": "identifier",
    "stringid": "identifier",
    "pos": "part of speech",
    "partofspeech": "part of speech",
    "description": "definition",
    "definition": "definition",
    "subject": "subject",
    "note": "note",
    "notes": "note",
    "comment": "note",
}


def read_table(
    path: Path, *, source_language: str | None = None, target_language: str | None = None, suffix: str | None = None
) -> Glossary:
    """The glossary in a CSV or TSV file in any of the forms named above.

    ``source_language`` and ``target_language`` are the languages of two columns without a header. ``suffix`` stands
    for the suffix of ``path`` where its name does not tell. Raises
    :class:`~tmx.errors.ParseError` (with the line) for a wrong encoding, missing columns or an unknown value, and
    :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    rows = list(_read_rows(path, suffix or path.suffix.lower()))
    return concepts_of_table(path, rows, source_language=source_language, target_language=target_language)


def concepts_of_table(
    path: Path, rows: Sequence[TableRow], *, source_language: str | None = None, target_language: str | None = None
) -> Glossary:
    """The glossary in the rows of a table, whatever file they come from. Raises what :func:`read_table` raises."""
    if not rows:
        raise ParseError("the table has no rows", path=path, remedy="check that it was saved")
    header = tuple(cell.strip().lower() for cell in rows[0].cells)
    concepts: Iterable[Concept]
    if "term" in header and "language" in header:
        concepts = concepts_of_rows(path, header, rows[1:], rows[0].line)
    elif {"source", "target"} <= set(_exchange_header(header)):
        concepts = _from_exchange(path, header, rows[1:], source_language, target_language)
    elif len(header) >= 2 and all(_is_language(cell) for cell in header[:2]):
        concepts = _from_languages(path, header, rows[1:])
    elif len([name for name in header if name in ALL_COLUMNS]) >= _TELLING_COLUMNS:
        missing = " and ".join(f"«{name}»" for name in ("language", "term") if name not in header)
        remedy = f"a glossary in this form has the header {','.join(COLUMNS)}"
        raise ParseError(f"the column {missing} is missing", path=path, line=rows[0].line, remedy=remedy)
    else:
        concepts = _from_two_columns(path, rows, source_language, target_language)
    return Glossary(tuple(concepts), name=path.stem)


def names_concepts(path: Path, *, suffix: str | None = None) -> bool:
    """Whether the table has a column for names of concepts; where it has none, they are called by their rows.

    Raises :class:`~tmx.errors.ParseError` and :class:`~tmx.errors.StoreError` as :func:`read_table` does.
    """
    first = next(_read_rows(path, suffix or path.suffix.lower()), None)
    header = () if first is None else tuple(cell.strip().lower() for cell in first.cells)
    exchange = set(_exchange_header(header))
    return {"concept", "language", "term"} <= set(header) or {"source", "target", "identifier"} <= exchange


def write_table(path: Path, glossary: Glossary, *, suffix: str | None = None) -> None:
    """Write the long form, UTF-8, with commas (``.csv``) or tabs (``.tsv``, ``.txt``, ``.tab``).

    ``suffix`` stands for the suffix of ``path`` where its name does not tell. Raises
    :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    delimiter = "," if (suffix or path.suffix.lower()) == ".csv" else "\t"
    with write_whole(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
        for row in table_rows(glossary):
            writer.writerow([_guard(_encodable(cell)) for cell in row])
        text.detach()


def _guard(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run, or what would be read as such a guard."""
    return f"'{cell}" if cell.startswith(_FORMULA) or _GUARDED.match(cell) else cell


def _unguard(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def _encodable(cell: str) -> str:
    """The cell without lone surrogates and NUL, which no text file has."""
    return _NO_TEXT.sub("", cell)


def _read_rows(path: Path, suffix: str) -> Iterator[TableRow]:
    content = read_bytes(path)
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError(
            "the file is not in UTF-8",
            path=path,
            line=content.count(b"\n", 0, error.start) + 1,
            remedy="save it as «CSV UTF-8» in the spreadsheet program",
        ) from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise ParseError("this is not a text table", path=path, line=line, remedy="export it as CSV")
    first = text.partition("\n")[0]
    bare = _QUOTED.sub("", first)  # a comma inside quotation marks separates nothing
    delimiter = max("\t,;", key=(bare if any(sign in bare for sign in "\t,;") else first).count)
    delimiter = delimiter if suffix == ".csv" else "\t"
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
                yield TableRow(line, tuple(_unguard(cell) for cell in cells))
            line = reader.line_num + 1
    except csv.Error as error:
        reason = "a quotation mark is not closed" if "end of data" in str(error) else f"the row cannot be read: {error}"
        remedy = "check the quotation marks in this line"
        raise ParseError(reason, path=path, line=line, remedy=remedy) from error


def _is_quoted(text: str) -> bool:
    """Whether quotation marks in a table with tabs enclose cells, as spreadsheets write them, or are only letters."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True):
            pass
    except csv.Error:
        return False
    return True


def _is_language(cell: str) -> bool:
    if not re.fullmatch(r"[a-z]{2}(?:[-_][a-z0-9]{2,8})*", cell):
        return False
    try:
        find_language(cell)
    except UnknownLanguageError:
        return False
    return True


def _from_languages(path: Path, header: Sequence[str], rows: Sequence[TableRow]) -> Iterator[Concept]:
    """A concept a row: columns named by a language hold its terms, others are notes."""
    languages = {number: cell for number, cell in enumerate(header) if _is_language(cell)}
    for number, row in enumerate(rows, 1):
        if len(row.cells) > len(header):
            raise too_many_cells(path, row, header)
        cells = tuple(clean(cell) for cell in row.cells)
        terms = tuple(
            Term(cells[column], read_language(language))
            for column, language in languages.items()
            if column < len(cells) and cells[column]
        )
        notes = tuple(cell for column, cell in enumerate(cells) if column not in languages and cell)
        if terms:
            yield Concept(str(number), terms, notes=notes)


def _exchange_header(header: Sequence[str]) -> tuple[str, ...]:
    return tuple(_EXCHANGE.get(re.sub(r"[^a-z]", "", cell), "") for cell in header)


def _from_exchange(
    path: Path,
    header: Sequence[str],
    rows: Sequence[TableRow],
    source_language: str | None,
    target_language: str | None,
) -> Iterator[Concept]:
    """A concept a row, its languages in columns or from the caller."""
    names = _exchange_header(header)
    for number, row in enumerate(rows, 1):
        cells = {name: clean(cell) for name, cell in zip(names, row.cells, strict=False) if name}
        terms = []
        for side, given in (("source", source_language), ("target", target_language)):
            if not cells.get(side):
                continue
            language = cells.get(f"{side} language") or given
            if not language:
                raise _no_languages(path, row.line)
            part_of_speech = read_part_of_speech(cells.get("part of speech", "")) if side == "source" else ""
            terms.append(Term(cells[side], language_of_row(path, row, language), part_of_speech=part_of_speech))
        if terms:
            yield Concept(
                identifier=cells.get("identifier") or str(number),
                terms=ordered_terms(terms),
                subject=cells.get("subject", ""),
                definition=cells.get("definition", ""),
                notes=(cells["note"],) if cells.get("note") else (),
            )


def _from_two_columns(
    path: Path, rows: Sequence[TableRow], source_language: str | None, target_language: str | None
) -> Iterator[Concept]:
    """A concept a row: source, target, and a note if there is a third cell."""
    if any(len(row.cells) < 2 for row in rows):
        line = next(row.line for row in rows if len(row.cells) < 2)
        raise ParseError(
            "the row has one cell, two were expected",
            path=path,
            line=line,
            remedy=f"write source and target, or a header: {', '.join(COLUMNS[:4])}, …",
        )
    if source_language is None or target_language is None:
        raise _no_languages(path, rows[0].line)
    for number, row in enumerate(rows, 1):
        cells = tuple(clean(cell) for cell in row.cells)
        terms = tuple(
            Term(text, read_language(language))
            for text, language in zip(cells, (source_language, target_language), strict=False)
            if text
        )
        if terms:
            yield Concept(str(number), terms, notes=tuple(cell for cell in cells[2:] if cell))


def _no_languages(path: Path, line: int) -> ParseError:
    return ParseError(
        "the table does not say which languages it holds",
        path=path,
        line=line,
        remedy="name them with --from and --to, or write a header such as en,fr",
    )
