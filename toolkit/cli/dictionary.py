"""``accord dictionary``: dictionaries of other programs for the aligner."""

from __future__ import annotations

import click

from toolkit.cli.lazy import LazyGroup

__all__ = ["dictionary"]

_OTHERS = {
    "import": ("toolkit.cli.dictionary_import", "Make a word list out of dictd, StarDict or FreeDict files."),
}


@click.group(cls=LazyGroup, others=_OTHERS)
def dictionary() -> None:
    """Word lists for align and build, from dictionaries that you have.

    \b
    FreeDict's English-French dictionary becomes a list:
        accord dictionary import freedict-eng-fra.index --from en --to fr -o dictionary.tsv
    """
