"""What extraction from texts of one language finds in the examples, with their glossary as gold, does not get less.

The glossary is no list of all terms of the texts, so that recall counts, and precision among the first hundred. The
floors stand a little below what is reached (``docs/evaluation/terms.md``); they belong to the texts of this digest.
"""

import hashlib
from pathlib import Path

import pytest

from termbase.extract.monolingual.extraction import accepted_keys, corpus_of, terms_of_corpus
from termbase.extract.monolingual.training import forms_in, lemma_key, term_key
from termbase.formats.registry import read_glossary
from tmx.text.languages import find_language
from toolkit.workflows.texts import documents_in, read_text

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    ("language", "folder", "digest", "recall", "first"),
    [("en", "originals", "9bfc02eefb2f4f36", 0.36, 0.25), ("fr", "releases", "f76759fe8e51e967", 0.30, 0.16)],
)
def test_terms_of_the_glossary_are_found(language, folder, digest, recall, first):
    paths = documents_in(EXAMPLES / folder)
    seen = hashlib.sha256(b"".join(path.read_bytes() for path in (*paths, EXAMPLES / "glossary.tbx")))
    assert seen.hexdigest()[:16] == digest
    known = find_language(language)
    corpus = corpus_of([read_text(path, language).sentences for path in paths], language)
    accepted = accepted_keys(read_glossary(EXAMPLES / "glossary.tbx"), known)
    gold = {lemma_key(form, known) for form in forms_in(corpus, accepted)}
    found = [lemma_key(term_key(term.text, known), known) for term in terms_of_corpus(corpus)]
    assert len(gold & set(found)) / len(gold) >= recall
    assert sum(key in gold for key in found[:100]) / 100 >= first
