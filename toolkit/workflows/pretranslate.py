"""Pretranslation: what a memory knows goes into the empty targets of a file, and nothing else in it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tmx.errors import ConfigError, StoreError
from tmx.files import write_whole
from tmx.formats.inplace import Candidate, Fill, FillPlan, PlacedCode, applied, fill_plan
from tmx.formats.registry import FORMATS, format_of
from tmx.formats.untranslated import untranslated_file
from tmx.match.fuzzy import FuzzyMatcher
from tmx.match.matches import LookupSettings, MemoryMatch, Query
from tmx.match.normal import codes_of, normal_text
from tmx.match.score import EXACT
from tmx.model import Segment, TranslationUnit
from tmx.quoting import pasted
from tmx.store.memory import MemoryStore
from toolkit.ingest import SUFFIXES, ingest, segment_document
from toolkit.workflows.memory_repair import TermRepairer
from toolkit.workflows.memory_search import as_document
from toolkit.workflows.memory_source import open_source
from toolkit.workflows.pretranslate_codes import carried_codes
from toolkit.workflows.qa_documents import with_contacts
from toolkit.workflows.qa_tables import is_table

__all__ = [
    "FilledUnit",
    "Job",
    "PretranslateOptions",
    "Pretranslated",
    "document_queries",
    "document_sentences",
    "is_document",
    "outputs_for",
    "pretranslate",
]

_UNSURE = frozenset(
    {"new", "initial", "draft", "rejectedtranslation", "rejectedsignoff", "needs-translation", "needs-adaptation"}
    | {"needs-l10n", "needs-review-translation", "needs-review-adaptation", "needs-review-l10n"}
)
_RepeatKey = tuple[str, tuple[tuple[str, str], ...]]


class PretranslateOptions(Struct, frozen=True):
    """``threshold``: the least score of what is put in; ``candidates``: how many matches are kept beside it.

    ``repeats``: segments that are translated elsewhere in the files serve too. ``dry_run``: nothing is written.
    """

    source_language: str
    target_language: str
    threshold: int = 70
    candidates: int = 3
    repeats: bool = False
    glossary: Path | None = None
    dry_run: bool = False


class Job(Struct, frozen=True):
    """A file to be filled, and the file that is written: the same one, or another."""

    path: Path
    output: Path


class FilledUnit(Struct, frozen=True):
    """A unit that was given a translation; ``confirmed`` is false where it has to be looked at."""

    number: int
    identifier: str
    source: str
    target: str
    score: int
    kind: Literal["context", "exact", "fuzzy", "repeat"]
    confirmed: bool
    matched: str


class Pretranslated(Struct, frozen=True):
    """What came of a file: its units in all, those translated before, those filled, and those left empty."""

    path: Path
    output: Path
    units: int
    translated: int
    filled: tuple[FilledUnit, ...]
    left: int


class _Known(Struct, frozen=True):
    """A segment and its translation, from the memory or from the files themselves."""

    source: Segment
    target: Segment
    proposal: str
    score: int
    kind: Literal["context", "exact", "fuzzy", "repeat"]
    unanimous: bool
    match: MemoryMatch | None = None


class _Open(Struct):
    """A file that is being filled: its plan, made of ``file``, which is its own or stands for a document."""

    job: Job
    file: Path
    plan: FillPlan
    units: tuple[TranslationUnit, ...]


def pretranslate(jobs: Sequence[Job], memory: Path, options: PretranslateOptions) -> Iterator[Pretranslated]:
    """Fill the empty targets of files from a memory (a database or a file of units), one file after the other.

    XLIFF, PO, TSV and CSV are filled in place; a document becomes an XLIFF or a table (by its ``output``). All files
    are read before the first is written; each is read again, and must be the same but for what was put in, before it
    takes its place. A database notes which of its units were used. Raises :class:`~tmx.errors.AccordError` where a file
    or the memory cannot be read, or a file not be written.
    """
    languages = options.source_language, options.target_language
    with TemporaryDirectory() as folder, open_source(memory, *languages) as source:
        opened = [_open(job, options, Path(folder) / str(number)) for number, job in enumerate(jobs)]
        glossary = options.glossary
        repairer = None if glossary is None else TermRepairer.read(glossary, *languages)
        settings = LookupSettings(options.threshold, max(options.candidates, 2))
        matcher = FuzzyMatcher(source, *languages, settings)
        repeats = _translated(opened) if options.repeats else {}
        for one in opened:
            done, used = _fill(one, matcher, repairer, repeats, options, memory.name)
            if used and isinstance(source, MemoryStore) and not options.dry_run:
                with suppress(StoreError):  # a memory that may only be read is as good to translate with
                    source.count_use(used)
            yield done


def document_queries(units: Sequence[TranslationUnit]) -> list[Query]:
    """The sources of a file's units with their neighbours in the same document, and with their codes."""
    queries: list[Query] = []
    for _, group in groupby(units, key=lambda unit: unit.property("file")):
        together = list(group)
        texts = [unit.variants[0].text for unit in together]
        for unit, query in zip(together, as_document(texts, together[0].variants[0].language), strict=True):
            queries.append(replace(query, segment=unit.variants[0]))
    return queries


def is_document(path: Path) -> bool:
    """Whether ``path`` is a document (to be split into sentences), and no bilingual file."""
    suffix = path.suffix.lower()
    return suffix in SUFFIXES and not any(suffix in known.suffixes for known in FORMATS)


def document_sentences(path: Path, language: str) -> tuple[str, ...]:
    """The sentences of a document in order, contact lines too; raises :class:`~tmx.errors.AccordError`."""
    return tuple(sentence.text for sentence in segment_document(with_contacts(ingest(path, language=language))))


def _open(job: Job, options: PretranslateOptions, folder: Path) -> _Open:
    path = job.path
    languages = options.source_language, options.target_language
    if is_table(path, *languages):
        remedy = f"fill a CSV of it: accord convert {pasted(path)} {pasted(path.with_suffix('.csv'))}"
        raise ConfigError("tables in Excel, Word and LibreOffice are not filled", path=path, remedy=remedy)
    if is_document(path):
        sentences = document_sentences(path, options.source_language)
        content = untranslated_file(
            job.output.suffix.lower(),
            sentences,
            original=path.name,
            source_language=options.source_language,
            target_language=options.target_language,
        )
        folder.mkdir()
        path = folder / f"document{job.output.suffix.lower()}"
        path.write_bytes(content)
    plan, units = fill_plan(path, *languages)
    return _Open(job, path, plan, units)


def _fill(
    one: _Open,
    matcher: FuzzyMatcher,
    repairer: TermRepairer | None,
    repeats: Mapping[_RepeatKey, _Known],
    options: PretranslateOptions,
    name: str,
) -> tuple[Pretranslated, list[int]]:
    """What came of a file, and the numbers of the memory's units that were put in."""
    queries = document_queries(one.units)
    places = [number for number in range(len(one.units)) if one.plan.is_open(number)]
    fills: dict[int, Fill] = {}
    told: dict[int, FilledUnit] = {}
    units: dict[int, int] = {}
    for number, found in zip(places, matcher.lookup_all([queries[place] for place in places]), strict=True):
        query = queries[number].segment
        matches = found if repairer is None else tuple(repairer.repaired(match, query.text) for match in found)
        best = _best(query, matches, repeats)
        if best is not None:
            several = {(match.source.text, match.target.text): match for match in reversed(matches)}
            candidates = tuple(_candidate(match, name) for match in reversed(several.values()))
            candidates = candidates[: options.candidates]
            fills[number] = _made(one.plan, number, query, best, candidates)
            told[number] = _told(number, one.units[number], best, fills[number])
            if best.match is not None:
                units[number] = best.match.stored.number
    done = _written(one, fills, options)
    translated = sum(bool(unit.variants[1].text.strip()) for unit in one.units)
    filled = tuple(told[number] for number in sorted(done))
    left = sum(number not in done for number in places)
    used = [units[number] for number in sorted(done & units.keys())]
    return Pretranslated(one.job.path, one.job.output, len(one.units), translated, filled, left), used


def _told(number: int, unit: TranslationUnit, best: _Known, fill: Fill) -> FilledUnit:
    return FilledUnit(
        number=number + 1,
        identifier=unit.identifier,
        source=unit.variants[0].text,
        target=fill.text,
        score=fill.score,
        kind=best.kind,
        confirmed=fill.confirmed,
        matched=best.source.text,
    )


def _candidate(match: MemoryMatch, name: str) -> Candidate:
    return Candidate(match.source.text, match.target.text, match.score, match.stored.document or name)


def _best(query: Segment, matches: Sequence[MemoryMatch], repeats: Mapping[_RepeatKey, _Known]) -> _Known | None:
    """What is put in: the best match, or what the files themselves have where the memory has no exact match."""
    first = _surest(matches)
    if first is None or first.score < EXACT:
        repeated = repeats.get(_repeat_key(query))
        if repeated is not None:
            return repeated
    if first is None:
        return None
    sure = not _is_unsure(first.stored.unit)
    rivals = {one.target.text for one in matches if one.score == first.score and sure != _is_unsure(one.stored.unit)}
    unanimous = sure and (first.score != EXACT or len(rivals) == 1)
    return _Known(first.source, first.target, first.proposal, first.score, first.kind, unanimous, first)


def _surest(matches: Sequence[MemoryMatch]) -> MemoryMatch | None:
    """The best match; of several that are as good, one that nobody has marked as unsure."""
    best = [match for match in matches if match.score == matches[0].score]
    return next((match for match in best if not _is_unsure(match.stored.unit)), best[0] if best else None)


def _is_unsure(unit: TranslationUnit) -> bool:
    """Whether the file that a unit comes from says that its translation is to be looked at."""
    return (unit.property("state") or "").lower() in _UNSURE or unit.property("fuzzy") == "yes"


def _made(plan: FillPlan, number: int, query: Segment, known: _Known, candidates: tuple[Candidate, ...]) -> Fill:
    """The translation with the query's codes and its white space at both ends."""
    codes = _codes(plan, number, query, known)
    complete = codes is not None and len(codes) == len(plan.inside(number))
    text, shift = _spaced(query.text, known)
    placed = tuple(replace(code, position=min(max(code.position + shift, 0), len(text))) for code in codes or ())
    return Fill(
        text=text,
        score=known.score,
        confirmed=known.score >= EXACT and complete and known.unanimous,
        codes=placed,
        origin="repeat" if known.kind == "repeat" else "tm",
        previous=known.source.text if known.score < EXACT else None,
        candidates=candidates,
    )


def _codes(plan: FillPlan, number: int, query: Segment, known: _Known) -> tuple[PlacedCode, ...] | None:
    replacements = () if known.match is None else known.match.replacements
    inside = tuple(plan.inside(number))
    inner = replace(query, codes=tuple(query.codes[place] for place in inside))
    carried = carried_codes(inner, known.source, known.target, len(known.proposal), replacements)
    found = None if carried is None else tuple(replace(code, code=inside[code.code]) for code in carried)
    if found is None and len(inside) < len(query.codes):
        carried = carried_codes(query, known.source, known.target, len(known.proposal), replacements)
        found = None if carried is None else tuple(code for code in carried if code.code in inside)
    return found if found is not None and plan.fits(number, found) else None


def _spaced(query: str, known: _Known) -> tuple[str, int]:
    """The proposal with the white space at both ends that the query has, and by how much its beginning moved."""
    if _ends(query) == _ends(known.source.text):
        return known.proposal, 0
    before, after = _ends(query)
    return before + known.proposal.strip() + after, len(before) - len(_ends(known.proposal)[0])


def _ends(text: str) -> tuple[str, str]:
    inside = text.strip()
    if not inside:
        return text, ""
    start = text.index(inside)
    return text[:start], text[start + len(inside) :]


def _repeat_key(segment: Segment) -> _RepeatKey:
    return normal_text(segment.text), codes_of(segment.codes)


def _translated(opened: Iterable[_Open]) -> dict[_RepeatKey, _Known]:
    """What the files themselves have translated, and nobody has marked as unsure."""
    known: dict[_RepeatKey, _Known] = {}
    for one in opened:
        for unit in one.units:
            source, target = unit.variants
            if not target.text.strip() or _is_unsure(unit):
                continue
            key = _repeat_key(source)
            earlier = known.get(key)
            if earlier is None:
                known[key] = _Known(source, target, target.text, EXACT, "repeat", unanimous=True)
            elif earlier.target.text != target.text:
                known[key] = replace(earlier, unanimous=False)
    return known


def _written(one: _Open, fills: Mapping[int, Fill], options: PretranslateOptions) -> frozenset[int]:
    """Write the file; the units that have been filled. What would not read as it should is left out."""
    wanted = dict(fills)
    file = one.plan.file
    while True:
        content = file.encoded(applied(file, one.plan.edits(wanted)))
        wrong = _wrong(one, content, wanted, options)
        if not wrong:
            break
        if not wrong & wanted.keys():
            raise StoreError(
                "the file could not be read back as it should",
                path=one.job.path,
                remedy="nothing was changed; fill it by hand",
            )
        wanted = {number: fill for number, fill in wanted.items() if number not in wrong}
    if not options.dry_run and (wanted or one.job.output != one.job.path):
        with write_whole(one.job.output) as stream:
            stream.write(content)
    return frozenset(wanted)


def _wrong(one: _Open, content: bytes, fills: Mapping[int, Fill], options: PretranslateOptions) -> set[int]:
    """The units that do not read as they should, when the new content is read."""
    with TemporaryDirectory() as folder:
        trial = Path(folder) / f"filled{one.file.suffix}"
        trial.write_bytes(content)
        reads = list(format_of(trial).read(trial, options.source_language, options.target_language))
    wrong = set(range(len(reads), len(one.units)))
    for number, (before, after) in enumerate(zip(one.units, reads, strict=False)):
        fill = fills.get(number)
        text = before.variants[1].text if fill is None else fill.text
        codes = codes_of(before.variants[1].codes)
        if fill is not None:
            codes = codes_of([before.variants[0].codes[code.code] for code in fill.codes])
        same = (before.identifier, before.variants[0]) == (after.identifier, after.variants[0])
        if not same or after.variants[1].text != text or codes_of(after.variants[1].codes) != codes:
            wrong.add(number)
    return wrong


def outputs_for(paths: Sequence[Path], output: Path | None) -> list[Job]:
    """What is written for each file: in its place, or beside a document, or where ``output`` says.

    ``output`` is the file to write where there is one file, else a folder, made where there is none; a name without an
    ending that nothing bears yet (``filled/``) is a folder's.
    """
    if output is None:
        return [Job(path, path.with_name(f"{path.name}.xlf") if is_document(path) else path) for path in paths]
    is_folder = output.is_dir() or not (output.suffix or output.exists())
    if len(paths) == 1 and not is_folder:
        return [Job(paths[0], output)]
    return [Job(path, output / (f"{path.name}.xlf" if is_document(path) else path.name)) for path in paths]
