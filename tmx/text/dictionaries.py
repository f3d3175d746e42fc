"""The lemma dictionaries of simplemma, kept unpacked between runs.

simplemma packs its dictionaries so tightly that unpacking one takes a third of a second, at every start of every
command. Unpacked they are kept in the user's cache folder; where that cannot be used, everything works all the same,
only later. Nothing of the user's texts is kept there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from tmx.errors import StoreError
from tmx.files import write_whole

__all__ = ["cache_folder", "lemma_dictionary"]


def cache_folder() -> Path:
    """Where Accord may keep what it can make again: the system's folder for caches, and ``accord`` in it."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = str(Path.home() / ".cache")
    return Path(os.environ.get("XDG_CACHE_HOME") or base) / "accord"


def lemma_dictionary(tag: str) -> Mapping[bytes, bytes]:
    """Forms and their lemmas in UTF-8, for a primary language subtag; empty for a language without a dictionary."""
    try:
        kept = cache_folder() / f"lemmas-{tag}-simplemma-{version('simplemma')}.txt"
    except RuntimeError:  # there is no home folder
        return _from_simplemma(tag)
    known = _read(kept)
    if known is None:
        known = _from_simplemma(tag)
        if known:
            _keep(known, kept)
    return known


def _from_simplemma(tag: str) -> dict[bytes, bytes]:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES, DefaultDictionaryFactory

    if tag not in SUPPORTED_LANGUAGES:
        return {}
    lemmas = DefaultDictionaryFactory().get_dictionary(tag)
    return {form.encode(): lemma.encode() for form, lemma in lemmas.items()}


# The file: the number of forms, the forms, the number again, the lemmas; each on a line of its own.
def _read(path: Path) -> dict[bytes, bytes] | None:
    """What is kept in ``path``; None where there is nothing, or not all of it."""
    try:
        number, _, rest = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    forms, _, lemmas = rest.partition(b"\n" + number + b"\n")
    known = dict(zip(forms.split(b"\n"), lemmas.split(b"\n"), strict=False))
    return known if str(len(known)).encode() == number and lemmas.count(b"\n") + 1 == len(known) else None


def _keep(dictionary: Mapping[bytes, bytes], path: Path) -> None:
    number = str(len(dictionary)).encode()
    try:
        with write_whole(path) as stream:
            stream.write(b"\n".join([number, *dictionary, number, *dictionary.values()]))
    except (StoreError, OSError):
        return  # a folder that is not ours to write in, a full disk: it is unpacked again next time
