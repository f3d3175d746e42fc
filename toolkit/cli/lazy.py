"""Groups whose commands stand in modules of their own, each imported when it is called."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import click

from toolkit.cli.spoken import with_help

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """A group that knows the commands of other modules by name and one-line help, beside its own.

    ``others`` maps a command's name to its module and its help; in the module the command is called like itself.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        others: Mapping[str, tuple[str, str]],
        **settings: Any,  # noqa: ANN401  handed on to click as they are
    ) -> None:
        super().__init__(name, **settings)
        self._others = others

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The group's own commands, then those of other modules."""
        return [*super().list_commands(ctx), *self._others]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported if need be; None where there is none of that name."""
        own = super().get_command(ctx, cmd_name)
        if own is not None or cmd_name not in self._others:
            return own if own is None else with_help(own)
        name = cmd_name.replace("-", "_")
        name += "_" if keyword.iskeyword(name) else ""  # a function cannot be called «import»
        return with_help(getattr(importlib.import_module(self._others[cmd_name][0]), name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; ``help terms extract`` is ``terms extract --help``.

        Raises :class:`click.UsageError`, which names the command that is called nearly so, where there is none.
        """
        if ctx.resilient_parsing:  # a shell completes what is there
            return super().resolve_command(ctx, args)
        while args[0] == "help":
            args = [*args[1:], "--help"]
        if args[0] == "--help":
            click.echo(ctx.get_help())
            ctx.exit()
        near = get_close_matches(args[0], self.list_commands(ctx), 1)
        if near and near[0] != args[0]:
            ctx.fail(f"No such command '{args[0]}'. Did you mean '{near[0]}'?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help, without importing any."""
        rows = [(name, self.commands[name].get_short_help_str(90)) for name in super().list_commands(ctx)]
        rows += [(name, short) for name, (_, short) in self._others.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
