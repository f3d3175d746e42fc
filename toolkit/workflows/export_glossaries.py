"""Glossaries for tools that take lists of pairs with columns of their own."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from termbase.formats.pairs import Pair, pair_languages, pairs_of
from termbase.formats.text_files import one_cell
from termbase.model import Glossary
from tmx.cells import FORMULA_SIGNS
from tmx.files import write_whole
from tmx.formats.po_writing import write_po
from tmx.model import Segment, TranslationUnit
from tmx.text.languages import find_language

__all__ = ["write_named_columns", "write_po_terms", "write_wordfast_terms"]


def write_named_columns(path: Path, *, glossary: Glossary, languages: tuple[str, str]) -> int:
    """A CSV in UTF-8 whose columns are called like the languages in English, as memoQ knows them; the pairs written.

    Raises :class:`~tmx.errors.TermbaseError` where the glossary lacks a language, :class:`~tmx.errors.StoreError`
    where the file cannot be written.
    """
    pairs = _pairs(path, glossary, languages)
    buffer = io.StringIO(newline="")
    rows = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    rows.writerow([*(find_language(language).name for language in languages), "Entry_Subject", "Entry_Note"])
    for pair in pairs:
        rows.writerow(_cell(text) for text in (pair.source.text, pair.target.text, pair.subject, _remarks(pair)))
    _write(path, codecs.BOM_UTF8 + buffer.getvalue().encode("utf-8"))
    return len(pairs)


def write_wordfast_terms(path: Path, *, glossary: Glossary, languages: tuple[str, str]) -> int:
    """Source, target and remark with tabs between them, in UTF-16 as Wordfast writes it; the pairs written.

    Raises what :func:`write_named_columns` raises.
    """
    pairs = _pairs(path, glossary, languages)
    lines = (
        "\t".join(one_cell(text) for text in (pair.source.text, pair.target.text, _remarks(pair))) for pair in pairs
    )
    _write(path, codecs.BOM_UTF16_LE + "".join(f"{line}\r\n" for line in lines).encode("utf-16-le"))
    return len(pairs)


def write_po_terms(path: Path, *, glossary: Glossary, languages: tuple[str, str]) -> int:
    """The pairs as a PO, for programs without glossaries; the pairs written. Raises as the others do."""
    source, target = languages

    def units() -> Iterator[TranslationUnit]:
        for pair in _pairs(path, glossary, languages):
            yield TranslationUnit("", (Segment(source, pair.source.text), Segment(target, pair.target.text)))

    return write_po(path, units(), target_language=target)


def _pairs(path: Path, glossary: Glossary, languages: tuple[str, str]) -> list[Pair]:
    return list(pairs_of(glossary, *pair_languages(path, glossary, *languages)))


def _remarks(pair: Pair) -> str:
    avoided = [f"not: {', '.join(pair.avoided)}"] if pair.avoided else []
    return "; ".join([*avoided, *filter(None, [pair.definition]), *pair.notes, *pair.target.notes])


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = one_cell(text)
    return f" {text}" if text.startswith(FORMULA_SIGNS) else text


def _write(path: Path, content: bytes) -> None:
    with write_whole(path) as stream:
        stream.write(content)
