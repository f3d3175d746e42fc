"""``-`` in the place of a file: standard input or standard output.

What reads files reads some of them twice, and knows them by their endings. Standard input is therefore kept in a file
of a folder that goes when the command ends, under an ending that its content tells; what is written to standard output
is made whole there first, so that a command that fails writes nothing. Messages say *standard input* and *standard
output* where they would name these files.
"""

from __future__ import annotations

import codecs
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from msgspec.structs import replace

from tmx.errors import ConfigError, StoreError
from toolkit.cli.terminal import said_later, shown_as
from toolkit.model import QaResult

__all__ = [
    "OUTPUTS",
    "OWN",
    "REFUSED",
    "as_document",
    "is_standard",
    "output_file",
    "refuse_in_place",
    "standard_file",
    "suffix_of_content",
    "under_its_name",
]

STANDARD = "-"
_INPUT_NAME, _OUTPUT_NAME = "standard input", "standard output"
_LIMIT = 2 * 1024**3
_HEAD = 65536
_FOLDER = "accord.standard"  # where the folder is kept in click's context

# Parameters of commands that know what to do with it themselves.
OWN = frozenset(
    {
        ("align", "bead_file"),
        ("align", "outputs"),
        ("dictionary import", "output"),
        ("memory export", "output"),
        ("memory pretranslate", "output"),
        ("memory search", "queries"),
        ("qa", "outputs"),
    }
)
# What is written where `-` is named, by the command and its parameter: a glossary without a title is called so.
OUTPUTS = {
    ("convert", "target"): "memory.tmx",
    ("memory merge", "output"): "memory.tmx",
    ("terms convert", "target"): "glossary.tbx",
    ("terms export", "outputs"): "glossary.tbx",
    ("terms extract", "outputs"): "glossary.tbx",
    ("terms merge", "output"): "glossary",  # in the form of OURS
    ("terms train", "output"): "learnt.ranker",
}
_FOLDERS = "a folder is needed here, not standard input or output"
_KEPT = "a file that is kept is needed here, not standard input or output"
_BESIDE = "standard output has the same for reading or with --json; for this name a file"
_LISTED = "standard output has the list of what was found; for this name a file"
# Where it cannot serve, and why.
REFUSED = {
    ("align", "review_file"): _KEPT,
    ("align", "reviewed_file"): _KEPT,
    **{("build", name): _FOLDERS for name in ("source_dir", "target_dir", "output")},
    **{(f"evaluate {name}", "folder"): _FOLDERS for name in ("alignment", "qa", "terms")},
    ("evaluate alignment", "beads_to"): _FOLDERS,
    ("evaluate terms", "list_to"): _BESIDE,
    ("evaluate term-pairs", "list_to"): _BESIDE,
    ("evaluate words", "links_to"): _BESIDE,
    **{
        (f"export {tool}", name): _FOLDERS if name == "folder" else _KEPT
        for tool in ("lokalize", "memoq", "omegat", "poedit", "trados", "wordfast")
        for name in ("folder", "memory", "glossary")
    },
    ("init", "folder"): _FOLDERS,
    ("memory clean", "output"): _LISTED,
    ("memory clean", "report"): _LISTED,
    ("memory import", "memory"): _KEPT,
    ("memory leverage", "output"): _BESIDE,
    ("memory renderings", "output"): _BESIDE,
    ("memory sync", "local"): _KEPT,
    ("memory sync", "shared"): _KEPT,
    ("pair", "sources"): _FOLDERS,
    ("pair", "targets"): _FOLDERS,
    ("qa", "dismissed"): _KEPT,
    ("team", "shared"): _KEPT,
    **{
        (f"terms {name}", "glossary"): _KEPT
        for name in ("add", "approve", "edit", "forbid", "history", "propose", "reject", "review")
    },
    ("terms import", "output"): _KEPT,
    ("terms sync", "local"): _KEPT,
    ("terms sync", "shared"): _KEPT,
}
# Where what is neither marked up nor a table with tabs is a text.
_OF_DOCUMENTS = ("align", "ingest", "segment", "terms extract", "terms train", "memory pretranslate", "memory leverage")


def standard_file(parameter: str, context: click.Context) -> Path:
    """The path that stands for ``-`` as the value of a parameter: of a file that is read, or is to be written.

    Raises :class:`~tmx.errors.ConfigError` where it cannot serve or serves already, :class:`~tmx.errors.StoreError`
    where there is too much.
    """
    place = (_command(context), parameter)
    if place in OWN:
        return Path(STANDARD)
    if place in REFUSED:
        raise ConfigError(f"«-»: {REFUSED[place]}", remedy="name one; a file of that name is ./-")
    if place in OUTPUTS:
        return _output(OUTPUTS[place], context)
    return _input(place[0], context)


def is_standard(path: Path) -> bool:
    """Whether a path stands for standard input or output."""
    return path.parent.name.startswith(_FOLDER)


def as_document(path: Path) -> Path:
    """``path``; standard input that was taken for a table is a text after all."""
    return path.rename(path.with_suffix(".txt")) if is_standard(path) and path.suffix in (".tsv", ".csv") else path


def refuse_in_place(path: Path, remedy: str) -> None:
    """Raise :class:`~tmx.errors.ConfigError` where a file that is changed in its place is standard input."""
    if is_standard(path):
        raise ConfigError(f"{_INPUT_NAME} cannot be changed in its place", remedy=remedy)


def under_its_name(result: QaResult) -> QaResult:
    """``result`` as it is reported: standard input is called so, and not by the file in which it is kept."""
    names = (result.source_file, result.glossary, result.memory)
    if not any(is_standard(Path(name)) for name in (result.file, *names)):
        return result
    source_file, glossary, memory = (_INPUT_NAME if is_standard(Path(name)) else name for name in names)
    if not is_standard(result.file):
        return replace(result, source_file=source_file, glossary=glossary, memory=memory)
    units = tuple(
        replace(unit, findings=tuple(replace(finding, file=_INPUT_NAME) for finding in unit.findings))
        for unit in result.units
    )
    file = Path(_INPUT_NAME)
    return replace(result, file=file, units=units, source_file=source_file, glossary=glossary, memory=memory)


def output_file(name: str) -> Path:
    """A file that is written to standard output when the command has ended."""
    return _output(name, click.get_current_context())


def _command(context: click.Context) -> str:
    """The command as it is called, without the program's own name."""
    return context.command_path.partition(" ")[2]


def _folder(context: click.Context) -> Path:
    kept = context.meta.get(_FOLDER)
    if kept is None:
        with _temporary_folder():
            kept = context.meta[_FOLDER] = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}."))
        # The whole program's context: a command's own is never closed where one of its later parameters is wrong.
        context.find_root().call_on_close(lambda: shutil.rmtree(kept, ignore_errors=True))
    return Path(kept)


@contextmanager
def _temporary_folder() -> Iterator[None]:
    """Errors of the block are those of writing into the temporary folder, and not of our output."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(
            f"the temporary folder cannot be written to: {reason}",
            path=tempfile.tempdir,
            remedy="make room, or set TMPDIR to another folder",
        ) from error


def _piece_of_input() -> bytes:
    try:
        return sys.stdin.buffer.read(1 << 20)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(
            f"standard input cannot be read: {reason}", remedy="check the command that writes into it"
        ) from error


def _input(command: str, context: click.Context) -> Path:
    folder = _folder(context)
    if any(folder.glob(f"{_INPUT_NAME}*")):
        raise ConfigError("standard input can be read only once", remedy="name a file in one of the places")
    part = folder / "part"
    size = 0
    with _temporary_folder(), part.open("wb") as stream:
        while piece := _piece_of_input():
            size += len(piece)
            if size > _LIMIT:
                raise StoreError(f"{_INPUT_NAME} holds more than {_LIMIT // 2**20} MB", remedy="put it into a file")
            stream.write(piece)
    if not size:
        raise StoreError(f"{_INPUT_NAME} is empty", remedy="check the command that writes into it")
    with part.open("rb") as stream:
        suffix = suffix_of_content(stream.read(_HEAD), documents=command in _OF_DOCUMENTS)
    path = part.rename(folder / f"{_INPUT_NAME}{suffix}")
    shown_as(str(path), _INPUT_NAME)
    return path


def _output(name: str, context: click.Context) -> Path:
    path = _folder(context) / name
    if _OUTPUT_NAME in context.meta:
        raise ConfigError("standard output can take only one result", remedy="name a file for the others")
    context.meta[_OUTPUT_NAME] = path
    shown_as(str(path), _OUTPUT_NAME)

    say = said_later(str(path))

    def hand_over() -> None:
        written = False
        try:
            if path.is_file():
                with path.open("rb") as stream:
                    shutil.copyfileobj(stream, sys.stdout.buffer)
                sys.stdout.buffer.flush()
            written = True
        finally:
            say(written)

    context.call_on_close(hand_over)  # before the folder goes: what is asked for last is done first
    return path


_ROOTS = {
    "tmx": ".tmx",
    "xliff": ".xlf",
    "tbx": ".tbx",
    "martif": ".tbx",
    "mtf": ".mtf",
    "ts": ".ts",
    "html": ".html",
    "body": ".html",
    "head": ".html",
}
_BEFORE_ROOT = r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^\[>]*+(?:\[[^\]]*+\])?+[^>]*+>)*+"  # each piece read once
_ROOT = re.compile(rf"{_BEFORE_ROOT}<(?:[\w.-]+:)?([\w.-]+)", re.S | re.I)


def suffix_of_content(head: bytes, *, documents: bool = False) -> str:
    """The ending that a file of this content would have; ``head`` is how it begins.

    Where ``documents`` are expected, what is neither marked up nor has tabs is a text, else a table with commas.
    """
    if head.startswith(b"PK\x03\x04"):
        if b"mimetypeapplication/vnd.oasis.opendocument.text" in head[:80]:
            return ".odt"
        return ".xlsx" if b"xl/" in head and b"word/" not in head else ".docx"
    if head.startswith(b"SQLite format 3\0"):
        return ".db"
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16" if wide else "utf-8", errors="ignore").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        root = _ROOT.match(text)
        return _ROOTS.get(root[1].lower(), ".html" if documents else ".xml") if root else ".xml"
    if re.search(r'^msgid "', text, re.M):
        return ".po"
    if text[:4].lower() == "#utx":
        return ".utx"
    first = text.partition("\n")[0]
    if "\t" in first:
        return ".tsv"
    return ".txt" if documents or not re.search("[,;]", first) else ".csv"
