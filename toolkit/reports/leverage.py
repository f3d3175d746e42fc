"""Leverage as a table for reading, as data, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.messages import N_, tr
from toolkit.messages.figures import number_said
from toolkit.model import BandCount, FileLeverage, Leverage
from toolkit.reports.sheets import Rows, new_workbook, packed

__all__ = ["leverage_lines", "leverage_object", "leverage_workbook"]

_HOW_COUNTED = N_(
    "Words: runs of letters, figures and addresses; an apostrophe after an elided word (l’, d’) and a hyphen part "
    "words. Characters: with spaces, without inline codes."
)
_COLUMNS = (N_("segments"), N_("words"), N_("numbers"), N_("characters"))
_BANDS = (N_("repetitions"), N_("no match"), N_("total"))
_WIDTHS = (40, 16, 12, 12, 12, 14, 12)


def leverage_lines(result: Leverage) -> Iterator[str]:
    """A table for each file, and one for all where there are several."""
    for file in _parts(result):
        yield file.file or tr("All {count} files", count=len(result.files))
        yield f"{'':<18}" + "".join(f"{tr(name):>12}" for name in _COLUMNS) + f"{tr('words'):>9}"
        total = file.total
        for row in (*file.bands, total):
            share = f"{number_said(_share(row, total), 1):>7}\u00a0%"
            yield f"{tr(row.band):<18}{row.segments:>12}{row.words:>12}{row.numbers:>12}{row.characters:>12}{share}"
        yield ""
    yield tr(_HOW_COUNTED)


def leverage_object(result: Leverage, settings: dict[str, object]) -> dict[str, object]:
    """The figures as plain data, with the settings that they were made with."""
    return {
        "settings": settings,
        "counted": _HOW_COUNTED,
        "files": [{"file": file.file, **_object(file)} for file in result.files],
        "total": _object(result.total),
    }


def leverage_workbook(result: Leverage, memory: Path) -> bytes:
    """A sheet with a row for each file and band, and the total of all files.

    Raises :class:`~tmx.errors.StoreError` where openpyxl is not installed.
    """
    book = new_workbook()
    rows = Rows(book, tr("Leverage"), _WIDTHS)
    rows.header((tr("file"), tr("band"), *map(tr, _COLUMNS), tr("% of words")))
    for file in _parts(result):
        total = file.total
        for row in (*file.bands, total):
            rows.text(file.file or tr("all files"), "accord name")
            rows.text(tr(row.band), "accord decision" if row is total else "accord text")
            for value in (row.segments, row.words, row.numbers, row.characters):
                rows.number(value)
            rows.number(round(_share(row, total), 1))
            rows.end()
    notes = Rows(book, tr("How it was counted"), (100,), frozen=None)
    for line in (tr("Memory: {name}", name=memory.name), tr(_HOW_COUNTED)):
        notes.text(line)
        notes.end()
    return packed(book, None)


def _parts(result: Leverage) -> Sequence[FileLeverage]:
    return result.files if len(result.files) == 1 else (*result.files, result.total)


def _share(row: BandCount, total: BandCount) -> float:
    return 100 * row.words / total.words if total.words else 0.0


def _object(file: FileLeverage) -> dict[str, object]:
    return {"bands": [_row(row) for row in file.bands], "total": _row(file.total)}


def _row(row: BandCount) -> dict[str, object]:
    return {
        "band": row.band,
        "segments": row.segments,
        "words": row.words,
        "numbers": row.numbers,
        "characters": row.characters,
    }
