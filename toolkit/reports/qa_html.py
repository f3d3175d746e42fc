"""Findings as one HTML page: source and target side by side, the spots marked, filters by check and severity."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from tmx.text.languages import primary_subtag
from toolkit.messages import N_, interface_language, tr, tr_n
from toolkit.messages.figures import moment_said, number_said
from toolkit.model import CheckedUnit, Finding, QaResult, Severity
from toolkit.reports.file_names import file_names
from toolkit.reports.html import escape, fact_list, mark_spans, page, tile_list
from toolkit.reports.qa_formats import ReportFacts
from toolkit.reports.qa_text import counts, visible_fix

__all__ = ["html_report", "qa_page"]

_GRADES = {Severity.ERROR: "poor", Severity.WARNING: "fair", Severity.INFO: "info"}
_PLURALS = {Severity.ERROR: N_("errors"), Severity.WARNING: N_("warnings"), Severity.INFO: N_("notes")}
_NAMES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.INFO: N_("info")}

_FEW_FILES = 8  # are named in the header as they are
_CODE = re.compile(r"([A-Z]+)(\d+)")
_STYLE = """
.card.info { border-left-color: var(--info); }
.card:target, .card.here { outline: 2px solid var(--accent); }
.card { scroll-margin-top: 4.5rem; }
.unit { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .6rem; margin-bottom: .35rem; }
.unit b { font-size: .95rem; overflow-wrap: anywhere; } .unit span { color: var(--soft); font-size: .85rem; }
ul.findings { list-style: none; margin: .5rem 0 0; padding: .45rem 0 0; border-top: 1px dashed var(--line); }
ul.findings li { display: grid; grid-template-columns: 6.8rem 5.6rem 1fr max-content; gap: .1rem .6rem;
  padding: .12rem 0; align-items: baseline; }
ul.findings .code { font-size: .8rem; color: var(--soft); font-variant-numeric: tabular-nums; }
ul.findings .id { grid-column: 4; grid-row: 1; font: .75rem ui-monospace, monospace; color: var(--soft); }
ul.findings .fix { grid-column: 3; font-size: .9rem; } ul.findings .tag { justify-self: start; }
.fix code { background: var(--good-bg); color: var(--good); border-radius: .2rem; padding: 0 .3em; font: inherit;
  white-space: pre-wrap; }
table { border-collapse: collapse; font-size: .9rem; margin: .4rem 0 1rem; }
th, td { padding: .18rem .9rem .18rem 0; text-align: right; font-variant-numeric: tabular-nums; }
th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; } thead th { color: var(--soft); font-weight: normal; }
td.bars { width: 16rem; padding-right: 0; } td.bars div { display: flex; gap: 1px; height: .8rem; }
td.bars i { background: var(--info); min-width: 2px; } td.bars i.poor { background: var(--poor); }
td.bars i.fair { background: var(--fair); }
tbody tr { border-top: 1px solid var(--line); } tfoot tr { border-top: 2px solid var(--line); font-weight: 600; }
mark.point { padding: 0 .12em; }
mark.poor { background: var(--poor-bg); color: inherit; box-shadow: inset 0 -2px var(--poor); }
.quiet { color: var(--good); }
@media (max-width: 46rem) { ul.findings li { grid-template-columns: auto 1fr auto; } ul.findings .id { grid-column: 3; }
  ul.findings .message, ul.findings .fix { grid-column: 1 / -1; }
  th, td { padding-right: .5rem; } .bars { display: none; } }
"""

_SCRIPT = """
const pick = name => document.querySelector('#' + name);
const cards = [...document.querySelectorAll('.card')];
function filter() {
  let seen = 0;
  for (const card of cards) {
    let any = false;
    for (const item of card.querySelectorAll('.findings li')) {
      const fits = (!pick('check').value || item.dataset.code === pick('check').value)
        && (!pick('severity').value || item.dataset.severity === pick('severity').value)
        && (!pick('file').value || card.dataset.file === pick('file').value);
      item.hidden = !fits;
      if (fits) { any = true; seen += 1; }
    }
    card.hidden = !any;
  }
  for (const part of document.querySelectorAll('section.file'))
    part.hidden = !!part.querySelector('.card') && !part.querySelector('.card:not([hidden])');
  const words = pick('count').dataset;
  pick('count').textContent = seen + ' ' + (seen === 1 ? words.one : words.many);
}
for (const name of ['file', 'check', 'severity']) pick(name).addEventListener('change', filter);
pick('all').addEventListener('click', () => {
  for (const name of ['file', 'check', 'severity']) pick(name).value = '';
  filter();
});
let at = -1;
document.addEventListener('keydown', event => {
  if (event.target.closest('select, input') || event.ctrlKey || event.metaKey || event.altKey) return;
  const severity = {e: 'error', w: 'warning', n: 'info', a: ''}[event.key];
  if (severity !== undefined) { pick('severity').value = severity; filter(); return; }
  const step = {j: 1, k: -1}[event.key];
  const shown = cards.filter(card => !card.hidden);
  if (!step || !shown.length) return;
  cards.forEach(card => card.classList.remove('here'));
  at = (at + step + shown.length) % shown.length;
  shown[at].classList.add('here');
  shown[at].scrollIntoView({block: 'center'});
});
filter();
"""


def html_report(results: Sequence[QaResult], facts: ReportFacts) -> bytes:
    """The whole page for ``results``, in the interface's language; what is hidden is said to be left out."""
    whole = qa_page(results, when=facts.when, names=facts.names, version=facts.version, hidden=facts.hidden)
    return whole.encode("utf-8", "replace")


def qa_page(
    results: Sequence[QaResult], *, when: datetime, names: Mapping[str, str], version: str, hidden: int = 0
) -> str:
    """The whole page for ``results``; ``names`` are the names of the checks by code, ``when`` stands in the header.

    ``hidden`` findings, those that are only information, are said to be left out.
    """
    files = file_names(results)
    parts = [
        f'<div class="brand">Accord {escape(version)} · {escape(tr("quality check"))}</div>',
        f"<h1>{escape(_title(results))}</h1>",
        _facts(results, when),
        _tiles(results, hidden),
        _controls(results, names),
        *(_file(number, result, files[result.file], names) for number, result in enumerate(results, 1)),
        f"<h2>{escape(tr('Findings by check'))}</h2>{_table(results, names)}",
    ]
    return page(_title(results), "\n".join(parts), language=interface_language(), style=_STYLE, script=_SCRIPT)


def _title(results: Sequence[QaResult]) -> str:
    if len(results) == 1:
        return tr("Check of {file}", file=results[0].file.name)
    return tr("Check of {count} translations", count=len(results))


def _facts(results: Sequence[QaResult], when: datetime) -> str:
    first = results[0]
    languages = first.target_language if first.alone else f"{first.source_language} → {first.target_language}"
    rows = []
    originals = ", ".join(result.source_file for result in results if result.source_file)
    rows += [(tr("Original"), originals)] if originals else []
    rows += [
        (tr("Languages"), languages),
        (tr("Glossary"), first.glossary or tr("none")),
        (tr("Memory"), first.memory or tr("none")),
        (tr("Checks"), ", ".join(_stretches(first.checks))),
        (tr("Checked"), moment_said(when)),
    ]
    dismissed = sum(result.dismissed for result in results)
    rows += [(tr("Dismissed or known before"), str(dismissed))] if dismissed else []
    template = N_("{metric} {value} on {count} units of {file} ({signature})")
    scores = [
        tr(
            template,
            metric=s.metric,
            value=number_said(s.value, 1),
            count=number_said(s.segments),
            file=result.file.name,
            signature=s.signature,
        )
        for result in results
        for s in result.scores
    ]
    rows += [(tr("Scores against the memory"), "; ".join(scores))] if scores else []
    return fact_list(rows, first=f"<dt>{escape(tr('Files'))}</dt><dd>{_files(results)}</dd>")


def _files(results: Sequence[QaResult]) -> str:
    """The names of the files, folded up where they would push the findings off the screen."""
    names = escape(", ".join(str(result.file) for result in results))
    if len(results) <= _FEW_FILES:
        return names
    return f"<details><summary>{escape(tr_n('{count} file', '{count} files', len(results)))}</summary>{names}</details>"


def _stretches(codes: Sequence[str]) -> Iterator[str]:
    """``TERM001–006, NUM001``: codes of one family that follow each other are told by the first and the last."""
    stretch: list[str] = []
    for code in codes:
        if stretch and not _follows(stretch[-1], code):
            yield _stretch(stretch)
            stretch = []
        stretch.append(code)
    if stretch:
        yield _stretch(stretch)


def _follows(one: str, other: str) -> bool:
    first, second = _CODE.fullmatch(one), _CODE.fullmatch(other)
    return bool(first and second and first[1] == second[1] and int(second[2]) == int(first[2]) + 1)


def _stretch(codes: Sequence[str]) -> str:
    last = _CODE.fullmatch(codes[-1])
    return codes[0] if len(codes) == 1 or last is None else f"{codes[0]}–{last[2]}"


def _tiles(results: Sequence[QaResult], hidden: int) -> str:
    units = sum(len(result.units) for result in results)
    touched = sum(bool(unit.findings) for result in results for unit in result.units)
    tiles = [(units, tr("units")), (units - touched, tr("without a finding"))]
    tiles += [(sum(r.counted(severity) for r in results), tr(plural)) for severity, plural in _PLURALS.items()]
    if hidden:
        tiles[-1] = (hidden, tr("notes not shown (--info)"))
    return tile_list((number_said(number), label) for number, label in tiles)


def _by_check(results: Iterable[QaResult]) -> Counter[tuple[str, Severity]]:
    return Counter((finding.code, finding.severity) for result in results for finding in result.findings)


def _table(results: Sequence[QaResult], names: Mapping[str, str]) -> str:
    counted = _by_check(results)
    if not counted:
        return f'<p class="quiet">{escape(tr("Nothing was found."))}</p>'
    codes = [code for code in names if any((code, severity) in counted for severity in Severity)]
    rows = [[counted[code, severity] for severity in Severity] for code in codes]
    most = max(sum(row) for row in rows)
    body = "".join(
        f"<tr><td>{escape(code)}</td><td>{escape(names[code])}</td>{_cells(row)}{_bar(row, most)}</tr>"
        for code, row in zip(codes, rows, strict=True)
    )
    total = [sum(column) for column in zip(*rows, strict=True)]
    head = "".join(f"<th>{escape(tr(_PLURALS[severity]))}</th>" for severity in Severity)
    every = escape(tr("all"))
    return (
        f"<table><thead><tr><th>{escape(tr('check'))}</th><th></th>{head}<th>{every}</th><th></th></tr></thead>"
        f"<tbody>{body}</tbody><tfoot><tr><td>{every}</td><td></td>{_cells(total)}<td></td></tr></tfoot></table>"
    )


def _cells(row: Sequence[int]) -> str:
    return "".join(f"<td>{number or '·'}</td>" for number in (*row, sum(row)))


def _bar(row: Sequence[int], most: int) -> str:
    """The figures of a row as a bar, its parts in the severities' colours; ``most`` findings fill the cell."""
    parts = "".join(
        f'<i class="{_GRADES[severity]}" style="width:{100 * number / most:.1f}%"></i>'
        for severity, number in zip(Severity, row, strict=True)
        if number
    )
    return f'<td class="bars" aria-hidden="true"><div>{parts}</div></td>'


def _controls(results: Sequence[QaResult], names: Mapping[str, str]) -> str:
    found = {finding.code for result in results for finding in result.findings}
    shown = file_names(results)
    files = [(str(number), shown[result.file]) for number, result in enumerate(results, 1)]
    checks = [(code, f"{code} {name}") for code, name in names.items() if code in found]
    severities = [(severity.value, tr(_PLURALS[severity])) for severity in Severity]
    fields = _select("file", tr("File"), files, tr("all files"))
    fields += _select("check", tr("Check"), checks, tr("all checks"))
    fields += _select("severity", tr("Severity"), severities, tr("all severities"))
    keys = tr("keys: j k next, previous · e w n a errors, warnings, notes, all")
    words = f'data-one="{escape(tr("finding"))}" data-many="{escape(tr("findings"))}"'
    return (
        f'<div class="controls">{fields}<button id="all" type="button">{escape(tr("Show all"))}</button>'
        f'<span class="soft">{escape(keys)}</span>'
        f'<span class="count" id="count" aria-live="polite" {words}></span></div>'
    )


def _select(name: str, label: str, options: Sequence[tuple[str, str]], everything: str) -> str:
    items = "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in options)
    every = f'<option value="">{escape(everything)}</option>'
    return f'<label>{escape(label)} <select id="{name}">{every}{items}</select></label>'


def _file(number: int, result: QaResult, file: str, names: Mapping[str, str]) -> str:
    touched = [unit for unit in result.units if unit.findings]
    cards = "\n".join(_card(unit, number, result, names) for unit in touched)
    if not touched:
        cards = f'<p class="quiet">{escape(tr("Nothing was found in this file."))}</p>'
    return (
        f'<section class="file"><h2>{escape(file)}</h2><p class="soft">{escape(counts(result))}</p>\n{cards}</section>'
    )


def _card(unit: CheckedUnit, number: int, result: QaResult, names: Mapping[str, str]) -> str:
    worst = max(unit.findings, key=lambda finding: finding.severity.rank).severity
    sides = "".join(
        f'<div lang="{escape(tag)}"><span class="side">{escape(primary_subtag(tag).upper())}</span><br>'
        f"{_marked(text, [f for f in unit.findings if f.side == side])}</div>"
        for side, tag, text in (
            ("source", result.source_language, unit.source),
            ("target", result.target_language, unit.target),
        )
        if side == "target" or not result.alone
    )
    place = (
        "" if unit.identifier == str(unit.number) else f"<span>{escape(tr('unit {number}', number=unit.number))}</span>"
    )
    findings = "".join(_item(finding, names) for finding in unit.findings)
    return (
        f'<article class="card {_GRADES[worst]}" data-file="{number}" id="u{number}-{unit.number}">'
        f'<div class="unit"><b>{escape(unit.identifier)}</b>{place}</div>'
        f'<div class="pair">{sides}</div><ul class="findings">{findings}</ul></article>'
    )


def _marked(text: str, findings: Sequence[Finding]) -> str:
    """The text with its spots; a finding on the whole unit marks nothing, one on an empty place marks the place."""
    if not text.strip():
        return f'<span class="none">{escape(tr("nothing"))}</span>'
    spans = [(f.start, f.end) for f in findings if f.end - f.start < len(text.strip())]
    points = sorted({start for start, end in spans if start == end and start + end > 0})
    if not points:
        return mark_spans(text, spans)
    pieces, at = [], 0
    for point in points:
        inside = [(s - at, e - at) for s, e in spans if at <= s and e <= point]
        pieces += [mark_spans(text[at:point], inside), '<mark class="point">⌄</mark>']
        at = point
    return "".join(pieces) + mark_spans(text[at:], [(s - at, e - at) for s, e in spans if s >= at])


def _item(finding: Finding, names: Mapping[str, str]) -> str:
    fix = ""
    if finding.fix is not None:
        shown = f"<code>{escape(finding.fix)}</code>" if finding.fix.strip() else escape(visible_fix(finding.fix))
        fix = f'<span class="fix">→ {shown}</span>'
    return (
        f'<li data-code="{escape(finding.code)}" data-severity="{finding.severity.value}">'
        f'<span class="tag {_GRADES[finding.severity]}">{escape(tr(_NAMES[finding.severity]))}</span>'
        f'<span class="code" title="{escape(names.get(finding.code, ""))}">{escape(finding.code)}</span>'
        f'<span class="message">{escape(finding.message)}</span>{fix}'
        f'<span class="id" title="{escape(tr("to dismiss it: --dismiss {id}", id=finding.fingerprint))}">'
        f"{escape(finding.fingerprint[:6])}</span></li>"
    )
