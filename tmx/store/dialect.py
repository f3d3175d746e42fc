"""Where databases differ: the only place that knows it. All other SQL is plain and is given to each as it stands.

Statements mark parameters with ``?``, and write ``{number}`` for the type of a column that counts and is the key,
``{clustered}`` after the definition of a table that is kept in the order of its key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["SQLITE", "Dialect"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a database writes in its own way.

    ``parameters`` is the most that a statement may have; ``begin`` opens a transaction that writes, ``snapshot`` one
    that reads one state; ``adapt`` turns the marks for parameters into the database's own.
    """

    name: str
    number: str
    clustered: str
    begin: str
    snapshot: str
    parameters: int
    adapt: Callable[[str], str]

    def sql(self, statement: str) -> str:
        """``statement`` as the database wants it."""
        text = statement.replace("{number}", self.number).replace("{clustered}", self.clustered)
        return self.adapt(text)


def _as_it_is(statement: str) -> str:
    return statement


SQLITE = Dialect(
    name="sqlite",
    number="INTEGER PRIMARY KEY",
    clustered=" WITHOUT ROWID",
    begin="BEGIN IMMEDIATE",
    snapshot="BEGIN",
    parameters=900,
    adapt=_as_it_is,
)
