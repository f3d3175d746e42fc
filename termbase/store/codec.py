"""Concepts as text for a database column: JSON with the names of the fields, what is unsaid left out.

The fields are read off the records themselves, so that a new one is kept without a change here. A field that this
version does not know was written by a newer one, and is refused: dropping it would lose somebody's work.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from tmx.errors import StoreError

__all__ = ["decode", "encode"]

_R = TypeVar("_R")
_Code = Callable[[Any], Any]
_DAMAGED = "the database is damaged: a concept in it cannot be read"


def encode(record: object) -> str:
    """A frozen record (a concept, a glossary) as one line of JSON; the same record always gives the same text.

    Its fields are texts, :class:`~enum.StrEnum` members, whole numbers, records, and tuples of these.
    """
    kind: Any = type(record)
    return json.dumps(_encoder(kind)(record), ensure_ascii=False, separators=(",", ":"))


def decode(kind: type[_R], text: object) -> _R:
    """The record of that kind that :func:`encode` wrote. Raises :class:`~tmx.errors.StoreError` for anything else."""
    wanted: Any = kind
    try:
        record: _R = _decoder(wanted)(json.loads(_checked(text, str)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise StoreError(_DAMAGED, remedy="go back to a copy of the file") from error
    return record


@cache
def _encoder(kind: Any) -> _Code:  # noqa: ANN401  any record's type
    """The function that makes a dict out of a record."""
    hints = get_type_hints(kind)
    plan = [
        (
            field.name,
            field.default,
            _item_encoder(hints[field.name]),
        )
        for field in fields(kind)
    ]

    def encoded(record: Any) -> dict[str, Any]:  # noqa: ANN401  an instance of ``kind``
        said = {}
        for name, unsaid, encode_item in plan:
            item = getattr(record, name)
            if item is not unsaid and item != unsaid:
                said[name] = item if encode_item is None else encode_item(item)
        return said

    return encoded


def _item_encoder(kind: Any) -> _Code | None:  # noqa: ANN401  any field's type
    """The function for a field; None where JSON takes the value as it is."""
    record: Any = kind
    if _is_record(kind):
        return _encoder(record)
    if get_origin(kind) is tuple and _is_record(get_args(kind)[0]):
        inner = _encoder(get_args(kind)[0])
        return lambda items: [inner(item) for item in items]
    return None


@cache
def _decoder(kind: Any) -> _Code:  # noqa: ANN401  any field's type
    """The function that makes a value of the type ``kind`` out of what JSON has for it."""
    if get_origin(kind) is tuple:
        inner, several = get_args(kind)
        if several is not Ellipsis:
            raise TypeError(f"{kind} is no tuple of any length")
        item = _decoder(inner)
        return lambda values: tuple([item(value) for value in _checked(values, list)])
    if _is_record(kind):
        return _record_decoder(kind)
    if issubclass(kind, StrEnum):
        members = {member.value: member for member in kind}
        return members.__getitem__
    return lambda value: _checked(value, kind)


def _is_record(kind: Any) -> bool:  # noqa: ANN401  any field's type
    return isinstance(kind, type) and issubclass(kind, Struct)


def _checked(value: Any, kind: type) -> Any:  # noqa: ANN401  an instance of ``kind``
    if type(value) is not kind:
        raise TypeError(f"{type(value).__name__} where {kind.__name__} was expected")
    return value


def _record_decoder(kind: Any) -> _Code:  # noqa: ANN401  any record's type
    hints = get_type_hints(kind)
    decoders = {field.name: _decoder(hints[field.name]) for field in fields(kind)}

    def decoded(said: dict[str, Any]) -> Any:  # noqa: ANN401  an instance of ``kind``
        if not said.keys() <= decoders.keys():
            raise StoreError(
                "a newer version of Accord wrote this database", remedy="install the newest version of Accord"
            )
        return kind(**{name: decoders[name](item) for name, item in said.items()})

    return decoded
