"""Which files below a folder are translations to check, and why the others are not."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from tmx.errors import AccordError, StoreError, UnknownFormatError
from tmx.files import open_bytes
from tmx.formats.registry import format_of
from tmx.formats.tabular import columns_in
from tmx.workbooks import is_foreign_workbook
from toolkit.messages import N_
from toolkit.workflows.qa import qa_languages
from toolkit.workflows.qa_originals import is_document, names_language, originals_of
from toolkit.workflows.qa_tables import TABLE_SUFFIXES, has_named_table

__all__ = ["FolderToCheck", "LeftOutFile", "translations_in"]

_HEAD = 8192
_HIDDEN = (".", "~$")
_ALONE = N_("a document, checked beside its --source")
_UNKNOWN = "a file of another kind"
_COMPILED = frozenset({".mo", ".gmo"})
_QT = re.compile(rb"<TS[\s>]")
_OWN_TMX = re.compile(rb"""<header\b[^>]*\screationtool=["']Accord["']""")
# openpyxl declares the namespace in the element
_OWN_WORKBOOK = re.compile(rb"<dc:creator\b[^>]*>Accord</dc:creator>")


class LeftOutFile(Struct, frozen=True):
    """A file of a kind that may hold a translation and is not checked, and why."""

    path: Path
    reason: str


class FolderToCheck(Struct, frozen=True):
    """What a folder holds: the translations in the order of their names, what is left out, how many are another kind.

    ``originals`` has the original of each translation that is a document; ``others`` are files of kinds that hold no
    translations; hidden ones are not counted.
    """

    folder: Path
    files: tuple[Path, ...]
    left_out: tuple[LeftOutFile, ...] = ()
    others: int = 0
    originals: Mapping[Path, Path] = field(default_factory=dict)


def translations_in(
    folder: Path,
    known: Mapping[Path, str],
    *,
    source_language: str | None = None,
    target_language: str | None = None,
) -> FolderToCheck:
    """The translations in ``folder`` and below it; hidden files and folders, and links out of it, do not count.

    These are bilingual files, and documents that stand beside their originals: see
    :func:`toolkit.workflows.qa_originals.originals_of`.
    ``known`` are files with another purpose (the glossary, a report), resolved, and which it is. A table counts where
    it names its columns; what Accord has written itself (memories, reports, workbooks to review) does not.

    Raises :class:`~tmx.errors.StoreError` where a folder cannot be read or there is no translation below it.
    """
    both = qa_languages(folder, source_language, target_language, documents=True)
    reasons = dict(_reasons_against(folder, known, source_language, target_language))
    documents = [path for path, reason in reasons.items() if reason in (_UNKNOWN, _ALONE) and is_document(path)]
    originals = originals_of(documents, folder, both.source, both.target)
    reasons |= {path: _ALONE for path in documents if names_language(path, folder, both.target)}
    files = [path for path, reason in reasons.items() if reason is None or path in originals]
    rest = [path for path in reasons if path not in {*files, *originals.values()}]
    if not files:
        raise StoreError(
            "there is no translation in the folder",
            path=folder,
            remedy="XLIFF, PO, TMX and Qt files are checked, tables whose first line names source and target, and "
            f"documents beside their originals, such as a.{both.source}.docx and a.{both.target}.docx",
        )
    left_out = [LeftOutFile(path, reason) for path in rest if (reason := reasons[path]) not in (None, _UNKNOWN)]
    return FolderToCheck(folder, tuple(files), tuple(left_out), len(rest) - len(left_out), originals)


def _reasons_against(
    folder: Path, known: Mapping[Path, str], source_language: str | None, target_language: str | None
) -> Iterator[tuple[Path, str | None]]:
    """The files below a folder in the order of their names, each with why it is not checked by itself, if it is not."""
    root = folder.resolve()
    for path in sorted(_below(folder)):
        real = path.resolve()
        if not path.is_symlink():
            yield path, known.get(real) or _reason_against(path, source_language, target_language)
        elif not real.is_relative_to(root):
            yield path, known.get(real, N_("a link out of the folder"))


def _below(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise StoreError("the folder cannot be read", path=error.filename, remedy="check who may read it") from error

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
        for name in (*folders, *names):
            path = Path(place, name)
            if not name.startswith(_HIDDEN) and (path.is_symlink() or path.is_file()):
                yield path  # of folders those only that are links, which are not followed


def _reason_against(path: Path, source_language: str | None, target_language: str | None) -> str | None:
    """Why a file is not checked by itself; None where it is."""
    suffix = path.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        return _reason_against_table(path, source_language, target_language)
    try:
        name = format_of(path).name
    except UnknownFormatError as error:
        return error.reason if is_foreign_workbook(path) else _UNKNOWN
    if name in ("CSV", "TSV"):
        return _reason_against_table(path, source_language, target_language)
    if suffix == ".pot":
        return N_("a template, nothing in it is translated")
    if suffix in _COMPILED:
        return N_("compiled from another file")
    if suffix == ".ts" and not _QT.search(_head(path)):
        return _UNKNOWN
    if name == "TMX" and _OWN_TMX.search(_head(path)):
        return N_("a memory that Accord wrote")
    return None


def _reason_against_table(path: Path, source_language: str | None, target_language: str | None) -> str | None:
    if path.suffix.lower() == ".xlsx" and _is_own_workbook(path):
        return N_("a workbook that Accord wrote")
    both = qa_languages(path, source_language, target_language)
    languages = {"source_language": both.source, "target_language": both.target}
    try:
        if path.suffix.lower() in TABLE_SUFFIXES:
            found = has_named_table(path, **languages)
        else:
            found = columns_in(path, **languages) is not None
    except AccordError as error:
        return error.reason
    if found:
        return None
    if is_document(path):
        return _ALONE
    return N_("no columns called source and target")


def _is_own_workbook(path: Path) -> bool:
    """Whether the properties of a workbook say that Accord made it."""
    try:
        with open_bytes(path) as stream, zipfile.ZipFile(stream) as book, book.open("docProps/core.xml") as core:
            return _OWN_WORKBOOK.search(core.read(_HEAD)) is not None
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError):
        return False  # reading it tells what is wrong


def _head(path: Path) -> bytes:
    with open_bytes(path) as stream:
        return stream.read(_HEAD)
