"""The page of terms proposed from texts of one language."""

import re

from termbase.extract.monolingual.extraction import SingleTerm, TermContext
from toolkit.reports.terms_html import TermsReport, terms_page

TEXT = "The <yaw drive> turns & the WHO looks on."
REPORT = TermsReport(
    (
        SingleTerm("yaw drive", 0.91, 3, 2, (TermContext(TEXT, 5, 14, 1),)),
        SingleTerm("WHO", 0.5, 1, 1, (TermContext(TEXT, 28, 31, 0),), known=True, full_form="World & Health"),
    ),
    "en",
    ("a.txt", "b <2>.txt"),
)


def test_the_page_shows_terms_marked_in_their_contexts():
    text = terms_page(REPORT)
    assert "2 terms proposed" in text
    assert "&lt;<mark>yaw drive</mark>&gt; turns &amp;" in text
    assert "b &lt;2&gt;.txt" in text
    assert "b <2>" not in text
    assert 'data-kind="new"' in text
    assert 'data-kind="known acronym"' in text
    assert text.index("yaw drive") < text.index(">WHO<")
    tags = re.findall(r'<span class="tag plain">([^<]*)</span>', text)
    assert tags == ["World &amp; Health", "in the glossary"]


def test_the_page_needs_no_network_and_is_the_same_each_time():
    text = terms_page(REPORT)
    assert text == terms_page(REPORT)
    assert not re.search(r"https?://|<link|src=", text)
    assert "default-src 'none'" in text


def test_a_page_of_one():
    for names in ((), ("a.txt",)):
        text = terms_page(TermsReport(REPORT.terms[:1], "en", names))
        assert "1 term proposed" in text
        assert 'class="unit"' not in text
