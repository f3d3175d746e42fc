"""``accord team``: who may read, propose and approve in a shared database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tmx.errors import ConfigError
from toolkit.cli.options import PATH

__all__ = ["team"]


@click.command()
@click.argument("shared", type=PATH)
@click.option(
    "--grant",
    multiple=True,
    metavar="NAME=ROLE",
    help="List a user of the server: read, propose or approve (repeatable).",
)
@click.option("--remove", multiple=True, metavar="NAME", help="Strike a user off the list (repeatable).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per member.")
def team(shared: Path, grant: tuple[str, ...], remove: tuple[str, ...], as_json: bool) -> None:
    """Say who may do what in the SHARED database, and change it: to be called by who made it.

    Who may read looks up and exports; who may propose adds units to the memory and proposes terms; who may approve
    does everything. The names are those of the server's users. The server itself keeps these rules. While nobody is
    listed, everybody who has rights to the tables may do everything.

    \b
    Example:
        accord team postgresql://owner@server/accord --grant marie=approve --grant paul=propose
    """
    from toolkit.workflows.team import change_team

    members = change_team(shared, [_member(text) for text in grant], remove)
    if not members:
        click.echo("Nobody is listed: everybody who has rights to the tables may do everything", err=True)
    for member in members:
        if as_json:
            click.echo(json.dumps({"name": member.name, "role": member.role.value}, ensure_ascii=False))
        else:
            click.echo(f"{member.role:<10}{member.name}")


def _member(text: str) -> tuple[str, str]:
    name, equals, role = text.rpartition("=")
    if not equals or not name or role not in ("read", "propose", "approve"):
        raise ConfigError(
            f"«{text}» does not say who may do what", remedy="write NAME=read, NAME=propose or NAME=approve"
        )
    return name, role
