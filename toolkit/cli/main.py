"""The ``accord`` command and the list of its subcommands."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from itertools import combinations
from typing import Any, NoReturn

import click

from tmx.errors import AccordError
from tmx.files import is_text
from toolkit.cli.lazy import LazyGroup
from toolkit.cli.spoken import UI_HELP, HelpContext, quiet_option, verbose_option, wished_language
from toolkit.cli.terminal import deaf_to_interrupts, ready_streams, stopped_gently
from toolkit.messages import LANGUAGES, speaking
from toolkit.messages.phrases import phrase

__all__ = ["EXIT_FINDINGS", "EXIT_OK", "EXIT_USAGE", "accord", "error_line", "main", "say_error"]

EXIT_OK = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
_MOST_WORDS = 40  # of a command line are looked at for a name that fell into pieces

# Each command stands in a module of its own that is imported when it is used, so that `accord --help` stays fast.
_COMMANDS = {
    "build": ("toolkit.cli.build", "Two folders of releases become a memory, a draft glossary and a report."),
    "qa": ("toolkit.cli.qa", "Check a translation: terms, figures, omissions, typography."),
    "align": ("toolkit.cli.align", "Align two documents, or two folders, sentence by sentence into TMX."),
    "convert": ("toolkit.cli.convert", "Convert memories, translations, alignments: TMX, XLIFF, PO, CSV, XLSX."),
    "pair": ("toolkit.cli.pair", "Say which document of one folder translates which of another."),
    "terms": ("toolkit.cli.terms", "Glossary work: extract, review, compare, merge, look up."),
    "memory": ("toolkit.cli.memory", "Translation memories: import, export, search, count, look over."),
    "export": ("toolkit.cli.export", "Memory and glossary for OmegaT, Trados, memoQ, Lokalize, Poedit, Wordfast."),
    "dictionary": ("toolkit.cli.dictionary", "Word lists for align and build, from dictionaries that you have."),
    "ingest": ("toolkit.cli.ingest", "Show the clean text of documents, and what was left out of them."),
    "segment": ("toolkit.cli.segment", "Split a text into sentences, one per line."),
    "team": ("toolkit.cli.team", "Say who may read, propose and approve in a shared database."),
    "checks": ("toolkit.cli.checks", "List the checks of accord qa."),
    "explain": ("toolkit.cli.checks", "Print the page of a check: what it finds, why it matters, the fix."),
    "init": ("toolkit.cli.init", "Begin a project: languages, glossary, memory, checks, house style."),
    "completion": ("toolkit.cli.completion", "Let the shell complete commands and options at the press of a key."),
    "evaluate": ("toolkit.cli.evaluate", "Score a part of Accord against data made by hand."),
}


class _Accord(LazyGroup):
    """The group of all commands: it speaks the language that is asked for; a pipe closed by its reader is no error."""

    context_class = HelpContext

    def main(self, args: Sequence[str] | None = None, *others: Any, **more: Any) -> Any:  # noqa: ANN401  click's own
        """Run it in the language that is wished."""
        with speaking(wished_language(sys.argv[1:] if args is None else args)):
            return super().main(args, *others, **more)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's own
        """Run the command; click would make exit code 1 of a pipe that is closed, which means findings."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _leave_quietly()


@click.group(
    cls=_Accord,
    others=_COMMANDS,
    invoke_without_command=True,
    no_args_is_help=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--ui",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help=UI_HELP,
)
@click.version_option(package_name="accord-toolkit", message="%(prog)s %(version)s")
@click.pass_context
def accord(context: click.Context) -> None:
    """Align translated documents, keep their terminology, check the next translation.

    \b
    Two folders of releases become a memory, a glossary and a report:
        accord build originals/ releases/ -o out/
    A new translation is checked against them:
        accord qa communique.xlf --glossary out/glossary.tbx --memory out/memory.tmx
    """
    if context.invoked_subcommand is None:  # only options such as --ui
        raise click.exceptions.NoArgsIsHelpError(context)


accord.params += [quiet_option(), verbose_option()]


def say_error(error: AccordError) -> None:
    """Print where and what on one line, and what to do on another."""
    place, reason = _place(error), phrase(error.reason)
    click.echo(f"accord: {place}: {reason}" if place else f"accord: {reason}", err=True)
    if error.remedy:
        click.echo(f"        {phrase(error.remedy)}", err=True)


def _place(error: AccordError) -> str:
    """``memoire.tmx, line 14, column 3`` in the interface's language."""
    where = AccordError("", line=error.line, column=error.column).place
    path = AccordError("", path=error.path).place
    return ", ".join(part for part in (path, phrase(where)) if part)


def error_line(error: AccordError) -> str:
    """The same on one line, for a list of errors."""
    place = _place(error)
    reason = f"{place}: {phrase(error.reason)}" if place else phrase(error.reason)
    return f"{reason} ({phrase(error.remedy)})" if error.remedy else reason


def _usage(error: click.ClickException) -> AccordError:
    context = error.ctx if isinstance(error, click.UsageError) else None
    remedy = f"how it is used: {context.command_path} --help" if context else None
    message = " ".join(error.format_message().split())  # click lists choices on lines of their own
    for beginning in (" is not one of ", "Did you mean one of: "):  # what follows is a list, with a name in quotes each
        said, there, names = message.partition(beginning)
        message = said + there + names.replace("'", "")
    return AccordError(message.rstrip("."), remedy=remedy)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``accord`` with ``arguments`` (default: the process's) and leave with its exit code."""
    # What is made is frozen and holds no circles: looking for these at Python's usual rate took half of the time.
    gc.set_threshold(50_000, 20, 100)
    wished = wished_language(sys.argv[1:] if arguments is None else arguments)
    with speaking(wished), ready_streams(), stopped_gently():
        try:
            _run(arguments)
        except SystemExit as leaving:
            words = sys.argv[1:] if arguments is None else arguments
            if leaving.code == EXIT_USAGE and (name := _name_in_pieces(words)):
                told = phrase(f'names with spaces need quotation marks: "{name}"')
                click.echo(f"        {told}", err=True)
            raise


def _name_in_pieces(words: Sequence[str]) -> str | None:
    """The file that some of the words name together, where a name with spaces was given without quotation marks."""
    words = words[:_MOST_WORDS]
    for start, end in combinations(range(len(words) + 1), 2):
        name = " ".join(words[start:end])
        if end - start > 1 and not os.path.lexists(words[start]) and os.path.lexists(name):
            return name
    return None


def _look_at(arguments: Sequence[str]) -> None:
    """Names and texts that are no text (bytes of another encoding) could be written nowhere."""
    for argument in arguments:
        if not is_text(argument):
            shown = os.fsencode(argument).decode("utf-8", "backslashreplace")
            raise AccordError(f"«{shown}» is not UTF-8", remedy="rename the file, or set the terminal to UTF-8")


def _let_go_of_output() -> None:
    """Nothing is flushed any more into where nothing can be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _of_the_system(error: OSError) -> AccordError:
    """What reads and writes files has words of its own for its errors: where none is named, it is our output's."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        return AccordError(reason.lower(), path=os.fsdecode(error.filename))
    _let_go_of_output()
    return AccordError(f"cannot be written: {reason}", path="the output")


def _leave_quietly() -> NoReturn:
    """The reader of our output has gone (``accord ... | head``): nothing is wrong."""
    _let_go_of_output()
    sys.exit(EXIT_OK)


def _run(arguments: Sequence[str] | None) -> NoReturn:
    try:
        _look_at(sys.argv[1:] if arguments is None else arguments)
        code = accord.main(
            args=None if arguments is None else list(arguments), prog_name="accord", standalone_mode=False
        )
        sys.stdout.flush()
    except AccordError as error:
        say_error(error)
        sys.exit(EXIT_USAGE)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(EXIT_USAGE)
    except click.ClickException as error:
        say_error(_usage(error))
        sys.exit(EXIT_USAGE)
    except (click.Abort, KeyboardInterrupt):
        deaf_to_interrupts()
        click.echo(f"accord: {phrase('stopped; what was finished is kept')}", err=True)
        sys.exit(130)
    except BrokenPipeError:
        _leave_quietly()
    except OSError as error:
        say_error(_of_the_system(error))
        sys.exit(EXIT_USAGE)
    except MemoryError:
        say_error(AccordError("there is not enough memory for this", remedy="give Accord fewer or smaller files"))
        sys.exit(EXIT_USAGE)
    sys.exit(code if isinstance(code, int) else EXIT_OK)
