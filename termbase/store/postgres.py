"""A glossary in PostgreSQL, shared by a team: what :mod:`termbase.store.database` is for a file, for a server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from termbase.store.database import Database
from termbase.store.sync_marks import make_sync_table
from tmx.address import StoreAddress
from tmx.errors import StoreError
from tmx.store.dialect import POSTGRES, postgres_sql
from tmx.store.postgres import TERMBASE_LOCK, connect, driver_errors, explain_postgres, take_turn
from tmx.store.postgres_rules import furnish

__all__ = ["PostgresDatabase"]

_Row = tuple[Any, ...]


class PostgresDatabase(Database):
    """A connection to a PostgreSQL database. Errors are :class:`~tmx.errors.StoreError`, none holds a password."""

    def __init__(self, address: StoreAddress) -> None:
        """Connect. Nothing is written here. Raises what :func:`tmx.store.postgres.connect` raises."""
        self.path = address
        self._errors = driver_errors(address)
        self._session = connect(address)
        self.login = self._session.info.user

    def close(self) -> None:
        """Close the connection. A transaction that is open is rolled back."""
        self._session.close()

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[_Row]:
        """The rows of a query, or none where the statement has none."""
        with self._told():
            cursor = self._session.execute(postgres_sql(statement).encode(), values)
            return [] if cursor.description is None else cursor.fetchall()

    def run(self, statement: str, values: Sequence[object] = ()) -> None:
        """Run a statement that changes something."""
        self.rows(statement, values)

    def run_many(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each of ``values``."""
        with self._told():
            self._session.cursor().executemany(postgres_sql(statement).encode(), values)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A block in which all queries see the same state."""
        with self._transaction(POSTGRES.snapshot):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A block whose changes are all there after it, or none of them; one writer at a time."""
        first = self._session.info.transaction_status == 0
        with self._transaction(POSTGRES.begin):
            if first:
                self.run(take_turn(TERMBASE_LOCK))
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        if self._session.info.transaction_status != 0:
            yield
            return
        self.run(begin)
        try:
            yield
        except BaseException:
            with suppress(StoreError):  # where the server is gone there is nothing to take back
                self.run("ROLLBACK")
            raise
        self.run("COMMIT")

    def objects(self) -> dict[str, str]:
        """The glossary's tables, by name; what else the database holds is other people's business."""
        return {
            name: "table"
            for (name,) in self.rows(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
                "AND (tablename LIKE 'termbase_%' OR tablename = 'accord_schema')"
            )
        }

    def marked_version(self) -> int:
        """None: a server has no head of a file."""
        return 0

    def mark_version(self, version: int) -> None:
        """Nothing: a server has no head of a file."""

    def furnish(self) -> None:
        """Have the server keep the rules of :mod:`tmx.store.postgres_rules`."""
        if "termbase_sync" in self.objects():
            return  # made last, by who may make tables
        with self.writing():
            make_sync_table(self)
            furnish(self.rows, "termbase")

    def refuse_damaged(self) -> None:
        """Nothing: the server looks after its pages."""

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of psycopg as errors of ours."""
        try:
            yield
        except self._errors as error:
            raise explain_postgres(error, self.path) from error
        except UnicodeEncodeError as error:
            raise StoreError(
                "a text has half a character in it (a lone surrogate)", path=self.path, remedy="type it again"
            ) from error
