"""Loops in C for where a compiler was at hand when Accord was installed; Python does the same where there are none.

Accord installs without a compiler. With one, or from a wheel of the platform, aligning takes a third of the time
and finding terms four fifths of the time. What is found is the same, but for alignments that are equally good.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

__all__ = ["MISSING", "compiled_loops"]

MISSING = "loops are not compiled here: install a C compiler with Python's headers, then Accord again"


def compiled_loops(module: str, version: int) -> ModuleType | None:
    """The compiled ``module``, or None where there is none or one of another ``version`` of what it takes and gives."""
    try:
        found = import_module(module)
    except ImportError:
        return None
    return found if getattr(found, "VERSION", None) == version else None
