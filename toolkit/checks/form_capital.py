"""FORM007: a small letter at the beginning where the source has a capital, or the other way round.

Finds whole sentences (with an end mark) whose translation begins with a letter of the other size.

Why it matters: a small letter at the beginning of a sentence often shows that its beginning was cut off.

Example: «The centre is open.» translated «centre est ouvert.».

The fix: the capital; or look whether something is missing before it. Names that are written small, figures and
quotation marks at the beginning are left in peace; titles and single words are not looked at. Where several units begin
small, items of lists for example, it is information only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmx.text.folding import fold
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_END = re.compile(r"[.!?…][\"'’”»)\]\s]*$")
_LEAST_WORDS = 4
_OWN_CHOICE = 3  # so many units that begin small: items of lists, or the house's way


def _where(context: FileContext) -> Flags:
    source, target = context.source_side, context.target_side
    capital = source.first(source.flags(lambda word: word[0].isupper()))
    small = target.first(target.flags(str.islower))
    return capital & small & (source.sizes() >= _LEAST_WORDS) & (target.sizes() >= _LEAST_WORDS)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if len(unit.source_words) < _LEAST_WORDS or len(unit.target_words) < _LEAST_WORDS:
        return
    if not _END.search(unit.source.text):
        return
    one, other = unit.source_words[0], unit.target_words[0]
    if not _begins(unit.source.text, one.start) or not _begins(unit.target.text, other.start):
        return
    if not one.text[0].isupper() or not other.text.islower():
        return
    if fold(one.text) == fold(other.text):
        return
    severity = Severity.INFO if context.once(_house_begins_small) else None
    capital = other.text[0].upper() + other.text[1:]
    message = tr("the source begins with a capital, the translation does not")
    yield Spot("target", other.start, other.end, message, capital, severity)


def _begins_small(unit: Unit) -> bool:
    return unit.target.text.lstrip()[:1].islower() and unit.source.text.lstrip()[:1].isupper()


def _house_begins_small(context: FileContext) -> bool:
    return sum(map(_begins_small, context.units)) >= _OWN_CHOICE


def _begins(text: str, start: int) -> bool:
    """Whether nothing but spaces and opening quotation marks stands before ``start``."""
    return not text[:start].strip(" \t\n\u00a0\u202f\"'“”«‘’([")


CHECK = Check("FORM007", "capital at the beginning", "typographical", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (Example("The centre is open now.", "centre est ouvert à présent.", "centre"),)
PASSING = (
    Example("The centre is open now.", "Le centre est ouvert à présent."),
    Example("eBay has opened a new centre.", "eBay a ouvert un nouveau centre."),
    Example("… and then it was over.", "… et puis ce fut fini."),
    Example("Opening hours and address", "heures d’ouverture et adresse"),
)
