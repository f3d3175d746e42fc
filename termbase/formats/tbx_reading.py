"""From the elements of a TBX entry to a concept: v3 in DCA and DCT style, and v2 with ``tig`` or ``ntig``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from termbase.formats.categories import (
    clean,
    read_case,
    read_part_of_speech,
    read_status,
    read_term_type,
)
from termbase.formats.plain_data import read_category_line
from termbase.formats.tbx_names import LANGUAGE_TAG, MARK, WRITTEN_BY, canonical_values, marked_category
from termbase.formats.tbx_rules import local_name
from termbase.formats.tbx_structure import CATEGORIES
from termbase.model import (
    CaseRule,
    Category,
    Concept,
    Definition,
    Status,
    Term,
    TermType,
    Transaction,
    ordered_terms,
    unstated,
)
from tmx.errors import ParseError
from tmx.formats.xml_records import Element, Record
from tmx.text.languages.naming import language_of, read_language

__all__ = ["concept_of", "header_data", "header_title", "persons"]

_LANGUAGE = frozenset({"langSec", "langSet"})
_TERM = frozenset({"termSec", "tig", "ntig"})
_GROUPS = frozenset({"descripGrp", "adminGrp", "termNoteGrp"})
_STATUS_NAMES = ("administrativeStatus", "usageStatus", "normativeAuthorization")
_SPELT_FREELY = ("administrativeStatus", "termType", "partOfSpeech")
_INLINE = frozenset({"hi", "foreign", "sc", "ec", "ph", "bpt", "ept", "it"})
_PARTS = " · "
_PARAGRAPHS = ("publicationStmt", "sourceDesc", "encodingDesc", "revisionDesc")


def _text(element: Element) -> str:
    if local_name(element.tag) == "termCompList":
        return _PARTS.join(_leaves(element))
    return clean("".join(element.itertext()) if len(element) else element.text)


def _leaves(element: Element) -> Iterator[str]:
    """What the elements inside an element say, one after the other (the words of a ``termCompList``)."""
    for one in element.iter():
        text = clean("".join(one.itertext()) if len(one) else one.text)
        if text and all(local_name(child.tag) in _INLINE for child in one) and local_name(one.tag) not in _INLINE:
            kind = one.get("type")
            yield f"{kind}={text}" if kind else text


def _category(element: Element, language: str, about: str = "") -> Category:
    """The data category in one element, in either style."""
    name = local_name(element.tag)
    if element.tag.startswith("{"):
        rule = CATEGORIES.get(name)
        kind = rule.kind if rule else "descrip"
    else:
        kind, name = name, element.get("type") or ""
    # What a concept says in one language it may say outside the section of that language.
    tag = "" if language or about else read_language(element.get("xml:lang") or "")
    return Category(kind, name, _text(element), language or tag, element.get("target") or "", about)


class _Level(Struct):
    """What stands directly at one level: data categories in order, notes, marks and transactions."""

    language: str
    data: list[Category] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    history: list[Transaction] = field(default_factory=list)

    def take(self, *names: str) -> str:
        """The value of the first data category of one of the names, which is then no longer among the data."""
        for name in names:
            for number, category in enumerate(self.data):
                if category.name == name and not category.about and category.value:
                    return self.data.pop(number).value
        return ""

    def take_all(self, name: str) -> tuple[str, ...]:
        """The values of all data categories of the name."""
        found = []
        while value := self.take(name):
            found.append(value)
        return tuple(found)


def _level(element: Element, language: str = "") -> _Level:
    level = _Level(language)
    _gather(level, element)
    return level


def _gather(level: _Level, parent: Element) -> None:
    for element in parent:
        name = element.tag
        if name == "termGrp":
            _gather(level, element)
        elif name == "transacGrp":
            level.history.append(_transaction(element, level.language))
        elif name in _GROUPS and len(element):
            _gather_group(level, element)
        elif name == "note":
            _add_note(level, _category(element, level.language))
        elif name == "term":
            level.data.append(Category("", "term", _text(element)))
        elif name not in _LANGUAGE and name not in _TERM:
            level.data.append(_category(element, level.language))


def _gather_group(level: _Level, group: Element) -> None:
    """The first element of a group says something; what follows belongs to it, not to the level."""
    main = _category(group[0], level.language)
    if main.kind == "note":
        _add_note(level, main)
    else:
        level.data.append(main)
    for element in _flat(group[1:]):
        if element.tag == "transacGrp":
            level.history.append(_transaction(element, level.language))
        else:
            level.data.append(_category(element, main.language, about=main.value or main.name))


def _flat(elements: Iterable[Element]) -> Iterator[Element]:
    for element in elements:
        if element.tag in _GROUPS:
            yield from _flat(element)
        else:
            yield element


def _transaction(group: Element, language: str) -> Transaction:
    kind, date, author, target, data = "", "", "", "", []
    for element in group:
        category = _category(element, "")
        if element.tag == "date":
            date = date or category.value
        elif element.tag == "note" and category.value.startswith(f"{MARK}date="):
            date = category.value.removeprefix(f"{MARK}date=")
        elif element.tag == "note" and category.value.startswith(f"{MARK}transaction="):
            kind = category.value.removeprefix(f"{MARK}transaction=")
        elif element.tag == "note" and category.value.startswith(f"{MARK}responsible="):
            target = category.value.removeprefix(f"{MARK}responsible=")
        elif element.tag == "note" and (kept := _kept(category.value)) is not None:
            data.append(kept)
        elif category.kind == "transac" and not kind:
            kind = "origination" if category.value == "creation" else category.value
        elif category.name == "responsibility" and not author:
            author, target = category.value, category.target or target
        else:
            data.append(category)
    return Transaction(kind, date, author, language, target, tuple(data))


def _kept(note: str) -> Category | None:
    """The data category that a note holds because it had no legal place."""
    return read_category_line(note.removeprefix(f"{MARK}data=")) if note.startswith(f"{MARK}data=") else None


def _add_note(level: _Level, note: Category) -> None:
    text = note.value
    key, separator, value = text.removeprefix(MARK).partition("=")
    marked = marked_category(text, level.language)
    if not text:
        return
    if not separator or not text.startswith(MARK):
        _keep_note(level, note)
    elif key == "note":
        _keep_note(level, Category("note", "", value, note.language))
    elif (kept := _kept(text)) is not None:
        level.data.append(replace(kept, language=kept.language or level.language))
    elif marked is not None:
        level.data.append(marked)
    else:
        level.marks[key] = value


def _keep_note(level: _Level, note: Category) -> None:
    if note.language:
        level.data.append(note)
    else:
        level.notes.append(note.value)


def concept_of(path: Path, record: Record, number: int) -> Concept | None:
    """The concept of an entry; None for one without terms, which only TBX v2 has.

    Raises :class:`~tmx.errors.ParseError` where a section does not name its language. An identifier
    that is missing is made up of ``number``.
    """
    lines = dict(zip(map(id, record.element.iter()), record.lines, strict=True))
    entry = record.element
    level = _level(entry)
    definitions = [Definition(one.value, one.language) for one in level.data if _is_stray_definition(one)]
    level.data = [one for one in level.data if not _is_stray_definition(one)]
    concept = Concept(
        identifier=level.marks.get("concept") or entry.get("id") or f"c{number}",
        terms=(),
        subject=level.take("subjectField"),
        definition=level.take("definition"),
        notes=tuple(level.notes),
        customer=level.take("customerSubset"),
        project=level.take("projectSubset"),
    )
    terms: list[Term] = []
    for section in entry:
        if section.tag in _LANGUAGE:
            language = _section_language(path, section, lines[id(section)])
            here = _level(section, language)
            definitions.extend(Definition(text, language) for text in here.take_all("definition"))
            found = [_term(element, language) for element in section if element.tag in _TERM]
            terms.extend(term for term in found if term is not None)
            level.history.extend(here.history)
            level.data.extend(here.data)
    if not terms:
        return None
    return replace(
        concept,
        terms=ordered_terms(terms),
        definitions=tuple(definitions),
        history=tuple(level.history),
        data=_in_order(level.data),
    )


def _in_order(data: Iterable[Category]) -> tuple[Category, ...]:
    """The data in one order, whatever stands first in a file: only the order of like things says something."""
    return tuple(sorted((one for one in data if one.kind), key=_place))


def _place(category: Category) -> tuple[int, str, str]:
    if category.about:
        return 2, category.language, category.about
    if category.kind == "termNote":
        return (0, "", category.name) if category.name in _SPELT_FREELY else (1, "", category.name)
    return 3, category.language, ""


def _is_stray_definition(category: Category) -> bool:
    """Whether this is a definition in one language that stands outside the section of the language."""
    return category.name == "definition" and not category.about and bool(category.language and category.value)


def _section_language(path: Path, section: Element, line: int) -> str:
    told = (part.get("xml:lang") for part in section.iter() if part.tag in _TERM or part.tag in ("termGrp", "term"))
    tag = section.get("xml:lang") or section.get("lang") or next(filter(None, told), "")
    if LANGUAGE_TAG.fullmatch(tag.replace("_", "-")):
        return language_of(tag) or read_language(tag)
    raise ParseError(
        f"«{tag}» is not a language code" if tag else "the language section does not name its language",
        path=path,
        line=line,
        remedy="give it xml:lang with a code such as fr or en-GB",
    )


def _term(element: Element, language: str) -> Term | None:
    # The language of a term's data is the term's: it is not said again.
    level = _level(element)
    text = level.take("term")
    if not text:
        return None
    marks = level.marks
    spelt = {
        "administrativeStatus": level.take(*_STATUS_NAMES),
        "termType": level.take("termType"),
        "partOfSpeech": level.take("partOfSpeech"),
    }
    term = Term(
        text=text,
        language=language,
        status=read_status(marks.get("status") or spelt["administrativeStatus"]) or Status.PREFERRED,
        type=read_term_type(spelt["termType"]) or TermType.FULL_FORM,
        part_of_speech=marks.get("part of speech") or read_part_of_speech(spelt["partOfSpeech"]),
        gender=marks.get("gender") or level.take("grammaticalGender", "gender"),
        case=read_case(marks.get("case", "")) or CaseRule.AUTO,
        contexts=level.take_all("context"),
        source=level.take("source"),
        notes=tuple(level.notes),
        number=marks.get("number") or level.take("grammaticalNumber"),
        customer=level.take("customerSubset"),
        project=level.take("projectSubset"),
        identifier=marks.get("term") or element.get("id") or "",
        history=tuple(level.history),
    )
    return _with_spellings(term, spelt, level)


def _with_spellings(term: Term, spelt: dict[str, str], level: _Level) -> Term:
    """The term with its other data, and with how another program spelt what Accord would spell otherwise."""
    canonical = canonical_values(term)
    kept = [
        Category("termNote", name, spelling)
        for name, spelling in spelt.items()
        if spelling
        and _plain(spelling) != _plain(canonical.get(name, ""))
        and not (name == "partOfSpeech" and "part of speech" in level.marks)
    ]
    kept += unstated(
        status=not spelt["administrativeStatus"] and "status" not in level.marks, type_=not spelt["termType"]
    )
    # The gender that a mark names stands beside the nearest legal one, which says nothing more.
    data = [one for one in level.data if not ("gender" in level.marks and one.name == "grammaticalGender")]
    return replace(term, data=_in_order([*kept, *data]))


def _plain(spelling: str) -> str:
    """A spelling without what all spellings of a status may have."""
    return spelling.removesuffix("-admn-sts").removesuffix("Term").lower().replace(" ", "")


def header_title(header: Element) -> str:
    """The title of the file; empty where it has none."""
    return next((_text(element) for element in header.iter("title")), "")


def header_data(header: Element) -> tuple[Category, ...]:
    """What else the header says: paragraphs of its parts, without Accord's own."""
    found = []
    for part in header.iter():
        for paragraph in part.iter("p") if part.tag in _PARAGRAPHS else ():
            text = _text(paragraph)
            if text and text != WRITTEN_BY:
                found.append(Category(part.tag, paragraph.get("type") or "", text))
    for title in header.iter("titleStmt"):
        found.extend(Category("titleStmt", "", _text(note)) for note in title.iter("note"))
    return tuple(found)


def persons(back: Element) -> tuple[Category, ...]:
    """Who and what the entries refer to, an item each: its type is ``about``, the object's identifier ``target``."""
    return tuple(
        Category("refObject", section.get("type") or "", _text(item), "", thing.get("id") or "", item.get("type") or "")
        for section in back
        for thing in section.iter("refObject")
        for item in thing.iter("item")
    )
