"""``accord evaluate terms``: term extraction against annotated texts."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.console import progress_lines
from toolkit.cli.options import PATH, language_option

if TYPE_CHECKING:
    from toolkit.workflows.counted import Counted
    from toolkit.workflows.evaluate_terms import TermEvaluation

__all__ = ["terms", "terms_command"]


@click.command("terms")
@click.argument("folder", type=PATH, metavar="ACTER_DIR")
@language_option()
@click.option("--test", required=True, metavar="DOMAIN", help="The domain whose terms are extracted and scored.")
@click.option(
    "--train", default="", metavar="DOMAINS", help="Domains that a ranker is learnt from, with commas between them."
)
@click.option("--list-to", type=PATH, metavar="FILE", help="Write the found terms, one a line: term, score, frequency.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def terms_command(
    folder: Path, language: str | None, test: str, train: str, list_to: Path | None, as_json: bool
) -> None:
    """Score term extraction on a domain of ACTER_DIR, to the protocol of TermEval 2020.

    ACTER_DIR holds <language>/<domain>/annotated/texts and the lists of annotated terms beside them. Precision, recall
    and F1 are those of the list of unique terms in lower case, with named entities and without. Without --train
    nothing is learnt. With it a ranker is learnt from the other domains, in English and French where both are there.

    \b
    Example:
        accord evaluate terms acter/ --lang fr --test wind --train corp,equi
    """
    from toolkit.workflows.evaluate_terms import evaluate_terms

    if language is None:
        raise click.UsageError("--lang is missing: the language of the texts", click.get_current_context())
    domains = [name.strip() for name in train.split(",") if name.strip()]
    if test in domains:
        raise click.UsageError("the domain of --test must not be among those of --train", click.get_current_context())
    with progress_lines() as progress:
        result = evaluate_terms(folder, language, test, domains, progress=partial(progress, "Learning"))
    if list_to is not None:
        _write_list(list_to, result)
    if as_json:
        shown = {
            "language": language,
            "test": test,
            "train": domains,
            "with_named_entities": _as_object(result.with_names),
            "without_named_entities": _as_object(result.without_names),
            "train_seconds": round(result.train_seconds, 1),
            "seconds": round(result.seconds, 1),
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    click.echo(f"{'':<24}{'precision':>10}{'recall':>10}{'F1':>8}{'found':>8}{'gold':>8}{'right':>8}")
    for name, score in (("with named entities", result.with_names), ("without", result.without_names)):
        click.echo(
            f"{name:<24}{score.precision:>10.3f}{score.recall:>10.3f}{score.f1:>8.3f}"
            f"{score.found:>8}{score.gold:>8}{score.right:>8}"
        )
    click.echo(f"learning {result.train_seconds:.0f} s, extraction {result.seconds:.0f} s of processor time", err=True)


def _as_object(score: Counted) -> dict[str, object]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "found": score.found,
        "gold": score.gold,
        "right": score.right,
    }


def _write_list(path: Path, result: TermEvaluation) -> None:
    from tmx.files import write_whole

    rows: dict[str, str] = {}
    for term in result.terms:
        rows.setdefault(" ".join(term.text.lower().split()), f"{term.score:.4f}\t{term.frequency}")
    with write_whole(path) as file:
        file.write("".join(f"{text}\t{rest}\n" for text, rest in rows.items()).encode())


terms = terms_command
