"""A real PostgreSQL server for the tests: Debian's, in a folder of its own, reached through a socket in it."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from tmx.address import address_of

PACKAGE = "no PostgreSQL server: apt-get install postgresql"
DRIVER = "no psycopg: pip install 'accord-toolkit[postgres]'"
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "120",
    "shared_buffers": "'64MB'",
    "autovacuum": "off",
    "fsync": "off",  # only a computer that stops needs it, not a server that does
}


def programs():
    """The folder of the newest server that is installed; None for none."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


def why_not():
    """Why no server can be started here, and the line that helps; empty where it can."""
    if programs() is None:
        return PACKAGE
    if importlib.util.find_spec("psycopg") is None:
        return DRIVER
    return ""


class PostgresServer:
    """A server, started when entered and stopped when left."""

    def __init__(self):
        self._programs = programs()
        # Who may do everything may not run the server: it is run as Debian's user for it.
        self.user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self.folder = Path(tempfile.mkdtemp(prefix="accord-pg-"))  # a socket's path may have 107 characters
        if os.getuid() == 0:
            shutil.chown(self.folder, self.user)
        self.folder.chmod(0o755)

    def __enter__(self):
        self._clear_away()
        (self.folder / "owner").write_text(str(os.getpid()), encoding="ascii")
        self._run("initdb", "-D", self.folder / "data", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-N")
        with (self.folder / "data" / "postgresql.conf").open("a") as stream:
            stream.writelines(f"{name} = {value}\n" for name, value in SETTINGS.items())
            stream.write(f"unix_socket_directories = '{self.folder}'\n")
        self.start()
        return self

    def __exit__(self, *error):
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _clear_away(self):
        """Stop the servers of test runs that were killed."""
        for owner in self.folder.parent.glob("accord-pg-*/owner"):
            try:
                os.kill(int(owner.read_text(encoding="ascii")), 0)
            except ProcessLookupError:
                with contextlib.suppress(subprocess.SubprocessError):
                    self._run("pg_ctl", "-D", owner.parent / "data", "-m", "immediate", "-w", "stop")
                shutil.rmtree(owner.parent, ignore_errors=True)
            except (OSError, ValueError):
                continue  # somebody else's, or not written yet

    def start(self):
        """Start it, and wait until it answers."""
        self._run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "start")

    def stop(self, mode="fast"):
        """Stop it; ``immediate`` is what a power cut is."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", mode, "-w", "stop")

    def address(self, database, user=None):
        """The address of a database."""
        return address_of(f"postgresql://{user or self.user}@/{database}?host={self.folder}")

    def empty_database(self, name="accord"):
        """The address of a database with nothing in it, whatever was in it before."""
        if not self.sql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            self.sql("postgres", f"CREATE DATABASE {name}")
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        self.sql(name, f"{others} AND pid <> pg_backend_pid()")
        self.sql(name, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return self.address(name)

    def sql(self, database, statement):
        """Run a statement as the server's owner; its rows."""
        import psycopg

        with psycopg.connect(self.address(database).url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def _run(self, program, *arguments):
        mine = {"user": self.user} if os.getuid() == 0 else {}
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            timeout=60,
            **mine,
        )
