"""FORM006: an e-mail address or a link that changed.

Finds an e-mail address of the source that does not stand in the translation, and a link whose host changed.

Why it matters: nobody answers at a misspelt address.

Example: «isolk@example.org» translated «isolck@example.org».

The fix: the address of the source. Another page of the same site is left in peace: it may be the translated one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://(?:www\.)?|www\.)(?P<host>[\w-]+(?:\.[\w-]+)+)[^\s<>«»\"]*", re.IGNORECASE)


def _where(context: FileContext) -> Flags:
    return context.translated & context.source_side.looked(_may_have_address)


def _may_have_address(text: str) -> bool:
    return "@" in text or "www." in text or "://" in text


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    source, target = unit.source.text, unit.target.text
    if not unit.translated or not _may_have_address(source):
        return
    lowered = target.casefold()
    for match in _MAIL.finditer(source):
        if match.group().casefold() not in lowered:
            yield from _changed(match, _MAIL, target, source)
    hosts = {match["host"].casefold().split(".")[-2] for match in _LINK.finditer(target)}
    for match in _LINK.finditer(source):
        if match["host"].casefold().split(".")[-2] not in hosts and match["host"].casefold() not in lowered:
            yield from _changed(match, _LINK, target, source)


def _changed(match: re.Match[str], pattern: re.Pattern[str], target: str, source: str) -> Iterator[Spot]:
    other = next((found for found in pattern.finditer(target) if found.group() not in source), None)
    if other is None:
        yield Spot("source", match.start(), match.end(), tr("{text} is missing in the translation", text=match.group()))
    else:
        message = tr("the source has {there}, the translation has {here}", there=match.group(), here=other.group())
        yield Spot("target", other.start(), other.end(), message, match.group() if pattern is _MAIL else None)


CHECK = Check("FORM006", "address", "inconsistent-entities", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example("write to isolk@example.org", "écrivez à isolck@example.org", "isolck@example.org"),
    Example("see www.example.org/portovale", "voir le site", "www.example.org/portovale"),
)
PASSING = (
    Example("see https://www.example.org/en/a.", "voir https://fr.example.org/a."),
    Example("write to isolk@example.org.", "écrivez à isolk@example.org."),
)
