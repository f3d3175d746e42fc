"""What the fill plans of XLIFF 1.x and 2.x share: which segments are open, and one unit's edits after the other's."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from tmx.formats.inplace.fill_codes import WrittenCode, nests
from tmx.formats.inplace.filling import Edit, Fill, PlacedCode
from tmx.formats.inplace.nodes import XmlNode, xml_encodable
from tmx.formats.inplace.places import FileText

__all__ = ["XliffPlan", "XliffSegment"]


class XliffSegment(Protocol):
    """A segment of the file: the element of its unit, its source's codes, and whether it may be given a translation."""

    @property
    def holder(self) -> XmlNode:
        """The element of its unit."""

    @property
    def codes(self) -> tuple[WrittenCode, ...]:
        """The codes of its source."""

    @property
    def is_open(self) -> bool:
        """Whether it has no translation and may be given one."""


_S = TypeVar("_S", bound=XliffSegment)


class XliffPlan(ABC, Generic[_S]):
    """The targets of an XLIFF file; see :class:`~tmx.formats.inplace.filling.FillPlan`.

    ``segments`` are those of the file's units, in their order; none where the file is not to be touched.
    """

    def __init__(self, file: FileText, segments: Sequence[_S]) -> None:
        self._file = file
        self._segments = segments

    @property
    def file(self) -> FileText:
        """The file's text."""
        return self._file

    def is_open(self, unit: int) -> bool:
        """Whether the segment has no translation and may be given one."""
        return unit < len(self._segments) and self._segments[unit].is_open

    def inside(self, unit: int) -> Sequence[int]:
        """The codes that stand in the segment itself."""
        return [place for place, code in enumerate(self._segments[unit].codes) if not code.outside]

    def fits(self, unit: int, codes: Sequence[PlacedCode]) -> bool:
        """Whether these codes of the source make well-formed XML in the target."""
        return nests(codes, self._segments[unit].codes)

    def edits(self, fills: Mapping[int, Fill]) -> list[Edit]:
        """The edits for these translations, all those in one unit at a time, written as the file can hold them."""
        groups: dict[int, dict[int, Fill]] = {}
        for number in sorted(filter(self.is_open, fills)):
            groups.setdefault(self._segments[number].holder.start, {})[number] = fills[number]
        return [
            (start, end, xml_encodable(self._file, text))
            for group in groups.values()
            for start, end, text in self._holder_edits(group)
        ]

    @abstractmethod
    def _holder_edits(self, fills: Mapping[int, Fill]) -> Iterable[Edit]:
        """The edits for translations in one unit."""
