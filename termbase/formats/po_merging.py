"""The entries of a PO glossary as they are written, to be merged, and the way back into the file.

An entry is known by its ``msgctxt`` and ``msgid``; obsolete ones (``#~``) take part. polib would say what an entry
means, and lose how it is written, comments of obsolete entries and all: here every text stays in its own escapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from termbase.formats.text_files import lines_of
from termbase.merge_entries import TRANSLATION, Entry, numbered

__all__ = ["DATES", "po_entries", "po_lines"]

DATES = ("PO-Revision-Date", "POT-Creation-Date")  # of the head: the later one counts
_HEAD = ("", "")
_COMMENTS = {"#": "comments", "#.": "remark", "#:": "references", "#,": "flags", "#|": "former text"}
_SETS = ("comments", "references", "flags")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*(\".*)")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_OBSOLETE = "#~"


def po_entries(text: str) -> list[Entry]:
    """The entries of a file in order, the head with its fields among them; none of an empty file."""
    return numbered(map(_entry, _blocks(lines_of(text)))) if text.strip() else []


def _bare(line: str) -> str:
    """The line without what marks it as obsolete."""
    return line.removeprefix(_OBSOLETE).strip()


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The lines of each entry, with the blank ones behind it."""
    block: list[str] = []
    done = False
    for line in lines:
        bare = _bare(line)
        starts = bare.startswith(("#", "msgctxt", "msgid")) and not bare.startswith("msgid_plural")
        if done and starts:
            yield tuple(block)
            block, done = [], False
        done = done or bare.startswith("msgstr")
        block.append(line)
    if any(line.strip() for line in block):
        yield tuple(block)


def _entry(lines: tuple[str, ...]) -> Entry:
    """An entry by its lines: comments, flags and references are sets, the forms of the translation fields."""
    bare = [_bare(line) for line in lines]
    fields, sets = _comments(line for line in bare if line.startswith("#"))
    texts = _texts(line for line in bare if not line.startswith("#"))
    key = (texts.pop("msgctxt", ""), texts.pop("msgid", ""))
    if key == _HEAD:
        return Entry(key, {**fields, **_head(texts.get("msgstr", ""))}, lines, sets, quiet=True)
    plural = texts.pop("msgid_plural", "")
    said = {name.replace("msgstr", TRANSLATION): value for name, value in texts.items()}
    said |= {"plural": plural} if plural else {}
    obsolete = any(line.startswith((f"{_OBSOLETE} msg", f"{_OBSOLETE}msg")) for line in lines)
    return Entry(key, said | fields | ({"obsolete": "yes"} if obsolete else {}), lines, sets)


def _comments(lines: Iterable[str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """What the comments say by their kinds: in one text, or as a set."""
    fields: dict[str, str] = {}
    sets: dict[str, tuple[str, ...]] = {}
    for line in lines:
        sign = line[:2] if line[:2] in _COMMENTS else "#"
        kind, told = _COMMENTS[sign], line.removeprefix(sign).strip()
        if kind in _SETS:
            sets[kind] = (*sets.get(kind, ()), *_members(kind, told))
        else:
            fields[kind] = f"{fields[kind]}\n{told}" if kind in fields else told
    return fields, {kind: sets[kind] for kind in _SETS if sets.get(kind)}


def _members(kind: str, told: str) -> Sequence[str]:
    if kind == "flags":
        return [flag.strip() for flag in told.split(",") if flag.strip()]
    return told.split() if kind == "references" else [told]


def _texts(lines: Iterable[str]) -> dict[str, str]:
    """What stands between the quotation marks behind each keyword, as it is written there."""
    texts: dict[str, str] = {}
    now = ""
    for line in lines:
        keyword = _KEYWORD.match(line)
        if keyword:
            now = keyword[1]
            texts[now] = "".join(_TEXT.findall(keyword[2]))
        elif line.startswith('"') and now:
            texts[now] += "".join(_TEXT.findall(line))
    return texts


def _head(text: str) -> dict[str, str]:
    """The fields of the head."""
    pairs = (line.partition(":") for line in text.split("\\n") if line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def po_lines(entry: Entry) -> list[str]:
    """The lines of an entry that neither side has as it is."""
    said = dict(entry.fields)
    lines = [f"# {note}" for note in entry.notes]
    for sign, kind in _COMMENTS.items():
        if kind in _SETS:
            lines += _set_lines(sign, kind, entry.sets.get(kind, ()))
        elif kind in said:
            lines += [f"{sign} {text}" for text in said.pop(kind).split("\n")]
    if entry.key[:2] == _HEAD:
        return [*lines, 'msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in said.items()), ""]
    mark = f"{_OBSOLETE} " if said.pop("obsolete", "") else ""
    context, text = entry.key[:2]
    plural = said.pop("plural", "")
    texts = [*([f'msgctxt "{context}"'] if context else []), f'msgid "{text}"']
    texts += [f'msgid_plural "{plural}"'] if plural else []
    texts += [f'{name.replace(TRANSLATION, "msgstr")} "{value}"' for name, value in said.items()]
    return [*lines, *(mark + line for line in texts), ""]


def _set_lines(sign: str, kind: str, members: Sequence[str]) -> list[str]:
    if kind == "comments":
        return [f"{sign} {text}".rstrip() for text in members]
    between = ", " if kind == "flags" else " "
    return [f"{sign} {between.join(members)}"] if members else []
