"""In which formats single texts can be changed in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from tmx.errors import ParseError
from tmx.files import read_bytes
from tmx.formats.inplace.places import FileText, PlacedText, PlacedUnit, decoded
from tmx.formats.inplace.po import placed_po
from tmx.formats.inplace.tabular import placed_table
from tmx.formats.inplace.xml import placed_xml, xml_encoding
from tmx.formats.po import po_encoding
from tmx.formats.registry import format_of, pair_of
from tmx.formats.tabular import decode_table
from tmx.model import Segment, TranslationUnit

__all__ = ["can_change", "placed_targets", "table_text"]

_XML = frozenset({"XLIFF", "TMX"})
_TABLES = frozenset({"TSV", "CSV"})


def can_change(path: Path) -> bool:
    """Whether texts of ``path`` can be changed in place, by its format.

    Raises :class:`~tmx.errors.UnknownFormatError` where it is no bilingual file at all.
    """
    return format_of(path).name in _XML | _TABLES | {"PO"}


def placed_targets(
    path: Path, *, source_language: str, target_language: str
) -> tuple[FileText, Iterator[PlacedText | None]]:
    """The text of ``path``, and where in it the target of each unit stands that ``read_units`` gives, in its order.

    None where a unit has no target yet, or its text cannot be found just so. Raises
    :class:`~tmx.errors.ParseError` where the file is broken, or cannot be written again as it stands.
    """
    known = format_of(path)
    content = read_bytes(path)
    if known.name in _XML:
        file = decoded(content, xml_encoding(content), path)
        placed = placed_xml(file)
    elif known.name == "PO":
        file = decoded(content, po_encoding(content, path), path)
        placed = placed_po(file)
    else:
        file = table_text(content, path)
        placed = placed_table(file, path, source_language, target_language)
    units = known.read(path, source_language, target_language)
    return file, _targets(units, placed, source_language, target_language)


def _targets(
    units: Iterable[TranslationUnit], placed: Iterable[PlacedUnit], source_language: str, target_language: str
) -> Iterator[PlacedText | None]:
    for unit, place in zip_longest(units, placed):
        pair = None if unit is None else pair_of(unit, source_language, target_language)
        if pair is not None:
            yield _found(pair.variants[1], () if place is None else place.targets)


def _found(segment: Segment, targets: Sequence[PlacedText]) -> PlacedText | None:
    """The target that ``segment`` was read from; a file that names its languages at each text has to name the same."""
    same = (target for target in targets if target.text == segment.text)
    return next((target for target in same if target.language in ("", segment.language)), None)


def table_text(content: bytes, path: Path) -> FileText:
    """A table's text in the encoding in which it is read."""
    text = decode_table(content, path)
    for encoding in ("utf-8", "cp1252", "latin-1", "iso8859-15", "mac-roman", "cp850"):
        try:
            file = decoded(content, encoding, path)
        except ParseError:
            continue
        if file.text == text:
            return file
    return decoded(content, "utf-8", path)
