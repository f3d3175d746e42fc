"""History and other data of an entry on one line each, for formats that have cells or fields and nothing finer.

What a person can read at a glance is written so (``descrip Entry status=Draft``, ``2026-01-31 · origination · Ana``);
the rest as a JSON list of all fields. Reading takes both.
"""

from __future__ import annotations

import json
import re

from termbase.formats.tbx_names import KINDS
from termbase.model import Category, Transaction

__all__ = ["category_line", "read_category_line", "read_transaction_line", "transaction_line"]

_DOT = " · "
_LINE_END = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def category_line(category: Category) -> str:
    """The data category on one line."""
    line = f"{category.kind} {category.name}".strip() + f"={category.value}"
    plain = not _LINE_END.search(line) and read_category_line(line) == category
    return line if plain else _json(_category_fields(category))


def read_category_line(line: str) -> Category | None:
    """The data category that a line holds; None where it holds none."""
    fields = _fields(line)
    if fields is not None:
        return _category(fields)
    key, separator, value = line.partition("=")
    kind, _, name = key.strip().partition(" ")
    if not separator or kind not in KINDS:
        return None
    return Category(kind, name.strip(), value.strip())


def transaction_line(transaction: Transaction) -> str:
    """The transaction on one line: date, kind, author."""
    line = _DOT.join((transaction.date, transaction.kind, transaction.author))
    if read_transaction_line(line) == transaction:
        return line
    data = [_category_fields(one) for one in transaction.data]
    fields = [transaction.kind, transaction.date, transaction.author, transaction.language, transaction.target, data]
    return _json(fields)


def read_transaction_line(line: str) -> Transaction | None:
    """The transaction that a line holds; None where it holds none."""
    fields = _fields(line)
    if fields is not None:
        texts = [field for field in fields[:5] if isinstance(field, str)]
        inner = fields[5] if len(fields) == 6 else None
        if len(texts) != 5 or not isinstance(inner, list):
            return None
        data = [_category(one) if isinstance(one, list) else None for one in inner]
        kept = tuple(one for one in data if one is not None)
        kind, date, author, language, target = texts
        return Transaction(kind, date, author, language, target, kept) if len(kept) == len(data) else None
    parts = [part.strip() for part in line.split(_DOT.strip())]
    if len(parts) != 3 or not any(parts):
        return None
    return Transaction(parts[1], parts[0], parts[2])


def _category_fields(one: Category) -> list[str]:
    return [one.kind, one.name, one.value, one.language, one.target, one.about]


def _category(fields: list[object]) -> Category | None:
    texts = [field for field in fields if isinstance(field, str)]
    return Category(*texts) if len(texts) == len(fields) == 6 else None


def _json(fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _fields(line: str) -> list[object] | None:
    if not line.startswith("["):
        return None
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, list) else None
