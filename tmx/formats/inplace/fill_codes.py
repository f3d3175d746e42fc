"""The inline codes of an XLIFF source as they are written, to be put into its translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from tmx.formats.inplace.filling import PlacedCode
from tmx.formats.inplace.nodes import XmlNode, opened, xml_text

__all__ = ["WrittenCode", "code_content", "nests", "written_codes"]

_PAIRED = frozenset({"g", "pc"})
_SINGLE = frozenset({"x", "ph", "bx", "bpt", "ex", "ept", "it", "sc", "ec", "sm", "em", "cp"})


class WrittenCode(Struct, frozen=True):
    """A code as the file has it: its markup, and the element it is the first or last tag of (-1: it stands alone).

    ``outside`` codes stand around the segment, whose translation has no place for them.
    """

    markup: str
    element: int = -1
    opens: bool = False
    outside: bool = False


def written_codes(text: str, source: XmlNode) -> tuple[WrittenCode, ...]:
    """The codes of the element ``source`` of a file's ``text``, in the order in which XLIFF's reader gives them."""
    return tuple(_codes(text, source))


def _codes(text: str, node: XmlNode) -> Iterator[WrittenCode]:
    for child in node.children:
        kind = child.attributes.get("mtype", "") if child.name == "mrk" else None
        if kind == "x-sdl-deleted":
            continue
        if child.name in _SINGLE:
            yield WrittenCode(text[child.start : child.end])
        elif child.name in _PAIRED or (kind is not None and kind != "seg" and not kind.startswith("x-sdl-")):
            closing = f"</{child.written}>"
            yield WrittenCode(opened(text[child.start : child.inner]), child.start, opens=True)
            yield from _codes(text, child)
            yield WrittenCode(closing, child.start)
        else:
            yield from _codes(text, child)


def nests(codes: Sequence[PlacedCode], written: Sequence[WrittenCode]) -> bool:
    """Whether the codes, each at most once, make well-formed XML in this order, and none stands outside."""
    if len({code.code for code in codes}) != len(codes) or any(not 0 <= one.code < len(written) for one in codes):
        return False
    open_elements: list[int] = []
    for one in codes:
        code = written[one.code]
        if code.outside:
            return False
        if code.opens:
            open_elements.append(code.element)
        elif code.element >= 0 and (not open_elements or open_elements.pop() != code.element):
            return False
    return not open_elements


def code_content(text: str, codes: Sequence[PlacedCode], written: Sequence[WrittenCode]) -> str | None:
    """``text`` with ``codes`` as it is written in XML; None where XML cannot hold it."""
    parts: list[str | None] = []
    at = 0
    for one in codes:
        parts += [xml_text(text[at : one.position]), written[one.code].markup]
        at = one.position
    parts.append(xml_text(text[at:]))
    return None if None in parts else "".join(part or "" for part in parts)
