"""Words that look like names: with a capital, and what remains of them without the English genitive."""

from __future__ import annotations

import re

__all__ = ["bare_name", "is_capital"]

_GENITIVE = re.compile(r"['’]s?$")


def bare_name(name: str) -> str:
    """The name without the English genitive."""
    return _GENITIVE.sub("", name)


def is_capital(word: str) -> bool:
    """Whether ``word`` begins with a capital."""
    return word[:1].isupper()
