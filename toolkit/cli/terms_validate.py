"""``accord terms validate``: what is wrong with a glossary."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import to_builtins

from tmx.errors import ParseError
from toolkit.cli.conflict_lines import conflict_told
from toolkit.cli.main import EXIT_FINDINGS, EXIT_OK
from toolkit.cli.options import PATH, from_option, to_option
from toolkit.cli.term_options import counted
from toolkit.messages import tr
from toolkit.messages.phrases import phrase

if TYPE_CHECKING:
    from termbase.validate import Problem

__all__ = ["validate"]

_QUOTED = re.compile("«([^«»]+)»")
_MOST_FAULTS = 100


@click.command()
@click.argument("glossary", type=PATH)
@from_option("en")
@to_option("fr")
@click.option("--info", is_flag=True, help="Also show what is only worth a look.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per problem.")
def validate(glossary: Path, source_language: str, target_language: str, info: bool, as_json: bool) -> int:
    """Look a glossary over: duplicates, contradictions, gaps, typing slips.

    --from and --to name the languages of a table that does not say them itself. If a TBX cannot be read, every place
    that is at fault is listed, up to a hundred.

    \b
    Example:
        accord terms validate glossary.csv

    Exit code: 0 nothing found, 1 errors or warnings, 2 the glossary could not be read.
    """
    from termbase.formats.registry import read_glossary
    from termbase.validate import ProblemSeverity, validate_glossary

    try:
        read = read_glossary(glossary, source_language=source_language, target_language=target_language)
    except ParseError as error:
        raise _told_in_full(glossary, error, as_json=as_json) from error
    problems = validate_glossary(read)
    shown = [problem for problem in problems if info or problem.severity is not ProblemSeverity.INFO]
    for line in _objects(shown) if as_json else _lines(shown):
        click.echo(line)
    if not as_json:
        click.echo(
            f"Looked at   {glossary} · {counted(len(read), 'concept')} · {_summary(problems, info=info)}", err=True
        )
    grave = any(problem.severity is not ProblemSeverity.INFO for problem in problems)
    return EXIT_FINDINGS if grave else EXIT_OK


def _told_in_full(path: Path, error: ParseError, *, as_json: bool) -> ParseError:
    """The error to end with, after all places that a TBX cannot be read for were printed, if there are several."""
    from termbase.formats.registry import format_of_file
    from termbase.formats.tbx import tbx_faults

    faults = tbx_faults(path, _MOST_FAULTS) if format_of_file(path).name == "tbx" else []
    if len(faults) < 2:
        return error
    for fault in faults:
        click.echo(_fault_object(fault) if as_json else _fault_line(fault))
    several = f"{len(faults)} places{' and more' if len(faults) == _MOST_FAULTS else ''} keep it from being read as TBX"
    return ParseError(several, path=path, line=faults[0].line, remedy="mend what is listed, or export again")


def _fault_line(fault: ParseError) -> str:
    message = f"{phrase(fault.reason)} ({phrase(fault.remedy or '')})"
    return f"{tr('error'):<8} {tr('line {number}: {message}', number=fault.line, message=message)}"


def _fault_object(fault: ParseError) -> str:
    said = {"line": fault.line, "column": fault.column, "message": fault.reason, "remedy": fault.remedy}
    return json.dumps({"code": "tbx", "severity": "error", **said}, ensure_ascii=False)


def _objects(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems:
        yield json.dumps(to_builtins(problem), ensure_ascii=False)


def _lines(problems: Sequence[Problem]) -> Iterator[str]:
    from termbase.validate import KINDS

    titles = {kind.code: kind.title for kind in KINDS}
    for code, group in groupby(problems, key=lambda problem: problem.code):
        several = list(group)
        told = tr("{kind} ({code}): {count}", kind=phrase(titles[code]), code=code, count=len(several))
        yield f"{tr(several[0].severity):<8} {told}"
        for problem in several:
            term = f" · {problem.term}" if problem.term else ""
            language = f" ({problem.language})" if problem.language else ""
            place = f"{problem.concept}{term}{language}"
            yield f"         {tr('{place}: {message}', place=place, message=_message(problem))}"


def _message(problem: Problem) -> str:
    from termbase.merge import CONFLICT_NOTE

    _, found, note = problem.message.partition(CONFLICT_NOTE)
    if found and problem.code == "unsettled-conflict":
        return tr("a merge left a conflict: {told}", told=conflict_told(note))
    # Terms stand in English quotation marks, one or several of them, where the catalogue has not given them its own.
    return _QUOTED.sub(lambda term: tr("«{term}»", term=term[1].strip("\u00a0")), phrase(problem.message))


def _summary(problems: Sequence[Problem], *, info: bool) -> str:
    counts = Counter(problem.severity.value for problem in problems)
    told = [f"{counts[name]} {name}{'' if counts[name] == 1 else 's'}" for name in ("error", "warning") if counts[name]]
    if counts["info"]:
        told.append(f"{counts['info']} to know" + ("" if info else " (--info shows them)"))
    return ", ".join(told) or "nothing found"
