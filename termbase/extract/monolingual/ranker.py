"""A ranker: what was learnt from accepted terms and their texts, and how probable each candidate of other texts is.

Three looks, each learnt on what the one before says of texts that it was not learnt from: a chain over the words, a
logistic regression over the candidates, and a second look that knows the first one's judgement of related
candidates: logistic regressions and a few small networks, averaged. Names and other terms differ in nearly all that
makes them likely; where they were told apart, further second looks judge each kind by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.monolingual.attributes import AttributeSpace, attribute_rows
from termbase.extract.monolingual.contrast import Background, contrast_features
from termbase.extract.monolingual.crf import ChainWeights, chain_marginals
from termbase.extract.monolingual.features import FeatureTable, chain_features, logit
from termbase.extract.monolingual.kinship import kinship_features
from termbase.extract.monolingual.logistic import Logistic
from termbase.extract.monolingual.meanings import meaning_features
from termbase.extract.monolingual.relations import relational_features
from termbase.extract.monolingual.scene import Scene
from termbase.extract.monolingual.second_look import SecondLook
from termbase.extract.monolingual.unlearnt import shown_later, term_odds

__all__ = ["Chain", "Ranker", "chain_view", "likely", "own_features", "second_features"]

Floats = NDArray[np.float64]

_FLOOR = 1e-6
_LEAST_FIRST = 0.004  # what the first look finds less probable gets no second one


class Chain(Struct, frozen=True):
    """A chain with the classes of words that it knows."""

    space: AttributeSpace
    weights: ChainWeights


def chain_view(chain: Chain, scene: Scene) -> FeatureTable:
    """What ``chain`` says of the candidates of ``scene``."""
    lengths = [len(sentence.words) for sentence in scene.corpus.sentences]
    marginals = chain_marginals(chain.weights, attribute_rows(scene.corpus, chain.space), lengths)
    return chain_features(scene.candidates, marginals)


def own_features(scene: Scene, backgrounds: Sequence[Background], view: FeatureTable) -> Floats:
    """All that the first look sees of the candidates.

    What they are and where they stand, beside other fields, what the chain says, and how good terms they make with
    nothing learnt.
    """
    contrast = contrast_features(scene.corpus, scene.candidates, backgrounds)
    return np.hstack([scene.features, contrast.matrix(), view.matrix(), term_odds(scene)[:, None]])


def second_features(scene: Scene, own: Floats, first: Floats) -> Floats:
    """All that the second look sees: the features ``own``, and what the ``first`` probabilities say of relatives."""
    related = relational_features(scene.relations, first)
    kin = kinship_features(scene.kinship, scene.relations.frequency, first)
    alike = meaning_features(scene.meanings, scene.relations.frequency, first)
    return np.hstack([own, related.matrix(), kin.matrix(), alike.matrix()])


def likely(first: Floats) -> NDArray[np.bool_]:
    """Which candidates get a second look."""
    return first >= _LEAST_FIRST


class Ranker(Struct, frozen=True):
    """What was learnt; ``note`` says from what. By language ``chains`` and ``backgrounds``, the fields learnt from.

    Without backgrounds nothing is made of how much more frequent words are than in other fields. ``trust`` from 0 to 1
    says how far what was learnt counts beside what is known without learning: a few accepted terms teach little.
    ``apart`` are second looks at each kind of term by itself, none where what was learnt from does not tell kinds.
    """

    chains: Mapping[str, Chain]
    backgrounds: Mapping[str, tuple[Background, ...]]
    first: Logistic
    second: SecondLook
    note: str = ""
    trust: float = 1.0
    apart: tuple[SecondLook, ...] = ()

    def probabilities(self, scene: Scene) -> Floats:
        """How probable it is that each candidate of ``scene`` is a term; its language must be among ``chains``."""
        language = scene.corpus.language.tag
        own = own_features(scene, self.backgrounds.get(language, ()), chain_view(self.chains[language], scene))
        learnt = self.judge(scene, own, self.first.probabilities(own))
        if self.trust >= 1.0:
            return learnt
        unlearnt = term_odds(scene) - shown_later(scene)
        odds = self.trust * logit(learnt, _FLOOR) + (1.0 - self.trust) * unlearnt
        result: Floats = 1.0 / (1.0 + np.exp(-odds))
        return result

    def judge(self, scene: Scene, own: Floats, first: Floats) -> Floats:
        """The second look at candidates with the features ``own`` and first probabilities ``first``."""
        again = second_features(scene, own, first)
        kept = likely(first)
        result = first.copy()
        if kept.any():
            result[kept] = self._again(again[kept])
        return result

    def _again(self, features: Floats) -> Floats:
        """The second look: all kinds of terms together, averaged with the chance that any single kind has one."""
        odds = self.second.odds(features)
        if self.apart:
            none = np.sum([-np.logaddexp(0.0, look.odds(features)) for look in self.apart], axis=0)
            odds = (odds + np.log(-np.expm1(np.minimum(none, -_FLOOR))) - none) / 2
        result: Floats = 1.0 / (1.0 + np.exp(-odds))
        return result
