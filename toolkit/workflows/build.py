"""The main job: two folders of releases become a memory, a draft glossary, a report and a log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from termbase.extract import TermCandidate, extract_terms, glossary_of_candidates
from termbase.formats.registry import read_glossary, write_glossary
from termbase.formats.rejected import read_rejected
from termbase.formats.rewriting import refuse_decided
from termbase.lexicon import GlossaryLexicon
from termbase.model import Glossary
from tmx.align.lexicon import Lexicon
from tmx.errors import AccordError, AlignmentError, StoreError
from tmx.files import write_whole
from tmx.formats.tmx import write_tmx
from tmx.model import TranslationUnit
from tmx.quoting import pasted
from toolkit.messages import tr
from toolkit.messages.figures import number_said
from toolkit.model import AlignedPair
from toolkit.reports.alignment_html import AlignmentReport, alignment_page
from toolkit.reports.doubts import doubts
from toolkit.verbose import step
from toolkit.workflows.align import align_pairs, count_beads
from toolkit.workflows.approved import read_approved
from toolkit.workflows.lexicons import LoadedLexicon, count_entries, load_dictionary
from toolkit.workflows.memory import units_from_pairs
from toolkit.workflows.pair import FolderPairing, pair_texts
from toolkit.workflows.review import write_review
from toolkit.workflows.texts import Failure, Folder, Text, read_folder

__all__ = ["BuildOptions", "BuildResult", "NothingPairedError", "build"]

Progress = Callable[[str, int, int], None]

_FILES = ("memory.tmx", "glossary.tbx", "glossary.csv", "alignment.html", "build.log")
_DRAFTS = ("glossary.tbx", "glossary.csv")
_REVIEW = "alignment.xlsx"


class BuildOptions(Struct, frozen=True):
    """The settings of a build; ``tmx_languages`` renames the languages that the memory is written with.

    ``approved`` are memories whose approved units are kept.
    """

    source_language: str = "en"
    target_language: str = "fr"
    glossaries: tuple[Path, ...] = ()
    dictionaries: tuple[Path, ...] = ()
    tmx_languages: tuple[tuple[str, str], ...] = ()
    approved: tuple[Path, ...] = ()


class BuildResult(Struct, frozen=True):
    """What was read, paired, aligned, proposed and written; ``units`` is how many the memory holds.

    ``loaded`` are the dictionaries and glossaries with how many entries they brought; ``not_written`` says why there is
    no workbook to review, where that is so.
    """

    options: BuildOptions
    sources: Folder
    targets: Folder
    pairing: FolderPairing
    pairs: tuple[AlignedPair, ...]
    units: int
    candidates: tuple[TermCandidate, ...]
    written: tuple[Path, ...]
    not_written: AccordError | None = None
    loaded: tuple[LoadedLexicon, ...] = ()


class NothingPairedError(AlignmentError):
    """No document has a translation; ``failures`` are the files that could not be read, which may be why."""

    def __init__(self, reason: str, *, path: Path, remedy: str, failures: Sequence[Failure]) -> None:
        super().__init__(reason, path=path, remedy=remedy)
        self.failures = tuple(failures)


def build(
    sources: Path,
    targets: Path,
    output: Path,
    options: BuildOptions,
    *,
    progress: Progress = lambda stage, done, total: None,
) -> BuildResult:
    """Pair and align the documents of two folders and write everything that follows from them into ``output``.

    Writes ``memory.tmx``, ``glossary.tbx``, ``glossary.csv``, ``alignment.html``, ``alignment.xlsx`` (if openpyxl is
    installed and no former one holds decisions) and ``build.log``; the same input gives the same bytes. Documents that
    cannot be read are named in the result, and the others go on. Raises :class:`~tmx.errors.AccordError` where a
    folder, a glossary or a dictionary cannot be read or nothing pairs, or where ``output`` has a glossary with
    decisions, which the draft would replace.

    What was rejected in reviews (the lists beside the glossaries, or in ``output``) is not proposed again.
    """
    if output.exists() and not output.is_dir():
        raise StoreError("this is a file, a folder was expected", path=output, remedy="name a folder to write into")
    for name in _DRAFTS:
        refuse_decided(output / name, "--glossary")
    languages = (options.source_language, options.target_language)
    rejected = read_rejected([output / _DRAFTS[0], *options.glossaries])
    known = [_glossary(path, *languages) for path in options.glossaries]
    lexicons: list[Lexicon] = [load_dictionary(path, *languages) for path in options.dictionaries]
    lexicons += [GlossaryLexicon(glossary, *languages) for glossary in known]
    approved = read_approved(options.approved, *languages) if options.approved else None
    with step("Read", str(sources), str(targets)):
        ours = read_folder(sources, languages[0], progress=_stage(progress, "Reading", languages[0]))
        theirs = read_folder(targets, languages[1], progress=_stage(progress, "Reading", languages[1]))
    with step("Paired"):
        pairing = pair_texts(ours, theirs, *languages, lexicons=lexicons, progress=progress)
    if not pairing.pairs:
        raise NothingPairedError(
            f"no document of it has a translation in {targets}",
            path=sources,
            remedy="check the folders and languages",
            failures=(*ours.failures, *theirs.failures),
        )
    aligning = _stage(progress, "Aligning")
    pairs = align_pairs(
        pairing.pairs, *languages, lexicons=lexicons, approved=approved, processes=None, progress=aligning
    )
    units = tuple(units_from_pairs(pairs, *languages))
    known_concepts, terms = _joined(known), _stage(progress, "Terms")
    with step("Terms", f"{len(units)} units"):
        candidates = tuple(extract_terms(units, *languages, known=known_concepts, rejected=rejected, progress=terms))
    loaded = count_entries((*options.dictionaries, *options.glossaries), lexicons)
    result = BuildResult(options, ours, theirs, pairing, pairs, len(units), candidates, (), loaded=loaded)
    with step("Written", str(output)):
        return _write(result, units, output)


def _glossary(path: Path, source_language: str, target_language: str) -> Glossary:
    with step("Glossary", str(path)) as tell:
        glossary = read_glossary(path, source_language=source_language, target_language=target_language)
        tell(f"{len(glossary)} concepts")
    return glossary


def _stage(progress: Progress, *words: str) -> Callable[[int, int], None]:
    name = " ".join(words)
    return lambda done, total: progress(name, done, total)


def _joined(glossaries: Sequence[Glossary]) -> Glossary | None:
    if not glossaries:
        return None
    return Glossary(tuple(concept for glossary in glossaries for concept in glossary.concepts))


def _write(result: BuildResult, units: Sequence[TranslationUnit], output: Path) -> BuildResult:
    options = result.options
    draft = glossary_of_candidates(result.candidates, options.source_language, options.target_language)
    paths = tuple(output / name for name in _FILES)
    memory, tbx, csv, page, log = paths
    result = replace(result, written=paths)
    review = output / _REVIEW
    try:
        write_review(review, result.pairs, options.source_language, options.target_language)
    except StoreError as error:
        result = replace(result, not_written=error)
    else:
        result = replace(result, written=(*paths[:-1], review, log))
    write_tmx(
        memory,
        units,
        source_language=options.source_language,
        languages=dict(options.tmx_languages) or None,
        created=max((pair.dated for pair in result.pairs if pair.dated is not None), default=None),
    )
    write_glossary(tbx, draft)
    write_glossary(csv, draft)
    _write_text(page, alignment_page(_report(result)))
    _write_text(log, "\n".join(_log_lines(result)) + "\n")
    return result


def _write_text(path: Path, text: str) -> None:
    with write_whole(path) as stream:
        stream.write(text.encode("utf-8", "backslashreplace"))  # names of files that could not be read


def _report(result: BuildResult) -> AlignmentReport:
    options = result.options
    settings = [
        *(
            (name, tr("{count} documents in {folder}", count=number_said(len(side.texts)), folder=side.path))
            for name, side in ((tr("Originals"), result.sources), (tr("Translations"), result.targets))
        ),
        *((tr("Glossary"), str(path)) for path in options.glossaries),
        *((tr("Dictionary"), str(path)) for path in options.dictionaries),
        *((tr("Approved"), str(path)) for path in options.approved),
    ]
    return AlignmentReport(
        result.pairs,
        tuple(path.name for path in result.pairing.unpaired_sources),
        tuple(path.name for path in result.pairing.unpaired_targets),
        options.source_language,
        options.target_language,
        tuple(settings),
    )


def _log_lines(result: BuildResult) -> Iterator[str]:
    """What was read and left out, what was paired and aligned, what was written: the same for the same input."""
    options = result.options
    yield f"accord {version('accord-toolkit')}, {options.source_language} to {options.target_language}"
    for one in result.loaded:
        yield f"with {one.path} ({one.entries} entries)"
    for path in options.approved:
        yield f"with {path}"
    for folder in (result.sources, result.targets):
        yield ""
        yield f"{folder.path}: {len(folder.texts)} documents read"
        for text in folder.texts:
            yield from _log_text(text)
        for failure in folder.failures:
            yield f"  {failure.path.name}: not read: {failure.error.reason}"
    yield ""
    yield f"{len(result.pairs)} pairs"
    for pair in result.pairs:
        counts = count_beads([pair.alignment])
        yield f"  {pair.source_name} - {pair.target_name}: confidence {pair.confidence:.3f}, {counts.beads} beads, " + (
            f"{counts.one_to_one} one to one, {counts.merged} merged or split, {counts.alone} without counterpart"
        )
    for path in (*result.pairing.unpaired_sources, *result.pairing.unpaired_targets):
        yield f"  {path.name}: without counterpart"
    for doubt in doubts(result.pairs):
        yield f"  {doubt.message}{f', {doubt.where}' if doubt.where else ''}"
    yield ""
    yield f"{len(result.candidates)} terms proposed, {result.units} units written"
    yield from (f"  {path.name}" for path in result.written)
    if result.not_written is not None:
        yield f"  {_REVIEW} was not written: {result.not_written.reason}"


def _log_text(text: Text) -> Iterator[str]:
    yield f"  {text.path.name}: {len(text.sentences)} sentences"
    if text.document is None:
        return
    reasons = Counter(piece.reason for piece in text.document.left_out)
    if reasons:
        told = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
        yield f"    left out: {told} (accord ingest --show-left-out {pasted(text.path)} shows them)"
    for repair in text.document.repairs:
        yield f"    repaired: {repair}"
