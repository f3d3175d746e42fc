"""PO glossaries, as Weblate and Pontoon keep them: ``msgid`` the source term, ``msgstr`` the target term.

``msgctxt`` is the concept's name (with ``|2``, ``|3`` for its further pairs), so that two concepts may have one source
term. Other programs write there what tells homonyms apart (*verb*): several entries with one context are several
concepts, with the context as a note. Remarks for the translator (``#.``) say the field, the definition and what is not
to be used; comments (``#``) are the notes; what is only proposed is marked ``fuzzy``. Weblate's ``forbidden`` and
``read-only`` (the source term stays as it is) are read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib

from termbase.formats.categories import clean, read_part_of_speech
from termbase.formats.pairs import Pair, concepts_of_pairs, pair_languages, pairs_of
from termbase.formats.text_files import one_cell, read_text, write_lines
from termbase.model import Glossary, Status, Term
from tmx.errors import ParseError
from tmx.text.languages.naming import read_language

__all__ = ["read_po_glossary", "write_po_glossary"]

_FIELDS = ("field", "definition", "part of speech", "not")
_NUMBER = re.compile(r"\|(\d+)$")
_MSGID = re.compile(r"^\s*(?:#~\s*)?msgid\s", re.MULTILINE)
_HEADER = re.compile(r'^\s*msgid\s+""\s*\n\s*msgstr', re.MULTILINE)
_LINE = re.compile(r"line (\d+)")


def write_po_glossary(
    path: Path, glossary: Glossary, *, source_language: str | None = None, target_language: str | None = None
) -> None:
    """Write the pairs of two languages as PO, without a date, so that the same glossary gives the same bytes.

    Raises :class:`~tmx.errors.TermbaseError` where the glossary lacks one of the languages, and
    :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    source, target = pair_languages(path, glossary, source_language, target_language)
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": one_cell(glossary.name) or "glossary",
        "Language": target.replace("-", "_"),
        "X-Source-Language": source.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": "Accord",
    }
    for pair in pairs_of(glossary, source, target):
        file.append(_entry(pair))
    write_lines(path, str(file).rstrip("\n").split("\n"))


def _entry(pair: Pair) -> polib.POEntry:
    remarks = {
        "field": pair.subject,
        "definition": pair.definition,
        "part of speech": pair.source.part_of_speech,
        "not": ", ".join(pair.avoided),
    }
    proposed = Status.PROPOSED in (pair.source.status, pair.target.status)
    name = one_cell(pair.identifier)
    return polib.POEntry(
        msgctxt=f"{name}|{pair.number + 1}" if pair.number or _NUMBER.search(name) else name,
        msgid=one_cell(pair.source.text),
        msgstr=one_cell(pair.target.text),
        comment="\n".join(f"{key}: {one_cell(value)}" for key, value in remarks.items() if value),
        tcomment="\n".join(map(one_cell, pair.notes)),
        flags=["fuzzy"] if proposed else [],
    )


def read_po_glossary(path: Path, *, source_language: str | None = None, target_language: str | None = None) -> Glossary:
    """The glossary in a PO file; the target language is that of its header, unless it is given there only as a guess.

    ``source_language`` and ``target_language`` serve where the header does not name them. Raises
    :class:`~tmx.errors.ParseError`, with the line, where it is no PO, and :class:`~tmx.errors.StoreError` where the
    file cannot be read.
    """
    remedy = "check that it is the PO file you meant, in UTF-8"
    text = read_text(path, remedy=remedy)
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
    source = read_language(file.metadata.get("X-Source-Language") or source_language or "en")
    target = read_language(file.metadata.get("Language") or target_language or "fr")
    return Glossary(concepts_of_pairs(_settled(list(_pairs(file, source, target)))), name=path.stem)


def _pairs(file: Any, source_language: str, target_language: str) -> Iterator[Pair]:  # noqa: ANN401  polib is untyped
    entries = [entry for entry in file if not entry.obsolete]
    contexts = Counter(clean(entry.msgctxt) for entry in entries)
    for number, entry in enumerate(entries, 1):
        remarks, others = _remarks(entry.comment)
        context = clean(entry.msgctxt)
        shared = contexts[context] > 1 and bool(context)
        notes = [*([context] if shared else []), *others, *entry.tcomment.splitlines()]
        identifier = _NUMBER.sub("", "" if shared else context) or _free(number, contexts)
        status = Status.PROPOSED if "fuzzy" in entry.flags else Status.PREFERRED
        target_status = Status.FORBIDDEN if "forbidden" in entry.flags else status
        part_of_speech = read_part_of_speech(remarks.get("part of speech", ""))
        translation = entry.msgstr or entry.msgstr_plural.get(0, "")
        if not translation and "read-only" in entry.flags:
            translation = entry.msgid
        yield Pair(
            identifier=identifier,
            source=Term(clean(entry.msgid), source_language, status, part_of_speech=part_of_speech),
            target=Term(clean(translation), target_language, target_status),
            subject=remarks.get("field", ""),
            definition=remarks.get("definition", ""),
            notes=tuple(note for note in map(clean, notes) if note),
        )


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


def _remarks(comment: str) -> tuple[dict[str, str], list[str]]:
    """What the remarks of an entry say by field, and the rest."""
    remarks: dict[str, str] = {}
    others = []
    for line in comment.splitlines():
        key, separator, value = line.partition(":")
        if separator and key.strip() in _FIELDS and key.strip() not in remarks:
            remarks[key.strip()] = clean(value)
        else:
            others.append(line)
    return remarks, others
