"""Findings for programs: a JSON array, or a line each (JSON Lines), with one object a finding."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from toolkit.model import CheckedUnit, Finding, QaResult
from toolkit.reports.qa_formats import ReportFacts

__all__ = ["findings_json", "json_report", "jsonl_report"]


def _object(finding: Finding, unit: CheckedUnit) -> dict[str, str | int | None]:
    return {
        "code": finding.code,
        "issue": finding.issue,
        "severity": finding.severity.value,
        "file": finding.file,
        "unit": finding.unit,
        "number": unit.number,
        "line": unit.line,
        "side": finding.side,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
        "fix": finding.fix,
        "fingerprint": finding.fingerprint,
    }


def _lines(results: Iterable[QaResult]) -> Iterator[str]:
    for result in results:
        for unit in result.units:
            for finding in unit.findings:
                yield json.dumps(_object(finding, unit), ensure_ascii=False)


def findings_json(results: Iterable[QaResult]) -> str:
    """All findings as a JSON array, one object a line.

    ``start`` and ``end`` are half-open code points of the plain text of ``side``, ``unit`` is the file's own id and
    ``number`` its place in the file from 1; ``line`` is null where the file has no lines.
    """
    lines = list(_lines(results))
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def json_report(results: Sequence[QaResult], facts: ReportFacts) -> bytes:
    """:func:`findings_json` as UTF-8."""
    return findings_json(results).encode("utf-8", "replace")


def jsonl_report(results: Sequence[QaResult], facts: ReportFacts) -> bytes:
    """The objects of :func:`findings_json`, one a line and nothing else, as UTF-8."""
    return "".join(f"{line}\n" for line in _lines(results)).encode("utf-8", "replace")
