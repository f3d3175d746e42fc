"""OmegaT's own glossaries: source term, target term and comment, as text with tabs or as CSV, in UTF-8.

A line that begins with ``#`` is a remark; Accord's first line is the one that OmegaT itself writes. What is not to be
used stands in the comment (*not: trafic*), so that the glossary pane shows it and does not propose it. OmegaT reads
TBX v2 as well, which says more.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from termbase.formats.categories import clean
from termbase.formats.pairs import Pair, pair_languages, pairs_of
from termbase.formats.text_files import lines_of, one_cell, read_text, write_lines
from termbase.model import Concept, Glossary, Status, Term
from tmx.errors import ParseError
from tmx.text.languages.naming import read_language

__all__ = ["read_omegat", "with_synonyms_joined", "without_known_pairs", "write_omegat", "write_omegat_csv"]

_FIRST_LINE = "# Glossary in tab-separated format -*- coding: utf-8 -*-"
_SAVE = "save it as UTF-8, or say what it is: accord terms convert OLD NEW --encoding windows-1252"


def write_omegat(
    path: Path, glossary: Glossary, *, source_language: str | None = None, target_language: str | None = None
) -> None:
    """Write source, target and comment with tabs between them, a pair a line.

    Raises :class:`~tmx.errors.TermbaseError` where the glossary lacks one of the languages, and
    :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    languages = pair_languages(path, glossary, source_language, target_language)
    rows = _rows(glossary, *languages)
    write_lines(path, [_FIRST_LINE, *("\t".join(_safe_first(row)) for row in rows)])


def write_omegat_csv(
    path: Path, glossary: Glossary, *, source_language: str | None = None, target_language: str | None = None
) -> None:
    """The same with commas, every cell in quotation marks. Raises what :func:`write_omegat` raises."""
    languages = pair_languages(path, glossary, source_language, target_language)
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(_rows(glossary, *languages))
    write_lines(path, buffer.getvalue().splitlines())


def _rows(glossary: Glossary, source_language: str, target_language: str) -> Iterator[tuple[str, str, str]]:
    for pair in pairs_of(glossary, source_language, target_language):
        yield one_cell(pair.source.text), one_cell(pair.target.text), one_cell(_comment(pair))


def _comment(pair: Pair) -> str:
    said = []
    if Status.PROPOSED in (pair.source.status, pair.target.status):
        said.append("proposed")
    elif pair.target.status is Status.ADMITTED:
        said.append("admitted")
    if pair.avoided:
        said.append(f"not: {', '.join(pair.avoided)}")
    return "; ".join([*said, *filter(None, [pair.subject, pair.definition]), *pair.notes, *pair.target.notes])


def _safe_first(row: tuple[str, str, str]) -> tuple[str, str, str]:
    """A term that begins with the sign of a remark would be passed over: it gets a space before it."""
    return (f" {row[0]}", *row[1:]) if row[0].startswith("#") else row


def without_known_pairs(draft: Glossary, glossary: Glossary, source_language: str, target_language: str) -> Glossary:
    """The pairs of ``draft``, an OmegaT glossary as it is read, without those as ``glossary`` is written to one.

    A list that comes back from OmegaT would else bring all that its comments say as notes.
    """
    known = {tuple(map(clean, row)) for row in _rows(glossary, source_language, target_language)}
    return replace(draft, concepts=tuple(concept for concept in draft if _cells(concept) not in known))


def with_synonyms_joined(draft: Glossary, glossary: Glossary | None = None) -> Glossary:
    """``draft``, an OmegaT glossary as it is read, with the rows of one source term and one comment as one concept.

    Its first target term is preferred, the further ones are admitted. Rows whose comments differ stay apart (*bank*:
    *banque*, finance; *bank*: *rive*, rivers), and so do those whose source term ``glossary`` has already: what that
    glossary keeps apart is not thrown together by a list.
    """
    there = {(term.language, term.text) for concept in glossary or () for term in concept.terms}
    found: dict[object, Concept] = {}
    for concept in draft:
        source, *targets = concept.terms
        key = (source.language, source.text, _plain_comment(concept)) if targets else concept.identifier
        home = found.get(key)
        if home is None or (source.language, source.text) in there:
            found[key if home is None else concept.identifier] = concept
            continue
        known = {(term.language, term.text) for term in home.terms}
        new = (replace(one, status=Status.ADMITTED) for one in targets if (one.language, one.text) not in known)
        found[key] = replace(home, terms=(*home.terms, *new))
    return replace(draft, concepts=tuple(found.values()))


def _plain_comment(concept: Concept) -> tuple[str, ...]:
    """The comment without what Accord writes in front of it where a target term is an admitted one."""
    return tuple(note for one in concept.notes if (note := re.sub(r"^admitted(?:; |$)", "", one)))


def _cells(concept: Concept) -> tuple[str, ...]:
    return (*(term.text for term in concept.terms), *(concept.notes or ("",)))


def read_omegat(
    path: Path,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    encoding: str | None = None,
) -> Glossary:
    """The pairs of an OmegaT glossary with tabs, a concept a line; the comment is the concept's note.

    ``encoding`` is that of a file which is not in UTF-8: OmegaT took ``.tab`` and ``.txt`` for the system's own.

    Raises :class:`~tmx.errors.ParseError`, with the line, where the languages are not given, a line has no target or
    the encoding is another, and :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    if source_language is None or target_language is None:
        reason = "an OmegaT glossary does not say which languages it holds"
        raise ParseError(reason, path=path, line=1, remedy="name them with --from and --to")
    concepts: list[Concept] = []
    for line, text in enumerate(lines_of(read_text(path, remedy=_SAVE, encoding=encoding)), 1):
        if not text.strip() or text.startswith("#"):
            continue
        cells = [clean(cell) for cell in text.split("\t")]
        if len(cells) < 2:
            raise ParseError(
                "the line has one cell, two were expected", path=path, line=line, remedy="put a tab between the terms"
            )
        source, target = (
            Term(cell, read_language(language))
            for cell, language in zip(cells, (source_language, target_language), strict=False)
        )
        terms = tuple(term for term in (source, target) if term.text)
        if terms:
            notes = tuple(cell for cell in cells[2:] if cell)
            concepts.append(Concept(str(len(concepts) + 1), terms, notes=notes))
    return Glossary(tuple(concepts), name=path.stem)
