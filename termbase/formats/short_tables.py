"""The short forms of a glossary table, a concept a row, as people and exchanges make them: read, never written.

Either columns are called by languages (``en``, ``Français``, ``Definition (FR)``), or there are a source and a target
whose languages stand in columns of their own or are given by the caller, or there are two columns without a header.
Under a header a cell may hold several terms, a line each or with a semicolon or an upright bar between them; the
first is preferred. Terms to be avoided, in a column that names no language, are in that of the terms to its left. What
a column says that has no place of its own becomes a note on the concept, after the column's name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field

from termbase.formats.categories import (
    clean,
    read_case,
    read_gender,
    read_number,
    read_part_of_speech,
    read_status,
    read_term_type,
)
from termbase.formats.headers import Column
from termbase.formats.table_rows import (
    COLUMNS,
    MORE_TERMS,
    SEPARATORS,
    TableRow,
    language_of_row,
    read_value,
    several,
    too_many_cells,
)
from termbase.model import CaseRule, Concept, Definition, Status, Term, TermType, ordered_terms
from tmx.errors import ParseError
from tmx.text.languages import primary_subtag
from tmx.text.languages.naming import read_language

__all__ = ["has_languages", "has_pairs", "names_half", "read_pairs_without_header", "read_short_rows"]

_MOST_CELLS = 3  # of a row without a header: source, target, a note
_OF_CONCEPT = frozenset({"subject", "definition", "customer", "project"})
_OF_ALL_TERMS = frozenset({"status", "type", "part of speech", "source"})
_OF_TERM = frozenset({*_OF_ALL_TERMS, "gender", "number", "case", "context", "note", "customer", "project"})
_SIDES = ("source", "target")
_REMARK = "#"


def has_languages(columns: Sequence[Column]) -> bool:
    """Whether the columns of two languages hold terms."""
    return len({column.language for column in columns if column.field == "term" and column.language}) > 1


def has_pairs(columns: Sequence[Column]) -> bool:
    """Whether there are a column of source terms and one of target terms."""
    return {"source term", "target term"} <= {column.field for column in columns}


def names_half(columns: Sequence[Column], asked: Collection[str | None]) -> bool:
    """Whether some names are those of columns, and none says where the terms are.

    Two terms that both are called like one column (*note*, *remarque*) are a pair; and two capitals (*EU*, *UE*) are an
    acronym, if they are not the code of a language that is ``asked`` for.
    """
    first = [column.language or column.field for column in columns[:2]]
    known = [column for column in columns if column.field and not _is_acronym(column, asked)]
    return bool(known) and len(known) < len(columns) and not (first[0] and first[0] == first[-1])


def _is_acronym(column: Column, asked: Collection[str | None]) -> bool:
    """Whether the name of a column that would be one of terms in another language is in capitals."""
    return bool(column.language) and column.name.isupper() and column.language not in asked


class _Row(Struct):
    """What the cells of a row say: the terms, what is said by field and language, and what has no place."""

    terms: list[Term] = field(default_factory=list)
    said: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_short_rows(
    path: Path,
    columns: Sequence[Column],
    rows: Sequence[TableRow],
    source_language: str | None,
    target_language: str | None,
) -> Iterator[Concept]:
    """The concepts of the rows. Raises :class:`~tmx.errors.ParseError`, with the line, for what cannot be read."""
    given = dict(zip(_SIDES, (source_language, target_language), strict=True))
    lines: dict[str, int] = {}
    languages = [column.language for column in columns if column.field == "term" and column.language]
    alone = len(set(languages)) == len(columns)
    for number, row in enumerate(rows, 1):
        if len(row.cells) > len(columns):
            raise too_many_cells(path, row, [column.name for column in columns])
        if alone and (terms := _single_terms(row, languages)):
            yield Concept(str(number), terms)
            continue
        gathered = _gathered(path, row, columns, given)
        if gathered.terms:
            _settle(gathered, pairs=has_pairs(columns))
            concept = _concept(path, row, gathered, number)
            if concept.identifier in lines:
                before = lines[concept.identifier]
                reason = f"two concepts have the name «{concept.identifier}»: this row and that of line {before}"
                remedy = "give one of them another; several terms of one concept go into columns, or a row each"
                raise ParseError(reason, path=path, line=row.line, remedy=remedy)
            lines[concept.identifier] = row.line
            yield concept


def _single_terms(row: TableRow, languages: Sequence[str]) -> tuple[Term, ...]:
    """The terms of a row that has one a language and nothing else, as most have; none where a cell holds several."""
    texts = [several(cell, SEPARATORS) for cell in row.cells]
    if any(len(found) > 1 for found in texts):
        return ()
    return tuple([Term(found[0], language) for found, language in zip(texts, languages, strict=False) if found])


def _gathered(path: Path, row: TableRow, columns: Sequence[Column], given: dict[str, str | None]) -> _Row:
    gathered = _Row()
    cells = {column.field: clean(cell) for column, cell in zip(columns, row.cells, strict=False) if not column.language}
    beside = ""  # the language of the terms to the left
    more: list[Term] = []
    for column, raw in zip(columns, row.cells, strict=False):
        cell = clean(raw)
        side = column.field.partition(" ")[0] if column.field.endswith(" term") else ""
        if side in _SIDES:
            beside = cells.get(f"{side} language") or given[side] or ""
        elif column.field == "term":
            beside = column.language or beside
        if not cell or column.field in ("source language", "target language"):
            continue
        if side in _SIDES:
            if not beside:
                raise _no_languages(path, row.line)
            gathered.terms += _ranked(raw, language_of_row(path, row, beside), gathered.terms)
        elif column.field == "term" and column.language:
            gathered.terms += _ranked(raw, column.language, gathered.terms)
        elif column.field in MORE_TERMS and (own := column.language or (beside if column.field == "avoided" else "")):
            status, kind = MORE_TERMS[column.field]
            texts = several(raw, SEPARATORS)
            more.extend(Term(text, language_of_row(path, row, own), status, kind) for text in texts)
        elif _has_place(column, columns):
            gathered.said.setdefault((column.field, column.language), []).append(cell)
        else:
            gathered.notes.append(f"{column.name}: {cell}" if column.name else cell)
    gathered.terms += more  # wherever their column stands, they come after what they are synonyms of
    return gathered


def _ranked(cell: str, language: str, before: Sequence[Term]) -> list[Term]:
    """The terms of a cell: the first one of its language is preferred, the others are admitted."""
    known = any(term.language == language for term in before)
    return [
        Term(text, language, Status.ADMITTED if known or number else Status.PREFERRED)
        for number, text in enumerate(several(cell, SEPARATORS))
    ]


def _settle(gathered: _Row, *, pairs: bool) -> None:
    """Of what is said without a language, say which terms are meant.

    The first term is what a translator looks up. In a table of pairs the part of speech is its own, and a status that
    speaks against a term never means it where there is another.
    """
    if not gathered.said:
        return
    first = gathered.terms[0].language
    others = dict.fromkeys(term.language for term in gathered.terms if term.language != first)
    said = gathered.said
    if pairs and ("part of speech", "") in said:
        said["part of speech", first] = said.pop(("part of speech", ""))
    status = read_status(" ".join(said.get(("status", ""), ())))
    if others and status not in (None, Status.PREFERRED, Status.PROPOSED):
        texts = said.pop(("status", ""))
        said.update({("status", language): texts for language in others})


def _has_place(column: Column, columns: Sequence[Column]) -> bool:
    """Whether what the column says can be said of the concept, or of the terms of its language."""
    if column.language:
        return column.field in _OF_TERM or column.field == "definition"
    if column.field in _OF_CONCEPT or column.field in ("concept", "note"):
        return True
    return column.field in _OF_ALL_TERMS and not (column.field == "source" and has_pairs(columns))


def _concept(path: Path, row: TableRow, gathered: _Row, number: int) -> Concept:
    said = {field: " ".join(texts) for (field, language), texts in gathered.said.items() if not language}
    firsts: dict[str, Term] = {}
    for term in gathered.terms:
        if term.status is not Status.FORBIDDEN and term.type is not TermType.ACRONYM:
            firsts.setdefault(term.language, term)
    terms = [
        _with_facts(path, row, term, gathered.said) if term is firsts.get(term.language) else term
        for term in gathered.terms
    ]
    languages = {primary_subtag(language) for language in firsts}
    stray = [
        f"{field} ({language}): {text}"
        for (field, language), texts in gathered.said.items()
        for text in texts
        if field != "definition" and language and primary_subtag(language) not in languages
    ]
    definitions = (
        Definition(" ".join(texts), language)
        for (field, language), texts in gathered.said.items()
        if field == "definition" and language
    )
    return Concept(
        identifier=said.get("concept") or str(number),
        terms=ordered_terms(terms),
        subject=said.get("subject", ""),
        definition=said.get("definition", ""),
        notes=(*gathered.said.get(("note", ""), ()), *gathered.notes, *stray),
        definitions=tuple(definitions),
        customer=said.get("customer", ""),
        project=said.get("project", ""),
    )


def _with_facts(path: Path, row: TableRow, term: Term, said: dict[tuple[str, str], list[str]]) -> Term:
    """The term with what the row says of the terms of its language, or of all terms."""
    if not said:
        is_plain = term.status is Status.PREFERRED and term.type is TermType.FULL_FORM
        return term if is_plain else Term(term.text, term.language)
    language = primary_subtag(term.language)
    here = {field: texts for (field, tag), texts in said.items() if tag and primary_subtag(tag) == language}
    everywhere = {field: texts for (field, tag), texts in said.items() if not tag and field in _OF_ALL_TERMS}
    cells = {field: " ".join(texts) for field, texts in {**everywhere, **here}.items()}
    return Term(
        text=term.text,
        language=term.language,
        status=read_value(path, row, "status", cells, read_status, Status),
        type=read_value(path, row, "type", cells, read_term_type, TermType),
        part_of_speech=read_part_of_speech(cells.get("part of speech", "")),
        gender=read_gender(cells.get("gender", "")),
        case=read_value(path, row, "case", cells, read_case, CaseRule),
        contexts=tuple(here.get("context", ())),
        source=cells.get("source", ""),
        notes=tuple(here.get("note", ())),
        number=read_number(cells.get("number", "")),
        customer=cells.get("customer", ""),
        project=cells.get("project", ""),
    )


def read_pairs_without_header(
    path: Path, rows: Sequence[TableRow], source_language: str | None, target_language: str | None
) -> Iterator[Concept]:
    """A concept a row: source, target, and a note if there is a third cell; remarks as in OmegaT are passed over.

    Raises :class:`~tmx.errors.ParseError`, with the line, for rows of another length.
    """
    rows = _without_remarks(rows)
    if not rows:
        raise ParseError("the table has only remarks", path=path, remedy="write source and target, one pair per line")
    header = f"or a header: {', '.join(COLUMNS[:4])}, …"
    for row in rows:
        if len(row.cells) < len(_SIDES):
            reason = "the row has one cell, two were expected"
            raise ParseError(reason, path=path, line=row.line, remedy=f"write source and target, {header}")
        if len(row.cells) > _MOST_CELLS:
            reason = f"the first row does not name the columns, and this one has {len(row.cells)} cells"
            raise ParseError(reason, path=path, line=row.line, remedy=f"write source, target and a note, {header}")
    if source_language is None or target_language is None:
        raise _no_languages(path, rows[0].line)
    below = [row.cells[1] for row in rows[1:]]
    if below and not any(character.isalpha() for cell in below for character in cell):
        reason = f"the column «{clean(rows[0].cells[1])}» holds no words, so this is not a list of terms"
        raise ParseError(reason, path=path, line=rows[0].line, remedy=f"write source and target, {header}")
    for number, row in enumerate(rows, 1):
        cells = tuple(clean(cell) for cell in row.cells)
        terms = tuple(
            Term(text, read_language(language))
            for text, language in zip(cells, (source_language, target_language), strict=False)
            if text
        )
        if terms:
            yield Concept(str(number), terms, notes=tuple(cell for cell in cells[2:] if cell))


def _without_remarks(rows: Sequence[TableRow]) -> list[TableRow]:
    """The rows without the lines that OmegaT passes over, which are those that begin with ``#``.

    A row with a ``#`` and two cells may be a pair (*#hashtag*) where nothing else in the file looks like a remark.
    """
    marked = [row for row in rows if row.cells[0].startswith(_REMARK)]
    told = any(len(row.cells) == 1 or not any(cell.strip() for cell in row.cells[1:]) for row in marked)
    remarks = {row.line for row in marked if told or row.cells[0][1:2].isspace()}
    return [row for row in rows if row.line not in remarks]


def _no_languages(path: Path, line: int) -> ParseError:
    """The error for a table that says nowhere what its languages are."""
    return ParseError(
        "the table does not say which languages it holds",
        path=path,
        line=line,
        remedy="name them with --from and --to, or write a header such as en,fr",
    )
