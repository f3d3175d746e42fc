"""``accord align``: two documents, or two folders, become a translation memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from toolkit.cli.console import progress_lines
from toolkit.cli.doubts import say_doubts
from toolkit.cli.main import EXIT_OK, EXIT_USAGE, say_error
from toolkit.cli.options import (
    PATH,
    approved_option,
    from_option,
    keep_what_is_read,
    lexicon_options,
    tmx_codes,
    to_option,
)
from toolkit.cli.pair import kept_line, say_failures, say_loaded, say_passed_over
from toolkit.messages.phrases import phrase

if TYPE_CHECKING:
    from tmx.align.lexicon import Lexicon
    from tmx.model import Bead
    from toolkit.model import AlignedPair
    from toolkit.workflows.align import AlignmentRun

__all__ = ["align"]

_STANDARD = Path("-")
_MOST_PROBLEMS = 20
_MEMORY_ENDINGS = ("", ".tmx")
_PAGE_ENDINGS = (".html", ".htm")
_SHEET_ENDING = ".xlsx"
_BEADS_ENDING = ".beads"


class _Wanted(Struct, frozen=True):
    """The files to write: memories, pages and workbooks to look through, beads; ``explained`` is a bead's number."""

    memories: tuple[Path, ...]
    pages: tuple[Path, ...]
    sheets: tuple[Path, ...]
    beads: tuple[Path, ...]
    explained: int | None

    @property
    def to_standard_output(self) -> int:
        """How many results go there."""
        return [*self.memories, *self.beads].count(_STANDARD) + (self.explained is not None)


@click.command()
@click.argument("source", type=PATH, required=False)
@click.argument("target", type=PATH, required=False)
@from_option("en")
@to_option("fr")
@click.option("--segmented", is_flag=True, help="The files hold one sentence per line; blank lines count.")
@click.option(
    "--beads",
    "bead_file",
    type=PATH,
    metavar="FILE",
    help="Write the beads, [0, 1]:[0]:0.9731 a line (- for standard output; a folder where folders are aligned).",
)
@lexicon_options
@approved_option()
@click.option(
    "--review", "review_file", type=PATH, metavar="FILE", help="Write a workbook (.xlsx) in which a person can review."
)
@click.option(
    "--from-review",
    "reviewed_file",
    type=PATH,
    metavar="FILE",
    help="Make the memory from a reviewed workbook instead of documents.",
)
@click.option(
    "--explain",
    "explained",
    type=click.IntRange(min=1),
    metavar="N",
    help="Say why bead N (from 1) of two files is one: its words, its lengths, its kind.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=PATH,
    help="File to write, by its ending: .tmx memory, .html page to look through, .xlsx workbook to review, .beads "
    "(repeatable; default: the memory to standard output, unless --beads, --review or --explain is given).",
)
@click.option("--tmx-languages", metavar="CODES", help="Language codes in the TMX, such as en,fr or en-GB,fr-FR.")
def align(
    source: Path | None,
    target: Path | None,
    source_language: str,
    target_language: str,
    segmented: bool,
    bead_file: Path | None,
    dictionaries: tuple[Path, ...],
    glossaries: tuple[Path, ...],
    approved_memories: tuple[Path, ...],
    review_file: Path | None,
    reviewed_file: Path | None,
    explained: int | None,
    outputs: tuple[Path, ...],
    tmx_languages: str | None,
) -> int:
    """Align SOURCE with its translation TARGET, sentence by sentence, into TMX.

    Both are documents, or both are folders, whose documents are paired first. Every sentence is accounted for in the
    beads; those without a counterpart give no unit.

    \b
    Example:
        accord align release.en.docx communique.fr.docx --from en --to fr -o memory.tmx -o alignment.html
    With a person looking over it:
        accord align release.en.docx communique.fr.docx --review alignment.xlsx
        accord align --from-review alignment.xlsx -o memory.tmx

    Exit code: 0 done, 2 something could not be read.
    """
    from tmx.formats.tmx import parse_tmx_languages

    wanted = _wanted(outputs, bead_file, review_file, explained)
    if reviewed_file is not None:
        _check_review(wanted, source, segmented, dictionaries, glossaries, approved_memories)
        renamed = parse_tmx_languages(tmx_languages) if tmx_languages is not None else None
        return _from_review(reviewed_file, wanted.memories, renamed)
    if source is None or target is None:
        raise click.UsageError("Name a document and its translation, or two folders.")
    helpers = (dictionaries, glossaries, approved_memories)
    codes = tmx_codes(tmx_languages, source_language, target_language)
    _check(wanted, source, target, *dictionaries, *glossaries, *approved_memories)
    languages = (source_language, target_language)
    run, lexicons = _run(source, target, languages, segmented, helpers)
    if explained is not None:
        _explain(run.pairs[0], explained, *languages, lexicons)
    if source.is_dir():
        say_passed_over((source, target))
    _say_counts(run)
    _write(run, wanted, languages, codes, several=source.is_dir())
    say_doubts(run.pairs)
    say_failures(run.failures)
    return EXIT_USAGE if run.failures else EXIT_OK


def _wanted(
    outputs: Sequence[Path], bead_file: Path | None, review_file: Path | None, explained: int | None
) -> _Wanted:
    """What to write where; without a word about it, the memory to standard output."""

    def ending(*suffixes: str) -> tuple[Path, ...]:
        return tuple(path for path in outputs if path.suffix.lower() in suffixes)

    known = (*_MEMORY_ENDINGS, *_PAGE_ENDINGS, _SHEET_ENDING, _BEADS_ENDING)
    for path in outputs:
        is_device = path == _STANDARD or (path.exists() and not path.is_file() and not path.is_dir())
        if path.suffix.lower() not in known or not (path.suffix or is_device):
            raise click.UsageError(
                f"{path}: -o writes .tmx, .html, .xlsx and .beads; accord convert makes other files of a memory."
            )
    sheets = (*ending(_SHEET_ENDING), *([review_file] if review_file is not None else []))
    beads = (*ending(_BEADS_ENDING), *([bead_file] if bead_file is not None else []))
    memories = ending(*_MEMORY_ENDINGS)
    if not outputs and not sheets and not beads and explained is None:
        memories = (_STANDARD,)
    return _Wanted(memories, ending(*_PAGE_ENDINGS), sheets, beads, explained)


def _check_review(wanted: _Wanted, *others: object) -> None:
    """Raise :class:`click.UsageError` where more than a memory is asked of a reviewed workbook, or ``others`` given."""
    if any(others) or wanted.pages or wanted.sheets or wanted.beads or wanted.explained is not None:
        raise click.UsageError(
            "--from-review takes a reviewed workbook and gives a memory: only -o (.tmx) and --tmx-languages go with it."
        )


def _check(wanted: _Wanted, source: Path, *read: Path) -> None:
    """Raise where the wanted files do not go together, are among those that are read, or hold somebody's decisions."""
    if wanted.to_standard_output > 1:
        raise click.UsageError("Only one of --beads, -o and --explain can go to standard output.")
    if wanted.explained is not None and source.is_dir():
        raise click.UsageError("--explain takes two files, not two folders.")
    for sheet in wanted.sheets:
        if sheet.suffix.lower() != _SHEET_ENDING:
            raise click.UsageError(f"{sheet}: what --review writes is a workbook, and is called .xlsx.")
    if wanted.sheets:
        from toolkit.workflows.review import refuse_decisions

        for sheet in wanted.sheets:
            refuse_decisions(sheet)
    keep_what_is_read((*wanted.memories, *wanted.pages, *wanted.sheets, *wanted.beads), (source, *read))


def _write(
    run: AlignmentRun,
    wanted: _Wanted,
    languages: tuple[str, str],
    codes: Mapping[str, str] | None,
    *,
    several: bool,
) -> None:
    for place in wanted.beads:
        _write_beads(run, place, several=several)
    for sheet in wanted.sheets:
        from toolkit.workflows.review import write_review

        write_review(sheet, run.pairs, *languages)
        click.echo(f"Wrote       {sheet} (its first sheet says how to review)", err=True)
    for page in wanted.pages:
        _write_page(run, page, languages)
    for memory in wanted.memories:
        _write_memory(run.pairs, *languages, memory, codes)


def _run(
    source: Path,
    target: Path,
    languages: tuple[str, str],
    segmented: bool,
    helpers: tuple[Sequence[Path], Sequence[Path], Sequence[Path]],
) -> tuple[AlignmentRun, Sequence[Lexicon]]:
    """The alignments, and the lexicons that helped: of ``helpers``, dictionaries, glossaries and approved memories."""
    from toolkit.workflows.align import align_documents
    from toolkit.workflows.approved import memory_lexicon, read_approved
    from toolkit.workflows.lexicons import load_lexicons

    dictionaries, glossaries, memories = helpers
    lexicons: Sequence[Lexicon] = load_lexicons(dictionaries, glossaries, *languages)
    say_loaded((*dictionaries, *glossaries), lexicons)
    approved = read_approved(memories, *languages) if memories else None
    with progress_lines() as progress:
        run = align_documents(
            source,
            target,
            *languages,
            lexicons=lexicons,
            approved=approved,
            segmented=segmented,
            processes=None,
            progress=partial(progress, "Aligning"),
        )
    return run, (*lexicons, memory_lexicon(approved, *languages)) if approved else lexicons


def _write_memory(
    pairs: Sequence[AlignedPair],
    source_language: str,
    target_language: str,
    output: Path,
    languages: Mapping[str, str] | None,
) -> None:
    from tmx.formats.tmx import write_tmx
    from toolkit.workflows.memory import units_from_pairs

    units = units_from_pairs(pairs, source_language, target_language)
    place = sys.stdout.buffer if output == _STANDARD else output
    count = write_tmx(place, units, source_language=source_language, languages=languages)
    if isinstance(place, Path):
        click.echo(f"Wrote       {place} ({count} unit{'' if count == 1 else 's'})", err=True)


def _write_page(run: AlignmentRun, path: Path, languages: tuple[str, str]) -> None:
    from tmx.files import write_whole
    from toolkit.reports.alignment_html import AlignmentReport, alignment_page

    unpaired = (run.unpaired_sources, run.unpaired_targets)
    lonely = [tuple(one.name for one in paths) for paths in unpaired]
    page = alignment_page(AlignmentReport(run.pairs, lonely[0], lonely[1], *languages))
    with write_whole(path) as stream:
        stream.write(page.encode("utf-8"))
    click.echo(f"Wrote       {path}", err=True)


def _explain(
    pair: AlignedPair, number: int, source_language: str, target_language: str, lexicons: Sequence[Lexicon]
) -> None:
    from toolkit.cli.explain import explanation_lines
    from toolkit.workflows.explain import explain_bead

    reasons = explain_bead(pair, number, source_language, target_language, lexicons=lexicons)
    click.echo("\n".join(explanation_lines(reasons)))


def _from_review(path: Path, memories: Sequence[Path], codes: Mapping[str, str] | None) -> int:
    from toolkit.workflows.review import ReviewError, read_review

    try:
        review = read_review(path)
    except ReviewError as error:
        for problem in error.problems[:_MOST_PROBLEMS]:
            say_error(problem)
        more = len(error.problems) - _MOST_PROBLEMS
        said = f"nothing was written; {more} more places do not fit" if more > 0 else "nothing was written"
        click.echo(f"accord: {phrase(said)}", err=True)
        return EXIT_USAGE
    beads = sum(len(pair.alignment.beads) for pair in review.pairs)
    approved = sum(len(pair.approved) for pair in review.pairs)
    struck = sum(len(pair.struck_out) for pair in review.pairs)
    click.echo(
        f"Reviewed    {beads} bead{'' if beads == 1 else 's'}: {approved} approved, {struck} struck out", err=True
    )
    if review.corrected:
        click.echo(f"            {review.corrected} with a corrected text", err=True)
    alone = sum(not (bead.source and bead.target) for bead in _approved(review.pairs))
    if alone:
        click.echo(f"            {alone} of the approved without counterpart: nothing of it in the memory", err=True)
    for memory in memories:
        _write_memory(review.pairs, review.source_language, review.target_language, memory, codes)
    return EXIT_OK


def _approved(pairs: Sequence[AlignedPair]) -> Iterator[Bead]:
    return (pair.alignment.beads[place] for pair in pairs for place in pair.approved)


def _write_beads(run: AlignmentRun, place: Path, *, several: bool) -> None:
    from tmx.align.beads import format_bead, write_beads
    from tmx.errors import StoreError

    if place == _STANDARD:
        for pair in run.pairs:
            if several:
                click.echo(f"# {pair.source_name} - {pair.target_name}")
            for line in (*_comments(pair), *map(format_bead, pair.alignment.beads)):
                click.echo(line)
        return
    if not several:
        write_beads(place, run.pairs[0].alignment.beads, comments=_comments(run.pairs[0]))
        click.echo(f"Wrote       {place}", err=True)
        return
    if place.is_file():
        raise StoreError(
            "this is a file, a folder was expected", path=place, remedy="folders give a file for each pair"
        )
    for pair in run.pairs:
        write_beads(place / f"{pair.source_name}.beads", pair.alignment.beads, comments=_comments(pair))
    click.echo(f"Wrote       {place}", err=True)


def _comments(pair: AlignedPair) -> list[str]:
    """What a bead file says about its beads: where the sides drift apart."""
    from toolkit.reports.doubts import doubt_of, drift_comment

    doubt = doubt_of(pair)
    return [drift_comment(doubt.drift)] if doubt is not None and doubt.drift is not None else []


def _say_counts(run: AlignmentRun) -> None:
    """How many pairs and beads there are, and what has no counterpart, on standard error."""
    from toolkit.workflows.align import count_beads

    counts = count_beads([pair.alignment for pair in run.pairs])
    click.echo(
        f"Aligned     {len(run.pairs)} pair{'' if len(run.pairs) == 1 else 's'} · "
        f"{counts.beads} bead{'' if counts.beads == 1 else 's'}: "
        f"{counts.one_to_one} one to one, {counts.merged} merged or split, {counts.alone} without counterpart",
        err=True,
    )
    if counts.beads:
        click.echo(f"            {counts.sure / counts.beads:.0%} of the beads at confidence .99 or better", err=True)
    kept = kept_line(run.pairs)
    if kept:
        click.echo(f"            {kept}", err=True)
    for paths, side in ((run.unpaired_sources, "source"), (run.unpaired_targets, "target")):
        if paths:
            names = ", ".join(path.name for path in paths)
            click.echo(f"            without counterpart on the {side} side: {names}", err=True)
