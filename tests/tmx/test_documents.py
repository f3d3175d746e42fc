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


def mixture(pairs: list[tuple[list[str], list[str]]], alone: int, seed: int):
    """Both sides shuffled, ``alone`` documents of each without counterpart; and the right pairs by place."""
    order = list(range(len(pairs)))
    random.Random(seed).shuffle(order)
    sources, targets = order[alone:], [*order[:alone], *order[2 * alone :]]
    random.Random(seed + 1).shuffle(targets)
    right = {(at, targets.index(i)) for at, i in enumerate(sources) if i in targets}
    return [pairs[i][0] for i in sources], [pairs[i][1] for i in targets], right


def found(sources, targets, languages=("en", "fr")) -> set[tuple[int, int]]:
    return {(pair.source, pair.target) for pair in pair_documents(sources, targets, *languages).pairs}


def test_mixtures_of_short_releases_from_one_mould() -> None:
    right = made = there = 0
    for seed, size in enumerate((40, 60, 80, 100)):
        sources, targets, wanted = mixture([release(1000 * seed + n) for n in range(size)], size // 6, seed)
        pairs = found(sources, targets)
        right, made, there = right + len(pairs & wanted), made + len(pairs), there + len(wanted)
    assert right / made >= 0.98
    assert right / there >= 0.98


ABOUT = (
    ["IOM is the UN migration agency and has 174 member states.", "For interviews, please contact the media team."],
    [
        "L’OIM est l’agence des Nations Unies et compte 174 États membres.",
        "Pour toute interview, contactez le service.",
    ],
)


def test_what_all_documents_share_does_not_confuse() -> None:
    pairs = [(english + ABOUT[0] * 3, french + ABOUT[1] * 3) for english, french in map(release, range(30))]
    sources, targets, right = mixture(pairs, 5, 3)
    assert found(sources, targets) == right


def test_an_event_announced_twice() -> None:
    pairs = []
    for number in range(12):
        first, second = release(number), release(number + 500)
        pairs += [first, (first[0][:3] + second[0][1:3], first[1][:3] + second[1][1:3])]
    sources, targets, right = mixture(pairs, 0, 7)
    assert found(sources, targets) == right


def test_a_third_missing_on_one_side_is_paired_all_the_same() -> None:
    pairs = []
    for number in range(20):
        one, two, three = release(number), release(number + 100), release(number + 200)
        pairs.append((one[0] + two[0] + three[0], one[1] + three[1] if number % 2 else one[1] + two[1]))
    sources, targets, right = mixture(pairs, 3, 2)
    assert found(sources, targets) == right


def test_translations_that_are_all_longer_are_as_sure() -> None:
    pairs = [(english, french * 3) for english, french in map(release, range(20))]
    sources, targets, right = mixture(pairs, 3, 4)
    pairing = pair_documents(sources, targets, "en", "fr")
    assert {(pair.source, pair.target) for pair in pairing.pairs} == right
    assert min(pair.confidence for pair in pairing.pairs) > 0.95


DRAW = random.Random(11)
GERMAN = ["".join(DRAW.choices("ab ei st ung kro fel hau wi mor lin".split(), k=3)) for _ in range(150)]
FRENCH = ["".join(DRAW.choices("ou ai gne vil pra dou cé ren tou bi".split(), k=3)) for _ in range(150)]


def test_words_are_learnt_where_nothing_but_a_few_figures_is_known() -> None:
    """Languages without a seed lexicon and without cognates: the pairs with figures teach the words of the others."""
    pairs = []
    for number in range(90):
        draw = random.Random(number)
        words = draw.choices(range(150), k=40)
        figures = [str(draw.randint(1000, 9999)) for _ in range(0 if number % 3 == 0 else 3)]
        pairs.append(
            ([" ".join([*(GERMAN[w] for w in words), *figures])], [" ".join([*(FRENCH[w] for w in words), *figures])])
        )
    sources, targets, right = mixture(pairs, 10, 5)
    pairs_found = found(sources, targets, ("de", "fr"))
    without_figures = {(i, j) for i, j in right if not any(c.isdigit() for c in sources[i][0])}
    assert len(without_figures) > 15
    assert len(pairs_found & right) >= 0.95 * max(len(right), len(pairs_found))
    assert len(pairs_found & without_figures) >= 0.9 * len(without_figures)


def test_progress_goes_up_to_its_end() -> None:
    steps: list[tuple[int, int]] = []
    english, french = zip(*(release(number) for number in range(40)), strict=True)
    pair_documents(english, french, "en", "fr", progress=lambda done, total: steps.append((done, total)))
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1] == (200 + 40, 200 + 40)
    assert {total for _, total in steps} == {240}


def test_empty_and_odd_documents_do_no_harm() -> None:
    odd = [[], [""], ["…"], ["?!"], ["12"], ["日本"], ["a" * 5000]]
    pairing = pair_documents(odd, odd[::-1], "en", "fr")
    assert sorted([*(p.source for p in pairing.pairs), *pairing.unpaired_sources]) == list(range(len(odd)))


def test_one_document_and_its_translation() -> None:
    english, french = release(1)
    pairing = pair_documents([english], [french], "en", "fr")
    assert [(pair.source, pair.target) for pair in pairing.pairs] == [(0, 0)]


def test_nothing_in_common_stays_unpaired() -> None:
    pairing = pair_documents([["The cat sat by the warm stove."]], [["Il pleuvait depuis trois jours."]], "en", "fr")
    assert pairing.pairs == ()
    assert (pairing.unpaired_sources, pairing.unpaired_targets) == ((0,), (0,))


@settings(max_examples=20)
@given(st.lists(st.integers(0, 20), max_size=6), st.lists(st.integers(0, 20), max_size=6))
def test_each_document_is_named_once(ours: list[int], theirs: list[int]) -> None:
    pairing = pair_documents([release(i)[0] for i in ours], [release(j)[1] for j in theirs], "en", "fr")
    assert sorted([*(p.source for p in pairing.pairs), *pairing.unpaired_sources]) == list(range(len(ours)))
    assert sorted([*(p.target for p in pairing.pairs), *pairing.unpaired_targets]) == list(range(len(theirs)))


def test_unknown_language() -> None:
    with pytest.raises(UnknownLanguageError):
        pair_documents([], [], "xx", "fr")
