"""The candidates of a corpus with all that is known of them without a ranker."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.monolingual.candidates import Candidates
from termbase.extract.monolingual.corpus import Corpus
from termbase.extract.monolingual.features import FeatureTable, candidate_features
from termbase.extract.monolingual.kinship import Kinship, find_kinship
from termbase.extract.monolingual.meanings import Meanings, find_meanings
from termbase.extract.monolingual.relations import Relations, find_relations
from termbase.extract.monolingual.standing import standing_features
from termbase.extract.monolingual.surroundings import surrounding_features
from termbase.extract.monolingual.vocabulary import vocabulary_features

__all__ = ["Scene", "scene_of"]

Floats = NDArray[np.float64]


class Scene(Struct, frozen=True):
    """The candidates of a corpus with all that is known of them without a ranker.

    ``features`` are those of ``table``, side by side.
    """

    corpus: Corpus
    candidates: Candidates
    table: FeatureTable
    features: Floats
    relations: Relations
    kinship: Kinship
    meanings: Meanings


def scene_of(corpus: Corpus, candidates: Candidates) -> Scene:
    """Features and relations of ``candidates``, worked out once."""
    parts = (candidate_features, standing_features, surrounding_features, vocabulary_features)
    table = FeatureTable({name: column for part in parts for name, column in part(corpus, candidates).columns.items()})
    return Scene(
        corpus,
        candidates,
        table,
        table.matrix(),
        find_relations(candidates, corpus.language),
        find_kinship(corpus, candidates),
        find_meanings(candidates, corpus.language),
    )
