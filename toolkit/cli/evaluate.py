"""``accord evaluate``: score a part of Accord against data made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.lazy import LazyGroup
from toolkit.cli.main import EXIT_OK
from toolkit.cli.options import PATH, from_option, lexicon_options, to_option

if TYPE_CHECKING:
    from tmx.align.scoring import AlignmentScore, Ratio
    from tmx.model import Alignment
    from toolkit.workflows.evaluate_alignment import AlignmentEvaluation

__all__ = ["alignment", "evaluate"]

# Commands that stand in modules of their own, imported when they are used.
_COMMANDS = {
    "qa": ("toolkit.cli.evaluate_qa", "Score the checks on clean pairs and on pairs with seeded errors."),
    "segmentation": (
        "toolkit.cli.evaluate_segmentation",
        "Score sentence boundaries against a text segmented by hand.",
    ),
    "terms": ("toolkit.cli.evaluate_terms", "Score the terms found in texts against annotated ones (ACTER)."),
    "tagger": ("toolkit.cli.evaluate_tagger", "Score parts of speech against a treebank in CoNLL-U."),
    "words": ("toolkit.cli.evaluate_words", "Score word alignment against links made by hand."),
    "term-pairs": (
        "toolkit.cli.evaluate_term_pairs",
        "Score the translations that a memory proposes, against glossaries.",
    ),
}


@click.group(cls=LazyGroup, others=_COMMANDS)
def evaluate() -> None:
    """Score a part of Accord against data made by hand.

    \b
    Example:
        accord evaluate alignment examples/gold --from en --to fr
    """


@evaluate.command()
@click.argument("folder", type=PATH, metavar="DIR")
@from_option("en")
@to_option("fr")
@click.option("--one-by-one", is_flag=True, help="Align each document on its own, not all as one batch.")
@lexicon_options
@click.option("--beads-to", type=PATH, metavar="DIR", help="Write <doc>.beads for each document into this folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def alignment(
    folder: Path,
    source_language: str,
    target_language: str,
    one_by_one: bool,
    dictionaries: tuple[Path, ...],
    glossaries: tuple[Path, ...],
    beads_to: Path | None,
    as_json: bool,
) -> int:
    """Score sentence alignment on the documents DIR/<doc>/{src,tgt,gold}.txt.

    src.txt and tgt.txt hold one sentence per line, gold.txt beads such as [0, 1]:[0], counted from 0. Strict: the very
    bead; lax: a bead that overlaps one of the gold on both sides. Precision counts all beads found, recall the gold's
    beads with a counterpart. Documents without gold.txt are aligned and not scored.

    \b
    Example:
        accord evaluate alignment examples/gold --from en --to fr --one-by-one
    """
    from toolkit.workflows.evaluate_alignment import evaluate_alignment, read_gold_documents, write_document_beads
    from toolkit.workflows.lexicons import load_lexicons

    documents = read_gold_documents(folder)
    for document in documents:
        if document.note:
            click.echo(f"accord: {document.note}; scored as it stands", err=True)
    result = evaluate_alignment(
        documents,
        source_language,
        target_language,
        one_by_one=one_by_one,
        lexicons=load_lexicons(dictionaries, glossaries, source_language, target_language),
    )
    if beads_to is not None:
        write_document_beads(beads_to, result.documents)
    click.echo(json.dumps(_object(result, folder), ensure_ascii=False, indent=2) if as_json else _table(result))
    return EXIT_OK


def _row(name: str, score: AlignmentScore | None) -> str:
    if score is None:
        return f"{name:<32}  no gold"
    figures = (f"{r.precision:7.4f}{r.recall:8.4f}{r.f1:8.4f}" for r in (score.strict, score.lax))
    return f"{name:<32}  {'    '.join(figures)}"


def _table(result: AlignmentEvaluation) -> str:
    lines = [
        f"{'':<32}  {'strict':<23}    lax",
        f"{'document':<32}  {'P':>7}{'R':>8}{'F1':>8}    {'P':>7}{'R':>8}{'F1':>8}",
    ]
    lines += [_row(row.document.name[:32], row.score) for row in result.documents]
    if result.total is not None:
        lines.append(_row("all", result.total))
    lines.append("")
    scored = sum(row.score is not None for row in result.documents)
    mode = "one by one" if result.one_by_one else "as one batch"
    lines.append(f"documents    {len(result.documents)}, {scored} with gold, aligned {mode} in {result.seconds:.1f} s")
    if result.calibration is not None:
        sure = result.calibration
        lines.append(
            f"confidence   {sure.coverage:.1%} of the beads at {sure.threshold} or better; "
            f"{sure.precision:.2%} of those are right"
        )
    lines.append(f"settings     {result.settings.signature()} lexicons={result.dictionaries}")
    return "\n".join(lines)


def _figures(ratio: Ratio) -> dict[str, float]:
    return {"precision": ratio.precision, "recall": ratio.recall, "f1": ratio.f1}


def _score_object(score: AlignmentScore | None) -> dict[str, Any] | None:
    return None if score is None else {"strict": _figures(score.strict), "lax": _figures(score.lax)}


def _doubt_object(alignment: Alignment) -> dict[str, Any]:
    """Whether the two sides look unrelated, and the sentences (first, last; from 0) between which they drift apart."""
    from tmx.align.drift import find_drift, seems_unrelated

    drift = find_drift(alignment)
    part = None
    if drift is not None:
        sides = (("source", drift.source), ("target", drift.target))
        part = {side: [sentences.start, sentences.stop - 1] for side, sentences in sides}
    return {"unrelated": seems_unrelated(alignment), "drift": part}


def _object(result: AlignmentEvaluation, folder: Path) -> dict[str, Any]:
    sure = result.calibration
    return {
        "folder": str(folder),
        "one_by_one": result.one_by_one,
        "seconds": round(result.seconds, 3),
        "total": _score_object(result.total),
        "calibration": None
        if sure is None
        else {"threshold": sure.threshold, "coverage": sure.coverage, "precision": sure.precision},
        "documents": [
            {
                "name": row.document.name,
                "source_sentences": row.alignment.source_length,
                "target_sentences": row.alignment.target_length,
                "beads": len(row.alignment.beads),
                "score": _score_object(row.score),
                **_doubt_object(row.alignment),
            }
            for row in result.documents
        ],
        "settings": result.settings.signature(),
        "lexicons": result.dictionaries,
    }
