"""Merging PO, UTX and OmegaT glossaries in place: three states of a file become one, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from termbase.formats.po_merging import DATES, po_entries, po_lines
from termbase.formats.registry import find_format, format_of_file
from termbase.formats.row_merging import row_sides
from termbase.formats.text_files import mark_of, read_text
from termbase.merge import Conflict
from termbase.merge_entries import merge_entries
from tmx.errors import StoreError
from tmx.files import read_bytes, write_whole
from tmx.formats.po import po_encoding

__all__ = ["merge_entry_files", "merges_entries"]

_FORMATS = ("po", "utx", "omegat")
_REMEDY = "check that it is the file you meant, in UTF-8"


def merges_entries(files: Sequence[tuple[Path, str]], output_suffix: str) -> bool:
    """Whether files, each with its suffix, are all of one format of which the entries are merged, and it is wanted."""
    names = {format_of_file(path, suffix).name for path, suffix in files if path.is_file() and path.stat().st_size}
    return len(names) == 1 and names <= set(_FORMATS) and output_suffix in find_format(names.pop()).suffixes


def merge_entry_files(
    base: tuple[Path, str], ours: tuple[Path, str], theirs: tuple[Path, str], output: Path, language: str
) -> tuple[Conflict, ...]:
    """Write to ``output`` what both sides (path and suffix) made out of ``base``, in the encoding and layout of ours.

    ``language`` is that of the target terms, for the conflicts, which are handed back and noted in the file. Raises
    :class:`~tmx.errors.ConfigError` where the columns of UTX files differ, :class:`~tmx.errors.ParseError` for a file
    in another encoding, and :class:`~tmx.errors.StoreError` where one cannot be read or written.
    """
    name = format_of_file(*ours).name
    paths = (base[0], ours[0], theirs[0])
    texts = [_text(path, name) for path in paths]
    sides, render = ([po_entries(text) for text in texts], po_lines) if name == "po" else row_sides(paths, texts, name)
    result = merge_entries(sides[0], sides[1], sides[2], language, DATES)
    lines = [line for entry in result.entries for line in (render(entry) if entry.key in result.made else entry.lines)]
    while lines and not lines[-1]:
        lines.pop()
    ending = "\r\n" if "\r\n" in texts[1] else "\n"
    encoding = _encoding(ours[0], name)
    try:
        content = (ending.join(lines) + ending).encode(encoding)
    except UnicodeEncodeError as error:
        reason = f"the other side has characters that {encoding} cannot hold"
        raise StoreError(reason, path=ours[0], remedy="save both sides as UTF-8") from error
    with write_whole(output) as stream:
        stream.write(content)
    return result.conflicts


def _encoding(path: Path, name: str) -> str:
    return mark_of(path) or (po_encoding(read_bytes(path), path) if name == "po" else "utf-8")


def _text(path: Path, name: str) -> str:
    if not path.is_file() or not path.stat().st_size:
        return ""
    encoding = _encoding(path, name)
    return read_text(path, remedy=_REMEDY, encoding=None if encoding.startswith("utf-8") else encoding)
