"""Tables of sentence pairs: TSV (tab-separated) and CSV, with or without a line of column names."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice, starmap
from pathlib import Path

from msgspec import Struct

from tmx.cells import unguarded
from tmx.errors import ParseError
from tmx.files import read_bytes
from tmx.formats.table_columns import Columns, columns_of, languages_named, named_columns
from tmx.model import Property, Segment, TranslationUnit
from tmx.western import western_encoding

__all__ = [
    "begins_with_identifiers",
    "columns_in",
    "decode_table",
    "languages_in",
    "read_rows",
    "read_tabular",
    "target_cells",
    "target_fields",
]

_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_SURELY_EXCEL = 3  # quoted fields; fewer may be speech
_SURELY_WESTERN = 0.6  # the plausibility of French text is near 1
_TSV_FIELD = re.compile(r'"(?:[^"]|"")*"(?=\t|\r?\n|\Z)|[^\t\r\n]*')
_SNIFFED_ROWS = 50
_NAME_OF_UNIT = re.compile(r"(?=\S*[\d._/:-])\S{1,100}")


class _Row(Struct, frozen=True):
    """A row: its line, its cells, and where the cells stand in the text as they are written, if that is known."""

    line: int
    cells: tuple[str, ...]
    fields: tuple[tuple[int, int], ...] = ()


def read_tabular(path: Path, *, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The rows of the table ``path``: id, source, target where there are three columns; source, target where two.

    A first line of column names (``id``, ``source``, ``target``, ``note``, or languages as codes or names)
    puts the columns in any order; columns with other names become properties. Without an id column a unit is called by
    its number from 1. In a ``.csv`` the separator is found out (comma, semicolon, tab) and quotation marks count as
    RFC 4180 says; in other tables the separator is the tab, and a field is quoted only where it has to be. An
    apostrophe that keeps a spreadsheet from running a cell goes (:func:`tmx.cells.unguarded`).
    The text is UTF-8, UTF-16 with its mark, an encoding of the West, or what charset-normalizer makes of it.

    Raises :class:`~tmx.errors.ParseError` with the line where a row has too few or too many columns, or the
    file is no text; :class:`~tmx.errors.StoreError` where it cannot be opened.
    """
    text = decode_table(read_bytes(path), path)
    for number, (row, cells, columns) in enumerate(_table(text, path, source_language, target_language), 1):
        yield _unit(cells, columns, number, row.line, source_language, target_language)


def read_rows(
    rows: Iterable[tuple[int, tuple[str, ...]]], path: Path, *, source_language: str, target_language: str
) -> Iterator[TranslationUnit]:
    """The units of a table that another program holds: ``rows`` with their numbers, as :func:`read_tabular` takes them.

    ``path`` is the file for messages. Raises :class:`~tmx.errors.ParseError` as :func:`read_tabular` does.
    """
    table = _units_of(starmap(_Row, rows), path, source_language, target_language)
    for number, (row, cells, columns) in enumerate(table, 1):
        yield _unit(cells, columns, number, row.line, source_language, target_language)


def target_fields(
    text: str, path: Path, *, source_language: str, target_language: str
) -> Iterator[tuple[str, tuple[int, int] | None]]:
    """The target of each unit that :func:`read_tabular` gives for ``text``, and where its field stands in it.

    The place is half-open and holds the field as it is written, with its quotation marks; None where it is not known.
    """
    for row, cells, columns in _table(text, path, source_language, target_language):
        known = len(row.fields) > columns.target
        yield cells[columns.target], row.fields[columns.target] if known else None


def target_cells(
    rows: Iterable[tuple[int, tuple[str, ...]]], path: Path, *, source_language: str, target_language: str
) -> Iterator[tuple[int, int]]:
    """The number of the row and the column (from 0) of the target of each unit that :func:`read_rows` gives."""
    for row, _, columns in _units_of(starmap(_Row, rows), path, source_language, target_language):
        yield row.line, columns.target


def named_fields(
    text: str, path: Path, names: frozenset[str], *, source_language: str, target_language: str
) -> Iterator[tuple[str, tuple[int, int]] | None]:
    """Of each unit, the further column that is called by one of ``names`` (small letters): its field, and its place.

    None where there is no such column, or the place is not known.
    """
    for row, cells, columns in _table(text, path, source_language, target_language):
        place = next((at for at, name in columns.others if name.lower() in names), None)
        known = place is not None and len(row.fields) > place
        yield (cells[place], row.fields[place]) if place is not None and known else None


def _table(
    text: str, path: Path, source_language: str, target_language: str
) -> Iterator[tuple[_Row, tuple[str, ...], Columns]]:
    """The rows of a table that are units, with their cells and what the columns are."""
    rows = _csv_rows(text, path) if path.suffix.lower() == ".csv" else _tsv_rows(text)
    return _units_of(rows, path, source_language, target_language)


def _units_of(
    rows: Iterable[_Row], path: Path, source_language: str, target_language: str
) -> Iterator[tuple[_Row, tuple[str, ...], Columns]]:
    columns: Columns | None = None
    width = needed = 0
    for row in rows:
        if not any(cell.strip() for cell in row.cells):
            continue
        if columns is None:
            width = needed = len(row.cells)
            columns = columns_of(row.cells, path, row.line, source_language, target_language)
            if columns is not None:
                needed = 1 + max(columns.source, columns.target, columns.identifier or 0)
                continue
            columns = _plain_columns(row, path)
        yield row, _checked(row, needed, width, path), columns


def _unit(
    cells: Sequence[str], columns: Columns, number: int, line: int, source_language: str, target_language: str
) -> TranslationUnit:
    identifier = "" if columns.identifier is None else cells[columns.identifier].strip()
    note = "" if columns.note is None else cells[columns.note].strip()
    return TranslationUnit(
        identifier=identifier or str(number),
        variants=(Segment(source_language, cells[columns.source]), Segment(target_language, cells[columns.target])),
        properties=tuple(Property(name, cells[place]) for place, name in columns.others if cells[place]),
        notes=(note,) if note else (),
        line=line,
        unnamed=not identifier,
    )


# Columns


def columns_in(path: Path, *, source_language: str, target_language: str) -> Columns | None:
    """The columns that the first row of the table ``path`` names; ``None`` where it names no source and no target.

    Raises :class:`~tmx.errors.ParseError` where it is no text, :class:`~tmx.errors.StoreError` where it cannot be
    opened.
    """
    return named_columns(_first_cells(path), source_language, target_language)


def _first_cells(path: Path) -> Sequence[str]:
    text = decode_table(read_bytes(path), path)
    rows = _csv_rows(text, path) if path.suffix.lower() == ".csv" else _tsv_rows(text)
    return next((row.cells for row in rows if any(cell.strip() for cell in row.cells)), ())


def languages_in(path: Path) -> tuple[str, str] | None:
    """The languages that :func:`languages_named` finds in the first row of the table ``path``.

    Raises as :func:`columns_in` does.
    """
    return languages_named(_first_cells(path))


def begins_with_identifiers(path: Path) -> bool:
    """Whether the table ``path``, whose columns have no names, has three and the first one names the units.

    Names have no space in them, but a digit or one of ``. _ - / :``, and each stands there once. Raises as
    :func:`columns_in` does.
    """
    text = decode_table(read_bytes(path), path)
    rows = _csv_rows(text, path) if path.suffix.lower() == ".csv" else _tsv_rows(text)
    seen: set[str] = set()
    for row in rows:
        if any(cell.strip() for cell in row.cells):
            name = row.cells[0].strip()
            if len(row.cells) != 3 or name in seen or _NAME_OF_UNIT.fullmatch(name) is None:
                return False
            seen.add(name)
    return bool(seen)


def _plain_columns(row: _Row, path: Path) -> Columns:
    if len(row.cells) == 2:
        return Columns(source=0, target=1)
    if len(row.cells) == 3:
        return Columns(identifier=0, source=1, target=2)
    count = len(row.cells)
    raise ParseError(
        f"the line has {count} column{'s' if count > 1 else ''} and no names for them; two or three were expected",
        path=path,
        line=row.line,
        remedy="put the names id, source and target in the first line, or check the separator",
    )


def _checked(row: _Row, needed: int, width: int, path: Path) -> tuple[str, ...]:
    """The cells of a row, as many as the first row has.

    Columns after those that are ``needed`` may be missing, and more may follow where they are empty.
    """
    count = len(row.cells)
    if count < needed or any(row.cells[width:]):
        raise ParseError(
            f"the line has {count} column{'s' if count > 1 else ''}, the first one has {width}",
            path=path,
            line=row.line,
            remedy="correct the line; a text that holds the separator or a line end stands in quotation marks",
        )
    return row.cells[:width] + ("",) * (width - count)


# Rows


def _tsv_rows(text: str) -> Iterator[_Row]:
    """Rows of tab-separated text.

    A line is split at its tabs. Where that gives another number of fields than most lines or the first one have, a
    field in quotation marks may hold tabs and line ends. ``"a ""b"" c"`` is unquoted; ``"a"`` is what it is, unless all
    fields are quoted or a spreadsheet has quoted those that need it.
    """
    lines = text.splitlines(keepends=True) if "\n" not in text else text.split("\n")
    full = [line for line in lines if line.strip()]
    widths = Counter(line.count("\t") for line in full)
    usual = widths.most_common(1)[0][0] if widths else 0
    if full and '"' not in full[0]:  # most lines may be parts of fields of several lines
        usual = max(usual, full[0].count("\t"))
    all_quoted = all(_QUOTED.fullmatch(f) for line in full[:_SNIFFED_ROWS] for f in _split(line))
    all_quoted = all_quoted or _quoted_by_excel(lines)
    position = 0
    number = 1
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = text[position:end]
        fields = _split(line)
        if len(fields) != usual + 1 or any(field.startswith('"') and field.count('"') % 2 for field in fields):
            longer = _quoted_fields(text, position, usual + 1)
            if longer is not None and not (len(fields) == usual + 1 and _whole_lines(text, end, longer[1], usual)):
                fields, end = longer
        yield _Row(
            number, tuple(unguarded(_unquoted(field, all_quoted)) for field in fields), _places(position, fields)
        )
        number += text.count("\n", position, end) + 1
        position = end + 1


def _quoted_by_excel(lines: Iterable[str]) -> bool:
    """Whether all fields with a comma or a quotation mark are quoted and no others: so Excel saves text with tabs."""
    quoted = 0
    for line in lines:
        if line.count('"') % 2:
            continue  # a part of a field of several lines
        for field in _split(line):
            inner = _QUOTED.fullmatch(field)
            needs = "," in field or '"' in field
            if needs != (inner is not None and ("," in inner[1] or '"' in inner[1])):
                return False
            quoted += needs
    return quoted >= _SURELY_EXCEL


def _places(start: int, fields: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where ``fields`` stand that follow one another from ``start``, with one character between them."""
    places = []
    for field in fields:
        places.append((start, start + len(field)))
        start += len(field) + 1
    return tuple(places)


def _whole_lines(text: str, start: int, end: int, usual: int) -> bool:
    """Whether the lines from ``start`` to ``end`` have fields enough of their own: the quotation mark was only text."""
    return any(line.count("\t") == usual for line in text[start + 1 : end].split("\n"))


def _split(line: str) -> list[str]:
    return line.rstrip("\r\n").split("\t")


def _quoted_fields(text: str, position: int, count: int) -> tuple[list[str], int] | None:
    """``count`` fields from ``position``, those in quotation marks taken whole, and the end; ``None`` if it fails."""
    fields: list[str] = []
    while True:
        match = _TSV_FIELD.match(text, position)
        assert match is not None  # the pattern can match nothing
        fields.append(match[0])
        position = match.end()
        if not text.startswith("\t", position):
            break
        position += 1
    if text.startswith("\r", position):
        position += 1
    return (fields, position) if len(fields) == count and text[position : position + 1] in {"", "\n"} else None


def _unquoted(field: str, always: bool) -> str:
    quoted = _QUOTED.fullmatch(field)
    if quoted is None or not (always or '""' in quoted[1] or "\t" in quoted[1] or "\n" in quoted[1]):
        return field
    return quoted[1].replace('""', '"')


def _csv_rows(text: str, path: Path) -> Iterator[_Row]:
    first_line, offset = 1, 0
    named = re.match(r'"?sep=(.)"?\r?\n', text)  # Excel's own way to name the separator
    if named:
        text, first_line, offset = text[named.end() :], 2, named.end()
    delimiter = named[1] if named else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = first_line
    written = _csv_fields(text, delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = "a quotation mark is opened and not closed, or stands inside a field without being doubled"
            if "field larger" in str(error):
                reason = (
                    f"a field has more than {csv.field_size_limit()} characters; a quotation mark may not be closed"
                )
            raise ParseError(reason, path=path, line=line, remedy='write "" for a quotation mark in a field') from error
        fields = next(written, ())
        places = tuple((offset + start, offset + end) for start, end in fields) if len(fields) == len(cells) else ()
        yield _Row(line, tuple(map(unguarded, cells)), places)
        line = first_line + reader.line_num


def _csv_fields(text: str, delimiter: str) -> Iterator[tuple[tuple[int, int], ...]]:
    """Where the fields of each record stand as they are written (RFC 4180, section 2)."""
    bare = re.escape(delimiter) + "\r\n"
    field = re.compile(rf'"(?:[^"]|"")*"(?=[{bare}]|\Z)|[^{bare}]*')
    position = 0
    while position < len(text):
        places: list[tuple[int, int]] = []
        while True:
            match = field.match(text, position)
            assert match is not None  # the pattern can match nothing
            places.append(match.span())
            position = match.end()
            if not text.startswith(delimiter, position):
                break
            position += 1
        position += 2 if text.startswith("\r\n", position) else 1
        yield () if len(places) == 1 and places[0][0] == places[0][1] else tuple(places)


def _delimiter(text: str) -> str:
    """The separator that splits the first rows most evenly."""

    def evenness(delimiter: str) -> float:
        """The share of rows that have the usual width, where that is two and more columns."""
        widths: Counter[int] = Counter()
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        with suppress(csv.Error):
            widths.update(len(row) for row in islice(rows, _SNIFFED_ROWS) if row)
        width, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
        return count / widths.total() if width > 1 else 0.0

    evenest = max("\t;,", key=evenness)
    return evenest if evenness(evenest) else ","


# Encoding


def decode_table(content: bytes, path: Path) -> str:
    """A table's text: UTF-8, UTF-16 with its mark, an encoding of the West, or what charset-normalizer makes of it.

    Raises :class:`~tmx.errors.ParseError` where it is no text.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(content, "utf-16", path)
    if b"\0" in content:
        raise ParseError(
            "this is a binary file, not a table", path=path, line=1, remedy="save the table as CSV or as text with tabs"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    replaced = content.decode("utf-8", errors="replace")
    faults = replaced.count("\ufffd")
    if sum(character > "\x7f" for character in replaced) > 10 * faults:  # UTF-8 but for a few places
        return _strictly(content, "utf-8", path)
    if (encoding := western_encoding(content, _SURELY_WESTERN)) is not None:
        return content.decode(encoding)
    from charset_normalizer import from_bytes

    matches = from_bytes(content)
    best = matches.best()
    if best is None:
        return _strictly(content, "utf-8", path)
    # Of encodings that explain the text as well, the one of Western Windows is by far the most used.
    western = any(match.encoding == "cp1252" and match.chaos <= best.chaos for match in matches)
    return content.decode("cp1252" if western else best.encoding)


def _strictly(content: bytes, encoding: str, path: Path) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, errors="ignore")
        raise ParseError(
            f"the text is not {encoding.upper()} from here on",
            path=path,
            line=before.count("\n") + 1,
            remedy="save the file as UTF-8",
        ) from error
