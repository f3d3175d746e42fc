"""Passages without counterpart: one bead in literature, sentence by sentence elsewhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.align.passages import is_literature, joined_passages
from tmx.align.speech import opens_speech, reads_as_prose
from tmx.model import Alignment, Bead

PLAIN, MERGE, OURS, THEIRS = (1, 1), (2, 1), (1, 0), (0, 1)


def alignment(kinds: list[tuple[int, int]], confidence: float = 0.9) -> Alignment:
    beads, row, column = [], 0, 0
    for number, (a, b) in enumerate(kinds):
        sure = confidence - 0.01 * number / len(kinds)
        beads.append(Bead(range(row, row + a), range(column, column + b), 1.0, sure))
        row, column = row + a, column + b
    return Alignment(tuple(beads), row, column)


def kinds_of(found: Alignment) -> list[str]:
    return [bead.kind for bead in found.beads]


def everything(found: Alignment) -> tuple[np.ndarray, np.ndarray]:
    return np.ones(found.source_length, dtype=np.bool_), np.ones(found.target_length, dtype=np.bool_)


@pytest.mark.parametrize(
    ("kinds", "confidence", "expected"),
    [
        ([MERGE] * 30 + [PLAIN] * 30, 0.9, True),
        ([MERGE] * 30 + [PLAIN] * 30, 1.01, False),  # much is merged, nothing is in doubt
        ([MERGE] * 3 + [PLAIN] * 57, 0.9, False),  # much is in doubt, little is merged
        ([MERGE] * 3 + [PLAIN] * 3, 0.9, False),  # too short to tell
        ([MERGE] * 6 + [PLAIN] * 6, 0.9, True),
        ([OURS] * 9, 0.5, False),
        ([], 0.5, False),
    ],
)
def test_literature_is_told_by_merges_and_doubt(
    kinds: list[tuple[int, int]], confidence: float, expected: bool
) -> None:
    assert is_literature(alignment(kinds, confidence)) is expected


FREE = [MERGE] * 20 + [PLAIN] * 10


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([OURS, OURS, OURS], ["3-0"]),
        ([THEIRS, THEIRS], ["0-2"]),
        ([OURS, THEIRS, THEIRS, OURS], ["1-0", "0-2", "1-0"]),
        ([OURS, PLAIN, OURS], ["1-0", "1-1", "1-0"]),
        ([PLAIN, OURS, MERGE], ["1-1", "1-0", "2-1"]),
    ],
)
def test_neighbours_of_one_side_are_joined(kinds: list[tuple[int, int]], expected: list[str]) -> None:
    given_ = alignment([*FREE, *kinds])
    found = joined_passages(given_, *everything(given_))
    assert kinds_of(found)[len(FREE) :] == expected
    assert sum(bead.score for bead in found.beads) == pytest.approx(sum(bead.score for bead in given_.beads))
    for bead in found.beads:
        parts = [b for b in given_.beads if set(b.source) & set(bead.source)]
        parts = parts or [b for b in given_.beads if set(b.target) & set(bead.target)]
        assert bead.confidence == min(part.confidence for part in parts)


def test_captions_stay_single() -> None:
    given_ = alignment([*FREE, OURS, OURS, OURS])
    prose = everything(given_)
    prose[0][-2] = False
    assert kinds_of(joined_passages(given_, *prose))[len(FREE) :] == ["1-0", "1-0", "1-0"]


def test_elsewhere_every_sentence_stands_alone() -> None:
    given_ = alignment([*[PLAIN] * 40, OURS, OURS])
    assert joined_passages(given_, *everything(given_)) is given_


@settings(max_examples=100)
@given(st.lists(st.sampled_from([PLAIN, MERGE, OURS, THEIRS]), max_size=40), st.randoms())
def test_every_sentence_keeps_its_place(kinds: list[tuple[int, int]], draw) -> None:
    given_ = alignment([*FREE, *kinds])
    prose = tuple(np.array([draw.random() < 0.8 for _ in side], dtype=np.bool_) for side in everything(given_))
    found = joined_passages(given_, *prose)
    # An alignment that leaves a sentence out cannot be made; what has a counterpart is untouched.
    assert [b for b in found.beads if b.source and b.target] == [b for b in given_.beads if b.source and b.target]
    for bead in found.beads:
        if bead.kind not in ("1-1", "2-1", "1-0", "0-1"):
            assert all(prose[0][n] for n in bead.source)
            assert all(prose[1][n] for n in bead.target)


@pytest.mark.parametrize(
    ("sentence", "opens", "prose"),
    [
        ("« Je viens », dit-il.", True, True),
        ("— Qui est là ?", True, True),
        ("' Speak English! ' said the Eaglet. '", True, True),
        ("„Komm her!“", True, True),
        ("»Komm her!«", True, True),
        ("» Genau auf dieser Route.", False, True),
        ("„Wir gehen“, sagte er", True, False),
        ("「行こう。」", True, True),
        ("She said so.", False, True),
        ("Lhotsé ( 8501 m )", False, False),
        (".....", False, False),
        ("- _-", True, False),
        ("", False, False),
    ],
)
def test_signs_of_a_sentence(sentence: str, opens: bool, prose: bool) -> None:
    assert (opens_speech([sentence]).tolist(), reads_as_prose([sentence]).tolist()) == ([opens], [prose])
