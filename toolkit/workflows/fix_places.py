"""Where the translations that were checked stand in their file, and how the file reads again after a change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from msgspec import Struct

from tmx.errors import ConfigError, StoreError
from tmx.files import read_bytes
from tmx.formats.inplace import FileText, PlacedText, can_change, placed_targets
from tmx.formats.inplace.odt_tables import placed_odt_tables
from tmx.formats.inplace.office import placed_cells, placed_tables, read_body, read_odt_body, read_sheet
from tmx.formats.inplace.places import decoded
from tmx.formats.inplace.running import (
    Stream,
    located,
    odt_stream,
    page_stream,
    subtitle_stream,
    text_stream,
    word_stream,
)
from tmx.formats.registry import read_units
from tmx.subtitles import is_subtitles
from toolkit.ingest.documents import SUFFIXES, is_odt, is_plain_text
from toolkit.ingest.encoding import decode
from toolkit.model import QaResult
from toolkit.workflows.qa_documents import target_sentences
from toolkit.workflows.qa_tables import TABLE_SUFFIXES, TablePlace, table_places, table_units

__all__ = ["Placement", "placement"]

Reading = Sequence[object]


class Placement(Struct, frozen=True, eq=False):
    """A file as text, and in it the target of each unit, None where it is not known.

    ``content`` gives the file's bytes for a changed text, ``reads`` what a file says, and ``expected`` what it should
    say when the units (from 0) have these targets and nothing else has changed.
    """

    file: FileText
    targets: tuple[PlacedText | None, ...]
    content: Callable[[str], bytes]
    reads: Callable[[Path], Reading]
    expected: Callable[[dict[int, str]], Reading]


def placement(result: QaResult, changing: Collection[int]) -> Placement:
    """Where the targets of ``result`` stand in its file; ``changing`` are the units (from 0) that are to change.

    Raises :class:`~tmx.errors.ConfigError` where such a file cannot be changed in place,
    :class:`~tmx.errors.StoreError` where it is not what was checked.
    """
    suffix = result.file.suffix.lower()
    if result.source_file or result.alone:
        if suffix not in SUFFIXES:
            raise _cannot(result.file)
        found = _document(result)
    elif suffix in TABLE_SUFFIXES:
        found = _table(result, changing)
    elif can_change(result.file):
        found = _bilingual(result)
    else:
        raise _cannot(result.file)
    if len(found.targets) != len(result.units):
        raise StoreError("the file has changed since it was checked", path=result.file, remedy="check it again")
    return found


def _cannot(path: Path) -> ConfigError:
    return ConfigError("this kind of file cannot be put right in place", path=path, remedy="correct it in your editor")


def _bilingual(result: QaResult) -> Placement:
    languages = {"source_language": result.source_language, "target_language": result.target_language}
    file, placed = placed_targets(result.file, **languages)

    def reads(path: Path) -> list[tuple[object, ...]]:
        """Names, sources, target texts, and the targets' codes in their order."""
        return [
            (
                unit.identifier,
                unit.variants[0],
                unit.variants[1].text,
                tuple((code.kind, code.content, code.identifier) for code in unit.variants[1].codes),
            )
            for unit in read_units(path, **languages)
        ]

    return Placement(file, tuple(placed), file.encoded, reads, lambda new: _with_targets(reads(result.file), new))


def _with_targets(rows: Sequence[tuple[object, ...]], new: dict[int, str]) -> list[tuple[object, ...]]:
    """``rows`` (name, source, target, ...) with other targets."""
    return [(*row[:2], new.get(number, row[2]), *row[3:]) for number, row in enumerate(rows)]


def _table(result: QaResult, changing: Collection[int]) -> Placement:
    path, languages = result.file, (result.source_language, result.target_language)
    content = read_bytes(path)
    cells = list(table_places(path, *languages))
    if path.suffix.lower() == ".xlsx":
        own = [_name(cell) for number, cell in enumerate(cells) if number in changing]
        office = read_sheet(content, cells[0].table if cells else "", path, own)
        by_name = placed_cells(office)
        placed = [by_name.get(_name(cell)) for cell in cells]
    else:
        is_text = is_odt(content, path)
        office = read_odt_body(content, path) if is_text else read_body(content, path)
        tables = placed_odt_tables(office) if is_text else placed_tables(office)
        placed = [_cell(tables, cell) for cell in cells]
    targets = [
        one if one is not None and one.text == unit.target else None
        for one, unit in zip(placed, result.units, strict=False)
    ]

    def reads(path: Path) -> list[tuple[object, ...]]:
        return [(u.identifier, u.variants[0], u.variants[1].text, u.notes) for u in table_units(path, *languages)]

    def expected(new: dict[int, str]) -> list[tuple[object, ...]]:
        return _with_targets(reads(path), new)

    return Placement(office.file, tuple(targets), office.archive, reads, expected)


def _name(cell: TablePlace) -> str:
    """A cell's name: ``B7``."""
    letters, number = "", cell.column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{cell.row}"


def _cell(tables: Sequence[Sequence[Sequence[PlacedText]]], cell: TablePlace) -> PlacedText | None:
    try:
        return tables[int(cell.table)][cell.row - 1][cell.column]
    except IndexError:
        return None


def _document(result: QaResult) -> Placement:
    """A document of running text: its sentences are looked for in it, white space apart."""
    stream, content = _stream(result.file)
    targets = located(stream, [unit.target for unit in result.units])

    def reads(path: Path) -> list[str]:
        return ["".join(_letters(one) for one in target_sentences(path, result.target_language))]

    def expected(new: dict[int, str]) -> list[str]:
        return ["".join(_letters(new.get(number, unit.target)) for number, unit in enumerate(result.units))]

    return Placement(stream.file, tuple(targets), content, reads, expected)


def _letters(text: str) -> str:
    """A text without ordinary spaces: where sentences end and lines break may differ."""
    return "".join(text.replace("\n", " ").split(" "))


def _stream(path: Path) -> tuple[Stream, Callable[[str], bytes]]:
    content = read_bytes(path)
    if is_odt(content, path):
        body = read_odt_body(content, path)
        return odt_stream(body), body.archive
    if path.suffix.lower() == ".docx" or content.startswith(b"PK\x03\x04"):
        body = read_body(content, path)
        return word_stream(body), body.archive
    file = _as_text(content, path)
    if is_subtitles(content, path.suffix.lower()):
        return subtitle_stream(file), file.encoded
    return (text_stream(file) if is_plain_text(content, path) else page_stream(file)), file.encoded


def _as_text(content: bytes, path: Path) -> FileText:
    """A text file in the encoding in which it is read. Raises :class:`~tmx.errors.ParseError` where it is unclear."""
    is_page = not is_plain_text(content, path) and not is_subtitles(content, path.suffix.lower())
    read = decode(content, path, markup=is_page)
    names = {"windows-1252": "cp1252", "ISO 8859-15": "iso8859-15", "Mac Roman": "mac-roman", "code page 850": "cp850"}
    return decoded(content, names.get(read.encoding, read.encoding), path)
