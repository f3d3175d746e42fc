"""Writing the reports that ``accord qa`` was asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click
from msgspec import Struct

from tmx.files import write_whole
from toolkit.checks.check import Check
from toolkit.cli.terminal import plain_stream
from toolkit.messages import N_, tr_n
from toolkit.model import QaResult
from toolkit.reports.qa_formats import FORMATS, ReportFacts, ReportFormat, format_of_report
from toolkit.reports.qa_text import Paper, PlainPaper, print_results

__all__ = ["PlannedReport", "planned_reports", "write_reports"]


_TAKEN_FOR_TERMINALS = frozenset({"FORCE_COLOR", "TTY_COMPATIBLE"})  # as Rich asks the environment
_UNMISTAKABLE = frozenset({"html", "xlsx", "sarif"})  # .json, .xml and .txt hold other things too


class PlannedReport(Struct, frozen=True):
    """A report to write: its form, and its file or None for standard output."""

    form: ReportFormat
    output: Path | None


def planned_reports(formats: Sequence[str], outputs: Sequence[Path]) -> tuple[PlannedReport, ...]:
    """Which report goes where: the formats belong to the outputs in their order, an output without one to its suffix.

    Raises :class:`click.UsageError` where two would go to standard output, or a file's suffix says nothing.
    """
    named = [FORMATS[name] for name in formats]
    files = [None if str(path) == "-" else path for path in outputs]
    if not files and not named:
        return (PlannedReport(FORMATS["text"], None),)
    planned = [PlannedReport(form, path) for form, path in zip(named, files, strict=False)]
    _refuse_other_suffixes(planned)
    planned += [PlannedReport(form, None) for form in named[len(files) :]]
    for path in files[len(named) :]:
        form = FORMATS["text"] if path is None else format_of_report(path)
        if form is None:
            raise click.UsageError(f"What {path} should hold is not clear from its name: say --format.")
        planned.append(PlannedReport(form, path))
    if sum(report.output is None for report in planned) > 1:
        raise click.UsageError("Two reports would go to standard output: give each an -o FILE.")
    return tuple(planned)


def _refuse_other_suffixes(planned: Sequence[PlannedReport]) -> None:
    """Raise :class:`click.UsageError` where a file would hold another form than its suffix says to every program."""
    for report in planned:
        meant = None if report.output is None else format_of_report(report.output)
        if meant is not None and meant is not report.form and meant.name in _UNMISTAKABLE:
            raise click.UsageError(
                f"{report.output} would hold «{report.form.name}»: --format and -o go in pairs, in their order; "
                "-o - is standard output."
            )


def write_reports(
    reports: Sequence[PlannedReport], shown: Sequence[QaResult], results: Sequence[QaResult], checks: Sequence[Check]
) -> None:
    """Write ``reports`` on the findings that are ``shown``; of ``results`` the others are said to be left out."""
    if not results and all(report.form.name == "html" for report in reports):
        return  # nothing could be read, and that has its own message
    facts = _facts(_count(results) - _count(shown), checks)
    for report in reports:
        if report.output is not None:
            _write_file(report.form, report.output, shown, facts)
        elif report.form.name == "text":
            _print(shown, facts)
        else:
            sys.stdout.buffer.write(report.form.render(shown, facts))
            sys.stdout.buffer.flush()


def _facts(hidden: int, checks: Sequence[Check]) -> ReportFacts:
    from importlib.metadata import version

    told = tuple(check.facts for check in checks)
    return ReportFacts(datetime.now().astimezone(), told, version("accord-toolkit"), hidden)


def _count(results: Sequence[QaResult]) -> int:
    return sum(len(result.findings) for result in results)


def _print(shown: Sequence[QaResult], facts: ReportFacts) -> None:
    print_results(shown, _paper(plain_stream(sys.stdout)), hidden=facts.hidden, names=facts.names)


def _paper(stream: TextIO) -> Paper:
    """The terminal that ``stream`` is, or is to be taken for; Rich, which knows, is loaded where it may be one."""
    if stream.isatty() or not _TAKEN_FOR_TERMINALS.isdisjoint(os.environ):
        from rich.console import Console

        from toolkit.reports.qa_terminal import TerminalPaper

        console = Console(file=stream, highlight=False, soft_wrap=False)
        if console.is_terminal:
            return TerminalPaper(console)
    return PlainPaper(stream)


def _write_file(form: ReportFormat, output: Path, shown: Sequence[QaResult], facts: ReportFacts) -> None:
    content = form.render(shown, facts)
    with write_whole(output) as stream:
        stream.write(content)
    found = _count(shown)
    one, many = N_("Wrote       {file} ({count} finding)"), N_("Wrote       {file} ({count} findings)")
    click.echo(tr_n(one, many, found, file=output), err=True)
