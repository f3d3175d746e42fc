"""What a PO glossary says that a pair of terms has no place for: its head, flags, references and plural forms.

It is kept as data of the glossary, of concepts and of terms, so that a file which goes through Accord comes back to
Weblate or Pontoon as it was: under the same head, with the same ``msgctxt``, flags and plural forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from termbase.formats.categories import clean
from termbase.formats.pairs import Pair
from termbase.model import Category, Concept, Status, Term, TermType
from tmx.text.languages.naming import language_of

__all__ = [
    "CONTEXT",
    "Kept",
    "Layout",
    "context_data",
    "entry_data",
    "head_data",
    "head_of",
    "kept_of",
    "language_of_locale",
    "layout_of",
    "obsolete_data",
    "obsolete_of",
    "plural_forms",
    "plural_pairs",
    "without_plurals",
]

CONTEXT = "msgctxt"
_HEAD = "publicationStmt"
_FLAGS = "flags"
_REFERENCES = "references"
_PLURAL = "plural form"
_LAYOUT = "layout of this PO"
_OBSOLETE = "obsolete entry of this PO"
_BARE, _MIXED, _PLAIN, _WAITING = "no msgctxt", "some without msgctxt", "plain remarks", "some not translated"
_LANGUAGE = "Language"
_OURS = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
_SHORTEST_VARIETY = 5  # letters of a variant of BCP 47
_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}
_NUMBERED = re.compile(r"(\d+): (.+)", re.S)
_SPACES = re.compile(r"(?<![\t ])[\t ]*[\r\n]+[\t ]*")


class Layout(Struct, frozen=True):
    """How a file names its entries and their definitions.

    ``bare``: no entry has a ``msgctxt``; ``mixed``: some have none. ``plain``: remarks for the translator (``#.``) are
    definitions, and do not say so. ``waiting``: some entries have no translation.
    """

    bare: bool = False
    mixed: bool = False
    plain: bool = False
    waiting: bool = False


class Kept(Struct, frozen=True):
    """What data of an entry's terms say of it: flags beside ``fuzzy``, and where it is used."""

    flags: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()


def head_data(metadata: Mapping[str, str], remarks: str, layout: Layout) -> tuple[Category, ...]:
    """What the head says besides what Accord says itself; the remarks above it; the layout of the file."""
    spelt = metadata.get(_LANGUAGE, "")
    usual = spelt == _locale(language_of_locale(spelt))
    found = [
        Category(_HEAD, name, value)
        for name, value in metadata.items()
        if value and (name not in _OURS or (name == _LANGUAGE and not usual))
    ]
    above = "\n".join(line.strip() for line in remarks.splitlines() if line.strip())
    told = ((_BARE, layout.bare), (_MIXED, layout.mixed), (_PLAIN, layout.plain), (_WAITING, layout.waiting))
    kept = ", ".join(name for name, holds in told if holds)
    return (
        *([Category(_HEAD, "", above)] if above else ()),
        *found,
        *([Category(_HEAD, _LAYOUT, kept)] if kept else ()),
    )


def obsolete_data(entries: Iterable[str]) -> tuple[Category, ...]:
    """Entries that are marked obsolete (``#~``), as they are written, line by line, as data of the glossary."""
    return tuple(
        Category(_HEAD, f"{_OBSOLETE} {number}", line.strip())
        for number, entry in enumerate(entries, 1)
        for line in entry.splitlines()
        if line.strip()
    )


def obsolete_of(data: Iterable[Category]) -> list[str]:
    """The lines of the obsolete entries, a blank one before each entry."""
    entries: dict[str, list[str]] = {}
    for one in data:
        if _is_obsolete(one):
            entries.setdefault(one.name, [""]).append(one.value)
    return [line for entry in entries.values() for line in entry]


def _is_obsolete(one: Category) -> bool:
    return one.kind == _HEAD and one.name.startswith(f"{_OBSOLETE} ")


def head_of(data: Iterable[Category], ours: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The remarks above the head, and the head: what was kept of it, and ``ours`` where that says nothing."""
    said = {
        one.name: _SPACES.sub(" ", one.value)
        for one in data
        if one.kind == _HEAD and one.name and not _is_obsolete(one)
    }
    said.pop(_LAYOUT, None)
    remarks = "\n".join(one.value for one in data if one.kind == _HEAD and not one.name)
    fixed = {name: value for name, value in ours.items() if name in _OURS}
    if _LANGUAGE in said and _locale(language_of_locale(said[_LANGUAGE])) == ours[_LANGUAGE]:
        fixed[_LANGUAGE] = said[_LANGUAGE]  # as the file spells it
    return remarks, {**ours, **said, **fixed}


def _locale(language: str) -> str:
    return language.replace("-", "_")


def language_of_locale(locale: str) -> str:
    """The BCP 47 tag of what a head calls its language: ``fr_CA``, ``sr@latin``, *French*; empty where it is none.

    A locale of gettext is ``ll_CC@variant``, where the variant is a script or a variety (GNU gettext manual, 6.2).
    """
    plain, _, variant = locale.strip().partition("@")
    tag = language_of(plain)
    if not tag or not variant.isalnum():
        return tag
    first, _, rest = tag.partition("-")
    script = _SCRIPTS.get(variant.lower(), "")
    if script:
        return "-".join(filter(None, [first, script, rest]))
    is_variety = len(variant) >= _SHORTEST_VARIETY  # «euro» says how money is written
    return f"{tag}-{variant.lower()}" if is_variety else tag


def layout_of(data: Iterable[Category]) -> Layout:
    """The layout of the PO from which the glossary comes."""
    told = next((one.value for one in data if one.kind == _HEAD and one.name == _LAYOUT), "").split(", ")
    return Layout(_BARE in told, _MIXED in told, _PLAIN in told, _WAITING in told)


def context_data(context: str) -> tuple[Category, ...]:
    """A ``msgctxt`` that is not the name of a concept, as data of the concept."""
    return (Category("descrip", CONTEXT, context),) if context else ()


def entry_data(flags: Iterable[str], references: Iterable[tuple[str, str]]) -> tuple[Category, ...]:
    """The flags of an entry (but ``fuzzy``, which is a status) and its references, as data of its target term."""
    told = ", ".join(flag for flag in flags if flag and flag != "fuzzy")
    places = " ".join(f"{file}:{line}" if line else file for file, line in references)
    return (
        *([Category("descrip", _FLAGS, told)] if told else ()),
        *([Category("descrip", _REFERENCES, places)] if places else ()),
    )


def kept_of(term: Term) -> Kept:
    """The flags and references that the data of a target term hold."""
    said = {one.name: one.value for one in term.data if one.kind == "descrip"}
    flags = (flag.strip() for flag in said.get(_FLAGS, "").split(","))
    places = (place.rpartition(":") for place in said.get(_REFERENCES, "").split())
    return Kept(
        tuple(flag for flag in flags if flag),
        tuple((file, line) if file else (line, "") for file, _, line in places),
    )


def plural_pairs(pair: Pair, entry: Any) -> Iterator[Pair]:  # noqa: ANN401  polib is untyped
    """The pair of an entry, and its further plural forms as admitted terms beside it."""
    forms = {number: clean(text) for number, text in sorted(entry.msgstr_plural.items()) if number and clean(text)}
    plural = clean(entry.msgid_plural)
    if not plural:
        yield pair
        return
    source = _first_form(pair.source, {1: plural})
    target = _first_form(pair.target, forms)
    yield _replaced(pair, source, target)
    others = [*dict.fromkeys(text for text in forms.values() if text != target.text)] or [""]
    for text in others:
        yield _replaced(pair, _other_form(source, plural, {1: plural}), _other_form(target, text, forms))


def _replaced(pair: Pair, source: Term, target: Term) -> Pair:
    return replace(pair, source=source, target=target)


def _first_form(term: Term, forms: Mapping[int, str]) -> Term:
    number = "" if term.text in forms.values() else "singular"
    return replace(term, number=number, data=(*term.data, *_form_data(term, term.text, forms)))


def _other_form(term: Term, text: str, forms: Mapping[int, str]) -> Term:
    if text == term.text or not text:
        return Term("", term.language)
    status = Status.ADMITTED if term.status is Status.PREFERRED else term.status
    return Term(
        text,
        term.language,
        status,
        TermType.VARIANT,
        part_of_speech=term.part_of_speech,
        number="plural",
        data=_form_data(term, text, forms),
    )


def _form_data(term: Term, text: str, forms: Mapping[int, str]) -> tuple[Category, ...]:
    """Which forms of ``term`` the text is, as a number and the term."""
    return tuple(
        Category("descrip", _PLURAL, f"{number}: {term.text}") for number, form in forms.items() if form == text
    )


def plural_forms(concept: Concept) -> dict[tuple[str, str], dict[int, str]]:
    """The plural forms by language and text of the term of which they are, by their number."""
    found: dict[tuple[str, str], dict[int, str]] = {}
    for term in concept.terms:
        for number, base in _forms_of(term):
            found.setdefault((term.language, base), {})[number] = term.text
    return found


def _forms_of(term: Term) -> Iterator[tuple[int, str]]:
    for one in term.data:
        told = _NUMBERED.fullmatch(one.value) if one.kind == "descrip" and one.name == _PLURAL else None
        if told:
            yield int(told[1]), told[2]


def without_plurals(concept: Concept) -> Concept:
    """The concept without the terms that are nothing but plural forms of others which it has."""
    texts = {(term.language, term.text) for term in concept.terms}
    kept = tuple(
        term
        for term in concept.terms
        if not any(base != term.text and (term.language, base) in texts for _, base in _forms_of(term))
    )
    return concept if len(kept) == len(concept.terms) else replace(concept, terms=kept)
