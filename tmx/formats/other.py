"""Formats that are read through translate-toolkit: Qt, .resx, .properties, Android, iOS and more; for reading only.

Some hold both languages (Qt ``.ts``), the others one: of those the original and its translation are two files whose
texts belong together by their keys.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from tmx.errors import ConfigError, ParseError
from tmx.files import read_bytes
from tmx.model import Property, Segment, TranslationUnit

__all__ = ["BILINGUAL", "KEYED", "read_keyed_pair", "read_other"]


class _Home(Struct, frozen=True):
    """Where translate-toolkit has the class of a format; ``needs`` is a package that it may lack."""

    module: str
    name: str
    needs: str = ""


# Both languages in one file
BILINGUAL: Mapping[str, _Home] = MappingProxyType(
    {
        ".ts": _Home("ts2", "tsfile"),
        ".qph": _Home("qph", "QphFile"),
        ".mo": _Home("mo", "mofile"),
        ".gmo": _Home("mo", "mofile"),
        ".catkeys": _Home("catkeys", "CatkeysFile"),
    }
)
# One language, texts with keys
KEYED: Mapping[str, _Home] = MappingProxyType(
    {
        ".properties": _Home("properties", "javautf8file"),
        ".resx": _Home("resx", "RESXFile"),
        ".xml": _Home("aresource", "AndroidResourceFile"),
        ".strings": _Home("properties", "stringsutf8file"),
        ".json": _Home("jsonl10n", "JsonNestedFile"),
        ".arb": _Home("jsonl10n", "ARBJsonFile"),
        ".yaml": _Home("yaml", "YAMLFile", "ruamel.yaml"),
        ".yml": _Home("yaml", "YAMLFile", "ruamel.yaml"),
        ".php": _Home("php", "phpfile", "phply"),
        ".dtd": _Home("dtd", "dtdfile"),
        ".ini": _Home("ini", "inifile", "iniparse"),
        ".ftl": _Home("fluent", "FluentFile", "fluent.syntax"),
        ".wxl": _Home("wxl", "WxlFile"),
    }
)
_DECLARES = re.compile(rb"<!ENTITY|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_BINARY = frozenset({".mo", ".gmo"})
_XML = frozenset({".ts", ".qph", ".resx", ".xml", ".wxl"})


def read_other(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The units of a file with both languages, one of :data:`BILINGUAL` by its suffix.

    A message with plural forms gives a unit a form, all with the same name and the form's number as the property
    ``plural``.

    Raises :class:`~tmx.errors.ParseError` where translate-toolkit cannot read it, or it declares entities.
    """
    for number, unit in enumerate(_units(path, BILINGUAL[path.suffix.lower()]), 1):
        sources, targets = _forms(unit.source), _forms(unit.target)
        for place, target in enumerate(targets):
            source = sources[min(place, len(sources) - 1)]
            name = _name(unit) or str(number)
            yield TranslationUnit(
                identifier=name,
                variants=(Segment(source_language, source), Segment(target_language, target)),
                properties=(
                    *((Property("fuzzy", "yes"),) if unit.isfuzzy() else ()),
                    *((Property("plural", str(place)),) if len(targets) > 1 else ()),
                ),
                notes=_notes(unit),
                line=_line(unit),
            )


def read_keyed_pair(
    source: Path, target: Path, source_language: str, target_language: str
) -> Iterator[TranslationUnit]:
    """The texts of ``source`` with those of ``target`` that have the same key, in the order of ``source``.

    The ``line`` of a unit is that of its translation, in formats in XML.
    A key that the translation does not have gives an empty target, one that the original does not have none at all.
    Raises :class:`~tmx.errors.ParseError` where one of the files cannot be read.
    """
    translated = {key: (text, line) for key, text, _, line in _texts(target)}
    for key, text, notes, _ in _texts(source):
        translation, line = translated.get(key, ("", None))
        yield TranslationUnit(
            identifier=key,
            variants=(Segment(source_language, text), Segment(target_language, translation)),
            notes=notes,
            line=line,
        )


def _texts(path: Path) -> Iterator[tuple[str, str, tuple[str, ...], int | None]]:
    for number, unit in enumerate(_units(path, KEYED[path.suffix.lower()]), 1):
        key = str(unit.getid() or number)
        forms = _forms(unit.target or unit.source)
        for place, form in enumerate(forms):
            yield key if len(forms) == 1 else f"{key}[{place}]", form, _notes(unit), _line(unit)


def _forms(text: Any) -> list[str]:  # noqa: ANN401  translate-toolkit has no types
    """The plural forms of a text, or the text itself."""
    return [str(form or "") for form in getattr(text, "strings", None) or [text]]


def _name(unit: Any) -> str:  # noqa: ANN401  translate-toolkit has no types
    """The name of a unit on one line; in Qt files context, comment, ``id`` and text, which translate-toolkit glues."""
    name = str(unit.getid() or "")
    context = str(unit.getcontext() or "") if hasattr(unit, "getcontextname") else ""
    parts = [*context.split("\n"), name.removeprefix(context)] if context else [name]
    return "/".join(" ".join(part.split()) for part in parts)


def _line(unit: Any) -> int | None:  # noqa: ANN401  translate-toolkit has no types
    """Where a unit begins in its file, of formats in XML."""
    line = getattr(getattr(unit, "xmlelement", None), "sourceline", None)
    return line if isinstance(line, int) else None


def _as_utf8(content: bytes, path: Path) -> bytes:
    try:
        return content.decode("utf-16").encode()
    except UnicodeDecodeError as error:
        raise ParseError("the UTF-16 text is cut off", path=path, remedy="save it again, as UTF-8") from error


def _notes(unit: Any) -> tuple[str, ...]:  # noqa: ANN401  translate-toolkit has no types
    notes = str(unit.getnotes() or "").strip()
    return (notes,) if notes else ()


def _units(path: Path, home: _Home) -> Iterator[Any]:
    content = read_bytes(path)
    suffix = path.suffix.lower()
    if suffix == ".strings" and content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = _as_utf8(content, path)  # as Xcode used to write them
    if b"\0" in content[:4096] and suffix not in _BINARY:
        raise ParseError(
            f"this is a binary file, not {suffix}", path=path, remedy="check that it is the file you meant"
        )
    if suffix in _XML and _DECLARES.search(content):
        raise ParseError(
            "the file declares entities of its own, which translation files do not need",
            path=path,
            remedy="do not use this file if you do not know where it comes from",
        )
    try:
        storage = getattr(import_module(f"translate.storage.{home.module}"), home.name)
    except ImportError as error:
        package = home.needs or str(error.name)
        raise ConfigError(
            f"to read this format {package} is needed", path=path, remedy=f"install it: pip install {package}"
        ) from error
    try:
        store = storage.parsestring(content)
        units = _with_arrays(store) if home.name == "AndroidResourceFile" else store.units
    except Exception as error:  # each of its formats fails with errors of its own
        raise ParseError(
            f"translate-toolkit cannot read it as {path.suffix}",
            path=path,
            remedy="check that it is the file you meant",
        ) from error
    for unit in units:
        if not unit.isheader() and not unit.isobsolete() and unit.istranslatable():
            yield unit


def _with_arrays(store: Any) -> list[Any]:  # noqa: ANN401  translate-toolkit has no types
    """The units of Android's resources with the items of arrays (``days[0]``), which translate-toolkit passes over."""
    units = list(store.units)
    for array in store.body.iter("string-array"):
        for place, item in enumerate(array.findall("item")):
            for name, value in array.items():
                item.set(name, f"{value}[{place}]" if name == "name" else value)
            item.tag = "string"
            units.append(store.UnitClass.createfromxmlElement(item))
    return sorted(units, key=lambda unit: _line(unit) or 0)
