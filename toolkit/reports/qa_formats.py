"""The forms that a report of findings can have: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from toolkit.messages import tr
from toolkit.model import CheckFacts, QaResult

__all__ = ["FORMATS", "ReportFacts", "ReportFormat", "format_of_report"]


class ReportFacts(Struct, frozen=True):
    """What a report says beside the findings: when, with which checks and version, how many findings are not shown."""

    when: datetime
    checks: tuple[CheckFacts, ...]
    version: str
    hidden: int = 0

    @property
    def names(self) -> Mapping[str, str]:
        """The names of the checks by code, in the interface's language."""
        return MappingProxyType({check.code: tr(check.name) for check in self.checks})


class ReportFormat(Struct, frozen=True):
    """A form of report: its name, what files in it end with, who reads it, and the function that makes its bytes."""

    name: str
    suffixes: tuple[str, ...]
    text: str
    home: str

    def render(self, results: Sequence[QaResult], facts: ReportFacts) -> bytes:
        """The whole report. Raises :class:`~tmx.errors.StoreError` where an optional library is missing."""
        module, _, function = self.home.partition(":")
        make: Callable[[Sequence[QaResult], ReportFacts], bytes] = getattr(import_module(module), function)
        return make(results, facts)


FORMATS: Mapping[str, ReportFormat] = MappingProxyType(
    {
        one.name: one
        for one in (
            ReportFormat("text", (".txt",), "for a terminal", "toolkit.reports.qa_text:text_report"),
            ReportFormat(
                "html", (".html", ".htm"), "one page that opens anywhere", "toolkit.reports.qa_html:html_report"
            ),
            ReportFormat("xlsx", (".xlsx",), "a workbook, a row a finding", "toolkit.reports.qa_xlsx:xlsx_report"),
            ReportFormat("json", (".json",), "for programs: a list", "toolkit.reports.qa_json:json_report"),
            ReportFormat("jsonl", (".jsonl",), "for programs: a line each", "toolkit.reports.qa_json:jsonl_report"),
            ReportFormat("sarif", (".sarif",), "for code review, SARIF 2.1.0", "toolkit.reports.qa_sarif:sarif_report"),
            ReportFormat("junit", (".xml",), "for continuous integration", "toolkit.reports.qa_junit:junit_report"),
            ReportFormat("github", (), "annotations of GitHub Actions", "toolkit.reports.qa_github:github_report"),
        )
    }
)


def format_of_report(path: Path) -> ReportFormat | None:
    """The form that a report named ``path`` has by its suffix, None where the suffix says nothing."""
    return next((one for one in FORMATS.values() if path.suffix.lower() in one.suffixes), None)
