"""Putting right what has only one right form: in the file itself, and nothing else in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from tmx.errors import StoreError
from tmx.files import write_whole
from tmx.formats.inplace import Change, FileText, PlacedText, change_file
from toolkit.checks.check import Check
from toolkit.model import Finding, QaResult
from toolkit.workflows.fix_places import Placement, placement

__all__ = ["FixedUnit", "Fixes", "Hindrance", "LeftFinding", "fix_file", "fixes_for"]


class Hindrance(StrEnum):
    """Why a finding that has a fix could not be put right."""

    LOCKED = "locked"
    TAG = "tag"
    ENCODING = "encoding"
    PLACE = "place"


class LeftFinding(Struct, frozen=True):
    """A finding that could not be put right, and why: its segment is locked, a code stands in the way, say."""

    finding: Finding
    why: Hindrance


class FixedUnit(Struct, frozen=True):
    """A unit whose translation changes: its number and name, the translation as it is and as it will be."""

    number: int
    identifier: str
    before: str
    after: str
    findings: tuple[Finding, ...]


class Fixes(Struct, frozen=True):
    """What is put right in a file, and which findings with a fix could not be."""

    units: tuple[FixedUnit, ...]
    left: tuple[LeftFinding, ...] = ()

    @property
    def count(self) -> int:
        """How many findings are put right."""
        return sum(len(unit.findings) for unit in self.units)


def fixes_for(result: QaResult, checks: Iterable[Check], *, every: bool = False) -> Mapping[int, tuple[Finding, ...]]:
    """The findings of each unit (by its place in the file, from 0) that can be put right, none overlapping another.

    Those of checks whose fixes are safe, or ``every`` one that has a fix; of two that overlap the safe one is taken
    (``œuvre`` for ``oeuvre``, and not the nearest word of a dictionary).
    """
    safe = {check.code for check in checks if check.safe}
    chosen: dict[int, tuple[Finding, ...]] = {}
    for place, unit in enumerate(result.units):
        wanted = [f for f in unit.findings if f.fix is not None and f.side == "target" and (every or f.code in safe)]
        taken: list[Finding] = []
        for finding in sorted(wanted, key=lambda one: (one.code not in safe, one.start, one.end)):
            changed = _changed(finding, unit.target)
            if all(one.end <= changed.start or changed.end <= one.start for one in taken):
                taken.append(changed)
        if taken:
            chosen[place] = tuple(sorted(taken, key=lambda one: (one.start, one.end)))
    return chosen


def _changed(finding: Finding, text: str) -> Finding:
    """``finding`` marking only what its fix changes in ``text``: the space in «maintenant ?», not the word.

    Marks that share a word (``«trois»``) are then put right together.
    """
    old, new = text[finding.start : finding.end], finding.fix or ""
    ahead = _common(old, new)
    behind = _common(old[ahead:][::-1], new[ahead:][::-1])
    if not old or ahead + behind == len(old) == len(new):
        return finding
    return replace(finding, start=finding.start + ahead, end=finding.end - behind, fix=new[ahead : len(new) - behind])


def _common(one: str, other: str) -> int:
    """How many code points two texts begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def fix_file(result: QaResult, checks: Iterable[Check], *, every: bool = False, write: bool = True) -> Fixes:
    """Put right in ``result.file`` what :func:`fixes_for` names; without ``write`` only say what would change.

    The new file is read again before it takes the old one's place, and must differ in these translations alone.
    Raises :class:`~tmx.errors.ConfigError` where the format cannot be changed in place,
    :class:`~tmx.errors.StoreError` where the file cannot be written, or is not what was checked.
    """
    chosen = fixes_for(result, checks, every=every)
    place = placement(result, chosen.keys())
    wanted = [(number, finding) for number, findings in chosen.items() for finding in findings]
    put_right = [(number, finding) for number, finding in wanted if place.targets[number] is not None]
    fixed: tuple[FixedUnit, ...] = ()
    while put_right:
        changes = [(_known(place.targets[number]), Change(f.start, f.end, f.fix or "")) for number, f in put_right]
        text, done = change_file(place.file, changes)
        put_right = [one for one, fits in zip(put_right, done, strict=True) if fits]
        fixed = _fixed_units(result, put_right)
        content = place.content(text)
        misread = _misread(result.file, content, place, fixed)
        if not misread:
            if write and fixed:
                with write_whole(result.file) as stream:
                    stream.write(content)
            break
        put_right = [(number, finding) for number, finding in put_right if number not in misread]
    left = [(number, finding) for number, finding in wanted if (number, finding) not in put_right]
    return Fixes(fixed, tuple(LeftFinding(f, _hindrance(place.file, place.targets[number], f)) for number, f in left))


def _hindrance(file: FileText, target: PlacedText | None, finding: Finding) -> Hindrance:
    """Why ``finding`` could not be put right in ``target``."""
    if target is None:
        return Hindrance.PLACE
    if target.locked:
        return Hindrance.LOCKED
    try:
        file.encoded(target.written(finding.fix or "") or "")
    except UnicodeEncodeError:
        return Hindrance.ENCODING
    return Hindrance.PLACE if target.is_whole(finding.start, finding.end) else Hindrance.TAG


def _known(target: PlacedText | None) -> PlacedText:
    assert target is not None
    return target


def _fixed_units(result: QaResult, fixed: Iterable[tuple[int, Finding]]) -> tuple[FixedUnit, ...]:
    by_place: dict[int, list[Finding]] = {}
    for place, finding in fixed:
        by_place.setdefault(place, []).append(finding)
    units = []
    for place, findings in by_place.items():
        unit = result.units[place]
        after = unit.target
        for finding in sorted(findings, key=lambda one: one.start, reverse=True):
            after = after[: finding.start] + (finding.fix or "") + after[finding.end :]
        units.append(FixedUnit(unit.number, unit.identifier, unit.target, after, tuple(findings)))
    return tuple(units)


def _misread(path: Path, content: bytes, place: Placement, fixed: Sequence[FixedUnit]) -> Set[int]:
    """The units (from 0) that would not read as they should from ``content``, of those that are ``fixed``.

    Raises :class:`~tmx.errors.StoreError` where anything else would read otherwise too.
    """
    expected = place.expected({one.number - 1: one.after for one in fixed})
    with TemporaryDirectory() as folder:
        trial = Path(folder) / f"fixed{path.suffix}"
        trial.write_bytes(content)
        reads = place.reads(trial)
    if reads == expected:
        return frozenset()
    if len(reads) == len(expected):
        misread = {number for number, (one, other) in enumerate(zip(reads, expected, strict=True)) if one != other}
        if misread <= {one.number - 1 for one in fixed}:
            return misread
    remedy = "nothing was changed; correct it by hand"
    raise StoreError("the file could not be read back as it should", path=path, remedy=remedy)
