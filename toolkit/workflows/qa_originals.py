"""Translated documents and their originals in a folder, by their names: ``release.en.docx``, ``release.fr.docx``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tmx.formats.other import KEYED
from tmx.text.languages import primary_subtag

__all__ = ["DOCUMENTS", "is_document", "names_language", "originals_of"]

DOCUMENTS = frozenset({".docx", ".odt", ".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".srt", ".vtt"})
"""The endings of documents that are checked beside their original."""
_REGION = r"(?:[-_][a-z]{2})?"
_MARK = "\0"


def is_document(path: Path) -> bool:
    """Whether a file is checked beside its original, by its ending: a text, or a file of texts with keys."""
    return path.suffix.lower() in DOCUMENTS or path.suffix.lower() in KEYED


def originals_of(paths: Iterable[Path], folder: Path, source_language: str, target_language: str) -> dict[Path, Path]:
    """The translations among ``paths``, documents below ``folder``, each with its original.

    Two files belong together whose names, or the names of their folders, differ in the language only: ``a.en.docx`` and
    ``a.fr.docx``, ``a_EN.txt`` and ``a_fr-CA.txt``, ``en/a.html`` and ``fr/a.html``; else a translation belongs to the
    file without any language, ``a.docx`` to ``a.fr.docx``. Where several would fit, none does.
    """
    named = {path: path.relative_to(folder).as_posix() for path in paths}
    marked: dict[str, set[Path]] = {}
    for path, name in named.items():
        for key in _keys(name, source_language):
            marked.setdefault(key, set()).add(path)
    plain = {name.casefold(): path for path, name in named.items()}
    found: dict[Path, Path] = {}
    for path, name in named.items():
        keys = tuple(_keys(name, target_language))
        sources = set().union(*(marked.get(key, ()) for key in keys)) - {path}
        sources = sources or {plain[bare] for key in keys if (bare := _without_mark(key)) in plain}
        if len(sources) == 1:
            found[path] = sources.pop()
    return found


def names_language(path: Path, folder: Path, language: str) -> bool:
    """Whether the name of a file below ``folder``, or of a folder that it is in, names the language."""
    return next(_keys(path.relative_to(folder).as_posix(), language), None) is not None


def _keys(name: str, language: str) -> Iterator[str]:
    """``name`` with a mark where it names the language: at every place that does, and at each of them alone."""
    pattern = re.compile(rf"(?<![^\W_]){re.escape(primary_subtag(language))}{_REGION}(?![^\W_])", re.I)
    places = list(pattern.finditer(name))
    if len(places) > 1:
        yield pattern.sub(_MARK, name).casefold()
    for place in places:
        yield f"{name[: place.start()]}{_MARK}{name[place.end() :]}".casefold()


def _without_mark(key: str) -> str:
    """``key`` without what names the language, and without the bracket, dot, dash or space that parts it off."""
    return re.sub(rf"[\s._-]*(?:\({_MARK}\)|\[{_MARK}\]|{_MARK})(?=\.[^./]+$)", "", key)
