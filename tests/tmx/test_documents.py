import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.align.documents import pair_documents
from tmx.errors import UnknownLanguageError

SYLLABLES = "ba de fi go lu ma ne pi ro su ta ve ki zo".split()
_DRAW = random.Random(0)
PLACES = ["".join(_DRAW.choices(SYLLABLES, k=3)).title() for _ in range(300)]


def release(number: int) -> tuple[list[str], list[str]]:
    """An invented release and its translation, with figures and names of its own."""
    draw = random.Random(number)
    one, two, three = draw.sample(PLACES, 3)
    people, year, name = draw.randint(101, 9999), draw.randint(1990, 2020), draw.choice(PLACES) + "ov"
    english = [f"IOM helps {people} migrants in {one}", f"The project began in {year} in {two}, said Mr. {name}."]
    english += [f"Training took place in {three} and {one}.", "More information can be found on the website."]
    french = [f"L’OIM aide {people} migrants à {one}", f"Le projet a commencé en {year} à {two}, a dit M. {name}."]
    french += [f"Des formations ont eu lieu à {three} et {one}.", "Plus d’informations se trouvent sur le site."]
    return english, french


def test_a_mixture_with_documents_missing_on_either_side() -> None:
    releases = [release(number) for number in range(40)]
    order = list(range(40))
    random.Random(5).shuffle(order)
    sources, targets = order[:32], sorted(order[8:])
    pairing = pair_documents([releases[i][0] for i in sources], [releases[i][1] for i in targets], "en", "fr")
    right = sum(sources[pair.source] == targets[pair.target] for pair in pairing.pairs)
    assert right == len(pairing.pairs)
    assert right == 24
    assert [sources[i] for i in pairing.unpaired_sources] == order[:8]
    assert sorted(targets[j] for j in pairing.unpaired_targets) == sorted(order[32:])
    assert all(0.5 <= pair.confidence <= 1.0 for pair in pairing.pairs)


def test_one_document_and_its_translation() -> None:
    english, french = release(1)
    pairing = pair_documents([english], [french], "en", "fr")
    assert [(pair.source, pair.target) for pair in pairing.pairs] == [(0, 0)]


def test_nothing_in_common_stays_unpaired() -> None:
    pairing = pair_documents([["The cat sat by the warm stove."]], [["Il pleuvait depuis trois jours."]], "en", "fr")
    assert pairing.pairs == ()
    assert (pairing.unpaired_sources, pairing.unpaired_targets) == ((0,), (0,))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 20), max_size=6), st.lists(st.integers(0, 20), max_size=6))
def test_each_document_is_named_once(ours: list[int], theirs: list[int]) -> None:
    pairing = pair_documents([release(i)[0] for i in ours], [release(j)[1] for j in theirs], "en", "fr")
    assert sorted([*(p.source for p in pairing.pairs), *pairing.unpaired_sources]) == list(range(len(ours)))
    assert sorted([*(p.target for p in pairing.pairs), *pairing.unpaired_targets]) == list(range(len(theirs)))


def test_unknown_language() -> None:
    with pytest.raises(UnknownLanguageError):
        pair_documents([], [], "xx", "fr")
