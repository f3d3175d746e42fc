"""Numbers and dates as the interface's language writes them."""

from __future__ import annotations

from datetime import datetime

from toolkit.messages import interface_language

__all__ = ["moment_said", "number_said", "share_said"]

_THIN, _FIXED = "\u202f", "\u00a0"  # no-break spaces, narrow and of full width


def number_said(value: float, decimals: int = 0) -> str:
    """``value`` with so many decimals: ``1,250`` and ``0.97`` in English, ``1 250`` and ``0,97`` in French."""
    english = f"{value:,.{decimals}f}"
    if interface_language() != "fr":
        return english
    return english.replace(",", _THIN).replace(".", ",")


def share_said(part: float, whole: float, decimals: int = 0) -> str:
    """``96 %``, with a no-break space; a dash where there is nothing to have a share of."""
    return f"{number_said(100 * part / whole, decimals)}{_FIXED}%" if whole else "–"


def moment_said(moment: datetime) -> str:
    """``2026-01-31 14:05 CET``; in French ``31 janvier 2026, 14 h 05 (CET)``, with no-break spaces."""
    if interface_language() != "fr":
        return moment.strftime("%Y-%m-%d %H:%M %Z").strip()
    from tmx.text.languages import find_language

    day = "1er" if moment.day == 1 else str(moment.day)
    zone = moment.strftime("%Z")
    month = next(name for name, number in find_language("fr").months.items() if number == moment.month)
    date = f"{day}{_FIXED}{month}{_FIXED}{moment.year}, {moment.hour}{_FIXED}h{_FIXED}{moment.minute:02}"
    return f"{date} ({zone})" if zone else date
