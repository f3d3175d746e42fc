"""Findings as a workbook: a row a finding, with a column for what the translator has to say."""

from __future__ import annotations

from collections.abc import Sequence

from tmx.errors import StoreError
from toolkit.messages import tr
from toolkit.model import CheckedUnit, Finding, QaResult, Severity
from toolkit.reports.file_names import file_names
from toolkit.reports.qa_formats import ReportFacts
from toolkit.reports.sheets import MOST_CHARACTERS, MOST_ROWS, Rows, new_workbook, packed

__all__ = ["xlsx_report"]

_WIDTHS = (18, 14, 14, 12, 46, 46, 46, 18, 18, 30, 15)
_FILLS = {Severity.ERROR: "accord poor", Severity.WARNING: "accord fair", Severity.INFO: "accord name"}


def xlsx_report(results: Sequence[QaResult], facts: ReportFacts) -> bytes:
    """One sheet, filterable, the first row frozen; nothing in it is a formula, whatever the texts begin with.

    Raises :class:`~tmx.errors.StoreError` where openpyxl is not installed, or there are more findings than a sheet
    holds.
    """
    found = sum(len(result.findings) for result in results)
    if found > MOST_ROWS:
        raise StoreError(f"{found} findings are more than a sheet can hold", remedy="check fewer files at a time")
    book = new_workbook()
    rows = Rows(book, tr("Findings"), _WIDTHS)
    rows.header(
        (
            tr("file"),
            tr("unit"),
            tr("severity"),
            tr("check"),
            tr("what"),
            tr("source"),
            tr("translation"),
            tr("the words"),
            tr("instead"),
            tr("comment"),
            tr("id"),
        )
    )
    files = file_names(results)
    for result in results:
        for unit in result.units:
            for finding in unit.findings:
                _row(rows, files[result.file], unit, finding)
    rows.sheet.auto_filter.ref = f"A1:K{max(rows.count, 2)}"
    return packed(book, facts.when)


def _row(rows: Rows, file: str, unit: CheckedUnit, finding: Finding) -> None:
    text = unit.source if finding.side == "source" else unit.target
    rows.text(file, "accord name")
    rows.text(_cell(unit.identifier), "accord name")
    rows.text(tr(finding.severity.value), _FILLS[finding.severity])
    rows.text(finding.code, "accord name")
    rows.text(_cell(finding.message))
    rows.text(_cell(unit.source))
    rows.text(_cell(unit.target))
    rows.text(_cell(text[finding.start : finding.end]))
    rows.text(_cell(finding.fix or ""))
    rows.text("", "accord decision")
    rows.text(finding.fingerprint, "accord name")
    rows.end()


def _cell(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "…"
