"""chrF, BLEU and TER of a translation against the memory's, by sacrebleu, each with its signature."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.checks.check import MemoryPair
from toolkit.model import CheckedUnit, ReferenceScore

__all__ = ["reference_scores"]


def reference_scores(units: Sequence[CheckedUnit], memory: Sequence[MemoryPair]) -> tuple[ReferenceScore, ...]:
    """The scores over the units whose source stands in ``memory`` word for word; none where there is no such unit.

    Where the memory has several translations the last one is the reference.
    """
    known = {" ".join(pair.source.split()): pair.target for pair in memory}
    scored = [(unit.target, known.get(" ".join(unit.source.split()))) for unit in units]
    pairs = [(hypothesis, reference) for hypothesis, reference in scored if reference]
    if not pairs:
        return ()
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    hypotheses, references = [hypothesis for hypothesis, _ in pairs], [[reference for _, reference in pairs]]
    scores = []
    for metric in (CHRF(), BLEU(), TER()):
        result = metric.corpus_score(hypotheses, references)
        signature = str(metric.get_signature())
        scores.append(ReferenceScore(result.name, round(float(result.score), 2), signature, len(pairs)))
    return tuple(scores)
