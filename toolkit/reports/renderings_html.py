"""How a phrase was translated over the years, as one HTML page: a column a year, and every translation in its place."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.messages import interface_language, tr
from toolkit.model import MarkedHit, Rendering, Renderings
from toolkit.reports.html import escape, fact_list, mark_spans, page
from toolkit.reports.renderings import others_said, share, span_said, units_said

__all__ = ["renderings_page"]

_COLOURED = 5  # translations with a colour of their own; the others share one
_EXAMPLES = 5

_STYLE = """
:root { --c0: #0033a0; --c1: #d9822b; --c2: #2e7d4f; --c3: #b03a6f; --c4: #6a5acd; --c5: #9aa3b2; }
@media screen and (prefers-color-scheme: dark) { :root {
  --c0: #8fb0ff; --c1: #f0a860; --c2: #7fcf9d; --c3: #ee8fb8; --c4: #b3a8ff; --c5: #5c6575; } }
.chart { display: flex; align-items: flex-end; gap: .3rem; height: 15rem; margin: 1rem 0 .3rem; overflow-x: auto;
  border-bottom: 1px solid var(--line); }
.year { flex: 1 1 0; min-width: 1.6rem; max-width: 5rem; display: flex; flex-direction: column;
  justify-content: flex-end; height: 100%; text-align: center; font-size: .75rem; color: var(--soft); }
.year .bar { display: flex; flex-direction: column-reverse; gap: 1px; }
.year .bar i { display: block; flex: 0 0 auto; min-height: 2px; }
.years { display: flex; gap: .3rem; margin-bottom: 1rem; }
.years span { flex: 1 1 0; min-width: 1.6rem; max-width: 5rem; text-align: center; font-size: .75rem;
  color: var(--soft); font-variant-numeric: tabular-nums; }
.key { display: inline-block; width: .8rem; height: .8rem; border-radius: .2rem; margin-right: .45rem; }
table { border-collapse: collapse; margin: .6rem 0 1rem; width: 100%; }
th, td { padding: .25rem .9rem .25rem 0; text-align: right; font-variant-numeric: tabular-nums; vertical-align: top; }
th { color: var(--soft); font-weight: normal; font-size: .85rem; }
th:first-child, td:first-child { text-align: left; width: 55%; overflow-wrap: anywhere; }
tbody tr { border-top: 1px solid var(--line); }
td .soft { display: block; padding-left: 1.25rem; }
.context { border-top: 1px solid var(--line); margin-top: .4rem; padding-top: .4rem; }
.context .unit { color: var(--soft); font-size: .75rem; overflow-wrap: anywhere; }
summary { cursor: pointer; } summary b { overflow-wrap: anywhere; }
"""


def renderings_page(found: Renderings, memory: str) -> str:
    """The page; ``memory`` is named in its head. The same translations give the same bytes."""
    title = tr("How «{phrase}» was translated", phrase=found.phrase)
    shown, others = found.commonest(_COLOURED)
    parts = [
        f'<div class="brand">ACCORD · {escape(tr("MEMORY"))}</div>',
        f"<h1>{escape(title)}</h1>",
        _facts(found, memory),
        _chart(found, shown, others),
        _table(found, shown, others),
        *(_examples(found, one, opened=place == 0) for place, one in enumerate(found.renderings)),
        _unclear(found),
    ]
    return page(title, "\n".join(parts), language=interface_language(), style=_STYLE)


def _facts(found: Renderings, memory: str) -> str:
    years = found.years()
    rows = [
        (tr("Memory"), memory),
        (tr("Languages"), f"{found.language} → {found.other}"),
        (tr("Looked at"), units_said(found.units)),
    ]
    rows += [(tr("Years"), span_said(years))] if years else []
    if not found.complete:
        rows.append((tr("Left out"), tr("the memory has more of the phrase (--limit)")))
    return fact_list(rows)


def _chart(found: Renderings, shown: Sequence[Rendering], others: Sequence[Rendering]) -> str:
    """A column a year, as high as its units, parted by translation; nothing where no two years are known."""
    years = found.years()
    if len(years) < 2:
        return ""
    layers = [(one.text, dict(one.years)) for one in shown]
    if others:
        rest = {year: sum(dict(one.years).get(year, 0) for one in others) for year in years}
        layers.append((others_said(len(others)), rest))
    totals = {year: sum(counts.get(year, 0) for _, counts in layers) for year in years}
    most = max(totals.values())
    columns = "".join(_column(year, layers, totals[year], most) for year in years)
    named = "".join(f"<span>{year}</span>" for year in years)
    label = escape(tr("Units by year and translation"))
    return f'<div class="chart" role="img" aria-label="{label}">{columns}</div><div class="years">{named}</div>'


def _column(year: int, layers: Sequence[tuple[str, dict[int, int]]], total: int, most: int) -> str:
    pieces = "".join(
        f'<i style="height:{13 * counts[year] / most:.3f}rem;background:var(--c{number})" '
        f'title="{year} · {escape(text)} · {counts[year]}"></i>'
        for number, (text, counts) in enumerate(layers)
        if counts.get(year)
    )
    return f'<div class="year">{total or ""}<div class="bar">{pieces}</div></div>'


def _table(found: Renderings, shown: Sequence[Rendering], others: Sequence[Rendering]) -> str:
    rows = [
        _row(f'<span class="key" style="background:var(--c{number})"></span>{_name(found, one)}', one.units, found)
        + f"<td>{span_said([year for year, _ in one.years]) if one.years else '–'}</td></tr>"
        for number, one in enumerate(shown)
    ]
    if others:
        key = f'<span class="key" style="background:var(--c{len(shown)})"></span>'
        rows.append(_row(key + escape(others_said(len(others))), sum(one.units for one in others), found) + "<td></td>")
    if found.unclear:
        rows.append(_row(escape(tr("not made out")), len(found.unclear), found) + "<td></td>")
    names = (tr("translation"), tr("units"), tr("share"), tr("years"))
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _row(name: str, units: int, found: Renderings) -> str:
    return f"<tr><td>{name}</td><td>{units}</td><td>{share(units, found.units)}</td>"


def _name(found: Renderings, one: Rendering) -> str:
    also = ", ".join(f"{form} ({number})" for form, number in one.forms[1:6])
    more = f'<span class="soft">{escape(tr("also: {forms}", forms=also))}</span>' if also else ""
    return f'<b lang="{escape(found.other)}">{escape(one.text)}</b>{more}'


def _examples(found: Renderings, one: Rendering, *, opened: bool) -> str:
    name = f'<b lang="{escape(found.other)}">{escape(one.text)}</b>'
    return _details(f"{name} · {escape(units_said(one.units))}", one.hits, found, opened=opened)


def _unclear(found: Renderings) -> str:
    if not found.unclear:
        return ""
    name = f"{escape(tr('not made out'))} · {escape(units_said(len(found.unclear)))}"
    return _details(name, found.unclear, found)


def _details(name: str, hits: Sequence[MarkedHit], found: Renderings, *, opened: bool = False) -> str:
    shown = "".join(_context(hit, found) for hit in hits[:_EXAMPLES])
    newest = f" · {escape(tr('here the newest {count}', count=_EXAMPLES))}" if len(hits) > _EXAMPLES else ""
    begin = "<details open" if opened else "<details"
    return f'{begin} class="card"><summary>{name}<span class="soft">{newest}</span></summary>{shown}</details>'


def _context(marked: MarkedHit, found: Renderings) -> str:
    hit = marked.hit
    place = [str(marked.year or ""), hit.stored.document or hit.stored.imported_from]
    sides = (
        (found.language, hit.source.text, hit.spans),
        (found.other, hit.target.text, marked.translation),
    )
    cells = "".join(
        f'<div lang="{escape(tag)}">{mark_spans(text, [(span.start, span.end) for span in spans])}</div>'
        for tag, text, spans in sides
    )
    said = escape(" · ".join(part for part in place if part))
    return f'<div class="context"><div class="unit">{said}</div><div class="pair">{cells}</div></div>'
