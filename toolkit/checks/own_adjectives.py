"""Adjectives of countries and organisations that share no letters with their names (``UK``: ``britannique``)."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from tmx.text.folding import fold

__all__ = ["own_adjective"]

# How the adjectives begin, by the names as they are compared.
_BEGINNINGS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "fr": dict.fromkeys(("uk", "royaume-uni", "grande-bretagne", "angleterre"), "britanni")
        | dict.fromkeys(("us", "usa", "etats-unis", "etats-unis d'amerique"), "americain")
        | {"ue": "europee", "pays-bas": "neerland", "onu": "onusien", "suisse": "helvet"},
        "en": dict.fromkeys(("uk", "u.k.", "united kingdom", "great britain"), "brit")
        | dict.fromkeys(("us", "u.s.", "usa", "united states", "united states of america"), "america")
        | {"eu": "europea", "netherlands": "dutch", "the netherlands": "dutch"},
    }
)


@lru_cache(1 << 14)
def own_adjective(name: str, language: str) -> str:
    """How the adjective of ``name`` begins in a ``language``, folded; empty where no rule for words would miss it."""
    return _BEGINNINGS.get(language, {}).get(fold(name), "")
