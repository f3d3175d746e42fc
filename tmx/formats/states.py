"""How far a unit is: what formats say of it in their own words, as the four states of XLIFF 2."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tmx.model import TranslationUnit

__all__ = ["state_12", "state_of"]

# XLIFF 1.2, section 2.4 (state)
_STATES_12 = frozenset(
    {"new", "needs-translation", "needs-adaptation", "needs-l10n", "needs-review-translation"}
    | {"needs-review-adaptation", "needs-review-l10n", "translated", "signed-off", "final"}
)
# What formats say, in small letters: XLIFF 1.2, XLIFF 2, Trados Studio's conf.
_STATES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("initial", "draft", "rejectedtranslation", "rejectedsignoff"), "initial"),
        **{state: "initial" for state in _STATES_12 if state.startswith(("new", "needs"))},
        "translated": "translated",
        **dict.fromkeys(("reviewed", "signed-off", "approvedtranslation"), "reviewed"),
        **dict.fromkeys(("final", "approvedsignoff"), "final"),
    }
)
_IN_12 = MappingProxyType(
    {"initial": "needs-review-translation", "translated": "translated", "reviewed": "signed-off", "final": "final"}
)


def state_of(unit: TranslationUnit) -> str:
    """``initial``, ``translated``, ``reviewed`` or ``final`` (XLIFF 2.1, 4.3.1.31); empty where none is said."""
    if unit.property("fuzzy") == "yes":
        return "initial"
    said = _STATES.get((unit.property("state") or "").strip().lower(), "")
    return "reviewed" if unit.property("approved") == "yes" and said in ("", "translated") else said


def state_12(unit: TranslationUnit) -> str:
    """The state as XLIFF 1.2 has it; empty where the unit says none."""
    said = unit.property("state") or ""
    return said if said in _STATES_12 else _IN_12.get(state_of(unit), "")
