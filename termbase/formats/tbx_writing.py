"""From a glossary to TBX: v3 in DCA or DCT style, and v2 (``martif``) for programs that know no other.

The same glossary always gives the same bytes: one order of elements, an element a line, two spaces a level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr  # writing only; nothing is parsed with it

from msgspec import Struct

from termbase.formats.plain_data import category_line
from termbase.formats.tbx_names import (
    GENDERS,
    KINDS,
    LANGUAGE_TAG,
    MARK,
    PARTS_OF_SPEECH,
    WRITTEN_BY,
    canonical_values,
    category_mark,
    marked_category,
    says_the_same,
)
from termbase.formats.tbx_structure import CATEGORIES, NAMESPACES, is_date, is_web_address
from termbase.model import Category, Concept, Glossary, Status, Term, Transaction, ordered_terms, stated_data
from tmx.errors import TermbaseError

__all__ = ["Dialect", "dialect_for", "tbx_lines"]

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_COMPANIONS = {
    "descrip": frozenset({"descripNote", "admin", "note", "ref", "xref"}),
    "admin": frozenset({"adminNote", "note", "ref", "xref"}),
    "termNote": frozenset({"admin", "note", "ref", "xref"}),
}
_IN_TRANSACTION = frozenset({"transacNote", "ref", "xref"})
_AT_LEVEL = frozenset({"descrip", "admin", "ref", "xref", "note"})
_SPELT = ("administrativeStatus", "termType", "partOfSpeech")
_TRANSACTIONS = frozenset({"origination", "modification"})
_MODULES = "".join(f' xmlns:{module}="{min(NAMESPACES[module], key=len)}"' for module in NAMESPACES)
_HEADER_PARTS = ("publicationStmt", "sourceDesc", "encodingDesc", "revisionDesc")


class Dialect(Enum):
    """What is written: TBX-Basic; TBX v3 with other programs' data categories in their places; TBX v2."""

    BASIC = "TBX-Basic"
    OPEN = "TBX-Accord"
    V2 = "TBX"


class _Names(NamedTuple):
    """What the elements are called that v2 and v3 call differently."""

    entry: str
    section: str
    term: str
    header: str


_V3 = _Names("conceptEntry", "langSec", "termSec", "tbxHeader")
_V2 = _Names("termEntry", "langSet", "tig", "martifHeader")


def dialect_for(glossary: Glossary) -> Dialect:
    """TBX-Basic where it has a place for all data of the glossary, the open dialect otherwise."""
    for concept in glossary:
        if not all(_is_basic(one, "langSec" if one.language else "conceptEntry") for one in concept.data):
            return Dialect.OPEN
        if not all(map(_is_basic_transaction, concept.history)):
            return Dialect.OPEN
        for term in concept.terms:
            if not all(map(_is_basic_transaction, term.history)) or not all(
                _is_basic(one, "termSec") for one in term.data
            ):
                return Dialect.OPEN
    return Dialect.BASIC


def _is_basic(category: Category, level: str) -> bool:
    if category.kind == "note":
        return True
    rule = CATEGORIES.get(category.name)
    if rule is None or rule.kind != category.kind or level not in rule.levels:
        return False
    # A spelling that TBX-Basic does not have stands in a note either way.
    return (
        not rule.values
        or category.value in rule.values
        or category.name in ("administrativeStatus", "termType", "partOfSpeech")
    )


def _is_basic_transaction(transaction: Transaction) -> bool:
    return transaction.kind in _TRANSACTIONS and all(one.kind == "note" for one in transaction.data)


def tbx_lines(glossary: Glossary, dialect: Dialect, *, dct: bool = False) -> Iterator[str]:
    """The file, some lines at a time; with ``dct`` data categories are elements of their own (TBX-Basic only).

    Raises :class:`~tmx.errors.TermbaseError` where a language is no BCP 47 tag.
    """
    writer = _Writer(dialect, _V2 if dialect is Dialect.V2 else _V3, _identifiers(glossary), _anchors(glossary), dct)
    language = _tag(glossary.languages[0]) if glossary.languages else "en"
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    if dialect is Dialect.V2:
        yield f'<martif type="TBX" xml:lang="{language}">\n'
    else:
        style, modules = ("dct", _MODULES) if dct else ("dca", "")
        yield f'<tbx style="{style}" type="{dialect.value}" xml:lang="{language}" xmlns="{_NAMESPACE}"{modules}>\n'
    yield "".join(writer.header(glossary))
    yield "  <text>\n    <body>\n"
    for concept in glossary:
        yield "".join(writer.entry(concept))
    yield "    </body>\n"
    yield "".join(writer.back(glossary.data))
    yield f"  </text>\n</{'martif' if dialect is Dialect.V2 else 'tbx'}>\n"


def _identifiers(glossary: Glossary) -> Iterator[str]:
    """An XML name for each concept, its own identifier where it is one and stands for the first time."""
    taken = set(_anchors(glossary))
    seen: set[str] = set()
    for number, concept in enumerate(glossary, 1):
        name = concept.identifier
        if not _NAME.fullmatch(name) or name in seen:
            name = f"c{number}"
            while name in taken or name in seen:
                name += "_"
        seen.add(name)
        yield name


def _anchors(glossary: Glossary) -> dict[str, int]:
    """What references can point to, and how often it is called so: concepts, terms, persons."""
    counts: dict[str, int] = {}
    named = [concept.identifier for concept in glossary]
    named += [term.identifier for concept in glossary for term in concept.terms if term.identifier]
    named += list(dict.fromkeys(one.target for one in glossary.data if one.kind == "refObject"))
    for name in named:
        counts[name] = counts.get(name, 0) + 1
    return {name: count for name, count in counts.items() if _NAME.fullmatch(name)}


class _Writer(Struct):
    dialect: Dialect
    names: _Names
    identifiers: Iterator[str]
    anchors: dict[str, int]
    dct: bool = False

    def header(self, glossary: Glossary) -> Iterator[str]:
        """The header: title, where the file comes from, what was done to it."""
        yield f"  <{self.names.header}>\n    <fileDesc>\n"
        notes = [one.value for one in glossary.data if one.kind == "titleStmt"]
        if glossary.name or notes:
            yield "      <titleStmt>\n" + _line(4, "title", {}, glossary.name)
            yield from (_line(4, "note", {}, note) for note in notes)
            yield "      </titleStmt>\n"
        parts: dict[str, list[Category]] = {name: [] for name in _HEADER_PARTS}
        for one in glossary.data:
            if one.kind in parts:
                parts[one.kind].append(one)
        yield from _paragraphs(3, "publicationStmt", parts["publicationStmt"])
        yield from _paragraphs(3, "sourceDesc", [Category("sourceDesc", "", WRITTEN_BY), *parts["sourceDesc"]])
        yield "    </fileDesc>\n"
        yield from _paragraphs(2, "encodingDesc", parts["encodingDesc"])
        if parts["revisionDesc"]:
            yield "    <revisionDesc>\n"
            yield from _paragraphs(3, "change", parts["revisionDesc"])
            yield "    </revisionDesc>\n"
        yield f"  </{self.names.header}>\n"

    def back(self, data: tuple[Category, ...]) -> Iterator[str]:
        """The persons and other things that entries refer to."""
        things = [one for one in data if one.kind == "refObject"]
        if not things:
            return
        written: set[str] = set()
        outer = "refObjectList" if self.dialect is Dialect.V2 else "refObjectSec"
        yield "    <back>\n"
        for section in dict.fromkeys(one.name for one in things):
            yield f"      <{outer}{_attributes({'type': section or 'other'})}>\n"
            for thing in dict.fromkeys(one.target for one in things if one.name == section):
                named = self.anchors.get(thing) == 1 and thing not in written
                written.add(thing)
                yield f"        <refObject{_attributes({'id': thing} if named else {})}>\n"
                for one in things:
                    if (one.name, one.target) == (section, thing):
                        yield _line(5, "item", {"type": one.about} if one.about else {}, one.value)
                yield "        </refObject>\n"
            yield f"      </{outer}>\n"
        yield "    </back>\n"

    def entry(self, concept: Concept) -> Iterator[str]:
        """An entry: what the concept says, then a section for each language."""
        identifier = next(self.identifiers)
        languages = concept.languages
        yield f"      <{self.names.entry}{_attributes({'id': identifier})}>\n"
        stray = [one for one in concept.definitions if one.language not in languages]
        statements = [
            Category("descrip", "subjectField", concept.subject),
            Category("descrip", "definition", concept.definition),
            Category("admin", "customerSubset", concept.customer),
            Category("admin", "projectSubset", concept.project),
            *(Category("descrip", "definition", one.text, one.language) for one in stray),
        ]
        data = [one for one in concept.data if one.language not in languages]
        history = [one for one in concept.history if one.language not in languages]
        marks = [f"{MARK}concept={concept.identifier}"] if identifier != concept.identifier else []
        yield from self._level(4, "conceptEntry", statements, data, history, concept.notes, marks)
        for language in languages:
            yield from self._section(concept, language)
        yield f"      </{self.names.entry}>\n"

    def _section(self, concept: Concept, language: str) -> Iterator[str]:
        yield f"        <{self.names.section}{_attributes({'xml:lang': _tag(language)})}>\n"
        yield from self._level(
            5,
            "langSec",
            [Category("descrip", "definition", one.text) for one in concept.definitions if one.language == language],
            [_without_language(one) for one in concept.data if one.language == language],
            [one for one in concept.history if one.language == language],
            (),
            (),
        )
        for term in ordered_terms(concept.terms):
            if term.language == language:
                yield from self._term(term)
        yield f"        </{self.names.section}>\n"

    def _term(self, term: Term) -> Iterator[str]:
        named = term.identifier if self.anchors.get(term.identifier) == 1 else ""
        yield f"          <{self.names.term}{_attributes({'id': named} if named else {})}>\n"
        yield _line(6, "term", {}, term.text)
        values, marks = self._values(term)
        if term.identifier and not named:
            marks.append(f"{MARK}term={term.identifier}")
        notes = [Category("termNote", name, value) for name, value in values.items()]
        statements = [
            *(Category("descrip", "context", text) for text in term.contexts),
            Category("admin", "source", term.source),
            Category("admin", "customerSubset", term.customer),
            Category("admin", "projectSubset", term.project),
        ]
        data = [one for one in stated_data(term.data) if not self._is_spelling(one, term)]
        yield from self._level(6, "termSec", [*notes, *statements], data, term.history, term.notes, marks)
        yield f"          </{self.names.term}>\n"

    def _is_spelling(self, category: Category, term: Term) -> bool:
        """Whether this says only how another program spelt a field, and is written with it or out of date."""
        if category.about or category.kind != "termNote" or category.name not in _SPELT:
            return False
        return self._spells(category) or not says_the_same(category.name, category.value, term)

    def _spells(self, category: Category) -> bool:
        """Whether a spelling can stand in the element itself."""
        if category.name == "administrativeStatus" and self.dialect is Dialect.OPEN:
            return category.value in CATEGORIES[category.name].values  # other programs know no other spelling
        return self.dialect is not Dialect.BASIC or category.value in CATEGORIES[category.name].values

    def _values(self, term: Term) -> tuple[dict[str, str], list[str]]:
        """The term's fields as the dialect has them, and marks for what it has not."""
        values = canonical_values(term)
        marks = {"part of speech": "", "gender": ""}
        marks["status"] = term.status.value if term.status in (Status.FORBIDDEN, Status.PROPOSED) else ""
        marks["case"] = term.case.value
        if self.dialect is Dialect.BASIC:
            if values.get("partOfSpeech", "noun") not in PARTS_OF_SPEECH:
                near = next((word for word in term.part_of_speech.split() if word in PARTS_OF_SPEECH), "other")
                values["partOfSpeech"], marks["part of speech"] = near, term.part_of_speech
            if values.get("grammaticalGender", "other") not in GENDERS:
                values["grammaticalGender"], marks["gender"] = "other", term.gender
            marks["number"] = values.pop("grammaticalNumber", "")
        for one in stated_data(term.data):
            if self._is_spelling(one, term) and says_the_same(one.name, one.value, term):
                values[one.name] = one.value
        order = ("partOfSpeech", "grammaticalGender", "grammaticalNumber", "administrativeStatus", "termType")
        kept = {name: values[name] for name in order if name in values}
        return kept, [f"{MARK}{key}={value}" for key, value in marks.items() if value]

    def _level(
        self,
        depth: int,
        level: str,
        statements: Iterable[Category],
        data: Iterable[Category],
        history: Iterable[Transaction],
        notes: Iterable[str],
        marks: Iterable[str],
    ) -> Iterator[str]:
        """All that stands at one level, in one order: notes on a term, statements, data, history, notes, marks."""
        said = [one for one in statements if one.value]
        companions: dict[str, list[Category]] = {}
        mains = []
        for one in data:
            if one.about:
                companions.setdefault(one.about, []).append(one)
            else:
                mains.append(one)
        everything = [*said, *mains]
        late: list[Category] = []  # what stands in notes, which come after all notes on the term
        for termnotes in (True, False):
            for one in everything:
                if (one.kind == "termNote") is not termnotes:
                    continue
                belonging = companions.pop(one.value or one.name, [])
                fitting = [other for other in belonging if self._belongs(other, one)]
                if self._fits(one, level):
                    yield from self._statement(depth, one, fitting)
                    late += [other for other in belonging if other not in fitting]
                else:
                    late += [one, *belonging]
        for one in (*late, *(one for orphans in companions.values() for one in orphans)):
            yield _line(depth, "note", {}, _as_note(one, plain=not (self.dct and one.language)))
        for transaction in history:
            yield from self._transaction(depth, transaction)
        for note in notes:
            yield _line(depth, "note", {}, f"{MARK}note={note}" if note.startswith(MARK) else note)
        yield from (_line(depth, "note", {}, mark) for mark in marks)

    def _fits(self, category: Category, level: str) -> bool:
        """Whether the data category can stand where it is as it is."""
        if category.kind == "note":
            return _is_plain_note(category)
        if category.kind not in KINDS or not category.name:
            return False
        if category.kind != "termNote" and category.kind not in _AT_LEVEL:
            return False
        if category.kind == "termNote" and level != "termSec":
            return False
        if self.dialect is Dialect.V2:
            return True
        if self.dct and category.language and category.kind != "xref":
            return False  # an element of a module names no language
        if not self._points_well(category):
            return False
        if (
            category.kind == "termNote"
            and category.name in _SPELT
            and category.value not in CATEGORIES[category.name].values
        ):
            return False
        return self.dialect is Dialect.OPEN or _is_basic(category, level)

    def _points_well(self, one: Category) -> bool:
        """Whether what it points to, if anything, can be pointed to in TBX v3."""
        if one.kind == "xref":
            return is_web_address(one.target)
        return not one.target or self.anchors.get(one.target) == 1

    def _statement(self, depth: int, main: Category, companions: list[Category]) -> Iterator[str]:
        if not companions:
            yield self._category(depth, main)
            return
        group = f"{main.kind}Grp"
        yield f"{'  ' * depth}<{group}>\n"
        yield self._category(depth + 1, main)
        yield from (self._category(depth + 1, one) for one in companions)
        yield f"{'  ' * depth}</{group}>\n"

    def _belongs(self, one: Category, main: Category) -> bool:
        """Whether ``one`` can stand in a group with ``main``."""
        if one.kind not in _COMPANIONS.get(main.kind, ()):
            return False
        if one.kind == "note":
            return _is_plain_note(one)
        if not one.name or not (self.dialect is Dialect.V2 or self._points_well(one)):
            return False
        return self.dialect is not Dialect.BASIC or (one.kind, one.name) == ("admin", "source")

    def _fits_in_transaction(self, one: Category) -> bool:
        if one.kind == "note":
            return _is_plain_note(one)
        if self.dialect is Dialect.BASIC or one.kind not in _IN_TRANSACTION or not one.name:
            return False
        return self.dialect is Dialect.V2 or self._points_well(one)

    def _category(self, depth: int, one: Category) -> str:
        attributes = {"type": one.name} if one.name and one.kind != "note" else {}
        if one.language and not one.about and one.kind != "xref":
            attributes["xml:lang"] = _tag(one.language)
        if one.target:
            attributes["target"] = one.target
        text = one.value
        if one.kind == "note" and text.startswith(MARK):
            text = f"{MARK}note={text}"
        return self._data(depth, one.kind, attributes, text)

    def _data(self, depth: int, kind: str, attributes: dict[str, str], text: str) -> str:
        """A data category; in DCT style it is an element of its module's namespace."""
        name = attributes.get("type", "")
        if not self.dct or name not in CATEGORIES:
            return _line(depth, kind, attributes, text)
        others = {key: value for key, value in attributes.items() if key != "type"}
        return _line(depth, f"{CATEGORIES[name].module}:{name}", others, text)

    def _transaction(self, depth: int, transaction: Transaction) -> Iterator[str]:
        pad = "  " * depth
        kind = transaction.kind
        if self.dialect is Dialect.BASIC and kind not in _TRANSACTIONS:
            kind = "modification"
        yield f"{pad}<transacGrp>\n"
        yield self._data(depth + 1, "transac", {"type": "transactionType"}, kind)
        plain_date = self.dialect is Dialect.V2 or is_date(transaction.date)
        day = transaction.date if plain_date else transaction.date[:10]
        if day and (self.dialect is Dialect.V2 or is_date(day)):
            yield _line(depth + 1, "date", {}, day)
        known = bool(transaction.author and transaction.target) and (
            self.dialect is Dialect.V2 or self.anchors.get(transaction.target) == 1
        )
        if transaction.author:
            attributes = {"type": "responsibility", **({"target": transaction.target} if known else {})}
            yield self._data(depth + 1, "transacNote", attributes, transaction.author)
        for one in transaction.data:
            fits = self._fits_in_transaction(one)
            yield self._category(depth + 1, one) if fits else _line(depth + 1, "note", {}, _as_note(one, plain=False))
        if not plain_date:
            yield _line(depth + 1, "note", {}, f"{MARK}date={transaction.date}")
        if kind != transaction.kind:
            yield _line(depth + 1, "note", {}, f"{MARK}transaction={transaction.kind}")
        if transaction.target and not known:
            yield _line(depth + 1, "note", {}, f"{MARK}responsible={transaction.target}")
        yield f"{pad}</transacGrp>\n"


def _is_plain_note(one: Category) -> bool:
    """Whether a note says nothing but its text."""
    return not one.name and not one.target


def _as_note(one: Category, *, plain: bool = True) -> str:
    """The text of a note that holds a data category; where it is ``plain``, as a person would write it if possible."""
    text = category_mark(one)
    if plain and marked_category(text, one.language) == one:
        return text
    return f"{MARK}data={category_line(one)}"


def _without_language(one: Category) -> Category:
    return Category(one.kind, one.name, one.value, "", one.target, one.about)


def _paragraphs(depth: int, name: str, paragraphs: list[Category]) -> Iterator[str]:
    if paragraphs:
        yield f"{'  ' * depth}<{name}>\n"
        yield from (_line(depth + 1, "p", {"type": one.name} if one.name else {}, one.value) for one in paragraphs)
        yield f"{'  ' * depth}</{name}>\n"


def _line(depth: int, name: str, attributes: dict[str, str], text: str) -> str:
    return f"{'  ' * depth}<{name}{_attributes(attributes)}>{escape(_legal(text))}</{name}>\n"


def _attributes(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(_legal(value))}" for name, value in attributes.items())


def _legal(text: str) -> str:
    """The text without the control characters that XML 1.0 has no place for."""
    return _NOT_XML.sub("", text)


def _tag(language: str) -> str:
    """The BCP 47 tag; raises :class:`~tmx.errors.TermbaseError` where XML could not hold it."""
    tag = language.replace("_", "-")
    if not LANGUAGE_TAG.fullmatch(tag):
        raise TermbaseError(f"«{language}» is not a language code", remedy="give a BCP 47 code such as fr or en-GB")
    return tag
