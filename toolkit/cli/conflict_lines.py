"""Conflicts of a merge, in the interface's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.cli.terms_diff import field_name, value_name
from toolkit.messages import N_, tr

if TYPE_CHECKING:
    from termbase.merge import Conflict

__all__ = ["conflict_line", "conflict_told"]

_SIDES = re.compile(r"(.+?): ours (.+), theirs (.+), before (.+)", re.S)
_NOTHING = (N_("nothing"), N_("removed"))


def conflict_line(conflict: Conflict) -> str:
    """The concept, the term where one is meant, and what both sides have, on one line."""
    from termbase.merge import conflict_note

    term = f" · {conflict.term} ({conflict.language})" if conflict.term else ""
    return f"{conflict.concept}{term}  {conflict_told(conflict_note(conflict))}"


def conflict_told(note: str) -> str:
    """What a note that a merge has left says of the conflict; as it stands, where somebody has written into it."""
    from termbase.merge import CONFLICT_NOTE

    text = note.removeprefix(CONFLICT_NOTE)
    found = _SIDES.fullmatch(text)
    if found is None:
        return text
    field = found[1]
    ours, theirs, before = (_side(field, side) for side in found.groups()[1:])
    return tr(
        "{field}: ours {ours}, theirs {theirs}, before {before}",
        field=field_name(field),
        ours=ours,
        theirs=theirs,
        before=before,
    )


def _side(field: str, side: str) -> str:
    if side in _NOTHING:
        return tr(side)
    return tr("«{term}»", term=value_name(field, side.removeprefix("«").removesuffix("»")))
