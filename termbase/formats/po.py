"""PO glossaries, as Weblate and Pontoon keep them: ``msgid`` the source term, ``msgstr`` the target term.

``msgctxt`` is the concept's name (with ``|2``, ``|3`` for its further pairs), so that two concepts may have one source
term. Other programs write there what tells homonyms apart (*verb*): several entries with one context are several
concepts, with the context as a note. Remarks for the translator (``#.``) say the field, the definition and what is not
to be used; those of other programs are the definition, and Pontoon's (*Noun. A place. E.g. …*) say part of speech and
context too. Comments (``#``) are the notes; what is only proposed is marked ``fuzzy``. Weblate's ``forbidden`` and
``read-only`` (the source term stays as it is) are read; plural forms are further terms. What else an entry or the head
says is kept and written back (:mod:`termbase.formats.po_data`), and so are obsolete entries (``#~``), behind the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polib
from msgspec import Struct
from msgspec.structs import replace

from termbase.formats.categories import clean, read_part_of_speech
from termbase.formats.pairs import SUGGESTED, Pair, concepts_of_pairs, pair_languages, pairs_of
from termbase.formats.po_data import (
    CONTEXT,
    Layout,
    context_data,
    entry_data,
    head_data,
    head_of,
    kept_of,
    language_of_locale,
    layout_of,
    obsolete_data,
    obsolete_of,
    plural_forms,
    plural_pairs,
    without_plurals,
)
from termbase.formats.text_files import one_cell, read_text, write_lines
from termbase.model import Concept, Glossary, Status, Term
from tmx.errors import ParseError
from tmx.files import read_bytes
from tmx.formats.po import po_encoding
from tmx.text.languages.naming import read_language

__all__ = ["read_po_glossary", "write_po_glossary"]

_FIELDS = ("field", "definition", "part of speech", "not")
_NUMBER = re.compile(r"\|(\d+)$")
_MSGID = re.compile(r"^[^\S\n]*+(?:#~[^\S\n]*+)?msgid\s", re.MULTILINE)
_HEADER = re.compile(r'^[^\S\n]*+msgid\s++""[^\S\n]*+\n\s*+msgstr', re.MULTILINE)
_LINE = re.compile(r"line (\d+)")
_FORBIDDEN = "forbidden"
# The comment that Pontoon makes of a term: part of speech, definition, example.
_PONTOON = re.compile(r"(?P<part>Noun|Verb|Adjective|Adverb)\. (?P<definition>.+?\.)(?: E\.g\. (?P<example>.+))?", re.S)
_Forms = Mapping[tuple[str, str], Mapping[int, str]]


def write_po_glossary(
    path: Path, glossary: Glossary, *, source_language: str | None = None, target_language: str | None = None
) -> None:
    """Write the pairs of two languages as PO, without a date, so that the same glossary gives the same bytes.

    Raises :class:`~tmx.errors.TermbaseError` where the glossary lacks one of the languages, and
    :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    source, target = pair_languages(path, glossary, source_language, target_language)
    file = polib.POFile(wrapwidth=0)
    ours = {
        "Project-Id-Version": one_cell(glossary.name) or "glossary",
        "Language": target.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": "Accord",
        "X-Source-Language": source.replace("-", "_"),
    }
    layout = layout_of(glossary.data)
    file.header, file.metadata = head_of(glossary.data, ours)
    used: set[tuple[str | None, str]] = set()
    for concept in glossary:
        for entry in _entries(concept, source, target, layout):
            number = 0
            while (entry.msgctxt, entry.msgid) in used:
                entry.msgctxt = _context(concept, number, Layout())
                number += 1
            used.add((entry.msgctxt, entry.msgid))
            file.append(entry)
    write_lines(path, [*str(file).rstrip("\n").split("\n"), *obsolete_of(glossary.data)])


def _entries(concept: Concept, source: str, target: str, layout: Layout) -> Iterator[polib.POEntry]:
    """The entries of a concept: its pairs, those that a file marked as forbidden, and a term that has no other half."""
    forms = plural_forms(concept)
    single = without_plurals(concept)
    pairs = list(pairs_of(Glossary((single,)), source, target))
    first = next((term for term in single.terms_in(source) if term.status in SUGGESTED), None)
    forbidden = [term for term in single.terms_in(target) if term.status is Status.FORBIDDEN and _is_flagged(term)]
    if first is not None and forbidden:
        pairs = [
            replace(pair, avoided=tuple(text for text in pair.avoided if text not in _texts(forbidden)))
            for pair in pairs
        ]
    others = [*forbidden, *([Term("", target)] if layout.waiting and not single.terms_in(target) else [])]
    if first is not None:
        pairs += [_lone(single, first, term, len(pairs) + number) for number, term in enumerate(others)]
    for pair in pairs:
        yield _entry(pair, layout, forms, single)


def _texts(terms: Iterable[Term]) -> frozenset[str]:
    return frozenset(term.text for term in terms)


def _is_flagged(term: Term) -> bool:
    return _FORBIDDEN in kept_of(term).flags


def _lone(concept: Concept, source: Term, target: Term, number: int) -> Pair:
    definition = concept.definition or next((one.text for one in concept.definitions), "")
    return Pair(
        concept.identifier, source, target, concept.subject, definition, concept.notes, number, (), concept.data
    )


def _entry(pair: Pair, layout: Layout, forms: _Forms, concept: Concept) -> polib.POEntry:
    remarks = {
        "field": pair.subject,
        "" if layout.plain else "definition": pair.definition,
        "part of speech": pair.source.part_of_speech,
        "not": ", ".join(pair.avoided),
    }
    kept = kept_of(pair.target)
    proposed = Status.PROPOSED in (pair.source.status, pair.target.status)
    context = _context(concept, pair.number, layout)
    entry = polib.POEntry(
        msgctxt=context,
        msgid=one_cell(pair.source.text),
        msgstr=one_cell(pair.target.text),
        comment="\n".join(f"{key}: {one_cell(value)}".removeprefix(": ") for key, value in remarks.items() if value),
        tcomment="\n".join(one_cell(note) for note in pair.notes if note != context),
        flags=[*(["fuzzy"] if proposed else []), *kept.flags],
        occurrences=list(kept.references),
    )
    plural = forms.get((pair.source.language, pair.source.text), {}).get(1)
    if plural:
        several = {0: entry.msgstr, **forms.get((pair.target.language, pair.target.text), {})}
        entry.msgid_plural = one_cell(plural)
        entry.msgstr_plural = {number: one_cell(several.get(number, "")) for number in range(max(several) + 1)}
        entry.msgstr = ""
    return entry


def _context(concept: Concept, number: int, layout: Layout) -> str | None:
    """The ``msgctxt``: what the file had there, nothing where it had nothing, else the name of the concept."""
    told = next((one.value for one in concept.data if one.kind == "descrip" and one.name == CONTEXT), "")
    if told and not number:
        return told
    name = one_cell(concept.identifier)
    if not number and (layout.bare or (layout.mixed and name.isdecimal())):
        return None
    return f"{name}|{number + 1}" if number or _NUMBER.search(name) else name


def read_po_glossary(path: Path, *, source_language: str | None = None, target_language: str | None = None) -> Glossary:
    """The glossary in a PO file; the target language is that of its header, unless it is given there only as a guess.

    ``source_language`` and ``target_language`` serve where the header does not name them. Raises
    :class:`~tmx.errors.ParseError`, with the line, where it is no PO, and :class:`~tmx.errors.StoreError` where the
    file cannot be read.
    """
    remedy = "check that it is the PO file you meant, in UTF-8"
    encoding = po_encoding(read_bytes(path), path)
    text = read_text(path, remedy=remedy, encoding=None if encoding.startswith("utf-8") else encoding)
    if not re.search(r'^\s*(?:#~ ?)?msgid\s+"', text, re.MULTILINE):
        raise ParseError("this is not PO: there is no msgid in it", path=path, line=1, remedy=remedy)
    try:
        # polib takes a text for a path where there is such a file, so the text is never one line.
        file: Any = polib.pofile(f"\n{text}", check_for_duplicates=False)
    except (OSError, ValueError, IndexError, UnicodeError) as error:
        found = _LINE.search(str(error))
        line = max(int(found[1]) - 1, 1) if found else 1
        raise ParseError("the PO cannot be read here", path=path, line=line, remedy=remedy) from error
    if len(file) + bool(_HEADER.search(text)) < len(_MSGID.findall(text)):
        reason = "some of the entries cannot be read: a quotation mark may not be closed"
        raise ParseError(reason, path=path, line=1, remedy=remedy)
    said = language_of_locale(file.metadata.get("X-Source-Language", ""))
    source = said or read_language(source_language or "en")
    target = language_of_locale(file.metadata.get("Language", "")) or read_language(target_language or "fr")
    entries = [entry for entry in file if not entry.obsolete]
    pairs = list(_pairs(entries, source, target))
    data = head_data(file.metadata, file.header, _layout(entries))
    data += obsolete_data(str(entry) for entry in file if entry.obsolete)
    return Glossary(concepts_of_pairs(_settled(pairs)), name=path.stem, data=data)


def _layout(entries: Sequence[Any]) -> Layout:
    without = sum(not clean(entry.msgctxt) for entry in entries)
    remarks = [_remarks(entry.comment) for entry in entries if entry.comment]
    plain = any(remark.plain for remark in remarks)
    waiting = any(not entry.msgstr and not any(entry.msgstr_plural.values()) for entry in entries)
    return Layout(bool(entries) and without == len(entries), 0 < without < len(entries), plain, waiting)


def _pairs(entries: Sequence[Any], source_language: str, target_language: str) -> Iterator[Pair]:
    contexts = Counter(clean(entry.msgctxt) for entry in entries)
    for number, entry in enumerate(entries, 1):
        remarks = _remarks(entry.comment)
        context = clean(entry.msgctxt)
        shared = contexts[context] > 1 and bool(context)
        notes = [*([context] if shared else []), *remarks.others, *entry.tcomment.splitlines()]
        identifier = _NUMBER.sub("", "" if shared else context) or _free(number, contexts)
        status = Status.PROPOSED if "fuzzy" in entry.flags else Status.PREFERRED
        target_status = Status.FORBIDDEN if _FORBIDDEN in entry.flags else status
        part_of_speech = read_part_of_speech(remarks.said.get("part of speech", ""))
        translation = entry.msgstr or entry.msgstr_plural.get(0, "")
        if not translation and "read-only" in entry.flags:
            translation = entry.msgid
        data = entry_data(entry.flags, entry.occurrences)
        pair = Pair(
            identifier=identifier,
            source=Term(
                clean(entry.msgid), source_language, status, part_of_speech=part_of_speech, contexts=remarks.contexts
            ),
            target=Term(clean(translation), target_language, target_status, data=data),
            subject=remarks.said.get("field", ""),
            definition=remarks.said.get("definition", ""),
            notes=tuple(note for note in map(clean, notes) if note),
            data=context_data(context) if shared else (),
        )
        yield from plural_pairs(pair, entry)


def _settled(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """A term is proposed where all the entries of its concept that hold it are fuzzy."""
    sure = {
        (pair.identifier, term.language, term.text)
        for pair in pairs
        for term in (pair.source, pair.target)
        if term.status is Status.PREFERRED
    }

    def settled(pair: Pair, term: Term) -> Term:
        known = term.status is Status.PROPOSED and (pair.identifier, term.language, term.text) in sure
        return replace(term, status=Status.PREFERRED) if known else term

    return (replace(pair, source=settled(pair, pair.source), target=settled(pair, pair.target)) for pair in pairs)


def _free(number: int, taken: Container[str]) -> str:
    """A name for the entry of that number that no context has."""
    name = str(number)
    while name in taken:
        name = f"{name}-{number}"
    return name


class _Remarks(Struct, frozen=True):
    """What the remarks of an entry say: by field, contexts, the rest; and whether the definition is not called so."""

    said: dict[str, str]
    contexts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    plain: bool = False


def _remarks(comment: str) -> _Remarks:
    said: dict[str, str] = {}
    others: list[str] = []
    for line in comment.splitlines():
        key, separator, value = line.partition(":")
        if separator and key.strip() in _FIELDS and key.strip() not in said:
            said[key.strip()] = clean(value)
        elif clean(line):
            others.append(clean(line))
    if not others or "definition" in said:
        return _Remarks(said, others=tuple(others))
    told = " ".join(others)
    pontoon = _PONTOON.fullmatch(told)
    if pontoon is None:
        return _Remarks({**said, "definition": told}, plain=True)
    contexts = (pontoon["example"],) if pontoon["example"] else ()
    facts = {"part of speech": pontoon["part"].lower(), "definition": pontoon["definition"]}
    return _Remarks({**said, **facts}, contexts)
