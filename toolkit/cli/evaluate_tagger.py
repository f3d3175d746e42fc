"""``accord evaluate tagger``: parts of speech against a treebank."""

from __future__ import annotations

import json
from pathlib import Path

import click
from msgspec import to_builtins

from toolkit.cli.options import PATH, language_option

__all__ = ["tagger"]


@click.command()
@click.argument("file", type=PATH)
@language_option(default="fr")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def tagger(file: Path, language: str, as_json: bool) -> None:
    """Score parts of speech against FILE, a treebank in CoNLL-U.

    Accuracy is the share of words with the treebank's universal tag (UPOS): with the treebank's own words, and with
    the tokens that Accord makes of the same text, where a token of several words (du, don't) has the first one's tag.

    \b
    Example:
        accord evaluate tagger fr_gsd-ud-test.conllu --lang fr
    """
    from tmx.text.languages import find_language
    from toolkit.workflows.evaluate_tagger import evaluate_tagger

    score = evaluate_tagger(file, find_language(language))
    if as_json:
        figures = {
            "file": str(file),
            "language": language,
            "accuracy": round(score.accuracy, 4),
            "own_accuracy": round(score.own_accuracy, 4),
            **to_builtins(score),
            "words_per_second": round(score.words_per_second),
        }
        click.echo(json.dumps(figures, ensure_ascii=False, indent=1))
        return
    click.echo(
        f"{file}  {language}\n"
        f"UPOS accuracy   {score.accuracy:.4f}   {score.right} of {score.words} words, {score.sentences} sentences\n"
        f"own tokens      {score.own_accuracy:.4f}   {score.own_right} of {score.own_words}\n"
        f"speed           {score.words_per_second:,.0f} words a second, one core, warm\n"
        "taken for       " + ", ".join(f"{pair.gold} as {pair.found} {pair.count}" for pair in score.confusions[:6])
    )
    click.echo("settings        " + score.model.replace("\n", "\n                "))
