"""Merging PO, UTX and OmegaT glossaries in place: their entries as they are written, and the way back into the file.

An entry of PO is known by its ``msgctxt`` and ``msgid``, a row of UTX and OmegaT by its source term (and its concept
ID), and where that has several rows by its target term too. Obsolete entries of PO (``#~``) take part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from termbase.formats.registry import find_format, format_of_file
from termbase.formats.text_files import lines_of, mark_of, read_text
from termbase.merge import Conflict
from termbase.merge_entries import Entry, merge_entries
from tmx.errors import ConfigError, StoreError
from tmx.files import read_bytes, write_whole
from tmx.formats.po import po_encoding

__all__ = ["merge_entry_files", "merges_entries"]

_FORMATS = ("po", "utx", "omegat")
_REMEDY = "check that it is the file you meant, in UTF-8"
_COMMENTS = {"#": "comments", "#.": "remark", "#:": "references", "#,": "flags", "#|": "former text"}
_SETS = ("comments", "references", "flags")
_BEFORE_TEXT = ("comments", "remark", "references", "flags", "former text")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*(\".*)")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_TRANSLATION = "translation"
_DATES = ("PO-Revision-Date", "POT-Creation-Date")
_OBSOLETE = "#~"
_UTX_COMMENT, _OMEGAT_COMMENT = "comment", 2
_BETWEEN = {"utx": " | ", "omegat": " · "}
_EMPTY = "-"


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
    sides, render = _po_sides(texts) if name == "po" else _row_sides(paths, texts, name)
    result = merge_entries(sides[0], sides[1], sides[2], language, _DATES)
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


def _numbered(entries: list[Entry]) -> list[Entry]:
    """The entries, those whose key comes again with a number."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for entry in entries:
        seen[entry.key] += 1
        times = seen[entry.key]
        found.append(replace(entry, key=(*entry.key, str(times))) if times > 1 else entry)
    return found


def _po_sides(texts: Sequence[str]) -> tuple[list[list[Entry]], Callable[[Entry], list[str]]]:
    return [_po_entries(text) for text in texts], _po_lines


def _po_entries(text: str) -> list[Entry]:
    return _numbered([_po_entry(block) for block in _po_blocks(lines_of(text))]) if text.strip() else []


def _po_blocks(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The lines of each entry, with the blank ones behind it."""
    block: list[str] = []
    done = False
    for line in lines:
        plain = line.removeprefix(_OBSOLETE).strip() if line.startswith(_OBSOLETE) else line.strip()
        starts = plain.startswith(("#", "msgctxt", "msgid")) and not plain.startswith("msgid_plural")
        if done and starts:
            yield tuple(block)
            block, done = [], False
        done = done or plain.startswith("msgstr")
        block.append(line)
    if any(line.strip() for line in block):
        yield tuple(block)


def _po_entry(lines: tuple[str, ...]) -> Entry:
    """An entry by its lines: comments, flags and references are sets, the forms of the translation fields."""
    sets: dict[str, list[str]] = {name: [] for name in _SETS}
    fields: dict[str, str] = {}
    texts: dict[str, str] = {}
    now = ""
    obsolete = any(line.startswith((f"{_OBSOLETE} msg", f"{_OBSOLETE}msg")) for line in lines)
    for line in lines:
        plain = line.removeprefix(_OBSOLETE).strip() if line.startswith(_OBSOLETE) else line.strip()
        keyword = _KEYWORD.match(plain)
        if plain.startswith("#"):
            kind = _COMMENTS.get(plain[:2], "comments")
            told = plain.removeprefix(plain[:2] if plain[:2] in _COMMENTS else "#").strip()
            if kind == "flags":
                sets[kind] += [flag.strip() for flag in told.split(",") if flag.strip()]
            elif kind in sets:
                sets[kind] += told.split() if kind == "references" else [told]
            else:
                fields[kind] = f"{fields[kind]}\n{told}" if kind in fields else told
        elif keyword:
            now = keyword[1]
            texts[now] = _quoted(keyword[2])
        elif plain.startswith('"') and now:
            texts[now] += _quoted(plain)
    key = (texts.pop("msgctxt", ""), texts.pop("msgid", ""))
    known = {name: tuple(values) for name, values in sets.items() if values}
    if key == ("", ""):
        return Entry(key, {**fields, **_head(texts.get("msgstr", ""))}, lines, known, quiet=True)
    plural = texts.pop("msgid_plural", "")
    said = {name.replace("msgstr", _TRANSLATION): value for name, value in texts.items()}
    others = {"plural": plural} if plural else {}
    return Entry(key, {**said, **others, **fields, **({"obsolete": "yes"} if obsolete else {})}, lines, known)


def _quoted(text: str) -> str:
    """What stands between the quotation marks, as it is written there."""
    return "".join(_TEXT.findall(text))


def _head(text: str) -> dict[str, str]:
    """The fields of the head of a PO file."""
    pairs = (line.partition(":") for line in text.split("\\n") if line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _po_lines(entry: Entry) -> list[str]:
    """An entry of a PO file that neither side has as it is."""
    said = dict(entry.fields)
    lines = [f"# {note}" for note in entry.notes]
    for sign, kind in _COMMENTS.items():
        if kind == "flags":
            flags = ", ".join(entry.sets.get(kind, ()))
            lines += [f"#, {flags}"] if flags else []
        elif kind == "references":
            lines += [f"{sign} {' '.join(entry.sets[kind])}"] if entry.sets.get(kind) else []
        elif kind in _SETS:
            lines += [f"{sign} {text}".rstrip() for text in entry.sets.get(kind, ())]
        elif kind in said:
            lines += [f"{sign} {text}" for text in said.pop(kind).split("\n")]
    if entry.key[:2] == ("", ""):
        return [*lines, 'msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in said.items()), ""]
    mark = f"{_OBSOLETE} " if said.pop("obsolete", "") else ""
    context, text = entry.key[:2]
    plural = said.pop("plural", "")
    texts = [*([f'msgctxt "{context}"'] if context else []), f'msgid "{text}"']
    texts += [f'msgid_plural "{plural}"'] if plural else []
    texts += [f'{name.replace(_TRANSLATION, "msgstr")} "{value}"' for name, value in said.items()]
    return [*lines, *(mark + line for line in texts), ""]


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows of a text file: its lines, and the names of its columns (numbers where it names none)."""

    lines: tuple[str, ...]
    columns: tuple[str, ...]


def _row_sides(
    paths: Sequence[Path], texts: Sequence[str], name: str
) -> tuple[list[list[Entry]], Callable[[Entry], list[str]]]:
    tables = [_table(text, name) for text in texts]
    columns = tables[1].columns
    for path, table in zip(paths, tables, strict=True):
        if name == "utx" and table.lines and table.columns != columns:
            reason = "the columns are others than those of your side"
            raise ConfigError(reason, path=path, remedy="give all three files the columns of one of them")
    width = max(len(table.columns) for table in tables)
    columns = columns if name == "utx" else tuple(map(str, range(max(width, _OMEGAT_COMMENT + 1))))
    identified = [_identified(table, columns) for table in tables]
    several = {
        key for rows in identified for key, times in Counter(key for key, _, _ in rows if key[0]).items() if times > 1
    }
    sides = [
        _numbered([_row(key, cells, line, columns, key in several) for key, cells, line in rows]) for rows in identified
    ]
    return sides, lambda entry: _row_lines(entry, columns, name)


def _table(text: str, name: str) -> _Table:
    lines = tuple(lines_of(text.rstrip("\r\n"))) if text.strip() else ()
    if name == "omegat":
        return _Table(lines, tuple(map(str, range(max((line.count("\t") + 1 for line in lines), default=0)))))
    last = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = lines[last - 1].lstrip("#").split("\t") if lines else []
    return _Table(lines, tuple(column.strip().lstrip("#") for column in head))


def _identified(table: _Table, columns: Sequence[str]) -> list[tuple[tuple[str, str], list[str], str]]:
    """Key, cells and line of each row; a remark, a line of the head and an empty one have the key of their text."""
    lowered = [column.lower() for column in columns]
    concept = lowered.index("concept id") if "concept id" in lowered else -1
    found: list[tuple[tuple[str, str], list[str], str]] = []
    for line in table.lines:
        cells = line.split("\t")
        if line.startswith("#") or not line.strip():
            found.append((("", line), [], line))
        else:
            name = cells[concept].strip() if 0 <= concept < len(cells) else ""
            found.append(((cells[0].strip(), "" if name == _EMPTY else name), cells, line))
    return found


def _row(key: tuple[str, str], cells: Sequence[str], line: str, columns: Sequence[str], several: bool) -> Entry:
    if not cells:
        return Entry(key, {}, (line,), quiet=True)
    fields = {name: cell.strip() for name, cell in zip(columns[1:], cells[1:], strict=False) if cell.strip()}
    told = {_TRANSLATION: fields.pop(columns[1], ""), **fields}
    known = tuple(part for part in (*key, told[_TRANSLATION] if several else "") if part)
    return Entry(known, told, (line,))


def _row_lines(entry: Entry, columns: Sequence[str], name: str) -> list[str]:
    """A row that neither side has as it is; a conflict stands in its comment, or in a remark where it can have none."""
    said = {columns[1]: entry.fields[_TRANSLATION], **{k: v for k, v in entry.fields.items() if k != _TRANSLATION}}
    comment = next((one for one in columns if one.lower() == _UTX_COMMENT), "") if name == "utx" else columns[2]
    before = []
    if entry.notes and comment:
        said[comment] = _BETWEEN[name].join(
            [*entry.notes, *([said[comment]] if said.get(comment, _EMPTY) != _EMPTY else [])]
        )
    elif entry.notes:
        before = [f"# {note}" for note in entry.notes]
    empty = _EMPTY if name == "utx" else ""
    cells = [entry.lines[0].split("\t")[0], *(said.get(column) or empty for column in columns[1:])]
    return [*before, "\t".join(cells).rstrip("\t")]
