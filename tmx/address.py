"""Addresses of databases on a server (``postgresql://…``), which may stand wherever a file is named.

An address is a :class:`~pathlib.Path`, so that it goes through everything that hands on the names of files. What is
shown of it never holds a password.
"""

from __future__ import annotations

import os
from pathlib import Path, PosixPath, WindowsPath
from typing import TYPE_CHECKING, Any

__all__ = ["StoreAddress", "address_of", "place_of"]

_SCHEMES = ("postgresql:", "postgres:")
_SHOWN = frozenset({"host", "hostaddr", "port", "dbname", "user", "service", "sslmode"})

if os.name != "nt" or TYPE_CHECKING:  # noqa: SIM108  a class that is chosen by an expression is no base for mypy
    _Base = PosixPath
else:
    _Base = WindowsPath


class StoreAddress(_Base):
    """The address of a database on a server; made by :func:`address_of`.

    ``url`` is what the driver is given, with the password if there is one; everything else shows the address without.
    """

    url = ""
    _shown = ""

    def __str__(self) -> str:
        return self._shown or super().__str__()

    def __reduce__(self) -> Any:  # noqa: ANN401  what copying and pickling want
        return address_of, (self.url,)

    @property
    def suffix(self) -> str:
        """That of a database: what goes by the ending of a name takes an address for one."""
        return ".db"

    def exists(self, *, follow_symlinks: bool = True) -> bool:
        """True: whether the server answers is known when it is asked."""
        return True

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        """False: it is no file."""
        return False

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """False: it is no folder."""
        return False


def address_of(name: Path | str) -> StoreAddress | None:
    """The address that ``name`` is; ``None`` where it names a file."""
    if isinstance(name, StoreAddress) and name.url:
        return name
    text = str(name)
    scheme = next((scheme for scheme in _SCHEMES if text.startswith(scheme + "/")), None)
    if scheme is None:
        return None
    rest = text[len(scheme) + 1 :].removeprefix("/")  # a path has lost one of its two strokes
    url = f"postgresql://{rest}"
    shown = _without_secrets(rest)
    address = StoreAddress(shown)
    address.url, address._shown = url, shown
    return address


def _without_secrets(rest: str) -> str:
    """What may be shown of an address: no password, and of the settings only those that say where the database is."""
    body, _, query = rest.partition("?")
    if "@" in query and "@" not in body and ":" in body:
        return "postgresql://…"  # a password with a question mark in it
    user, at, place = body.rpartition("@")
    said = [part for part in query.split("&") if part.partition("=")[0] in _SHOWN]
    return f"postgresql://{user.partition(':')[0]}{at}{place}" + (f"?{'&'.join(said)}" if said else "")


def place_of(name: str) -> Path:
    """The place that a person named: the address of a database, or a path."""
    return address_of(name) or Path(name)
