"""``accord evaluate segmentation``: sentence boundaries against a text that was segmented by hand."""

from __future__ import annotations

import json
from pathlib import Path

import click

from toolkit.cli.options import PATH, language_option

__all__ = ["segmentation"]


@click.command()
@click.argument("file", type=PATH)
@language_option(default="fr")
@click.option("--differences", is_flag=True, help="List the boundaries that were missed or invented.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def segmentation(file: Path, language: str, differences: bool, as_json: bool) -> None:
    """Score sentence boundaries against FILE: one paragraph a line, ⏎ where a sentence ends.

    ⏎G⏎ marks a boundary between sentences that stand without a space between them, ⏎H⏎ one after a glued heading.
    The ends of paragraphs do not count.

    \b
    Example:
        accord evaluate segmentation segmentation-gold.txt --lang fr
    """
    from toolkit.workflows.evaluate_segmentation import evaluate_segmentation

    score = evaluate_segmentation(file, language)
    counted = score.boundaries
    if as_json:
        figures = {
            "file": str(file),
            "language": language,
            "precision": round(counted.precision, 4),
            "recall": round(counted.recall, 4),
            "f1": round(counted.f1, 4),
            "gold": counted.gold,
            "found": counted.found,
            "right": counted.right,
            "glued": score.glued,
            "glued_right": score.glued_right,
            "blocks": score.blocks,
            "blocks_right": score.blocks_right,
        }
        click.echo(json.dumps(figures))
        return
    click.echo(
        f"{file}  {language}  precision {counted.precision:.4f}  recall {counted.recall:.4f}  F1 {counted.f1:.4f}\n"
        f"  boundaries {counted.right} right of {counted.found} found and {counted.gold} in the gold"
        f" · glued {score.glued_right} of {score.glued} · paragraphs {score.blocks_right} of {score.blocks}"
    )
    if differences:
        for difference in score.differences:
            click.echo(f"  line {difference.line}  {difference.kind:<8}  {difference.context}")
