"""Findings for programs: a JSON array with one object a finding."""

from __future__ import annotations

import json
from collections.abc import Iterable

from toolkit.model import Finding, QaResult

__all__ = ["findings_json"]


def _object(finding: Finding) -> dict[str, str | int | None]:
    return {
        "code": finding.code,
        "issue": finding.issue,
        "severity": finding.severity.value,
        "file": finding.file,
        "unit": finding.unit,
        "side": finding.side,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
        "fix": finding.fix,
    }


def findings_json(results: Iterable[QaResult]) -> str:
    """All findings as a JSON array, one object a line.

    ``start`` and ``end`` are half-open code points of the plain text of ``side``, ``unit`` is the file's own id.
    """
    lines = [json.dumps(_object(f), ensure_ascii=False) for result in results for f in result.findings]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"
