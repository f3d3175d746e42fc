"""Cells of tables that a spreadsheet would run."""

from __future__ import annotations

import re

__all__ = ["FORMULA_SIGNS", "guarded", "unguarded"]

# A spreadsheet takes for a formula what begins so in a CSV or TSV, behind white space too, and where it is set to
# Japanese in full width as well (OWASP, CSV Injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_RUN = re.compile(f"'*[{re.escape(''.join(FORMULA_SIGNS))}]")
_GUARDED = re.compile(f"'+[{re.escape(''.join(FORMULA_SIGNS))}]")


def guarded(cell: str) -> str:
    """``cell`` with an apostrophe before what a spreadsheet would run, or what would be read as so guarded."""
    return f"'{cell}" if _RUN.match(cell) else cell


def unguarded(cell: str) -> str:
    """``cell`` as it was before :func:`guarded`; of a cell that begins with apostrophes and a sign, one goes."""
    return cell[1:] if _GUARDED.match(cell) else cell
