"""Which reader a dictionary file wants, and which files belong with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tmx.errors import StoreError, UnknownFormatError
from tmx.formats.dictionaries.articles import Article
from tmx.formats.dictionaries.dictd import read_dictd
from tmx.formats.dictionaries.freedict import read_freedict
from tmx.formats.dictionaries.stardict import read_stardict

__all__ = ["DICTIONARY_SUFFIXES", "read_articles"]

DICTIONARY_SUFFIXES = (".index", ".dict", ".dict.dz", ".ifo", ".idx", ".idx.gz", ".syn", ".tei", ".xml")
_DICTD = (".dict.dz", ".dict")


def read_articles(path: Path) -> Iterator[Article]:
    """The articles of the dictionary that ``path`` is a file of; its other files stand beside it.

    Raises :class:`~tmx.errors.UnknownFormatError` where the ending is not known, :class:`~tmx.errors.StoreError` where
    a file is missing, :class:`~tmx.errors.ParseError` where one is broken.
    """
    suffix = next((known for known in DICTIONARY_SUFFIXES[::-1] if path.name.lower().endswith(known)), None)
    if suffix is None:
        raise UnknownFormatError(
            "this is not a dictionary that Accord knows",
            path=path,
            remedy=f"its name ends in one of {', '.join(DICTIONARY_SUFFIXES)}, or in .tsv",
        )
    if not path.exists():
        raise StoreError("there is no such file", path=path, remedy="check the name and the folder")
    if suffix in (".tei", ".xml"):
        return read_freedict(path)
    stem = path.name[: -len(_whole_suffix(path.name))]
    ifo, index = path.with_name(f"{stem}.ifo"), path.with_name(f"{stem}.index")
    if suffix in (".ifo", ".idx", ".idx.gz", ".syn") or (ifo.exists() and not index.exists()):
        if not ifo.exists():
            raise StoreError(f"{ifo.name} is missing beside it", path=path, remedy="get all files of the dictionary")
        return read_stardict(ifo)
    articles = [path.with_name(stem + ending) for ending in _DICTD if path.with_name(stem + ending).exists()]
    if not articles or not index.exists():
        missing = index.name if articles else f"{stem}.dict or {stem}.dict.dz"
        raise StoreError(f"{missing} is missing beside it", path=path, remedy="get all files of the dictionary")
    return read_dictd(index, articles[0])


def _whole_suffix(name: str) -> str:
    """``.dict.dz`` of ``x.dict.dz``, not ``.dz``."""
    return max((known for known in DICTIONARY_SUFFIXES if name.lower().endswith(known)), key=len)
