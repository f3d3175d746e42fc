"""Findings for people at a terminal: grouped by file, source and target with the spot marked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TextIO

from rich.cells import cell_len

from tmx.text.languages import primary_subtag
from toolkit.messages import N_, tr, tr_n
from toolkit.model import CheckedUnit, Finding, QaResult, Severity
from toolkit.reports.excerpts import Excerpt, excerpt, excerpt_beside
from toolkit.reports.file_names import file_names
from toolkit.reports.qa_formats import ReportFacts

__all__ = ["Paper", "PlainPaper", "counts", "print_results", "text_report", "visible_fix"]

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_COUNTS = {
    Severity.ERROR: (N_("{count} error"), N_("{count} errors")),
    Severity.WARNING: (N_("{count} warning"), N_("{count} warnings")),
    Severity.INFO: (N_("{count} note"), N_("{count} notes")),
}
_NAMES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.INFO: N_("info")}
_STRIPPED = dict.fromkeys((7, 8, 11, 12, 13))  # bell, backspace, tabs and feeds down, carriage return
_ROOM = 180  # characters of an excerpt
_EDGE = 4
_ID_SHOWN = 6  # --dismiss takes the beginning of an id


def text_report(results: Sequence[QaResult], facts: ReportFacts) -> bytes:
    """What :func:`print_results` writes, as UTF-8 without colours."""
    buffer = io.StringIO()
    print_results(results, PlainPaper(buffer), hidden=facts.hidden, names=facts.names)
    return buffer.getvalue().encode("utf-8", "replace")


class Paper(Protocol):
    """What is written on; an excerpt has room for so many characters, from so many on its line to its end."""

    def room(self, indent: int) -> int:
        """The characters of an excerpt whose line begins at ``indent``."""

    def write(self, *parts: tuple[str, str], hang: int | None = None, whole: bool = False) -> None:
        """Write a line of texts with styles.

        Of one that is wrapped the later lines stand at ``hang``; a ``whole`` one is not wrapped.
        """


class PlainPaper:
    """A pipe or a file: plain lines. Colours and wrapping take as long as the checks themselves."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def room(self, indent: int) -> int:
        """As :meth:`Paper.room`."""
        return _ROOM

    def write(self, *parts: tuple[str, str], hang: int | None = None, whole: bool = False) -> None:
        """As :meth:`Paper.write`; nothing is wrapped."""
        self._stream.write("".join([text for text, _ in parts]).translate(_STRIPPED) + "\n")


def print_results(results: Iterable[QaResult], paper: Paper, *, hidden: int = 0, names: Mapping[str, str]) -> None:
    """Write ``results`` on ``paper`` and say that ``hidden`` are left out; ``names`` are those of the checks."""
    results = list(results)
    files = file_names(results)
    for number, result in enumerate(results):
        if number and (_has_findings(result) or _has_findings(results[number - 1])):
            paper.write()
        _write_result(result, files[result.file], paper, names)
    if hidden:
        one = N_("{count} finding that is only information: --info shows it")
        many = N_("{count} findings that are only information: --info shows them")
        paper.write()
        paper.write((tr_n(one, many, hidden), "dim"))


def _has_findings(result: QaResult) -> bool:
    return any(unit.findings for unit in result.units)


def counts(result: QaResult) -> str:
    """``24 units · 5 errors, 4 warnings``, or that nothing was found."""
    units = tr_n("{count} unit", "{count} units", len(result.units))
    counted = [(result.counted(severity), names) for severity, names in _COUNTS.items()]
    parts = [tr_n(*names, count) for count, names in counted if count]
    found = f"{units} · {', '.join(parts) or tr('nothing found')}"
    dismissed = tr_n(
        "{count} finding dismissed or known before", "{count} findings dismissed or known before", result.dismissed
    )
    return f"{found} · {dismissed}" if result.dismissed else found


def _write_result(result: QaResult, file: str, paper: Paper, names: Mapping[str, str]) -> None:
    paper.write((file, "bold"), ("  ", ""), (counts(result), ""), whole=True)
    indent = max((cell_len(_short(unit.identifier)) for unit in result.units if unit.findings), default=0) + 2
    indent = min(indent, 24)
    for unit in result.units:
        for finding in unit.findings:
            paper.write()
            _write_finding(finding, unit, result, indent, paper, names)
    if result.scores:
        paper.write()
        for score in result.scores:
            shown = f"  {score.metric} {score.value:.1f} on {score.segments} units  {score.signature}"
            paper.write((shown, "dim"), whole=True)


def _short(identifier: str) -> str:
    name = " ".join(identifier.split()) or identifier
    return name if len(name) <= 20 else name[:19] + "…"


def _write_finding(
    finding: Finding, unit: CheckedUnit, result: QaResult, indent: int, paper: Paper, names: Mapping[str, str]
) -> None:
    name = _short(unit.identifier)
    paper.write(
        (f"  {name}" + " " * max(indent - cell_len(name), 1), ""),
        (_severity(finding.severity), _STYLES[finding.severity]),
        (f" {finding.code}  ", "bold"),
        (names.get(finding.code, ""), ""),
        (f"  {finding.fingerprint[:_ID_SHOWN]}", "dim"),
    )
    margin = " " * (indent + 2)
    width = paper.room(indent)
    for side, tag in (("source", result.source_language), ("target", result.target_language)):
        shown = _excerpt(finding, unit, side, width)
        if shown is not None:
            marked = f"⟦{shown.marked}⟧" if shown.marked else ""
            paper.write(
                (f"{margin}{primary_subtag(tag).upper()}  ", "dim"),
                (shown.before, ""),
                (marked, "reverse"),
                (shown.after, ""),
                hang=indent + 2 + _EDGE,
            )
    paper.write((margin + finding.message, ""), hang=indent + 2)
    if finding.fix is not None:
        paper.write((margin, ""), ("→ ", "green"), (visible_fix(finding.fix), ""), hang=indent + 4)


def _severity(severity: Severity) -> str:
    """Its name, as wide as those of errors and warnings."""
    wide = max(len(tr(_NAMES[one])) for one in (Severity.ERROR, Severity.WARNING))
    return f"{tr(_NAMES[severity]):<{wide}}"


def visible_fix(fix: str) -> str:
    """The fix as one can see it: an empty one takes the marked text away, a space is named."""
    if not fix:
        return tr("(take it away)")
    if fix in ("\u00a0", "\u202f"):
        return tr("(one no-break space)")
    if fix == "\n":
        return tr("(a line break)")
    return tr("(one space)") if fix == " " else fix


def _excerpt(finding: Finding, unit: CheckedUnit, side: str, width: int) -> Excerpt | None:
    text, other = (unit.source, unit.target) if side == "source" else (unit.target, unit.source)
    if not text.strip():
        return None
    if finding.side == side:
        whole = finding.end - finding.start >= len(text.strip())
        return excerpt(text, finding.start, finding.start if whole else finding.end, width)
    return excerpt_beside(text, other, finding.start, width)
