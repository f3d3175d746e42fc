"""What makes a finding the same finding in the next run, in another file, on another machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from toolkit.model import Finding

__all__ = ["with_fingerprints"]

_LENGTH = 12  # hexadecimal digits: among a million findings two alike by chance are less likely than 1 in 500


def with_fingerprints(findings: Iterable[Finding], source: str, target: str) -> tuple[Finding, ...]:
    """The findings of a unit with their fingerprints, which no two of them share.

    A fingerprint is made of the check's code, both texts of the unit, and the words that are marked; where several
    findings of a check mark the same words, their order counts too. The name of the file, the unit's number, the
    message and the severity do not count: a unit may move, a message may be in another language.
    """
    seen: dict[str, int] = {}
    marked = []
    for finding in findings:
        text = source if finding.side == "source" else target
        key = "\x1f".join((finding.code, source, target, finding.side, text[finding.start : finding.end]))
        before = seen.get(key, 0)
        digest = sha256(f"{key}\x1f{before}".encode("utf-8", "surrogatepass")).hexdigest()
        seen[key] = before + 1
        marked.append(replace(finding, fingerprint=digest[:_LENGTH]))
    return tuple(marked)
