"""Settings of all tests."""

import os
import signal

import pytest
from hypothesis import settings
from postgres_server import PostgresServer, why_not

# Everybody's run draws the same examples, so that a failure can be made again; ACCORD_FUZZ=1 draws new ones. How long
# one takes says more of what else the machine does than of Accord.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("fuzz", print_blob=True, deadline=None)
settings.load_profile("fuzz" if os.environ.get("ACCORD_FUZZ") else "repeatable")


# As where the program begins (toolkit/cli/start.py), before anything loads NumPy.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# The command line speaks the system's language: here it is English, whoever runs the tests.
for name in ("LC_ALL", "LC_MESSAGES", "LANG", "ACCORD_UI"):
    os.environ.pop(name, None)


@pytest.fixture
def run_accord(capsys):
    """Runs a command line, which must end with the exit code that is given (0) and never with a traceback."""

    def run(*arguments, code=0):
        from toolkit.cli.main import main

        with pytest.raises(SystemExit) as left:
            main(list(map(str, arguments)))
        done = capsys.readouterr()
        assert (left.value.code, "Traceback" in done.err) == (code, False), done.err
        return done

    return run


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory):
    """A PostgreSQL server of its own, which ends with the tests; without Debian's package the tests are skipped."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with PostgresServer() as server:
        yield server


@pytest.fixture
def postgres(postgres_server):
    """The address of an empty database."""
    return postgres_server.empty_database()


@pytest.fixture(scope="session", autouse=True)
def interrupts_are_heeded() -> None:
    """Shells let programs in the background ignore interrupts, and those that they start; some tests send them."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
