"""What the columns of a table of sentence pairs are, by their names: words for what stands in them, or languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from tmx.errors import ParseError
from tmx.text.languages import primary_subtag
from tmx.text.languages.naming import language_named

__all__ = ["Columns", "columns_of", "languages_named", "named_columns"]

_IDENTIFIER_NAMES = frozenset({"id", "identifier", "key", "unit", "segment", "segment id", "context", "#", "no", "nr"})
_SOURCE_NAMES = frozenset(
    {"source", "src", "source text", "source segment", "original", "texte source", "segment source"}
)
_TARGET_NAMES = frozenset(
    {"target", "tgt", "trg", "target text", "target segment", "translation"}
    | {"cible", "texte cible", "segment cible", "traduction"}
)
_NOTE_NAMES = frozenset({"note", "notes", "comment", "comments", "remark", "remarque", "commentaire"})
_WORD = 3  # letters of a code


class Columns(Struct, frozen=True):
    """Where things stand in a row, from 0; ``others`` are columns that are kept as properties, with their names."""

    source: int
    target: int
    identifier: int | None = None
    note: int | None = None
    others: tuple[tuple[int, str], ...] = ()


def columns_of(
    cells: Sequence[str], path: Path, line: int, source_language: str, target_language: str
) -> Columns | None:
    """The columns by the names in ``cells``, a table's first row; ``None`` where these are no names.

    Raises :class:`~tmx.errors.ParseError` where they are names of languages, and not of those that are asked for.
    """
    columns = named_columns(cells, source_language, target_language)
    if columns is None:
        _refuse_others(cells, path, line, source_language, target_language)
    return columns


def _refuse_others(cells: Sequence[str], path: Path, line: int, source_language: str, target_language: str) -> None:
    names = _without_other_names(cells)
    named = [language_named(name) for name in names]
    wanted = {primary_subtag(source_language), primary_subtag(target_language)}
    if len(named) != 2 or not all(named) or primary_subtag(named[0]) == primary_subtag(named[1]):
        return
    # Two codes of two letters may be words: «so», «si».
    if all(len(name) > _WORD for name in names) or wanted & {primary_subtag(tag) for tag in named}:
        raise ParseError(
            f"its columns are called «{names[0]}» and «{names[1]}», which are not the languages asked for",
            path=path,
            line=line,
            remedy=f"name the languages of the file: --from {named[0]} --to {named[1]}",
        )


def _without_other_names(cells: Iterable[str]) -> list[str]:
    """The names in ``cells`` that are none of an identifier (``No`` is one, and not Norwegian) or a note."""
    return [cell.strip() for cell in cells if cell.strip().lower() not in _IDENTIFIER_NAMES | _NOTE_NAMES]


def named_columns(cells: Sequence[str], source_language: str, target_language: str) -> Columns | None:
    """The columns by the names in ``cells``, or ``None`` where these do not name a source and a target."""
    names = [cell.strip().lower() for cell in cells]
    source = _place(names, _SOURCE_NAMES, source_language)
    target = _place(names, _TARGET_NAMES, target_language)
    if source is None or target is None or source == target:
        return None
    identifier = next((i for i, name in enumerate(names) if name in _IDENTIFIER_NAMES), None)
    note = next((i for i, name in enumerate(names) if name in _NOTE_NAMES), None)
    known = {source, target, identifier, note}
    others = tuple((i, cell.strip()) for i, cell in enumerate(cells) if i not in known and cell.strip())
    return Columns(source, target, identifier, note, others)


def _place(names: Sequence[str], words: frozenset[str], language: str) -> int | None:
    primary = primary_subtag(language)
    wanted = {language.lower().replace("_", "-"), primary}
    by_word = next((i for i, name in enumerate(names) if name in words), None)
    if by_word is not None:
        return by_word
    by_tag = next((i for i, name in enumerate(names) if name.replace("_", "-") in wanted), None)
    if by_tag is not None:
        return by_tag
    regional = re.compile(rf"{re.escape(primary)}[-_][a-z0-9]{{2,4}}")
    by_region = next((i for i, name in enumerate(names) if regional.fullmatch(name)), None)
    if by_region is not None:
        return by_region
    named = ((i, language_named(name)) for i, name in enumerate(names) if len(name) > _WORD)
    return next((i for i, tag in named if tag and primary_subtag(tag) == primary), None)


def languages_named(cells: Iterable[str]) -> tuple[str, str] | None:
    """The two languages that the columns of a table are called by, as BCP 47 tags in the order of the columns.

    ``None`` where ``cells`` name fewer or more, or one twice, and where two codes of two letters may be words.
    """
    names = _without_other_names(cells)
    named = [(name, tag) for name in names if (tag := language_named(name))]
    if len(named) != 2:
        return None
    (one, source), (other, target) = named
    primary = {primary_subtag(source), primary_subtag(target)}
    surely = primary & {"en", "fr"} or max(len(one), len(other)) > _WORD
    return (source, target) if surely and len(primary) == 2 else None
