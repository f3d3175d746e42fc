"""Concepts as text for a database column: JSON with the names of the fields, what is unsaid left out.

The records of :mod:`termbase.model` say that their defaults are left out, and that they take no field that they do not
know: such a field was written by a newer version, and dropping it would lose somebody's work.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from msgspec import MsgspecError, Struct, json

from tmx.errors import StoreError

__all__ = ["decode", "encode"]

_R = TypeVar("_R", bound=Struct)
_encoder = json.Encoder()
_decoder = cache(json.Decoder)  # one for each kind of record


def encode(record: Struct) -> str:
    """A record of the model (a concept, a glossary) as one line of JSON; the same record always gives the same text."""
    return _encoder.encode(record).decode()


def decode(kind: type[_R], text: object) -> _R:
    """The record of that kind that :func:`encode` wrote. Raises :class:`~tmx.errors.StoreError` for anything else."""
    try:
        if not isinstance(text, str):
            raise TypeError(f"{type(text).__name__} where text was expected")
        record: _R = _decoder(kind).decode(text)
    except (MsgspecError, ValueError, TypeError, RecursionError) as error:
        if str(error).startswith("Object contains unknown field"):
            raise StoreError(
                "a newer version of Accord wrote this database", remedy="install the newest version of Accord"
            ) from error
        raise StoreError(
            "the database is damaged: a concept in it cannot be read", remedy="go back to a copy of the file"
        ) from error
    return record
