"""Who makes a change where nobody says it."""

from __future__ import annotations

import getpass
import os

__all__ = ["default_author"]


def default_author(login: str = "") -> str:
    """Who is at work: the environment's ``ACCORD_AUTHOR``, else ``login``, else the name of the user of this computer.

    ``login`` is by what name a server knows them; empty without one.
    """
    named = os.environ.get("ACCORD_AUTHOR", "").strip() or login
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no entry for the user, as in some containers
        return "unknown"
