"""The bilingual formats that can be read, and which one a file is in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tmx.errors import ParseError, UnknownFormatError
from tmx.files import open_bytes
from tmx.formats.other import BILINGUAL, read_other
from tmx.model import TranslationUnit
from tmx.text.languages import primary_subtag
from tmx.workbooks import refuse_foreign_workbook

__all__ = ["FORMATS", "Format", "format_of", "pair_of", "read_units"]

Reader = Callable[[Path, str, str], Iterator[TranslationUnit]]

_HEAD = 4096
_ROOT = re.compile(r"<(?:[\w.-]+:)?(tmx|xliff)[\s>/]")
_MAX_LANGUAGES = 8


class Format(Struct, frozen=True):
    """A bilingual file format: ``read(path, source_language, target_language)`` gives its units.

    The languages serve where the file does not name them itself. What reads a format is imported when it is read.
    """

    name: str
    suffixes: tuple[str, ...]
    description: str
    read: Reader


def _read_tmx(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    from tmx.formats.tmx import read_tmx

    return read_tmx(path)


def _read_xliff(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    from tmx.formats.xliff import read_xliff

    for unit in read_xliff(path):
        source, target = unit.variants
        source = source if source.language else replace(source, language=source_language)
        turned = primary_subtag(source.language) == primary_subtag(target_language)
        other = source_language if turned else target_language
        target = target if target.language else replace(target, language=other)
        yield replace(unit, variants=(source, target))


def _read_po(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    from tmx.formats.po import read_po

    return read_po(path, source_language=source_language, target_language=target_language)


def _read_tabular(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    from tmx.formats.tabular import read_tabular

    return read_tabular(path, source_language=source_language, target_language=target_language)


FORMATS = (
    Format("TMX", (".tmx",), "translation memory, 1.1 to 1.4b", _read_tmx),
    Format("XLIFF", (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"), "translation, 1.x and 2.x", _read_xliff),
    Format("PO", (".po", ".pot"), "translation of a program's messages (gettext)", _read_po),
    Format("TSV", (".tsv", ".tab"), "table with tabs: id, source, target", _read_tabular),
    Format("CSV", (".csv",), "table: id, source, target", _read_tabular),
    Format("Qt, catkeys, MO", tuple(BILINGUAL), "translation of a program's messages", read_other),
)


def format_of(path: Path) -> Format:
    """The format of ``path``: by its ending, else by its outermost tag (a TMX or an XLIFF under ``.xml``).

    Raises :class:`~tmx.errors.UnknownFormatError`, which names what can be read;
    :class:`~tmx.errors.StoreError` where the file has to be looked into and cannot be opened.
    """
    suffix = path.suffix.lower()
    for known in FORMATS:
        if suffix in known.suffixes:
            return known
    found = _root(path)
    for known in FORMATS:
        if known.name.lower() == found:
            return known
    refuse_foreign_workbook(path)
    readable = ", ".join(f"{known.name} ({' '.join(known.suffixes)})" for known in FORMATS)
    raise UnknownFormatError(
        f"«{suffix}» is not a bilingual format that Accord reads" if suffix else "the file's name has no ending",
        path=path,
        remedy=f"what can be read: {readable}",
    )


def read_units(path: Path, *, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The units of the bilingual file ``path``, each with two variants: the source first, the target second.

    The variants are chosen by language, an exact tag before one with the same primary subtag. A unit of a memory that
    lacks one of the two languages is left out; a unit of a translation (XLIFF, PO, table) that has no target yet gets
    an empty one.

    Raises :class:`~tmx.errors.ParseError` where the file is broken, or has units and none in these languages;
    :class:`~tmx.errors.UnknownFormatError` and :class:`~tmx.errors.StoreError` as :func:`format_of` does.
    """
    known = format_of(path)
    found = 0
    seen: dict[str, None] = {}
    for unit in known.read(path, source_language, target_language):
        pair = pair_of(unit, source_language, target_language)
        if pair is not None:
            found += 1
            yield pair
        elif len(seen) < _MAX_LANGUAGES:
            seen.update((segment.language, None) for segment in unit.variants)
    if seen and not found:
        raise ParseError(
            f"no unit is in {source_language} and {target_language}; the languages are {', '.join(seen)}",
            path=path,
            remedy="name the languages with --from and --to",
        )


def pair_of(unit: TranslationUnit, source_language: str, target_language: str) -> TranslationUnit | None:
    """The unit with its source and its target alone, as :func:`read_units` chooses them; None where it lacks one."""
    source = unit.variant(source_language)
    if source is None:
        return None
    if [segment.language for segment in unit.variants] == [source_language, target_language] and not unit.source_place:
        return unit  # as most files give it
    others = tuple(segment for segment in unit.variants if segment is not source)
    target = replace(unit, variants=others).variant(target_language)
    return None if target is None else replace(unit, variants=(source, target), source_place=0)


def _root(path: Path) -> str:
    """``tmx`` or ``xliff``, where the file's first lines show that tag; else empty."""
    with open_bytes(path) as stream:
        head = stream.read(_HEAD)
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16" if wide else "latin-1", errors="ignore")
    found = _ROOT.search(text) if text.lstrip("\ufeffï»¿ \t\r\n").startswith("<") else None
    return found[1] if found else ""
