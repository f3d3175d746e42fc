"""Terms that texts of one language propose, as one HTML page: each with its contexts, marked in them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from termbase.extract.monolingual.extraction import SingleTerm
from termbase.match.pattern import is_acronym
from toolkit.messages import N_, interface_language, tr, tr_n
from toolkit.messages.figures import number_said
from toolkit.reports.candidates_html import SCRIPT, STYLE, controls, occurrences
from toolkit.reports.html import escape, fact_list, mark_spans, page

__all__ = ["TermsReport", "terms_page"]

_SHOWN = (
    ("", N_("everything")),
    ("new", N_("new terms")),
    ("known", N_("terms the glossary has")),
    ("acronym", N_("acronyms")),
)


class TermsReport(Struct, frozen=True):
    """What the page shows: the terms, the best first, their language, the names of the documents, the settings."""

    terms: tuple[SingleTerm, ...]
    language: str
    documents: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()


def terms_page(report: TermsReport) -> str:
    """The report as a self-contained HTML page; the same report gives the same bytes."""
    number = len(report.terms)
    parts = [
        f'<div class="brand">ACCORD · {escape(tr("TERMS"))}</div>',
        f"<h1>{escape(tr_n('{count} term proposed', '{count} terms proposed', number))}</h1>",
        _facts(report),
        _controls(),
        f"<section><h2>{escape(tr('The best first'))}</h2>",
        *(_term(number, term, report) for number, term in enumerate(report.terms, 1)),
        "</section>",
    ]
    return page(tr("Proposed terms"), "\n".join(parts), language=interface_language(), style=STYLE, script=SCRIPT)


def _facts(report: TermsReport) -> str:
    rows = [(tr("Language"), report.language), (tr("Documents"), number_said(len(report.documents))), *report.settings]
    return fact_list(rows)


def _controls() -> str:
    return controls(tr("words of a term"), [(value, tr(name)) for value, name in _SHOWN])


def _term(number: int, term: SingleTerm, report: TermsReport) -> str:
    kinds = ["known" if term.known else "new"] + (["acronym"] if is_acronym(term.text) else [])
    known = f'<span class="tag plain">{escape(tr("in the glossary"))}</span>' if term.known else ""
    stands = f'<span class="tag plain">{escape(term.full_form)}</span>' if term.full_form else ""
    score = escape(tr("score {value}", value=number_said(term.score, 2)))
    meant = escape(tr("how good a term it looks"))
    contexts = "".join(_context(term, place, report) for place in range(len(term.contexts)))
    return (
        f'<article class="card term" id="t{number}" tabindex="-1" data-kind="{" ".join(kinds)}" '
        f'data-words="{escape(term.text)}"><header><h3 lang="{escape(report.language)}">{escape(term.text)}</h3>'
        f'<div class="figures"><span class="soft">{occurrences(term.frequency, term.documents)}</span>{stands}{known}'
        f'<span class="tag plain" title="{meant}">{score}</span></div></header>'
        f"{contexts}</article>"
    )


def _context(term: SingleTerm, place: int, report: TermsReport) -> str:
    context = term.contexts[place]
    names: Sequence[str] = report.documents
    name = names[context.document] if context.document < len(names) else ""
    unit = f'<div class="unit">{escape(name)}</div>' if name else ""
    marked = mark_spans(context.text, [(context.start, context.end)])
    return f'<div class="context">{unit}<div lang="{escape(report.language)}">{marked}</div></div>'
