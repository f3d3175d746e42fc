"""Names of files in commands that are offered: they work when they are pasted."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

__all__ = ["pasted"]

_BACKSLASH = re.escape(os.sep) if os.sep != "/" else ""  # a letter like others to the shells of Windows alone
_PLAIN = re.compile(rf"[\w@%+=:,./{_BACKSLASH}-]+")
_IN_DOUBLE_QUOTES = re.compile(rf'(?:[^"$`!\\%]|{_BACKSLASH or "(?!)"})+')  # what all shells take there alike


def pasted(path: Path | str) -> str:
    """``path`` as a command line has it: in quotation marks where it needs them, after ``./`` where it has a dash."""
    name = str(path)
    if name.startswith("-"):
        name = f"./{name}"
    if _PLAIN.fullmatch(name):
        return name
    return f'"{name}"' if _IN_DOUBLE_QUOTES.fullmatch(name) else shlex.quote(name)
