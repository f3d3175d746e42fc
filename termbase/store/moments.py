"""Dates as a store writes them and as people type them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tmx.errors import ConfigError

__all__ = ["as_moment", "utc_text"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def utc_text(moment: datetime) -> str:
    """``2026-03-31T12:00:00.000000Z``: UTC, of one length, so that the order of the texts is that of time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def as_moment(text: str) -> str:
    """What a person typed as :func:`utc_text` writes it; a day alone means its end.

    The time zone is this computer's unless the text names one. Raises :class:`~tmx.errors.ConfigError` where it is no
    date.
    """
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
        if _DAY.fullmatch(text):
            moment += timedelta(days=1, microseconds=-1)
        return utc_text(moment)
    except (ValueError, OverflowError) as error:
        raise ConfigError(
            f"«{text}» is neither a revision nor a date", remedy="give a number, or a date such as 2026-03-31"
        ) from error
