"""Pairs of documents that may be none: what is said of them, and where."""

import pytest
from msgspec.structs import replace

from tmx.align.drift import Drift
from tmx.model import Alignment, Bead
from toolkit.model import AlignedPair
from toolkit.reports.doubts import doubt_of, doubts, drift_comment

LONG = "a sentence of many words that is longer than what is quoted of it"


def pair(name, *scores, sentence=LONG):
    beads = tuple(Bead(range(at, at + 1), range(at, at + 1), score) for at, score in enumerate(scores))
    texts = (sentence,) * len(scores)
    return AlignedPair(f"{name}.txt", f"{name}-fr.txt", texts, texts, Alignment(beads, len(scores), len(scores)))


GOOD, BAD = 9.0, -3.0
RIGHT = pair("right", *[GOOD] * 9)
FOREIGN = pair("foreign", *[GOOD, -12.0] * 5)  # apart everywhere, and nowhere for long
DRIFTING = pair("drifting", *[GOOD] * 30, *[BAD] * 7)


def test_only_the_doubtful_ones_in_order():
    found = doubts([DRIFTING, RIGHT, FOREIGN])
    assert [doubt.pair for doubt in found] == [DRIFTING, FOREIGN]
    assert [(doubt.unrelated, doubt.drift is None) for doubt in found] == [(False, False), (True, True)]


def test_an_approval_settles_it():
    assert doubt_of(replace(FOREIGN, approved=frozenset({1}))) is None


def test_what_is_said():
    drifting, foreign = doubts([DRIFTING, FOREIGN])
    assert drifting.message == "drifting.txt and drifting-fr.txt drift apart"
    assert drifting.where == (
        "from «a sentence of many words that is longer …»: sentences 31 to 37 of the source, "
        "sentences 31 to 37 of the target"
    )
    assert foreign.message.startswith("foreign-fr.txt does not look like a translation of foreign.txt: ")
    assert foreign.where == ""
    assert drift_comment(Drift(range(30, 37), range(29, 35))) == (
        "# drift: source sentences 30 to 36 and target sentences 29 to 34 do not look like translations"
    )


def test_a_part_that_one_side_lacks():
    """Such a stretch may stand behind the last sentence of the other side."""
    beads = [Bead(range(at, at + 1), range(at, at + 1), GOOD) for at in range(9)]
    alone = [Bead(range(at, at + 1), range(0)) for at in range(9, 16)]
    there = (*beads, *alone, *(Bead(range(0), range(at, at + 1)) for at in range(9, 16)))
    both = replace(RIGHT, source=(LONG,) * 16, target=("Fin.",) * 16, alignment=Alignment(there, 16, 16))
    assert doubt_of(both).where.endswith("sentences 10 to 16 of the source, sentences 10 to 16 of the target")
    late = replace(doubt_of(both), drift=Drift(range(16, 16), range(9, 16)))
    assert late.where == "from «Fin.»: sentences 10 to 16 of the target, for none of the source"
    late = replace(late, drift=Drift(range(9, 16), range(16, 16)))
    assert late.where.endswith("sentences 10 to 16 of the source, for none of the target")
    assert replace(late, drift=Drift(range(0), range(0))).where == ""
    assert drift_comment(Drift(range(16, 16), range(9, 16))) == (
        "# drift: no source sentence and target sentences 9 to 15 do not look like translations"
    )


def test_parts_in_another_order_are_said_in_full():
    """Between two stretches without counterpart stands one that has them, so that a side of the worst may be empty."""
    kinds = [(1, 1)] * 2 + [(0, 1)] * 5 + [(1, 1)] * 4 + [(1, 0)] * 4 + [(1, 1)] * 2
    found, i, j = [], 0, 0
    for a, b in kinds:
        found.append(Bead(range(i, i + a), range(j, j + b), GOOD))
        i, j = i + a, j + b
    moved = AlignedPair("a", "b", ("S.",) * i, ("T.",) * j, Alignment(tuple(found), i, j))
    assert doubt_of(moved).where == "from «T.»: sentences 3 to 7 of the target, for none of the source"


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        ("short  and\nblank", "short and blank"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 40 + " …"),
        ("x" * 40 + " y", "x" * 40 + " …"),
        ("words " + "x" * 40, "words …"),
    ],
)
def test_the_sentence_is_quoted_between_words(sentence, quoted):
    doubt = doubt_of(replace(DRIFTING, source=(sentence,) * 37))
    assert doubt is not None
    assert doubt.where.startswith(f"from «{quoted}»: ")
