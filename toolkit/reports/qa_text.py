"""Findings for people at a terminal: grouped by file, source and target with the spot marked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.control import strip_control_codes
from rich.text import Text

from tmx.text.languages import primary_subtag
from toolkit.messages import N_, tr, tr_n
from toolkit.model import CheckedUnit, Finding, QaResult, Severity
from toolkit.reports.excerpts import Excerpt, excerpt, excerpt_beside
from toolkit.reports.file_names import file_names
from toolkit.reports.harmless import harmless
from toolkit.reports.qa_formats import ReportFacts

__all__ = ["counts", "print_results", "text_report", "visible_fix"]

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_COUNTS = {
    Severity.ERROR: (N_("{count} error"), N_("{count} errors")),
    Severity.WARNING: (N_("{count} warning"), N_("{count} warnings")),
    Severity.INFO: (N_("{count} note"), N_("{count} notes")),
}
_NAMES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.INFO: N_("info")}
_EDGE = 4
_ID_SHOWN = 6  # --dismiss takes the beginning of an id


def text_report(results: Sequence[QaResult], facts: ReportFacts) -> bytes:
    """What :func:`print_results` writes, as UTF-8 without colours."""
    buffer = io.StringIO()
    print_results(results, Console(file=buffer, highlight=False, width=120), hidden=facts.hidden, names=facts.names)
    return buffer.getvalue().encode("utf-8", "replace")


class _Paper:
    """What is written on: a terminal, with colours and lines wrapped to its width, or a pipe, which takes plain lines.

    Colours and wrapping take as long as the checks themselves.
    """

    def __init__(self, console: Console) -> None:
        self._console, self._file = console, console.file
        self.terminal = console.is_terminal
        self.width = console.width
        names = {severity: tr(name) for severity, name in _NAMES.items()}
        room = max(len(names[severity]) for severity in (Severity.ERROR, Severity.WARNING))
        self.severities = {severity: f"{name:<{room}}" for severity, name in names.items()}

    def write(self, *parts: tuple[str, str], hang: int | None = None, whole: bool = False) -> None:
        """Write a line. Of one that is wrapped the later lines stand at ``hang``; a ``whole`` one is not wrapped."""
        if not self.terminal:
            self._file.write(strip_control_codes("".join([text for text, _ in parts])) + "\n")
            return
        line = Text.assemble(*parts)
        for piece in [line] if hang is None else _wrapped(line, self._console, hang):
            piece.plain = harmless(piece.plain)
            self._console.print(piece, soft_wrap=whole)


def print_results(results: Iterable[QaResult], console: Console, *, hidden: int = 0, names: Mapping[str, str]) -> None:
    """Write ``results`` to ``console`` and say that ``hidden`` are left out; ``names`` are those of the checks."""
    results = list(results)
    files = file_names(results)
    paper = _Paper(console)
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


def _write_result(result: QaResult, file: str, paper: _Paper, names: Mapping[str, str]) -> None:
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
    return identifier if len(identifier) <= 20 else identifier[:19] + "…"


def _write_finding(
    finding: Finding, unit: CheckedUnit, result: QaResult, indent: int, paper: _Paper, names: Mapping[str, str]
) -> None:
    name = _short(unit.identifier)
    paper.write(
        (f"  {name}" + " " * max(indent - cell_len(name), 1), ""),
        (paper.severities[finding.severity], _STYLES[finding.severity]),
        (f" {finding.code}  ", "bold"),
        (names.get(finding.code, ""), ""),
        (f"  {finding.fingerprint[:_ID_SHOWN]}", "dim"),
    )
    margin = " " * (indent + 2)
    width = max(paper.width - indent - 10, 50) * 2 if paper.terminal else 180
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


def visible_fix(fix: str) -> str:
    """The fix as one can see it: an empty one takes the marked text away, a space is named."""
    if not fix:
        return tr("(take it away)")
    if fix in ("\u00a0", "\u202f"):
        return tr("(one no-break space)")
    return tr("(one space)") if fix == " " else fix


def _excerpt(finding: Finding, unit: CheckedUnit, side: str, width: int) -> Excerpt | None:
    text, other = (unit.source, unit.target) if side == "source" else (unit.target, unit.source)
    if not text.strip():
        return None
    if finding.side == side:
        whole = finding.end - finding.start >= len(text.strip())
        return excerpt(text, finding.start, finding.start if whole else finding.end, width)
    return excerpt_beside(text, other, finding.start, width)


def _wrapped(line: Text, console: Console, hang: int) -> Iterator[Text]:
    """``line`` wrapped to the terminal, the later lines at ``hang``."""
    if cell_len(line.plain) <= console.width:
        yield line
        return
    first, *rest = line.wrap(console, console.width)
    yield first
    if rest:
        remaining = line[len(first.plain) :]
        remaining = remaining[len(remaining.plain) - len(remaining.plain.lstrip()) :]
        for later in remaining.wrap(console, max(console.width - hang, 20)):
            yield Text(" " * hang) + later
