"""What reading and writing TBX have in common: names of elements, and the notes that hold what TBX has no place for.

TBX-Basic has fixed picklists that are poorer than a working glossary. What they cannot say stands, beside the nearest
legal value, in a note that a person can read and that is read back::

    <note>accord:status=proposed</note>          no administrativeStatus: nobody has decided yet
    <note>accord:status=forbidden</note>         beside deprecatedTerm-admn-sts
    <note>accord:part of speech=proper noun</note>    beside noun (``other`` where nothing is near)
    <note>accord:case=exact</note>
    <note>accord:termNote termType=clippedTerm</note>    how another program spelt it, beside shortForm
    <note>accord:xref see → www.example.org=Example</note>    a data category that has no legal place
    <note>accord:data=["admin","source",…]</note>    what belonged to a text that is no longer there
    <note>accord:responsible=p1</note>    in a transaction, a person of whom the file says nothing else
    <note>accord:concept=12 a</note>             an identifier that is not an XML name

A note of one's own that begins with ``accord:`` is kept as ``accord:note=…``.
"""

from __future__ import annotations

import re

from termbase.formats.categories import (
    clean,
    read_part_of_speech,
    read_status,
    read_term_type,
)
from termbase.model import Category, Status, Term, TermType

__all__ = [
    "GENDERS",
    "KINDS",
    "LANGUAGE_TAG",
    "MARK",
    "PARTS_OF_SPEECH",
    "WRITTEN_BY",
    "canonical_values",
    "category_mark",
    "marked_category",
    "says_the_same",
]

MARK = "accord:"
WRITTEN_BY = "Written by Accord"
LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
KINDS = frozenset({"descrip", "admin", "termNote", "note", "ref", "xref", "adminNote", "descripNote", "transacNote"})
PARTS_OF_SPEECH = frozenset({"noun", "verb", "adjective", "adverb", "other"})
GENDERS = frozenset({"masculine", "feminine", "neuter", "other"})
_TARGET = " → "

_STATUS_OUT = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.DEPRECATED: "deprecatedTerm-admn-sts",
    Status.FORBIDDEN: "deprecatedTerm-admn-sts",
}
_TYPE_OUT = {
    TermType.FULL_FORM: "fullForm",
    TermType.SHORT_FORM: "shortForm",
    TermType.ACRONYM: "acronym",
    TermType.VARIANT: "variant",
}


def canonical_values(term: Term) -> dict[str, str]:
    """What the term's fields are in TBX, by data category; nothing for what it does not say.

    The part of speech, the gender and the number stand as they are: a dialect may have no such value.
    """
    part_of_speech = {"proper noun": "properNoun"}.get(term.part_of_speech, term.part_of_speech)
    status = _STATUS_OUT.get(term.status, "") if term.stated_status else ""
    values = {
        "partOfSpeech": part_of_speech,
        "grammaticalGender": term.gender,
        "grammaticalNumber": term.number,
        "administrativeStatus": status,
        "termType": _TYPE_OUT[term.type] if term.stated_type else "",
    }
    return {name: value for name, value in values.items() if value}


def says_the_same(name: str, spelling: str, term: Term) -> bool:
    """Whether ``spelling``, which another program gave the data category ``name``, still says what the term does."""
    if name == "administrativeStatus":
        return (read_status(spelling) or Status.PREFERRED) is term.status
    if name == "termType":
        return (read_term_type(spelling) or TermType.FULL_FORM) is term.type
    return name == "partOfSpeech" and read_part_of_speech(spelling) == term.part_of_speech


def category_mark(category: Category) -> str:
    """The note that holds a data category which has no legal place."""
    target = f"{_TARGET}{category.target}" if category.target else ""
    name = f" {category.name}" if category.name else ""
    return f"{MARK}{category.kind}{name}{target}={category.value}"


def marked_category(note: str, language: str) -> Category | None:
    """The data category in such a note; None where it is none."""
    key, separator, value = note.removeprefix(MARK).partition("=")
    kind, _, name = key.partition(" ")
    if not separator or not note.startswith(MARK) or kind not in KINDS or key == "note":
        return None
    name, _, target = name.partition(_TARGET)
    return Category(kind, clean(name), value, language, target)
