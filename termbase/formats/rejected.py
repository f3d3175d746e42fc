"""The list of rejected proposals that stands beside a glossary: ``glossary.rejected.csv`` for ``glossary.tbx``.

It is a glossary table like any other. Extraction does not propose again what it holds; a row that is deleted may come
back. A glossary database keeps its rejected proposals itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from termbase.formats.rewriting import read_again
from termbase.model import Glossary
from termbase.store.files import is_store, read_rejected_of_store

__all__ = ["read_rejected", "rejected_path"]

_SUFFIX = ".rejected.csv"


def rejected_path(glossary: Path) -> Path:
    """Where the rejected proposals of a glossary file stand."""
    return glossary.with_name(f"{glossary.stem}{_SUFFIX}")


def read_rejected(glossaries: Iterable[Path]) -> Glossary:
    """What was rejected beside any of the glossary files, which need not exist themselves.

    Raises what :func:`~termbase.formats.registry.read_glossary` raises where a list is there and cannot be read.
    """
    glossaries = dict.fromkeys(glossaries)
    databases = [path for path in glossaries if is_store(path)]
    paths = dict.fromkeys(rejected_path(path) for path in glossaries if not is_store(path))
    # A list whose last row was taken back has a header and no rows, and holds nothing.
    lists = [read_again(path) for path in paths if path.is_file()]
    lists += [read_rejected_of_store(path) for path in databases]
    return Glossary(tuple(concept for rejected in lists for concept in rejected))
