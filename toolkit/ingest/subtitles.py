"""Reading subtitles: their texts alone, a sentence that runs over several of them in one piece."""

from __future__ import annotations

import html
from pathlib import Path

from tmx.errors import IngestError
from tmx.subtitles import SUBTITLE_MARKUP, cues
from toolkit.ingest.pieces import Piece, is_stop, marker_of, tidy
from toolkit.model import BlockKind

__all__ = ["read_subtitles"]

_BRACKETS = (")", "]", "♪")  # [music]


def read_subtitles(text: str, path: Path) -> list[Piece]:
    """The texts of the subtitles in ``text``, the content of ``path``, each with the line on which it begins.

    Tags are left out. A line that begins with a dash is what another speaker says; else a text goes on until a sentence
    ends. Raises :class:`~tmx.errors.IngestError` where there is no timing.
    """
    found = list(cues(text))
    if not found:
        raise IngestError(
            "no subtitle with a timing was found in it", path=path, remedy="check that it was saved whole"
        )
    pieces: list[Piece] = []
    for cue in found:
        plain = SUBTITLE_MARKUP.sub(lambda found: html.unescape(found["reference"] or ""), text[cue.start : cue.end])
        for at, line in enumerate(plain.splitlines()):
            marker, said = marker_of(tidy(line))
            if pieces and said and not marker and not _ends(pieces[-1].text):
                last = pieces.pop()
                pieces.append(Piece(f"{last.text} {said}", last.line, last.kind, marker=last.marker))
            elif said:
                pieces.append(Piece(said, cue.line + at, BlockKind.PARAGRAPH, marker=marker))
    return pieces


def _ends(text: str) -> bool:
    return is_stop(text) or text.endswith(_BRACKETS)
