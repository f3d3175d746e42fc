"""UTX 1.11 (Universal Terminology eXchange, AAMT): tab-separated text whose head says the languages and the columns.

The first line reads ``#UTX 1.11; en/fr; ...``, the last line of the head names the columns (``#src tgt src:pos ...``).
A pair a line; ``concept ID`` keeps the pairs of one concept together. ``term status`` is that of the target term;
Accord adds ``src:status`` where the source term has another than *approved*. An empty cell is written ``-``.

What the head says besides (date, copyright, licence, dictionary ID, description, direction) is kept as data of the
file, as TBX has it among its ``publicationStmt``. Columns of other names are data of the terms (``src:``, ``tgt:``) or
of the concept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from termbase.formats.categories import clean, read_part_of_speech, read_status
from termbase.formats.pairs import Pair, concepts_of_pairs, pair_languages, pairs_of
from termbase.formats.text_files import lines_of, one_cell, read_text, write_lines
from termbase.model import Category, Glossary, Status, Term
from tmx.errors import ParseError, UnknownLanguageError
from tmx.text.languages import find_language
from tmx.text.languages.naming import read_language

__all__ = ["read_utx", "write_utx"]

_COLUMNS = (
    "src",
    "tgt",
    "src:pos",
    "tgt:pos",
    "term status",
    "src:status",
    "src:gender",
    "tgt:gender",
    "domain",
    "definition",
    "comment",
    "src:comment",
    "tgt:comment",
    "concept ID",
)
_REQUIRED = _COLUMNS[:3]
_KNOWN = frozenset(name.lower() for name in _COLUMNS)
_HEAD = "publicationStmt"
_FIRST_LINE = ("date", "copyright", "license", "direction", "dictionary ID")  # in their order there
_PAIR = re.compile(r"(?:^|[\s;:])([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)\s*/\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)")
_IS_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\S+)?")
_STATUS = {
    Status.PREFERRED: "approved",
    Status.ADMITTED: "non-standard",
    Status.DEPRECATED: "forbidden",
    Status.FORBIDDEN: "forbidden",
    Status.PROPOSED: "provisional",
}
_READ_STATUS = {
    "": Status.PREFERRED,
    "approved": Status.PREFERRED,
    "non-standard": Status.ADMITTED,
    "forbidden": Status.FORBIDDEN,
    "rejected": Status.FORBIDDEN,
    "provisional": Status.PROPOSED,
}
_POS = {"proper noun": "properNoun"}
_EMPTY = "-"
_BETWEEN_NOTES = " | "
_REMEDY = "check that it is the UTX file you meant, and saved as UTF-8"


def write_utx(
    path: Path, glossary: Glossary, *, source_language: str | None = None, target_language: str | None = None
) -> None:
    """Write the pairs of two languages; columns in which nothing stands are left out.

    Raises :class:`~tmx.errors.TermbaseError` where the glossary lacks one of the languages, and
    :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    source, target = pair_languages(path, glossary, source_language, target_language)
    pairs = list(pairs_of(glossary, source, target, frozenset(Status)))
    rows = [_row(pair) for pair in pairs]
    always = {*_REQUIRED, "term status", "concept ID"}
    if any(pair.source.text != first.source.text for pair, first in _with_firsts(pairs)):
        always.add("src:status")  # without it a second source term would be read as an admitted one
    others = dict.fromkeys(name for row in rows for name in row if name not in _COLUMNS)
    used = [name for name in _COLUMNS if name in always or any(row[name] for row in rows)]
    head = [*_head(glossary.data, source, target), "#" + "\t".join((*used, *others))]
    lines = ("\t".join(row.get(name) or _EMPTY for name in (*used, *others)) for row in rows)
    write_lines(path, [*head, *lines])


def _with_firsts(pairs: Iterable[Pair]) -> Iterator[tuple[Pair, Pair]]:
    """Each pair with the first one of its concept."""
    firsts: dict[str, Pair] = {}
    for pair in pairs:
        yield pair, firsts.setdefault(pair.identifier, pair)


def _head(data: Iterable[Category], source: str, target: str) -> Iterator[str]:
    """The lines of the head but for the last one."""
    said = {"direction": "bidirectional", **{one.name: one.value for one in data if one.kind == _HEAD and one.name}}
    told = [f"#UTX 1.11; {source}/{target};"]
    for name in _FIRST_LINE:
        if said.get(name) and said[name] != "monodirectional":
            value = one_cell(said[name]).replace(";", ",")
            told.append(f"{value};" if name in ("date", "direction") else f"{name}: {value};")
    yield " ".join(told)
    yield from (f"#{name}: {one_cell(said[name])};" for name in said if name not in _FIRST_LINE)


def _row(pair: Pair) -> dict[str, str]:
    source_status = _STATUS[pair.source.status]
    cells = {
        "src": pair.source.text,
        "tgt": pair.target.text,
        "src:pos": _POS.get(pair.source.part_of_speech, pair.source.part_of_speech),
        "tgt:pos": _POS.get(pair.target.part_of_speech, pair.target.part_of_speech),
        "term status": _STATUS[pair.target.status],
        "src:status": "" if source_status == "approved" else source_status,
        "src:gender": pair.source.gender,
        "tgt:gender": pair.target.gender,
        "domain": pair.subject,
        "definition": pair.definition,
        "comment": _BETWEEN_NOTES.join(pair.notes),
        "src:comment": _BETWEEN_NOTES.join(pair.source.notes),
        "tgt:comment": _BETWEEN_NOTES.join(pair.target.notes),
        "concept ID": pair.identifier,
        **_other_cells("src:", pair.source.data),
        **_other_cells("tgt:", pair.target.data),
        **_other_cells("", pair.data),
    }
    row = {name: one_cell(cell) for name, cell in cells.items()}
    # A term of the sign for «empty», or one that looks like the head, gets a space that reading takes off.
    return {name: f" {cell}" if cell == _EMPTY or cell.startswith("#") else cell for name, cell in row.items()}


def _other_cells(side: str, data: Iterable[Category]) -> dict[str, str]:
    """The columns for data that has no column of its own, as far as a name and a text say all of it."""
    cells: dict[str, str] = {}
    for one in data:
        name = f"{side}{one_cell(one.name)}"
        if one == Category("descrip", one.name, one.value) and one.name and name.lower() not in _KNOWN:
            cells.setdefault(name, one.value)
    return cells


def read_utx(path: Path) -> Glossary:
    """The glossary in a UTX file, 1.00 to 1.11.

    Raises :class:`~tmx.errors.ParseError`, with the line, where the head is missing or incomplete, or a row has too
    many cells or an unknown status; :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    lines, last, columns = _opened(path)
    source_language, target_language = _languages(path, lines[0])
    pairs = _pairs(path, lines, last, columns, (source_language, target_language))
    if "src:status" not in columns:
        pairs = _with_source_status(pairs)
    return Glossary(concepts_of_pairs(pairs, with_status=True), name=path.stem, data=_said(lines[: last - 1]))


def utx_names_concepts(path: Path) -> bool:
    """Whether the file has a column for names of concepts; where it has none, they are called by their rows.

    Raises what :func:`read_utx` raises of its head.
    """
    return "concept id" in _opened(path)[2]


def _opened(path: Path) -> tuple[list[str], int, list[str]]:
    """The lines of the file, how many of them are its head, and the names of the columns."""
    lines = lines_of(read_text(path, remedy=_REMEDY))
    if not lines[0].upper().startswith("#UTX"):
        raise ParseError("this is not UTX: the first line is not #UTX …", path=path, line=1, remedy=_REMEDY)
    last = next((number for number, text in enumerate(lines) if not text.startswith("#")), len(lines))
    columns = [_column(name.strip()) for name in lines[last - 1].removeprefix("#").split("\t")]
    if columns[:2] != ["src", "tgt"]:
        reason = "the last line of the head does not name the columns"
        raise ParseError(reason, path=path, line=last, remedy="it begins with #src, a tab, and tgt")
    return lines, last, columns


def _column(name: str) -> str:
    """A column's name, in lower case where it is one of the standard's; some write a ``#`` before each of them."""
    name = name.removeprefix("#").strip()
    return name.lower() if name.lower() in _KNOWN else name


def _said(head: list[str]) -> tuple[Category, ...]:
    """What the head says besides version, languages and columns."""
    found: dict[str, str] = {}
    parts = [part.strip() for part in head[0].split(";")[1:]]
    if not any(part.lower() == "bidirectional" for part in parts):
        found["direction"] = "monodirectional"
    for part in [*parts, *(line.strip("# ;") for line in head[1:])]:
        name, separator, value = part.partition(":")
        if _IS_DATE.fullmatch(part):
            found.setdefault("date", part)
        elif separator and value.strip() and not _PAIR.fullmatch(part):
            name = next((known for known in _FIRST_LINE if known.lower() == name.strip().lower()), name.strip())
            found.setdefault(name, value.strip())
    return tuple(Category(_HEAD, name, value) for name, value in found.items())


def _languages(path: Path, first: str) -> tuple[str, str]:
    found = _PAIR.search(first)
    source, target = found.groups() if found else ("", "")
    try:
        if not found:
            raise UnknownLanguageError("the first line does not name two languages")
        for language in (source, target):
            find_language(language.strip())
    except UnknownLanguageError as error:
        remedy = "write them as in: #UTX 1.11; en/fr;"
        raise ParseError(error.reason, path=path, line=1, remedy=remedy) from error
    return read_language(source), read_language(target)


def _pairs(path: Path, lines: list[str], start: int, columns: list[str], languages: tuple[str, str]) -> Iterator[Pair]:
    for number, text in enumerate(lines[start:], start + 1):
        if not text.strip() or text.startswith("#"):
            continue
        cells = text.split("\t")
        if len(cells) > len(columns):
            raise ParseError(
                f"the row has {len(cells)} cells, the head names {len(columns)} columns",
                path=path,
                line=number,
                remedy="check the tabs in this line",
            )
        row = {name: "" if cell == _EMPTY else clean(cell) for name, cell in zip(columns, cells, strict=False)}
        source, target = (
            _term(path, number, row, side, language) for side, language in zip(("src", "tgt"), languages, strict=True)
        )
        yield Pair(
            identifier=row.get("concept id") or f"row-{number}",
            source=source,
            target=target,
            subject=row.get("domain", ""),
            definition=row.get("definition", ""),
            notes=_notes(row.get("comment", "")),
            data=_others(row, ""),
        )


def _with_source_status(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The pairs of a file that gives a row one status, with that of their source terms.

    It is that of the target term, and where that one is known already, of the source term. A further source term of a
    concept is not preferred.
    """
    targets: dict[str, set[str]] = {}
    for pair, first in _with_firsts(pairs):
        known = targets.setdefault(pair.identifier, set())
        status = pair.target.status if pair.target.text in known else Status.PREFERRED
        known.add(pair.target.text)
        if pair.source.text != first.source.text:
            status = Status.ADMITTED if status is Status.PREFERRED else status
            yield replace(pair, source=replace(pair.source, status=status))
        else:
            yield pair


def _others(row: dict[str, str], side: str) -> tuple[Category, ...]:
    """What columns with names of their own say of the source term, the target term, or (no side) the concept."""
    sides = {name: next((one for one in ("src:", "tgt:") if name.startswith(one)), "") for name in row}
    return tuple(
        Category("descrip", name.removeprefix(side), cell)
        for name, cell in row.items()
        if cell and name and name not in _KNOWN and sides[name] == side
    )


def _term(path: Path, line: int, row: dict[str, str], side: str, language: str) -> Term:
    written = row.get("src:status" if side == "src" else "term status", "").lower()
    status = _READ_STATUS.get(written) or read_status(written)
    if status is None:
        known = ", ".join(dict.fromkeys(_STATUS.values()))
        raise ParseError(f"«{written}» is not a term status", path=path, line=line, remedy=f"write one of: {known}")
    return Term(
        text=row.get(side, ""),
        language=language,
        status=status,
        part_of_speech=read_part_of_speech(row.get(f"{side}:pos", "")),
        gender=row.get(f"{side}:gender", ""),
        notes=_notes(row.get(f"{side}:comment", "")),
        data=_others(row, f"{side}:"),
    )


def _notes(cell: str) -> tuple[str, ...]:
    return tuple(note.strip() for note in cell.split(_BETWEEN_NOTES.strip()) if note.strip())
