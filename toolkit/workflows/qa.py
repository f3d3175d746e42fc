"""Checking a translation: a bilingual file, or a document beside its original."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from termbase.formats.registry import read_glossary
from termbase.model import Glossary
from tmx.errors import ConfigError, ParseError, UnknownFormatError
from tmx.files import read_bytes
from tmx.formats.other import KEYED, read_keyed_pair
from tmx.formats.registry import Format, format_of, read_units
from tmx.formats.stated import StatedLanguages, stated_languages
from tmx.model import Segment, TranslationUnit
from tmx.text.languages import primary_subtag
from tmx.workbooks import is_foreign_workbook
from toolkit.checks.check import Check, EarlierUnit, FileContext, MemoryPair, Unit
from toolkit.checks.fingerprint import with_fingerprints
from toolkit.checks.registry import CHECKS, check_options, severity_of
from toolkit.model import CheckedUnit, Finding, QaResult, ReferenceScore, Severity
from toolkit.verbose import step
from toolkit.workflows.dismissals import Dismissals, leave_out_dismissed, leave_out_known
from toolkit.workflows.qa_originals import DOCUMENTS
from toolkit.workflows.qa_processes import CheckFound, can_help, found_with_help
from toolkit.workflows.qa_tables import TABLE_SUFFIXES, column_languages, table_units

__all__ = [
    "HouseRules",
    "QaMaterial",
    "UnitToCheck",
    "check_translation",
    "check_units",
    "load_material",
    "qa_languages",
    "remember_units",
    "visible",
]

_GETTEXT = frozenset({".po", ".pot"})
_ORIGINAL = "name the original with --source, or check the translation by itself with --alone"


class QaMaterial(Struct, frozen=True, eq=False):
    """What translations are checked against: a glossary, the pairs of a memory, and the names of their files.

    ``for_all`` keeps what the checks work out of the glossary for all files.
    """

    glossary: Glossary | None = None
    memory: tuple[MemoryPair, ...] = ()
    glossary_name: str = ""
    memory_name: str = ""
    for_all: dict[tuple[str, str], Any] = field(default_factory=dict)


def load_material(
    glossary: Path | None = None, memory: Path | None = None, *, source_language: str, target_language: str
) -> QaMaterial:
    """Read the glossary and the memory once, for any number of translations.

    Raises :class:`~tmx.errors.AccordError` where one of them cannot be read.
    """
    terms = None
    if glossary is not None:
        with step("Glossary", str(glossary)) as tell:
            terms = read_glossary(glossary, source_language=source_language, target_language=target_language)
            tell(f"{len(terms.concepts)} concepts")
    pairs: tuple[MemoryPair, ...] = ()
    if memory is not None:
        from toolkit.workflows.memory_source import read_memory_units

        with step("Memory", str(memory)) as tell:
            units = read_memory_units(memory, source_language=source_language, target_language=target_language)
            pairs = tuple(MemoryPair(unit.variants[0].text, unit.variants[1].text) for unit in units)
            tell(f"{len(pairs)} units")
    return QaMaterial(terms, pairs, str(glossary or ""), str(memory or ""))


class HouseRules(Struct, frozen=True):
    """What a house has decided: how grave it takes which checks, its choices in them, and what it has dismissed.

    ``severities`` and ``options`` are those of :class:`toolkit.config.Config`; ``baseline`` holds the fingerprints of
    findings that are known already.
    """

    severities: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    dismissals: Dismissals = field(default_factory=Dismissals)
    baseline: frozenset[str] = frozenset()


def check_translation(
    path: Path,
    *,
    source_path: Path | None = None,
    alone: bool = False,
    glossary: Path | None = None,
    memory: Path | None = None,
    source_language: str | None = None,
    target_language: str | None = None,
    checks: Sequence[Check] = CHECKS,
    score: bool = False,
    material: QaMaterial | None = None,
    house: HouseRules | None = None,
    earlier: Mapping[str, Sequence[EarlierUnit]] | None = None,
    processes: int = 1,
) -> QaResult:
    """Check the translation ``path``: XLIFF, PO, TMX or a table, or a document whose original is ``source_path``.

    With ``alone`` it is a document without its original, and those checks run that need none (:attr:`Check.alone`).
    The languages are by default those that the file names, else English and French; see :func:`qa_languages`.
    ``material`` may hold glossary and memory already read, ``house`` says what the house has decided; with ``score``
    the translation is compared with the memory's where the memory has the same source; ``earlier`` is what
    :func:`remember_units` has gathered from other files; ``processes`` are how many may be used for a large file. What
    is wrong in the translation is never an error but a finding.

    Raises :class:`~tmx.errors.AccordError` where something cannot be read.
    """
    both = qa_languages(path, source_language, target_language, documents=alone or source_path is not None)
    source_language, target_language = both.source, both.target
    if material is None:
        material = load_material(glossary, memory, source_language=source_language, target_language=target_language)
    if alone:
        checks = [check for check in checks if check.alone]
        pairs = list(_alone(path, source_language, target_language))
    elif source_path is not None and path.suffix.lower() in KEYED and source_path.suffix.lower() in KEYED:
        pairs = list(_keyed(source_path, path, source_language, target_language))
    elif source_path is None:
        pairs = list(_bilingual(path, source_language, target_language))
    else:
        pairs = list(_documents(source_path, path, source_language, target_language))
    result = check_units(
        path,
        pairs,
        material=material,
        source_language=source_language,
        target_language=target_language,
        checks=checks,
        aligned=source_path is not None and path.suffix.lower() not in KEYED,
        house=house,
        earlier=earlier,
        processes=processes,
    )
    scores: tuple[ReferenceScore, ...] = ()
    if score:
        from toolkit.workflows.reference_scores import reference_scores

        scores = reference_scores(result.units, material.memory)
    return replace(result, source_file=str(source_path or ""), alone=alone, scores=scores)


def qa_languages(
    path: Path, source_language: str | None = None, target_language: str | None = None, *, documents: bool = False
) -> StatedLanguages:
    """The languages in which the translation ``path`` is checked, by what is asked for and what the file says.

    A language that is not asked for is the file's own, else English or French. A file that translates the other way
    round than is asked is checked in its own direction, and its region (``fr-CA``) counts where none is asked for.
    Where nothing is asked, a table has the languages by which its columns are called, the source's first.
    ``documents`` say nothing themselves.
    """
    stated = StatedLanguages() if documents else stated_languages(path)
    if source_language is target_language is None and stated == StatedLanguages() and not documents:
        stated = StatedLanguages(*(column_languages(path) or ()))
    usual = "fr" if primary_subtag(target_language or "") == "en" else "en"
    source = source_language or stated.source or usual
    target = target_language or stated.target or ("en" if primary_subtag(source) == "fr" else "fr")
    if (primary_subtag(stated.source), primary_subtag(stated.target)) == (
        primary_subtag(target),
        primary_subtag(source),
    ):
        source, target = target, source
    return StatedLanguages(_with_region(source, stated.source), _with_region(target, stated.target))


def _with_region(asked: str, stated: str) -> str:
    return stated if primary_subtag(stated) == asked.lower() else asked


def remember_units(earlier: dict[str, list[EarlierUnit]], result: QaResult) -> None:
    """Add the translated units of ``result`` to ``earlier``, by their source, for the files that are checked after."""
    for unit in result.units:
        target = " ".join(unit.target.split())
        if target:
            same = earlier.setdefault(" ".join(unit.source.split()), [])
            if all(other.target != target for other in same):
                same.append(EarlierUnit(result.file.name, unit.identifier, target))


class UnitToCheck(Struct, frozen=True):
    """A unit to check: its own name in the file and its two sides, its line and notes where the file has them.

    What is not ``translatable`` (``translate="no"`` in XLIFF) keeps its place among the units and is left in peace.
    """

    identifier: str
    source: Segment
    target: Segment
    line: int | None = None
    notes: tuple[str, ...] = ()
    translatable: bool = True


def _bilingual(path: Path, source_language: str, target_language: str) -> Iterator[UnitToCheck]:
    suffix = path.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        units = list(table_units(path, source_language, target_language))
        if units:
            yield from map(_to_check, units)
            return
    if suffix in DOCUMENTS or (suffix in KEYED and not _is_bilingual(path)):
        raise ConfigError("this is checked beside its original", path=path, remedy=_ORIGINAL)
    known = _known_format(path)
    empty = True
    for unit in read_units(path, source_language=source_language, target_language=target_language):
        empty = False
        yield _to_check(unit)
    if empty:
        raise ParseError(
            f"the {known.name} file has no unit to check", path=path, remedy="check that it is the file you meant"
        )


def _to_check(unit: TranslationUnit) -> UnitToCheck:
    translatable = not any(one.type == "translate" and one.value == "no" for one in unit.properties)
    source, target = unit.variants[0], unit.variants[1]
    return UnitToCheck(unit.identifier, source, target, unit.line, unit.all_notes(), translatable)


def _known_format(path: Path) -> Format:
    """The bilingual format of ``path``; what is wrong is said of a PDF or an old Word file as of other documents."""
    try:
        return format_of(path)
    except UnknownFormatError:
        from toolkit.ingest.documents import refuse_foreign

        if not is_foreign_workbook(path):
            refuse_foreign(path)
        raise


def _is_bilingual(path: Path) -> bool:
    """Whether an ``.xml`` is a TMX or an XLIFF after all."""
    try:
        format_of(path)
    except UnknownFormatError:
        return False
    return True


def _keyed(source: Path, target: Path, source_language: str, target_language: str) -> Iterator[UnitToCheck]:
    empty = True
    for unit in read_keyed_pair(source, target, source_language, target_language):
        empty = False
        yield UnitToCheck(unit.identifier, unit.variants[0], unit.variants[1], unit.line, unit.all_notes())
    if empty:
        raise ParseError("no text was found in it", path=source, remedy="check that it is the file you meant")


def _documents(source: Path, target: Path, source_language: str, target_language: str) -> Iterator[UnitToCheck]:
    from toolkit.workflows.qa_documents import document_beads

    for number, bead in enumerate(document_beads(source, target, source_language, target_language), 1):
        both = Segment(source_language, bead.source), Segment(target_language, bead.target)
        yield UnitToCheck(str(number), *both, bead.line)


def _alone(path: Path, source_language: str, target_language: str) -> Iterator[UnitToCheck]:
    from toolkit.ingest.documents import is_odt, refuse_foreign
    from toolkit.workflows.qa_documents import has_lines, target_paragraphs

    suffix, content = path.suffix.lower(), read_bytes(path)
    if suffix not in DOCUMENTS and not is_odt(content, path):
        if suffix not in TABLE_SUFFIXES:
            refuse_foreign(path)
        raise ConfigError(
            "only a document (text, HTML, Word, LibreOffice, subtitles) is checked by itself",
            path=path,
            remedy="leave out --alone",
        )
    in_lines = has_lines(content)
    for number, paragraph in enumerate(target_paragraphs(path, target_language), 1):
        text = Segment(target_language, paragraph.text)
        yield UnitToCheck(str(number), Segment(source_language, ""), text, paragraph.line if in_lines else None)


def check_units(
    path: Path,
    pairs: Iterable[UnitToCheck],
    *,
    material: QaMaterial,
    source_language: str,
    target_language: str,
    checks: Sequence[Check] = CHECKS,
    aligned: bool = False,
    house: HouseRules | None = None,
    earlier: Mapping[str, Sequence[EarlierUnit]] | None = None,
    processes: int = 1,
) -> QaResult:
    """Run ``checks`` over ``pairs`` of the file ``path``; findings stand in the order of the text.

    Raises :class:`~tmx.errors.ConfigError` where ``house`` names an option that there is not.
    """
    house = house or HouseRules()
    context = FileContext(
        source_language,
        target_language,
        material.glossary,
        material.memory,
        aligned=aligned,
        gettext=path.suffix.lower() in _GETTEXT,
        options=check_options(house.options),
        earlier=earlier or {},
        for_all=material.for_all,
    )
    to_check = tuple(pairs)
    context.units = tuple(
        Unit(pair.identifier, pair.source, pair.target, context, position) for position, pair in enumerate(to_check)
    )
    found = _found(context, checks, str(path), house, processes)
    checked = []
    for number, (unit, pair, findings) in enumerate(zip(context.units, to_check, found, strict=True), 1):
        source, target = unit.source.text, unit.target.text
        named: tuple[Finding, ...] = ()
        if findings and pair.translatable:
            named = with_fingerprints(sorted(findings, key=_order), source, target)
        checked.append(CheckedUnit(unit.identifier, number, source, target, named, pair.line, pair.notes))
    context.release()
    result = QaResult(
        path,
        source_language,
        target_language,
        tuple(checked),
        checks=tuple(check.code for check in checks),
        glossary=material.glossary_name,
        memory=material.memory_name,
    )
    return leave_out_known(leave_out_dismissed(result, house.dismissals), house.baseline)


def _found(
    context: FileContext, checks: Sequence[Check], name: str, house: HouseRules, processes: int
) -> list[list[Finding]]:
    """What the checks have to say about each unit, as grave as the house takes it."""

    def find(check: Check) -> CheckFound:
        said: CheckFound = {}
        for unit in check.units(context):
            findings = check.findings(unit, context, name)
            if findings:
                severities = house.severities
                said[unit.position] = [_judged(one, check, house) for one in findings] if severities else findings
        return said

    helped = can_help(context, checks, processes)
    said_of_all = found_with_help(context, checks, find, processes) if helped else map(find, checks)
    found: list[list[Finding]] = [[] for _ in context.units]
    for said in said_of_all:
        for position, findings in said.items():
            found[position] += findings
    return found


def _judged(finding: Finding, check: Check, house: HouseRules) -> Finding:
    return replace(finding, severity=severity_of(check, finding.severity, house.severities))


def _order(finding: Finding) -> tuple[int, int, str]:
    return -finding.severity.rank, finding.start, finding.code


def visible(result: QaResult, least: Severity) -> QaResult:
    """``result`` with the findings at ``least`` or graver only."""
    shown = frozenset(severity for severity in Severity if severity.rank >= least.rank)
    units = tuple(
        replace(unit, findings=tuple([f for f in unit.findings if f.severity in shown])) if unit.findings else unit
        for unit in result.units
    )
    return replace(result, units=units)
