"""The translations of a phrase as text and as an object for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.messages import tr, tr_n
from toolkit.model import Rendering, Renderings

__all__ = ["rendering_lines", "rendering_object"]

_SHOWN = 12
_BARS = " ▁▂▃▄▅▆▇█"


def rendering_lines(found: Renderings) -> Iterator[str]:
    """A line a translation: units, share, the translation, its years; the phrase and what was looked at before them."""
    years = found.years()
    yield f"{found.phrase} · {units_said(found.units)}{f' · {span_said(years)}' if years else ''}"
    shown, others = found.commonest(_SHOWN)
    width = max((len(one.text) for one in shown), default=0)
    for one in shown:
        own = f"{span_said([year for year, _ in one.years]):<9}  {_spark(one, years)}" if one.years else ""
        yield f"{one.units:>6} {share(one.units, found.units):>5}  {one.text:<{width}}  {own}".rstrip()
        forms = ", ".join(f"{form} ({number})" for form, number in one.forms[1:4])
        if forms:
            yield f"{'':14}{tr('also: {forms}', forms=forms)}"
    if others:
        rest = sum(one.units for one in others)
        yield f"{rest:>6} {share(rest, found.units):>5}  {others_said(len(others))}"
    if found.unclear:
        number = len(found.unclear)
        yield f"{number:>6} {share(number, found.units):>5}  {tr('not made out')}"


def units_said(number: int) -> str:
    """``214 units``."""
    return tr_n("{count} unit", "{count} units", number)


def others_said(number: int) -> str:
    """``17 other translations``."""
    return tr_n("{count} other translation", "{count} other translations", number)


def span_said(years: Sequence[int]) -> str:
    """``1999–2013``; one year alone as it is."""
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def share(part: int, whole: int) -> str:
    """``84 %``, with a no-break space."""
    return f"{100 * part / whole:.0f}\u00a0%"


def _spark(one: Rendering, years: Sequence[int]) -> str:
    """A bar a year, the year in which it is commonest full."""
    counts = dict(one.years)
    most = max(counts.values())
    return "".join(_BARS[-(-counts.get(year, 0) * 8 // most)] for year in years) if len(years) > 1 else ""


def rendering_object(found: Renderings) -> dict[str, object]:
    """``phrase``, ``language``, ``other``, ``units``, ``unclear`` (units), ``complete`` and the ``renderings``."""
    return {
        "phrase": found.phrase,
        "language": found.language,
        "other": found.other,
        "units": found.units,
        "unclear": len(found.unclear),
        "complete": found.complete,
        "renderings": [
            {
                "text": one.text,
                "units": one.units,
                "forms": [{"text": form, "units": number} for form, number in one.forms],
                "years": [{"year": year, "units": number} for year, number in one.years],
            }
            for one in found.renderings
        ],
    }
