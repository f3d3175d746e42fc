"""Which files of office programs are opened, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

from tmx.archives import ArchiveFault, archive_fault
from tmx.errors import IngestError

__all__ = ["broken_file", "check_archive"]

_PROGRAMS = {"Word document": ("Word", ".docx"), "workbook": ("your spreadsheet", ".xlsx")}


def broken_file(path: Path, kind: str) -> IngestError:
    """What to say of a damaged file; ``kind`` is ``Word document`` or ``workbook``."""
    program, suffix = _PROGRAMS[kind]
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
