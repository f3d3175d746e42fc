"""Pages and the review in French: no English word of ours is left, numbers and dates are set as French sets them."""

import re
from datetime import UTC, datetime

import pytest
from lxml import html

from termbase.extract.candidates import ContextPair, TermAlternative, TermCandidate
from termbase.extract.extraction import Extraction
from termbase.extract.known import Contradiction
from tmx.model import Alignment, Bead
from toolkit.messages import speaking
from toolkit.messages.figures import moment_said, number_said, share_said
from toolkit.model import AlignedPair
from toolkit.reports.alignment_html import AlignmentReport, alignment_page
from toolkit.reports.candidates_html import CandidateReport, candidates_page
from toolkit.reports.terms_html import TermsReport, terms_page

ENGLISH = re.compile(
    r"\b(?:the|of|and|with|without|bead|score|show|filter|next|previous|known|all|first|documents? in|at|in)\b", re.I
)


def words_of(page):
    """What a person reads on the page, its attributes too."""
    tree = html.fromstring(page)
    for hidden in tree.xpath("//style|//script"):
        hidden.drop_tree()
    shown = [tree.text_content(), *tree.xpath("//@title"), *tree.xpath("//@aria-label"), *tree.xpath("//@placeholder")]
    return "\n".join(shown)


def alignment():
    beads = (Bead(range(1), range(1), confidence=0.999), Bead(range(1, 3), range(1, 1), confidence=0.62))
    pair = AlignedPair("a.txt", "b.txt", ("X.", "Y.", "Z."), ("U.",), Alignment(beads, 3, 1), 0.87)
    return alignment_page(AlignmentReport((pair,), ("c.txt",), ()))


def candidates():
    context = ContextPair("u1", "X y.", "U v.", (0, 1), (0, 1))
    term = TermCandidate("x", "u", 0.94, 0.5, 12, 3, contexts=(context,), alternatives=(TermAlternative("v", 0.3, 2),))
    against = Contradiction("k", "x", "w", ("u",), "n", ("u1",), (context,))
    return candidates_page(CandidateReport(Extraction((term,), (), (against,), 1250), "en", "fr"))


def terms():
    return terms_page(TermsReport((), "en", ("a.txt",)))


@pytest.mark.parametrize("made", [alignment, candidates, terms])
def test_pages(made):
    with speaking("fr"):
        page = made()
    assert '<html lang="fr">' in page
    assert ENGLISH.findall(words_of(page)) == []
    assert ENGLISH.search(words_of(made()))


def test_figures_on_pages():
    with speaking("fr"):
        assert "0,62" in alignment()
        assert "note 0,94" in candidates()
        assert "1\u202f250" in candidates()
    assert "0.62" in alignment()
    assert "1,250" in candidates()


@pytest.mark.parametrize(
    ("value", "decimals", "english", "french"),
    [
        (0.9731, 2, "0.97", "0,97"),
        (950, 0, "950", "950"),
        (1250, 0, "1,250", "1\u202f250"),
        (1234567.5, 1, "1,234,567.5", "1\u202f234\u202f567,5"),
    ],
)
def test_numbers(value, decimals, english, french):
    assert number_said(value, decimals) == english
    with speaking("fr"):
        assert number_said(value, decimals) == french


def test_shares_and_moments():
    moment = datetime(2026, 2, 1, 9, 5, tzinfo=UTC)
    assert share_said(1, 3, 1) == "33.3\u00a0%"
    assert share_said(0, 0) == "–"
    assert moment_said(moment) == "2026-02-01 09:05 UTC"
    with speaking("fr"):
        assert share_said(1, 3, 1) == "33,3\u00a0%"
        assert moment_said(moment) == "1er\u00a0février\u00a02026, 9\u00a0h\u00a005 (UTC)"
        assert moment_said(datetime(2026, 12, 31, 23, 59)) == "31\u00a0décembre\u00a02026, 23\u00a0h\u00a059"
