import re

from termbase.extract import Contradiction, Extraction, KnownConcept, TermAlternative, TermCandidate
from termbase.extract.candidates import ContextPair
from termbase.model import TermType
from toolkit.reports.candidates_html import CandidateReport, candidates_page

CONTEXT = ContextPair("u<1>", "The IOM & others", "L’OIM et d’autres", (4, 7), (2, 5))
CANDIDATES = (
    TermCandidate("IOM", "OIM", 0.9, 0.8, 5, 2, TermType.ACRONYM, (CONTEXT,), full_form="International <Organization>"),
    TermCandidate("border", "frontière", 0.5, 0.2, 1, 1, alternatives=(TermAlternative("limite", 0.1, 2),)),
    TermCandidate("return", "rentrer", 0.4, 0.9, 2, 1, TermType.VARIANT, concept="return"),
)
REPORT = CandidateReport(
    Extraction(
        CANDIDATES,
        (KnownConcept("return", "return", "retour", 4, 2),),
        (
            Contradiction(
                "trafficking", "trafficking", "trafic", ("traite",), "c7", ("1", "2", "3"), (CONTEXT,), "smuggling"
            ),
        ),
        7,
    ),
    "en",
    "fr",
    (("Memory", "m<emory>.tmx"),),
)


def test_the_page_shows_pairs_with_marked_contexts():
    text = candidates_page(REPORT)
    assert "The <mark>IOM</mark> &amp; others" in text
    assert "L’<mark>OIM</mark> et d’autres" in text
    assert "International &lt;Organization&gt;" in text
    assert "m&lt;emory&gt;.tmx" in text
    assert "limite (2 ×)" in text
    assert "of them an acronym" in text
    assert re.findall(r'<span class="soft">(\d+ ×[^<]*)</span>', text) == ["2 ×", "5 × · 2 documents", "1 ×"]
    kinds = re.findall(r'id="(\w+)" tabindex="-1" data-kind="([^"]*)"', text)
    assert kinds == [
        ("c1", "against"),
        ("v1", "variant"),
        ("t1", "new acronym"),
        ("t2", "new doubtful several"),
    ]
    assert "trafic, which belongs to «smuggling»" in text
    assert "3 segments" in text


def test_the_page_needs_no_network_and_is_the_same_each_time():
    text = candidates_page(REPORT)
    assert text == candidates_page(REPORT)
    assert not re.search(r"https?://|<link|src=", text)
    assert "default-src 'none'" in text


def test_nothing_to_show():
    assert "0 pairs of terms proposed" in candidates_page(CandidateReport(Extraction(()), "en", "fr"))


def test_a_word_to_avoid_that_has_no_other_in_its_place():
    against = Contradiction("border management", "border management", "gestion", (), "", ("1",), (CONTEXT,))
    text = candidates_page(CandidateReport(Extraction((), (), (against,), 1), "en", "fr"))
    assert "used: <b>gestion, which is forbidden or deprecated</b>" in text
    assert "the glossary has" not in text
