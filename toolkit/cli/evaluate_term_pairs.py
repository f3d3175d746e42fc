"""``accord evaluate term-pairs``: translations of known terms in a memory, against glossaries."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.console import progress_lines
from toolkit.cli.options import PATH, dictionaries_option, from_option, to_option

if TYPE_CHECKING:
    from toolkit.workflows.evaluate_term_pairs import TermPairScore

__all__ = ["term_pairs"]


@click.command("term-pairs")
@click.argument("memory", type=PATH, metavar="TMX")
@click.argument("glossaries", type=PATH, nargs=-1, required=True, metavar="GLOSSARY...")
@from_option("en")
@to_option("fr")
@dictionaries_option
@click.option("--without-lexicon", is_flag=True, help="Leave out the lexicon that ships: learn from the memory alone.")
@click.option(
    "--list-to",
    type=PATH,
    metavar="FILE",
    help="Write a line a term: term, right or not, confidence, three proposals, expected (tabs between).",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def term_pairs(
    memory: Path,
    glossaries: tuple[Path, ...],
    source_language: str,
    target_language: str,
    dictionaries: tuple[Path, ...],
    without_lexicon: bool,
    list_to: Path | None,
    as_json: bool,
) -> None:
    """Score the translations that a memory proposes for the terms of glossaries.

    The glossaries' source terms are looked for in the memory and translated by word alignment; the glossaries are
    only the gold. Judged are the terms for which a unit holds a translation that the glossaries know. Right is a
    proposal with the words of such a translation, inflection, accents, function words and order aside.

    \b
    Example:
        accord evaluate term-pairs memory.tmx glossary.csv --from en --to fr --list-to pairs.tsv
    """
    from toolkit.workflows.evaluate_term_pairs import evaluate_term_pairs, write_proposals
    from toolkit.workflows.lexicons import load_lexicons

    with progress_lines() as progress:
        score = evaluate_term_pairs(
            memory,
            glossaries,
            source_language,
            target_language,
            lexicons=load_lexicons(dictionaries, (), source_language, target_language),
            shipped=not without_lexicon,
            progress=partial(progress, "Words"),
        )
    if list_to is not None:
        write_proposals(list_to, score.terms)
    click.echo(json.dumps(_figures(score), ensure_ascii=False) if as_json else _table(score))


def _figures(score: TermPairScore) -> dict[str, object]:
    return {
        "first": round(score.first, 4),
        "one_of_three": round(score.one_of_three, 4),
        "confident_precision": round(score.confident_precision, 4),
        "confident_terms": len(score.confident),
        "terms": len(score.terms),
        "in_memory": score.in_memory,
        "glossary_terms": score.glossary_terms,
        "units": score.units,
        "seconds": round(score.seconds, 2),
        "shipped_lexicon": score.lexicon,
    }


def _table(score: TermPairScore) -> str:
    first = sum(term.first_right for term in score.terms)
    three = sum(any(proposal.right for proposal in term.proposals) for term in score.terms)
    sure = sum(term.first_right for term in score.confident)
    lexicon = "with" if score.lexicon else "without"
    return (
        f"first proposal right         {score.first:.4f}  {first} of {len(score.terms)}\n"
        f"one of three right           {score.one_of_three:.4f}  {three} of {len(score.terms)}\n"
        f"right in the surer 60 %      {score.confident_precision:.4f}  {sure} of {len(score.confident)}\n"
        f"terms     {score.glossary_terms} in the glossaries, {score.in_memory} of them in the memory, "
        f"{len(score.terms)} with a known translation in the same unit\n"
        f"units     {score.units} in {score.seconds:.1f} s, {lexicon} the lexicon that ships"
    )
