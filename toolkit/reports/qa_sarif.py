"""Findings as SARIF 2.1.0 (OASIS standard), which code review shows beside the file.

Offsets are those of the plain text of a unit, which a position in the file cannot express: a result points to the line
where its unit begins, and its message quotes the words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from toolkit.model import CheckedUnit, CheckFacts, Finding, QaResult, Severity
from toolkit.reports.qa_formats import ReportFacts

__all__ = ["sarif_report"]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_report(results: Sequence[QaResult], facts: ReportFacts) -> bytes:
    """One run with a rule for each check that was run, and a result for each finding (sections 3.14, 3.27, 3.49)."""
    places = {check.code: place for place, check in enumerate(facts.checks)}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Accord",
                        "semanticVersion": facts.version,
                        "rules": [_rule(check, facts.names) for check in facts.checks],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [entry for result in results for entry in _results(result, places)],
            }
        ],
    }
    return (json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _rule(check: CheckFacts, names: Mapping[str, str]) -> dict[str, object]:
    title, _, page = check.page.strip().partition("\n")
    return {
        "id": check.code,
        "name": "".join(word.capitalize() for word in check.name.replace("-", " ").split()),
        "shortDescription": {"text": names.get(check.code, check.name)},
        "fullDescription": {"text": title.partition(":")[2].strip() or check.name},
        "help": {"text": page.strip() or check.name, "markdown": page.strip().replace("``", "`") or check.name},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"tags": ["translation", check.issue]},
    }


def _results(result: QaResult, places: Mapping[str, int]) -> Iterator[dict[str, object]]:
    for unit in result.units:
        for finding in unit.findings:
            entry: dict[str, object] = {
                "ruleId": finding.code,
                "level": _LEVELS[finding.severity],
                "message": {"text": _message(finding, unit)},
                "locations": [_location(result.file, unit)],
                "partialFingerprints": {"accord/v1": finding.fingerprint},
                "properties": {
                    "side": finding.side,
                    "start": finding.start,
                    "end": finding.end,
                    "source": unit.source,
                    "target": unit.target,
                    "issue": finding.issue,
                },
            }
            if finding.code in places:
                entry["ruleIndex"] = places[finding.code]
            yield entry


def _message(finding: Finding, unit: CheckedUnit) -> str:
    text = unit.source if finding.side == "source" else unit.target
    marked = " ".join(text[finding.start : finding.end].split())
    return f"{finding.message} — {marked}" if marked and marked not in finding.message else finding.message


def _location(path: Path, unit: CheckedUnit) -> dict[str, object]:
    artifact = {"uri": path.as_uri()} if path.is_absolute() else {"uri": quote(path.as_posix())}
    return {
        "physicalLocation": {"artifactLocation": artifact, "region": {"startLine": unit.line or 1}},
        "logicalLocations": [{"name": unit.identifier, "kind": "resource"}],
    }
