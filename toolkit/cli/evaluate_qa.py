"""``accord evaluate qa``: the checks against a benchmark with seeded errors."""

from __future__ import annotations

import json
from pathlib import Path

import click
from msgspec import to_builtins

from toolkit.cli.options import PATH, from_option, to_option

__all__ = ["qa", "qa_command"]


@click.command("qa")
@click.argument("folder", type=PATH, metavar="DIR")
@from_option("en")
@to_option("fr")
@click.option("--missed", is_flag=True, help="List the seeded errors that were not found.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def qa_command(folder: Path, source_language: str, target_language: str, missed: bool, as_json: bool) -> None:
    """Score the checks on clean pairs and on pairs with seeded errors.

    DIR holds good.tsv, bad.tsv, key.tsv and glossary.tsv. Recall by kind of error: found when the unit gets a finding
    of the right kind that its clean version does not get. False alarm: any finding at warning or above on a clean
    pair.

    \b
    Example:
        accord evaluate qa benchmark/ --from en --to fr
    """
    from toolkit.workflows.evaluate_qa import evaluate_qa

    score = evaluate_qa(folder, source_language=source_language, target_language=target_language)
    if as_json:
        click.echo(json.dumps(to_builtins(score), ensure_ascii=False, indent=1))
        return
    for kind in score.kinds:
        click.echo(f"{kind.kind:<22} {kind.found:>4} of {kind.seeded:>4}   {kind.recall:.3f}")
    share = score.clean_flagged / max(score.clean, 1)
    click.echo(f"\nclean pairs flagged    {score.clean_flagged:>4} of {score.clean:>4}   {share:.3f}")
    alarms = ", ".join(f"{code} {number}" for code, number in score.false_alarms)
    click.echo(f"findings on them       {alarms or 'none'}")
    terms = score.terms_flagged / max(score.terms, 1)
    click.echo(f"required terms flagged {score.terms_flagged:>4} of {score.terms:>4}   {terms:.4f}")
    click.echo(f"speed                  {score.units_per_second:.0f} units a second, one core, cold")
    if missed:
        click.echo("\nnot found")
        for line in score.missed:
            click.echo(f"  {line}")


qa = qa_command
