"""Floors: what the aligner reaches on the examples, pinned with a digest of them.

To raise a floor: run ``accord evaluate alignment examples/gold --from en --to fr`` (and again with ``--one-by-one``),
and put the new figures, rounded down in the third decimal, below. A floor is lowered only with a reason in the same
commit; where the examples change, the digest and the figures change together.
"""

import hashlib
from pathlib import Path

import pytest

from toolkit.workflows.evaluate_alignment import evaluate_alignment, read_gold_documents
from toolkit.workflows.pair import pair_folders

EXAMPLES = Path(__file__).parents[2] / "examples"
DIGEST = "019070a5dc06abe9"
# One by one: (strict F1, lax F1).
FLOORS = {False: (0.992, 0.998), True: (0.989, 0.998)}


def digest() -> str:
    whole = hashlib.sha256()
    for path in sorted((EXAMPLES / "gold").rglob("*.txt")):
        whole.update(path.relative_to(EXAMPLES).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def test_the_examples_are_those_that_were_measured() -> None:
    assert digest() == DIGEST


@pytest.mark.parametrize("one_by_one", [False, True])
def test_alignment(one_by_one: bool) -> None:
    documents = read_gold_documents(EXAMPLES / "gold")
    result = evaluate_alignment(documents, "en", "fr", one_by_one=one_by_one)
    assert result.total is not None
    strict, lax = FLOORS[one_by_one]
    assert result.total.strict.f1 >= strict
    assert result.total.lax.f1 >= lax


def test_pairing_is_all_right() -> None:
    rows = [
        tuple(line.split("\t")[1:3])
        for line in (EXAMPLES / "gold" / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    expected = {(source, target) for source, target in rows if source and target and "-" not in (source, target)}
    pairing = pair_folders(EXAMPLES / "originals", EXAMPLES / "releases", "en", "fr")
    found = {(pair.source.path.name, pair.target.path.name) for pair in pairing.pairs}
    assert found == expected
    assert (len(pairing.unpaired_sources), len(pairing.unpaired_targets)) == (2, 2)
