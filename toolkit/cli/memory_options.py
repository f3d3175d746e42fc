"""What the commands on memories have in common: how the memory is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from tmx.address import place_of
from tmx.errors import ConfigError
from toolkit.cli.options import PATH, project_default

__all__ = [
    "DEFAULT_MEMORY",
    "is_memory_name",
    "memory_argument",
    "memory_option",
    "named_memory",
    "read_memory",
    "read_memory_option",
]

_F = TypeVar("_F", bound=Callable[..., Any])

DEFAULT_MEMORY = Path("memory.db")


_ENDINGS = frozenset(
    {".db", ".sqlite", ".tmx", ".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff", ".po", ".tsv", ".csv"}
    | {".xlsx", ".docx", ".odt"}
)


def is_memory_name(word: str) -> bool:
    """Whether an argument names a memory, by its ending, and is not a text."""
    suffix = place_of(word).suffix
    return suffix.lower() in _ENDINGS and " " not in suffix


def memory_option(
    *others: str, said: str = "The memory: a database, by default memory.db in this folder."
) -> Callable[[_F], _F]:
    """``--memory``, the memory, handed over as ``memory``; ``others`` are further spellings, ``said`` is its help."""
    return click.option("--memory", *others, "memory", type=PATH, help=said)


def read_memory_option() -> Callable[[_F], _F]:
    """``--memory`` of a command that only reads, for :func:`read_memory`."""
    return memory_option(said="The memory (default: that of accord.toml, else memory.db in this folder).")


def memory_argument() -> Callable[[_F], _F]:
    """The memory as an argument that may be left out, handed over as ``memory_path``."""
    return click.argument("memory_path", metavar="[MEMORY]", type=PATH, required=False)


def named_memory(argument: Path | None, option: Path | None) -> Path:
    """The memory that is meant; raises :class:`~tmx.errors.ConfigError` where two are named."""
    if argument is not None and option is not None and argument != option:
        raise ConfigError(f"two memories are named: {argument} and {option}", remedy="name one")
    return argument or option or DEFAULT_MEMORY


def read_memory(argument: Path | None, option: Path | None) -> Path:
    """The memory that is meant by a command which only reads: if none is named, the one of ``accord.toml``.

    Raises as :func:`named_memory` does, and where the file that ``accord.toml`` names is not there.
    """
    if argument is None and option is None:
        option = project_default("memory")()
    return named_memory(argument, option)
