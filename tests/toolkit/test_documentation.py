"""The documentation holds: links lead somewhere, commands and options in it exist, and none is left untold."""

import io
import re
import shlex
from pathlib import Path

import click
import pytest

from tmx.formats.registry import FORMATS
from toolkit.cli.main import accord

ROOT = Path(__file__).parents[2]
MADE = sorted((ROOT / "docs" / "checks").rglob("*.md"))  # from the checks themselves
PAGES = sorted(
    [*ROOT.glob("*.md"), *{*(ROOT / "docs").rglob("*.md")}.difference(MADE), ROOT / "examples" / "README.md"]
)
IDS = [str(page.relative_to(ROOT)) for page in PAGES]
EVERYWHERE = {"--help", "--quiet", "--verbose", "--ui"}  # told of once, for all commands


def links(page):
    """The files that ``page`` leads to, each with the heading that is meant, if any."""
    for target, heading in re.findall(r"\]\(([^)#\s]*)(?:#([^)]*))?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            yield (page.parent / target).resolve() if target else page, heading


def headings(page):
    """What the headings of ``page`` are called in links: in small letters, without marks, with hyphens for spaces."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_lead_somewhere(page):
    for target, heading in links(page):
        assert target.exists(), target
        assert not heading or heading in headings(target), f"{target.name}#{heading}"


def test_every_page_is_reached_from_the_first_one():
    reached, ahead = set(), {ROOT / "README.md"}
    while ahead:
        page = ahead.pop()
        reached.add(page)
        ahead |= {target for target, _ in links(page) if target.suffix == ".md"} - reached
    assert {*PAGES, *MADE} <= reached


def all_commands(command, path=()):
    """Every command below ``command``, with the names that lead to it."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from all_commands(command.get_command(context, name), (*path, name))
    else:
        yield path, command


@pytest.mark.parametrize(("path", "command"), [pytest.param(*one, id=" ".join(one[0])) for one in all_commands(accord)])
def test_every_command_and_option_has_its_place(path, command):
    told = [text for text in (page.read_text(encoding="utf-8") for page in PAGES) if f"accord {path[0]}" in text]
    assert any(path[-1] in text for text in told)
    for option in command.params:
        names = {*option.opts, *option.secondary_opts}
        if isinstance(option, click.Option) and not names & EVERYWHERE:
            assert any(re.search(rf"{name}(?![\w-])", text) for name in names for text in told), names


def commands(page):
    """Every ``accord ...`` line of the code blocks of ``page``, and every ``accord ...`` in backticks."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^ {4,}(accord .*)$", text, re.MULTILINE)
    return blocks + re.findall(r"`(accord [a-z][^`]*)`", text)


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_commands_and_options_exist(page):
    for line in commands(page):
        words = shlex.split(line.partition("#")[0].replace("…", "x"), posix=True)[1:]
        command, context = accord, click.Context(accord)
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            name, words = words[0], words[1:]
            command = command.get_command(context, name)
            assert command is not None, line
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        for word in words:
            if word.startswith("-") and word != "-":
                assert word.partition("=")[0] in {*known, "--help", "--version", "-h"}, f"{word} in: {line}"


def examples(page):
    """Every line of a code block that runs ``accord``, without what a shell would do with its output."""
    for line in re.findall(r"^ {4,}(accord .*)$", page.read_text(encoding="utf-8"), re.MULTILINE):
        yield line, shlex.split(re.split(r"\s#|[|>]", line)[0].replace("…", "x"))[1:]


def parsed(words):
    """The command that ``words`` name has taken all of them: options, their values, the number of arguments."""
    command, context = accord, click.Context(accord, info_name="accord")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name, *words = words
        command = command.get_command(context, name)
        context = click.Context(command, parent=context, info_name=name)
    return command.make_context(context.info_name, list(words), parent=context.parent)


@pytest.mark.parametrize("page", [page for page in PAGES if any(examples(page))], ids=lambda page: page.name)
def test_examples_are_taken_as_they_stand(page, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # commands that do not run do not clear up what comes in
    for line, words in examples(page):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"what comes in")))
        try:
            parsed(words)
        except click.ClickException as error:
            pytest.fail(f"{line}: {error.format_message()}")
        except click.exceptions.Exit:  # --help has been shown
            pass


def test_what_is_wrong_is_not_taken():
    for words in (
        ["qa"],
        ["qa", "x.xlf", "--fail-on", "sometimes"],
        ["explain", "A", "B"],
        ["terms", "import", "x.tbx"],
    ):
        with pytest.raises(click.UsageError):
            parsed(words)


def test_pre_commit_takes_translations_and_no_memory_or_glossary():
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    pattern = re.search(r"^  files: (\S+)", text, re.M)[1]
    suffixes = {suffix for known in FORMATS if known.name in ("XLIFF", "PO") for suffix in known.suffixes}
    assert all(re.search(pattern, f"fr/release{suffix}") for suffix in suffixes - {".pot"})
    assert not any(re.search(pattern, f"project/{name}") for name in ("memory.tmx", "glossary.tbx", "glossary.csv"))
