"""What stands around candidates: lists, word families, places in documents; how far a small glossary is trusted."""

import numpy as np
import pytest

from termbase.extract.monolingual.candidates import find_candidates
from termbase.extract.monolingual.extraction import corpus_of, terms_of_corpus
from termbase.extract.monolingual.kinship import find_kinship, kinship_features
from termbase.extract.monolingual.ranker_file import read_ranker, write_ranker
from termbase.extract.monolingual.scene import scene_of
from termbase.extract.monolingual.standing import standing_features
from termbase.extract.monolingual.training import in_groups, train_ranker
from termbase.extract.monolingual.unlearnt import term_odds

DOCUMENTS = [
    [
        "Wind turbines",
        "The nacelle holds a gearbox, a generator and a converter.",
        "The power coefficient (PC) describes the “rotor blade” of a turbine.",
        "Later the gearbox failed.",
    ],
    ["The generator and the transformer were tested.", "A generation later the transformers were generated again."],
]


@pytest.fixture(scope="module")
def corpus():
    return corpus_of(DOCUMENTS, "en")


@pytest.fixture(scope="module")
def candidates(corpus):
    return find_candidates(corpus)


def number_of(candidates, words):
    return candidates.keys.index(tuple(words.split()))


@pytest.mark.parametrize(
    ("column", "words", "value"),
    [
        ("short-line", "wind turbines", 1.0),
        ("whole-line", "wind turbines", 1.0),
        ("unfinished", "wind turbines", 1.0),
        ("earliest", "wind turbines", 0.0),
        ("earliest", "transformer", 0.0),
        ("before-parenthesis", "power coefficient", 1.0),
        ("in-parentheses", "pc", 1.0),
        ("quoted", "rotor blade", 1.0),
        ("before-comma", "gearbox", 0.5),
        ("title-share", "gearbox", 0.5),
        ("titles", "transformer", np.log(2)),
    ],
)
def test_where_candidates_stand(corpus, candidates, column, words, value):
    table = standing_features(corpus, candidates).columns
    assert table[column][number_of(candidates, words)] == pytest.approx(value)


def test_lists_tie_their_members(corpus, candidates):
    kinship = find_kinship(corpus, candidates)
    pairs = set(zip(kinship.listed.tolist(), kinship.beside.tolist(), strict=True))
    for one, other in (("gearbox", "generator"), ("generator", "converter"), ("generator", "transformer")):
        both = number_of(candidates, one), number_of(candidates, other)
        assert both in pairs
        assert both[::-1] in pairs
    assert (number_of(candidates, "nacelle"), number_of(candidates, "gearbox")) not in pairs
    assert not [pair for pair in pairs if pair[0] == pair[1]]


def test_families_against_a_slow_look_at_each(corpus, candidates):
    kinship = find_kinship(corpus, candidates)
    probabilities = np.random.default_rng(3).uniform(0.01, 0.99, len(candidates))
    frequency = np.bincount(candidates.owner, minlength=len(candidates)).astype(np.float64)
    found = kinship_features(kinship, frequency, probabilities).columns["head-beginning"]
    weight = np.minimum(1 + 0.5 * np.log(frequency), 2)
    groups = kinship.families[0]
    for at in range(len(candidates)):
        others = [other for other in range(len(candidates)) if other != at and groups[other] == groups[at]]
        share = (sum(probabilities[o] * weight[o] for o in others) + 2 * probabilities.mean()) / (
            sum(weight[o] for o in others) + 2
        )
        assert found[at] == pytest.approx(np.log((share + 1e-4) / (1 - share + 1e-4)))
    one, other = number_of(candidates, "generator"), number_of(candidates, "generation")
    assert groups[one] == groups[other]


def test_what_is_its_own_witness_says_nothing(corpus, candidates):
    scene = scene_of(corpus, candidates)
    assert np.isfinite(term_odds(scene)).all()
    alone = corpus_of([["Nacelle"]], "en")
    assert np.isfinite(term_odds(scene_of(alone, find_candidates(alone)))).all()


PARTS = ("nacelle", "gearbox", "generator", "converter", "transformer", "anemometer", "pylon", "actuator")
MATERIALS = ("steel", "copper", "carbon", "concrete")
TEXT = [
    f"The {material} {part} of unit {number} was replaced by a {MATERIALS[(number + 1) % 4]} {PARTS[(number + 3) % 8]}."
    for number in range(24)
    for material, part in [(MATERIALS[number % 4], PARTS[(number * 5 + number // 8) % 8])]
]


def trained(terms):
    corpus = corpus_of([TEXT[:8], TEXT[8:16], TEXT[16:]], "en")
    return corpus, train_ranker(in_groups(corpus, frozenset(terms)))


def test_a_glossary_that_looks_incomplete_is_trusted_less(tmp_path):
    every = {(material, part) for material in MATERIALS for part in PARTS} | {(part,) for part in PARTS}
    corpus, complete = trained(every)
    assert complete.trust == 1.0
    proposed = {tuple(term.text.split()) for term in terms_of_corpus(corpus)}
    noise = [f"The wobbulator{number} and the flangulator{number} rattled." for number in range(300)]
    larger = corpus_of([[*TEXT, *noise[:150]], noise[150:], TEXT], "en")
    partial = train_ranker(in_groups(larger, frozenset(every)))
    assert proposed
    assert partial.trust < 0.6
    write_ranker(tmp_path / "ours.ranker", partial)
    assert read_ranker(tmp_path / "ours.ranker").trust == partial.trust


def test_groups_follow_the_documents_that_are_there():
    corpus = corpus_of([["One thing."], ["Two things."], ["Three things."], ["Four things."]], "en")
    assert {sample.group for sample in in_groups(corpus, frozenset())} == {"0", "1", "2"}
    later = type(corpus)(corpus.language, corpus.sentences[-3:], corpus.documents)
    assert {sample.group for sample in in_groups(later, frozenset())} == {"0", "1", "2"}
