"""``accord memory renderings``: forms are gathered, units counted by year, the page holds them."""

import json
import re
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from tmx.formats.tmx import write_tmx
from tmx.match.concordance import ConcordanceHit
from tmx.match.concordance_words import Span
from tmx.model import Segment, StoredUnit, TranslationUnit
from toolkit.cli.main import main
from toolkit.model import MarkedConcordance, MarkedHit
from toolkit.reports.renderings import rendering_lines
from toolkit.reports.renderings_html import renderings_page
from toolkit.workflows.renderings import gather_renderings

UNITS = [
    (2009, "⟦Severe⟧ cases were reported.", "Des cas ⟦sévères⟧ ont été signalés."),
    (2009, "A ⟦severe⟧ drought struck.", "Une sécheresse ⟦sévère⟧ a frappé."),
    (2010, "The ⟦severe⟧ winter ended.", "Le ⟦sévère⟧ hiver a pris fin."),
    (2012, "⟦Severe⟧ storms came.", "⟦Graves⟧ sont les tempêtes qui sont venues."),
    (2012, "The shortage is ⟦severe⟧.", "La pénurie est ⟦grave⟧."),
    (None, "A ⟦severe⟧ illness.", "Une maladie ⟦grave⟧."),
    (2012, "A ⟦severe⟧ <b>test</b>.", "Une épreuve."),
]


def marked(text):
    plain = text.replace("⟦", "").replace("⟧", "")
    if plain == text:
        return plain, ()
    start = text.index("⟦")
    return plain, (Span(start, text.index("⟧") - 1),)


def hit(year, source, target):
    (one, spans), (two, translation) = marked(source), marked(target)
    made = None if year is None else datetime(year, 5, 1, tzinfo=UTC)
    variants = Segment("en", one), Segment("fr", two)
    stored = StoredUnit(1, TranslationUnit("", variants, created=made), imported_from="m.tmx")
    return MarkedHit(ConcordanceHit(stored, *variants, spans, "exact"), translation)


def gathered(units=UNITS):
    hits = tuple(hit(*unit) for unit in units)
    return gather_renderings(MarkedConcordance("severe", "en", "fr", hits, complete=True))


def test_forms_are_one_translation():
    found = gathered()
    assert [(one.text, one.units) for one in found.renderings] == [("grave", 3), ("sévère", 3)]
    assert found.renderings[0].forms == (("grave", 2), ("Graves", 1))
    assert found.renderings[0].years == ((2012, 2),)
    assert found.renderings[1].forms == (("sévère", 2), ("sévères", 1))
    assert found.renderings[1].years == ((2009, 2), (2010, 1))
    assert [one.hit.target.text for one in found.unclear] == ["Une épreuve."]
    assert (found.units, found.years()) == (7, (2009, 2010, 2011, 2012))


@pytest.mark.parametrize(
    ("texts", "renderings"),
    [
        (["⟦traite⟧"] * 5 + ["⟦traite et la traite⟧", "⟦Traite⟧"], [("traite", 7)]),
        (["⟦traite⟧"] * 4 + ["⟦lutte contre la traite⟧"], [("traite", 4), ("lutte contre la traite", 1)]),
        (["⟦soins de santé⟧", "⟦les soins de santé⟧", "⟦santé⟧"], [("les soins de santé", 2), ("santé", 1)]),
        (["⟦propager⟧", "s'est ⟦propagé⟧", "⟦propagation⟧"], [("propager", 2), ("propagation", 1)]),
        (["⟦trait⟧", "⟦traite⟧"], [("trait", 1), ("traite", 1)]),
        (["⟦d'⟧", "⟦de⟧"], [("d'", 1), ("de", 1)]),
    ],
)
def test_what_is_one_translation(texts, renderings):
    found = gathered([(2020, "⟦x⟧", text) for text in texts])
    assert sorted((one.text, one.units) for one in found.renderings) == sorted(renderings)


def test_lines():
    head, *lines = rendering_lines(gathered())
    assert head == "severe · 7 units · 2009–2012"
    assert lines == [
        "     3  43\u00a0%  grave   2012          █",
        "              also: Graves (1)",
        "     3  43\u00a0%  sévère  2009–2010  █▄",
        "              also: sévères (1)",
        "     1  14\u00a0%  not made out",
    ]


def test_the_rarest_are_taken_together():
    words = ["a", "e", "i", "o", "u", "y"] * 2
    words += [f"{one}{two}" for one in "bdfg" for two in "aeiou"]
    found = gathered([(2000 + n % 3, "⟦x⟧", f"⟦{word * 3}⟧") for n, word in enumerate(words)])
    lines = list(rendering_lines(found))
    assert len(lines) == 14
    assert lines[-1] == "    14  44\u00a0%  14 other translations"
    page = renderings_page(found, "m.tmx")
    told = "21 other translations"
    assert f"{told}</td><td>22</td>" in page
    pieces = re.findall(rf'title="(\d+) · {told} · (\d+)"', page)
    assert [int(year) for year, _ in pieces] == [2000, 2001, 2002]
    assert sum(int(number) for _, number in pieces) == 22


def test_the_page():
    text = renderings_page(gathered(), "<m>.tmx")
    assert text == renderings_page(gathered(), "<m>.tmx")
    assert text.count('<div class="year">') == 4
    assert 'title="2012 · grave · 2"' in text
    assert "&lt;m&gt;.tmx" in text
    assert "not made out</td><td>1</td>" in text
    assert "A <mark>severe</mark> &lt;b&gt;test&lt;/b&gt;." in text


def test_a_page_without_years():
    found = gathered([(None, "⟦severe⟧", "⟦grave⟧")])
    assert found.years() == ()
    assert '<div class="chart"' not in renderings_page(found, "m.tmx")


@pytest.fixture
def accord(tmp_path, monkeypatch, capsys):
    units = [replace(hit(*unit).hit.stored.unit, unnamed=True) for unit in UNITS]
    write_tmx(tmp_path / "m.tmx", units, source_language="en")
    monkeypatch.chdir(tmp_path)

    def run(*arguments, code=0):
        with pytest.raises(SystemExit) as left:
            main(["memory", "renderings", *map(str, arguments)])
        done = capsys.readouterr()
        assert (left.value.code, "Traceback" in done.err) == (code, False), done.err
        return done

    return run


def test_the_command(accord, tmp_path):
    done = accord("m.tmx", "sévère", "-o", "g.html", "--json")
    found = json.loads(done.out)
    assert (found["phrase"], found["language"], found["units"], found["complete"]) == ("sévère", "fr", 3, True)
    assert found["unclear"] + sum(one["units"] for one in found["renderings"]) == 3
    assert "Wrote       g.html" in done.err
    assert (tmp_path / "g.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert accord("m.tmx", "severe").out.startswith("severe · 7 units")


def test_limits_and_what_is_wrong(accord, tmp_path):
    assert "there are more (--limit)" in accord("m.tmx", "severe", "--limit", "2").err
    assert "stands nowhere" in accord("m.tmx", "unheard").err
    assert "written as HTML" in accord("m.tmx", "severe", "-o", "x.pdf", code=2).err
    assert not (tmp_path / "x.pdf").exists()
