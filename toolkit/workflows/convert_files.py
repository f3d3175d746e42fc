"""Units written as a file to translate or to read: XLIFF, PO, a table, a workbook; what has no place is counted."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from tmx.cells import guarded
from tmx.errors import StoreError
from tmx.files import write_whole
from tmx.formats.po_units import PO_PROPERTIES, write_po_units
from tmx.formats.xliff_writing import XLIFF_PROPERTIES, write_xliff
from tmx.model import TranslationUnit

__all__ = ["WRITERS", "LostPart", "WrittenUnits", "write_units"]

_COLUMNS = ("id", "note")  # beside those of the texts
_DATES = ("created", "created by", "changed", "changed by")


class LostPart(Struct, frozen=True):
    """What the format has no place for, and in how many units it was: ``inline codes``, ``properties: client``."""

    what: str
    units: int


class WrittenUnits(Struct, frozen=True):
    """How many units were written, and what was not."""

    count: int
    lost: tuple[LostPart, ...]


class _Job(Struct, frozen=True):
    """What is to be written where, in which languages; ``original`` is what the document is called."""

    path: Path
    units: Sequence[TranslationUnit]
    source_language: str
    target_language: str
    original: str


def write_units(
    path: Path,
    units: Iterable[TranslationUnit],
    form: str,
    *,
    source_language: str,
    target_language: str,
    original: str,
) -> WrittenUnits:
    """Write units with two variants each, the source first, in one of the forms of :data:`WRITERS`.

    ``original`` is the name of the document that the units come from. Raises :class:`~tmx.errors.StoreError` where the
    file cannot be written.
    """
    job = _Job(path, tuple(units), source_language, target_language, original)
    lost = Counter[str]()
    count = WRITERS[form](job, lost)
    return WrittenUnits(count, tuple(LostPart(what, number) for what, number in lost.items() if number))


# XLIFF, PO


def _xliff(job: _Job, version: str) -> int:
    return write_xliff(
        job.path,
        job.units,
        source_language=job.source_language,
        target_language=job.target_language,
        original=job.original,
        version=version,
    )


def _xliff_12(job: _Job, lost: Counter[str]) -> int:
    _lose_properties(job.units, XLIFF_PROPERTIES, lost)
    _lose_dates(job.units, lost)
    return _xliff(job, "1.2")


def _xliff_21(job: _Job, lost: Counter[str]) -> int:
    _lose_languages(job, lost)
    return _xliff(job, "2.1")


def _po(job: _Job, lost: Counter[str]) -> int:
    _lose_languages(job, lost)
    _lose_codes(job.units, lost)
    _lose_properties(job.units, PO_PROPERTIES, lost)
    _lose_dates(job.units, lost)
    written, again = write_po_units(
        job.path, job.units, source_language=job.source_language, target_language=job.target_language
    )
    lost["units without a source"] += len(job.units) - written - again
    lost["the same pair again"] += again
    return written


def _lose_languages(job: _Job, lost: Counter[str]) -> None:
    """Count the units whose texts are in another region's language than the file can say."""
    stated = {job.source_language, job.target_language, ""}
    others: dict[str, None] = {}
    number = 0
    for unit in job.units:
        own = [segment.language for segment in unit.variants if segment.language not in stated]
        others.update(dict.fromkeys(own))
        number += bool(own)
    lost[f"languages: {', '.join(others)}"] += number


def _lose_codes(units: Iterable[TranslationUnit], lost: Counter[str]) -> None:
    lost["inline codes"] += sum(any(segment.codes for segment in unit.variants) for unit in units)


def _lose_properties(units: Iterable[TranslationUnit], kept: frozenset[str], lost: Counter[str]) -> None:
    kinds: dict[str, None] = {}
    number = 0
    for unit in units:
        without = [one.type for one in unit.all_properties() if one.type not in kept]
        kinds.update(dict.fromkeys(without))
        number += bool(without)
    lost[f"properties: {', '.join(kinds)}"] += number


def _lose_dates(units: Iterable[TranslationUnit], lost: Counter[str]) -> None:
    lost["dates and authors"] += sum(any(_dates(unit)) for unit in units)


def _dates(unit: TranslationUnit) -> tuple[str, ...]:
    return _date(unit.created), unit.created_by or "", _date(unit.changed), unit.changed_by or ""


def _date(date: datetime | None) -> str:
    return "" if date is None else date.isoformat()


# Tables


def _rows(job: _Job, lost: Counter[str]) -> Iterator[tuple[str, ...]]:
    """The rows of a table, with the names of its columns first."""
    _lose_languages(job, lost)
    _lose_codes(job.units, lost)
    sides = job.source_language, job.target_language  # what the columns of the texts are called
    taken = {name.lower() for name in (*_COLUMNS, *sides, *_DATES)}
    kinds = dict.fromkeys(one.type for unit in job.units for one in unit.all_properties())
    kept = [kind for kind in kinds if kind.strip() and kind.lower() not in taken]
    _lose_properties(job.units, frozenset(kept), lost)
    dated = any(any(_dates(unit)) for unit in job.units)
    yield ("id", *sides, "note", *kept, *(_DATES if dated else ()))
    for unit in job.units:
        values: dict[str, list[str]] = {}
        for one in unit.all_properties():
            values.setdefault(one.type, []).append(one.value)
        source, target = unit.variants[:2]
        yield (
            "" if unit.unnamed else unit.identifier,
            source.text,
            target.text,
            "\n".join(unit.all_notes()),
            *("\n".join(values.get(kind, ())) for kind in kept),
            *(_dates(unit) if dated else ()),
        )


def _table(job: _Job, delimiter: str, encoding: str, lost: Counter[str]) -> int:
    stream = io.StringIO(newline="")
    rows = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    rows.writerows(map(guarded, row) for row in _rows(job, lost))
    with write_whole(job.path) as file:
        file.write(stream.getvalue().encode(encoding, "replace"))
    return len(job.units)


def _csv(job: _Job, lost: Counter[str]) -> int:
    return _table(job, ",", "utf-8-sig", lost)  # with its mark, without which Excel takes it for another encoding


def _tsv(job: _Job, lost: Counter[str]) -> int:
    return _table(job, "\t", "utf-8", lost)


def _workbook(job: _Job, lost: Counter[str]) -> int:
    from toolkit.reports.sheets import MOST_CHARACTERS, MOST_ROWS, Rows, new_workbook, packed

    if len(job.units) > MOST_ROWS:
        raise StoreError(
            f"{len(job.units)} units are more than a sheet can hold", path=job.path, remedy="write a .csv or .tmx"
        )
    book = new_workbook()
    book.properties.creator = "Accord convert"  # a translation, and no report
    rows: Rows | None = None
    for cells in _rows(job, lost):
        if rows is None:
            rows = Rows(
                book, f"{job.source_language}-{job.target_language}", (14, 60, 60, 30, *[18] * (len(cells) - 4))
            )
            rows.header(cells)
            continue
        if any(len(cell) > MOST_CHARACTERS for cell in cells):
            raise StoreError(
                f"the unit «{cells[0]}» is longer than a cell can be", path=job.path, remedy="write a .csv or .tmx"
            )
        for place, cell in enumerate(cells):
            rows.text(cell, "accord text" if place in (1, 2) else "accord name")
        rows.end()
    with write_whole(job.path) as stream:
        stream.write(packed(book, max((one for unit in job.units if (one := unit.changed)), default=None)))
    return len(job.units)


WRITERS: dict[str, Callable[[_Job, Counter[str]], int]] = {
    "xliff": _xliff_12,
    "xliff2": _xliff_21,
    "po": _po,
    "csv": _csv,
    "tsv": _tsv,
    "xlsx": _workbook,
}
