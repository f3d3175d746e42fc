"""The command's frame: help, exit codes, what is loaded."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tmx.errors import StoreError
from toolkit.cli import options
from toolkit.cli.main import accord

HEAVY = ("lxml", "numpy", "sacrebleu", "translate", "rich", "simplemma", "trafilatura", "docx", "regex", "rapidfuzz")


def all_commands():
    def walk(group, path):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None, f"{' '.join([*path, name])} is listed and cannot be loaded"
            yield [*path, name], command
            if isinstance(command, click.Group):
                yield from walk(command, [*path, name])

    return list(walk(accord, []))


COMMANDS = all_commands()


def test_help_loads_nothing_heavy():
    code = "import sys; from toolkit.cli.main import accord; accord(['--help'], standalone_mode=False); print()\n"
    code += f"print([m for m in {HEAVY} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(path) for path, _ in COMMANDS])
def test_every_command_and_option_is_explained(path, command):
    assert command.help, f"accord {' '.join(path)} has no description"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"accord {' '.join(path)} {parameter.opts[0]} is not explained"


@pytest.mark.parametrize(
    ("path", "command"),
    [(path, command) for path, command in COMMANDS if not isinstance(command, click.Group)],
    ids=[" ".join(path) for path, command in COMMANDS if not isinstance(command, click.Group)],
)
def test_help_shows_a_worked_example(path, command):
    shown = CliRunner().invoke(accord, [*path, "--help"]).output
    assert "\\b" not in shown, "the docstring is raw, so that click does not see its mark"
    assert f"accord {' '.join(path)} " in shown.split("Options:")[0].replace("Usage: accord", "", 1)


def test_main_list_and_commands_tell_the_same():
    for path, command in COMMANDS:
        assert command.name == path[-1]


def test_a_folder_that_may_not_be_written_to_is_told_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(options.os, "access", lambda path, mode: False)
    for name in (tmp_path / "new" / "out", tmp_path):
        with pytest.raises(StoreError, match="permission denied"):
            options.keep_what_is_read([name], [])
    options.keep_what_is_read([Path(os.devnull), Path("-"), None], [])


@pytest.mark.parametrize(("wished", "threads"), [(None, "1"), ("4", "4")])
def test_linear_algebra_takes_one_thread_where_nobody_wishes_more(monkeypatch, wished, threads):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if wished:
        monkeypatch.setenv("OMP_NUM_THREADS", wished)
    code = (
        "import atexit, os, sys; atexit.register(lambda: print(os.environ['OMP_NUM_THREADS']));"
        "from toolkit.cli.start import main; sys.argv = ['accord', '--version']; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == threads
