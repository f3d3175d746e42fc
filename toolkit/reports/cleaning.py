"""What cleaning a memory found and did: the record, and its report as a table, a workbook or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from msgspec import Struct, to_builtins

from tmx.cells import FORMULA_SIGNS
from tmx.errors import StoreError
from tmx.files import write_whole
from toolkit.messages import N_, tr
from toolkit.reports.sheets import MOST_CHARACTERS, MOST_ROWS, Rows, new_workbook, packed

__all__ = [
    "CleanAction",
    "CleanChange",
    "CleanKind",
    "check_report_name",
    "counts_by_kind",
    "table_lines",
    "write_clean_report",
]


class CleanKind(StrEnum):
    """What may be wrong with a unit of a memory."""

    EMPTY = N_("empty")
    DUPLICATE = N_("duplicate")
    ENCODING = N_("encoding")
    SWAPPED = N_("swapped")
    IDENTICAL = N_("identical")
    LANGUAGE = N_("language")
    TAGS = N_("tags")
    LENGTH = N_("length")
    NUMBERS = N_("numbers")
    MISALIGNED = N_("misaligned")
    PERSONAL = N_("personal")


class CleanAction(StrEnum):
    """What is done about it: the unit is taken out, put right, or left as it is and only reported."""

    REMOVE = N_("remove")
    REPAIR = N_("repair")
    KEEP = N_("keep")


class CleanChange(Struct, frozen=True):
    """A fault of a unit: which unit (its number in a database, its name in a file), where, what, why, what is done.

    ``before`` and ``after`` are source and target text; ``after`` is ``None`` where nothing is put in their place.
    ``score``: for misaligned pairs, how much more the words speak for another unit's translation (natural log).
    """

    unit: str
    identifier: str
    line: int | None
    kind: CleanKind
    action: CleanAction
    why: str
    before: tuple[str, str]
    after: tuple[str, str] | None = None
    score: float | None = None


_COLUMNS = (
    N_("unit"),
    N_("name"),
    N_("line"),
    N_("kind"),
    N_("done"),
    N_("why"),
    N_("source"),
    N_("translation"),
    N_("source after"),
    N_("translation after"),
)
_WIDTHS = (10, 16, 8, 13, 10, 40, 50, 50, 50, 50)
_SHEETS = frozenset({".xlsx"})
_TABLES = frozenset({".tsv", ".txt"})


def counts_by_kind(changes: Iterable[CleanChange]) -> dict[CleanKind, int]:
    """How many faults there are of each kind, in the order of the kinds."""
    found = Counter(change.kind for change in changes)
    return {kind: found[kind] for kind in CleanKind if found[kind]}


def write_clean_report(path: Path, changes: Sequence[CleanChange]) -> None:
    """Write the report to ``path``: ``.xlsx``, ``.json``, or a table with tabs (``.tsv``, ``.txt``).

    Raises :class:`~tmx.errors.StoreError` where the ending is another one or the file cannot be written.
    """
    check_report_name(path)
    suffix = path.suffix.lower()
    if suffix in _SHEETS:
        content = _workbook(changes)
    elif suffix == ".json":
        content = _json(changes)
    else:
        content = "".join(f"{line}\n" for line in _tab_lines(changes)).encode("utf-8", "backslashreplace")
    with write_whole(path) as stream:
        stream.write(content)


def check_report_name(path: Path) -> None:
    """Raise :class:`~tmx.errors.StoreError` where ``path`` has no ending that a report can have."""
    if path.suffix.lower() not in _SHEETS | _TABLES | {".json"}:
        raise StoreError(
            f"a report is not written as «{path.suffix}»",
            path=path,
            remedy="name a file such as report.xlsx, .tsv, .json",
        )


def table_lines(changes: Iterable[CleanChange]) -> Iterator[str]:
    """For each fault a line that says what and why, and below it the texts, in the interface's language."""
    for change in changes:
        place = tr("unit {number}", number=change.unit)
        if change.line is not None:
            place = tr("unit {number}, line {line}", number=change.unit, line=change.line)
        yield f"{place:<22} {tr(change.kind.value):<11} {tr(change.action.value):<10} {change.why}"
        for text, new in zip(change.before, change.after or ("", ""), strict=True):
            yield f"    {_line(text)}"
            if change.after is not None and new != text:
                yield f"  → {_line(new)}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _json(changes: Iterable[CleanChange]) -> bytes:
    rows = [to_builtins(change) for change in changes]
    return (json.dumps({"changes": rows}, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _cells(change: CleanChange) -> tuple[str, ...]:
    after = change.after or ("", "")
    line = "" if change.line is None else str(change.line)
    return (
        change.unit,
        change.identifier,
        line,
        tr(change.kind.value),
        tr(change.action.value),
        change.why,
        *change.before,
        *after,
    )


def _tab_lines(changes: Iterable[CleanChange]) -> Iterator[str]:
    yield "\t".join(map(tr, _COLUMNS))
    for change in changes:
        cells = (
            cell.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
            for cell in _cells(change)
        )
        # A spreadsheet would run a cell that begins like a formula.
        yield "\t".join(f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell for cell in cells)


def _workbook(changes: Sequence[CleanChange]) -> bytes:
    if len(changes) > MOST_ROWS:
        raise StoreError(f"{len(changes)} rows are more than a sheet can hold", remedy="name a .tsv or .json file")
    book = new_workbook()
    rows = Rows(book, tr("Clean"), _WIDTHS)
    rows.header(map(tr, _COLUMNS))
    for change in changes:
        for number, cell in enumerate(_cells(change)):
            rows.text(cell[:MOST_CHARACTERS], "accord name" if number < 5 else "accord text")
        rows.end()
    rows.sheet.auto_filter.ref = f"A1:J{max(rows.count, 2)}"
    return packed(book, None)
