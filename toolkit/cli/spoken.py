"""The language that the command line speaks: which one is wished, and help in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from tmx.errors import AccordError
from toolkit.messages import LANGUAGES
from toolkit.messages.phrases import help_text, phrase

__all__ = [
    "UI_HELP",
    "HelpContext",
    "quiet_option",
    "verbose_option",
    "wished_language",
    "with_help",
]

UI_HELP = "Language of help, messages and reports (default: ACCORD_UI, accord.toml, the system's, else en)."
_QUIET_HELP = "Say nothing but errors."
_VERBOSE_HELP = "Say also what was read from where, what is on or off and why, and how long each step took."
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def wished_language(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """The language of the interface: ``--ui``, the variable ACCORD_UI, ``accord.toml``, the system's, else English."""
    environment = os.environ if environment is None else environment
    for at, one in enumerate(arguments):
        given = one.removeprefix("--ui=") if one.startswith("--ui=") else ""
        if one == "--ui" and at + 1 < len(arguments):
            given = arguments[at + 1]
        if given in LANGUAGES:
            return given
    if environment.get("ACCORD_UI") in LANGUAGES:
        return environment["ACCORD_UI"]
    return _of_the_project() or _of_the_system(environment)


def _of_the_project() -> str | None:
    folder = Path.cwd()
    if not any((place / "accord.toml").is_file() for place in (folder, *folder.parents)):
        return None  # `accord --help` stays fast
    from toolkit.config import project_config

    try:
        return project_config().interface or None
    except AccordError:
        return None  # the command says what is wrong there


def _of_the_system(environment: Mapping[str, str]) -> str:
    named = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    return named[:2] if named[:2] in LANGUAGES and named[2:3] in ("", "_", ".", "@") else "en"


class _Formatter(click.HelpFormatter):
    """click's help, its texts in the interface's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line."""
        super().write_usage(prog, args, phrase("Usage: ") if prefix is None else prefix)

    def write_text(self, text: str) -> None:
        """A command's own text."""
        super().write_text(help_text(text))

    def write_heading(self, heading: str) -> None:
        """A heading, with the space that the language sets before its colon."""
        self.write(f"{'':>{self.current_indent}}{phrase(heading)}{phrase(':')}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options or commands, each with its help; what click adds in brackets stays behind it."""
        said = []
        for term, text in rows:
            plain, gap, rest = text.partition("  [")
            rest = rest.replace("required]", f"{phrase('required')}]").replace("default: ", phrase("default: "))
            said.append((term, f"{phrase(plain)}{gap}{rest}"))
        super().write_dl(said, col_max, col_spacing)


class HelpContext(click.Context):
    """A context whose help is in the interface's language."""

    formatter_class = _Formatter


def quiet_option() -> click.Option:
    """``-q``: nothing but errors (and results) is said."""

    def hush(context: click.Context, parameter: click.Parameter, quiet: bool) -> None:
        if quiet and not context.resilient_parsing:
            from toolkit.cli.terminal import errors_only, is_quiet

            if not is_quiet():
                errors_only()

    # Before the others: what -v says is not heard either.
    return click.Option(
        ["-q", "--quiet"], is_flag=True, is_eager=True, expose_value=False, callback=hush, help=_QUIET_HELP
    )


def verbose_option() -> click.Option:
    """``-v``: what was read from where, what is on and off, and how long each step took."""

    def tell(context: click.Context, parameter: click.Parameter, verbose: bool) -> None:
        if verbose and not context.resilient_parsing:
            from toolkit.config import CONFIG_NAME, find_config
            from toolkit.verbose import explain, is_verbose, step, verbosely

            if not is_verbose():
                context.with_resource(verbosely(lambda line: click.echo(line, err=True)))
                context.with_resource(step("In all"))
                explain("Settings", str(find_config(Path.cwd()) or f"no {CONFIG_NAME}"))

    return click.Option(["-v", "--verbose"], is_flag=True, expose_value=False, callback=tell, help=_VERBOSE_HELP)


def with_help(command: click.Command) -> click.Command:
    """``command``, its help from now on in the interface's language, and with the options that all commands have."""
    for own in command.commands.values() if isinstance(command, click.Group) else ():
        with_help(own)
    known = {name for parameter in command.params for name in parameter.opts}
    command.params += [option for option in (quiet_option(), verbose_option()) if not known & set(option.opts)]
    command.context_class = HelpContext
    if not any("--ui" in parameter.opts for parameter in command.params):
        # It has been heeded already; the help of the whole command line tells of it.
        command.params.append(
            click.Option(["--ui"], type=click.Choice(LANGUAGES), expose_value=False, hidden=True, help=UI_HELP)
        )
    return command
