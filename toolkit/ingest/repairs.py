"""Repairs of damaged text: mojibake, lost ligatures, soft hyphens, stray control characters."""

from __future__ import annotations

import unicodedata

import regex
from msgspec import Struct

from toolkit.ingest.languages import repairs_for

__all__ = ["Repaired", "repair"]


class Repaired(Struct, frozen=True):
    """A text that was put right, and one line for each kind of repair."""

    text: str
    repairs: tuple[str, ...]


def _windows_byte(code: int) -> str:
    try:
        return bytes([code]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(code)


# What a byte of UTF-8 looks like to a reader who takes it for windows-1252, and back.
_BYTES = {_windows_byte(code): code for code in range(0x80, 0x100)} | {chr(c): c for c in range(0x80, 0xA0)}
_FOLLOWING = regex.escape("".join(c for c, code in _BYTES.items() if code < 0xC0))
_MOJIBAKE = regex.compile(rf"[\u00c2-\u00df][{_FOLLOWING}]|[\u00e0-\u00ef][{_FOLLOWING}]{{2}}")
_LOST_SPACE = regex.compile(r"(?<!\p{L})\u00c3  ?(?=\p{Ll}|\p{Lu}\p{Ll})")
_INVISIBLE = regex.compile(r"[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e]")
_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_C1 = regex.compile(r"[\x80-\x84\x86-\x9f]")


def repair(text: str, language: str | None) -> Repaired:
    """``text`` put right where that is certain; line ends stay where they are.

    ``language`` (a primary subtag) decides which lost letters are looked for.
    """
    notes: list[str] = []

    def note(count: int, what: str) -> None:
        if count:
            notes.append(f"{what}: {count} place{'s' if count > 1 else ''}")

    composed = unicodedata.normalize("NFC", text)
    note(len(text) - len(composed), "accents joined to their letters")
    text = composed
    text, count = _unscramble(text)
    note(count, "wrongly encoded characters («Ã©» for «é») put right")
    text, count = _C1.subn(lambda match: _windows_byte(ord(match.group())), text)
    note(count, "control characters read as the windows-1252 characters they were")
    # One at the end of a line stays: it holds the two halves of a word together when the lines are joined.
    text, count = regex.subn(r"\u00ad(?![ \t]*\r?\n)", "", text)
    note(count, "soft hyphens taken out")
    text, count = _INVISIBLE.subn("", text)
    note(count, "invisible characters taken out")
    text, count = _CONTROL.subn("", text)
    note(count, "control characters taken out")
    if language is not None:
        total = 0
        for pattern, replacement in repairs_for(language):
            text, count = regex.subn(pattern, replacement, text)
            total += count
        note(total, "lost œ put back")
    return Repaired(text, tuple(notes))


def _unscramble(text: str) -> tuple[str, int]:
    total = 0
    for _ in range(2):  # text that went the wrong way twice
        count = 0

        def spell(match: regex.Match[str]) -> str:
            nonlocal count
            try:
                character = bytes(_BYTES[c] for c in match.group()).decode("utf-8")
            except UnicodeDecodeError:
                return str(match.group())
            if not _western(character):
                return str(match.group())
            count += 1
            return character

        text = _MOJIBAKE.sub(spell, text)
        if not count:
            break
        total += count
        text, spaces = _LOST_SPACE.subn("à ", text)
        total += spaces
    return text, total


def _western(character: str) -> bool:
    code = ord(character)
    return 0xA0 <= code <= 0x17F or 0x2010 <= code <= 0x2044 or 0x1E00 <= code <= 0x1EFF or character in "€™\u2009"
