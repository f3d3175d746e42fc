"""The part of ``accord terms extract`` that takes a translation memory."""

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
    from termbase.extract import Contradiction, Extraction, TermCandidate
    from termbase.model import Glossary

__all__ = ["extract_pairs"]

_SHOWN = 25
_PAGE = ".html"
_LEAST_SCORE = 0.2


def extract_pairs(
    memory: Path,
    source_language: str,
    target_language: str,
    *,
    outputs: Sequence[Path],
    glossaries: Sequence[Path],
    known: Path | None,
    limit: int | None,
    least_score: float | None,
    as_json: bool,
) -> None:
    """Propose term pairs from ``memory``; ``outputs`` are glossaries and pages whose suffixes have been looked at.

    What ``glossaries`` have is recognised and not proposed again, pairs that ``known`` has are marked. ``least_score``
    leaves out what scores less.
    """
    least = _LEAST_SCORE if least_score is None else least_score
    found = _found(memory, source_language, target_language, outputs, glossaries, known, limit, least)
    if not found.candidates and not found.known:
        raise ConfigError(
            f"no term pairs were found between {source_language} and {target_language}",
            path=memory,
            remedy="check --from and --to, and that the units are sentences in these languages",
        )
    facts = [(tr("Memory"), str(memory)), (tr("Least score"), number_said(least, 2))]
    facts += [(tr("Glossary"), " · ".join(map(str, glossaries)))] if glossaries else []
    _write(outputs, found, source_language, target_language, tuple(facts))
    if as_json:
        for candidate in found.candidates:
            click.echo(json.dumps(to_builtins(candidate), ensure_ascii=False))
    elif not outputs and found.candidates:
        for line in _table(found.candidates):
            click.echo(line)
    _summarise(found, outputs)


def _found(
    memory: Path,
    source_language: str,
    target_language: str,
    outputs: Sequence[Path],
    glossaries: Sequence[Path],
    known: Path | None,
    limit: int | None,
    least_score: float,
) -> Extraction:
    """What the memory proposes, but for what was rejected before."""
    from termbase.extract import Extraction, extract_from_memory, extract_terms
    from termbase.formats.rejected import read_rejected
    from termbase.store.files import is_store
    from toolkit.workflows.memory_source import read_memory_units

    tables = [path for path in outputs if path.suffix.lower() != _PAGE]
    rejected = read_rejected([*tables, *glossaries, *([known] if known else [])])
    known = known or next((path for path in tables if is_store(path) and path.exists()), None)
    units = read_memory_units(memory, source_language=source_language, target_language=target_language)
    languages = (source_language, target_language)
    with step("Terms", str(memory)), progress_lines() as progress:
        told = partial(progress, "Terms")
        if glossaries:
            beside = partial(extract_from_memory, glossary=_read(glossaries, *languages))
            return beside(units, *languages, rejected=rejected, least_score=least_score, limit=limit, progress=told)
        alone = partial(extract_terms, known=_read([known], *languages) if known else None)
        found = alone(units, *languages, rejected=rejected, least_score=least_score, limit=limit, progress=told)
        return Extraction(tuple(found))


def _read(paths: Sequence[Path], source_language: str, target_language: str) -> Glossary:
    from termbase.formats.registry import read_glossary
    from termbase.model import Glossary as GlossaryOf

    read = []
    for path in paths:
        with step("Glossary", str(path)) as tell:
            read.append(read_glossary(path, source_language=source_language, target_language=target_language))
            tell(f"{len(read[-1].concepts)} concepts")
    return read[0] if len(read) == 1 else GlossaryOf(tuple(concept for glossary in read for concept in glossary))


def _write(
    outputs: Sequence[Path],
    found: Extraction,
    source_language: str,
    target_language: str,
    facts: tuple[tuple[str, str], ...],
) -> None:
    from termbase.extract import glossary_of_candidates
    from termbase.formats.registry import write_glossary
    from tmx.files import write_whole
    from toolkit.reports.candidates_html import CandidateReport, candidates_page

    for path in outputs:
        if path.suffix.lower() == _PAGE:
            with write_whole(path) as stream:
                stream.write(candidates_page(CandidateReport(found, source_language, target_language, facts)).encode())
        else:
            draft = glossary_of_candidates(found.candidates, source_language, target_language, name=path.stem)
            write_glossary(path, draft)


def _table(candidates: Sequence[TermCandidate]) -> Iterator[str]:
    shown = candidates[:_SHOWN]
    ours = max(len(candidate.source_term) for candidate in shown)
    theirs = max(len(candidate.target_term) for candidate in shown)
    for candidate in shown:
        seen = f"{candidate.frequency:4} ×  {tr('score {value}', value=number_said(candidate.score, 2))}"
        mark = tr("  known") if candidate.known else ""
        if candidate.concept and not mark:
            mark = tr("  variant of «{concept}»", concept=candidate.concept_term or candidate.concept)
        yield f"{candidate.source_term:{ours}}  ·  {candidate.target_term:{theirs}}  {seen}{mark}"
    if len(candidates) > _SHOWN:
        yield tr("… and {count} more: write them all with -o glossary.csv", count=len(candidates) - _SHOWN)


def _summarise(found: Extraction, outputs: Sequence[Path]) -> None:
    known = sum(candidate.known for candidate in found.candidates)
    variants = sum(bool(candidate.concept) for candidate in found.candidates)
    told = f", {known} of them known" if known else ""
    told += f", {variants} of them new variants of known concepts" if variants else ""
    pairs = "1 pair" if len(found.candidates) == 1 else f"{len(found.candidates)} pairs"
    click.echo(f"Terms       {pairs} proposed{told}", err=True)
    if found.known:
        places = sum(concept.frequency for concept in found.known)
        kept = sum(concept.kept for concept in found.known)
        concepts = "1 concept" if len(found.known) == 1 else f"{len(found.known)} concepts"
        click.echo(f"Known       {concepts} of the glossary at {places} places, kept to at {kept}", err=True)
    for one in found.contradictions[:_SHOWN]:
        click.echo(_told(one), err=True)
    if outputs:
        click.echo(f"Wrote       {' · '.join(str(path) for path in outputs)}", err=True)


def _told(one: Contradiction) -> str:
    segments = "1 segment" if len(one.units) == 1 else f"{len(one.units)} segments"
    why = f"belongs to «{one.owner or one.belongs_to}»" if one.belongs_to else "forbidden or deprecated"
    expected = f"; the glossary has {' · '.join(one.expected)}" if one.expected else ""
    return f"Against     «{one.used}» used for «{one.source_term}» in {segments} ({why}{expected})"
