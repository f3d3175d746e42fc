"""``accord qa --fix``: putting right, and saying what was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import click

from toolkit.checks.check import Check
from toolkit.messages import N_, tr, tr_n
from toolkit.model import QaResult, Severity
from toolkit.workflows.fix import Fixes, Hindrance, fix_file
from toolkit.workflows.qa import visible

__all__ = ["put_right"]

_LEFT = {
    Hindrance.LOCKED: (
        N_("            {count} is left as it is: its segment is locked"),
        N_("            {count} are left as they are: their segments are locked"),
    ),
    Hindrance.TAG: (
        N_("            {count} has to be put right by hand: a tag stands in the way"),
        N_("            {count} have to be put right by hand: tags stand in the way"),
    ),
    Hindrance.ENCODING: (
        N_("            {count} has to be put right by hand: the file's encoding lacks a character"),
        N_("            {count} have to be put right by hand: the file's encoding lacks characters"),
    ),
    Hindrance.PLACE: (
        N_("            {count} has to be put right by hand: it cannot be written in its place"),
        N_("            {count} have to be put right by hand: they cannot be written in their places"),
    ),
}


def put_right(result: QaResult, least: Severity, checks: Sequence[Check], *, every: bool, dry_run: bool) -> bool:
    """Put right in the file of ``result`` what can be, of the findings at ``least`` or graver; whether it has changed.

    With ``dry_run`` the changes are shown on standard output as a diff, and nothing is changed.
    """
    fixes = fix_file(visible(result, least), checks, every=every, write=not dry_run)
    if dry_run:
        click.echo("".join(_diff(result, fixes)), nl=False)
    done = N_("Fixed       {count} finding in {file}"), N_("Fixed       {count} findings in {file}")
    would = N_("Would fix   {count} finding in {file}"), N_("Would fix   {count} findings in {file}")
    click.echo(tr_n(*(would if dry_run else done), fixes.count, file=result.file), err=True)
    for why, count in sorted(Counter(one.why for one in fixes.left).items()):
        click.echo(tr_n(*_LEFT[why], count), err=True)
    return bool(fixes.units) and not dry_run


def _diff(result: QaResult, fixes: Fixes) -> Iterator[str]:
    """The units that change, as a unified diff of their texts; no-break spaces are made visible."""
    if fixes.units:
        yield f"--- {result.file}\n+++ {result.file}\n"
    for unit in fixes.units:
        codes = ", ".join(sorted({finding.code for finding in unit.findings}))
        yield f"@@ {tr('unit {number}', number=unit.number)} @@ {codes}\n"
        yield "".join(f"-{_shown(line)}\n" for line in unit.before.split("\n"))
        yield "".join(f"+{_shown(line)}\n" for line in unit.after.split("\n"))


def _shown(text: str) -> str:
    return text.replace("\u00a0", "⍽").replace("\u202f", "˽").replace("\r", "")  # the narrow one is narrower
