"""Filling the empty targets of XLIFF 1.x, with the states of Trados (SDLXLIFF) and memoQ where the file has them.

Sources: XLIFF 1.2, sections 2.3 (``state``, ``state-qualifier``) and 3.2 (the order in ``<trans-unit>``,
``<alt-trans>``); attributes of ``sdl:seg`` and of memoQ's ``trans-unit`` as those programs write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from tmx.formats.inplace.fill_codes import WrittenCode, code_content, written_codes
from tmx.formats.inplace.filling import Candidate, Edit, Fill
from tmx.formats.inplace.nodes import XmlNode, opened, sibling_name, tag_with, units_in, xml_attribute, xml_text
from tmx.formats.inplace.places import FileText
from tmx.formats.inplace.xliff_plan import XliffPlan
from tmx.formats.inplace.xml import is_locked
from tmx.formats.xliff import segments_of
from tmx.model import TranslationUnit

__all__ = ["Xliff1Plan"]

_OWN = "urn:oasis:names:tc:xliff:document:1."
_SDL = "{http://sdl.com/FileTypes/SdlXliff/1.0}"
_MEMOQ = "MQXliff}"
_LANGUAGE = "http://www.w3.org/XML/1998/namespace}lang"


class _Segment(Struct, frozen=True):
    """A unit of the reader: the ``<trans-unit>``, the segment's ``mid`` (None where it is one text), its codes."""

    holder: XmlNode
    name: str | None
    codes: tuple[WrittenCode, ...]
    is_open: bool
    definition: XmlNode | None
    translated: bool
    language: str


class Xliff1Plan(XliffPlan[_Segment]):
    """The targets of an XLIFF 1.x file; see :class:`~tmx.formats.inplace.filling.FillPlan`."""

    def __init__(self, file: FileText, units: Sequence[TranslationUnit]) -> None:
        places = [
            (holder, name) for holder, _ in units_in(file, frozenset({"trans-unit"}), _OWN) for name in _names(holder)
        ]
        same = len(places) == len(units)  # else the reader sees the file otherwise: nothing is touched
        read = zip(places, units, strict=True) if same else ()
        super().__init__(file, [_segment(file.text, *place, unit) for place, unit in read])
        self._together: dict[int, list[_Segment]] = {}
        for segment in self._segments:
            self._together.setdefault(segment.holder.start, []).append(segment)

    def _holder_edits(self, fills: Mapping[int, Fill]) -> Iterator[Edit]:
        first = self._segments[next(iter(fills))]
        contents = {number: self._content(number, fill) for number, fill in fills.items()}
        fills = {number: fill for number, fill in fills.items() if contents[number] is not None}
        if not fills:
            return
        holder, target = first.holder, first.holder.child("target")
        plain = not self._is_memoq(holder) and all(self._segments[number].definition is None for number in fills)
        attributes = self._attributes(holder, fills) if plain else {}
        beside = "".join(self._alternatives(holder, fills)) if plain else ""
        if first.name is None:
            content = contents[next(iter(fills))] or ""
            yield from self._whole_target(first, target, content, attributes, beside)
        else:
            by_name = {self._segments[number].name or "": contents[number] or "" for number in fills}
            yield from self._segmented_target(first, target, by_name, attributes, beside)
        yield from self._marks(holder, fills)

    def _content(self, number: int, fill: Fill) -> str | None:
        return code_content(fill.text, fill.codes, self._segments[number].codes)

    def _whole_target(
        self, segment: _Segment, target: XmlNode | None, content: str, attributes: Mapping[str, str], beside: str
    ) -> Iterator[Edit]:
        text = self._file.text
        if target is None:
            before = segment.holder.child("seg-source") or segment.holder.child("source")
            assert before is not None  # the reader refuses a unit without <source>
            tag = self._new_tag(segment)
            name = sibling_name(segment.holder, "target")
            new = f"{self._gap(segment.holder)}{_with(tag, attributes)}{content}</{name}>"
            yield before.end, before.end, new + beside
            return
        tag = _with(opened(text[target.start : target.inner]), attributes)
        yield target.start, target.end, f"{tag}{content}</{target.written}>{beside}"

    def _segmented_target(
        self,
        segment: _Segment,
        target: XmlNode | None,
        contents: Mapping[str, str],
        attributes: Mapping[str, str],
        beside: str,
    ) -> Iterator[Edit]:
        text, holder = self._file.text, segment.holder
        marked = {} if target is None else _marked(target)
        if target is None or not marked:
            source = holder.child("seg-source")
            assert source is not None  # it names the segments
            yield from self._whole_target(segment, target, self._skeleton(source, contents), attributes, beside)
            return
        for name, content in contents.items():
            mark = marked[name]
            yield mark.start, mark.end, f"{opened(text[mark.start : mark.inner])}{content}</{mark.written}>"
        if attributes:
            yield target.start, target.inner, _with(text[target.start : target.inner], attributes)
        if beside:
            yield target.end, target.end, beside

    def _skeleton(self, source: XmlNode, contents: Mapping[str, str]) -> str:
        """What stands in ``<seg-source>``, with the segments' translations in their places, empty without one."""
        parts, at = [], source.inner
        for name, mark in _marked(source).items():
            if mark.start < at:  # a segment in a segment
                continue
            tag = opened(self._file.text[mark.start : mark.inner])
            parts += [self._file.text[at : mark.start], tag, contents.get(name, ""), f"</{mark.written}>"]
            at = mark.end
        return "".join([*parts, self._file.text[at : source.inner_end]])

    def _new_tag(self, segment: _Segment) -> str:
        source = segment.holder.child("source")
        tag = f"<{sibling_name(segment.holder, 'target')}>"
        if source is None:
            return tag
        if _LANGUAGE in source.attributes and segment.language:
            tag = tag_with(tag, "xml:lang", segment.language)
        if _LANGUAGE.replace("lang", "space") in source.attributes:
            tag = tag_with(tag, "xml:space", source.attributes[_LANGUAGE.replace("lang", "space")])
        return tag

    def _gap(self, holder: XmlNode) -> str:
        """The line end and the indentation before the children of the unit."""
        first = holder.children[0].start
        gap = self._file.text[holder.inner : first]
        return gap if not gap.strip() else ""

    def _attributes(self, holder: XmlNode, fills: Mapping[int, Fill]) -> dict[str, str]:
        """The target's state: that of its least sure segment; none where a part was translated before."""
        mine = self._together[holder.start]
        if any(segment.translated for segment in mine):
            return {}
        if len(fills) < len(mine):
            return {"state": "needs-translation"}
        least = min(fills.values(), key=lambda fill: (fill.confirmed, fill.score))
        if least.confirmed:
            inherited = "leveraged-inherited" if least.origin == "repeat" else "exact-match"
            return {"state": "translated", "state-qualifier": inherited}
        return {"state": "needs-review-translation", "state-qualifier": "fuzzy-match"}

    def _alternatives(self, holder: XmlNode, fills: Mapping[int, Fill]) -> Iterator[str]:
        gap = self._gap(holder)
        for number, fill in fills.items():
            name = self._segments[number].name
            for candidate in fill.candidates:
                yield gap + _alternative(holder, candidate, name)

    def _is_memoq(self, holder: XmlNode) -> bool:
        return any(name.startswith(_MEMOQ) for name in holder.attributes)

    def _marks(self, holder: XmlNode, fills: Mapping[int, Fill]) -> Iterator[Edit]:
        """What Trados and memoQ note of a match, where the file has a place for it."""
        text = self._file.text
        for number, fill in fills.items():
            definition = self._segments[number].definition
            if definition is not None:
                yield definition.start, definition.inner, _trados(text[definition.start : definition.inner], fill)
        prefix = re.search(r"\s(\w+):(?:status|segmentguid|locked)\s*=", text[holder.start : holder.inner])
        if self._is_memoq(holder) and prefix:
            (fill, *_) = sorted(fills.values(), key=lambda one: one.score)
            tag = tag_with(text[holder.start : holder.inner], f"{prefix[1]}:status", "PartiallyEdited")
            yield holder.start, holder.inner, tag_with(tag, f"{prefix[1]}:percent", str(fill.score))


def _segment(text: str, holder: XmlNode, name: str | None, unit: TranslationUnit) -> _Segment:
    """The segment ``name`` of ``holder`` in the file's ``text``, which the reader gives as ``unit``."""
    source, target = unit.variants
    element = holder.child("source") if name is None else _marked(holder.child("seg-source")).get(name)
    codes = () if element is None else written_codes(text, element)
    outside = len(source.codes) - len(codes)
    if outside > 0 and outside % 2 == 0:  # <source> has codes around the only segment
        around = (WrittenCode("", outside=True),) * (outside // 2)
        codes = (*around, *codes, *around)
    place = holder.child("target")
    if name is not None and place is not None:
        # A target that holds other segments and not this one has no place that is known for it.
        place = _marked(place).get(name) or (None if _marked(place) or place.has_text else place)
        whole = place is not None
    else:
        whole = True
    definition = _definition(holder, name)
    empty = not target.text.strip() and not target.codes and (place is None or not _holds(place))
    wanted = unit.property("translate") != "no" and unit.property("approved") != "yes"
    return _Segment(
        holder=holder,
        name=name,
        codes=codes,
        is_open=bool(source.text.strip()) and empty and whole and wanted and not _is_locked(holder, definition),
        definition=definition,
        translated=bool(target.text.strip()),
        language=target.language,
    )


def _trados(tag: str, fill: Fill) -> str:
    """The tag of ``sdl:seg`` with the confirmation level and the origin of a match."""
    tag = tag_with(tag, "conf", "Translated" if fill.confirmed else "Draft")
    tag = tag_with(tag, "origin", "auto-propagated" if fill.origin == "repeat" else "tm")
    if fill.origin != "repeat" and fill.candidates:
        tag = tag_with(tag, "origin-system", fill.candidates[0].origin)
    tag = tag_with(tag, "percent", str(min(fill.score, 100)))
    return tag_with(tag, "text-match", "SourceAndTarget") if fill.score > 100 else tag


def _alternative(holder: XmlNode, candidate: Candidate, name: str | None) -> str:
    source = xml_text(candidate.source)
    target = xml_text(candidate.target)
    if source is None or target is None:
        return ""
    element, one, other = (sibling_name(holder, name) for name in ("alt-trans", "source", "target"))
    mid = "" if name is None else f' mid="{xml_attribute(name)}"'
    return (
        f'<{element}{mid} match-quality="{min(candidate.score, 100)}%" origin="{xml_attribute(candidate.origin)}">'
        f"<{one}>{source}</{one}><{other}>{target}</{other}></{element}>"
    )


def _with(tag: str, attributes: Mapping[str, str]) -> str:
    for name, value in attributes.items():
        tag = tag_with(tag, name, value)
    return tag


def _names(holder: XmlNode) -> tuple[str | None, ...]:
    """The segments of a unit as the reader names them; (None,) where it is one text."""
    source, target = holder.child("seg-source"), holder.child("target")
    if source is None:
        return (None,)
    given = () if target is None else tuple(_marked(target))
    names = segments_of(tuple(_marked(source)), given, has_text=target is not None and target.has_text)
    return names or (None,)


def _marked(side: XmlNode | None) -> dict[str, XmlNode]:
    """The segments of a side by their ``mid``; of two with the same one the last counts, as for the reader."""
    if side is None:
        return {}
    marks = (node for node in side.walk() if node.name == "mrk" and node.attributes.get("mtype") == "seg")
    return {node.attributes.get("mid", ""): node for node in marks}


def _definition(holder: XmlNode, name: str | None) -> XmlNode | None:
    definitions = holder.child(f"{_SDL}seg-defs")
    if definitions is None:
        return None
    segments = [node for node in definitions.children if node.name == f"{_SDL}seg"]
    if name is None:
        return segments[0] if len(segments) == 1 else None
    return next((node for node in segments if node.attributes.get("id") == name), None)


def _is_locked(holder: XmlNode, definition: XmlNode | None) -> bool:
    nodes = (holder,) if definition is None else (holder, definition)
    return any(is_locked(node.attributes) for node in nodes)


def _holds(node: XmlNode) -> bool:
    """Whether something other than empty segments stands in a target."""
    return node.has_text or any(
        child.name != "mrk" or child.attributes.get("mtype") != "seg" or _holds(child) for child in node.children
    )
