"""Changing texts in a file and nothing else: every other byte stays as it is.

A format says where each code point of a text stands in its file (:class:`PlacedText`); a change is put there. Codes and
tags are never touched: what cannot be changed without touching one is left as it is.
"""

from tmx.formats.inplace.filling import Candidate, Fill, FillPlan, PlacedCode, applied
from tmx.formats.inplace.places import Change, FileText, PlacedText, change_file
from tmx.formats.inplace.plans import FILLED, fill_plan
from tmx.formats.inplace.registry import can_change, placed_targets

__all__ = [
    "FILLED",
    "Candidate",
    "Change",
    "FileText",
    "Fill",
    "FillPlan",
    "PlacedCode",
    "PlacedText",
    "applied",
    "can_change",
    "change_file",
    "fill_plan",
    "placed_targets",
]
