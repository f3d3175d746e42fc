"""``accord memory``: translation memories in a database, and files of units."""

from __future__ import annotations

import click

from toolkit.cli.lazy import LazyGroup

__all__ = ["memory"]

_OTHERS = {
    "import": ("toolkit.cli.memory_import", "Take files of units into a memory."),
    "export": ("toolkit.cli.memory_export", "Write a memory as TMX."),
    "search": ("toolkit.cli.memory_search", "Look segments up: context, exact and fuzzy matches."),
    "pretranslate": ("toolkit.cli.memory_pretranslate", "Fill the empty targets of files from a memory."),
    "leverage": ("toolkit.cli.memory_leverage", "Count words by match band: what translators bill by."),
    "concordance": ("toolkit.cli.memory_concordance", "Show where a phrase stands, and how it was translated."),
    "renderings": ("toolkit.cli.memory_renderings", "Count how a phrase was translated, year by year."),
    "sync": ("toolkit.cli.memory_sync", "Bring a local memory and a team's together."),
    "stats": ("toolkit.cli.memory_stats", "Count what a memory holds."),
    "merge": ("toolkit.cli.memory_merge", "Make several memories one, by content."),
    "diff": ("toolkit.cli.memory_diff", "Say what changed between two memories."),
    "clean": ("toolkit.cli.memory_clean", "Take out what does not belong in a memory, and put right what can be."),
    "validate": ("toolkit.cli.memory_validate", "Look a memory over: broken, empty, single-language units."),
}


@click.group(cls=LazyGroup, others=_OTHERS)
def memory() -> None:
    """Translation memories: a database (memory.db) that files go into, and that answers at once.

    The database is named with --memory; where it is not named it is memory.db in this folder. What only reads asks
    accord.toml first, and takes a TMX or another file of units in its place too.

    \b
    Files go in, segments are looked up:
        accord memory import 2023.tmx 2024.tmx --memory memory.db
        accord memory search "les victimes de la traite" --memory memory.db --from fr --to en
    """
