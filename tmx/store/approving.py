"""Approval: a unit that a memory has already is approved when one comes in that is the same and approved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from tmx.store.memory import MemoryStore

__all__ = ["lower_again", "raise_approvals"]

# As alignments that were reviewed say it, and as XLIFF does; details are written without spaces.
_APPROVED = re.compile(r'\["(x-approved|approved)","yes"')


def raise_approvals(store: MemoryStore, again: Iterable[tuple[int, str | None]]) -> dict[int, str | None]:
    """Approve the units of which an approved double came; the details that they had until then, by their numbers.

    ``again`` has the number of each unit and its double's details (``tmx.store.details``). To be called in a
    transaction.
    """
    wanted: dict[int, set[str]] = {}
    for number, details in again:
        if details is not None and (said := _APPROVED.findall(details)):
            wanted.setdefault(number, set()).update(said)
    if not wanted:
        return {}
    rows = store.database.run_in("SELECT number, details FROM memory_unit WHERE number IN ({values})", list(wanted))
    changed = {number: (had, new) for number, had in rows if (new := _approved(had, wanted[number])) != had}
    _write(store, {number: new for number, (_, new) in changed.items()})
    return {number: had for number, (had, _) in changed.items()}


def lower_again(store: MemoryStore, before: Mapping[int, str | None]) -> None:
    """Take back what :func:`raise_approvals` did, by what it gave; to be called in a transaction."""
    _write(store, before)


def _write(store: MemoryStore, details: Mapping[int, str | None]) -> None:
    rows = [(text, number) for number, text in details.items()]
    store.database.run_many("UPDATE memory_unit SET details = ? WHERE number = ?", rows)


def _approved(details: str | None, names: set[str]) -> str | None:
    """``details`` with the properties ``names``, which say ``yes``."""
    missing = names - set(_APPROVED.findall(details or ""))
    if not missing:
        return details
    properties, *others = json.loads(details) if details else ([], [])
    kept = [one for one in properties if one[0] not in missing]
    said = [[name, "yes"] for name in sorted(missing)]
    return json.dumps([kept + said, *others], ensure_ascii=False, separators=(",", ":"))
