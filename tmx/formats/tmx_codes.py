"""The inline codes of TMX (level 2: ``bpt ept ph it hi ut sub``): beside the text when read, in it when written.

Source: TMX 1.4b Specification, "Content Markup".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal
from xml.etree.ElementTree import Element  # the data structure only; nothing is parsed with it

from tmx.formats.segments import SegmentBuilder
from tmx.formats.tmx_text import attribute_list, attributes_of, escaped
from tmx.model import Attribute, InlineCode, Subflow

__all__ = ["CodeNames", "code_names", "code_of", "read_content", "written_content"]

CodeNames = Callable[[str], str]
"""What is written as the ``x`` of a code with an identifier."""

_NATIVE = frozenset({"bpt", "ept", "ph", "it", "ut"})
_KINDS = {"bpt": {"open"}, "ept": {"close"}, "it": {"open", "close"}, "ph": {"standalone"}, "ut": {"standalone"}}


# Reading


def read_content(element: Element, builder: SegmentBuilder, pairs: dict[str, str] | None = None) -> None:
    """Text and codes of ``element`` (a ``<seg>``, a ``<sub>``) into ``builder``.

    ``pairs`` gives the identifier of each open ``i``. Text of a sub-flow stays in its code. Markup that TMX does not
    know becomes codes that hold its tags; its text is text.
    """
    pairs = {} if pairs is None else pairs
    builder.text(element.text)
    for child in element:
        _read_code(child, builder, pairs)
        builder.text(child.tail)


def _read_code(element: Element, builder: SegmentBuilder, pairs: dict[str, str]) -> None:
    tag = element.tag
    external = element.get("x", "")
    if tag == "hi":
        builder.code("open", "", external, tag, attributes_of(element.attrib))
        read_content(element, builder, pairs)
        builder.code("close", "", external, tag)
        return
    if tag not in _NATIVE:
        _read_unknown(element, builder, pairs)
        return
    content, subflows = _native(element)
    said = attributes_of(element.attrib)
    builder.append(code_of(builder.length, tag, element.attrib, said, content, subflows, pairs))


def code_of(
    position: int,
    tag: str,
    said: Mapping[str, str],
    attributes: tuple[Attribute, ...],
    content: str,
    subflows: tuple[Subflow, ...],
    pairs: dict[str, str],
) -> InlineCode:
    """The code that an element ``bpt``, ``ept``, ``ph``, ``it`` or ``ut`` is.

    ``said`` and ``attributes`` are its attributes, twice; ``pairs`` gives the identifier of each ``i`` that is open.
    """
    kind: Literal["open", "close", "standalone"] = "standalone"
    name = said.get("x", "")
    if tag == "bpt":
        kind = "open"
        number = said.get("i", "")
        name = pairs[number] = name or number
    elif tag == "ept":
        kind = "close"
        number = said.get("i", "")
        name = pairs.get(number, number)
    elif tag == "it":
        kind = "close" if said.get("pos", "").strip().lower() == "end" else "open"
    return InlineCode(position, kind, content, name, tag, attributes, subflows)


def _read_unknown(element: Element, builder: SegmentBuilder, pairs: dict[str, str]) -> None:
    tag = element.tag
    start = tag + attribute_list(attributes_of(element.attrib))
    if len(element) or element.text:
        builder.code("open", f"<{start}>")
        read_content(element, builder, pairs)
        builder.code("close", f"</{tag}>")
    else:
        builder.code("standalone", f"<{start}/>")


def _native(element: Element) -> tuple[str, tuple[Subflow, ...]]:
    """What a code holds: its native markup, and where texts stand in it."""
    if not len(element):
        return element.text or "", ()
    parts = [element.text or ""]
    length = len(parts[0])
    subflows = []
    for child in element:
        inner = SegmentBuilder()
        if child.tag == "sub":
            read_content(child, inner)
            text = _flat(inner.plain, inner.codes)
            subflows.append(Subflow(length, length + len(text), inner.plain, inner.codes, attributes_of(child.attrib)))
        else:
            _read_unknown(child, inner, {})
            text = _flat(inner.plain, inner.codes)
        for piece in (text, child.tail or ""):
            parts.append(piece)
            length += len(piece)
    return "".join(parts), tuple(subflows)


def _flat(text: str, codes: Sequence[InlineCode]) -> str:
    """The text with the codes' native markup in it."""
    parts = []
    at = 0
    for code in codes:
        parts += [text[at : code.position], code.content]
        at = code.position
    return "".join([*parts, text[at:]])


# Writing


def code_names(names: Sequence[str]) -> CodeNames:
    """What to write for the identifiers ``names`` of a unit: themselves where they are numbers, else free numbers."""
    taken = {name for name in names if _is_number(name)}
    given: dict[str, str] = {}
    free = (str(number) for number in range(1, 1 << 62))

    def name_of(name: str) -> str:
        if not name or name in taken:
            return name
        if name not in given:
            given[name] = next(number for number in free if number not in taken)
        return given[name]

    return name_of


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def written_content(text: str, codes: Sequence[InlineCode], names: CodeNames) -> str:
    """The content of a ``<seg>`` (or a ``<sub>``), the codes in their places.

    Codes that were read from a TMX are written as they were, others as ``<bpt>`` and ``<ept>`` in pairs, ``<it>``
    without a partner, ``<ph>``.
    """
    pairs, highlights = _pairs(codes), _highlights(codes)
    parts: list[str] = []
    at = 0
    for index, code in enumerate(codes):
        parts.append(escaped(text[at : code.position]))
        at = max(at, code.position)
        if index in highlights:
            parts.append("</hi>" if code.kind == "close" else f"<hi{attribute_list(code.attributes)}>")
        elif index not in pairs and _is_native(code):
            parts.append(_as_it_was(code, names))
        else:
            parts.append(_new(code, pairs.get(index), names))
    parts.append(escaped(text[at:]))
    return "".join(parts)


def _pairs(codes: Sequence[InlineCode]) -> Mapping[int, int]:
    """For each code that opens or closes a pair and is not written as it was: the pair's number.

    A code without identifier has no partner.
    """
    pairs: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    taken = {a.value for code in codes if code.element for a in code.attributes if a.name == "i"}
    numbers = (number for number in range(1, 1 << 62) if str(number) not in taken)
    for index, code in enumerate(codes):
        if code.element == "hi" or not code.identifier:
            continue
        if code.kind == "open":
            waiting.setdefault(code.identifier, []).append(index)
        elif code.kind == "close" and waiting.get(code.identifier):
            opening = waiting[code.identifier].pop()
            if not (_is_native(code) and _is_native(codes[opening])):
                pairs[index] = pairs[opening] = next(numbers)
    return pairs


def _highlights(codes: Sequence[InlineCode]) -> frozenset[int]:
    """Those codes that open or close a highlight which is both opened and closed."""
    whole: set[int] = set()
    opened: list[int] = []
    for index, code in enumerate(codes):
        if code.element != "hi":
            continue
        if code.kind == "open":
            opened.append(index)
        elif code.kind == "close" and opened:
            whole.update((opened.pop(), index))
    return frozenset(whole)


def _is_native(code: InlineCode) -> bool:
    """Whether a code can be written as the element that it was."""
    if code.kind not in _KINDS.get(code.element, ()):
        return False
    return code.element not in {"bpt", "ept"} or any(a.name == "i" for a in code.attributes)


def _as_it_was(code: InlineCode, names: CodeNames) -> str:
    said = attribute_list(tuple(a for a in code.attributes if a.name != "pos" or code.element != "it"))
    if code.element == "it":
        said = f' pos="{_position(code)}"{said}'
    return f"<{code.element}{said}>{_inside(code, names)}</{code.element}>"


def _new(code: InlineCode, pair: int | None, names: CodeNames) -> str:
    external = names(code.identifier)
    x = f' x="{external}"' if external else ""
    content = _inside(code, names)
    if code.kind == "standalone":
        return f"<ph{x}>{content}</ph>"
    if pair is None:
        return f'<it pos="{_position(code)}"{x}>{content}</it>'
    return f'<bpt i="{pair}"{x}>{content}</bpt>' if code.kind == "open" else f'<ept i="{pair}">{content}</ept>'


def _position(code: InlineCode) -> str:
    return "begin" if code.kind == "open" else "end"


def _inside(code: InlineCode, names: CodeNames) -> str:
    if not code.subflows:
        return escaped(code.content)
    return "".join(_with_subflows(code, names))


def _with_subflows(code: InlineCode, names: CodeNames) -> Iterator[str]:
    at = 0
    for sub in code.subflows:
        if at <= sub.start <= sub.end <= len(code.content):
            yield escaped(code.content[at : sub.start])
            yield f"<sub{attribute_list(sub.attributes)}>{written_content(sub.text, sub.codes, names)}</sub>"
            at = sub.end
    yield escaped(code.content[at:])
