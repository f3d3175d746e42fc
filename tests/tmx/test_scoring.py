import pytest

from tmx.align.beads import GoldBead
from tmx.align.scoring import calibrate, gold_problem, score_beads, total_score
from tmx.model import Bead

GOLD = (GoldBead((0,), (0,)), GoldBead((1, 2), (1,)), GoldBead((3,), ()), GoldBead((), (2,)), GoldBead((4,), (3,)))


def bead(source: range, target: range, confidence: float = 1.0) -> Bead:
    return Bead(source, target, confidence=confidence)


def test_the_gold_itself_is_all_right() -> None:
    found = [bead(range(1), range(1)), bead(range(1, 3), range(1, 2)), bead(range(3, 4), range(0))]
    found += [bead(range(0), range(2, 3)), bead(range(4, 5), range(3, 4))]
    score = score_beads(found, GOLD)
    assert (score.strict.precision, score.strict.recall, score.strict.f1) == (1.0, 1.0, 1.0)
    assert score.lax.f1 == 1.0


def test_by_hand() -> None:
    found = [
        bead(range(1), range(1)),  # right
        bead(range(1, 2), range(1, 2)),  # lax: half of 2-1
        bead(range(2, 3), range(0)),  # wrong null
        bead(range(3, 4), range(2, 3)),  # wrong: two nulls of the gold
        bead(range(4, 5), range(3, 4)),  # right
    ]
    score = score_beads(found, GOLD)
    assert score.strict.precision == pytest.approx(2 / 5)
    assert score.strict.recall == pytest.approx(2 / 3)
    assert score.strict.f1 == pytest.approx(2 * 0.4 * (2 / 3) / (0.4 + 2 / 3))
    assert score.lax.precision == pytest.approx(3 / 5)
    assert score.lax.recall == pytest.approx(1.0)


def test_documents_are_summed() -> None:
    right = score_beads([bead(range(1), range(1))], [GoldBead((0,), (0,))])
    wrong = score_beads([bead(range(1), range(0)), bead(range(0), range(1))], [GoldBead((0,), (0,))])
    both = total_score([right, wrong])
    assert both.strict.precision == pytest.approx(1 / 3)
    assert both.strict.recall == pytest.approx(1 / 2)


def test_nothing_found_is_nothing_right() -> None:
    score = score_beads([], [])
    assert (score.strict.precision, score.strict.recall, score.strict.f1) == (0.0, 0.0, 0.0)


def test_calibration() -> None:
    found = [bead(range(1), range(1), 0.995), bead(range(1, 2), range(1, 2), 0.999)]
    found += [bead(range(2, 3), range(0), 0.5)]
    result = calibrate([(found, GOLD)])
    assert (result.beads, result.sure, result.right) == (3, 2, 1)
    assert result.coverage == pytest.approx(2 / 3)
    assert result.precision == pytest.approx(1 / 2)


@pytest.mark.parametrize(
    ("gold", "reason", "sentences", "grave"),
    [
        ((GoldBead((0, 1), (0,)),), None, 0, False),
        ((GoldBead((0,), (0,)),), "source sentence 1 stands in no bead", 1, False),
        ((GoldBead((0,), ()),), "source sentence 1 and 1 more stand in no bead", 2, False),
        ((GoldBead((0, 1), (0,)), GoldBead((1,), ())), "source sentence 1 stands in two beads", 1, True),
        ((GoldBead((0, 1), (0, 5)),), "it names target sentence 5, but the text has 1 (counted from 0)", 1, True),
    ],
)
def test_gold_that_does_not_fit(gold: tuple[GoldBead, ...], reason: str | None, sentences: int, grave: bool) -> None:
    problem = gold_problem(gold, 2, 1)
    if reason is None:
        assert problem is None
    else:
        assert problem is not None
        assert (problem.reason, problem.sentences, problem.grave) == (reason, sentences, grave)
