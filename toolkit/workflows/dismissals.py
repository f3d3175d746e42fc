"""Findings that a person has looked at and found right, so that they are not reported again.

``accord-dismissed.toml`` keeps them, one by one (by fingerprint) or by term; it stands in the project's folder and is
shared like any other file. A unit can also say so itself: a note or comment ``accord: ignore NUM001`` in the PO or
XLIFF file, without codes for all checks. A baseline is an earlier report: what stands in it is not new.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tmx.errors import ConfigError, ParseError
from tmx.files import read_bytes, read_utf8, write_whole
from toolkit.config import read_toml
from toolkit.model import CheckedUnit, Finding, QaResult

__all__ = [
    "Dismissals",
    "DismissedFinding",
    "DismissedTerm",
    "add_findings",
    "dismiss",
    "leave_out_dismissed",
    "leave_out_known",
    "read_baseline",
    "read_dismissals",
    "write_dismissals",
]

_CODE = r"\b(?:[A-Z]+\d*|[A-Za-z]+\d{3})\b"
_IN_NOTES = re.compile(rf"\b[Aa]ccord\s*:\s*ignorer?\b(?P<codes>(?:[\s,;:]+{_CODE})*)")
_HEAD = """\
# What has been looked at and is right: accord qa does not report it again.
# A finding is known by its id; [[term]] leaves a word in peace, for all checks or those that are named.
"""
_TEXT_LIMIT = 200


class DismissedFinding(Struct, frozen=True):
    """A finding that is not to be reported again; all but the fingerprint is for people who read the file."""

    fingerprint: str
    check: str = ""
    source: str = ""
    target: str = ""
    message: str = ""
    reason: str = ""
    by: str = ""
    on: date | None = None


class DismissedTerm(Struct, frozen=True):
    """A word or phrase that is right wherever it is marked; ``checks`` are codes or their beginnings, empty for all."""

    term: str
    checks: tuple[str, ...] = ()
    reason: str = ""


class Dismissals(Struct, frozen=True):
    """What is not to be reported again."""

    findings: tuple[DismissedFinding, ...] = ()
    terms: tuple[DismissedTerm, ...] = ()

    def with_findings(self, more: Iterable[DismissedFinding]) -> Dismissals:
        """These and ``more``; what is there already stays as it is."""
        known = {one.fingerprint: one for one in more} | {one.fingerprint: one for one in self.findings}
        return replace(self, findings=tuple(known.values()))


def leave_out_dismissed(result: QaResult, dismissals: Dismissals) -> QaResult:
    """``result`` without what ``dismissals`` or the notes of its units dismiss, and how much that was."""
    if not (dismissals.findings or dismissals.terms or any(unit.notes for unit in result.units)):
        return result
    fingerprints = {one.fingerprint for one in dismissals.findings}
    terms: dict[str, list[tuple[str, ...]]] = {}
    for one in dismissals.terms:
        terms.setdefault(_plain(one.term), []).append(one.checks)

    def stays(finding: Finding, unit: CheckedUnit, ignored: tuple[str, ...] | None) -> bool:
        if finding.fingerprint in fingerprints or (ignored is not None and _has_code(finding.code, ignored)):
            return False
        text = unit.source if finding.side == "source" else unit.target
        marked = _plain(text[finding.start : finding.end])
        return not any(_has_code(finding.code, codes) for codes in terms.get(marked, ()))

    return _filtered(result, stays)


def leave_out_known(result: QaResult, baseline: frozenset[str]) -> QaResult:
    """``result`` without the findings whose fingerprints stand in ``baseline``."""
    if not baseline:
        return result
    return _filtered(result, lambda finding, unit, ignored: finding.fingerprint not in baseline)


def _filtered(result: QaResult, stays: Callable[[Finding, CheckedUnit, tuple[str, ...] | None], bool]) -> QaResult:
    units, left_out = [], 0
    for unit in result.units:
        if unit.findings:
            ignored = _ignored(unit.notes)
            kept = tuple(finding for finding in unit.findings if stays(finding, unit, ignored))
            left_out += len(unit.findings) - len(kept)
            unit = replace(unit, findings=kept)  # noqa: PLW2901  the unit as it is shown
        units.append(unit)
    return replace(result, units=tuple(units), dismissed=result.dismissed + left_out)


def _ignored(notes: Iterable[str]) -> tuple[str, ...] | None:
    """The codes that the notes of a unit name, empty for all checks, None where no note says anything."""
    found = [match["codes"] for note in notes for match in _IN_NOTES.finditer(note)]
    if not found:
        return None
    codes = [[code.upper() for code in re.findall(_CODE, named)] for named in found]
    return () if any(not named for named in codes) else tuple(code for named in codes for code in named)


def _has_code(code: str, beginnings: tuple[str, ...]) -> bool:
    return not beginnings or code.startswith(beginnings)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


# Files


def read_dismissals(path: Path) -> Dismissals:
    """What the file ``path`` dismisses.

    Raises :class:`~tmx.errors.ParseError` where it is not TOML or holds something else.
    """
    content = read_toml(path, remedy="correct it, or take it back from git")
    try:
        return Dismissals(
            tuple(_finding(entry) for entry in content.get("finding", ())),
            tuple(_term(entry) for entry in content.get("term", ())),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        remedy = 'a [[finding]] has an id = "…", a [[term]] a term = "…"'
        raise ParseError("an entry is not as it should be", path=path, remedy=remedy) from error


def _finding(entry: Mapping[str, Any]) -> DismissedFinding:
    texts = {name: _text(entry.get(name, "")) for name in ("check", "source", "target", "message", "reason", "by")}
    on = entry.get("on")
    if on is not None and not isinstance(on, date):
        raise ValueError(on)
    return DismissedFinding(_text(entry["id"]), **texts, on=on)


def _term(entry: Mapping[str, Any]) -> DismissedTerm:
    checks = tuple(_text(code).upper() for code in entry.get("checks", ()))
    return DismissedTerm(_text(entry["term"]), checks, _text(entry.get("reason", "")))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def write_dismissals(path: Path, dismissals: Dismissals) -> None:
    """Write ``dismissals`` to ``path`` in an order that depends on nothing but them, so that line diffs read well."""
    with write_whole(path) as stream:
        stream.write(_written(dismissals).encode("utf-8"))


def add_findings(path: Path, findings: Iterable[DismissedFinding]) -> None:
    """Add ``findings`` to what the file ``path`` dismisses; what is there already stays as it is.

    Where a person has written in the file, all that stands in it stays as it is too, and they follow at its end.
    Raises what :func:`read_dismissals` raises, and :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    known = read_dismissals(path) if path.exists() else Dismissals()
    wanted = known.with_findings(findings)
    text = read_bytes(path).decode("utf-8") if path.exists() else ""
    if text in ("", _written(known)):
        write_dismissals(path, wanted)
        return
    there = {one.fingerprint for one in known.findings}
    more = "\n".join(_finding_entry(one) for one in _in_order(wanted.findings) if one.fingerprint not in there)
    ends = "\r\n" if "\r\n" in text else "\n"
    longer = f"{text}{'' if text.endswith(ends) else ends}{ends}{more.replace(chr(10), ends)}" if more else text
    try:
        tomllib.loads(longer.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:  # the findings stand in a list (finding = […]), which nothing can follow
        write_dismissals(path, wanted)
        return
    with write_whole(path) as stream:
        stream.write(longer.encode("utf-8"))


def _written(dismissals: Dismissals) -> str:
    parts = [_HEAD]
    for term in sorted(dismissals.terms, key=lambda one: (one.term.casefold(), one.checks)):
        checks = f"[{', '.join(map(_quoted, term.checks))}]" if term.checks else ""
        parts.append(
            _entry("term", (("term", _quoted(term.term)), ("checks", checks), ("reason", _quoted(term.reason))))
        )
    return "\n".join([*parts, *map(_finding_entry, _in_order(dismissals.findings))])


def _in_order(findings: Iterable[DismissedFinding]) -> list[DismissedFinding]:
    return sorted(findings, key=lambda one: (one.check, one.source, one.fingerprint))


def _finding_entry(one: DismissedFinding) -> str:
    texts = [(name, _quoted(getattr(one, name)[:_TEXT_LIMIT])) for name in ("check", "source", "target", "message")]
    rest = [("reason", _quoted(one.reason)), ("by", _quoted(one.by)), ("on", one.on.isoformat() if one.on else "")]
    return _entry("finding", (("id", _quoted(one.fingerprint)), *texts, *rest))


def _entry(name: str, settings: Iterable[tuple[str, str]]) -> str:
    lines = [f"{key} = {value}\n" for key, value in settings if value not in ("", '""')]
    return f"[[{name}]]\n{''.join(lines)}"


def _quoted(text: str) -> str:
    """A basic string of TOML, which escapes what JSON escapes, and the delete character."""
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(safe, ensure_ascii=False).replace("\x7f", "\\u007F")


def read_baseline(path: Path) -> frozenset[str]:
    """The fingerprints in an earlier report, ``--format json`` or ``jsonl``.

    Raises :class:`~tmx.errors.ParseError` where it is none.
    """
    remedy = "make one with accord qa --format json -o baseline.json"
    try:
        text = read_utf8(path)
        entries = json.loads(text) if text.lstrip().startswith("[") else [json.loads(one) for one in text.splitlines()]
        return frozenset(_text(entry["fingerprint"]) for entry in entries)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ParseError("this is not a JSON report of accord qa", path=path, remedy=remedy) from error


def dismiss(
    results: Iterable[QaResult], fingerprints: Iterable[str], *, reason: str, by: str, on: date
) -> tuple[DismissedFinding, ...]:
    """The findings of ``results`` that ``fingerprints`` (or their beginnings) name, as entries for the file.

    Raises :class:`~tmx.errors.ConfigError` where one names no finding, or several different ones.
    """
    found = {f.fingerprint: (f, unit) for result in results for unit in result.units for f in unit.findings}
    entries = []
    for wanted in fingerprints:
        named = [fingerprint for fingerprint in found if fingerprint.startswith(wanted.lower())]
        if len(named) != 1 or not wanted:
            several = f"«{wanted}» stands for several findings"
            raise ConfigError(
                several if named else f"«{wanted}» is the id of no finding in these files",
                remedy="--format json shows the id of each (fingerprint)",
            )
        finding, unit = found[named[0]]
        entries.append(
            DismissedFinding(named[0], finding.code, unit.source, unit.target, finding.message, reason, by, on)
        )
    return tuple(entries)
