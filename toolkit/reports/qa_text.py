"""Findings for people at a terminal: grouped by file, source and target with the spot marked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
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


def print_results(results: Iterable[QaResult], console: Console, *, hidden: int = 0, names: Mapping[str, str]) -> None:
    """Write ``results`` to ``console`` and say that ``hidden`` are left out; ``names`` are those of the checks."""
    results = list(results)
    files = file_names(results)
    for number, result in enumerate(results):
        if number and (_has_findings(result) or _has_findings(results[number - 1])):
            console.print()
        _print_result(result, files[result.file], console, names)
    if hidden:
        console.print()
        one = N_("{count} finding that is only information: --info shows it")
        many = N_("{count} findings that are only information: --info shows them")
        console.print(Text(tr_n(one, many, hidden), style="dim"))


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


def _print_result(result: QaResult, file: str, console: Console, names: Mapping[str, str]) -> None:
    console.print(_for(console, Text.assemble((file, "bold"), "  ", counts(result))), soft_wrap=True)
    indent = max((cell_len(_short(unit.identifier)) for unit in result.units if unit.findings), default=0) + 2
    indent = min(indent, 24)
    for unit in result.units:
        for finding in unit.findings:
            console.print()
            for line in _lines(finding, unit, result, indent, console, names):
                console.print(_for(console, line), soft_wrap=not console.is_terminal)
    if result.scores:
        console.print()
        for score in result.scores:
            shown = f"  {score.metric} {score.value:.1f} on {score.segments} units  {score.signature}"
            console.print(Text(shown, "dim"), soft_wrap=True)


def _for(console: Console, line: Text) -> Text:
    """``line`` without anything that a terminal would obey."""
    if console.is_terminal:
        line.plain = harmless(line.plain)
    return line


def _short(identifier: str) -> str:
    return identifier if len(identifier) <= 20 else identifier[:19] + "…"


def _lines(
    finding: Finding, unit: CheckedUnit, result: QaResult, indent: int, console: Console, names: Mapping[str, str]
) -> Iterator[Text]:
    name = _short(unit.identifier)
    head = Text(f"  {name}" + " " * max(indent - cell_len(name), 1))
    head.append(f"{tr(_NAMES[finding.severity]):<{_severity_width()}}", _STYLES[finding.severity])
    head.append(f" {finding.code}  ", "bold")
    head.append(names.get(finding.code, ""))
    head.append(f"  {finding.fingerprint[:_ID_SHOWN]}", "dim")
    yield head
    margin = " " * (indent + 2)
    width = max(console.width - indent - 10, 50) * 2 if console.is_terminal else 180
    for side, tag in (("source", result.source_language), ("target", result.target_language)):
        shown = _excerpt(finding, unit, side, width)
        if shown is None:
            continue
        line = Text.assemble((f"{margin}{primary_subtag(tag).upper()}  ", "dim"), shown.before)
        if shown.marked:
            line.append(f"⟦{shown.marked}⟧", "reverse" if console.is_terminal else "none")
        line.append(shown.after)
        yield from _wrapped(line, console, indent + 2 + _EDGE)
    message = Text(margin + finding.message)
    yield from _wrapped(message, console, indent + 2)
    if finding.fix is not None:
        yield from _wrapped(Text.assemble(margin, ("→ ", "green"), visible_fix(finding.fix)), console, indent + 4)


def _severity_width() -> int:
    return max(len(tr(name)) for name in (_NAMES[Severity.ERROR], _NAMES[Severity.WARNING]))


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


def _wrapped(line: Text, console: Console, indent: int) -> Iterator[Text]:
    """``line`` wrapped to the terminal with the later lines indented; as it is in a pipe."""
    if not console.is_terminal or cell_len(line.plain) <= console.width:
        yield line
        return
    first, *rest = line.wrap(console, console.width)
    yield first
    if rest:
        remaining = line[len(first.plain) :]
        remaining = remaining[len(remaining.plain) - len(remaining.plain.lstrip()) :]
        for later in remaining.wrap(console, max(console.width - indent, 20)):
            yield Text(" " * indent) + later
