"""What the readers of office files share: which are opened, what is said of the others, paragraphs and styles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tmx.archives import ArchiveFault, archive_fault
from tmx.errors import IngestError
from toolkit.ingest.pieces import Piece, Reason, marker_of, tidy
from toolkit.model import BlockKind

__all__ = ["broken_file", "check_archive", "kind_by_style", "paragraph_pieces"]

_PROGRAMS = {
    "Word document": ("Word", ".docx"),
    "LibreOffice document": ("LibreOffice", ".odt"),
    "workbook": ("your spreadsheet", ".xlsx"),
}


def broken_file(path: Path, kind: str) -> IngestError:
    """What to say of a damaged file; ``kind`` is ``Word document``, ``LibreOffice document`` or ``workbook``."""
    program, suffix = _PROGRAMS[kind]
    if path.name.startswith("~$"):
        return IngestError(
            "Office keeps this file while the document is open; there is nothing in it to read",
            path=path,
            remedy="name the document itself",
        )
    return IngestError(f"this is not a whole {kind}", path=path, remedy=f"open it in {program} and save it as {suffix}")


def check_archive(content: bytes, path: Path, kind: str) -> None:
    """Nothing, where the ``content`` of ``path`` can be opened without danger.

    Raises :class:`~tmx.errors.IngestError` where it is broken or encrypted, declares XML entities, or swells beyond
    all measure when it is unpacked.
    """
    fault = archive_fault(content)
    if fault is ArchiveFault.ENCRYPTED:
        remedy = f"save it as {_PROGRAMS[kind][1]} without a password"
        raise IngestError(f"this is an old or an encrypted {kind}", path=path, remedy=remedy)
    if fault is ArchiveFault.BROKEN:
        raise broken_file(path, kind)
    if fault is ArchiveFault.SWOLLEN:
        raise IngestError("it would swell beyond all measure when unpacked", path=path, remedy="do not open it")
    if fault is ArchiveFault.DECLARES_ENTITIES:
        remedy = "check where it comes from"
        raise IngestError(f"it declares entities, which no {kind} needs", path=path, remedy=remedy)


def paragraph_pieces(text: str, number: int, kind: BlockKind | None, reason: Reason | None) -> Iterator[Piece]:
    """The pieces of the paragraph ``number`` (from 1): one a line, but for titles, headings and captions."""
    joined = kind in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION)
    for line in [text] if joined else text.split("\n"):
        tidied = tidy(line)
        marker, rest = marker_of(tidied) if tidied.strip("-–—*_ ") else ("", tidied)
        if rest:
            yield Piece(rest, number, kind, reason, marker)


def kind_by_style(name: str) -> BlockKind | None:
    """What a paragraph is by the ``name`` of its style, in small letters; None where that says nothing."""
    if name.startswith(("title", "titre titre")):
        return BlockKind.TITLE
    if name.startswith(("heading", "subtitle", "sous-titre", "titre")):
        return BlockKind.HEADING
    if name.startswith(("caption", "légende", "legende")):
        return BlockKind.CAPTION
    if name.startswith(("list bullet", "list number", "list continue", "liste à", "puce", "list ", "liste ")):
        return None if name.startswith("list paragraph") else BlockKind.LIST_ITEM
    return None
