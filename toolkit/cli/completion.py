"""``accord completion``: what a shell needs so that the tabulator key completes commands, options and codes."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from tmx.errors import ConfigError

__all__ = ["SHELLS", "completion"]

SHELLS = ("bash", "zsh", "fish", "powershell")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the lines by which SHELL (bash, zsh, fish, powershell) completes Accord's commands and options.

    They go into the file that the shell reads when it starts: ~/.bashrc, ~/.zshrc, ~/.config/fish/config.fish, or the
    one that PowerShell calls $PROFILE.

    \b
    Example:
        accord completion bash >> ~/.bashrc
    """
    found = get_completion_class(shell)
    if found is None:  # PowerShell came to click later than the others
        raise ConfigError(
            f"the click that is installed does not know {shell}", remedy="python -m pip install --upgrade click"
        )
    root = context.find_root().command
    click.echo(found(root, {}, "accord", "_ACCORD_COMPLETE").source())
