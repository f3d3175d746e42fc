"""The aligner's weights: one frozen value, so that a figure can be made again from what stands beside it."""

from msgspec import Struct
from msgspec.structs import asdict

__all__ = ["DEFAULT_SETTINGS", "AlignerSettings", "BeadKind"]


class BeadKind(Struct, frozen=True):
    """A kind of bead: ``source`` sentences against ``target`` sentences, with the natural log of its prior."""

    source: int
    target: int
    prior: float


_DEFAULT_KINDS = (
    BeadKind(1, 1, -0.12),
    BeadKind(1, 0, -4.2),
    BeadKind(0, 1, -4.2),
    BeadKind(2, 1, -3.0),
    BeadKind(1, 2, -3.0),
    BeadKind(2, 2, -6.2),
    BeadKind(3, 1, -5.0),
    BeadKind(1, 3, -5.0),
    BeadKind(3, 2, -7.4),
    BeadKind(2, 3, -7.4),
    BeadKind(4, 1, -6.5),
    BeadKind(1, 4, -6.5),
    BeadKind(3, 3, -8.5),
    BeadKind(2, 4, -9.0),
    BeadKind(4, 2, -9.0),
    BeadKind(5, 1, -9.0),
    BeadKind(1, 5, -9.0),
    BeadKind(3, 4, -9.0),
    BeadKind(4, 3, -9.0),
    BeadKind(2, 5, -10.0),
    BeadKind(5, 2, -10.0),
    BeadKind(6, 1, -10.0),
    BeadKind(1, 6, -10.0),
    BeadKind(7, 1, -11.0),
    BeadKind(1, 7, -11.0),
)


class AlignerSettings(Struct, frozen=True):
    """What the aligner weighs and how.

    A bead's score is ``lexical_weight`` times the mean of both directions' lexical log ratios, plus
    ``length_weight`` times the Gale-Church log probability with ``length_variance``, plus the prior of its kind and,
    without counterpart, ``null_penalty``. After the first round the priors move by ``kind_adaptation`` times the log of
    how much commoner a kind is in this batch than expected, with ``kind_count`` beads as expected on top.
    ``background`` is the share of the background in the lexical ratio.

    Model 1 runs ``iterations`` of EM on the beads of the round before, ``rounds`` times; ``discount`` is taken from
    each expected count, ``doubt`` is a count that every stem's total has beyond its own; what they take is spread
    like the background. ``cognate_count``, ``dictionary_count`` and ``number_count`` are the pseudo-counts of a
    full cognate, a dictionary entry of weight 1, and a number that stands on both sides, ``seed_count`` that of an
    entry of weight 1 in the lexicon that ships (0: do without it). ``training_beads`` bounds the beads that a round
    learns from. ``order_weight`` makes pairs of words less likely the further apart they stand in a bead; it holds for
    languages with the same order of words only.

    Where cognates, numbers and lexicons say something of less than ``least_knowledge`` of the running words, the first
    lexicon is learnt from windows at the same places of both texts, and ``more_rounds`` follow.

    ``decision_temperature`` multiplies scores before the posteriors are taken by which the alignment is chosen,
    ``confidence_temperature`` before those that are handed out as confidence: below 1 they are less sure.
    ``null_value`` is what a right bead without counterpart is worth beside any other right bead, ``bead_cost`` what
    any bead costs, when the alignment of highest expected value is chosen.

    ``border_penalty`` is taken for each place where one side's block ends and the other side's does not,
    ``heading_penalty`` for a bead between a heading and what is none.

    ``full_cells`` is the size of a lattice up to which the first round looks everywhere; beyond it ``coarse_band``
    sentences to either side of a rough path are seen. Later rounds look where the round before held ways for possible,
    and ``band`` sentences to either side (``unknown_band``, where the first lexicon was learnt from windows).

    With ``second_stage`` the beads whose probability (scores times ``candidate_temperature``) is at least
    ``least_chance`` after the last round are scored anew by the weights that ship, which bring their own values for
    choosing and for confidence.
    """

    kinds: tuple[BeadKind, ...] = _DEFAULT_KINDS
    lexical_weight: float = 0.8
    length_weight: float = 0.9
    length_variance: float = 3.5
    null_penalty: float = -0.7
    kind_adaptation: float = 0.2
    kind_count: float = 100.0
    background: float = 0.2
    rounds: int = 2
    iterations: int = 5
    discount: float = 0.45
    doubt: float = 0.1
    cognate_count: float = 1.0
    dictionary_count: float = 1.0
    number_count: float = 3.0
    seed_count: float = 0.5
    training_beads: int = 40_000
    order_weight: float = 1.0
    least_knowledge: float = 0.2
    more_rounds: int = 2
    decision_temperature: float = 1.0
    confidence_temperature: float = 0.8
    null_value: float = 0.7
    bead_cost: float = 0.0
    border_penalty: float = 0.5
    heading_penalty: float = 1.0
    full_cells: int = 200_000
    band: int = 8
    unknown_band: int = 30
    coarse_band: int = 150
    second_stage: bool = True
    candidate_temperature: float = 0.5
    least_chance: float = 1e-4

    def signature(self) -> str:
        """The settings in one line (``lexical_weight=0.8 length_weight=0.6 ...``), to stand beside a score."""
        values = {name: value for name, value in asdict(self).items() if name != "kinds"}
        values["kinds"] = ",".join(f"{k.source}-{k.target}:{k.prior:g}" for k in self.kinds)
        return " ".join(f"{name}={value}" for name, value in values.items())


DEFAULT_SETTINGS = AlignerSettings()
