"""What commands say while and after they work («Wrote       memory.tmx (405 units)»), in the interface's language.

Such a line has a word at its beginning, then parts with `` · `` between them. It is written in English where it
arises, and looked up when it is shown: the word, and each part by its template. In the templates of
``status.<language>.po`` beside this file ``{0}`` stands for a figure, ``{a}`` for any text, which may be a part itself;
a translation may be two, with a bar between them, the first for the singular of ``{0}``. What a catalogue lacks is
shown in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from toolkit.messages import interface_language

__all__ = ["status_line", "status_path"]

_WIDTH = 12  # columns of the word
_PLACE = re.compile(r"\{(\w)\}")
_BETWEEN = " · "
_OR = "|"
_SINGULAR = ("0", "1")  # as French has it


def status_path(language: str) -> Path:
    """Where the catalogue of ``language`` stands."""
    return Path(__file__).with_name(f"status.{language}.po")


def status_line(line: str) -> str:
    """``line`` in the interface's language, as far as the catalogue goes; an empty catalogue leaves it as it is."""
    known = _catalogue(interface_language())
    if not known.whole:
        return line
    word, rest = line[:_WIDTH], line[_WIDTH:]
    if not word.endswith("  ") or rest[:1].isspace():
        return _said(line, known)
    word = word.strip()
    if word and word not in known.whole:
        return line
    return f"{known.whole.get(word, ''):<{_WIDTH}}{_said(rest, known)}"


class _Known(Struct, frozen=True):
    """The translations by what they translate, and patterns for those with places, the longest first."""

    whole: Mapping[str, str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]


def _said(text: str, known: _Known) -> str:
    """``text`` part by part."""
    return _BETWEEN.join(_part(part, known) for part in text.split(_BETWEEN))


def _part(text: str, known: _Known) -> str:
    if text in known.whole:
        return known.whole[text]
    for template, pattern in known.patterns:
        found = pattern.fullmatch(text)
        if found is not None:
            return _filled(template, found.groups(), known)
    return text


def _filled(template: str, values: Sequence[str], known: _Known) -> str:
    names = _PLACE.findall(template)
    shown = {name: value if name.isdigit() else _said(value, known) for name, value in zip(names, values, strict=True)}
    one, _, many = known.whole[template].partition(_OR)
    return _PLACE.sub(lambda place: shown[place[1]], one if not many or shown["0"] in _SINGULAR else many)


@cache
def _catalogue(language: str) -> _Known:
    path = status_path(language)
    if language == "en" or not path.exists():
        return _Known({}, ())
    import polib

    entries = polib.pofile(str(path), encoding="utf-8")
    whole = {entry.msgid: entry.msgstr for entry in entries if entry.msgstr and not entry.fuzzy and not entry.obsolete}
    templates = sorted((text for text in whole if _PLACE.search(text)), key=len, reverse=True)
    return _Known(whole, tuple((template, _pattern(template)) for template in templates))


def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)  # text, name, text, ...
    figure, text = r"(\d[\d.,]*)", "(.+?)"
    return re.compile(
        "".join(re.escape(part) if at % 2 == 0 else figure if part.isdigit() else text for at, part in enumerate(parts))
    )
