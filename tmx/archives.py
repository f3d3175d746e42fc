"""ZIP archives that programs for office work write: whether they are safe to open, and changing parts of one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from enum import StrEnum

__all__ = ["ArchiveFault", "archive_fault", "read_part", "with_parts"]

_MOST_UNPACKED = 300 * 1024 * 1024
_MOST_RATIO = 200
_RATIO_COUNTS_FROM = 10 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0"  # an old file of Office, or one with a password
_XML_SUFFIXES = (".xml", ".rels", ".vml")
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


class ArchiveFault(StrEnum):
    """Why an archive must not be opened."""

    ENCRYPTED = "old or encrypted"
    BROKEN = "broken"
    SWOLLEN = "swollen"
    DECLARES_ENTITIES = "declares entities"


def archive_fault(content: bytes) -> ArchiveFault | None:
    """What is wrong with the archive ``content``: it is none, is damaged, would swell, or declares XML entities.

    Nothing is unpacked before the sizes that its directory claims have been looked at.
    """
    if content.startswith(_OLE):
        return ArchiveFault.ENCRYPTED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > _MOST_UNPACKED or any(map(_swells, entries)):
                return ArchiveFault.SWOLLEN
            # Each part is read, which proves its checksum.
            declares = [_declares_entities(entry.filename, archive.read(entry)) for entry in entries]
    except Exception:  # zlib.error has no public base of its own, and zipfile raises much else
        return ArchiveFault.BROKEN
    return ArchiveFault.DECLARES_ENTITIES if any(declares) else None


def _swells(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _RATIO_COUNTS_FROM and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)


def _declares_entities(name: str, part: bytes) -> bool:
    return name.lower().endswith(_XML_SUFFIXES) and any(mark in part for mark in _DOCTYPES)


def read_part(content: bytes, name: str) -> bytes | None:
    """The part ``name`` of a sound archive, None where it has none."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name) if name in archive.namelist() else None


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The archive ``content`` with some of its parts replaced; order, dates and all other parts stay as they are."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(whole, "w") as new:
        new.comment = old.comment
        for entry in old.infolist():
            new.writestr(entry, parts.get(entry.filename, old.read(entry)), compress_type=entry.compress_type)
    return whole.getvalue()
