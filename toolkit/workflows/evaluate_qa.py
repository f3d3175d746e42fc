"""How good the checks are on a benchmark with seeded errors and clean pairs.

A folder holds ``good.tsv`` (clean pairs: id, source, target), ``bad.tsv`` (pairs with one seeded error each),
``key.tsv`` (id, kind, detail, clean target) and ``glossary.tsv``. A seeded error counts as found when its unit gets a
finding of the right kind that the clean version of that unit does not get; a false alarm is any finding at warning or
above on a clean pair.
"""

from __future__ import annotations

import csv
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tmx.errors import ParseError
from tmx.formats.registry import read_units
from tmx.model import Segment
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.markup import find_markup
from toolkit.checks.term_hits import unit_terms
from toolkit.model import Finding, QaResult, Severity
from toolkit.workflows.qa import QaMaterial, UnitToCheck, check_units, load_material

__all__ = ["KindScore", "QaScore", "evaluate_qa"]

# The families of checks that may find each kind of seeded error.
_KINDS = {
    "wrong_number": ("NUM",),
    "missing_number": ("NUM",),
    "missing_tag": ("FORM005",),
    "doubled_word": ("FORM003",),
    "double_space": ("FORM004",),
    "unbalanced_bracket": ("FORM002",),
    "missing_final_punct": ("FORM001",),
    "missing_nbsp": ("TYPO001",),
    "untranslated": ("COMP001", "COMP002", "COMP004"),
    "omitted_sentence": ("COMP003",),
    "added_sentence": ("COMP005",),
    "omitted_clause": ("COMP003",),
    "wrong_term": ("TERM",),
    "acronym_untranslated": ("TERM",),
    "inconsistent": ("CONS", "TERM005"),
    "other_country": ("NAME002",),
    "opposite": ("MEAN001",),
    "negation_lost": ("MEAN002",),
    "misspelt_name": ("NAME001",),
    "other_name": ("NAME003",),
}


class KindScore(Struct, frozen=True):
    """How many seeded errors of a kind there are, and how many were found."""

    kind: str
    seeded: int
    found: int

    @property
    def recall(self) -> float:
        """The share that was found."""
        return self.found / self.seeded if self.seeded else 0.0


class QaScore(Struct, frozen=True):
    """The scores of a benchmark: recall by kind, clean pairs flagged, and required terms flagged among clean pairs.

    ``units_per_second`` are clean pairs a second of processor time, with all that the first file of a run has to load.
    """

    kinds: tuple[KindScore, ...]
    clean: int
    clean_flagged: int
    false_alarms: tuple[tuple[str, int], ...]
    terms: int
    terms_flagged: int
    units_per_second: float
    missed: tuple[str, ...] = ()


class _Seed(Struct, frozen=True):
    """A row of the key."""

    unit: str
    kind: str
    clean_target: str


def evaluate_qa(folder: Path, *, source_language: str = "en", target_language: str = "fr") -> QaScore:
    """Score the checks on the benchmark in ``folder``.

    Raises :class:`~tmx.errors.AccordError` where a file is missing or not as described above.
    """
    material = load_material(folder / "glossary.tsv", source_language=source_language, target_language=target_language)
    seeds = _read_key(folder / "key.tsv")
    bad = list(_pairs(folder / "bad.tsv", source_language, target_language))
    good = list(_pairs(folder / "good.tsv", source_language, target_language))
    started = time.process_time()
    on_good = _check(good, material, source_language, target_language)
    seconds = time.process_time() - started
    by_unit = {seed.unit: seed for seed in seeds}
    repaired = [_repaired(pair, by_unit[pair.identifier]) for pair in bad if pair.identifier in by_unit]
    on_bad = _by_unit(_check(bad, material, source_language, target_language))
    on_repaired = _by_unit(_check(repaired, material, source_language, target_language))
    found: Counter[str] = Counter()
    missed = []
    for seed in seeds:
        if _caught(seed, on_bad[seed.unit], on_repaired[seed.unit]):
            found[seed.kind] += 1
        else:
            missed.append(f"{seed.kind}\t{seed.unit}")
    seeded = Counter(seed.kind for seed in seeds)
    grave = [[f for f in unit.findings if f.severity is not Severity.INFO] for unit in on_good.units]
    alarms = Counter(finding.code for findings in grave for finding in findings)
    return QaScore(
        tuple(KindScore(kind, seeded[kind], found[kind]) for kind in sorted(seeded)),
        len(on_good.units),
        sum(map(bool, grave)),
        tuple(alarms.most_common()),
        _required_terms(good, material, source_language, target_language),
        alarms["TERM001"] + alarms["TERM003"],
        len(on_good.units) / max(seconds, 1e-9),
        tuple(missed),
    )


def _read_key(path: Path) -> list[_Seed]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ParseError(
            "the key cannot be read", path=path, remedy="name a folder with good, bad, key, glossary.tsv"
        ) from error
    seeds = []
    for number, row in enumerate(rows, 1):
        if number == 1 and row[:2] == ["id", "kind"]:
            continue
        if len(row) != 4 or not _codes_of(row[1]):
            raise ParseError("a line of the key holds id, kind, detail and clean target", path=path, line=number)
        seeds.append(_Seed(row[0], row[1], row[3]))
    return seeds


def _pairs(path: Path, source_language: str, target_language: str) -> Iterable[UnitToCheck]:
    for unit in read_units(path, source_language=source_language, target_language=target_language):
        yield UnitToCheck(unit.identifier, unit.variants[0], unit.variants[1])


def _repaired(pair: UnitToCheck, seed: _Seed) -> UnitToCheck:
    """The clean version; a seeded tag stands in the source too and is taken out of it."""
    source = pair.source
    if seed.kind == "missing_tag":
        text = source.text
        for mark in reversed(list(find_markup(text))):
            text = text[: mark.start] + text[mark.end :]
        source = Segment(source.language, " ".join(text.split()))
    return replace(pair, source=source, target=Segment(pair.target.language, seed.clean_target))


def _check(pairs: Sequence[UnitToCheck], material: QaMaterial, source_language: str, target_language: str) -> QaResult:
    return check_units(
        Path("benchmark"), pairs, material=material, source_language=source_language, target_language=target_language
    )


def _by_unit(result: QaResult) -> dict[str, list[Finding]]:
    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    for unit in result.units:
        findings[unit.identifier] += [f for f in unit.findings if f.severity is not Severity.INFO]
    return findings


def _codes_of(kind: str) -> tuple[str, ...]:
    """The families of checks that may find ``kind``; a kind that goes on after a known one is a sort of it."""
    return next((_KINDS[known] for known in sorted(_KINDS, reverse=True) if kind.startswith(known)), ())


def _caught(seed: _Seed, bad: Sequence[Finding], clean: Sequence[Finding]) -> bool:
    codes = _codes_of(seed.kind)
    before = Counter((f.code, f.message) for f in clean if f.code.startswith(codes))
    return bool(Counter((f.code, f.message) for f in bad if f.code.startswith(codes)) - before)


def _required_terms(
    pairs: Sequence[UnitToCheck], material: QaMaterial, source_language: str, target_language: str
) -> int:
    context = FileContext(source_language, target_language, material.glossary)
    context.units = tuple(Unit(p.identifier, p.source, p.target, context, at) for at, p in enumerate(pairs))
    return sum(len(unit_terms(unit, context).required) for unit in context.units)
