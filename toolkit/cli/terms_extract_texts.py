"""The part of ``accord terms extract`` that takes texts of one language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import to_builtins

from tmx.errors import ConfigError
from toolkit.cli.console import progress_lines
from toolkit.messages import tr
from toolkit.messages.figures import number_said
from toolkit.verbose import step

if TYPE_CHECKING:
    from termbase.extract.monolingual.extraction import SingleTerm
    from termbase.model import Glossary
    from toolkit.reports.terms_html import TermsReport

__all__ = ["extract_texts", "tell_left_out"]

_SHOWN = 25
_PAGE = ".html"


def extract_texts(
    files: Sequence[Path],
    language: str,
    *,
    outputs: Sequence[Path],
    glossaries: Sequence[Path],
    known: Path | None,
    ranker: Path | None,
    limit: int | None,
    least_score: float | None,
    as_json: bool,
) -> None:
    """Propose the terms of ``files``; ``outputs`` are glossaries and pages whose suffixes have been looked at.

    What ``glossaries`` have is not proposed again, what ``known`` has is marked. ``least_score`` leaves out what scores
    less, and puts what scores more where no ``limit`` says otherwise.
    """
    from termbase.formats.rejected import read_rejected
    from termbase.model import Glossary
    from toolkit.reports.terms_html import TermsReport
    from toolkit.workflows.terms_from_texts import extract_from_texts

    tables = [path for path in outputs if path.suffix.lower() != _PAGE]
    refused = list(read_rejected([*tables, *glossaries, *([known] if known else [])]))
    refused += [concept for path in glossaries for concept in _read(path, language)]
    with step("Terms", *map(str, files)), progress_lines() as progress:
        found = extract_from_texts(
            files,
            language,
            ranker=ranker,
            known=_read(known, language) if known else None,
            rejected=Glossary(tuple(refused)),
            limit=limit,
            progress=partial(progress, "Reading"),
        )
    terms = [term for term in found.terms if least_score is None or term.score >= least_score]
    if not terms:
        raise ConfigError(
            "no terms were found in the texts", path=files[0], remedy="check --lang, --least-score and the files"
        )
    settings = [(tr("Ranker"), str(ranker))] if ranker else []
    settings += [(tr("Glossary"), " · ".join(map(str, glossaries)))] if glossaries else []
    _write(outputs, TermsReport(tuple(terms), language, tuple(map(str, found.documents)), tuple(settings)))
    if as_json:
        for term in terms:
            click.echo(json.dumps(to_builtins(term), ensure_ascii=False))
    elif not outputs:
        for line in _table(terms):
            click.echo(line)
    marked = sum(term.known for term in terms)
    told = f", {marked} of them known" if marked else ""
    number = "1 term" if len(terms) == 1 else f"{len(terms)} terms"
    tell_left_out(len(found.left_out))
    documents = "1 document" if len(found.documents) == 1 else f"{len(found.documents)} documents"
    click.echo(f"Terms       {number} proposed from {documents}{told}", err=True)
    if outputs:
        click.echo(f"Wrote       {' · '.join(map(str, outputs))}", err=True)


def tell_left_out(count: int) -> None:
    """Say how many documents of folders are in another language, if there are any."""
    if count:
        documents = "1 document" if count == 1 else f"{count} documents"
        click.echo(f"Left out    {documents} of the folder in another language", err=True)


def _write(outputs: Sequence[Path], report: TermsReport) -> None:
    """The terms as pages and glossaries."""
    from termbase.extract.monolingual.draft import draft_of_terms
    from termbase.formats.registry import write_glossary
    from tmx.files import write_whole
    from toolkit.reports.terms_html import terms_page

    for path in outputs:
        if path.suffix.lower() == _PAGE:
            with write_whole(path) as stream:
                stream.write(terms_page(report).encode())
        else:
            write_glossary(path, draft_of_terms(report.terms, report.language, name=path.stem))


def _read(path: Path, language: str) -> Glossary:
    from termbase.formats.registry import read_glossary

    with step("Glossary", str(path)) as tell:
        read = read_glossary(path, source_language=language, target_language=language)
        tell(f"{len(read.concepts)} concepts")
    return read


def _table(terms: Sequence[SingleTerm]) -> Iterator[str]:
    shown = terms[:_SHOWN]
    width = max(len(term.text) for term in shown)
    for term in shown:
        mark = f"  {term.full_form}" if term.full_form else ""
        mark += tr("  known") if term.known else ""
        score = tr("score {value}", value=number_said(term.score, 2))
        yield f"{term.text:{width}}  {term.frequency:4} ×  {score}{mark}"
        if term.contexts:
            yield f"    {_excerpt(term)}"
    if len(terms) > _SHOWN:
        yield tr("… and {count} more: write them all with -o glossary.csv", count=len(terms) - _SHOWN)


def _excerpt(term: SingleTerm) -> str:
    """The first context, cut around the term, which is marked."""
    context = term.contexts[0]
    left, right = context.text[: context.start], context.text[context.end :]
    left = left if len(left) <= 40 else "… " + left[-38:].partition(" ")[2]
    right = right if len(right) <= 40 else right[:38].rpartition(" ")[0] + " …"
    return " ".join(f"{left}⟦{context.text[context.start : context.end]}⟧{right}".split())
