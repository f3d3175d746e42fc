"""TBX-Min as it was drafted in 2013 (``<TBX dialect="TBX-Min">``), which glossaries made then still have.

Its elements have names of their own; they get those of the standard that came of it, in place.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tmx.errors import ParseError
from tmx.formats.xml_records import Element, Record

__all__ = ["MIN_ROOT", "modernise"]

MIN_ROOT = "TBX"


class _Category(NamedTuple):
    """The element and the type that say today what an element of the draft said."""

    tag: str
    type: str


_LEVELS = {"entry": "conceptEntry", "langGroup": "langSec", "termGroup": "termSec"}
_CATEGORIES = {
    "subjectField": _Category("descrip", "subjectField"),
    "termStatus": _Category("termNote", "administrativeStatus"),
    "partOfSpeech": _Category("termNote", "partOfSpeech"),
    "customer": _Category("admin", "customerSubset"),
}
_TOLD = ("description", "creator", "license", "directionality", "dateCreated")


def modernise(path: Path, record: Record) -> None:
    """Give the elements of a record of the draft today's names; others are left as they are.

    Raises :class:`~tmx.errors.ParseError` where the file names another dialect.
    """
    root = record.ancestors[0] if record.ancestors else record.element
    if root.tag != MIN_ROOT:
        return
    dialect = root.get("dialect") or root.get("type") or ""
    if dialect != "TBX-Min":
        reason = f"<TBX> names the dialect «{dialect}»" if dialect else "<TBX> does not name its dialect"
        raise ParseError(reason, path=path, line=1, remedy="of these drafts TBX-Min is known: export as TBX v2 or v3")
    if record.element.tag == "header":
        _modernise_header(record.element)
        return
    for element in record.element.iter():
        element.tag = _LEVELS.get(element.tag, element.tag)
        category = _CATEGORIES.get(element.tag)
        if category is not None and element.get("type") is None:
            element.tag = category.tag
            element.set("type", category.type)
        elif element.tag == "noteGrp":
            element.tag = "termGrp"  # says nothing itself: what is in it counts where it stands
        elif element.tag == "note" and len(element):
            _modernise_note(element)


def _modernise_note(note: Element) -> None:
    """A note with a key and a value as one text."""
    parts = [" ".join("".join(part.itertext()).split()) for part in note]
    for part in note.iter():
        part.text = part.tail = ""
    note.text = ": ".join(filter(None, parts))


def _modernise_header(header: Element) -> None:
    title, source = Element("title"), Element("sourceDesc")
    title.text = "".join(header.findtext("id") or "")
    for element in header:
        if element.tag in _TOLD and element.text and element.text.strip():
            paragraph = Element("p", {} if element.tag == "description" else {"type": element.tag})
            paragraph.text = element.text
            source.append(paragraph)
    header.tag = "tbxHeader"
    header[:] = [title, source]
