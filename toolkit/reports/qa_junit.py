"""Findings as JUnit XML, which continuous integration shows: a suite a file, a case a unit.

There is no one standard; this is what Jenkins, GitLab and GitHub's actions read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from toolkit.model import CheckedUnit, QaResult, Severity
from toolkit.reports.qa_formats import ReportFacts

__all__ = ["junit_report"]

# What XML 1.0 (section 2.2) cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_report(results: Sequence[QaResult], facts: ReportFacts) -> bytes:
    """The report: a unit with an error or a warning has failed, with a mere note it has not."""
    suites = [_suite(result, facts) for result in results]
    root = etree.Element("testsuites", name="accord qa")
    for count in ("tests", "failures"):
        root.set(count, str(sum(int(suite.get(count) or 0) for suite in suites)))
    root.extend(suites)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _suite(result: QaResult, facts: ReportFacts) -> etree._Element:
    cases = [_case(unit, result) for unit in result.units]
    suite = etree.Element("testsuite", name=_text(str(result.file)), tests=str(len(cases)), errors="0")
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("timestamp", facts.when.isoformat(timespec="seconds"))
    suite.extend(cases)
    return suite


def _case(unit: CheckedUnit, result: QaResult) -> etree._Element:
    case = etree.Element("testcase", classname=_text(result.file.name), name=_text(unit.identifier))
    if unit.line is not None:
        case.set("file", _text(str(result.file)))
        case.set("line", str(unit.line))
    grave = [finding for finding in unit.findings if finding.severity is not Severity.INFO]
    notes = [finding for finding in unit.findings if finding.severity is Severity.INFO]
    if grave:
        failure = etree.SubElement(case, "failure", type=grave[0].code, message=_text(grave[0].message))
        lines = [f"{finding.severity.value} {finding.code}: {finding.message}" for finding in grave]
        failure.text = _text("\n".join([*lines, unit.source, unit.target]))
    if notes:
        etree.SubElement(case, "system-out").text = _text("\n".join(f"{f.code}: {f.message}" for f in notes))
    return case


def _text(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
