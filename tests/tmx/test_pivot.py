"""Words by way of English, of related languages and of other scripts."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.align import lists, pivot
from tmx.align.cognates import likeness
from tmx.align.seeds import known_pairs
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.align.sounds import sound, sounding_alike
from tmx.align.stems import Vocabulary
from tmx.text.languages import find_language


def vocabulary(words: Sequence[str]) -> Vocabulary:
    result = Vocabulary()
    for word in words:
        result.add(word)
    return result


@pytest.mark.parametrize(
    ("languages", "words"),
    [
        (("de", "es"), ("hund", "perro")),
        (("es", "de"), ("perro", "hund")),
        (("de-AT", "es-MX"), ("frage", "pregun")),
        (("ru", "de"), ("собака", "hund")),
        (("pl", "fr"), ("pies", "chien")),
        (("sk", "en"), ("otazka", "questi")),
        (("en", "sk"), ("questi", "otazka")),
        (("da", "fr"), ("sporgs", "questi")),
        (("uk", "en"), ("собака", "dog")),
        (("no", "en"), ("sporsm", "questi")),
        (("sr-Latn", "en"), ("pitanj", "questi")),
        (("zh-Hant", "en"), ("水", "water")),
        (("pt-BR", "en"), ("cachor", "dog")),
        (("sr", "en"), ("собака", "dog")),
        (("sr", "en"), ("otazka", "questi")),
    ],
)
def test_words_are_known_by_way_of_english_and_of_related_languages(
    languages: tuple[str, str], words: tuple[str, str]
) -> None:
    source, target = vocabulary([words[0], "xyzzy"]), vocabulary(["plugh", words[1]])
    found = known_pairs(source, target, *languages, (), DEFAULT_SETTINGS)
    assert [pair[:2] for pair in found] == [(0, 1)]
    assert 0.0 < found[0][2] <= DEFAULT_SETTINGS.seed_count


@pytest.mark.parametrize("languages", [("fr", "hu"), ("de", "th"), ("ka", "en"), ("eu", "ka")])
def test_languages_without_any_list_know_nothing_of_other_words(languages: tuple[str, str]) -> None:
    found = known_pairs(vocabulary(["abcdef"]), vocabulary(["uvwxyz"]), *languages, (), DEFAULT_SETTINGS)
    assert found == ()


WORDS = st.sampled_from(["alma", "berg", "casa", "dom", "erde", "frage", "gato", "haus"])
ROWS = st.lists(st.tuples(WORDS, st.sampled_from(["apple", "bird", "casa", "dome"])), max_size=12, unique=True)


@settings(max_examples=40)
@given(ROWS, ROWS, st.lists(WORDS, unique=True, max_size=5), st.lists(WORDS, unique=True, max_size=5))
def test_weights_are_sums_of_products_over_the_words_between(
    tmp_path_factory: pytest.TempPathFactory,
    ours: list[tuple[str, str]],
    theirs: list[tuple[str, str]],
    source: list[str],
    target: list[str],
) -> None:
    weights = ({row: 0.2 + 0.1 * number for number, row in enumerate(sorted(side)[:6])} for side in (ours, theirs))
    one, other = weights
    folder = tmp_path_factory.mktemp("lists")
    for name, rows in (("de", one), ("es", other)):
        lines = [f"{a}\t{b}\t{weight}\n" for (a, b), weight in sorted(rows.items())]
        (folder / name).write_text("# head\n" + "".join(lines), encoding="utf-8")
    expected: dict[tuple[int, int], float] = defaultdict(float)
    for at, word in enumerate(source):
        for to, aim in enumerate(target):
            direct = {b: w for (a, b), w in one.items() if a == word}
            back = {b: w for (a, b), w in other.items() if a == aim}
            expected[at, to] += sum(weight * back[b] for b, weight in direct.items() if b in back)
            between = (
                direct.keys()
                | {b for (a, b), _ in other.items() if a in target}
                | {b for (a, b), _ in one.items() if a in source}
            )
            for english in between:
                expected[at, to] += direct.get(english, 0.0) * alike(aim, english)
                expected[at, to] += back.get(english, 0.0) * alike(word, english)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "SHIPPED_DICTIONARIES", {})
        patch.setattr(pivot, "SHIPPED_DICTIONARIES", {("de", "en"): folder / "de", ("es", "en"): folder / "es"})
        languages = find_language("de"), find_language("es")
        found = pivot.pairs_by_pivot(vocabulary(source), vocabulary(target), languages)
    sums = {(int(at), int(to)): weight for at, to, weight in found.tolist()}
    known_both = any(a in source for a, _ in one) and any(a in target for a, _ in other)
    assert sums == pytest.approx({key: min(v, 1.0) for key, v in expected.items() if v} if known_both else {})


def alike(word: str, english: str) -> float:
    value = likeness(word, english)
    return value if value >= 0.6 else 0.0


@pytest.mark.parametrize(
    ("foreign", "latin"),
    [
        ("путин", "poutin"),
        ("вашинг", "washin"),
        ("шварцн", "schwar"),
        ("михаил", "michai"),
        ("центр", "centre"),
        ("αλεξαν", "alexan"),
        ("μπαμπη", "babis"),
        ("θεοδωρ", "theodo"),
        ("οθωνου", "othonu"),
        ("वाशिंग", "washin"),
        ("வாஷிங்", "washin"),
        ("ნეპალი", "nepal"),
        ("თბილის", "tbilis"),
        ("վաշինգ", "washin"),
    ],
)
def test_names_in_other_letters_sound_alike(foreign: str, latin: str) -> None:
    for sides in ((foreign, latin), (latin, foreign)):
        found = sounding_alike([sides[0], "zzz"], ["qqq", sides[1]])
        assert [(row[0], row[1]) for row in found.tolist()] == [(0, 1)]
        assert found[0, 2] >= 0.55


@pytest.mark.parametrize("words", [("gouver", "govern"), ("правит", "правле"), ("12", "двенад"), ("из", "iz")])
def test_only_words_of_different_scripts_are_compared_by_their_sound(words: tuple[str, str]) -> None:
    assert not len(sounding_alike(words[:1], words[1:]))


@given(st.text(alphabet="абвгдежзиклмнопрстуфхцчшщъыьэюяіαβγδεζηθικλμνξοπρστυφχψωςabcxyz", max_size=8))
def test_a_sound_is_short_and_latin(stem: str) -> None:
    assert len(sound(stem)) <= 6
    assert not sound(stem) or (sound(stem).isascii() and sound(stem).isalpha())


def test_every_list_that_stands_for_a_related_language_ships() -> None:
    assert all(
        (relation, "en") in lists.SHIPPED_DICTIONARIES for relation in chain.from_iterable(pivot._RELATIONS.values())
    )
    assert all(path.is_file() for path in lists.SHIPPED_DICTIONARIES.values())
    assert all(find_language(tag).tag == tag for tag in pivot._RELATIONS)
