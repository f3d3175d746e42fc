import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.align.lexicon import Dictionary, LexiconEntry
from tmx.align.word_hmm import Jumps, Lattice, forward_backward, without_excess
from tmx.align.word_priors import known_words
from tmx.align.word_scoring import GoldLinks, WordLink, links_of, score_links
from tmx.align.word_texts import number_texts, word_stem
from tmx.align.words import TokenPair, WordAlignerSettings, align_words
from tmx.text.languages import find_language

REACH, NULL = 2, 0.15


def slow_posteriors(emission: np.ndarray, background: np.ndarray, jumps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """By going through every sequence of states, (place, word or no word): links, and how often each jump is taken."""
    rows, columns = emission.shape

    def move(here: int, there: int) -> float:
        weights = [jumps[np.clip(n - here, -REACH, REACH) + REACH] for n in range(columns)]
        return weights[there] / sum(weights)

    result = np.zeros((rows, columns))
    taken = np.zeros(len(jumps))
    total = 0.0
    for start in range(columns):
        for path in itertools.product(range(-1, columns), repeat=rows):
            probability, here = 1.0 / columns, start
            moved = []
            for row, state in enumerate(path):
                if state < 0:
                    probability *= NULL * background[row]
                else:
                    # The first word is reached from nowhere: each start counts once for it.
                    step = 1.0 / columns if row == 0 else move(here, state)
                    probability *= (1 - NULL) * step * emission[row, state]
                    if row:
                        moved.append(np.clip(state - here, -REACH, REACH) + REACH)
                    here = state
            total += probability
            for jump in moved:
                taken[jump] += probability
            for row, state in enumerate(path):
                if state >= 0:
                    result[row, state] += probability
    return result / total, taken / total


def lattice_of(emission: np.ndarray, background: np.ndarray) -> Lattice:
    rows, columns = emission.shape[1:]
    everything = np.ones((1, columns), dtype=bool), np.ones((1, rows), dtype=bool)
    return Lattice(emission, *everything, NULL * background, NULL)


@settings(max_examples=40)
@given(st.integers(1, 3), st.integers(1, 3), st.integers(0, 10_000))
def test_forward_backward_agrees_with_going_through_all_paths(rows, columns, seed):
    random = np.random.default_rng(seed)
    emission = random.uniform(0.01, 1.0, (1, rows, columns))
    jumps = random.uniform(0.1, 1.0, 2 * REACH + 1)
    background = random.uniform(0.01, 0.5, (1, rows))
    found = forward_backward(lattice_of(emission, background), Jumps(jumps))
    links, taken = slow_posteriors(emission[0], background[0], jumps)
    np.testing.assert_allclose(found.links[0], links, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(found.taken, taken, rtol=1e-6, atol=1e-9)


def test_a_far_jump_is_possible_once_for_each_place_it_may_lead_to():
    emission = np.full((1, 2, 6), 0.5)
    found = forward_backward(lattice_of(emission, np.zeros((1, 2))), Jumps(np.ones(2 * REACH + 1)))
    # From six places, all alike: places 2 or more behind are 4 + 3 + 2 + 1, each reached from with 1/6.
    np.testing.assert_allclose(found.possible, [10 / 6, 5 / 6, 1, 5 / 6, 10 / 6])


def test_what_explains_too_much_is_held_back():
    emission = np.array([[[0.9, 0.5], [0.9, 0.5], [0.9, 0.5]]])
    lattice = lattice_of(emission, np.full((1, 3), 1e-3))
    jumps = Jumps(np.ones(2 * REACH + 1))
    before = forward_backward(lattice, jumps).links
    after = forward_backward(without_excess(lattice, before), jumps).links
    assert before[0].sum(axis=0)[0] > after[0].sum(axis=0)[0] > 1


def test_padding_changes_nothing():
    short, long = TokenPair(("the", "house"), ("la", "maison")), TokenPair(tuple("abcdef"), tuple("uvwxyz"))
    other = [TokenPair(("house", "the", "x"), ("la", "maison")), TokenPair(("q",), ("r", "s", "t"))]
    one = align_words([short, long, *other])
    turned = align_words([*other, long, short])
    np.testing.assert_allclose(one[0], turned[3], atol=1e-5)
    np.testing.assert_allclose(one[1], turned[2], atol=1e-5)


def test_words_find_their_counterparts():
    pairs = [
        TokenPair(("the", "house"), ("la", "maison")),
        TokenPair(("the", "blue", "house"), ("la", "maison", "bleue")),
        TokenPair(("the", "flower"), ("la", "fleur")),
        TokenPair(("a", "blue", "flower"), ("une", "fleur", "bleue")),
    ]
    matrices = align_words(pairs)
    assert matrices[1].shape == (3, 3)
    assert matrices[1].argmax(axis=1).tolist() == [0, 2, 1]
    assert all((matrix >= 0).all() and (matrix <= 1 + 1e-5).all() for matrix in matrices)


def test_what_is_known_decides():
    pair = TokenPair(("rouge", "gorge"), ("robin", "thing"))
    known = (LexiconEntry("rouge", "thing"), LexiconEntry("gorge", "robin"))
    assert align_words([pair], known=known)[0].argmax(axis=1).tolist() == [1, 0]


@pytest.mark.parametrize("pairs", [[], [TokenPair((), ())], [TokenPair(("a",), ())], [TokenPair((), ("b",))]])
def test_empty_texts(pairs):
    assert [m.shape for m in align_words(pairs)] == [(len(p.source), len(p.target)) for p in pairs]


def test_a_large_memory_is_learnt_from_in_part():
    pairs = [TokenPair(("x", f"w{n % 7}"), (f"m{n % 7}", "y")) for n in range(60)]
    matrices = align_words(pairs, WordAlignerSettings(max_cells=120))
    assert matrices[0].shape == (2, 2)
    assert sum(m[1, 0] > 0.5 for m in matrices) == 60


def test_the_same_each_time_and_progress_reaches_its_end():
    pairs = [TokenPair(("x", f"w{n % 7}"), (f"m{n % 7}", "y")) for n in range(20)]
    seen = []
    first = align_words(pairs, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] == len(seen)
    for one, other in zip(first, align_words(pairs), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("word", "language", "stem"),
    [
        ("Migrations", "en", "migra"),
        ("l’", "fr", "le"),
        ("qu'", "fr", "que"),
        ("l’", None, "l"),
        ("1 200", "fr", "1200"),
        ("3,5", "fr", "3.5"),
        ("«", "fr", '"'),
        ("“", "en", '"'),
        (".", "en", "."),
    ],
)
def test_word_stems(word, language, stem):
    assert word_stem(word, 5, find_language(language) if language else None) == stem


def test_known_words():
    lexicon = Dictionary((LexiconEntry("trafficking in persons", "traite des personnes"),))
    known = {(k.source, k.target): k.weight for k in known_words("en", "fr", [lexicon])}
    assert known["trafficking", "traite"] == known["persons", "personnes"] == 0.5
    assert ("in", "des") not in known
    assert ("monday", "lundi") in known
    assert ("the", "le") in known
    assert ("the", "le") not in {(k.source, k.target) for k in known_words("en", "fr", shipped=False)}


def test_numbered_texts():
    texts = number_texts([["a", "B", "a"], [], ["b"]])
    assert texts.lengths().tolist() == [3, 0, 1]
    lowered = texts.mapped(str.lower)
    assert lowered.words == ("a", "b")
    assert lowered.ids.tolist() == [0, 1, 0, 1]


def test_score_of_links():
    def links(*places):
        return frozenset(itertools.starmap(WordLink, places))

    gold = [GoldLinks(links((0, 0)), links((0, 0), (1, 1))), GoldLinks(links((0, 0)), links((0, 0)))]
    score = score_links([sorted(links((0, 0), (1, 1), (2, 2))), ()], gold)
    assert (score.precision, score.recall) == (2 / 3, 1 / 2)
    assert score.error_rate == pytest.approx(1 - (1 + 2) / (3 + 2))
    assert links_of(np.array([[0.6, 0.5], [0.1, 0.9]])) == (WordLink(0, 0), WordLink(1, 1))


def test_the_pairs_asked_for_are_learnt_from_in_a_large_memory():
    beside = [TokenPair(("the", "sea", "is", str(n)), ("la", "mer", "est", str(n))) for n in range(2000)]
    rare = TokenPair(("gannets", "nest"), ("fous", "nichent"))
    pairs = [*beside[:7], rare, *beside[7:]]
    wanted = np.arange(len(pairs)) == 7
    settings = WordAlignerSettings(max_cells=4000)  # every eighth or ninth pair
    links = align_words(pairs, settings, wanted=wanted)
    assert links[7].shape == (2, 2)
    assert links[7].sum() > 1
    assert links[0].size == 0
