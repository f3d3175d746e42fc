"""Findings as annotations of GitHub Actions: workflow commands, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.model import QaResult, Severity
from toolkit.reports.qa_formats import ReportFacts

__all__ = ["github_report"]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github_report(results: Sequence[QaResult], facts: ReportFacts) -> bytes:
    """``::error file=…,line=…,title=…::message`` for each finding; whatever a text holds cannot begin a command."""
    lines = []
    for result in results:
        for unit in result.units:
            for finding in unit.findings:
                title = f"{finding.code} {facts.names.get(finding.code, '')}".strip()
                place = f"file={_property(result.file.as_posix())},line={unit.line or 1},title={_property(title)}"
                message = _data(f"{finding.message} ({unit.identifier})")
                lines.append(f"::{_LEVELS[finding.severity]} {place}::{message}\n")
    return "".join(lines).encode("utf-8", "replace")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
