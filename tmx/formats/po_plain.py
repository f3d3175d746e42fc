"""The entries of a PO file that is written as tools write it, read in a fraction of polib's time.

A file has such entries alone where no line is out of the ordinary: no plural forms, nothing obsolete but at the end,
a header in front or none. What is read is what polib reads; any other file is left to it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec import Struct

__all__ = ["PlainEntry", "PlainFile", "read_plain_po"]

_TEXT = r'"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"'
_EARLIER = rf"\|[ ]msg(?:ctxt|id)[ ]{_TEXT}(?:\n\#\|[ ]{_TEXT})*"
_COMMENTS = rf"(?: \# (?: (?:[ ]|[:,.][ ]+[^\s])[^\n]* | {_EARLIER} )? \n )*"
_OLD = rf"{_TEXT}\n(?:\#~[ ]{_TEXT}\n)*"
_ENTRY = re.compile(
    rf"""
    (?P<comments> {_COMMENTS} )
    (?: msgctxt[ ](?P<context>{_TEXT}(?:\n{_TEXT})*)\n )?
    msgid[ ](?P<source>{_TEXT}(?:\n{_TEXT})*)\n
    msgstr[ ](?P<target>{_TEXT}(?:\n{_TEXT})*)
    (?: \n+ | \Z )
    """,
    re.VERBOSE,
)
_OBSOLETE = re.compile(
    rf"(?: {_COMMENTS} (?: \#~[ ]msgctxt[ ]{_OLD} )? \#~[ ]msgid[ ]{_OLD} \#~[ ]msgstr[ ]{_OLD} \n* )+\Z", re.VERBOSE
)
_ESCAPED = re.compile(r'\\(\\|n|t|r|v|b|f|")')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "b": "\b", "f": "\f"}


class PlainEntry(NamedTuple):  # the quickest to make
    """An entry: ``context`` is empty where there is none, ``line`` is its first one, 0 for the first entry."""

    context: str
    source: str
    target: str
    line: int
    flags: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class PlainFile(Struct, frozen=True):
    """The entries of a file in order, without the header, whose fields ``metadata`` holds."""

    entries: tuple[PlainEntry, ...]
    metadata: dict[str, str]


def read_plain_po(text: str) -> PlainFile | None:
    """What stands in ``text``, a PO file; None where a line of it is out of the ordinary, or wrong."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    entries: list[PlainEntry] = []
    end, line = 0, 1
    match = _ENTRY.match
    while end < len(text):
        found = match(text, end)
        if found is None:
            if entries and _OBSOLETE.match(text, end):
                break
            return None
        comments, context, source, target = found.groups()
        begins = line if end else 0
        if comments:
            told = _comments(comments)
            if told is None:
                return None
            entries.append(PlainEntry(_plain(context), _plain(source), _plain(target), begins, *told))
        else:
            entries.append(PlainEntry(_plain(context), _plain(source), _plain(target), begins))
        line += text.count("\n", end, found.end())
        end = found.end()
    if entries and (not entries[0].source or entries[0].notes):
        if entries[0].source:
            return None  # what stands above the first entry is said of the file
        header = entries.pop(0)
        metadata = _metadata(header.target)
    else:
        metadata = {}
    if any(not entry.source for entry in entries):
        return None
    return PlainFile(tuple(entries), metadata)


def _plain(quoted: str | None) -> str:
    """The text that stands in quotation marks, maybe in several lines."""
    if quoted is None:
        return ""
    text = quoted[1:-1]
    if "\n" in text:
        text = "".join([line[1:-1] for line in quoted.split("\n")])
    return _ESCAPED.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[1], found[1])


def _comments(lines: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] | None:
    """The flags, the references and the notes in the comments of an entry."""
    flags: list[str] = []
    references: list[str] = []
    translators: list[str] = []
    extracted: list[str] = []
    for raw in lines.split("\n")[:-1]:
        line = raw.strip()
        kind, rest = line[:2], line[3:]
        if kind == "#,":
            flags += [flag.strip() for flag in rest.split(",")]
        elif kind == "#:":
            references += rest.split()
        elif kind == "#.":
            extracted.append(rest)
        elif kind == "# ":
            translators.append(line[2:])
        elif kind == "#" and translators:
            translators.append("")
        elif kind not in ("#", "#|"):  # an earlier text says nothing of this one
            return None
    return tuple(flags), tuple(references), _notes(translators, extracted)


def _notes(*kinds: list[str]) -> tuple[str, ...]:
    return tuple(["\n".join(lines) for lines in kinds if lines])


def _metadata(header: str) -> dict[str, str]:
    """The fields of a header by their names; a line without a name goes on with the one before."""
    fields: dict[str, str] = {}
    name = None
    for line in header.splitlines():
        if ":" in line:
            name, value = line.split(":", 1)
            fields[name] = value.strip()
        elif name is not None:
            fields[name] += "\n" + line.strip()
    return fields
