"""What the commands say about pairs of documents that may be none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from toolkit.messages.phrases import phrase

if TYPE_CHECKING:
    from toolkit.model import AlignedPair

__all__ = ["say_doubts"]


def say_doubts(pairs: Sequence[AlignedPair]) -> None:
    """Name the pairs that do not look like translations, with the part that drifts, on standard error."""
    from toolkit.reports.doubts import doubts

    for doubt in doubts(pairs):
        where = f"\n        {doubt.where}" if doubt.where else ""
        remedy = phrase("check that these are the files you meant, and that their parts stand in the same order")
        click.echo(f"accord: {doubt.message}{where}\n        {remedy}", err=True)
