"""The door to the compiled loops of ``kernels.c``, which numpy stands in for where they were not compiled.

Accord installs without a compiler. Where there is one, or a wheel with compiled loops, the lexicon and the lattice take
a fraction of the time; alignments are the same.
"""

from __future__ import annotations

from types import ModuleType

__all__ = ["MISSING", "kernels"]

MISSING = "the aligner's loops are not compiled here: install a C compiler with Python's headers, then Accord again"
_VERSION = 1  # of what the functions take and give; loops that were compiled for another one are left alone


def kernels() -> ModuleType | None:
    """The compiled loops, or None where there are none."""
    return _KERNELS


def _compiled() -> ModuleType | None:
    try:
        from tmx.align import _kernels  # type: ignore[attr-defined,unused-ignore] # there or not
    except ImportError:
        return None
    return _kernels if _kernels.VERSION == _VERSION else None


_KERNELS = _compiled()
