"""What somebody meets who does not know the commands yet."""

import click
import pytest
from test_quiet import every_command

from toolkit.cli.main import accord


def commands():
    return dict(every_command(accord, click.Context(accord)))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["alig"], "accord: No such command 'alig'. Did you mean 'align'?"),
        (["terms", "exract", "m.tmx"], "accord: No such command 'exract'. Did you mean 'extract'?"),
        (["--ui", "fr", "memroy"], "accord: la commande memroy n’existe pas\u00a0; vouliez-vous dire memory\u00a0?"),
        (["zzz"], "accord: No such command 'zzz'"),
        (["completion"], "accord: Missing argument 'SHELL'. Choose from: bash, zsh, fish, powershell"),
    ],
)
def test_wrong_commands(run_accord, words, told):
    assert run_accord(*words, code=2).err.splitlines()[0] == told


def test_a_name_that_fell_into_pieces(run_accord, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Communiqué de ce soir.docx").touch()
    told = 'names with spaces need quotation marks: "Communiqué de ce soir.docx"'
    for words in (["qa"], ["ingest"], ["terms", "stats"], ["align", "a.txt"]):
        assert run_accord(*words, "Communiqué", "de", "ce", "soir.docx", code=2).err.splitlines()[-1].strip() == told
    assert "quotation marks" not in run_accord("ingest", "Communiqué de ce soir.docx", "b", code=2).err


def test_help_where_only_options_are_given(run_accord):
    whole = run_accord("--help").out
    assert run_accord("help", "help").out == whole
    for words in ([], ["-q"], ["--ui", "en"]):
        assert run_accord(*words, code=2).err == whole
    assert run_accord("--ui", "fr", code=2).err.startswith("Usage\u00a0:")


@pytest.mark.parametrize("words", [[], ["qa"], ["terms"], ["terms", "extract"], ["memory", "search"]])
def test_help_is_a_command_too(run_accord, words):
    assert run_accord("help", *words).out == run_accord(*words, "--help").out
    if len(words) == 2:
        assert run_accord(words[0], "help", words[1]).out == run_accord(*words, "--help").out


def test_lists_of_commands_are_whole(run_accord):
    for name, command in {"": accord, **commands()}.items():
        if isinstance(command, click.Group):
            listed = run_accord(*name.split(), "--help").out.partition("Commands:")[2]
            assert "..." not in listed, name


def test_options_of_one_name_say_the_same_in_the_same_words():
    said = {
        parameter.help
        for command in commands().values()
        for parameter in command.params
        if isinstance(parameter, click.Option) and "--json" in parameter.opts
    }
    assert not [text for text in said if not text.startswith("Print ")]


def test_exit_codes_that_mean_something_are_told():
    without = [
        name
        for name, command in commands().items()
        if command.callback is not None
        and "EXIT_FINDINGS" in command.callback.__globals__
        and "EXIT_FINDINGS" in command.callback.__code__.co_names
        and "Exit code:" not in (command.help or "")
    ]
    assert without == []
