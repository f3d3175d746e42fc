"""Many texts searched for terms at once: what each by itself gives."""

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.match import rows
from termbase.match.matcher import TermMatcher
from termbase.match.rows import CutTexts
from termbase.model import CaseRule, Concept, Glossary, Term
from tmx.text.pieces import piece_offsets
from tmx.text.tokens import split_pieces

TERMS = [
    ("traite des personnes", CaseRule.AUTO),
    ("traite", CaseRule.AUTO),
    ("personne", CaseRule.AUTO),
    ("Pacte", CaseRule.EXACT),
    ("pacte mondial", CaseRule.AUTO),
    ("migration de main-d’œuvre", CaseRule.AUTO),
    ("aide au retour", CaseRule.AUTO),
    ("retour", CaseRule.AUTO),
    ("OIM", CaseRule.AUTO),
]
WORDS = (
    "la traite des personnes et de transnationale Pacte pacte mondial. migrations main-d’œuvre l’aide au retour, (OIM) "
    "1 000 retours <b> 3\u00a0000 d’une «personne» U.N. OIM-3 … PACTE"
).split(" ")


def glossary() -> Glossary:
    concepts = [Concept(str(number), (Term(text, "fr", case=case),)) for number, (text, case) in enumerate(TERMS)]
    return Glossary(tuple(concepts))


def cut(texts: list[str]) -> CutTexts:
    pieces: dict[str, int] = {}
    split = [split_pieces(text) for text in texts]
    numbers = [pieces.setdefault(piece, len(pieces)) for row in split for piece in row]
    starts = [at for text, row in zip(texts, split, strict=True) for at in piece_offsets(text, row)]
    offsets = np.array([0, *accumulate(map(len, split))], dtype=np.int64)
    return CutTexts(texts, tuple(pieces), np.array(numbers, dtype=np.int64), offsets, np.array(starts, dtype=np.int64))


sentences = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


@given(st.lists(sentences, max_size=8))
def test_as_each_by_itself(texts: list[str]) -> None:
    one, other = TermMatcher(glossary(), "fr"), TermMatcher(glossary(), "fr")
    assert one.search_all(cut(texts)) == [other.search(text) for text in texts]


@pytest.mark.parametrize("block", [1, 3, 50])
def test_in_blocks(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(rows, "_BLOCK", block)
    texts = ["la traite des personnes", "", "  l’aide au retour ,  ", "le Pacte mondial et un pacte", "OIM", "x"]
    matcher = TermMatcher(glossary(), "fr")
    found = matcher.search_all(cut(texts))
    assert found == [matcher.search(text) for text in texts]
    assert [len(hits.every) for hits in found] == [3, 0, 2, 2, 1, 0]
