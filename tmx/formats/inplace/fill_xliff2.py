"""Filling the empty targets of XLIFF 2.x; matches are kept in its Translation Candidates module.

Source: XLIFF 2.1, sections 4.3.1 (``state``, ``subState``), 4.2.2 (the order in ``<unit>``) and 5.1 (the module).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count

from msgspec import Struct

from tmx.formats.inplace.fill_codes import WrittenCode, code_content, written_codes
from tmx.formats.inplace.filling import Edit, Fill
from tmx.formats.inplace.nodes import XmlNode, opened, sibling_name, tag_with, units_in, xml_attribute, xml_text
from tmx.formats.inplace.places import FileText
from tmx.formats.inplace.xliff_plan import XliffPlan
from tmx.model import TranslationUnit

__all__ = ["Xliff2Plan"]

_OWN = "urn:oasis:names:tc:xliff:document:2."
_MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_MODULE = f"{{{_MATCHES}}}matches"
_SUBSTATE = "accord:fuzzy-match"


class _Segment(Struct, frozen=True):
    """A ``<segment>`` with its ``<unit>``, its place among that unit's segments from 1, and its source's codes."""

    holder: XmlNode
    node: XmlNode
    place: int
    codes: tuple[WrittenCode, ...]
    is_open: bool


class Xliff2Plan(XliffPlan[_Segment]):
    """The targets of an XLIFF 2.x file; see :class:`~tmx.formats.inplace.filling.FillPlan`."""

    def __init__(self, file: FileText, units: Sequence[TranslationUnit]) -> None:
        places = [
            (unit, node, place)
            for unit, _ in units_in(file, frozenset({"unit"}), _OWN)
            for place, node in enumerate((child for child in unit.children if child.name == "segment"), 1)
        ]
        same = len(places) == len(units)  # else the reader sees the file otherwise: nothing is touched
        read = zip(places, units, strict=True) if same else ()
        super().__init__(file, [_segment(file.text, *place, unit) for place, unit in read])

    def _holder_edits(self, fills: Mapping[int, Fill]) -> Iterator[Edit]:
        beside: list[str] = []
        unit = self._segments[next(iter(fills))].holder
        for number, fill in fills.items():
            segment = self._segments[number]
            content = code_content(fill.text, fill.codes, segment.codes)
            if content is None:
                continue
            text = self._file.text
            name = segment.node.attributes.get("id", "")
            tag = text[segment.node.start : segment.node.inner]
            if not name and fill.candidates:
                name = self._free_name(segment)
                tag = tag_with(tag, "id", name)
            tag = tag_with(tag, "state", "translated" if fill.confirmed else "initial")
            if not fill.confirmed:
                tag = tag_with(tag, "subState", _SUBSTATE)
            yield segment.node.start, segment.node.inner, tag
            yield self._target(segment, content)
            if name:
                beside += _matches(unit, fill, name)
        if beside:
            yield self._beside(unit, beside)

    def _target(self, segment: _Segment, content: str) -> Edit:
        text, there, source = self._file.text, segment.node.child("target"), segment.node.child("source")
        assert source is not None  # the reader refuses a segment without <source>
        if there is not None:
            tag = opened(text[there.start : there.inner])
            return there.start, there.end, f"{tag}{content}</{there.written}>"
        gap = text[segment.node.inner : source.start]
        name = sibling_name(source, "target")
        tag = f"<{name}>"
        space = source.attributes.get("http://www.w3.org/XML/1998/namespace}space")
        if space is not None:
            tag = tag_with(tag, "xml:space", space)
        return source.end, source.end, f"{'' if gap.strip() else gap}{tag}{content}</{name}>"

    def _free_name(self, segment: _Segment) -> str:
        """The segment's number, or a name made of it that nothing else in its unit has (2.1, section 4.3.1.7, id)."""
        names = {node.attributes.get("id") for node in segment.holder.walk() if node is not segment.holder}
        choices = chain([str(segment.place)], (f"s{number}" for number in count(segment.place)))
        return next(name for name in choices if name not in names)

    def _beside(self, unit: XmlNode, matches: Sequence[str]) -> Edit:
        there = unit.child(_MODULE)
        if there is not None:
            tag = opened(self._file.text[there.start : there.inner])
            inside = self._file.text[there.inner : there.inner_end]
            return there.start, there.end, f"{tag}{inside}{''.join(matches)}</{there.written}>"
        gap = self._file.text[unit.inner : unit.children[0].start]
        gap = "" if gap.strip() else gap
        return unit.inner, unit.inner, f'{gap}<mtc:matches xmlns:mtc="{_MATCHES}">{"".join(matches)}</mtc:matches>'


def _segment(text: str, unit: XmlNode, node: XmlNode, place: int, read: TranslationUnit) -> _Segment:
    """The segment ``node`` of ``unit`` in the file's ``text``, which the reader gives as ``read``."""
    source, target = read.variants
    element, there = node.child("source"), node.child("target")
    codes = () if element is None else written_codes(text, element)
    empty = not target.text.strip() and not target.codes and (there is None or not there.children)
    is_open = bool(source.text.strip()) and empty and read.property("translate") != "no"
    is_open = is_open and read.property("state") != "final" and len(codes) == len(source.codes)
    return _Segment(unit, node, place, codes, is_open)


def _matches(unit: XmlNode, fill: Fill, name: str) -> Iterator[str]:
    declared = "" if unit.child(_MODULE) is None else f' xmlns:mtc="{_MATCHES}"'  # the file may have another prefix
    for candidate in fill.candidates:
        source, target = xml_text(candidate.source), xml_text(candidate.target)
        if source is None or target is None:
            continue
        kind = "icm" if candidate.score > 100 else "tm"
        score = f"{min(candidate.score, 100)}.0"
        one, other = sibling_name(unit, "source"), sibling_name(unit, "target")
        yield (
            f'<mtc:match{declared} ref="#{xml_attribute(name)}" similarity="{score}" '
            f'matchQuality="{score}" origin="{xml_attribute(candidate.origin)}" type="{kind}">'
            f"<{one}>{source}</{one}><{other}>{target}</{other}></mtc:match>"
        )
