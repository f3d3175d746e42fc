"""Writing translation units as XLIFF 1.2 and 2.1.

Sources: XLIFF 1.2 (OASIS, 2008), http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html, sections 2.2 to 2.4; XLIFF
2.1 (OASIS, 2018), http://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html, sections 4.2 and 4.7.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from tmx.files import write_whole
from tmx.formats.states import state_12, state_of
from tmx.formats.tmx_text import escaped, escaped_attribute
from tmx.formats.xliff_metadata import metadata_lines
from tmx.model import InlineCode, Segment, TranslationUnit

__all__ = ["XLIFF_PROPERTIES", "write_xliff"]

# The properties of a unit that have a place in an XLIFF.
XLIFF_PROPERTIES = frozenset({"file", "x-source-document", "resname", "state", "approved", "translate", "fuzzy"})
_NAME = re.compile(r"[\w.:-]{1,200}")  # NMTOKEN, as XLIFF 2 wants its ids
_Languages = tuple[str, str]
_UnitLines = Callable[[TranslationUnit, str, _Languages], Iterator[str]]


def write_xliff(
    path: Path,
    units: Iterable[TranslationUnit],
    *,
    source_language: str,
    target_language: str,
    original: str,
    version: str = "1.2",
) -> int:
    """Write units with two variants each, the source first; the number written.

    ``version`` is ``1.2`` or ``2.1``. A unit is called by its identifier, or by its number where it has none or another
    is called so; ``original`` is the document's name where the unit names none (``file``, ``x-source-document``). A
    target without text is not written. States, notes, and the properties in :data:`XLIFF_PROPERTIES` find their places,
    inline codes are written with what they hold; 2.1 has other properties, dates and authors as metadata
    (:mod:`tmx.formats.xliff_metadata`). Raises :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    lines_of: _UnitLines = _lines_12 if version == "1.2" else _lines_21
    languages = source_language, target_language
    count = files = 0
    with write_whole(path) as stream:

        def write(text: str) -> None:
            stream.write(text.encode("utf-8"))

        write('<?xml version="1.0" encoding="UTF-8"?>\n')
        write(_root(version, source_language, target_language))
        for name, together in groupby(units, lambda unit: _document(unit) or original):
            files += 1
            taken: set[str] = set()
            write(_file_head(version, name, files, source_language, target_language))
            for unit in together:
                count += 1
                called = _free_name(unit, count, taken, strict=version != "1.2")
                write("".join(lines_of(unit, called, languages)))
            write("</body>\n</file>\n" if version == "1.2" else "</file>\n")
        write("</xliff>\n")
    return count


def _root(version: str, source_language: str, target_language: str) -> str:
    if version == "1.2":
        return '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
    return (
        f'<xliff version="{version}" xmlns="urn:oasis:names:tc:xliff:document:2.0" '
        f'srcLang="{escaped_attribute(source_language)}" trgLang="{escaped_attribute(target_language)}">\n'
    )


def _file_head(version: str, original: str, number: int, source_language: str, target_language: str) -> str:
    name = escaped_attribute(original)
    if version != "1.2":
        return f'<file id="f{number}" original="{name}">\n'
    return (
        f'<file original="{name}" datatype="plaintext" source-language="{escaped_attribute(source_language)}" '
        f'target-language="{escaped_attribute(target_language)}">\n<body>\n'
    )


def _document(unit: TranslationUnit) -> str:
    """The document that the unit is from, as an XLIFF or a memory made by alignment says."""
    return unit.property("file") or unit.property("x-source-document") or ""


def _free_name(unit: TranslationUnit, number: int, taken: set[str], *, strict: bool) -> str:
    """What the unit is called in its file, where each is called otherwise."""
    name = unit.identifier
    if unit.unnamed or not name or name in taken or (strict and not _NAME.fullmatch(name)):
        name = str(number)
    while name in taken:
        name += "-"
    taken.add(name)
    return name


# XLIFF 1.2


def _lines_12(unit: TranslationUnit, name: str, languages: _Languages) -> Iterator[str]:
    source, target = unit.variants[:2]
    codes = _Names()
    said = {"resname": unit.property("resname") or (unit.identifier if _is_renamed(unit, name) else "")}
    said |= {key: value for key in ("approved", "translate") if (value := unit.property(key)) in ("yes", "no")}
    more = "".join(f' {key}="{escaped_attribute(value)}"' for key, value in said.items() if value)
    yield f'<trans-unit id="{escaped_attribute(name)}"{more} xml:space="preserve">\n'
    own = [_own_language(segment, language) for segment, language in zip((source, target), languages, strict=True)]
    yield f"  <source{own[0]}>{_content(source, codes.of(source), _code_12)}</source>\n"
    if target.text.strip() or target.codes:
        state = state_12(unit)
        stated = f' state="{escaped_attribute(state)}"' if state else ""
        yield f"  <target{stated}{own[1]}>{_content(target, codes.of(target), _code_12)}</target>\n"
    for note in unit.all_notes():
        yield f"  <note>{escaped(note)}</note>\n"
    yield "</trans-unit>\n"


def _own_language(segment: Segment, language: str) -> str:
    """The attribute of a text in another language than its file says: another region of it."""
    other = segment.language and segment.language != language
    return f' xml:lang="{escaped_attribute(segment.language)}"' if other else ""


def _is_renamed(unit: TranslationUnit, name: str) -> bool:
    return not unit.unnamed and unit.identifier not in ("", name)


def _code_12(code: InlineCode, named: _Named) -> str:
    native, name = escaped(code.content), named.name
    if code.kind == "standalone":
        return f'<ph id="{name}">{native}</ph>'
    if not named.paired:
        return f'<it id="{name}" pos="{code.kind}">{native}</it>'
    tag = "bpt" if code.kind == "open" else "ept"
    return f'<{tag} id="{name}">{native}</{tag}>'


# XLIFF 2.1


def _lines_21(unit: TranslationUnit, name: str, languages: _Languages) -> Iterator[str]:
    source, target = unit.variants[:2]
    codes, data = _Names(), _Data()
    called = unit.property("resname") or (unit.identifier if _is_renamed(unit, name) else "")
    more = f' name="{escaped_attribute(called)}"' if called else ""
    if unit.property("translate") in ("yes", "no"):
        more += f' translate="{unit.property("translate")}"'
    sides = [f"<source>{_content(source, codes.of(source), data.code)}</source>"]
    state = ""
    if target.text.strip() or target.codes:
        sides.append(f"<target>{_content(target, codes.of(target), data.code)}</target>")
        state = state_of(unit)
    yield f'<unit id="{escaped_attribute(name)}"{more} xml:space="preserve">\n'
    yield from metadata_lines(unit, XLIFF_PROPERTIES)
    notes = unit.all_notes()
    if notes:
        yield "  <notes>\n"
        yield from (f"    <note>{escaped(note)}</note>\n" for note in notes)
        yield "  </notes>\n"
    if data.known:
        yield "  <originalData>\n"
        yield from (f'    <data id="{key}">{escaped(content)}</data>\n' for content, key in data.known.items())
        yield "  </originalData>\n"
    stated = f' state="{state}"' if state else ""
    yield f"  <segment{stated}>\n    {'    '.join(f'{side}{chr(10)}' for side in sides)}  </segment>\n</unit>\n"


class _Data:
    """The native markup of a unit's codes, each once, by the name under which ``<originalData>`` has it."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def code(self, code: InlineCode, named: _Named) -> str:
        """A code that refers to it."""
        refers = ""
        if code.content:
            refers = f' dataRef="{self.known.setdefault(code.content, f"d{len(self.known) + 1}")}"'
        if code.kind == "standalone":
            return f'<ph id="{named.name}"{refers}/>'
        isolated = "" if named.paired else ' isolated="yes"'
        if code.kind == "open":
            return f'<sc id="{named.name}"{isolated}{refers}/>'
        attribute = "startRef" if named.paired else "id"
        return f'<ec {attribute}="{named.name}"{isolated}{refers}/>'


# Both


class _Named(Struct, frozen=True):
    """What a code is called in its unit, and whether its other half stands in the same text."""

    name: str
    paired: bool


class _Names:
    """Names for the codes of a unit: each once in a text, the same in source and target for codes that correspond.

    Identifiers that can serve as names are kept; what has none, or shares one, is numbered.
    """

    def __init__(self) -> None:
        self._given: dict[tuple[str, str, str, int], str] = {}

    def of(self, segment: Segment) -> list[_Named]:
        """The names of the codes of ``segment``, in their order."""
        partners = _partners(segment.codes)
        seen: dict[tuple[str, str, str], int] = {}
        names: list[_Named] = []
        for place, code in enumerate(segment.codes):
            partner = partners.get(place)
            if partner is not None and partner < place:
                names.append(_Named(names[partner].name, paired=True))
                continue
            # What has no identifier corresponds by what it holds.
            kind = "pair" if partner is not None else code.kind
            key = (kind, code.identifier, "" if code.identifier else code.content)
            seen[key] = seen.get(key, 0) + 1
            names.append(_Named(self._name((*key, seen[key])), partner is not None))
        return names

    def _name(self, key: tuple[str, str, str, int]) -> str:
        known = self._given.get(key)
        if known is None:
            known = key[1] if _NAME.fullmatch(key[1]) else "1"
            number = len(self._given) + 1
            while known in self._given.values():
                known = str(number)
                number += 1
            self._given[key] = known
        return known


def _partners(codes: Sequence[InlineCode]) -> dict[int, int]:
    """Which closing code belongs to which opening one, and the other way round, by their places."""
    opened: dict[str, list[int]] = {}
    found: dict[int, int] = {}
    for place, code in enumerate(codes):
        if code.kind == "open":
            opened.setdefault(code.identifier, []).append(place)
        elif code.kind == "close" and opened.get(code.identifier):
            start = opened[code.identifier].pop()
            found[start], found[place] = place, start
    return found


def _content(segment: Segment, names: Sequence[_Named], written: Callable[[InlineCode, _Named], str]) -> str:
    """A text with its codes in it."""
    parts: list[str] = []
    at = 0
    for code, named in zip(segment.codes, names, strict=True):
        parts += [escaped(segment.text[at : code.position]), written(code, named)]
        at = code.position
    return "".join([*parts, escaped(segment.text[at:])])
