"""``accord init``: begin a project's settings."""

from __future__ import annotations

from pathlib import Path

import click

from tmx.errors import StoreError
from toolkit.cli.options import PATH, from_option, to_option

__all__ = ["init"]


@click.command()
@click.argument("folder", type=PATH, default=Path())
@from_option("en")
@to_option("fr")
@click.option("--glossary", metavar="FILE", help="The project's glossary (default: the one that lies in FOLDER).")
@click.option("--memory", metavar="FILE", help="The project's memory (default: the one that lies in FOLDER).")
def init(folder: Path, source_language: str, target_language: str, glossary: str | None, memory: str | None) -> None:
    """Write a commented accord.toml into FOLDER: languages, glossary, memory, which checks how grave, house style.

    \b
    Example:
        accord init --glossary glossary.tbx --memory memory.tmx
    """
    from tmx.files import no_folder, write_whole
    from toolkit.config import CONFIG_NAME
    from toolkit.workflows.project import begin_config

    path = folder / CONFIG_NAME
    if path.exists():
        raise StoreError("there is one already", path=path, remedy="change it in an editor, or take it away first")
    if folder.exists() and not folder.is_dir():
        raise no_folder(folder)
    if not folder.is_dir():
        raise StoreError("there is no such folder", path=folder, remedy="make it first, or check the name")
    content = begin_config(folder, source_language, target_language, glossary=glossary, memory=memory)
    with write_whole(path) as stream:
        stream.write(content.encode("utf-8"))
    click.echo(f"Wrote       {path}", err=True)
