"""MultiTerm XML (Trados): ``<mtf>`` with a ``conceptGrp`` a concept, ``languageGrp`` and ``termGrp`` inside.

Fields have free names in MultiTerm. Accord writes *Subject*, *Definition*, *Status* and so on, and reads the names
that common termbase definitions give them; any other field is kept under its own name. What a field cannot say alone
(links, the source of one context among several) stands in a field *Accord data*, a line each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr  # writing only; nothing is parsed with it

from msgspec import Struct, field
from msgspec.structs import replace

from termbase.formats.categories import (
    clean,
    read_case,
    read_gender,
    read_number,
    read_part_of_speech,
    read_status,
    read_term_type,
)
from termbase.formats.headers import column_of
from termbase.formats.plain_data import category_line, read_category_line, read_transaction_line, transaction_line
from termbase.formats.tbx_names import LANGUAGE_TAG
from termbase.formats.text_files import write_lines
from termbase.model import (
    CaseRule,
    Category,
    Concept,
    Definition,
    Glossary,
    Status,
    Term,
    TermType,
    Transaction,
    ordered_terms,
    stated_data,
)
from tmx.errors import ParseError, TermbaseError
from tmx.formats.xml_records import Element, Record, Vocabulary, read_records
from tmx.text.languages import primary_subtag
from tmx.text.languages.iso639 import language_name
from tmx.text.languages.naming import language_named, language_of, read_language

__all__ = ["read_multiterm", "write_multiterm"]

_VOCABULARY = Vocabulary(
    title="MultiTerm XML",
    roots=frozenset({"mtf"}),
    records=frozenset({"conceptGrp"}),
    units=frozenset({"conceptGrp"}),
    unit="concept",
)
_DATA = "Accord data"
_TERM_ID = "Term ID"
_CONCEPT_ID = "Concept ID"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What our fields are called, and other names that they have in termbases; in lower case for reading.
_FIELDS = {
    "subject": "Subject",
    "definition": "Definition",
    "customer": "Customer",
    "project": "Project",
    "note": "Note",
    "status": "Status",
    "type": "Type",
    "part of speech": "Part of Speech",
    "gender": "Gender",
    "number": "Number",
    "case": "Case",
    "context": "Context",
    "source": "Source",
}
_SYNONYMS = {
    "subject field": "subject",
    "domain": "subject",
    "client": "customer",
    "comment": "note",
    "remark": "note",
    "usage status": "status",
    "term type": "type",
    "category": "type",
    "partofspeech": "part of speech",
    "pos": "part of speech",
    "example": "context",
}
_READERS: dict[str, Callable[[str], object]] = {"status": read_status, "type": read_term_type, "case": read_case}
_OF_CONCEPT = frozenset({"subject", "definition", "customer", "project", "note"})
_OF_SECTION = frozenset({"definition"})
_OF_TERM = frozenset(_FIELDS) - {"subject", "definition"}


def read_multiterm(path: Path) -> Glossary:
    """The glossary in a MultiTerm XML file.

    Raises :class:`~tmx.errors.ParseError`, with the line, where the XML is broken or hostile, is no MultiTerm XML, a
    language is not named or two concepts have one number; :class:`~tmx.errors.StoreError` where it cannot be read.
    """
    lines: dict[str, int] = {}
    concepts: list[Concept] = []
    for record in read_records(path, _VOCABULARY):
        concept = _concept(path, record, len(concepts) + 1)
        if concept is None:
            continue
        if concept.identifier in lines:
            raise ParseError(
                f"two concepts have the number «{concept.identifier}»: this one and that of line "
                f"{lines[concept.identifier]}",
                path=path,
                line=record.line,
                remedy="give one of them another, or export again",
            )
        lines[concept.identifier] = record.line
        concepts.append(concept)
    return Glossary(tuple(concepts), name=path.stem)


class _Level(Struct):
    """What stands at one level: our fields by name, other data, history."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    data: list[Category] = field(default_factory=list)
    history: list[Transaction] = field(default_factory=list)

    def first(self, name: str) -> str:
        """The first value of a field; the others go among the data."""
        values = self.fields.get(name) or [""]
        self.data.extend(Category("descrip", _FIELDS[name], value) for value in values[1:])
        return values[0]

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(self.fields.get(name, ()))


def _text(element: Element) -> str:
    return clean("".join(element.itertext()))


def _level(group: Element, known: frozenset[str], language: str = "") -> _Level:
    level = _Level()
    for element in group:
        if element.tag == "descripGrp":
            _add_fields(level, element, known, language, "")
        elif element.tag == "transacGrp":
            level.history.append(_transaction(element, language))
    return level


def _add_fields(level: _Level, group: Element, known: frozenset[str], language: str, about: str) -> None:
    """A field, and what stands in the group with it: that belongs to the field, not to the level."""
    said = about
    for element in group:
        if element.tag == "descripGrp":
            _add_fields(level, element, known, language, said)
        elif element.tag in ("descrip", "xref"):
            name, value = clean(element.get("type") or element.tag), _text(element)
            said = _add_field(level, name, value, known, language, about, _link(element)) or said


def _link(element: Element) -> str:
    """Where the first link in an element leads: to a term, a file or an address."""
    links = (one.get(kind) for one in element.iter("xref") for kind in ("Tlink", "Mlink", "Ulink"))
    return next((link for link in links if link), "")


def _add_field(
    level: _Level, name: str, value: str, known: frozenset[str], language: str, about: str, link: str
) -> str:
    """Take a field in; what belongs to it is then about the text that comes out."""
    if name == _DATA and not about:
        category, transaction = read_category_line(value), read_transaction_line(value)
        if category is not None:
            level.data.append(category)
            return ""
        if transaction is not None:
            level.history.append(transaction)
            return ""
    key = _key(name)
    if about:
        kind, name = ("admin", "source") if key == "source" else ("descripNote", name)
        level.data.append(Category(kind, name, value, language, about=about))
        return about
    read = _READERS.get(key)
    if key in known and value and not (read and read(value) is None):
        level.fields.setdefault(key, []).append(value)
    else:
        level.data.append(Category("descrip", name, value, language, link))
    return value


def _key(name: str) -> str:
    """Which of our fields a field's name means, in English or in French; its own name in small letters otherwise."""
    lowered = name.lower()
    column = column_of(name)
    if lowered in _SYNONYMS or column.language:
        return _SYNONYMS.get(lowered, lowered)
    return {"source term": "source"}.get(column.field, column.field) or lowered


def _transaction(group: Element, language: str) -> Transaction:
    kind, author, date = "", "", ""
    for element in group:
        if element.tag == "transac":
            kind, author = element.get("type") or "", _text(element)
        elif element.tag == "date":
            date = _text(element)
    return Transaction(kind, date, author, language)


def _concept(path: Path, record: Record, number: int) -> Concept | None:
    lines = dict(zip(map(id, record.element.iter()), record.lines, strict=True))
    group = record.element
    level = _level(group, _OF_CONCEPT)
    given = next((_text(element) for element in group if element.tag == "concept"), "")
    named = next((one.value for one in level.data if one.name == _CONCEPT_ID), "")
    concept = Concept(
        identifier=named or given or str(number),
        terms=(),
        subject=level.first("subject"),
        definition=level.first("definition"),
        customer=level.first("customer"),
        project=level.first("project"),
        notes=level.all("note"),
    )
    terms: list[Term] = []
    definitions: list[Definition] = []
    for section in group:
        if section.tag != "languageGrp":
            continue
        language = _language(path, section, lines[id(section)])
        here = _level(section, _OF_SECTION, language)
        definitions.extend(Definition(text, language) for text in here.all("definition"))
        level.data.extend(here.data)
        level.history.extend(here.history)
        terms.extend(_term(element, language) for element in section if element.tag == "termGrp" and _name(element))
    if not terms:
        return None
    stray = [one for one in level.data if _is_definition(one)]
    return replace(
        concept,
        terms=ordered_terms(terms),
        definitions=(*definitions, *(Definition(one.value, one.language) for one in stray)),
        history=tuple(level.history),
        data=tuple(one for one in level.data if one.name != _CONCEPT_ID and not _is_definition(one)),
    )


def _is_definition(one: Category) -> bool:
    return (one.kind, one.name) == ("descrip", "definition") and bool(one.language) and not one.about


def _language(path: Path, section: Element, line: int) -> str:
    element = next((element for element in section if element.tag == "language"), None)
    tag = (element.get("lang") or "") if element is not None else ""
    name = (element.get("type") or "") if element is not None else ""
    tag = tag or language_named(name) or language_named(name.partition("(")[0])
    if LANGUAGE_TAG.fullmatch(tag.replace("_", "-")):
        return language_of(tag) or read_language(tag)
    reason = f"«{tag or name}» is not a language code" if tag or name else "the language group names no language"
    remedy = 'it has <language type="French" lang="FR"/> with a code such as FR or EN-GB'
    raise ParseError(reason, path=path, line=line, remedy=remedy)


def _name(group: Element) -> str:
    return next((_text(element) for element in group if element.tag == "term"), "")


def _term(group: Element, language: str) -> Term:
    level = _level(group, _OF_TERM)
    return Term(
        text=_name(group),
        language=language,
        status=read_status(level.first("status")) or Status.PREFERRED,
        type=read_term_type(level.first("type")) or TermType.FULL_FORM,
        part_of_speech=read_part_of_speech(level.first("part of speech")),
        gender=read_gender(level.first("gender")),
        case=read_case(level.first("case")) or CaseRule.AUTO,
        contexts=level.all("context"),
        source=level.first("source"),
        notes=level.all("note"),
        number=read_number(level.first("number")),
        customer=level.first("customer"),
        project=level.first("project"),
        identifier=next((one.value for one in level.data if one.name == _TERM_ID), ""),
        history=tuple(level.history),
        data=tuple(one for one in level.data if one.name != _TERM_ID),
    )


def write_multiterm(path: Path, glossary: Glossary) -> None:
    """Write MultiTerm XML in UTF-8, indented, in the order of the glossary.

    Raises :class:`~tmx.errors.TermbaseError` where a language is no BCP 47 tag, and :class:`~tmx.errors.StoreError`
    where the file cannot be written.
    """
    write_lines(path, _file(path, glossary))


def _file(path: Path, glossary: Glossary) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield "<mtf>"
    numbers: set[str] = set()
    for number, concept in enumerate(glossary, 1):
        own = concept.identifier if concept.identifier.isdecimal() and concept.identifier.isascii() else ""
        if not own or own in numbers:
            own = str(number)
        numbers.add(own)
        yield from _entry(path, concept, own)
    yield "</mtf>"


def _entry(path: Path, concept: Concept, number: str) -> Iterator[str]:
    languages = concept.languages
    yield f"  <conceptGrp>\n    <concept>{number}</concept>"
    yield from _history(4, concept.history)
    said = [
        ("subject", concept.subject),
        ("definition", concept.definition),
        ("customer", concept.customer),
        ("project", concept.project),
        *(("note", note) for note in concept.notes),
    ]
    stray = [one for one in concept.definitions if one.language not in languages]
    placed = [Category("descrip", "definition", one.text, one.language) for one in stray]
    yield from _fields(4, said, [*placed, *concept.data], _OF_CONCEPT)
    yield from _other_history(4, concept.history)
    if concept.identifier != number:
        yield _field(4, _CONCEPT_ID, concept.identifier)
    for language in languages:
        if not LANGUAGE_TAG.fullmatch(language):
            remedy = "give a BCP 47 code such as fr or en-GB"
            raise TermbaseError(f"«{language}» is not a language code", path=path, remedy=remedy)
        name = language_name(primary_subtag(language)) or language
        yield f'    <languageGrp>\n      <language type={quoteattr(name)} lang="{language.upper()}"/>'
        here = [("definition", one.text) for one in concept.definitions if one.language == language]
        yield from _fields(6, here, (), _OF_SECTION)
        for term in ordered_terms(concept.terms):
            if term.language == language:
                yield from _term_group(term)
        yield "    </languageGrp>"
    yield "  </conceptGrp>"


def _term_group(term: Term) -> Iterator[str]:
    yield f"      <termGrp>\n        <term>{_escaped(term.text)}</term>"
    yield from _history(8, term.history)
    said = [
        ("status", term.stated_status),
        ("type", term.stated_type),
        ("part of speech", term.part_of_speech),
        ("gender", term.gender),
        ("number", term.number),
        ("case", term.case.value),
        *(("context", text) for text in term.contexts),
        ("source", term.source),
        ("customer", term.customer),
        ("project", term.project),
        *(("note", note) for note in term.notes),
    ]
    yield from _fields(8, said, stated_data(term.data), _OF_TERM)
    yield from _other_history(8, term.history)
    if term.identifier:
        yield _field(8, _TERM_ID, term.identifier)
    yield "      </termGrp>"


def _fields(
    depth: int, said: Iterable[tuple[str, str]], data: Iterable[Category], known: frozenset[str]
) -> Iterator[str]:
    yield from (_field(depth, _FIELDS[name], value) for name, value in said if value)
    for one in data:
        taken = _key(one.name) in known or one.name in (_DATA, _TERM_ID, _CONCEPT_ID)
        if taken or one != Category("descrip", clean(one.name), one.value) or not one.value:
            yield _field(depth, _DATA, category_line(one))
        else:
            yield _field(depth, one.name, one.value)


def _field(depth: int, name: str, value: str) -> str:
    pad = " " * depth
    inner = f"<descrip type={quoteattr(_NOT_XML.sub('', name))}>{_escaped(value)}</descrip>"
    return f"{pad}<descripGrp>\n{pad}  {inner}\n{pad}</descripGrp>"


def _is_plain(one: Transaction) -> bool:
    """Whether MultiTerm's own element can hold the transaction."""
    return bool(one.kind) and not (one.language or one.target or one.data)


def _history(depth: int, history: tuple[Transaction, ...]) -> Iterator[str]:
    """The history in MultiTerm's own elements, where they can hold all of it."""
    pad = " " * depth
    for one in history if all(map(_is_plain, history)) else ():
        date = f"\n{pad}  <date>{_escaped(one.date)}</date>" if one.date else ""
        inner = f"<transac type={quoteattr(_NOT_XML.sub('', one.kind))}>{_escaped(one.author)}</transac>{date}"
        yield f"{pad}<transacGrp>\n{pad}  {inner}\n{pad}</transacGrp>"


def _other_history(depth: int, history: tuple[Transaction, ...]) -> Iterator[str]:
    """The history a line each, where MultiTerm's own elements cannot hold all of it."""
    if not all(map(_is_plain, history)):
        yield from (_field(depth, _DATA, transaction_line(one)) for one in history)


def _escaped(text: str) -> str:
    return escape(_NOT_XML.sub("", text))
