"""Writing TMX 1.4b, as a stream; what was read from a TMX is written as it stood there.

Source: TMX 1.4b Specification (LISA OSCAR, 2005), https://www.gala-global.org/tmx-14b.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import IO

from msgspec.structs import replace

from tmx.errors import ConfigError
from tmx.files import write_whole
from tmx.formats.tmx_codes import code_names, written_content
from tmx.formats.tmx_header import TmxHeader, opening
from tmx.formats.tmx_plain import IDENTIFIER_PROPERTY
from tmx.formats.tmx_remarks import property_line, written_remarks
from tmx.formats.tmx_source import source_first
from tmx.formats.tmx_text import FORBIDDEN, attribute_list, date_text, escaped, escaped_attribute, tmx_date
from tmx.model import Attribute, Property, Segment, TranslationUnit
from tmx.text.languages import primary_subtag

__all__ = ["in_canonical_order", "parse_tmx_languages", "write_tmx"]

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_FIELDS = frozenset({"tuid", "creationdate", "creationid", "changedate", "changeid"})
_LANGUAGE_NAMES = frozenset({"lang", "xml:lang"})


def parse_tmx_languages(text: str) -> Mapping[str, str]:
    """The names that languages get in a TMX: ``en-GB,fr-FR`` gives ``{"en": "en-GB", "fr": "fr-FR"}``.

    Raises :class:`~tmx.errors.ConfigError` where a code is not well formed or a language stands there twice.
    """
    languages: dict[str, str] = {}
    for tag in (part.strip().replace("_", "-") for part in text.split(",")):
        if not _LANGUAGE_TAG.fullmatch(tag):
            raise ConfigError(f"«{tag}» is not a language code", remedy="write for example en-GB,fr-FR")
        if languages.setdefault(primary_subtag(tag), tag) != tag:
            raise ConfigError(
                f"«{text}» names the language «{primary_subtag(tag)}» twice", remedy="write for example en-GB,fr-FR"
            )
    return MappingProxyType(languages)


def write_tmx(
    path: Path | IO[bytes],
    units: Iterable[TranslationUnit],
    *,
    source_language: str,
    languages: Mapping[str, str] | None = None,
    created: datetime | None = None,
    properties: Sequence[Property] = (),
    header: TmxHeader | None = None,
) -> int:
    """Write ``units`` as TMX 1.4b to ``path`` (whole or not at all) or to an open binary stream; the number written.

    ``languages`` renames the languages (a whole tag or a primary subtag to the tag that is written). ``created`` is
    the header's date (default: SOURCE_DATE_EPOCH where it is set, else none, so that the same units give the same
    bytes); ``properties`` stand in the header; ``header`` is that of another TMX, which is written again. Units
    without variants are left out; characters that XML cannot hold are dropped. Numeric code identifiers are kept,
    others are numbered anew within their unit; codes that were read from a TMX are written as they were.
    """
    count = 0
    source_language = _renamed(source_language, languages)
    target: AbstractContextManager[IO[bytes]] = write_whole(path) if isinstance(path, Path) else nullcontext(path)
    with target as stream:
        head = opening(source_language, created=created, properties=properties, header=header)
        stream.write(head.encode("utf-8"))
        for unit in units:
            if unit.variants:
                stream.write("".join(_unit_lines(unit, source_language, languages)).encode("utf-8"))
                count += 1
        stream.write(b"</body>\n</tmx>\n")
    return count


def in_canonical_order(units: Iterable[TranslationUnit]) -> list[TranslationUnit]:
    """Units by their texts and languages, then by name: the same content gives the same file, for version control."""
    return sorted(units, key=_order)


def _order(unit: TranslationUnit) -> tuple[object, ...]:
    return (
        tuple((segment.text, segment.language.lower(), str(segment.codes)) for segment in unit.variants),
        "" if unit.unnamed else unit.identifier,
        date_text(unit.changed or unit.created),
        str(unit.properties),
    )


def _unit_lines(unit: TranslationUnit, source_language: str, languages: Mapping[str, str] | None) -> Iterator[str]:
    variants, turned = _in_file_order(unit, source_language, languages)
    attributes, named = _unit_attributes(unit, variants)
    if languages:
        attributes = [replace(a, value=_renamed(a.value, languages)) if a.name == "srclang" else a for a in attributes]
    if turned:
        attributes = [a for a in attributes if a.name != "srclang"]
        attributes.append(Attribute("srclang", _renamed(unit.variants[0].language, languages)))
    yield f"<tu{attribute_list(attributes)}>\n"
    if unit.notes or unit.properties:
        yield from written_remarks(unit.properties, unit.notes, unit.note_details)
    if unit.identifier and not unit.unnamed and not named:
        yield property_line(Property(IDENTIFIER_PROPERTY, unit.identifier))
    names = code_names([code.identifier for segment in unit.variants for code in segment.codes])
    for segment in variants:
        said = attribute_list(a for a in segment.attributes if a.name not in _LANGUAGE_NAMES)
        yield f'  <tuv xml:lang="{escaped_attribute(_renamed(segment.language, languages))}"{said}>'
        if segment.notes or segment.properties:
            yield "\n"
            yield from written_remarks(segment.properties, segment.notes, segment.note_details)
            yield "  "
        content = written_content(segment.text, segment.codes, names) if segment.codes else escaped(segment.text)
        yield f"<seg>{content}</seg></tuv>\n"
    yield "</tu>\n"


def _in_file_order(
    unit: TranslationUnit, source_language: str, languages: Mapping[str, str] | None
) -> tuple[Sequence[Segment], bool]:
    """The variants as they stood in their file, and whether the unit must say itself which of them is the source."""
    variants = unit.variants
    if len(variants) == 1:
        return variants, False
    own = next((_renamed(a.value, languages) for a in unit.attributes if a.name == "srclang" and a.value), "")
    wanted = own or source_language
    if unit.source_place:
        first, *others = variants
        place = min(unit.source_place, len(others))
        stood = (*others[:place], first, *others[place:])
        if _is_first(stood, unit.variants, wanted, languages):
            return stood, False
    if _is_first(variants, variants, wanted, languages):
        return variants, False
    return variants, True


def _is_first(
    written: Sequence[Segment], wanted: Sequence[Segment], source_language: str, languages: Mapping[str, str] | None
) -> bool:
    """Whether a reader of the variants ``written`` gets them in the order ``wanted``."""
    if written[0] is wanted[0] and _renamed(written[0].language, languages) == source_language:
        return True
    renamed = [Segment(_renamed(segment.language, languages), str(n)) for n, segment in enumerate(written)]
    first = source_first(renamed, source_language)[0]
    return written[int(first.text)] is wanted[0]


def _unit_attributes(unit: TranslationUnit, variants: Sequence[Segment]) -> tuple[list[Attribute], bool]:
    """The attributes of a unit, and whether its name is among them."""
    said = {a.name: a.value for a in unit.attributes if a.name in _FIELDS} if unit.attributes else {}
    plain = not unit.unnamed and not re.search(r"\s", unit.identifier) and not FORBIDDEN.search(unit.identifier)
    name = unit.identifier if plain or said.get("tuid") == unit.identifier else ""
    found = [Attribute("tuid", name)] if name else []
    for key, date in (("creationdate", unit.created), ("changedate", unit.changed)):
        raw = said.get(key)
        if raw is not None and tmx_date(raw) == date:
            found.append(Attribute(key, raw))
        elif date is not None and tmx_date(_of_last(variants, key)) != date:
            found.append(Attribute(key, date_text(date)))
    for key, person in (("creationid", unit.created_by), ("changeid", unit.changed_by)):
        raw = said.get(key)
        if raw is not None and (raw or None) == person:
            found.append(Attribute(key, raw))
        elif person and _of_last(variants, key) != person:
            found.append(Attribute(key, person))
    found += [a for a in unit.attributes if a.name not in _FIELDS and a.name not in _LANGUAGE_NAMES]
    return found, bool(name)


def _of_last(variants: Sequence[Segment], name: str) -> str | None:
    """What the last variant that has the attribute ``name`` says, which readers take for the unit's own."""
    for segment in reversed(variants):
        for attribute in segment.attributes:
            if attribute.name == name:
                return attribute.value
    return None


def _renamed(tag: str, languages: Mapping[str, str] | None) -> str:
    if not languages:
        return tag
    return languages.get(tag) or languages.get(primary_subtag(tag)) or tag
