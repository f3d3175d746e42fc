"""The alignment as one HTML page: doubtful beads first, then every document side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from tmx.model import Bead
from toolkit.messages import N_, interface_language, tr, tr_n
from toolkit.messages.figures import number_said, share_said
from toolkit.model import AlignedPair
from toolkit.reports.doubts import doubt_of, doubts
from toolkit.reports.html import escape, fact_list, page, tile_list

__all__ = ["DOUBTFUL_BELOW", "AlignmentReport", "alignment_page"]

DOUBTFUL_BELOW = 0.9
SURE_FROM = 0.99

_STYLE = """
.strip { display: flex; gap: 1px; margin: .3rem 0 .8rem; }
.strip a { flex: 1 1 0; min-width: 2px; height: 1.1rem; background: var(--good); opacity: .55; }
.strip a.fair { background: var(--fair); opacity: 1; } .strip a.poor { background: var(--poor); opacity: 1; }
.strip a.alone { background: none; border: 1px dashed var(--soft); opacity: 1; }
.strip a:hover { opacity: 1; outline: 2px solid var(--accent); }
.bead { display: grid; grid-template-columns: 3rem 1fr 1fr 6.5rem; gap: .2rem 1.2rem; padding: .35rem .5rem;
  border-top: 1px solid var(--line); border-left: .25rem solid transparent; scroll-margin-top: 4rem;
  break-inside: avoid; }
.bead.fair { border-left-color: var(--fair); } .bead.poor { border-left-color: var(--poor); background: var(--card); }
.bead:target { outline: 2px solid var(--accent); }
.bead .number { color: var(--soft); font-size: .85rem; font-variant-numeric: tabular-nums; }
.bead p { margin: 0 0 .25rem; overflow-wrap: anywhere; }
.bead .how { text-align: right; }
.bead.struck p { text-decoration: line-through; color: var(--soft); }
.bead.struck p.none { text-decoration: none; }
.strip a.struck { background: none; border: 1px solid var(--soft); }
summary { cursor: pointer; font-weight: 600; padding: .3rem 0; }
@media (max-width: 46rem) { .bead { grid-template-columns: 1fr; } .bead .how { text-align: left; } }
"""

_SCRIPT = """
const documents = document.querySelector('#document'), show = document.querySelector('#show');
const beads = [...document.querySelectorAll('.bead')], count = document.querySelector('#count');
function filter() {
  let seen = 0;
  for (const bead of beads) {
    const fits = (!documents.value || bead.dataset.document === documents.value)
      && (!show.value || bead.dataset.kind.split(' ').includes(show.value));
    bead.hidden = !fits;
    if (fits && bead.closest('.document')) seen += 1;
  }
  for (const part of document.querySelectorAll('.document'))
    part.hidden = !part.querySelector('.bead:not([hidden])');
  count.textContent = seen + ' ' + (seen > 1 ? count.dataset.many : count.dataset.one);
}
documents.onchange = show.onchange = filter;
filter();
let at = -1;
document.addEventListener('keydown', event => {
  if (event.target.closest('select, input') || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = {j: 1, k: -1}[event.key];
  if (!step) return;
  const doubtful = beads.filter(b => b.closest('.document') && !b.hidden && b.dataset.kind.includes('doubtful'));
  if (!doubtful.length) return;
  at = (at + step + doubtful.length) % doubtful.length;
  doubtful[at].scrollIntoView({block: 'center'});
  doubtful[at].focus({preventScroll: true});
});
"""


class AlignmentReport(Struct, frozen=True):
    """What the page shows: the pairs, the documents without counterpart, and the settings behind them."""

    pairs: tuple[AlignedPair, ...]
    unpaired_sources: tuple[str, ...] = ()
    unpaired_targets: tuple[str, ...] = ()
    source_language: str = "en"
    target_language: str = "fr"
    settings: tuple[tuple[str, str], ...] = ()


def alignment_page(report: AlignmentReport) -> str:
    """The report as a self-contained HTML page; the same report gives the same bytes."""
    beads = [bead for pair in report.pairs for bead in pair.alignment.beads]
    parts = [
        f'<div class="brand">ACCORD · {escape(tr("ALIGNMENT"))}</div>',
        f"<h1>{escape(_counted(report.pairs))}</h1>",
        _tiles(beads),
        _facts(report),
        _doubts(report.pairs),
        _unpaired(report),
        _controls(report.pairs),
        _look_first(report.pairs),
        *(_document(number, pair) for number, pair in enumerate(report.pairs, 1)),
    ]
    return page(tr("Alignment"), "\n".join(parts), language=interface_language(), style=_STYLE, script=_SCRIPT)


def _counted(pairs: Sequence[AlignedPair]) -> str:
    one, many = (
        N_("One pair of documents, sentence by sentence"),
        N_("{count} pairs of documents, sentence by sentence"),
    )
    return tr_n(one, many, len(pairs))


def _tiles(beads: Sequence[Bead]) -> str:
    sure = sum(bead.confidence >= SURE_FROM for bead in beads)
    tiles = [
        (number_said(len(beads)), tr_n("bead", "beads", len(beads))),
        (number_said(sum(bead.kind == "1-1" for bead in beads)), tr("one to one")),
        (
            number_said(sum(bool(bead.source and bead.target) and bead.kind != "1-1" for bead in beads)),
            tr("merged or split"),
        ),
        (number_said(sum(not (bead.source and bead.target) for bead in beads)), tr("without counterpart")),
        (share_said(sure, len(beads)), tr("at confidence {least} or better", least=number_said(SURE_FROM, 2))),
        (number_said(sum(bead.confidence < DOUBTFUL_BELOW for bead in beads)), tr("to look at first")),
    ]
    return tile_list(tiles)


def _facts(report: AlignmentReport) -> str:
    return fact_list([(tr("Languages"), f"{report.source_language} → {report.target_language}"), *report.settings])


def _doubts(pairs: Sequence[AlignedPair]) -> str:
    """The pairs that may be none; nothing where there is no such pair."""
    numbers = {id(pair): number for number, pair in enumerate(pairs, 1)}
    items = "".join(
        f'<li><a href="#d{numbers[id(doubt.pair)]}">{escape(doubt.message)}</a>'
        f"{f'<br>{escape(doubt.where)}' if doubt.where else ''}</li>"
        for doubt in doubts(pairs)
    )
    return (
        f'<h2 id="doubts">{escape(tr("Perhaps not translations of each other"))}</h2><ul>{items}</ul>' if items else ""
    )


def _unpaired(report: AlignmentReport) -> str:
    rows = [(report.source_language, report.unpaired_sources), (report.target_language, report.unpaired_targets)]
    items = "".join(
        f"<li>{escape(name)} <span class='soft'>({side})</span></li>" for side, names in rows for name in names
    )
    if not items and len(report.pairs) == 1:
        return ""  # two files that were named have each other
    none = escape(tr("None: every document has its counterpart."))
    listed = f"<ul>{items}</ul>" if items else f'<p class="soft">{none}</p>'
    return f'<h2 id="unpaired">{escape(tr("Documents without counterpart"))}</h2>{listed}'


def _controls(pairs: Sequence[AlignedPair]) -> str:
    options = "".join(
        f'<option value="{number}">{escape(pair.source_name)} · {escape(pair.target_name)}</option>'
        for number, pair in enumerate(pairs, 1)
    )
    shown = [
        ("", tr("all beads")),
        ("doubtful", tr("doubtful")),
        ("merged", tr("merged or split")),
        ("alone", tr("without counterpart")),
    ]
    if any(pair.approved for pair in pairs):
        shown.append(("approved", tr("approved")))
    if any(pair.struck_out for pair in pairs):
        shown.append(("struck", tr("struck out")))
    kinds = "".join(f'<option value="{value}">{escape(name)}</option>' for value, name in shown)
    words = f'data-one="{escape(tr("bead"))}" data-many="{escape(tr("beads"))}"'
    return (
        f'<div class="controls"><label>{escape(tr("Document"))} <select id="document"><option value="">'
        f"{escape(tr('all documents'))}</option>{options}</select></label>"
        f'<label>{escape(tr("Show"))} <select id="show">{kinds}</select></label>'
        f'<span class="soft">{escape(tr("keys: j next doubtful, k previous"))}</span>'
        f'<span class="count" id="count" {words}></span></div>'
    )


def _look_first(pairs: Sequence[AlignedPair]) -> str:
    doubtful = [
        (bead.confidence, number, place, pair)
        for number, pair in enumerate(pairs, 1)
        for place, bead in enumerate(pair.alignment.beads, 1)
        if bead.confidence < DOUBTFUL_BELOW
    ]
    doubtful.sort(key=lambda entry: entry[:3])
    rows = "\n".join(_bead(number, place, pair, linked=True) for _, number, place, pair in doubtful)
    none = tr("No bead is below confidence {least}.", least=number_said(DOUBTFUL_BELOW, 1))
    empty = f'<p class="soft">{escape(none)}</p>'
    return f'<section id="doubtful"><h2>{escape(tr("To look at first"))}</h2>{rows or empty}</section>'


def _document(number: int, pair: AlignedPair) -> str:
    beads = pair.alignment.beads
    strip = "".join(
        f'<a class="{_look(pair, place - 1)}" href="#b{number}-{place}" '
        f'title="{place}: {number_said(bead.confidence, 2)}"></a>'
        for place, bead in enumerate(beads, 1)
    )
    rows = "\n".join(_bead(number, place, pair) for place in range(1, len(beads) + 1))
    doubt = doubt_of(pair)
    paired = tr("paired at confidence {confidence}", confidence=number_said(pair.confidence, 2))
    said = f"{paired} · {number_said(len(beads))} {tr_n('bead', 'beads', len(beads))}"
    told = f'<p class="poor">{escape(" ".join((doubt.message, doubt.where)).strip())}</p>' if doubt else ""
    return (
        f'<section class="document" id="d{number}"><h2>{escape(pair.source_name)} · {escape(pair.target_name)}</h2>'
        f'<div class="soft">{escape(said)}</div>{told}'
        f'<div class="strip" aria-label="{escape(tr("confidence of each bead"))}">{strip}</div>\n{rows}</section>'
    )


def _bead(number: int, place: int, pair: AlignedPair, *, linked: bool = False) -> str:
    bead = pair.alignment.beads[place - 1]
    kinds = ["doubtful"] if bead.confidence < DOUBTFUL_BELOW else []
    if not (bead.source and bead.target):
        kinds.append("alone")
    elif bead.kind != "1-1":
        kinds.append("merged")
    mark = _mark(pair, place - 1)
    kinds += [mark] if mark else []
    where = f'<a href="#b{number}-{place}">{number}.{place}</a>' if linked else str(place)
    identifier = "" if linked else f' id="b{number}-{place}" tabindex="-1"'
    colour = _colour(bead)
    said = {"approved": tr("approved"), "struck": tr("struck out")}.get(mark)
    decided = f' <span class="tag {"good" if mark == "approved" else "plain"}">{escape(said)}</span>' if said else ""
    tag, sure = "good" if colour == "alone" else colour, number_said(bead.confidence, 2)
    return (
        f'<div class="bead {_look(pair, place - 1)}"{identifier} data-document="{number}" '
        f'data-kind="{" ".join(kinds)}">'
        f'<div class="number">{where}</div><div>{_sentences(pair.source, bead.source)}</div>'
        f"<div>{_sentences(pair.target, bead.target)}</div>"
        f'<div class="how"><span class="tag {tag}">{sure}</span> '
        f'<span class="tag plain">{bead.kind}</span>{decided}</div></div>'
    )


def _mark(pair: AlignedPair, place: int) -> str:
    """What a person has decided about a bead in an earlier round: ``approved``, ``struck``, or nothing."""
    return "approved" if place in pair.approved else "struck" if place in pair.struck_out else ""


def _look(pair: AlignedPair, place: int) -> str:
    """The classes of a bead: its colour, and whether it is struck out."""
    colour = _colour(pair.alignment.beads[place])
    return f"{colour} struck" if place in pair.struck_out else colour


def _sentences(sentences: Sequence[str], numbers: Iterable[int]) -> str:
    shown = "".join(f"<p>{escape(sentences[number])}</p>" for number in numbers)
    return shown or f'<p class="none">{escape(tr("no counterpart"))}</p>'


def _colour(bead: Bead) -> str:
    if bead.confidence < DOUBTFUL_BELOW:
        return "poor"
    if not (bead.source and bead.target):
        return "alone"
    return "good" if bead.confidence >= SURE_FROM else "fair"
