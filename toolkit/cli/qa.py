"""``accord qa``: check translations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmx.errors import AccordError
from toolkit.cli.main import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE
from toolkit.cli.options import PATH, from_option, interface_option, project_default, to_option
from toolkit.model import Severity

if TYPE_CHECKING:
    from toolkit.checks.check import Check, EarlierUnit
    from toolkit.model import QaResult
    from toolkit.workflows.qa import HouseRules

__all__ = ["qa"]

_NEVER = "never"
_FORMATS = ("text", "html", "xlsx", "json", "jsonl", "sarif", "junit", "github")


def _codes(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(code.strip() for value in values for code in value.split(",") if code.strip())


@dataclass(frozen=True, slots=True)
class _Dismissing:
    """What the command line says about dismissing findings."""

    file: Path | None
    fingerprints: tuple[str, ...]
    reason: str
    by: str | None
    baseline: Path | None


class _QaCommand(click.Command):
    """A command whose ``--fix`` may stand before a file: only what is tied on with ``=`` is its value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the plain ``--fix`` for ``--fix=safe``."""
        plain = args[: args.index("--")] if "--" in args else args
        return super().parse_args(ctx, ["--fix=safe" if one == "--fix" else one for one in plain] + args[len(plain) :])


@click.command(cls=_QaCommand)
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option("--source", "source_file", type=PATH, help="The original, where FILE is a translated document.")
@click.option("--glossary", type=PATH, default=project_default("glossary"), help="Glossary: TBX, CSV or TSV.")
@click.option(
    "--memory",
    type=PATH,
    default=project_default("memory"),
    help="Translation memory: TMX or another bilingual file.",
)
@from_option("en")
@to_option("fr")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(_FORMATS),
    help="Form of the report: text for people, html for one page that opens anywhere, xlsx, json, jsonl, sarif, "
    "junit, github (repeatable, each with an -o; default: by the suffix of -o, else text).",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=PATH,
    help="File to write the report to, repeatable (default, and -: standard output).",
)
@click.option("--info", is_flag=True, help="Show also what is unsure or a matter of taste.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", _NEVER]),
    default=project_default("fail_on", "warning"),
    help="Leave with exit code 1 when there is a finding as grave as this (default: warning).",
)
@click.option("--select", multiple=True, callback=_codes, metavar="CODES", help="Only these checks: TERM, NUM001,FORM.")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="All checks but these.")
@click.option("--with-pofilter", is_flag=True, help="Add the filters of translate-toolkit (many false alarms).")
@click.option("--score", is_flag=True, help="Add chrF, BLEU and TER against the memory where it has the same source.")
@click.option(
    "--fix",
    type=click.Choice(["safe", "all"]),
    metavar="[=all]",
    help="Put right, in the file and nothing else in it, what is safe: spaces, quotation marks, doubled words, "
    "acronyms that the glossary forbids. --fix=all: whatever has a fix.",
)
@click.option("--dry-run", is_flag=True, help="With --fix: show what would change, and change nothing.")
@click.option("--dismiss", multiple=True, callback=_codes, metavar="IDS", help="Do not report these findings again.")
@click.option("--reason", default="", help="Why what is dismissed is right.")
@click.option("--by", metavar="NAME", help="Who dismisses it (default: the name of the computer's user).")
@click.option(
    "--dismissed",
    type=PATH,
    default=project_default("dismissed"),
    help="Where dismissed findings are kept (default: accord-dismissed.toml, beside accord.toml if there is one).",
)
@click.option("--baseline", type=PATH, help="Report only what is not in this earlier report (json or jsonl).")
@interface_option()
def qa(
    files: tuple[Path, ...],
    source_file: Path | None,
    glossary: Path | None,
    memory: Path | None,
    source_language: str,
    target_language: str,
    formats: tuple[str, ...],
    outputs: tuple[Path, ...],
    info: bool,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    with_pofilter: bool,
    score: bool,
    fix: str | None,
    dry_run: bool,
    dismiss: tuple[str, ...],
    reason: str,
    by: str | None,
    dismissed: Path | None,
    baseline: Path | None,
    interface: str,
) -> int:
    """Check translations: terms, figures and dates, omissions, form, typography, consistency.

    FILE is an XLIFF, PO, TMX, TSV or CSV file, or a document beside its --source. What a project has agreed on stands
    in accord.toml (accord init).

    \b
    Example:
        accord qa communique.xlf --glossary glossary.tbx --memory memory.tmx
        accord qa communique.fr.docx --source release.en.docx -o qa.html -o qa.xlsx

    Exit code: 0 nothing found, 1 findings, 2 a file could not be read.
    """
    if source_file is not None and len(files) > 1:
        raise click.UsageError("--source goes with one FILE: check the documents one by one.")
    if score and memory is None:
        raise click.UsageError("--score compares with a memory: name one with --memory.")
    if dry_run and fix is None:
        raise click.UsageError("--dry-run shows what --fix would change: add --fix or --fix=all.")
    from toolkit.cli.qa_reports import planned_reports, write_reports
    from toolkit.config import project_config
    from toolkit.messages import speaking
    from toolkit.workflows.qa import check_translation, load_material, remember_units, visible

    config = project_config()
    reports = planned_reports(formats, outputs)
    dismissing = _Dismissing(dismissed, dismiss, reason, by, baseline)
    checks = _checks(select or config.select, (*ignore, *config.ignore), with_pofilter=with_pofilter)
    house = _house(dismissing)
    least = Severity.INFO if info or config.info else Severity.WARNING
    results: list[QaResult] = []
    failed: list[AccordError] = []
    with speaking(interface):
        material = load_material(glossary, memory, source_language=source_language, target_language=target_language)
        check = partial(
            check_translation,
            source_path=source_file,
            source_language=source_language,
            target_language=target_language,
            checks=checks,
            score=score,
            material=material,
            house=house,
        )
        earlier: dict[str, list[EarlierUnit]] = {}
        for path in files:
            try:
                result = check(path, earlier=earlier)
                if fix is not None and _put_right(result, least, checks, fix, dry_run=dry_run):
                    result = check(path, earlier=earlier)
                results.append(result)
                remember_units(earlier, result)
            except AccordError as error:
                if len(files) == 1:
                    raise
                failed.append(error)
        if dismiss:
            results = _dismiss(results, dismissing)
        shown = [visible(result, least) for result in results]
        write_reports(reports, shown, results, checks)
    _say_failed(failed, len(files))
    return EXIT_USAGE if failed else _exit_code(results, fail_on)


def _checks(select: Sequence[str], ignore: Sequence[str], *, with_pofilter: bool) -> tuple[Check, ...]:
    from toolkit.checks.registry import select_checks

    chosen = tuple(select_checks(select, ignore))
    if not with_pofilter:
        return chosen
    from toolkit.checks.pofilter import POFILTER

    return (*chosen, POFILTER)


def _house(dismissing: _Dismissing) -> HouseRules:
    from toolkit.config import project_config
    from toolkit.workflows.dismissals import Dismissals, read_baseline, read_dismissals
    from toolkit.workflows.qa import HouseRules

    config = project_config()
    path = _dismissed_file(dismissing)
    dismissals = read_dismissals(path) if path.exists() else Dismissals()
    baseline = frozenset() if dismissing.baseline is None else read_baseline(dismissing.baseline)
    return HouseRules(config.severities, config.options, dismissals, baseline)


def _dismissed_file(dismissing: _Dismissing) -> Path:
    from toolkit.config import DISMISSED_NAME, project_config

    return dismissing.file or project_config().folder / DISMISSED_NAME


def _dismiss(results: Sequence[QaResult], dismissing: _Dismissing) -> list[QaResult]:
    """Keep what is dismissed for the next time, and leave it out now."""
    import getpass
    from datetime import date

    from toolkit.workflows.dismissals import (
        Dismissals,
        dismiss,
        leave_out_dismissed,
        read_dismissals,
        write_dismissals,
    )

    path = _dismissed_file(dismissing)
    by = dismissing.by if dismissing.by is not None else getpass.getuser()
    entries = dismiss(results, dismissing.fingerprints, reason=dismissing.reason, by=by, on=date.today())
    known = read_dismissals(path) if path.exists() else Dismissals()
    write_dismissals(path, known.with_findings(entries))
    click.echo(f"Dismissed   {len(entries)} finding{'' if len(entries) == 1 else 's'} ({path})", err=True)
    return [leave_out_dismissed(result, Dismissals(entries)) for result in results]


def _put_right(result: QaResult, least: Severity, checks: Sequence[Check], fix: str, *, dry_run: bool) -> bool:
    from toolkit.cli.qa_fixes import put_right

    return put_right(result, least, checks, every=fix == "all", dry_run=dry_run)


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
