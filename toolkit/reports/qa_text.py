"""Findings for people at a terminal: grouped by file, source and target with the spot marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from tmx.text.languages import primary_subtag
from toolkit.model import CheckedUnit, Finding, QaResult, Severity
from toolkit.reports.excerpts import Excerpt, excerpt, excerpt_beside

__all__ = ["print_results"]

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_NAMES = ("error", "errors"), ("warning", "warnings"), ("note", "notes")
_EDGE = 4


def print_results(results: Iterable[QaResult], console: Console, *, hidden: int = 0, names: dict[str, str]) -> None:
    """Write ``results`` to ``console`` and say that ``hidden`` are left out; ``names`` are those of the checks."""
    for number, result in enumerate(results):
        if number:
            console.print()
        _print_result(result, console, names)
    if hidden:
        console.print()
        notes = "1 finding that is" if hidden == 1 else f"{hidden} findings that are"
        console.print(Text(f"{notes} only information: --info shows them", style="dim"))


def counts(result: QaResult) -> str:
    """``24 units · 5 errors, 4 warnings``, or that nothing was found."""
    units = f"{len(result.units)} unit" + ("s" if len(result.units) != 1 else "")
    parts = []
    for severity, (one, several) in zip((Severity.ERROR, Severity.WARNING, Severity.INFO), _NAMES, strict=True):
        found = result.counted(severity)
        if found:
            parts.append(f"{found} {one if found == 1 else several}")
    return f"{units} · {', '.join(parts) or 'nothing found'}"


def _print_result(result: QaResult, console: Console, names: dict[str, str]) -> None:
    console.print(Text.assemble((result.file.name, "bold"), "  ", counts(result)))
    indent = max((cell_len(_short(unit.identifier)) for unit in result.units if unit.findings), default=0) + 2
    indent = min(indent, 24)
    for unit in result.units:
        for finding in unit.findings:
            console.print()
            for line in _lines(finding, unit, result, indent, console, names):
                console.print(line, soft_wrap=not console.is_terminal)
    if result.scores:
        console.print()
        for score in result.scores:
            shown = f"  {score.metric} {score.value:.1f} on {score.segments} units  {score.signature}"
            console.print(Text(shown, "dim"), soft_wrap=True)


def _short(identifier: str) -> str:
    return identifier if len(identifier) <= 20 else identifier[:19] + "…"


def _lines(
    finding: Finding, unit: CheckedUnit, result: QaResult, indent: int, console: Console, names: dict[str, str]
) -> Iterator[Text]:
    name = _short(unit.identifier)
    head = Text(f"  {name}" + " " * max(indent - cell_len(name), 1))
    head.append(f"{finding.severity.value:<8}", _STYLES[finding.severity])
    head.append(f" {finding.code}  ", "bold")
    head.append(names.get(finding.code, ""))
    yield head
    margin = " " * (indent + 2)
    width = max(console.width - indent - 10, 50) * 2 if console.is_terminal else 180
    for side, tag in (("source", result.source_language), ("target", result.target_language)):
        shown = _excerpt(finding, unit, side, width)
        if shown is None:
            continue
        line = Text(f"{margin}{primary_subtag(tag).upper()}  ", "dim")
        line.append(shown.before, "none")
        if shown.marked:
            line.append(f"⟦{shown.marked}⟧", "reverse" if console.is_terminal else "none")
        line.append(shown.after, "none")
        yield from _wrapped(line, console, indent + 2 + _EDGE)
    message = Text(margin + finding.message)
    yield from _wrapped(message, console, indent + 2)
    if finding.fix is not None:
        yield from _wrapped(Text.assemble(margin, ("→ ", "green"), _visible(finding.fix)), console, indent + 4)


def _visible(fix: str) -> str:
    """The fix as one can see it: an empty one takes the marked text away, a space is named."""
    if not fix:
        return "(take it away)"
    return {" ": "(one space)", "\u00a0": "(one no-break space)", "\u202f": "(one no-break space)"}.get(fix, fix)


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
