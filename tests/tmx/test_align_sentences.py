import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tmx.align import sentences
from tmx.align.coarse import coarse_centre
from tmx.align.emission import Anchors, Emission, ratio_tables
from tmx.align.lattice import IMPOSSIBLE, full_band, path_band
from tmx.align.lengths import length_log_probability
from tmx.align.lexicon import Dictionary, LearntLexicon, LexiconEntry
from tmx.align.lists import has_dictionary
from tmx.align.sentences import TextPair, align_sentences, align_texts, learn_lexicon
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.align.stems import Vocabulary, stem_text
from tmx.errors import AlignmentError, UnknownLanguageError
from tmx.model import Alignment

ENGLISH = (
    "IOM opens an office in Dakar",
    "The International Organization for Migration opened an office in Dakar on 12 May.",
    "The office has 25 staff members.",
    "They will help 1,200 migrants each year.",
    "The weather was fine and the guests drank tea in the garden until late in the evening.",
    "Minister Diallo thanked the donors.",
    "Was it enough?",
    "More centres will open in Senegal, Mali and Gambia in 2020.",
)
FRENCH = (
    "L’OIM ouvre un bureau à Dakar",
    "L’Organisation internationale pour les migrations a ouvert un bureau à Dakar le 12 mai.",
    "Le bureau compte 25 membres du personnel, qui aideront 1 200 migrants par an.",
    "Le ministre Diallo a remercié les donateurs.",
    "Était-ce suffisant ?",
    "D’autres centres ouvriront au Sénégal, au Mali et en Gambie en 2020.",
)
RIGHT = [([0], [0]), ([1], [1]), ([2, 3], [2]), ([4], []), ([5], [3]), ([6], [4]), ([7], [5])]


def lists(alignment: Alignment) -> list[tuple[list[int], list[int]]]:
    return [(list(bead.source), list(bead.target)) for bead in alignment.beads]


def test_a_release() -> None:
    alignment = align_sentences(ENGLISH, FRENCH, "en", "fr")
    assert lists(alignment) == RIGHT
    assert all(0.0 < bead.confidence <= 1.0 for bead in alignment.beads)


def test_the_other_way_round() -> None:
    alignment = align_sentences(FRENCH, ENGLISH, "fr-CA", "en-GB")
    assert [(b, a) for a, b in lists(alignment)] == RIGHT


def cut_text(sizes: Sequence[int]) -> tuple[list[str], list[str], list[tuple[list[int], list[int]]]]:
    """A text of names, its sentences cut into ``sizes`` on the target side (below 0: added there), and its beads."""
    draw = random.Random(1)
    names = ["".join(draw.sample("ba ce di fo gu la me ni po ru sa te vi zo".split(), 3)) for _ in range(2000)]
    source: list[str] = []
    target: list[str] = []
    beads: list[tuple[list[int], list[int]]] = []
    for size in sizes:
        places = range(len(target), len(target) + abs(size))
        pieces = [" ".join(draw.sample(names, 7)) for _ in places]
        target += [f"{piece}." for piece in pieces]
        if size > 0:
            beads.append(([len(source)], list(places)))
            source.append(f"{'; '.join(pieces)}.")
        else:
            beads += [([], [place]) for place in places]
    return source, target, beads


@pytest.mark.parametrize("size", [6, 7, -7])
def test_a_sentence_cut_into_many(size: int) -> None:
    plain = [1] * 10
    source, target, beads = cut_text([*plain, 5, *plain, size, *plain])
    assert lists(align_sentences(source, target, "fr", "en")) == beads
    assert lists(align_sentences(target, source, "en", "fr")) == [(b, a) for a, b in beads]


def test_no_sentence_is_cut_into_more_than_five_where_none_is_cut_into_five() -> None:
    source, target, _ = cut_text([*[1] * 10, 7, *[1] * 10])
    assert max(len(bead.target) for bead in align_sentences(source, target, "fr", "en").beads) == 5


def test_same_input_same_output() -> None:
    pairs = [TextPair(ENGLISH, FRENCH, "a"), TextPair(ENGLISH[:4], FRENCH[:3], "b")]
    assert align_texts(pairs, "en", "fr") == align_texts(pairs, "en", "fr")


@pytest.mark.parametrize(("source", "target"), [((), ()), (("One.", "Two."), ()), ((), ("Un.",)), (("",), ("", ""))])
def test_sides_without_text(source: tuple[str, ...], target: tuple[str, ...]) -> None:
    alignment = align_sentences(source, target, "en", "fr")
    assert (alignment.source_length, alignment.target_length) == (len(source), len(target))


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from([*ENGLISH, "", "?", "1"]), max_size=12),
    st.lists(st.sampled_from([*FRENCH, "", "!", "2"]), max_size=12),
)
def test_every_sentence_is_accounted_for(source: list[str], target: list[str]) -> None:
    # Alignment itself refuses gaps, overlaps and crossings.
    alignment = align_sentences(source, target, "en", "fr")
    assert [i for bead in alignment.beads for i in bead.source] == list(range(len(source)))
    assert [j for bead in alignment.beads for j in bead.target] == list(range(len(target)))


def test_progress_counts_up_to_all_texts() -> None:
    seen: list[tuple[int, int]] = []
    align_texts([TextPair(ENGLISH, FRENCH)] * 2, "en", "fr", progress=lambda done, total: seen.append((done, total)))
    total = seen[-1][1]
    assert [done for done, _ in seen] == list(range(1, total + 1))


@pytest.mark.parametrize("processes", [1, 2])
def test_a_large_text_stands_alone(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "_LEAST_WORK", 0)
    # Of as many words on one side only, a text is not large.
    pairs = [TextPair(ENGLISH, FRENCH), TextPair(ENGLISH[1:] * 4, FRENCH * 4), TextPair(ENGLISH * 4, FRENCH[2:])]
    alone, others = align_texts(pairs[1:2], "en", "fr"), align_texts([pairs[0], pairs[2]], "en", "fr")
    monkeypatch.setattr(sentences, "_LARGE", 3 * sum(map(len, ENGLISH)))
    seen: list[tuple[int, int]] = []
    small, large, uneven = align_texts(
        pairs, "en", "fr", processes=processes, progress=lambda done, total: seen.append((done, total))
    )
    assert [large] == alone
    assert [small, uneven] == others
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert {total for _, total in seen} == {3}
    assert (seen[0][0], seen[-1][0]) == (1, 3)


def test_large_texts_teach_others_where_no_dictionary_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [TextPair(ENGLISH[:2], FRENCH[:2]), TextPair(ENGLISH * 4, FRENCH * 4)]
    together = align_texts(pairs, "km", "ka")
    monkeypatch.setattr(sentences, "_LARGE", 1)
    assert align_texts(pairs, "km", "ka") == together
    assert not has_dictionary("km", "ka")
    assert has_dictionary("en", "fr-CA")


def test_a_dictionary_adds_evidence() -> None:
    source = ("The dog sleeps in the yard.", "Rain falls on the old roof.")
    target = ("Le chien dort dans la cour.", "Il pleut sur le vieux toit.")
    words = (("dog", "chien"), ("sleeps", "dort"), ("yard", "cour"), ("rain falls", "il pleut"), ("roof", "toit"))
    entries = Dictionary(tuple(LexiconEntry(one, other) for one, other in words))
    # Scores of the first stage, without the lexicon that ships: what a dictionary adds is seen at its barest.
    bare = replace(DEFAULT_SETTINGS, second_stage=False, seed_count=0.0)
    plain = align_sentences(source, target, "en", "fr", settings=bare)
    helped = align_sentences(source, target, "en", "fr", lexicons=[entries], settings=bare)
    assert lists(plain) == lists(helped) == [([0], [0]), ([1], [1])]
    for before, after in zip(plain.beads, helped.beads, strict=True):
        assert after.score > before.score + 0.5
        assert after.confidence > before.confidence


def test_blocks_keep_beads_inside() -> None:
    source = ("Aaa bbb ccc.", "Ddd eee fff.", "Ggg hhh iii.")
    target = ("Kkk lll mmm nnn ooo ppp.", "Qqq rrr sss.")
    # The texts hold nothing that belongs together: only the first stage decides by blocks alone.
    strict = replace(DEFAULT_SETTINGS, border_penalty=20.0, second_stage=False)
    for blocks, first in (((0, 0, 1), [0, 1]), ((0, 1, 1), [0])):
        pair = TextPair(source, target, source_blocks=blocks, target_blocks=(0, 1))
        (alignment,) = align_texts([pair], "en", "fr", settings=strict)
        assert lists(alignment)[0][0] == first


def test_a_long_text_in_a_narrow_lattice() -> None:
    words = "alpha beta gamma delta epsilon zeta theta kappa lambda sigma".split()
    source = [f"{words[i % 10]} {words[(i * 7 + i // 10) % 10]} {i} in place." for i in range(900)]
    target = [line.replace("in place", "en place") for i, line in enumerate(source) if not 300 <= i < 450]
    narrow = replace(DEFAULT_SETTINGS, rounds=1, full_cells=10_000, coarse_band=40)
    alignment = align_sentences(source, target, "en", "fr", settings=narrow)
    right = sum(
        len(b.source) == len(b.target) == 1 and source[b.source.start][:-9] == target[b.target.start][:-9]
        for b in alignment.beads
    )
    assert right >= 740


def test_the_rough_path_ends_in_the_corners() -> None:
    source = stem_text(ENGLISH, Vocabulary())
    vocabulary = Vocabulary()
    target = stem_text(FRENCH, vocabulary)
    lexicon = learn_lexicon([TextPair(ENGLISH, FRENCH)], [align_sentences(ENGLISH, FRENCH, "en", "fr")], "en", "fr")
    centre = coarse_centre(source, target, ratio_tables(lexicon)[0])
    assert len(centre) == len(ENGLISH) + 1
    assert centre[-1] == len(FRENCH)
    assert (np.diff(centre) >= 0).all()


def test_a_learnt_lexicon_is_looked_up_by_words() -> None:
    pair = TextPair(ENGLISH, FRENCH)
    lexicon = learn_lexicon([pair] * 3, [align_sentences(ENGLISH, FRENCH, "en", "fr")] * 3, "en", "fr")
    assert isinstance(lexicon, LearntLexicon)
    assert lexicon.probability("migrants", "migrants") > 0.5
    assert lexicon.probability("Migrant", "MIGRANTES") == lexicon.probability("migrants", "migrants")
    assert lexicon.probability("office", "bureau") > lexicon.probability("office", "ministre")
    assert lexicon.inverse_probability("office", "bureau") > 0.1
    assert lexicon.probability("office", "unheard") == 0.0
    assert lexicon.probability("unheard", "bureau") == 0.0
    best = lexicon.translations("office")
    assert best[0].stem == "bureau"
    assert [t.probability for t in best] == sorted((t.probability for t in best), reverse=True)
    assert lexicon.translations("unheard") == ()


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(AlignmentError):
        TextPair(("a",), ("b",), source_blocks=(0, 1))
    with pytest.raises(AlignmentError):
        TextPair(("a",), ("b",), target_headings=frozenset({1}))
    with pytest.raises(UnknownLanguageError):
        align_sentences(("a",), ("b",), "xx", "fr")
    with pytest.raises(AlignmentError):
        learn_lexicon([TextPair(("a",), ("b",))], [], "en", "fr")
    with pytest.raises(AlignmentError):
        learn_lexicon([TextPair(("a",), ("b",))], [Alignment((), 0, 0)], "en", "fr")


def slow_score(source: list[str], target: list[str], a: tuple[int, int], b: tuple[int, int], data: Emission) -> float:
    """The lexical part of a bead's score, word by word, as the formula says."""
    forward, backward = data.tables
    settings_ = data.settings
    ours = data.source.ids[data.source.offsets[a[0]] : data.source.offsets[a[1]]].tolist()
    theirs = data.target.ids[data.target.offsets[b[0]] : data.target.offsets[b[1]]].tolist()

    def one_way(table: object, given: list[int], explained: list[int]) -> float:
        total = 0.0
        for word in explained:
            ratios = []
            for other in given:
                first, last = table.offsets[other], table.offsets[other + 1]  # type: ignore[attr-defined]  # RatioTable
                known = dict(zip(table.explained[first:last].tolist(), table.ratio[first:last].tolist(), strict=True))  # type: ignore[attr-defined]  # RatioTable
                ratios.append(known.get(word, 0.0) + float(table.rest[other]))  # type: ignore[attr-defined]  # RatioTable
            mean = sum(ratios) / len(ratios) if ratios else 1.0
            total += float(np.log(settings_.background + (1 - settings_.background) * mean))
        return total

    return settings_.lexical_weight * 0.5 * (one_way(forward, ours, theirs) + one_way(backward, theirs, ours))


@pytest.mark.parametrize("narrow", [False, True])
def test_bead_scores_are_what_the_formula_says(narrow: bool) -> None:
    source, target = list(ENGLISH) * 15, list(FRENCH) * 15
    vocabularies = Vocabulary(), Vocabulary()
    ours, theirs = stem_text(source, vocabularies[0]), stem_text(target, vocabularies[1])
    alignment = align_sentences(source, target, "en", "fr")
    lexicon = learn_lexicon([TextPair(tuple(source), tuple(target))], [alignment], "en", "fr")
    none = Anchors.of((), (), frozenset(), frozenset(), (len(ours), len(theirs)))
    plain = replace(DEFAULT_SETTINGS, length_weight=0.9)
    priors = np.array([kind.prior for kind in plain.kinds])
    data = Emission(ours, theirs, ratio_tables(lexicon), plain, 1.1, priors, none)
    centre = np.round(np.linspace(0, len(theirs), len(ours) + 1)).astype(np.int64)
    band = path_band(centre, len(theirs), 10) if narrow else full_band(len(ours), len(theirs))
    scores = data.scores(band)
    checked = 0
    for number, kind in enumerate(plain.kinds):
        for row in range(0, len(ours) + 1, 17):
            for place in range(0, band.width, 11 if not narrow else 7):
                column = int(band.start[row]) + place
                a, b = row - kind.source, column - kind.target
                if a < 0 or b < 0 or column > len(theirs):
                    assert scores[number, row, place] == np.float32(IMPOSSIBLE)
                    continue
                if not kind.source or not kind.target:
                    continue
                lengths = np.array([sum(ours.lengths[a:row])]), np.array([sum(theirs.lengths[b:column])])
                expected = slow_score(source, target, (a, row), (b, column), data) + kind.prior
                expected += 0.9 * float(length_log_probability(*lengths, 1.1, plain.length_variance)[0])
                assert scores[number, row, place] == pytest.approx(expected, abs=2e-2)
                checked += 1
    assert checked > 100
