"""The texts of a run as the sentence aligner sees them, and what they share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.bootstrap import knowledge
from tmx.align.emission import Anchors
from tmx.align.lexicon import LearntLexicon, Lexicon
from tmx.align.model1 import estimate, relative_frequencies
from tmx.align.rounds import StemmedPair, bead_sample
from tmx.align.seeds import known_table, same_order
from tmx.align.settings import AlignerSettings
from tmx.align.speech import opens_speech, reads_as_prose
from tmx.align.stems import StemmedText, Vocabulary, stem_text
from tmx.errors import AlignmentError
from tmx.model import Alignment

__all__ = ["Batch", "Flags", "Text", "TextPair", "prepare"]

Flags = NDArray[np.bool_]
Sides = tuple[Flags, Flags]


class TextPair(Struct, frozen=True):
    """The sentences of a text and of its translation.

    ``source_blocks`` and ``target_blocks`` may give the index of the block in which each sentence stands, and
    ``source_headings`` and ``target_headings`` the sentences that are headings: they serve as soft anchors.
    Raises :class:`~tmx.errors.AlignmentError` where they do not fit the sentences.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    name: str = ""
    source_blocks: tuple[int, ...] = ()
    target_blocks: tuple[int, ...] = ()
    source_headings: frozenset[int] = frozenset()
    target_headings: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        for side, sentences, blocks, headings in (
            ("source", self.source, self.source_blocks, self.source_headings),
            ("target", self.target, self.target_blocks, self.target_headings),
        ):
            if blocks and len(blocks) != len(sentences):
                raise AlignmentError(f"{len(blocks)} blocks are given for {len(sentences)} {side} sentences")
            if any(not 0 <= number < len(sentences) for number in headings):
                raise AlignmentError(f"a {side} heading is not a {side} sentence")


class Text(Struct, frozen=True, eq=False):
    """A pair of texts as the aligner sees it."""

    source: StemmedText
    target: StemmedText
    anchors: Anchors
    speech: Sides  # which sentences open with a quotation mark or a dash
    prose: Sides  # which sentences read as prose


class Batch(Struct, frozen=True, eq=False):
    """All texts of a run with what they share."""

    texts: tuple[Text, ...]
    source_vocabulary: Vocabulary
    target_vocabulary: Vocabulary
    shares: tuple[NDArray[np.float64], NDArray[np.float64]]
    known: NDArray[np.float64]  # a row for each pair that is known beforehand: source, target, count
    unknown: bool  # next to nothing is known of the words beforehand
    order_weight: float
    settings: AlignerSettings

    @property
    def rounds(self) -> int:
        """The rounds before the last one."""
        return self.settings.rounds + (self.settings.more_rounds if self.unknown else 0)

    @property
    def pairs(self) -> list[StemmedPair]:
        """The stems of both sides of each text."""
        return [(text.source, text.target) for text in self.texts]

    def lexicon(self, alignments: Sequence[Alignment]) -> LearntLexicon:
        """What the beads and what was known beforehand say together."""
        sample = bead_sample(self.pairs, alignments, self.settings.training_beads)
        vocabularies = (self.source_vocabulary, self.target_vocabulary)
        return estimate(sample, self.known, vocabularies, self.shares, self.settings, self.order_weight)


def prepare(
    pairs: Sequence[TextPair],
    source_language: str,
    target_language: str,
    lexicons: Sequence[Lexicon],
    settings: AlignerSettings,
) -> Batch:
    """The texts of ``pairs`` in stems, with what is known of their words beforehand.

    Raises :class:`~tmx.errors.UnknownLanguageError`.
    """
    source_vocabulary, target_vocabulary = Vocabulary(), Vocabulary()
    texts = []
    for pair in pairs:
        source, target = stem_text(pair.source, source_vocabulary), stem_text(pair.target, target_vocabulary)
        anchors = Anchors.of(
            pair.source_blocks,
            pair.target_blocks,
            pair.source_headings,
            pair.target_headings,
            (len(source), len(target)),
        )
        speech, prose = ((look(pair.source), look(pair.target)) for look in (opens_speech, reads_as_prose))
        texts.append(Text(source, target, anchors, speech, prose))
    known = known_table(source_vocabulary, target_vocabulary, source_language, target_language, lexicons, settings)
    shares = (
        relative_frequencies([text.source for text in texts], len(source_vocabulary)),
        relative_frequencies([text.target for text in texts], len(target_vocabulary)),
    )
    order_weight = settings.order_weight if same_order(source_language, target_language) else 0.0
    unknown = knowledge(known, shares) < settings.least_knowledge
    return Batch(tuple(texts), source_vocabulary, target_vocabulary, shares, known, unknown, order_weight, settings)
