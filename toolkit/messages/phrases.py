"""Help texts and error lines in the interface's language.

They are written in English where they arise, on floors that know nothing of catalogues. What is said is therefore
looked up when it is shown, whole or by its template: ``there is no check «{0}»`` stands for every such line.
``commands.<language>.po`` beside this file holds the translations; what it lacks is shown in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from toolkit.messages import interface_language

__all__ = ["help_pieces", "help_text", "phrase", "phrases_path"]

_PLACE = re.compile(r"\{(\d)\}")


def phrases_path(language: str) -> Path:
    """Where the catalogue of ``language`` stands."""
    return Path(__file__).with_name(f"commands.{language}.po")


def phrase(text: str) -> str:
    """``text`` in the interface's language, or as it is where the catalogue has nothing for it."""
    language = interface_language()
    if language == "en" or not text.strip():
        return text
    catalogue = _catalogue(language)
    if text in catalogue.whole:
        return catalogue.whole[text]
    for template, pattern in catalogue.patterns:
        found = pattern.fullmatch(text)
        if found is not None:
            return _filled(catalogue.whole[template], found.groups())
    return text


def help_text(text: str) -> str:
    """A command's help in the interface's language: looked up whole, or piece by piece (see :func:`help_pieces`)."""
    if interface_language() == "en":
        return text
    whole = phrase(text)
    if whole != text:
        return whole
    return "\n\n".join(
        "\n".join(line if line.startswith((" ", "\b")) else phrase(line) for line in paragraph.split("\n"))
        if paragraph.startswith("\b")
        else phrase(_joined(paragraph))
        for paragraph in text.split("\n\n")
    )


def help_pieces(text: str) -> Iterator[str]:
    """What there is to translate in a command's help: its paragraphs on a line each, of examples the line above them.

    A paragraph that begins with a backspace, click's mark for text that is shown as it stands, is an example; its
    indented lines are commands.
    """
    for paragraph in text.split("\n\n"):
        if paragraph.startswith("\b"):
            yield from (line for line in paragraph.split("\n") if line.strip("\b ") and not line.startswith(" "))
        else:
            yield _joined(paragraph)


def _joined(paragraph: str) -> str:
    return " ".join(paragraph.split())


def _filled(template: str, values: Sequence[str]) -> str:
    """``template`` with ``values``, which may be phrases themselves, in its places."""
    return _PLACE.sub(lambda place: phrase(values[int(place[1])]), template)


class _Phrases(Struct, frozen=True):
    """The translations by what they translate, and patterns for those with places, the longest first."""

    whole: Mapping[str, str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _catalogue(language: str) -> _Phrases:
    import polib

    path = phrases_path(language)
    entries = polib.pofile(str(path), encoding="utf-8") if path.exists() else ()
    whole = {entry.msgid: entry.msgstr for entry in entries if entry.msgstr and not entry.fuzzy and not entry.obsolete}
    templates = sorted((text for text in whole if _PLACE.search(text)), key=len, reverse=True)
    return _Phrases(whole, tuple((template, _pattern(template)) for template in templates))


def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)  # text, number, text, ...: the numbers count up
    return re.compile("".join(re.escape(part) if at % 2 == 0 else "(.+?)" for at, part in enumerate(parts)), re.S)
