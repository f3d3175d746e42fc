"""The compiled loops give what numpy gives."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from numpy.typing import NDArray

from tmx.align import kernels, links, lists, model1
from tmx.align.cognates import cognate_pairs
from tmx.align.emission import Anchors, Emission, LexicalPart, ratio_tables
from tmx.align.features import Candidates
from tmx.align.lattice import IMPOSSIBLE, Band, full_band
from tmx.align.model1 import BeadSample
from tmx.align.rescoring import _Graph
from tmx.align.sentences import TextPair, align_texts
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.align.stems import Ids, StemmedText, Vocabulary
from tmx.compiled import MISSING, compiled_loops

pytestmark = pytest.mark.skipif(kernels.kernels() is None, reason=MISSING)
Result = TypeVar("Result")
SEEDS = st.integers(0, 2**32 - 1)


def both(function: Callable[[], Result]) -> tuple[Result, Result]:
    """What ``function`` gives with the compiled loops, and without."""
    compiled = function()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "_KERNELS", None)
        return compiled, function()


def offsets(random: np.random.Generator, pieces: int, most: int) -> Ids:
    return np.concatenate([[0], np.cumsum(random.integers(0, most + 1, pieces))]).astype(np.int64)


def vocabulary(size: int) -> Vocabulary:
    words = Vocabulary()
    for number in range(size):
        words.add(f"w{number}")
    return words


def bead_sample(random: np.random.Generator, sizes: tuple[int, int]) -> BeadSample:
    beads = int(random.integers(0, 6))
    source, target = offsets(random, beads, 5), offsets(random, beads, 5)
    return BeadSample(
        random.integers(0, sizes[0], source[-1]),
        source,
        random.integers(0, sizes[1], target[-1]),
        target,
        random.uniform(0.1, 1.0, beads),
    )


@settings(max_examples=100)
@given(SEEDS, st.sampled_from([0.0, 2.0]))
def test_a_lexicon_is_the_same_to_the_last_bit(seed: int, order_weight: float) -> None:
    random = np.random.default_rng(seed)
    sizes = int(random.integers(1, 40)), int(random.integers(1, 40))
    sample = bead_sample(random, sizes)
    known = [
        (int(random.integers(sizes[0])), int(random.integers(sizes[1])), float(random.uniform(0, 3)))
        for _ in range(random.integers(0, 9))
    ]
    words = vocabulary(sizes[0]), vocabulary(sizes[1])
    shares = np.full(sizes[0], 1 / sizes[0]), np.full(sizes[1], 1 / sizes[1])
    ours, theirs = both(lambda: model1.estimate_pairs(sample, known, words, shares, DEFAULT_SETTINGS, order_weight))
    np.testing.assert_array_equal(ours.tokens(), theirs.tokens())
    np.testing.assert_array_equal(ours.place[ours.number], theirs.place[theirs.number])
    for name in ("source_ids", "target_ids", "forward", "backward"):
        np.testing.assert_array_equal(getattr(ours.lexicon, name), getattr(theirs.lexicon, name), err_msg=name)


def stemmed(random: np.random.Generator, sentences: int, size: int) -> StemmedText:
    places = offsets(random, sentences, 6)
    return StemmedText(random.integers(0, size, places[-1]), places, random.integers(0, 60, sentences).astype(float))


@settings(max_examples=80)
@given(SEEDS, st.booleans(), st.booleans())
def test_the_scores_of_beads_are_the_same(seed: int, narrow: bool, anchored: bool) -> None:
    random = np.random.default_rng(seed)
    rows, columns = int(random.integers(1, 9)), int(random.integers(1, 9))
    source, target = stemmed(random, rows, 12), stemmed(random, columns, 12)
    words = vocabulary(12), vocabulary(12)
    shares = np.full(12, 1 / 12), np.full(12, 1 / 12)
    lexicon = model1.estimate(bead_sample(random, (12, 12)), [(1, 2, 1.0)], words, shares, DEFAULT_SETTINGS)
    blocks = (np.sort(random.integers(0, 3, rows)).tolist(), np.sort(random.integers(0, 3, columns)).tolist())
    headings: tuple[frozenset[int], frozenset[int]] = frozenset({0}), frozenset({columns - 1})
    if not anchored:
        blocks, headings = ([], []), (frozenset(), frozenset())
    anchors = Anchors.of(*blocks, *headings, (rows, columns))
    priors = np.array([kind.prior for kind in DEFAULT_SETTINGS.kinds])
    emission = Emission(source, target, ratio_tables(lexicon), DEFAULT_SETTINGS, 1.1, priors, anchors)
    band = full_band(rows, columns)
    if narrow:
        width = int(random.integers(1, columns + 2))
        last = columns + 1 - width
        inner = np.sort(random.integers(0, last + 1, rows - 1))
        band = Band(np.array([0, *inner, last], dtype=np.int64), width)

    def scores() -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        parts: list[LexicalPart] = []
        found = emission.scores(band, parts)
        kind, row, inner = np.nonzero(found > IMPOSSIBLE / 2)
        lexical = np.zeros((len(kind), 2))
        sizes = np.array([(size.source, size.target) for size in DEFAULT_SETTINGS.kinds], dtype=np.int64)[kind]
        for part in parts:
            part.fill(row, inner + band.start[row], sizes, lexical)
        return found, lexical

    ours, theirs = both(scores)
    np.testing.assert_allclose(ours[0], theirs[0], rtol=2e-5, atol=2e-4)
    np.testing.assert_allclose(ours[1], theirs[1], rtol=2e-5, atol=2e-4)


@settings(max_examples=80)
@given(SEEDS)
def test_links_are_the_same_to_the_last_bit(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows, columns = int(random.integers(1, 7)), int(random.integers(1, 7))
    source, target = stemmed(random, rows, 6), stemmed(random, columns, 6)
    known = random.random((6, 6)) < 0.5
    table = links.LinkTable(
        np.concatenate([[0], np.cumsum(known.sum(axis=1))]).astype(np.int64),
        np.nonzero(known)[1],
        random.uniform(1, 5, int(known.sum())).round(1),
        random.random(6),
        random.random(6),
    )
    beads = int(random.integers(1, 12))
    end, other_end = np.sort(random.integers(0, rows + 1, beads)), random.integers(0, columns + 1, beads)
    spans = np.maximum(end - random.integers(0, 4, beads), 0), end, np.maximum(other_end - 2, 0), other_end
    ours, theirs = both(lambda: list(links.link_beads(source, target, table, spans)))
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        for side in ("source", "target"):
            for name in ("bead", "sentence", "position", "linked", "leaking", "apart"):
                found = getattr(getattr(one, side), name), getattr(getattr(other, side), name)
                np.testing.assert_array_equal(*found, err_msg=f"{side} {name}")
            np.testing.assert_allclose(getattr(one, side).placed, getattr(other, side).placed, rtol=1e-12, atol=1e-12)


TEXT = (
    "Forty families left the coast on 3 May.",
    "They found shelter in a school.",
    "The ministry opened two centres!",
    "Water and food came by boat.",
    "Nobody was hurt.",
)
TRANSLATION = (
    "Quarante familles ont quitté la côte le 3 mai et trouvé refuge dans une école.",
    "Le ministère a ouvert deux centres !",
    "L’eau et la nourriture sont venues par bateau.",
    "Une tempête est annoncée.",
    "Personne n’a été blessé.",
)


@pytest.mark.parametrize("copies", [1, 30])
def test_alignments_are_the_same(copies: int) -> None:
    pair = TextPair(TEXT * copies, TRANSLATION * copies)
    ours, theirs = both(lambda: align_texts([pair], "en", "fr", settings=replace(DEFAULT_SETTINGS, full_cells=2000)))
    assert [(bead.source, bead.target) for bead in ours[0].beads] == [
        (bead.source, bead.target) for bead in theirs[0].beads
    ]
    for one, other in zip(ours[0].beads, theirs[0].beads, strict=True):
        assert one.confidence == pytest.approx(other.confidence, abs=1e-4)


class Recorder:
    """The compiled loops, with the arguments of the first calls of each."""

    def __init__(self, compiled: ModuleType) -> None:
        self.compiled = compiled
        self.calls: dict[str, list[tuple[object, ...]]] = defaultdict(list)

    def __getattr__(self, name: str) -> Callable[..., object]:
        function: Callable[..., object] = getattr(self.compiled, name)

        def called(*arguments: object) -> object:
            if len(self.calls[name]) < 3:
                self.calls[name].append(tuple(copied(argument) for argument in arguments))
            return function(*arguments)

        return called


def copied(argument: object) -> object:
    return argument.copy() if isinstance(argument, np.ndarray) else argument


@pytest.fixture(scope="module")
def calls() -> list[tuple[Callable[..., object], tuple[object, ...]]]:
    """Calls of the loops, as aligning a text makes them."""
    compiled = kernels.kernels()
    assert compiled is not None
    recorder = Recorder(compiled)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "_KERNELS", recorder)
        align_texts([TextPair(TEXT, TRANSLATION)], "en", "fr")
    loops = {name for name in dir(compiled) if callable(getattr(compiled, name)) and not name.startswith("_")}
    assert set(recorder.calls) == loops - {"give", "pair_strengths"}  # which the checks alone ask for
    return [(getattr(compiled, name), arguments) for name, found in recorder.calls.items() for arguments in found]


Change = Callable[[NDArray[np.int64]], NDArray[np.int64]]


def changed(
    calls: list[tuple[Callable[..., object], tuple[object, ...]]], change: Change, integers: bool = False
) -> Iterator[tuple[Callable[..., object], tuple[object, ...]]]:
    """The calls with one array at a time changed, of all kinds or of ``integers`` only."""
    for function, arguments in calls:
        for place, argument in enumerate(arguments):
            if isinstance(argument, np.ndarray) and argument.size > 1 and not (integers and argument.dtype.kind != "i"):
                given = [copied(other) for other in arguments]
                given[place] = change(argument.copy())
                yield function, tuple(given)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda array: array.reshape(-1)[:-1].copy(), id="too short"),
        pytest.param(lambda array: np.zeros(array.shape, np.complex64), id="of another type"),
        pytest.param(lambda array: array.astype(array.dtype.newbyteorder()), id="of another byte order"),
        pytest.param(lambda array: np.repeat(array.reshape(-1), 2)[::2], id="with gaps"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(
    calls: list[tuple[Callable[..., object], tuple[object, ...]]], change: Change
) -> None:
    tried = 0
    for function, arguments in changed(calls, change):
        with pytest.raises(ValueError, match=r"array|contiguous"):
            function(*arguments)
        tried += 1
    assert tried > 50


@pytest.mark.parametrize("value", [-1, 2**31, -(2**62), 2**62])
def test_numbers_that_lead_outside_are_refused_or_do_no_harm(
    calls: list[tuple[Callable[..., object], tuple[object, ...]]], value: int
) -> None:
    refused = tried = 0
    for place in (0, 1, -1):

        def written(array: NDArray[np.int64], place: int = place) -> NDArray[np.int64]:
            flat = array.reshape(-1)
            flat[min(place, len(flat) - 1)] = np.array(value).astype(array.dtype)
            return array

        for function, arguments in changed(calls, written, integers=True):
            tried += 1
            try:
                function(*arguments)
            except ValueError:
                refused += 1
    assert refused > tried / 2


def test_loops_of_another_version_are_left_alone() -> None:
    compiled = kernels.kernels()
    assert compiled is not None
    assert compiled_loops("tmx.align._kernels", compiled.VERSION) is compiled
    assert compiled_loops("tmx.align._kernels", compiled.VERSION - 1) is None
    assert compiled_loops("tmx.align._nothing", 1) is None


@settings(max_examples=60)
@given(SEEDS)
def test_the_way_through_candidates_is_the_same(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows, columns = int(random.integers(1, 6)), int(random.integers(1, 6))
    steps = {
        (r, c, a, b)
        for r in range(rows + 1)
        for c in range(columns + 1)
        for a, b in ((1, 1), (1, 0), (0, 1), (2, 1))
        if a <= r and b <= c
    }
    kept = sorted(step for step in steps if step[2] + step[3] < 2 or random.random() < 0.7)
    row, column, source, target = np.array(kept, dtype=np.int64).T
    nothing = np.zeros(len(kept))
    beads = Candidates(row * 0, row, column, source, target, nothing, nothing, np.zeros((len(kept), 2)), nothing)
    scores, gains = random.normal(0, 3, len(kept)), random.normal(0, 1, len(kept)).round(1)
    graph = _Graph.of(beads)
    np.testing.assert_allclose(*both(lambda: graph.chances(scores)), rtol=1e-12)
    ours, theirs = both(lambda: graph.best(gains))
    assert ours == theirs


@settings(max_examples=80)
@given(*[st.lists(st.text("abcdé", min_size=1, max_size=8), max_size=20, unique=True)] * 2)
def test_cognates_are_the_same(source: list[str], target: list[str]) -> None:
    ours, theirs = both(lambda: cognate_pairs(source, target))
    assert ours == theirs


ENTRIES = st.lists(st.tuples(*[st.text("abé", min_size=1, max_size=8)] * 2, st.sampled_from(["0.5", "1", "0.25"])))


@settings(max_examples=80)
@given(ENTRIES, *[st.lists(st.text("abé", min_size=1, max_size=6), unique=True, max_size=9)] * 2)
def test_a_dictionary_says_the_same(entries: list[tuple[str, str, str]], ours: list[str], theirs: list[str]) -> None:
    compiled = kernels.kernels()
    assert compiled is not None
    lines = sorted("\t".join(entry).encode() for entry in entries)
    text = b"# a, b and c\n" + b"\n".join(lines)
    beginnings = [word.encode() if len(word) == 6 else f"{word}\t".encode() for word in ours]
    words = [word.encode() for word in theirs]
    found = lists._looked_up_compiled(compiled, text, beginnings, words)
    assert [tuple(row) for row in found.tolist()] == list(lists._looked_up(lines, beginnings, words))


def test_lines_that_are_no_entries_are_passed_over() -> None:
    compiled = kernels.kernels()
    assert compiled is not None
    text = b"a\nab\tb\nab\tb\tx\nab\tb\t0.5\nab\tb\t1e3\nab\tb\t"
    assert lists._looked_up_compiled(compiled, text, [b"a"], [b"b"]).tolist() == [[0.0, 0.0, 0.5]]
