"""What ``accord qa`` does with what it is asked."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from pathlib import Path

import click
from msgspec import Struct, field
from msgspec.structs import replace

from tmx.address import address_of
from tmx.errors import AccordError, ConfigError
from tmx.files import real_path
from tmx.processors import processors
from toolkit.checks.check import Check, EarlierUnit
from toolkit.checks.registry import CHECKS, check_options, select_checks
from toolkit.cli.main import EXIT_FINDINGS, EXIT_OK, EXIT_USAGE, error_line
from toolkit.cli.options import keep_what_is_read
from toolkit.cli.qa_dismissing import Dismissing, dismiss_findings, known_dismissals
from toolkit.cli.qa_folders import files_to_check
from toolkit.cli.qa_reports import planned_reports, write_reports
from toolkit.cli.standard import as_document, refuse_in_place, under_its_name
from toolkit.config import CONFIG_NAME, Config, project_config
from toolkit.messages import N_, speaking, tr
from toolkit.model import QaResult, Severity
from toolkit.verbose import explain, is_verbose, step
from toolkit.workflows.dismissals import read_baseline
from toolkit.workflows.qa import HouseRules, check_translation, load_material, qa_languages, remember_units, visible

__all__ = ["QaRequest", "run_qa"]

_NEVER = "never"
_POFILTER = "PF001"  # what --with-pofilter adds
_UNFREED = 5_000_000  # objects made before Python looks for circles: what checks make holds hardly any


class QaRequest(Struct, frozen=True):
    """The arguments and options of ``accord qa``, see its help; ``originals`` are those of documents in a folder."""

    files: tuple[Path, ...]
    source_file: Path | None
    alone: bool
    glossary: Path | None
    memory: Path | None
    source_language: str | None
    target_language: str | None
    formats: tuple[str, ...]
    outputs: tuple[Path, ...]
    info: bool
    fail_on: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    with_pofilter: bool
    score: bool
    fix: str | None
    dry_run: bool
    dismiss: tuple[str, ...]
    reason: str
    by: str | None
    dismissed: Path | None
    baseline: Path | None
    interface: str
    originals: Mapping[Path, Path] = field(default_factory=dict)

    def original_of(self, path: Path) -> Path | None:
        """The original beside which the document ``path`` is checked; ``None`` for a bilingual file."""
        return self.source_file or self.originals.get(path)

    @property
    def languages(self) -> tuple[str | None, str | None]:
        """The source language and the target language that are asked for."""
        return self.source_language, self.target_language

    @property
    def least(self) -> Severity:
        """The least severity that is shown."""
        return Severity.INFO if self.info or project_config().info else Severity.WARNING

    @property
    def dismissing(self) -> Dismissing:
        """What is asked about dismissing findings."""
        return Dismissing(self.dismissed, self.dismiss, self.reason, self.by)


class _Checked(Struct, frozen=True):
    """The results of the files, why others could not be checked, and why some could not be put right."""

    results: list[QaResult]
    failed: list[AccordError]
    not_put_right: list[AccordError]


def run_qa(asked: QaRequest) -> int:
    """Check the files, put right and dismiss what is asked, write the reports; the exit code.

    Raises :class:`click.UsageError` for options that do not go together, :class:`~tmx.errors.AccordError` where the
    only file, the glossary or the memory cannot be read.
    """
    with speaking(asked.interface):
        return _run(asked)


def _run(asked: QaRequest) -> int:
    _refuse_odd(asked)
    if asked.alone or asked.source_file is not None:
        asked = replace(asked, files=tuple(map(as_document, asked.files)))
    reports = planned_reports(asked.formats, asked.outputs)
    if asked.alone:
        asked = replace(asked, files=tuple(chain.from_iterable(map(_documents, asked.files))))
    to_check = files_to_check(asked.files, _with_other_purpose(asked), asked.languages)
    asked = replace(asked, files=to_check.files, originals=to_check.originals)
    read = (
        *asked.files,
        *asked.originals.values(),
        asked.source_file,
        asked.glossary,
        asked.memory,
        asked.dismissed,
        asked.baseline,
    )
    keep_what_is_read((report.output for report in reports), read)
    checks = _checks(asked)
    if is_verbose():
        _explain_checks(asked, checks)
    checked = _check_files(asked, checks)
    results = list(map(under_its_name, checked.results))
    if asked.dismiss:
        results = dismiss_findings(results, asked.dismissing)
    with step("Reports", *(str(report.output or "-") for report in reports)):
        write_reports(reports, [visible(result, asked.least) for result in results], results, checks)
    _say_failed(N_("{count} of {asked} files could not be checked:"), checked.failed, len(asked.files))
    _say_failed(N_("{count} of {asked} files could not be put right:"), checked.not_put_right, len(asked.files))
    failed = checked.failed or checked.not_put_right
    return EXIT_USAGE if failed else _exit_code(results, asked.fail_on)


def _documents(path: Path) -> tuple[Path, ...]:
    """What is checked by itself for ``path``: the documents of a folder, else the file."""
    if not path.is_dir():
        return (path,)
    from toolkit.workflows.texts import documents_in

    return documents_in(path)


def _refuse_odd(asked: QaRequest) -> None:
    if asked.source_file is not None and len(asked.files) > 1:
        raise click.UsageError("--source goes with one FILE: check the documents one by one.")
    if asked.source_file is not None and any(path.is_dir() for path in asked.files):
        raise click.UsageError("--source goes with one FILE, not with a folder.")
    if asked.alone:
        _refuse_beside_alone(asked)
    if asked.score and asked.memory is None:
        raise click.UsageError("--score compares with a memory: name one with --memory.")
    if asked.fix is not None and not asked.dry_run:
        for path in asked.files:
            refuse_in_place(path, "name a file")
    if asked.dry_run and asked.fix is None:
        raise click.UsageError("--dry-run shows what --fix would change: add --fix or --fix=all.")


def _refuse_beside_alone(asked: QaRequest) -> None:
    comparing = {
        "--source": asked.source_file is not None,
        "--score": asked.score,
        "--with-pofilter": asked.with_pofilter,
    }
    for option in (name for name, is_asked in comparing.items() if is_asked):
        raise click.UsageError(f"{option} compares with an original, which --alone says there is not.")


def _with_other_purpose(asked: QaRequest) -> dict[Path, str]:
    """The files that are no translations, found in a folder that is checked: resolved, and what they are."""
    config = project_config()
    named: list[tuple[Path | None, str]] = [
        *((path, N_("an earlier report")) for path in (*asked.outputs, asked.baseline)),
        (asked.dismissing.path, N_("what is dismissed")),
        *((path, N_("the memory")) for path in (config.memory, asked.memory)),
        *((path, N_("the glossary")) for path in (config.glossary, asked.glossary)),
    ]
    return {real_path(path): what for path, what in named if path is not None and address_of(path) is None}


def _look_at(config: Config) -> None:
    """Raise :class:`~tmx.errors.ConfigError`, which names the file, where it speaks of checks that there are not."""
    try:
        graded = [code for code in config.severities if not _POFILTER.startswith(code.upper())]
        select_checks((*config.select, *graded), config.ignore)
        check_options(config.options)
    except ConfigError as error:
        raise ConfigError(error.reason, path=config.folder / CONFIG_NAME, remedy=error.remedy) from error


def _checks(asked: QaRequest) -> tuple[Check, ...]:
    config = project_config()
    _look_at(config)
    chosen = tuple(select_checks(asked.select or config.select, (*asked.ignore, *config.ignore)))
    if asked.alone:
        chosen = tuple(check for check in chosen if check.alone)
        if not chosen:
            raise click.UsageError("None of these checks can do without the original: leave out --alone.")
    if not asked.with_pofilter:
        return chosen
    from toolkit.checks.pofilter import POFILTER

    return (*chosen, POFILTER)


def _explain_checks(asked: QaRequest, checks: Sequence[Check]) -> None:
    """Which checks are on, which are off and why, and which the project takes for graver or milder."""
    config = project_config()
    on = {check.code for check in checks}
    rest = "--alone" if asked.alone else "--select" if asked.select else f"{CONFIG_NAME}: select"
    off: dict[str, list[str]] = {}
    for code in (check.code for check in CHECKS if check.code not in on):
        by = "--ignore" if _names(asked.ignore, code) else CONFIG_NAME if _names(config.ignore, code) else rest
        off.setdefault(by, []).append(code)
    explain("Checks", f"{len(on)} on", *(f"off by {by}: {' '.join(codes)}" for by, codes in off.items()))
    if config.severities:
        explain("Severity", *(f"{code}: {severity}" for code, severity in sorted(config.severities.items())))


def _names(said: Sequence[str], code: str) -> bool:
    """Whether a list of codes and families of codes has ``code`` in it."""
    return any(code.startswith(one.upper()) for one in said)


def _check_files(asked: QaRequest, checks: tuple[Check, ...]) -> _Checked:
    """Check one file after the other; of several, one that cannot be checked does not stop the others."""
    gc.set_threshold(_UNFREED, 10, 100)
    config = project_config()
    baseline = frozenset() if asked.baseline is None else read_baseline(asked.baseline)
    earlier: dict[str, list[EarlierUnit]] = {}
    check = partial(
        check_translation,
        alone=asked.alone,
        checks=checks,
        score=asked.score,
        house=HouseRules(config.severities, config.options, known_dismissals(asked.dismissing), baseline),
        earlier=earlier,
        processes=processors(),
    )
    material = cache(partial(load_material, asked.glossary, asked.memory))

    def check_one(path: Path) -> QaResult:
        """Check ``path`` in its own languages, against what glossary and memory have in them."""
        original = asked.original_of(path)
        documents = asked.alone or original is not None
        both = qa_languages(path, asked.source_language, asked.target_language, documents=documents)
        known = material(source_language=both.source, target_language=both.target)
        return check(
            path, source_path=original, material=known, source_language=both.source, target_language=both.target
        )

    checked = _Checked([], [], [])
    alone = len(asked.files) == 1
    for path in asked.files:
        try:
            checked.results.append(_check_file(path, check_one))
        except AccordError as error:
            if alone:
                raise
            checked.failed.append(error)
            continue
        try:
            checked.results[-1] = _put_right(checked.results[-1], path, check_one, asked, checks)
        except AccordError as error:
            if alone:
                raise
            checked.not_put_right.append(error)
        if path is not asked.files[-1]:
            remember_units(earlier, checked.results[-1])
    return checked


def _check_file(path: Path, check: Callable[[Path], QaResult]) -> QaResult:
    with step("Checked", str(path)) as tell:
        result = check(path)
        tell(f"{result.source_language}-{result.target_language}")
        tell(f"{len(result.units)} units")
    return result


def _put_right(
    result: QaResult, path: Path, check: Callable[[Path], QaResult], asked: QaRequest, checks: Sequence[Check]
) -> QaResult:
    """The result for ``path``, after what is to be put right has been."""
    if asked.fix is None:
        return result
    from toolkit.cli.qa_fixes import put_right

    changed = put_right(result, asked.least, checks, every=asked.fix == "all", dry_run=asked.dry_run)
    return check(path) if changed else result


def _exit_code(results: Iterable[QaResult], fail_on: str) -> int:
    if fail_on == _NEVER:
        return EXIT_OK
    least = Severity(fail_on).rank
    grave = any(finding.severity.rank >= least for result in results for finding in result.findings)
    return EXIT_FINDINGS if grave else EXIT_OK


def _say_failed(said: str, failed: Sequence[AccordError], asked: int) -> None:
    if not failed:
        return
    message = tr(said, count=len(failed), asked=asked)
    click.echo(f"accord: {message}", err=True)
    for line in dict.fromkeys(map(error_line, failed)):  # a glossary that is not there is none for any of them
        click.echo(f"        {line}", err=True)
