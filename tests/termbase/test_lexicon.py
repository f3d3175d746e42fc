from termbase.lexicon import GlossaryLexicon
from termbase.model import Concept, Glossary, Status, Term
from tmx.align.lexicon import Lexicon, LexiconEntry


def test_pairs_of_all_terms_weighted_by_status():
    concept = Concept(
        "1",
        (
            Term("trafficking", "en"),
            Term("traite", "fr-FR"),
            Term("traite humaine", "fr", Status.ADMITTED),
            Term("trafic", "fr", Status.FORBIDDEN),
        ),
    )
    lexicon: Lexicon = GlossaryLexicon(Glossary((concept,)), "en-GB", "fr")
    assert list(lexicon.entries()) == [
        LexiconEntry("trafficking", "traite", 1.0),
        LexiconEntry("trafficking", "traite humaine", 0.8),
    ]
    assert next(GlossaryLexicon(Glossary((concept,)), "fr", "en").entries()).source == "traite"


def test_a_language_without_terms_has_no_entries():
    assert not list(GlossaryLexicon(Glossary((Concept("1", (Term("x", "en"),)),)), "en", "fr").entries())
