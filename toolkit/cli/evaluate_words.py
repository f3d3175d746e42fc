"""``accord evaluate words``: word alignment against links made by hand."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.console import progress_lines
from toolkit.cli.options import PATH, from_option, lexicon_options, to_option

if TYPE_CHECKING:
    from toolkit.workflows.evaluate_words import WordEvaluation

__all__ = ["words"]


@click.command()
@click.argument("pairs", type=PATH)
@click.argument("gold", type=PATH)
@from_option("en")
@to_option("fr")
@click.option(
    "--memory", "memories", type=PATH, multiple=True, metavar="TMX", help="Learn from these units too (repeatable)."
)
@lexicon_options
@click.option("--without-lexicon", is_flag=True, help="Leave out the lexicon that ships: learn from the texts alone.")
@click.option(
    "--links-to",
    type=PATH,
    metavar="FILE",
    help="Write the links found: one line a pair, i-j with the source first, counted from 1 as in GOLD.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def words(
    pairs: Path,
    gold: Path,
    source_language: str,
    target_language: str,
    memories: tuple[Path, ...],
    dictionaries: tuple[Path, ...],
    glossaries: tuple[Path, ...],
    without_lexicon: bool,
    links_to: Path | None,
    as_json: bool,
) -> None:
    """Score word alignment: alignment error rate (AER), precision and recall.

    PAIRS holds one pair a line, «source words ||| target words», split at spaces. GOLD holds their links, one line a
    pair: 3-4 for a sure link between source word 3 and target word 4, 3p4 for a possible one, counted from 1.
    Precision counts possible links as right, recall looks at the sure ones. A link is what the aligner holds for
    more likely than not.

    \b
    Example:
        accord evaluate words enfr.src-tgt enfr.gold --memory memory.tmx --links-to links.txt
    """
    from toolkit.workflows.evaluate_words import evaluate_words, write_links
    from toolkit.workflows.lexicons import load_lexicons

    with progress_lines() as progress:
        result = evaluate_words(
            pairs,
            gold,
            source_language,
            target_language,
            memories=memories,
            lexicons=load_lexicons(dictionaries, glossaries, source_language, target_language),
            shipped=not without_lexicon,
            progress=partial(progress, "Words"),
        )
    if links_to is not None:
        write_links(links_to, result.links)
    click.echo(json.dumps(_figures(result, pairs, gold), ensure_ascii=False) if as_json else _told(result))


def _figures(result: WordEvaluation, pairs: Path, gold: Path) -> dict[str, object]:
    score = result.score
    return {
        "pairs": str(pairs),
        "gold": str(gold),
        "aer": round(score.error_rate, 4),
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "sentence_pairs": len(result.links),
        "pairs_beside": result.beside,
        "links": score.found,
        "sure": score.sure,
        "seconds": round(result.seconds, 2),
        "shipped_lexicon": result.lexicon,
        "settings": result.settings.signature(),
    }


def _told(result: WordEvaluation) -> str:
    score, lexicon = result.score, "with" if result.lexicon else "without"
    return (
        f"AER {score.error_rate:.4f}  precision {score.precision:.4f}  recall {score.recall:.4f}\n"
        f"pairs     {len(result.links)}, learnt with {result.beside} more in {result.seconds:.1f} s\n"
        f"links     {score.found} found, {score.found_possible} of them possible, "
        f"{score.found_sure} of {score.sure} sure ones\n"
        f"settings  {result.settings.signature()} {lexicon} the lexicon that ships"
    )
