"""Texts as the aligner wants them: documents split into sentences, or files with one sentence per line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from tmx.align.sentences import TextPair
from tmx.errors import AccordError, IngestError, ParseError, StoreError
from tmx.files import read_bytes
from tmx.text.detect import detect_language
from tmx.text.languages import find_language, known_languages, primary_subtag
from toolkit.ingest import SUFFIXES, ingest, segment_document
from toolkit.model import BlockKind, Document

__all__ = [
    "AnotherLanguageError",
    "Failure",
    "Folder",
    "Text",
    "check_language",
    "documents_in",
    "passed_over",
    "read_folder",
    "read_lines",
    "read_text",
    "text_pair",
]

_HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)
_LEAST_WORDS = 40  # a text that its function words tell for sure
_OF_THE_SYSTEM = frozenset(["thumbs.db", "desktop.ini", "icon\r"])


class AnotherLanguageError(IngestError):
    """A text is in another language than it should be."""


class Text(Struct, frozen=True):
    """A document's sentences; ``blocks`` (of each sentence) and ``headings`` are empty where they are not known.

    ``document`` is what the sentences were taken from, with what was left out; a file that came segmented has none.
    """

    path: Path
    sentences: tuple[str, ...]
    blocks: tuple[int, ...] = ()
    headings: frozenset[int] = frozenset()
    document: Document | None = None


class Failure(Struct, frozen=True):
    """A file that could not be read, and why."""

    path: Path
    error: AccordError


class Folder(Struct, frozen=True):
    """What a folder of documents holds: those that were read, and those that could not be."""

    path: Path
    texts: tuple[Text, ...]
    failures: tuple[Failure, ...] = ()


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a UTF-8 file, each a sentence; a blank line is one too, so that numbers of sentences stay true.

    Lines end with LF or CRLF and with nothing else. Raises :class:`~tmx.errors.ParseError` with the line where the
    file is no UTF-8 text, :class:`~tmx.errors.StoreError` where it cannot be read or is empty.
    """
    content = read_bytes(path)
    if b"\0" in content:
        raise ParseError("this is not a text file", path=path, remedy="give a text with one sentence per line")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ParseError("the text is not UTF-8", path=path, line=line, remedy="save it as UTF-8") from error
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return tuple(line.removesuffix("\r") for line in lines)


def read_text(path: Path, language: str, *, segmented: bool = False) -> Text:
    """The sentences of the document ``path``: every line is one if it is ``segmented``, else it is ingested.

    Raises :class:`~tmx.errors.AccordError` where it cannot be read, or has no sentence.
    """
    if segmented:
        return Text(path, read_lines(path))
    document = ingest(path, language=language)
    check_language(document, language)
    sentences = segment_document(document)
    if not sentences:
        raise IngestError("no sentence was found in it", path=path, remedy="check that it is the file you meant")
    return Text(
        path,
        tuple(sentence.text for sentence in sentences),
        tuple(sentence.block for sentence in sentences),
        frozenset(number for number, sentence in enumerate(sentences) if sentence.kind in _HEADINGS),
        document,
    )


def check_language(document: Document, language: str) -> None:
    """Raise :class:`AnotherLanguageError` where a text of some length is in another known language than it should.

    Folders that were named the wrong way round, or a translation among the originals, would make a memory whose
    languages are wrong.
    """
    text = "\n".join(block.text for block in document.blocks)
    known = {one.tag for one in known_languages()}
    found = detect_language(text) if primary_subtag(language) in known else None
    if found is None or found == primary_subtag(language) or len(text.split()) < _LEAST_WORDS:
        return
    is_, should = find_language(found).name, find_language(language).name
    raise AnotherLanguageError(
        f"this is in {is_}, not in {should}",
        path=document.path,
        remedy="check the order of the names, and what --from, --to or --lang say",
    )


def documents_in(folder: Path) -> tuple[Path, ...]:
    """The documents that stand in ``folder``, by name; hidden files and files of other kinds do not count.

    Raises :class:`~tmx.errors.StoreError` where there is no such folder, or no document in it.
    """
    if not folder.is_dir():
        reason = "this is a file, a folder was expected" if folder.exists() else "there is no such folder"
        raise StoreError(reason, path=folder, remedy="name two folders, or two files")
    try:
        paths = sorted(
            path
            for path in folder.iterdir()
            if path.is_file() and not path.name.startswith((".", "~$")) and path.suffix.lower() in SUFFIXES
        )
    except OSError as error:
        raise StoreError("the folder cannot be read", path=folder, remedy="check who may read it") from error
    if not paths:
        kinds = ", ".join(sorted(SUFFIXES))
        raise StoreError("there is no document in the folder", path=folder, remedy=f"documents end in {kinds}")
    return tuple(paths)


def passed_over(folder: Path) -> tuple[str, ...]:
    """What stands in ``folder`` and is no document for :func:`documents_in`: files of other kinds, folders (with /).

    Hidden files do not count, nor what systems put into folders of their own accord.
    """
    try:
        there = sorted(folder.iterdir())
    except OSError:  # reading it tells
        return ()
    return tuple(
        f"{path.name}/" if path.is_dir() else path.name
        for path in there
        if not path.name.startswith((".", "~$"))
        and path.name.lower() not in _OF_THE_SYSTEM
        and (path.is_dir() or path.suffix.lower() not in SUFFIXES)
    )


def read_folder(
    folder: Path, language: str, *, segmented: bool = False, progress: Callable[[int, int], None] | None = None
) -> Folder:
    """All documents of ``folder``; what cannot be read is named, and the others go on.

    ``progress`` is called with the documents read so far and their number.

    Raises :class:`~tmx.errors.StoreError` as :func:`documents_in` does, and where no document can be read.
    """
    texts, failures = [], []
    paths = documents_in(folder)
    for number, path in enumerate(paths, 1):
        try:
            texts.append(read_text(path, language, segmented=segmented))
        except AccordError as error:
            failures.append(Failure(path, error))
        if progress is not None:
            progress(number, len(paths))
    if not texts:
        name, first = failures[0].path.name, failures[0].error
        told = f"the first one, {name}: {first.reason}"
        if first.remedy:
            told = f"the first one, {name}: {first.reason}; {first.remedy}"
        raise StoreError("none of its documents can be read", path=folder, remedy=told)
    return Folder(folder, tuple(texts), tuple(failures))


def text_pair(source: Text, target: Text) -> TextPair:
    """The two texts as the aligner takes them."""
    return TextPair(
        source.sentences,
        target.sentences,
        f"{source.path.name} - {target.path.name}",
        source.blocks,
        target.blocks,
        source.headings,
        target.headings,
    )
