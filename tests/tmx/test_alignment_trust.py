"""Confidence, drift, runners-up, and that processes change nothing."""

import itertools
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tmx.align import sentences
from tmx.align.confidence import CONFIDENCE_WEIGHTS, PLAIN_CONFIDENCE, calibrated, confidence_evidence
from tmx.align.drift import Drift, distrusted, find_drift, mean_evidence, seems_unrelated
from tmx.align.model1 import BeadSample, estimate
from tmx.align.rescoring import shipped_rescorer
from tmx.align.rivals import rivals
from tmx.align.seeds import same_order
from tmx.align.sentences import TextPair, align_sentences, align_texts
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.align.stems import Vocabulary
from tmx.model import Alignment, Bead

FRENCH = ("Le chien dort.", "Il a 12 ans.", "Le ministre Diallo a remercié les donateurs.", "La nuit tombe.")
ENGLISH = ("The dog sleeps and is 12 years old.", "Minister Diallo thanked the donors.", "Night falls.")


def alignment(rows: list[tuple[int, int, float]]) -> Alignment:
    """Beads by their sizes and scores."""
    beads, row, column = [], 0, 0
    for a, b, score in rows:
        beads.append(Bead(range(row, row + a), range(column, column + b), score))
        row, column = row + a, column + b
    return Alignment(tuple(beads), row, column)


GOOD, BAD = (1, 1, 9.0), (1, 1, -3.0)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([GOOD] * 20, None),
        ([GOOD] * 10 + [BAD] * 7, Drift(range(10, 17), range(10, 17))),
        ([GOOD] * 10 + [BAD] * 3 + [GOOD] * 10 + [BAD] * 4, None),
        # Missing on one side only is no drift, however much it is; missing on both sides is one.
        ([GOOD] * 8 + [(1, 0, -4.0)] * 30 + [GOOD] * 8, None),
        ([GOOD] * 8 + [(1, 0, -4.0), (0, 1, -4.0)] * 6 + [GOOD] * 8, Drift(range(8, 14), range(8, 14))),
        # Four of eight sentences are much of a short text.
        ([GOOD] * 4 + [BAD] * 4, Drift(range(4, 8), range(4, 8))),
        ([BAD] * 7, None),
        ([], None),
    ],
)
def test_the_part_that_drifts(rows: list[tuple[int, int, float]], expected: Drift | None) -> None:
    assert find_drift(alignment(rows)) == expected


def test_unrelated() -> None:
    assert seems_unrelated(alignment([BAD] * 9))
    assert seems_unrelated(alignment([GOOD] * 5 + [BAD] * 6))
    assert not seems_unrelated(alignment([GOOD] * 20 + [BAD] * 6))
    assert not seems_unrelated(alignment([GOOD] * 6 + [(1, 0, -4.0)] * 3))
    assert seems_unrelated(alignment([GOOD] * 6 + [(1, 0, -4.0)] * 3 + [(0, 1, -4.0)] * 3))
    assert mean_evidence(alignment([GOOD, (1, 0, -4.0)])) == pytest.approx(9.0 / 1.5)


@pytest.mark.parametrize(
    ("rows", "capped"),
    [
        ([GOOD] * 20, set()),
        ([GOOD] * 15 + [BAD] * 7, set(range(15, 22))),
        ([BAD] * 9, set(range(9))),
        ([GOOD] * 5 + [(1, 0, -4.0), (0, 1, -4.0)] * 4, set(range(13))),
    ],
)
def test_where_texts_do_not_belong_together_no_bead_is_sure(
    rows: list[tuple[int, int, float]], capped: set[int]
) -> None:
    plain = alignment(rows)
    sure = tuple(replace(bead, confidence=0.999) for bead in plain.beads)
    judged = distrusted(Alignment(sure, plain.source_length, plain.target_length))
    assert {number for number, bead in enumerate(judged.beads) if bead.confidence == 0.5} == capped
    assert {bead.confidence for bead in judged.beads} <= {0.5, 0.999}


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.floats(-9, 9)), max_size=25))
def test_the_stretch_is_the_worst_one(rows: list[tuple[int, int, float]]) -> None:
    whole = alignment([row for row in rows if row[0] or row[1]])
    found = find_drift(whole)
    if found is None:
        return
    both = [bead for bead in whole.beads if bead.source and bead.target]
    shares = [
        sum(len(b.source) for b in both) / whole.source_length,
        sum(len(b.target) for b in both) / whole.target_length,
    ]
    if max(shares) < 0.7:  # much is missing on both sides: the stretch with most sentences that stand alone
        against = [
            -(len(b.source) + len(b.target)) / 2 if b.source and b.target else float(len(b.source) + len(b.target))
            for b in whole.beads
        ]
    else:
        against = [
            max(-4.0, min(4.0, 1.0 - b.score)) if b.source and b.target else 0.5 * (len(b.source) + len(b.target))
            for b in whole.beads
        ]
    sums = [sum(against[a:b]) for a, b in itertools.combinations(range(len(against) + 1), 2)]
    inside = [
        value
        for value, bead in zip(against, whole.beads, strict=True)
        if (bead.source and bead.source.start in found.source) or (bead.target and bead.target.start in found.target)
    ]
    assert sum(inside) == pytest.approx(max(sums))


def test_plain_confidence_is_the_posterior() -> None:
    chances, ones = np.array([0.2, 0.9, 0.5]), np.ones(3, dtype=np.int64)
    assert calibrated(chances, chances[::-1], ones, ones, PLAIN_CONFIDENCE) == pytest.approx(chances)
    assert len(PLAIN_CONFIDENCE) == len(CONFIDENCE_WEIGHTS)


def test_what_is_seen_of_a_text() -> None:
    source, target = np.array([1, 2, 0]), np.array([1, 1, 1])
    chances = np.array([0.5, 0.9, 1.0])
    evidence = confidence_evidence(chances, np.array([0.9, 0.5, 0.5]), source, target)
    features = evidence.seen
    merged, doubt = np.log((1 + 2) / (2 + 20) / 0.1), np.log((0.6 + 0.02 * 20) / (3 + 20))
    assert features[:, 1] == pytest.approx([0.0, np.log(9.0), np.log((1 - 1e-7) / 1e-7)])
    assert features[:, 2] == pytest.approx([np.log(9.0), 0.0, np.log(9.0)])
    assert features[:, 3] == pytest.approx([np.log(9.0), 0.0, 0.0])
    assert features[:, 4].tolist() == [0.0, 0.0, 1.0]  # without counterpart
    assert features[:, 5].tolist() == [0.0, 1.0, 0.0]  # merged
    assert features[:, 6] == pytest.approx(merged)
    assert evidence.agreed[:, 1:3] == pytest.approx(np.array([[merged, doubt]] * 3))
    assert evidence.agreed[:, 3:].tolist() == features[:, 4:6].tolist()
    nothing = confidence_evidence(np.zeros(0), np.zeros(0), source[:0], target[:0])
    assert nothing.seen.shape[1] + nothing.agreed.shape[1] == len(CONFIDENCE_WEIGHTS)
    assert not len(nothing.confidence(np.array(PLAIN_CONFIDENCE)))


def test_confidence_is_never_higher_than_annotators_agree() -> None:
    names = dict(zip(CONFIDENCE_WEIGHTS, PLAIN_CONFIDENCE, strict=True))
    weights = tuple((names | {"agreement_constant": np.log(9.0)}).values())
    chances, ones = np.array([0.5, 0.999999]), np.ones(2, dtype=np.int64)
    assert calibrated(chances, chances, ones, ones, weights) == pytest.approx([0.45, 0.9], abs=1e-5)


def test_what_ships_is_less_sure_of_texts_with_many_merges_and_surer_of_likelier_beads() -> None:
    weights = shipped_rescorer().confidence
    chances = np.linspace(0.05, 0.999, 40)
    one, two = np.ones(40, dtype=np.int64), np.full(40, 2)
    news = calibrated(chances, chances, one, one, weights)
    novel = calibrated(chances, chances, two, one, weights)
    assert (np.diff(news) > 0).all()
    assert novel[-1] < news[-1]


def test_the_runners_up() -> None:
    pair = TextPair(FRENCH, ENGLISH)
    found = align_sentences(FRENCH, ENGLISH, "fr", "en")
    bead = found.beads[0]
    others = rivals(pair, bead, "fr", "en", limit=5)
    assert others
    assert all((o.source, o.target) != (bead.source, bead.target) for o in others)
    assert all(set(o.source) & set(bead.source) or set(o.target) & set(bead.target) for o in others)
    chances = [other.confidence for other in others]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] <= 1.0 - bead.confidence
    assert rivals(TextPair((), ("A.",)), Bead(range(0), range(1)), "fr", "en") == ()


def test_the_result_does_not_depend_on_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "_LEAST_WORK", 0)
    draw = random.Random(3)
    pairs = [TextPair(FRENCH * size, ENGLISH * size) for size in (draw.randint(1, 5) for _ in range(9))]
    seen: list[int] = []
    alone = align_texts(pairs, "fr", "en")
    assert align_texts(pairs, "fr", "en", processes=2, progress=lambda done, total: seen.append(done)) == alone
    assert seen == list(range(1, 28))


def test_word_order_counts_where_languages_share_it() -> None:
    assert same_order("fr-CA", "en")
    assert not same_order("de", "fr")
    vocabularies = Vocabulary(), Vocabulary()
    ids = np.array([vocabularies[0].add(word) for word in "abcd"] * 3)
    for word in "wxyz":
        vocabularies[1].add(word)
    offsets = np.array([0, 4, 8, 12])
    sample = BeadSample(ids, offsets, ids, offsets, np.ones(3))
    shares = np.full(4, 0.25), np.full(4, 0.25)
    plain = estimate(sample, (), vocabularies, shares, DEFAULT_SETTINGS)
    ordered = estimate(sample, (), vocabularies, shares, DEFAULT_SETTINGS, 2.0)
    assert plain.probability("a", "w") == pytest.approx(plain.probability("a", "z"), abs=1e-6)
    assert ordered.probability("a", "w") > 2.0 * plain.probability("a", "w")
