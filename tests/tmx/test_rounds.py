"""What a round learns from the alignments of the round before."""

from __future__ import annotations

import numpy as np

from tmx.align.model1 import MOST_TOKENS
from tmx.align.rounds import bead_sample
from tmx.align.stems import Vocabulary, stem_text
from tmx.model import Alignment, Bead


def test_of_a_text_without_sentences_the_first_tokens_are_learnt_from() -> None:
    whole = stem_text(["rain " * 3 * MOST_TOKENS, "sun and wind"], Vocabulary())
    beads = (Bead(range(1), range(1), confidence=0.5), Bead(range(1, 2), range(1, 2), confidence=0.5))
    sample = bead_sample([(whole, whole)], [Alignment(beads, 2, 2)], limit=10)
    assert np.diff(sample.source_offsets).tolist() == [MOST_TOKENS, 3]
    assert np.diff(sample.target_offsets).tolist() == [MOST_TOKENS, 3]
    assert len(sample.source) == len(sample.target) == MOST_TOKENS + 3
