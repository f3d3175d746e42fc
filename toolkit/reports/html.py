"""The frame of every HTML report: one file, no network, light and dark, prints well, works by keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

__all__ = ["escape", "fact_list", "mark_spans", "page", "tile_list"]

_STYLE = """
:root { color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #1d2330; --soft: #5c6575; --line: #dcdfe6; --accent: #0033a0;
  --good: #2e7d4f; --fair: #a86a00; --poor: #b3261e; --good-bg: #e3f1e8; --fair-bg: #fbecd0; --poor-bg: #fbe0dd;
  --mark: #ffe08a; --mark-ink: #3a2a00; --info: #3c5a9a; --info-bg: #e2e9f8; }
@media screen and (prefers-color-scheme: dark) { :root {
  --paper: #14171d; --card: #1c2029; --ink: #e6e8ee; --soft: #9ba4b5; --line: #323845; --accent: #9db8ff;
  --good: #7fcf9d; --fair: #f0bb62; --poor: #ff9d94; --good-bg: #1d3326; --fair-bg: #3a2d12; --poor-bg: #43201d;
  --mark: #7a5c00; --mark-ink: #fff3cf; --info: #a9c0f5; --info-bg: #222c44; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", sans-serif; }
main { max-width: 78rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .2rem 0 .6rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
a { color: var(--accent); }
.brand { color: var(--soft); font-size: .85rem; letter-spacing: .04em; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0 0 1.2rem; font-size: .9rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; padding: 0; list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .5rem 1rem; }
.tiles b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles span { color: var(--soft); font-size: .85rem; }
.controls { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center;
  background: var(--paper); border-bottom: 1px solid var(--line); padding: .6rem 0; margin-bottom: 1rem; }
.controls label { font-size: .9rem; max-width: 100%; }
.controls .count { color: var(--soft); font-size: .9rem; margin-left: auto; }
select { max-width: min(30rem, 100%); }
select, input, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: .4rem; padding: .15rem .5rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.card { background: var(--card); border: 1px solid var(--line); border-left: .3rem solid var(--line);
  border-radius: .5rem; margin: .6rem 0; padding: .6rem .9rem; break-inside: avoid; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .25rem 1.5rem; }
.pair > div { overflow-wrap: anywhere; white-space: pre-wrap; }
.pair > :only-child { grid-column: 1 / -1; }
.side { color: var(--soft); font-size: .75rem; letter-spacing: .05em; }
.good { border-left-color: var(--good); } .fair { border-left-color: var(--fair); }
.poor { border-left-color: var(--poor); }
.tag { display: inline-block; border-radius: .3rem; padding: 0 .4rem; font-size: .8rem;
  font-variant-numeric: tabular-nums; white-space: nowrap; }
.tag.good { color: var(--good); background: var(--good-bg); }
.tag.fair { color: var(--fair); background: var(--fair-bg); }
.tag.poor { color: var(--poor); background: var(--poor-bg); }
.tag.info { color: var(--info); background: var(--info-bg); }
.tag.plain { color: var(--soft); border: 1px solid var(--line); }
mark { background: var(--mark); color: var(--mark-ink); border-radius: .2rem; padding: 0 .08em;
  box-decoration-break: clone; -webkit-box-decoration-break: clone; }
mark.gap { padding: 0 .3em; }
.none { color: var(--soft); font-style: italic; }
.soft { color: var(--soft); font-size: .9rem; }
[hidden] { display: none !important; }
main p, main [lang] { unicode-bidi: plaintext; }
@media (max-width: 46rem) { .pair { grid-template-columns: 1fr; } .controls { position: static; } }
@media print { .controls { display: none; } html { font-size: 12px; } body { background: #fff; }
  h2, h3, h2 + p, h3 + p { break-after: avoid; }
  main { max-width: none; padding: 0; } details > * { display: block; }
  details::details-content { content-visibility: visible; block-size: auto; } }
"""


def page(title: str, body: str, *, language: str = "en", style: str = "", script: str = "") -> str:
    """A whole HTML page with ``title`` (plain text), ``body`` (HTML), and the report's own ``style`` and ``script``."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        + (f"<script>{script}</script>\n" if script else "")
        + "</body>\n</html>\n"
    )


def fact_list(rows: Iterable[tuple[str, str]], first: str = "") -> str:
    """What a report rests on: names and what they are, plain text; ``first`` is HTML that stands before them."""
    items = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    return f'<dl class="facts">{first}{items}</dl>'


def tile_list(figures: Iterable[tuple[str, str]]) -> str:
    """The figures of a report at a glance: each with what it counts, plain text."""
    items = "".join(f"<li><b>{escape(figure)}</b><span>{escape(what)}</span></li>" for figure, what in figures)
    return f'<ul class="tiles">{items}</ul>'


def mark_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` as HTML with the half-open ``spans`` marked; overlapping spans are marked once, empty ones are dropped.

    White space that is marked is given width, so that a missing or doubled space can be seen.
    """
    parts = []
    at = 0
    for start, end in sorted(spans):
        first, last = max(start, at), min(end, len(text))
        if first >= last:
            continue
        marked = text[first:last]
        gap = ' class="gap"' if marked.isspace() else ""
        parts += [escape(text[at:first]), f"<mark{gap}>", escape(marked), "</mark>"]
        at = last
    parts.append(escape(text[at:]))
    return "".join(parts)
