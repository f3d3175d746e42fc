"""Wordfast's translation memory: a text with tabs, in UTF-16, a unit a line.

Source: the Wordfast wiki, "The WFC Translation memory format", https://www.wordfast.net/wiki/: the first line is a
header whose fields begin with a per cent sign; language codes have at most five characters, segments at most 8,000.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from tmx.files import write_whole
from tmx.formats.tmx_header import source_date
from tmx.model import TranslationUnit

__all__ = ["write_wordfast"]

_DATE = "%Y%m%d~%H%M%S"
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_LONGEST = 8000
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_USER = "ACC"


def write_wordfast(path: Path, units: Iterable[TranslationUnit], *, languages: tuple[str, str]) -> int:
    """Write units with two variants each, the source first, as a Wordfast memory; the number written.

    ``languages`` are the codes that are written, such as ``en-GB`` and ``fr-FR``. Inline codes are left out, line
    breaks and tabs become spaces, units with more than 8,000 characters on one side are left out. Raises
    :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    source, target = (code.upper()[:5] for code in languages)
    rows = []
    for unit in units:
        texts = [_field(segment.text) for segment in unit.variants]
        if all(texts) and max(map(len, texts)) <= _LONGEST:
            date = unit.changed or unit.created or _epoch()
            user = _field(unit.changed_by or unit.created_by or "") or _USER
            rows.append((date.strftime(_DATE), user, "0", source, texts[0], target, texts[1]))
    header = (
        f"%{_epoch().strftime(_DATE)}",
        f"%User ID,{_USER},{_USER} Accord",
        f"%TU={len(rows):08}",
        f"%{source}",
        "%Wordfast TM v.546/00",
        f"%{target}",
        "%---00000001",
    )
    with write_whole(path) as stream:
        stream.write(codecs.BOM_UTF16_LE)
        for row in (header, *rows):
            stream.write(("\t".join(row) + "\r\n").encode("utf-16-le"))
    return len(rows)


def _field(text: str) -> str:
    """A text without what would end its field; ``&'`` would begin a code of Wordfast's own."""
    return _BREAKS.sub(" ", text).strip().replace("&'", "&'26;'")


def _epoch() -> datetime:
    """The date of https://reproducible-builds.org/specs/source-date-epoch/, or one that is the same every time."""
    return source_date() or _EARLIEST
