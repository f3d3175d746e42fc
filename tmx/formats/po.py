"""PO, the translation files of GNU gettext: entries without plural forms are read here, all others through polib.

Source: the gettext manual, "The Format of PO Files", https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tmx.errors import ParseError
from tmx.files import read_bytes
from tmx.formats.po_plain import PlainEntry, read_plain_po
from tmx.model import Property, Segment, TranslationUnit

if TYPE_CHECKING:
    from polib import POEntry, POFile

__all__ = ["po_encoding", "read_po"]

_QUOTED = re.compile(r'\s*(?:msg(?:ctxt|id|id_plural|str|str\[\d+\])\s*)?"')
_ESCAPED = re.compile(r"\\.")
_CHARSET = re.compile(rb'"[Cc]ontent-[Tt]ype:[^"]*?charset=([A-Za-z0-9_.:-]+)')
_POLIB_ERROR = re.compile(r"\(line (\d+)\)(?:: (.+))?$")
_REASONS = (
    ("unescaped double quote", 'a quotation mark stands bare in a text: write \\" in its place'),
    ("unknown keyword", "the line begins with a word that PO does not know"),
)


def read_po(
    path: Path, *, source_language: str = "en", target_language: str | None = None
) -> Iterator[TranslationUnit]:
    """The entries of the PO file ``path`` in order; those marked obsolete (``#~``) are left out.

    The identifier is the ``msgctxt``, or the ``msgid`` where there is none. An entry with plural forms gives a unit a
    form, all with the same identifier and the form's number in the property ``plural``: ``msgid`` with ``msgstr[0]``,
    ``msgid_plural`` with the others (and with the only one where the language has no plural). Other properties:
    ``fuzzy``, ``flag``, ``reference``. ``target_language`` is by default what the header's ``Language`` says, or empty.

    Raises :class:`~tmx.errors.ParseError` where the file is broken or no PO; :class:`~tmx.errors.StoreError` where it
    cannot be opened.
    """
    content = read_bytes(path)
    encoding = po_encoding(content, path)
    text = _text(content, encoding, path)
    plain = read_plain_po(text)
    if plain is not None:
        target = target_language or _language(plain.metadata.get("Language", ""))
        for one in plain.entries:
            yield _plain_unit(one, source_language, target)
        return
    _refuse_open_quotes(text, path)
    catalogue = _load(path, encoding)
    target = target_language or _language(str(catalogue.metadata.get("Language", "")))
    for entry in catalogue:
        if not entry.obsolete:
            yield from _units(entry, source_language, target)


def _language(said: str) -> str:
    return said.strip().replace("_", "-")


def _refuse_open_quotes(text: str, path: Path) -> None:
    """Raise :class:`~tmx.errors.ParseError` at the first text that is not closed: polib leaves such entries out."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if _QUOTED.match(line) and _ESCAPED.sub("", line).count('"') % 2:
            raise ParseError(
                "a quotation mark is opened and not closed in this line",
                path=path,
                line=number,
                remedy="correct the line; msgfmt -c names all such places",
            )


def _load(path: Path, encoding: str) -> POFile:
    import polib

    try:
        # The file exists (it was read), so that polib takes the string for a path and never for a content.
        return polib.pofile(str(path), encoding=encoding)
    except OSError as error:
        raise _parse_error(error, path) from error
    except (ValueError, IndexError, KeyError, AttributeError, TypeError) as error:
        # polib fails in its own code on some malformed entries instead of naming them.
        raise ParseError(
            "this is not a PO file, or an entry of it is broken", path=path, remedy="check it with msgfmt -c"
        ) from error


def po_encoding(content: bytes, path: Path) -> str:
    """The encoding that the header of a PO file names, else UTF-8, as gettext does.

    Raises :class:`~tmx.errors.ParseError` where Python does not know it.
    """
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    declared = _CHARSET.search(content)
    name = declared[1].decode("ascii") if declared else "utf-8"
    if name == "CHARSET":  # the template's placeholder
        return "utf-8"
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise ParseError(
            f"the header says that the file is encoded in «{name}», which is not known",
            path=path,
            remedy="save it as UTF-8, with charset=UTF-8 in the header",
        ) from error


def _text(content: bytes, encoding: str, path: Path) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ParseError(
            "the file is in UTF-16, which PO does not know",
            path=path,
            remedy="save it as UTF-8, with charset=UTF-8 in the header",
        )
    if b"\0" in content:
        raise ParseError(
            "this is a binary file, not PO", path=path, line=1, remedy="give the .po, not the compiled .mo"
        )
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ParseError(
            f"the text is not in the encoding {encoding.upper()} that the file announces",
            path=path,
            line=content.count(b"\n", 0, error.start) + 1,
            remedy="save it as UTF-8, with charset=UTF-8 in the header",
        ) from error
    except (LookupError, UnicodeError) as error:
        raise ParseError(f"{encoding} is not a text encoding", path=path, remedy="save it as UTF-8") from error


def _parse_error(error: OSError, path: Path) -> ParseError:
    message = str(error)
    found = _POLIB_ERROR.search(message)
    reason = next((ours for theirs, ours in _REASONS if theirs in message), "the line is not written as PO asks")
    return ParseError(
        reason,
        path=path,
        line=int(found[1]) if found else None,
        remedy="correct the line, or check that it is the PO file you meant",
    )


def _plain_unit(entry: PlainEntry, source_language: str, target_language: str) -> TranslationUnit:
    properties: tuple[Property, ...] = ()
    if entry.flags or entry.references:
        properties = (
            *((Property("fuzzy", "yes"),) if "fuzzy" in entry.flags else ()),
            *(Property("flag", flag) for flag in entry.flags if flag != "fuzzy"),
            *(Property("reference", reference) for reference in entry.references),
        )
    return TranslationUnit(
        identifier=entry.context or entry.source,
        variants=(Segment(source_language, entry.source), Segment(target_language, entry.target)),
        properties=properties,
        notes=entry.notes,
        line=entry.line,
    )


def _units(entry: POEntry, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    forms: dict[int, str] = dict(sorted(entry.msgstr_plural.items()))
    common = (
        *((Property("fuzzy", "yes"),) if entry.fuzzy else ()),
        *(Property("flag", flag) for flag in entry.flags if flag != "fuzzy"),
        *(Property("reference", f"{file}:{line}" if line else file) for file, line in entry.occurrences),
    )
    notes = tuple(note for note in (entry.tcomment, entry.comment) if note)
    pairs: list[tuple[str, str, tuple[Property, ...]]]
    if entry.msgid_plural:
        forms = forms or {0: ""}
        pairs = [
            (
                entry.msgid if number == 0 and len(forms) > 1 else entry.msgid_plural,
                text,
                (*common, Property("plural", str(number))),
            )
            for number, text in forms.items()
        ]
    else:
        pairs = [(entry.msgid, entry.msgstr, common)]
    for source, target, properties in pairs:
        yield TranslationUnit(
            identifier=entry.msgctxt or entry.msgid,
            variants=(Segment(source_language, source), Segment(target_language, target)),
            properties=properties,
            notes=notes,
            line=entry.linenum,
        )
