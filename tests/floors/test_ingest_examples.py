"""Every release of the examples becomes exactly the sentences that were written down for it by hand."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.ingest import ingest, segment_document

EXAMPLES = Path(__file__).parents[2] / "examples"


def releases() -> Iterator[object]:
    with (EXAMPLES / "gold" / "pairs.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            if row["pair"] == "-":
                continue
            for folder, side, gold in (("originals", "source", "src"), ("releases", "target", "tgt")):
                path = EXAMPLES / folder / row[side]
                yield pytest.param(path, EXAMPLES / "gold" / row["pair"] / f"{gold}.txt", id=path.name)


@pytest.mark.parametrize(("path", "gold"), list(releases()))
def test_sentences_of_release(path: Path, gold: Path) -> None:
    expected = [" ".join(line.split()) for line in gold.read_text("utf-8").splitlines()]
    assert [" ".join(sentence.text.split()) for sentence in segment_document(ingest(path))] == expected


def test_all_pairs_are_there() -> None:
    assert len(list(releases())) >= 24
