"""Writing the units of a translation as a PO file, through polib: contexts, comments, flags, plural forms.

Source: the gettext manual, "The Format of PO Files", https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tmx.files import write_whole
from tmx.formats.po_writing import ends_like
from tmx.formats.states import state_of
from tmx.formats.tmx_text import FORBIDDEN
from tmx.model import TranslationUnit

if TYPE_CHECKING:
    from polib import POEntry

__all__ = ["PO_PROPERTIES", "write_po_units"]

# The properties of a unit that have a place in a PO file.
PO_PROPERTIES = frozenset({"fuzzy", "flag", "reference", "plural", "state", "approved"})


def write_po_units(
    path: Path, units: Iterable[TranslationUnit], *, source_language: str, target_language: str
) -> tuple[int, int]:
    """Write units with two variants each, the source first; how many were written, and how many were there already.

    The identifier becomes the context (``msgctxt``), where it is a name and not the text or a number. A text that comes
    again with another translation gets a context, so that no entry is there twice; one that comes again with the same
    translation is written once. Units that follow each other and have the property ``plural`` become one entry. Notes
    are comments of the translator; what is not reviewed yet is fuzzy. Inline codes are left out. Raises
    :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    import polib

    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Language": target_language.replace("-", "_"),
        "X-Source-Language": source_language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": "Accord",
    }
    seen: dict[tuple[str, str], set[str]] = {}
    count = again = 0
    for forms in _entries(units):
        entry = _entry(forms)
        if not entry.msgid:
            continue
        said = entry.msgstr or "\0".join(entry.msgstr_plural.values())
        known = seen.setdefault((entry.msgctxt or "", entry.msgid), set())
        if said in known:
            again += len(forms)
            continue
        if known:
            entry.msgctxt = _free_context(entry, seen)
            known = seen.setdefault((entry.msgctxt, entry.msgid), set())
        known.add(said)
        catalogue.append(entry)
        count += len(forms)
    with write_whole(path) as stream:
        stream.write(f"{catalogue}\n".encode())
    return count, again


def _free_context(entry: POEntry, seen: dict[tuple[str, str], set[str]]) -> str:
    """A context in which the text has not come yet."""
    number = 2
    while (context := f"{entry.msgctxt or ''} {number}".strip(), entry.msgid) in seen:
        number += 1
    return context


def _entries(units: Iterable[TranslationUnit]) -> Iterator[list[TranslationUnit]]:
    """Each unit, but plural forms of one entry together."""

    def entry(numbered: tuple[int, TranslationUnit]) -> tuple[str, int]:
        number, unit = numbered
        return unit.identifier, -1 if unit.property("plural") else number

    for _, together in groupby(enumerate(units), entry):
        forms: list[TranslationUnit] = []
        for _, unit in together:
            if forms and unit.property("plural") == "0":  # the next entry of the same name
                yield forms
                forms = []
            forms.append(unit)
        yield forms


def _entry(forms: list[TranslationUnit]) -> POEntry:
    import polib

    first = forms[0]
    source = _clean(first.variants[0].text)
    notes = dict.fromkeys(note for unit in forms for note in unit.all_notes())
    flags = [p.value for p in first.all_properties() if p.type == "flag"]
    references = [p.value for p in first.all_properties() if p.type == "reference"]
    entry = polib.POEntry(
        msgid=source,
        tcomment=_clean("\n".join(notes)),
        flags=(["fuzzy"] if state_of(first) == "initial" and first.variants[1].text.strip() else []) + flags,
        occurrences=[(file, line) for file, _, line in (_place(one) for one in references)],
    )
    context = _clean(first.identifier)
    if context and not first.unnamed and context != source and not context.isdecimal():
        entry.msgctxt = context
    if first.property("plural") is None:
        entry.msgstr = ends_like(source, _clean(first.variants[1].text))
        return entry
    entry.msgid_plural = _clean(forms[-1].variants[0].text)
    entry.msgstr_plural = {
        number: ends_like(source, _clean(unit.variants[1].text)) for number, unit in enumerate(forms)
    }
    if context == entry.msgid_plural:
        entry.msgctxt = None
    return entry


def _place(reference: str) -> tuple[str, str, str]:
    """A file and a line in it."""
    file, colon, line = reference.rpartition(":")
    return (file, colon, line) if line.isdecimal() else (reference, "", "")


def _clean(text: str) -> str:
    """``text`` without control characters; a line ends with a line feed."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
