"""The door to the compiled loops of ``loops/``, which numpy stands in for where they were not compiled."""

from __future__ import annotations

from types import ModuleType

from tmx.compiled import compiled_loops

__all__ = ["kernels"]

_KERNELS = compiled_loops("tmx.align._kernels", 8)


def kernels() -> ModuleType | None:
    """The compiled loops, or None where there are none."""
    return _KERNELS
