"""TBX: TermBase eXchange (ISO 30042:2019 and its forerunners).

Reading takes TBX v3 (``<tbx>``) in both styles, DCA (``<termNote type="partOfSpeech">``) and DCT
(``<min:partOfSpeech>``), and TBX v2 (``<martif>`` with ``tig`` or ``ntig``). Writing gives TBX-Basic v3 in DCA style.

TBX-Basic has fixed picklists that are poorer than a working glossary. What they cannot say stands, beside the nearest
legal value, in a note that a person can read and that is read back::

    <note>accord:status=proposed</note>          no administrativeStatus: nobody has decided yet
    <note>accord:status=forbidden</note>         beside deprecatedTerm-admn-sts
    <note>accord:part of speech=proper noun</note>    beside noun (``other`` where nothing is near)
    <note>accord:case=exact</note>
    <note>accord:concept=12 a</note>             an identifier that is not an XML name

A note of one's own that begins with ``accord:`` is kept as ``accord:note=…``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from termbase.formats.categories import (
    clean,
    read_case,
    read_language,
    read_part_of_speech,
    read_status,
    read_term_type,
)
from termbase.model import CaseRule, Concept, Definition, Glossary, Status, Term, TermType, ordered_terms
from tmx.errors import ParseError, TermbaseError
from tmx.files import read_bytes, write_whole

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["TbxHead", "read_tbx", "read_tbx_head", "write_tbx"]

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_WRITTEN_BY = "Written by Accord"
_REMEDY = "export it again as TBX from the program that made it"
_ENTRY = frozenset({"conceptEntry", "termEntry"})
_LANGUAGE = frozenset({"langSec", "langSet"})
_TERM = frozenset({"termSec", "tig", "ntig"})
_WRAPPERS = frozenset({"descripGrp", "adminGrp", "termNoteGrp", "termGrp"})

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
_PARTS_OF_SPEECH = frozenset({"noun", "verb", "adjective", "adverb", "other"})
_GENDERS = frozenset({"masculine", "feminine", "neuter", "other"})
_MARK = "accord:"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_tbx(path: Path) -> Glossary:
    """The glossary in a TBX file, v3 or v2.

    A language's definition stays apart from the concept's own. An unknown administrative status counts as preferred.
    Entities are never expanded and nothing outside the file is opened. Raises :class:`~tmx.errors.ParseError` (with
    line and column) where the XML is broken, declares entities, or is no TBX, and :class:`~tmx.errors.StoreError`
    where the file cannot be read.
    """
    return Glossary(tuple(_read_concepts(path)), name=path.stem)


@dataclass(frozen=True, slots=True)
class TbxHead:
    """What the header of a TBX file says: its title, and whether Accord wrote it and so can write all of it again."""

    title: str
    own: bool


def read_tbx_head(path: Path) -> TbxHead:
    """The header of a TBX file. Raises what :func:`read_tbx` raises, as far as the file was read."""
    title, own = "", False
    for event, element in _events(path):
        name = _local(element)
        if name in ("text", "body"):
            break
        if event == "end" and name == "title":
            title = title or _text(path, element)
        elif event == "end" and name == "p":
            own = own or _text(path, element) == _WRITTEN_BY
    return TbxHead(title, own)


def _read_concepts(path: Path) -> Iterator[Concept]:
    number = 0
    for event, element in _events(path):
        if event == "end" and _local(element) in _ENTRY:
            number += 1
            concept = _concept(path, element, number)
            if concept is not None:
                yield concept
            _forget(element)


def _events(path: Path) -> Iterator[tuple[str, _Element]]:
    """The elements of a TBX file as they begin and end; the root was checked."""
    from lxml import etree

    events = etree.iterparse(
        io.BytesIO(read_bytes(path)),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    root: _Element | None = None
    try:
        for event, element in events:
            if root is None:
                root = element
                _check_root(path, root)
            yield event, element
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = " ".join((error.msg or "it ends too soon").partition(", line ")[0].split())
        reason = f"this is not well-formed XML: {reason}"
        raise ParseError(reason, path=path, line=line or None, column=column or None, remedy=_REMEDY) from error


def _check_root(path: Path, root: _Element) -> None:
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):  # type: ignore[attr-defined]  # missing in the stubs
        raise ParseError(
            "the file declares XML entities, which could pull in other files",
            path=path,
            line=1,
            remedy="remove the declarations from the DOCTYPE",
        )
    if _local(root) not in ("tbx", "martif"):
        raise ParseError(
            f"this is no TBX: its root is <{_local(root)}>",
            path=path,
            line=_line(root),
            remedy="TBX begins with <tbx> or <martif>",
        )


def _forget(element: _Element) -> None:
    """Free the memory of an entry that is done, and of its older siblings."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _line(element: _Element) -> int | None:
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def _local(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _text(path: Path, element: _Element) -> str:
    """The text of ``element`` and its inline markup; an entity that is not XML's own is refused."""
    from lxml import etree

    for entity in element.iter(etree.Entity):
        reason = f"the entity {entity.text} is not declared"
        raise ParseError(reason, path=path, line=_line(element), remedy="write the character itself")
    return clean("".join(str(part) for part in element.itertext()))


@dataclass(slots=True)
class _Facts:
    """The data categories of one level: (name, value) in order, and notes with Accord's marks taken out."""

    categories: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)

    def first(self, name: str) -> str:
        return next((value for key, value in self.categories if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.categories if key == name and value)


def _facts(path: Path, level: _Element) -> _Facts:
    """What stands directly at ``level``, through grouping elements, in both styles."""
    facts = _Facts()
    pending = list(level)
    while pending:
        element = pending.pop(0)
        name = _local(element)
        if name in _WRAPPERS:
            # What stands in a group belongs to its first element: the source of a context is not the term's.
            pending[:0] = list(element) if name == "termGrp" else list(element)[:1]
        elif name == "note":
            _add_note(facts, _text(path, element))
        elif name and name not in _LANGUAGE and name not in _TERM:
            facts.categories.append((element.get("type") or name, _text(path, element)))
    return facts


def _add_note(facts: _Facts, note: str) -> None:
    key, separator, value = note.partition("=")
    if not separator or not key.startswith(_MARK):
        if note:
            facts.notes.append(note)
    elif key == f"{_MARK}note":
        facts.notes.append(value)
    else:
        facts.marks[key.removeprefix(_MARK)] = value


def _concept(path: Path, entry: _Element, number: int) -> Concept | None:
    facts = _facts(path, entry)
    terms: list[Term] = []
    definitions: list[Definition] = []
    for section in entry:
        if _local(section) not in _LANGUAGE:
            continue
        tag = section.get(_XML_LANG) or section.get("lang") or ""
        if not _LANGUAGE_TAG.fullmatch(tag.replace("_", "-")):
            raise ParseError(
                f"«{tag}» is not a language code" if tag else "the language section does not name its language",
                path=path,
                line=_line(section),
                remedy="give it xml:lang with a code such as fr or en-GB",
            )
        language = read_language(tag)
        here = _facts(path, section)
        definitions.extend(Definition(text, language) for text in here.all("definition"))
        found = [_term(path, element, language) for element in section if _local(element) in _TERM]
        terms.extend(term for term in found if term is not None)
        facts.notes.extend(here.notes)
    if not terms:
        return None
    stated = facts.all("definition")
    return Concept(
        identifier=facts.marks.get("concept") or entry.get("id") or f"c{number}",
        terms=ordered_terms(terms),
        subject=", ".join(facts.all("subjectField")),
        definition=" ".join(stated),
        notes=tuple(facts.notes),
        definitions=tuple(definitions),
    )


def _term(path: Path, element: _Element, language: str) -> Term | None:
    facts = _facts(path, element)
    text = facts.first("term")
    if not text:
        return None
    marks = facts.marks
    stated = facts.first("administrativeStatus") or facts.first("usageStatus") or facts.first("normativeAuthorization")
    status = read_status(marks.get("status") or stated)
    return Term(
        text=text,
        language=language,
        status=status or Status.PREFERRED,
        type=read_term_type(facts.first("termType")) or TermType.FULL_FORM,
        part_of_speech=marks.get("part of speech") or read_part_of_speech(facts.first("partOfSpeech")),
        gender=marks.get("gender") or facts.first("grammaticalGender") or facts.first("gender"),
        case=read_case(marks.get("case", "")) or CaseRule.AUTO,
        contexts=facts.all("context"),
        source=facts.first("source"),
        notes=tuple(facts.notes),
    )


def write_tbx(path: Path, glossary: Glossary) -> None:
    """Write ``glossary`` as TBX-Basic, DCA style (ISO 30042:2019), indented, in the order of the glossary.

    Raises :class:`~tmx.errors.TermbaseError` for a glossary without concepts, which TBX has no form for, or with a
    language that is no BCP 47 tag, and
    :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    if not glossary.concepts:
        raise TermbaseError("the glossary has no concepts, and TBX needs one at least", path=path)
    language = glossary.languages[0] if glossary.languages else "en"
    head = f'<tbx style="dca" type="TBX-Basic" xml:lang="{_tag(language)}" xmlns="{_NAMESPACE}">\n'
    with write_whole(path) as stream:
        stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n' + head.encode())
        stream.write(_serialized(_header(glossary.name), 1) + b"  <text>\n    <body>\n")
        for concept, identifier in zip(glossary, _identifiers(glossary), strict=True):
            stream.write(_serialized(_entry(concept, identifier), 3))
        stream.write(b"    </body>\n  </text>\n</tbx>\n")


def _serialized(element: _Element, level: int) -> bytes:
    """The element as indented UTF-8. It inherits its namespace from the ``<tbx>`` that it is written into."""
    from lxml import etree

    etree.indent(element, level=level)
    text = etree.tostring(element, encoding="unicode")
    return f"{'  ' * level}{text}\n".encode()


def _identifiers(glossary: Glossary) -> list[str]:
    """An XML name for each concept, its own identifier where it is one and stands for the first time."""
    taken = {concept.identifier for concept in glossary}
    seen: set[str] = set()
    names = []
    for number, concept in enumerate(glossary, 1):
        name = concept.identifier
        if not _NAME.fullmatch(name) or name in seen:
            name = f"c{number}"
            while name in taken or name in seen:
                name += "_"
        seen.add(name)
        names.append(name)
    return names


def _header(name: str) -> _Element:
    from lxml import etree

    header = etree.Element("tbxHeader")
    description = etree.SubElement(header, "fileDesc")
    if name:
        title = etree.SubElement(etree.SubElement(description, "titleStmt"), "title")
        title.text = _legal(name)
    source = etree.SubElement(etree.SubElement(description, "sourceDesc"), "p")
    source.text = _WRITTEN_BY
    return header


def _entry(concept: Concept, identifier: str) -> _Element:
    """A ``conceptEntry``: subject, definition, notes, then a section for each language."""
    from lxml import etree

    entry = etree.Element("conceptEntry", id=identifier)
    _add(entry, "descrip", "subjectField", concept.subject)
    _add(entry, "descrip", "definition", concept.definition)
    _add_notes(entry, concept.notes)
    if identifier != concept.identifier:
        _add(entry, "note", "", f"{_MARK}concept={concept.identifier}")
    for language in concept.languages:
        section = etree.SubElement(entry, "langSec", {_XML_LANG: _tag(language)})
        for definition in concept.definitions:
            if definition.language == language:
                _add(section, "descrip", "definition", definition.text)
        for term in ordered_terms(concept.terms):
            if term.language == language:
                _add_term(section, term)
    return entry


def _add_term(section: _Element, term: Term) -> None:
    """A ``termSec``: the term, then its notes in the order of the TBX-Basic specification's examples."""
    from lxml import etree

    element = etree.SubElement(section, "termSec")
    _add(element, "term", "", term.text)
    marks = {}
    known = term.part_of_speech in _PARTS_OF_SPEECH
    near = next((word for word in term.part_of_speech.split() if word in _PARTS_OF_SPEECH), "other")
    if term.part_of_speech:
        _add(element, "termNote", "partOfSpeech", term.part_of_speech if known else near)
        marks["part of speech"] = "" if known else term.part_of_speech
    if term.gender:
        known = term.gender in _GENDERS
        _add(element, "termNote", "grammaticalGender", term.gender if known else "other")
        marks["gender"] = "" if known else term.gender
    _add(element, "termNote", "administrativeStatus", _STATUS_OUT.get(term.status, ""))
    _add(element, "termNote", "termType", _TYPE_OUT[term.type])
    marks["status"] = term.status.value if term.status in (Status.FORBIDDEN, Status.PROPOSED) else ""
    marks["case"] = term.case.value
    for context in term.contexts:
        _add(element, "descrip", "context", context)
    _add(element, "admin", "source", term.source)
    _add_notes(element, term.notes)
    for key, value in marks.items():
        if value:
            _add(element, "note", "", f"{_MARK}{key}={value}")


def _add_notes(parent: _Element, notes: tuple[str, ...]) -> None:
    for note in notes:
        _add(parent, "note", "", f"{_MARK}note={note}" if note.startswith(_MARK) else note)


def _add(parent: _Element, name: str, kind: str, text: str) -> None:
    """Append ``<name type="kind">text</name>``; nothing where there is no text."""
    from lxml import etree

    if text:
        element = etree.SubElement(parent, name, {"type": kind} if kind else {})
        element.text = _legal(text)


def _legal(text: str) -> str:
    """The text without the control characters that XML 1.0 has no place for."""
    return _NOT_XML.sub("", text)


def _tag(language: str) -> str:
    """The BCP 47 tag; raises :class:`~tmx.errors.TermbaseError` where XML could not hold it."""
    tag = language.replace("_", "-")
    if not _LANGUAGE_TAG.fullmatch(tag):
        raise TermbaseError(f"«{language}» is not a language code", remedy="give a BCP 47 code such as fr or en-GB")
    return tag
