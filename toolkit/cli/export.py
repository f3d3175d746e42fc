"""``accord export``: the memory and the glossary as each CAT tool wants them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.options import PATH, from_option, project_default, to_option

if TYPE_CHECKING:
    from toolkit.workflows.export import ExportedFile

__all__ = ["export"]

_TOOLS = {
    "omegat": (
        "An OmegaT project: the memory in tm/auto, the glossary in glossary, and folders for the texts.",
        "put the texts into {folder}/source and open {folder} in OmegaT",
    ),
    "trados": (
        "For Trados Studio: a TMX with language varieties, the glossary as MultiTerm XML and TBX.",
        "in Studio's Translation Memories view: Import, memory-trados.tmx",
    ),
    "memoq": (
        "For memoQ: a TMX with language varieties, the glossary as CSV and TBX.",
        "in memoQ's Resource console: Translation memories, Import from TMX/CSV",
    ),
    "lokalize": (
        "For Lokalize: a project, the memory as PO and TMX, the glossary as TBX.",
        "open {folder}/index.lokalize in Lokalize, and drop {folder}/memory onto its Translation Memories",
    ),
    "poedit": (
        "For Poedit: a TMX with plain language codes, the glossary as PO.",
        "in Poedit's preferences, TM: Manage, Import From TMX, memory-poedit.tmx",
    ),
    "wordfast": (
        "For Wordfast: the memory as Wordfast TXT and TMX, the glossary as text with tabs.",
        "in Wordfast choose memory-wordfast.txt as translation memory, glossary-wordfast.txt as glossary",
    ),
}
_MEMORIES = ("memory.tmx", "memory.db")
_GLOSSARIES = ("glossary.tbx", "glossary.db", "glossary.csv")


@click.group()
def export() -> None:
    """Write the memory and the glossary as a CAT tool wants them.

    \b
    Example:
        accord export omegat project/ --memory memory.db --glossary glossary.tbx
    """


def _command(tool: str) -> click.Command:
    short, next_step = _TOOLS[tool]

    @click.command(
        tool,
        help=f"{short}\n\nExisting files are not overwritten without --force. Where no memory or glossary is named, "
        "those of accord.toml are taken, else memory.tmx, memory.db, glossary.tbx, glossary.db and glossary.csv of the "
        "folder.\n\n\b\nExample:\n"
        f"    accord export {tool} for-{tool}/ --memory memory.db --glossary glossary.tbx --from en --to fr",
        short_help=short,
    )
    @click.argument("folder", metavar="DIR", type=PATH)
    @click.option("--memory", type=PATH, default=project_default("memory"), help="Memory: a database or a TMX.")
    @click.option("--glossary", type=PATH, default=project_default("glossary"), help="Glossary in any format.")
    @from_option("en")
    @to_option("fr")
    @click.option("--tmx-languages", metavar="CODES", help="Language codes to write, such as en-GB,fr-FR or en,fr.")
    @click.option("--force", is_flag=True, help="Replace files that are there.")
    def command(
        folder: Path,
        memory: Path | None,
        glossary: Path | None,
        source_language: str,
        target_language: str,
        tmx_languages: str | None,
        force: bool,
    ) -> None:
        from tmx.formats.tmx import parse_tmx_languages
        from toolkit.workflows.export import ExportJob, export_for

        job = ExportJob(
            folder,
            memory or _there(folder, _MEMORIES),
            glossary or _there(folder, _GLOSSARIES),
            source_language,
            target_language,
            None if tmx_languages is None else parse_tmx_languages(tmx_languages),
            force,
        )
        kinds = set()
        for file in export_for(tool, job):
            click.echo(_line(file), err=True)
            kinds.add(file.kind)
        step = next_step.format(folder=folder)
        if not kinds & {"units", "project"}:
            step = "how the tool takes a glossary stands in docs/cat-tools.md"
        click.echo(f"Next        {step}", err=True)

    return command


def _there(folder: Path, names: tuple[str, ...]) -> Path | None:
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _line(file: ExportedFile) -> str:
    if file.kept:
        return f"Kept        {file.path}"
    what = {"units": f" · {file.count} units", "terms": f" · {file.count} entries", "project": ""}[file.kind]
    return f"Wrote       {file.path}{what}"


for _tool in _TOOLS:
    export.add_command(_command(_tool))
