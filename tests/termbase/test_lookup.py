"""What a glossary database gives for a text is all that the whole glossary would find there."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from termbase.lookup import concepts_for_text
from termbase.match.matcher import TermMatcher
from termbase.model import CaseRule, Concept, Glossary, Term, TermType
from termbase.store import open_store

LIST = Path(__file__).with_name("inflected_terms.tsv").read_text(encoding="utf-8")
PAIRS = [line.split("\t")[2:4] for line in LIST.splitlines() if line.count("\t") >= 3 and not line.startswith("#")]
WORDS = sorted({word for row in PAIRS for cell in row for word in cell.split()})
MORE = [
    *("yeux", "œil", "Mesdames", "les", "de", "2 000", "2", "U.N.", "UN", "OIM", "OIMs", "l’aide", "main-d’œuvre", ","),
    *("aujourd’hui", "SARS-CoV-2", "Égypte", "Egypte", "Unicef", "UNICEF", "travaux", "travail", "geese", "goose"),
    *("children’s", "child", "(x)", "«traite»", "?", "-", "Pacte", "pacte"),
]
PHRASES = st.lists(st.sampled_from(WORDS + 3 * MORE), min_size=1, max_size=4).map(" ".join)


def ids(hits):
    return [(hit.concept.identifier, hit.start, hit.end, hit.how) for hit in hits]


@pytest.fixture(scope="module")
def language_stores(tmp_path_factory):
    spellings = {term for term, _ in PAIRS}
    spellings |= {*MORE, *(f"{one} {other}" for one in MORE for other in MORE[:9])}
    glossary = Glossary(
        tuple(
            Concept(f"c{number}", (Term(text, "fr", case=rule, type=kind), Term(text, "en", case=rule, type=kind)))
            for number, (text, rule, kind) in enumerate(
                (text, rule, kind)
                for text in sorted(spellings)
                for rule, kind in (
                    (CaseRule.AUTO, TermType.FULL_FORM),
                    (CaseRule.ANY, TermType.ACRONYM),
                    (CaseRule.EXACT, TermType.FULL_FORM),
                )
            )
        )
    )
    path = tmp_path_factory.mktemp("lookup") / "glossary.db"
    with open_store(path, create=True) as store:
        store.import_glossary(glossary, author="M")
        yield store, {language: TermMatcher(glossary, language) for language in ("fr", "en")}


@settings(max_examples=80)
@given(PHRASES, st.sampled_from(["fr", "en"]))
def test_nothing_is_missed(language_stores, text, language):
    store, whole = language_stores
    part = concepts_for_text(store, text, language)
    assert ids(TermMatcher(part, language).find(text, overlapping=True)) == ids(
        whole[language].find(text, overlapping=True)
    )


def test_few_are_read(tmp_path):
    many = Glossary(tuple(Concept(f"c{n}", (Term(f"terme {n}x", "fr"), Term(f"word{n}", "en"))) for n in range(500)))
    with open_store(tmp_path / "glossary.db", create=True) as store:
        store.import_glossary(many, author="M")
        assert [one.identifier for one in concepts_for_text(store, "the words word7 and word81", "en-GB")] == [
            "c7",
            "c81",
        ]
        assert len(concepts_for_text(store, "", "en")) == 0
