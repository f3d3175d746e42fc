"""Faults that a single unit shows: broken encodings, unbalanced tags, numbers that do not agree."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from itertools import pairwise

import regex
from msgspec.structs import replace

from tmx.model import Segment
from tmx.text.numbers import NumberKind, NumberMention
from toolkit.checks.check import Unit
from toolkit.checks.figures import odd_dates, odd_figures
from toolkit.checks.markup import find_markup
from toolkit.ingest.repairs import repair
from toolkit.messages import tr

__all__ = ["broken_characters", "odd_numbers", "repaired_encoding", "tags_fault", "with_text"]

_ENTITY = regex.compile(
    r"&(?:[A-Za-z](?:acute|grave|circ|uml|cedil|tilde|ring|slash)|(?:oe|ae|OE|AE|sz)lig|[lr]aquo|[lr][sd]quo|nbsp|hellip"
    r"|[nm]dash|euro|#(?:[1-9]\d{1,5}|x[0-9A-Fa-f]{2,5}));"
)
_LOST = regex.compile(r"\ufffd|(?<=\p{Ll})\?(?=\p{Ll})|(?<=\p{Ll}{2})[\u00a4\u00bf](?=\p{Ll})")
# What has a «?» and, behind it, a «=» is one too; no letter is looked at twice, so that a long one takes no time.
_ADDRESS = regex.compile(r"https?://\S+|www\.\S+|(?<!\S)\S[^\s?]*+\?[^\s=]*+=\S+")
_SIGNS = ("wrongly encoded", "control characters")
_VOID = frozenset("br hr img input meta link area base col embed source track wbr".split())


def with_text(segment: Segment, change: Callable[[str], str]) -> Segment:
    """The segment with each stretch between its inline codes changed, the codes staying between the same stretches."""
    edges = sorted({0, *(code.position for code in segment.codes), len(segment.text)})
    moved, text = {0: 0}, ""
    for start, end in pairwise(edges):
        text += change(segment.text[start:end])
        moved[end] = len(text)
    codes = tuple(replace(code, position=moved[code.position]) for code in segment.codes)
    return replace(segment, text=text, codes=codes)


def repaired_encoding(segment: Segment, other: Segment) -> Segment | None:
    """The segment with its characters put right; ``None`` where nothing surely is broken.

    UTF-8 read as windows-1252 (``Ã©``), entities that stand as text (``&eacute;``) and not on the ``other`` side too.
    """
    entities = _ENTITY.search(segment.text) and not _ENTITY.search(other.text) and not list(_tags(segment.text))

    def put_right(text: str) -> str:
        found = repair(text, None)
        if any(note.startswith(_SIGNS) for note in found.repairs):
            text = found.text
        return _ENTITY.sub(lambda match: html.unescape(match.group()), text) if entities else text

    fixed = with_text(segment, put_right)
    return fixed if fixed.text != segment.text else None


def broken_characters(segment: Segment, other: Segment) -> str | None:
    """Why the characters of a segment are lost beyond repair; ``None`` where they are not."""
    plain = _ADDRESS.sub(" ", segment.text)
    found = _LOST.search(plain)
    if found is None or found.group() in other.text:
        return None
    start, end = max(found.start() - 8, 0), found.end() + 8
    return tr("characters are lost: «{near}»", near=" ".join(plain[start:end].split()))


def tags_fault(source: Segment, target: Segment) -> str | None:
    """Why the tags of one side do not close, where those of the other do; ``None`` where all is well."""
    sides = [_imbalance(segment) for segment in (source, target)]
    if bool(sides[0]) == bool(sides[1]):
        return None
    if sides[0]:
        return tr("in the source {what}", what=sides[0])
    return tr("in the translation {what}", what=sides[1])


def _imbalance(segment: Segment) -> str | None:
    opened: list[str] = []
    for code in segment.codes:
        if code.kind == "open":
            opened.append(code.identifier)
        elif code.kind == "close":
            if not opened:
                return tr(
                    "the code {code} closes what is not open", code=code.content or code.identifier or tr("closed")
                )
            opened.pop()
    if opened:
        return tr("an inline code is not closed")
    names: list[str] = []
    for name, closing in _tags(segment.text):
        if not closing:
            names.append(name)
        elif name in names:
            del names[len(names) - 1 - names[::-1].index(name)]
        else:
            return tr("{tag} closes what is not open", tag=f"</{name}>")
    return tr("{tag} is not closed", tag=f"<{names[0]}>") if names else None


def _tags(text: str) -> Sequence[tuple[str, bool]]:
    found = []
    for mark in find_markup(text) if "<" in text else ():
        name = mark.key.strip("</>")
        if mark.kind == "tag" and not mark.text.endswith("/>") and name not in _VOID:
            found.append((name, mark.text.startswith("</")))
    return found


def odd_numbers(unit: Unit) -> str | None:
    """Why the numbers of a unit do not agree; ``None`` where they do, or where that is open.

    A figure must stand against another one, or have no counterpart at all while the other side has fewer: numbers in
    words are too often a matter of style.
    """
    if not (unit.source_numbers or unit.target_numbers):
        return None
    source, target = unit.source.text, unit.target.text
    for odd in [*odd_figures(unit), *odd_dates(unit)]:
        one, other = odd.source, odd.target
        if one is not None and other is not None:
            if _sure(one, source) and _sure(other, target):
                found, against = source[one.start : one.end], target[other.start : other.end]
                return tr("«{found}» stands against «{against}»", found=found, against=against)
        elif one is not None and _large(one, source):
            return tr("«{found}» has no counterpart", found=source[one.start : one.end])
        elif other is not None and _large(other, target):
            return tr("«{found}» has no counterpart", found=target[other.start : other.end])
    return None


def _sure(mention: NumberMention, text: str) -> bool:
    return any(c.isdigit() for c in text[mention.start : mention.end])


def _large(mention: NumberMention, text: str) -> bool:
    """Whether a figure cannot have been left out as a matter of style: three digits, or two that are no day."""
    digits = sum(c.isdigit() for c in text[mention.start : mention.end])
    return mention.kind not in (NumberKind.CODE, NumberKind.WORD) and digits >= 2
