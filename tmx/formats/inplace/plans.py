"""In which formats empty targets can be filled in place."""

from __future__ import annotations

import re
from pathlib import Path

from tmx.errors import ConfigError
from tmx.files import read_bytes
from tmx.formats.inplace.fill_po import PoPlan
from tmx.formats.inplace.fill_table import TablePlan
from tmx.formats.inplace.fill_xliff import Xliff1Plan
from tmx.formats.inplace.fill_xliff2 import Xliff2Plan
from tmx.formats.inplace.filling import FillPlan
from tmx.formats.inplace.places import decoded
from tmx.formats.inplace.registry import table_text
from tmx.formats.inplace.xml import xml_encoding
from tmx.formats.po import po_encoding
from tmx.formats.registry import format_of
from tmx.model import TranslationUnit
from tmx.text.languages import primary_subtag

__all__ = ["FILLED", "fill_plan"]

_VERSION_2 = re.compile(r"""<(?:[\w.-]+:)?xliff\s[^>]*?\bversion\s*=\s*["']2""")
FILLED = frozenset({"XLIFF", "PO", "TSV", "CSV"})


def fill_plan(path: Path, source_language: str, target_language: str) -> tuple[FillPlan, tuple[TranslationUnit, ...]]:
    """Where the targets of ``path`` stand, and its units, each with its source and its target.

    Raises :class:`~tmx.errors.ConfigError` where the format cannot be filled in place, or the file translates from
    or into another language; :class:`~tmx.errors.AccordError` where it cannot be read, or not be written again.
    """
    known = format_of(path)
    if known.name not in FILLED:
        raise ConfigError(
            f"a {known.name} file cannot be filled with translations",
            path=path,
            remedy="give an XLIFF, a PO, a TSV or CSV, or a document",
        )
    units = tuple(known.read(path, source_language, target_language))
    for unit in units:
        _check_languages(path, unit, source_language, target_language)
    content = read_bytes(path)
    if known.name == "XLIFF":
        file = decoded(content, xml_encoding(content), path)
        second = _VERSION_2.search(file.text) is not None
        return (Xliff2Plan if second else Xliff1Plan)(file, units), units
    if known.name == "PO":
        return PoPlan(decoded(content, po_encoding(content, path), path), units), units
    return TablePlan(table_text(content, path), units, path, source_language, target_language), units


def _check_languages(path: Path, unit: TranslationUnit, source_language: str, target_language: str) -> None:
    for segment, wanted, option in zip(
        unit.variants, (source_language, target_language), ("--from", "--to"), strict=True
    ):
        if segment.language and primary_subtag(segment.language) != primary_subtag(wanted):
            raise ConfigError(
                f"it translates from {segment.language}, not {wanted}"
                if option == "--from"
                else f"it translates into {segment.language}, not {wanted}",
                path=path,
                remedy=f"name its languages: --from {unit.variants[0].language} --to {unit.variants[1].language}",
            )
