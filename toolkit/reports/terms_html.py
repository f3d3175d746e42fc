"""Terms that texts of one language propose, as one HTML page: each with its contexts, marked in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from termbase.extract.monolingual.extraction import SingleTerm
from termbase.match.pattern import is_acronym
from toolkit.reports.candidates_html import SCRIPT, STYLE
from toolkit.reports.html import escape, mark_spans, page

__all__ = ["TermsReport", "terms_page"]

_SHOWN = (("", "everything"), ("new", "new terms"), ("known", "terms the glossary has"), ("acronym", "acronyms"))


@dataclass(frozen=True, slots=True)
class TermsReport:
    """What the page shows: the terms, the best first, their language, the names of the documents, the settings."""

    terms: tuple[SingleTerm, ...]
    language: str
    documents: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()


def terms_page(report: TermsReport) -> str:
    """The report as a self-contained HTML page; the same report gives the same bytes."""
    number = len(report.terms)
    parts = [
        '<div class="brand">ACCORD · TERMS</div>',
        f"<h1>{number} {'term' if number == 1 else 'terms'} proposed</h1>",
        _facts(report),
        _controls(),
        "<section><h2>The best first</h2>",
        *(_term(number, term, report) for number, term in enumerate(report.terms, 1)),
        "</section>",
    ]
    return page("Proposed terms", "\n".join(parts), style=STYLE, script=SCRIPT)


def _facts(report: TermsReport) -> str:
    rows = [("Language", report.language), ("Documents", str(len(report.documents))), *report.settings]
    cells = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    return f'<dl class="facts">{cells}</dl>'


def _controls() -> str:
    options = "".join(f'<option value="{value}">{name}</option>' for value, name in _SHOWN)
    return (
        '<div class="controls"><label>Filter <input id="filter" type="search" placeholder="words of a term"></label>'
        f'<label>Show <select id="show">{options}</select></label>'
        '<span class="soft"><kbd>/</kbd> filter · <kbd>Esc</kbd> clear · <kbd>j</kbd> next · <kbd>k</kbd> previous'
        '</span><span class="count" id="count"></span></div>'
    )


def _term(number: int, term: SingleTerm, report: TermsReport) -> str:
    kinds = ["known" if term.known else "new"] + (["acronym"] if is_acronym(term.text) else [])
    documents = f" · {term.documents} documents" if term.documents > 1 else ""
    known = '<span class="tag plain">in the glossary</span>' if term.known else ""
    stands = f'<span class="tag plain">{escape(term.full_form)}</span>' if term.full_form else ""
    contexts = "".join(_context(term, place, report) for place in range(len(term.contexts)))
    return (
        f'<article class="card term" id="t{number}" tabindex="-1" data-kind="{" ".join(kinds)}" '
        f'data-words="{escape(term.text)}"><header><h3 lang="{escape(report.language)}">{escape(term.text)}</h3>'
        f'<div class="figures"><span class="soft">{term.frequency} ×{documents}</span>{stands}{known}'
        f'<span class="tag plain" title="how good a term it looks">score {term.score:.2f}</span></div></header>'
        f"{contexts}</article>"
    )


def _context(term: SingleTerm, place: int, report: TermsReport) -> str:
    context = term.contexts[place]
    names: Sequence[str] = report.documents
    name = names[context.document] if context.document < len(names) else ""
    unit = f'<div class="unit">{escape(name)}</div>' if name else ""
    marked = mark_spans(context.text, [(context.start, context.end)])
    return f'<div class="context">{unit}<div lang="{escape(report.language)}">{marked}</div></div>'
