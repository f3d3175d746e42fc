"""Proposed terms as one HTML page: each pair with its contexts side by side, the terms marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from termbase.extract.candidates import ContextPair, TermCandidate
from termbase.extract.extraction import Extraction
from termbase.extract.known import Contradiction
from termbase.model import TermType
from toolkit.messages import N_, interface_language, tr, tr_n
from toolkit.messages.figures import number_said
from toolkit.reports.html import escape, fact_list, mark_spans, page, tile_list

__all__ = ["SCRIPT", "STYLE", "CandidateReport", "candidates_page", "controls", "occurrences"]

_SHOWN = (
    ("", N_("everything")),
    ("new", N_("new pairs")),
    ("acronym", N_("acronyms")),
    ("doubtful", N_("unsure translations")),
    ("several", N_("with several translations")),
    ("variant", N_("variants of known concepts")),
    ("against", N_("against the glossary")),
)
_SURE_FROM = 0.6
_DOUBTFUL_BELOW = 0.35

STYLE = """
.term { scroll-margin-top: 4.5rem; }
.term > header { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; }
.term h3 { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
.term h3 .dot { color: var(--soft); font-weight: 400; padding: 0 .35rem; }
.term .figures { margin-left: auto; display: flex; flex-wrap: wrap; gap: .4rem; align-items: baseline; }
.term .also { margin: .15rem 0 .2rem; font-size: .9rem; color: var(--soft); }
.term .also b { color: var(--ink); font-weight: 600; }
.context { border-top: 1px solid var(--line); margin-top: .35rem; padding-top: .35rem; }
.context .pair > div { white-space: normal; }
.context .unit { grid-column: 1 / -1; color: var(--soft); font-size: .75rem; overflow-wrap: anywhere; }
.heads { padding: 0 .9rem; } .heads .side { font-size: .8rem; }
#filter { width: 19rem; max-width: 100%; }
kbd { font: inherit; font-size: .8rem; border: 1px solid var(--line); border-radius: .25rem; padding: 0 .3rem; }
@media print { .heads { display: none; } .term { break-inside: avoid; } }
"""

SCRIPT = """
const field = document.querySelector('#filter'), show = document.querySelector('#show');
const terms = [...document.querySelectorAll('.term')], count = document.querySelector('#count');
const plain = text => text.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase();
for (const term of terms) term.words = plain(term.dataset.words);
let at = -1;
function filter() {
  const wanted = plain(field.value).split(/\\s+/).filter(Boolean);
  let seen = 0;
  for (const term of terms) {
    const fits = wanted.every(word => term.words.includes(word))
      && (!show.value || term.dataset.kind.split(' ').includes(show.value));
    term.hidden = !fits;
    if (fits) seen += 1;
  }
  for (const part of document.querySelectorAll('section'))
    part.hidden = !!part.querySelector('.term') && !part.querySelector('.term:not([hidden])');
  count.textContent = count.dataset.words.replace('#', seen).replace('#', terms.length);
  at = -1;
}
field.oninput = show.onchange = filter;
filter();
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') { field.value = ''; filter(); field.blur(); return; }
  if (event.target.closest('select, input')) return;
  if (event.key === '/') { event.preventDefault(); field.focus(); field.select(); return; }
  const step = {j: 1, k: -1}[event.key];
  const open = terms.filter(term => !term.hidden);
  if (!step || !open.length) return;
  at = Math.min(Math.max(at + step, 0), open.length - 1);
  open[at].scrollIntoView({block: 'start'});
  open[at].focus({preventScroll: true});
});
"""


class CandidateReport(Struct, frozen=True):
    """What the page shows: what the memory proposes, its languages, and the settings behind it."""

    extraction: Extraction
    source_language: str
    target_language: str
    settings: tuple[tuple[str, str], ...] = ()


def candidates_page(report: CandidateReport) -> str:
    """The report as a self-contained HTML page; the same report gives the same bytes."""
    found = report.extraction
    variants = [candidate for candidate in found.candidates if candidate.concept]
    new = [candidate for candidate in found.candidates if not candidate.concept]
    languages = report.source_language, report.target_language
    parts = [
        f'<div class="brand">ACCORD · {escape(tr("TERMS"))}</div>',
        f"<h1>{escape(_title(len(found.candidates)))}</h1>",
        _tiles(found, new, variants),
        _facts(report),
        controls(tr("words of either language"), [(value, tr(name)) for value, name in _SHOWN]),
        _section(
            tr("Against the glossary"), [_contradiction(n, c, languages) for n, c in enumerate(found.contradictions, 1)]
        ),
        _section(
            tr("New variants of known concepts"), [_term(f"v{n}", c, languages) for n, c in enumerate(variants, 1)]
        ),
        _section(tr("New pairs, the best first"), [_term(f"t{n}", c, languages) for n, c in enumerate(new, 1)]),
    ]
    return page(tr("Proposed terms"), "\n".join(parts), language=interface_language(), style=STYLE, script=SCRIPT)


def _title(number: int) -> str:
    return tr_n("{count} pair of terms proposed", "{count} pairs of terms proposed", number)


def _tiles(found: Extraction, new: Sequence[TermCandidate], variants: Sequence[TermCandidate]) -> str:
    acronyms = sum(candidate.type is TermType.ACRONYM for candidate in new)
    tiles = [
        (len(new), tr_n("new pair", "new pairs", len(new))),
        (acronyms, tr_n("of them an acronym", "of them acronyms", acronyms)),
    ]
    if found.known:
        tiles += [
            (len(found.known), tr("known concepts, not proposed again")),
            (len(variants), tr("new variants of them")),
            (len(found.contradictions), tr("against the glossary")),
        ]
    if found.units:
        tiles.append((found.units, tr("units read")))
    return tile_list((number_said(number), what) for number, what in tiles)


def _facts(report: CandidateReport) -> str:
    return fact_list([(tr("Languages"), f"{report.source_language} → {report.target_language}"), *report.settings])


def controls(placeholder: str, options: Iterable[tuple[str, str]]) -> str:
    """The line with the filter and what is to be shown: ``options`` are values and their names."""
    listed = "".join(f'<option value="{value}">{escape(name)}</option>' for value, name in options)
    keys = (("/", tr("filter")), ("Esc", tr("clear")), ("j", tr("next")), ("k", tr("previous")))
    told = " · ".join(f"<kbd>{key}</kbd> {escape(what)}" for key, what in keys)
    counted = escape(tr("{shown} of {all}", shown="#", all="#"))
    return (
        f'<div class="controls"><label>{escape(tr("Filter"))} '
        f'<input id="filter" type="search" placeholder="{escape(placeholder)}"></label>'
        f'<label>{escape(tr("Show"))} <select id="show">{listed}</select></label>'
        f'<span class="soft">{told}</span><span class="count" id="count" data-words="{counted}"></span></div>'
    )


def occurrences(frequency: int, documents: int) -> str:
    """``11 × · 6 documents``."""
    counted = f"{number_said(frequency)} ×"
    return f"{counted} · {tr('{count} documents', count=number_said(documents))}" if documents > 1 else counted


def _section(title: str, items: Iterable[str]) -> str:
    rows = "\n".join(items)
    return f"<section><h2>{escape(title)}</h2>\n{rows}\n</section>" if rows else ""


def _term(identifier: str, candidate: TermCandidate, languages: tuple[str, str]) -> str:
    sure = candidate.confidence
    colour = "good" if sure >= _SURE_FROM else "fair" if sure >= _DOUBTFUL_BELOW else "poor"
    kinds = ["variant" if candidate.concept else "new"]
    kinds += ["acronym"] if candidate.type is TermType.ACRONYM else []
    kinds += ["doubtful"] if colour != "good" else []
    kinds += ["several"] if candidate.alternatives else []
    score = tr("score {value}", value=number_said(candidate.score, 2))
    translation = tr("translation {value}", value=number_said(sure, 2))
    figures = (
        f'<span class="soft">{escape(occurrences(candidate.frequency, candidate.documents))}</span>'
        f'<span class="tag plain" title="{escape(tr("how good the pair looks as a term"))}">{escape(score)}</span>'
        f'<span class="tag {colour}" title="{escape(tr("how sure the translation is"))}">{escape(translation)}</span>'
    )
    also = [
        (tr("other translations"), [f"{other.text} ({other.frequency} ×)" for other in candidate.alternatives]),
        (tr("also called"), candidate.synonyms),
        (tr("stands for"), [text for text in (candidate.full_form, candidate.target_full_form) if text]),
        (tr("known concept"), [candidate.concept_term or candidate.concept] if candidate.concept else []),
    ]
    return _card(
        identifier,
        colour,
        kinds,
        (candidate.source_term, candidate.target_term),
        figures,
        also,
        candidate.contexts,
        languages,
    )


def _contradiction(number: int, one: Contradiction, languages: tuple[str, str]) -> str:
    segments = tr_n("{count} segment", "{count} segments", len(one.units))
    if one.belongs_to:
        why = tr("{term}, which belongs to «{concept}»", term=one.used, concept=one.owner or one.belongs_to)
    else:
        why = tr("{term}, which is forbidden or deprecated", term=one.used)
    used = tr("used instead") if one.expected else tr("used")
    also = [(tr("the glossary has"), one.expected), (used, (why,))]
    figures = f'<span class="tag poor">{segments}</span>'
    return _card(f"c{number}", "poor", ["against"], (one.source_term, one.used), figures, also, one.contexts, languages)


def _card(
    identifier: str,
    colour: str,
    kinds: Sequence[str],
    pair: tuple[str, str],
    figures: str,
    also: Sequence[tuple[str, Sequence[str]]],
    contexts: Sequence[ContextPair],
    languages: tuple[str, str],
) -> str:
    words = escape(" ".join([*pair, *(value for _, values in also for value in values)]))
    rows = "".join(
        f'<div class="also">{escape(tr("{name}:", name=name))} {_bold(values)}</div>' for name, values in also if values
    )
    shown = "".join(_context(context, languages) for context in contexts)
    source, target = (
        f'<span lang="{escape(tag)}">{escape(text)}</span>' for tag, text in zip(languages, pair, strict=True)
    )
    return (
        f'<article class="card term {colour}" id="{identifier}" tabindex="-1" data-kind="{" ".join(kinds)}" '
        f'data-words="{words}"><header><h3>{source}<span class="dot">·</span>{target}</h3>'
        f'<div class="figures">{figures}</div></header>{rows}{shown}</article>'
    )


def _bold(values: Iterable[str]) -> str:
    return " · ".join(f"<b>{escape(value)}</b>" for value in values)


def _context(context: ContextPair, languages: tuple[str, str]) -> str:
    sides = (
        (context.source, context.source_span, languages[0]),
        (context.target, context.target_span, languages[1]),
    )
    cells = "".join(f'<div lang="{escape(tag)}">{mark_spans(text, [span])}</div>' for text, span, tag in sides)
    unit = f'<div class="unit">{escape(context.unit)}</div>' if context.unit else ""
    return f'<div class="context"><div class="pair">{unit}{cells}</div></div>'
