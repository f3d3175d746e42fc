"""``accord qa``: check translations."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmx.errors import AccordError
from toolkit.cli.main import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE
from toolkit.cli.options import PATH, from_option, output_option, to_option
from toolkit.model import Severity

if TYPE_CHECKING:
    from toolkit.model import QaResult

__all__ = ["qa"]

_NEVER = "never"


def _codes(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(code.strip() for value in values for code in value.split(",") if code.strip())


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option("--source", "source_file", type=PATH, help="The original, where FILE is a translated document.")
@click.option("--glossary", type=PATH, help="Glossary: TBX, CSV or TSV.")
@click.option("--memory", type=PATH, help="Translation memory: TMX or another bilingual file.")
@from_option("en")
@to_option("fr")
@click.option(
    "--format",
    "report",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="text for people, json for programs, html for one page that opens anywhere.",
)
@output_option("File to write the report to (default: standard output).")
@click.option("--info", is_flag=True, help="Show also what is unsure or a matter of taste.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", _NEVER]),
    default="warning",
    show_default=True,
    help="Leave with exit code 1 when there is a finding as grave as this.",
)
@click.option("--select", multiple=True, callback=_codes, metavar="CODES", help="Only these checks: TERM, NUM001,FORM.")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="All checks but these.")
@click.option("--score", is_flag=True, help="Add chrF, BLEU and TER against the memory where it has the same source.")
def qa(
    files: tuple[Path, ...],
    source_file: Path | None,
    glossary: Path | None,
    memory: Path | None,
    source_language: str,
    target_language: str,
    report: str,
    output: Path | None,
    info: bool,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    score: bool,
) -> int:
    """Check translations: terms, figures and dates, omissions, form, typography, consistency.

    FILE is an XLIFF, PO, TMX, TSV or CSV file, or a document beside its --source.

    \b
    Example:
        accord qa communique.xlf --glossary glossary.tbx --memory memory.tmx
        accord qa communique.fr.docx --source release.en.docx --format html -o qa.html

    Exit code: 0 nothing found, 1 findings, 2 a file could not be read.
    """
    if source_file is not None and len(files) > 1:
        raise click.UsageError("--source goes with one FILE: check the documents one by one.")
    if score and memory is None:
        raise click.UsageError("--score compares with a memory: name one with --memory.")
    from toolkit.checks.registry import select_checks
    from toolkit.workflows.qa import check_translation, load_material, visible

    checks = select_checks(select, ignore)
    material = load_material(glossary, memory, source_language=source_language, target_language=target_language)
    results: list[QaResult] = []
    failed: list[AccordError] = []
    for path in files:
        try:
            results.append(
                check_translation(
                    path,
                    source_path=source_file,
                    source_language=source_language,
                    target_language=target_language,
                    checks=checks,
                    score=score,
                    material=material,
                )
            )
        except AccordError as error:
            if len(files) == 1:
                raise
            failed.append(error)
    shown = [visible(result, Severity.INFO if info else Severity.WARNING) for result in results]
    _write(shown, results, report, output)
    _say_failed(failed, len(files))
    return EXIT_USAGE if failed else _exit_code(results, fail_on)


def _exit_code(results: Iterable[QaResult], fail_on: str) -> int:
    if fail_on == _NEVER:
        return EXIT_OK
    least = Severity(fail_on).rank
    grave = any(finding.severity.rank >= least for result in results for finding in result.findings)
    return EXIT_FINDINGS if grave else EXIT_OK


def _say_failed(failed: Sequence[AccordError], asked: int) -> None:
    if not failed:
        return
    click.echo(f"accord: {len(failed)} of {asked} files could not be checked:", err=True)
    for error in failed:
        click.echo(f"        {error}", err=True)


def _write(shown: Sequence[QaResult], results: Sequence[QaResult], report: str, output: Path | None) -> None:
    if report == "text":
        _write_text(shown, results, output)
        return
    if report == "html" and not shown:
        return  # nothing could be read, and that has its own message
    content = _json(shown) if report == "json" else _html(shown, _count(results) - _count(shown))
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(content.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    from tmx.files import write_whole

    with write_whole(output) as stream:
        stream.write(content.encode("utf-8"))
    found = _count(shown)
    click.echo(f"Wrote       {output} ({found} finding{'' if found == 1 else 's'})", err=True)


def _json(results: Sequence[QaResult]) -> str:
    from toolkit.reports.qa_json import findings_json

    return findings_json(results)


def _names() -> dict[str, str]:
    from toolkit.checks.registry import CHECKS

    return {check.code: check.name for check in CHECKS}


def _count(results: Iterable[QaResult]) -> int:
    return sum(len(result.findings) for result in results)


def _html(results: Sequence[QaResult], hidden: int) -> str:
    from datetime import datetime
    from importlib.metadata import version

    from toolkit.reports.qa_html import qa_page

    now = datetime.now().astimezone()
    return qa_page(results, when=now, names=_names(), version=version("accord-toolkit"), hidden=hidden)


def _write_text(shown: Sequence[QaResult], results: Sequence[QaResult], output: Path | None) -> None:
    import io

    from rich.console import Console

    from toolkit.reports.qa_text import print_results

    hidden = _count(results) - _count(shown)
    if output is None or str(output) == "-":
        print_results(shown, Console(highlight=False, soft_wrap=False), hidden=hidden, names=_names())
        return
    from tmx.files import write_whole

    buffer = io.StringIO()
    print_results(shown, Console(file=buffer, highlight=False, width=120), hidden=hidden, names=_names())
    with write_whole(output) as stream:
        stream.write(buffer.getvalue().encode("utf-8"))
