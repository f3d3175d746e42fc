"""Putting a segment together from text and inline codes as they come."""

from __future__ import annotations

from typing import Literal

from tmx.model import Attribute, InlineCode, Segment

__all__ = ["SegmentBuilder"]


class SegmentBuilder:
    """Gathers text and codes in reading order; each code stands at the text's length so far (code points)."""

    __slots__ = ("_codes", "_length", "_parts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._codes: list[InlineCode] = []
        self._length = 0

    def text(self, text: str | None) -> None:
        """Append plain text."""
        if text:
            self._parts.append(text)
            self._length += len(text)

    def code(
        self,
        kind: Literal["open", "close", "standalone"],
        content: str = "",
        identifier: str = "",
        element: str = "",
        attributes: tuple[Attribute, ...] = (),
    ) -> None:
        """Append an inline code."""
        self._codes.append(InlineCode(self._length, kind, content, identifier, element, attributes))

    def append(self, code: InlineCode) -> None:
        """Append an inline code whose position is known already."""
        self._codes.append(code)

    @property
    def length(self) -> int:
        """The length of the text so far (code points)."""
        return self._length

    @property
    def codes(self) -> tuple[InlineCode, ...]:
        """The codes so far."""
        return tuple(self._codes)

    @property
    def plain(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def segment(self, language: str) -> Segment:
        """What was gathered, as a segment of ``language``."""
        return Segment(language, "".join(self._parts), tuple(self._codes))
