"""What makes a finding the same finding in the next run, in another file, on another machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
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
    findings = tuple(findings)
    # Both texts are read once for each check, however many findings there are.
    begun = {code: sha256(_bytes(code, source, target, "")) for code in {finding.code for finding in findings}}
    seen: Counter[tuple[str, str, str]] = Counter()
    marked = []
    for finding in findings:
        text = source if finding.side == "source" else target
        words = text[finding.start : finding.end]
        before = seen[finding.code, finding.side, words]
        digest = begun[finding.code].copy()
        digest.update(_bytes(finding.side, words, str(before)))
        seen[finding.code, finding.side, words] += 1
        marked.append(_named(finding, digest.hexdigest()[:_LENGTH]))
    return tuple(marked)


def _named(one: Finding, fingerprint: str) -> Finding:  # in a fraction of the time of replace()
    return Finding(
        one.code,
        one.issue,
        one.severity,
        one.file,
        one.unit,
        one.side,
        one.start,
        one.end,
        one.message,
        one.fix,
        fingerprint,
    )


def _bytes(*parts: str) -> bytes:
    return "\x1f".join(parts).encode("utf-8", "surrogatepass")
