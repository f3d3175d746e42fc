"""Cells of tables that a spreadsheet would run."""

from __future__ import annotations

__all__ = ["FORMULA_SIGNS"]

# A spreadsheet takes for a formula what begins so in a CSV or TSV, behind white space too, and where it is set to
# Japanese in full width as well (OWASP, CSV Injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
