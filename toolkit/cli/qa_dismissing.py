"""``accord qa --dismiss``: findings that are false alarms, kept so that they stay dismissed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
from msgspec import Struct

from tmx.errors import ConfigError
from toolkit.config import DISMISSED_NAME, project_config
from toolkit.messages import N_, tr_n
from toolkit.model import QaResult
from toolkit.workflows.dismissals import Dismissals, add_findings, dismiss, leave_out_dismissed, read_dismissals

__all__ = ["Dismissing", "dismiss_findings", "known_dismissals"]


class Dismissing(Struct, frozen=True):
    """What the command line says about dismissing: the file, the findings' ids, why and who."""

    file: Path | None
    fingerprints: tuple[str, ...] = ()
    reason: str = ""
    by: str | None = None

    @property
    def path(self) -> Path:
        """The file that is named, or the project's."""
        return self.file or project_config().folder / DISMISSED_NAME


def known_dismissals(asked: Dismissing) -> Dismissals:
    """What has been dismissed before. Raises :class:`~tmx.errors.AccordError` where the file cannot be read."""
    return read_dismissals(asked.path) if asked.path.exists() else Dismissals()


def dismiss_findings(results: Sequence[QaResult], asked: Dismissing) -> list[QaResult]:
    """``results`` without the findings that are dismissed, which are kept in the file for the next time.

    Raises :class:`~tmx.errors.AccordError` for an id that no finding has or that is dismissed already, or where
    the file cannot be written.
    """
    # Databases take as long to load as many a file to check.
    from termbase.formats.rewriting import in_turn
    from termbase.store.authors import default_author

    known = known_dismissals(asked)
    for wanted in asked.fingerprints:
        if wanted and any(one.fingerprint.startswith(wanted.lower()) for one in known.findings):
            raise ConfigError(f"«{wanted}» is dismissed already", remedy=f"it stands in {asked.path}")
    by = asked.by if asked.by is not None else default_author()
    entries = dismiss(results, asked.fingerprints, reason=asked.reason, by=by, on=date.today())
    with in_turn(asked.path):  # what somebody else dismisses at this moment is kept
        add_findings(asked.path, entries)
    one, many = N_("Dismissed   {count} finding ({file})"), N_("Dismissed   {count} findings ({file})")
    click.echo(tr_n(one, many, len(entries), file=asked.path), err=True)
    return [leave_out_dismissed(result, Dismissals(entries)) for result in results]
