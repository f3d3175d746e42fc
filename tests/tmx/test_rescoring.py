"""The second stage: its graph against all ways through, links against a slow greedy search, and what it ships."""

from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tmx.align import links, lists
from tmx.align.features import FEATURES, Candidates
from tmx.align.lists import SHIPPED_DICTIONARIES, SHIPPED_LEXICONS
from tmx.align.rescoring import Draft, Rescorer, add_kind_shares, decide, read_rescorer, shipped_rescorer
from tmx.align.seeds import known_pairs
from tmx.align.sentences import TextPair, draft_texts
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.align.stems import StemmedText, Vocabulary
from tmx.errors import ParseError
from tmx.text.folding import fold

KINDS = [(kind.source, kind.target) for kind in DEFAULT_SETTINGS.kinds]
FRENCH = ("Le chien dort.", "Il a 12 ans.", "Le ministre Diallo a remercié les donateurs.", "La nuit tombe.")
ENGLISH = ("The dog sleeps and is 12 years old.", "Minister Diallo thanked the donors.", "Night falls.")


def draft(beads: list[tuple[int, int, int, int]], scores: list[float], anchors: list[float], size: int) -> Draft:
    """Candidates (row, column, source, target) with their scores as the only feature."""
    order = sorted(range(len(beads)), key=lambda n: beads[n])
    row, column, source, target = (np.array([beads[n][field] for n in order]) for field in range(4))
    kind = np.array([KINDS.index((a, b)) for a, b in zip(source, target, strict=True)])
    features = np.zeros((len(beads), len(FEATURES)), dtype=np.float32)
    features[:, 0] = [scores[n] for n in order]
    nothing = np.zeros(len(beads))
    table = Candidates(
        kind,
        row,
        column,
        source,
        target,
        np.array(scores)[order],
        nothing,
        np.zeros((len(beads), 2)),
        np.array(anchors)[order],
    )
    return Draft(table, features, size, size)


def ways(beads: list[tuple[int, int, int, int]], size: int, at: tuple[int, int] = (0, 0)) -> list[list[int]]:
    if at == (size, size):
        return [[]]
    found = []
    for number, (row, column, a, b) in enumerate(beads):
        if (row - a, column - b) == at:
            found += [[number, *rest] for rest in ways(beads, size, (row, column))]
    return found


def every_bead(size: int) -> list[tuple[int, int, int, int]]:
    small = [(1, 1), (1, 0), (0, 1), (2, 1), (1, 2)]
    cells = [(row, column) for row in range(size + 1) for column in range(size + 1)]
    return [(r, c, a, b) for r, c in cells for a, b in small if a <= r and b <= c]


@settings(max_examples=40)
@given(st.data())
def test_confidence_is_the_share_of_all_ways(data: st.DataObject) -> None:
    beads = every_bead(3)
    floats = st.lists(st.floats(-4, 4, width=32), min_size=len(beads), max_size=len(beads))
    scores, anchors = data.draw(floats), data.draw(floats)
    weights = np.zeros(len(FEATURES))
    weights[0] = 1.0
    alignment = decide(draft(beads, scores, anchors, 3), Rescorer(weights, 1.0, 0.0))
    strengths = {tuple(way): float(np.exp(sum(scores[n] + anchors[n] for n in way))) for way in ways(beads, 3)}
    total = sum(strengths.values())
    # A sentence without counterpart is the same bead at whatever place of the other side.
    names = [(row if a else None, column if b else None, a, b) for row, column, a, b in beads]
    chance = [
        sum(value for way, value in strengths.items() if any(names[m] == name for m in way)) / total for name in names
    ]
    found = [
        beads.index((bead.source.stop, bead.target.stop, len(bead.source), len(bead.target)))
        for bead in alignment.beads
        if bead.source and bead.target
    ]
    for number in found:
        at = beads[number]
        bead = next(b for b in alignment.beads if (b.source.stop, b.target.stop) == at[:2] and b.source and b.target)
        assert bead.confidence == pytest.approx(chance[number], abs=1e-4)
        assert bead.score == pytest.approx(scores[number] + anchors[number], abs=1e-3)
    best = max(sum(chance[n] for n in way) for way in strengths)
    assert sum(bead.confidence for bead in alignment.beads) == pytest.approx(best, abs=1e-4)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(-30, 30)), max_size=25, unique=True))
def test_links_are_taken_strongest_first(edges: list[tuple[int, int, int]]) -> None:
    strength = np.array([value - 0.01 * n for n, (_, _, value) in enumerate(edges)], dtype=np.float64)
    one = np.array([edge[0] for edge in edges], dtype=np.int64)
    other = np.array([edge[1] for edge in edges], dtype=np.int64)
    taken = links._greedy(one, other, strength, (np.ones(6, np.bool_), np.ones(6, np.bool_)))
    slow: list[int] = []
    for number in np.argsort(-strength):
        if all(one[number] != one[n] and other[number] != other[n] for n in slow):
            slow.append(int(number))
    assert sorted(taken.tolist()) == sorted(slow)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_stems_are_placed_by_all_that_may_stand_for_them(seed: int) -> None:
    random = np.random.default_rng(seed)
    sizes = random.integers(1, 4, 3), random.integers(1, 4, 3)
    source, target = (
        StemmedText(random.integers(0, 5, n.sum()), np.concatenate([[0], np.cumsum(n)]), n.astype(float)) for n in sizes
    )
    known = random.random((5, 5)) < 0.5
    strength = random.uniform(1.0, 8.0, (5, 5))
    offsets = np.concatenate([[0], np.cumsum(known.sum(axis=1))])
    table = links.LinkTable(offsets, np.nonzero(known)[1], strength[known], np.ones(5), np.ones(5))
    # The first two sentences against the last two.
    spans = tuple(np.array([edge]) for edge in (0, 2, 1, 3))
    (found,) = links.link_beads(source, target, table, spans)
    ours, theirs = source.ids[: source.offsets[2]].tolist(), target.ids[target.offsets[1] :].tolist()
    for side, here, there, pairs in (
        (found.source, ours, theirs, lambda one, other: (one, other)),
        (found.target, theirs, ours, lambda one, other: (other, one)),
    ):
        for number, stem in enumerate(here):
            at = (number + 0.5) / len(here)
            near = lambda place, at=at: exp(-10.0 * abs(at - place))  # noqa: E731 # of one line, for this stem only
            partners = [(pairs(stem, other), (n + 0.5) / len(there)) for n, other in enumerate(there)]
            worth = sum(exp(min(strength[pair], 6.0)) * near(place) for pair, place in partners if known[pair])
            usual = sum(near((n + 0.5) / 2000) for n in range(2000)) / 2000
            expected = log(0.2 + 0.8 * worth / (len(there) * usual))
            assert side.placed[number] == pytest.approx(expected, abs=1e-3)


def test_features_do_not_depend_on_the_direction() -> None:
    there, back = (
        draft_texts([TextPair(*sides)], *languages)[0]
        for sides, languages in (((FRENCH, ENGLISH), ("fr", "en")), ((ENGLISH, FRENCH), ("en", "fr")))
    )
    assert there is not None
    assert back is not None

    def rows(one: Draft, turned: bool) -> dict[tuple[int, ...], np.ndarray]:
        fields = (one.beads.row, one.beads.column, one.beads.source, one.beads.target)
        order = (1, 0, 3, 2) if turned else (0, 1, 2, 3)
        keys = zip(*(fields[n].tolist() for n in order), strict=True)
        return dict(zip(keys, one.features, strict=True))

    ours, theirs = rows(there, False), rows(back, True)
    shared = ours.keys() & theirs.keys()
    assert len(shared) >= 4
    # Lengths are counted in source characters, so that what holds them (the first stage's score too) is only like.
    lengths = [n for n, name in enumerate(FEATURES) if name in ("first", "kind_share") or name.startswith("length")]
    for key in shared:
        np.testing.assert_allclose(ours[key][lengths], theirs[key][lengths], atol=0.1, rtol=0.05)
        rest = np.delete(ours[key], lengths), np.delete(theirs[key], lengths)
        np.testing.assert_allclose(*rest, atol=0.01, rtol=0.005)


def test_the_share_of_a_kind_grows_with_what_is_found() -> None:
    beads = [(1, 1, 1, 1), (2, 2, 1, 1)]
    few, many = (draft(beads, [0.0, 0.0], [0.0, 0.0], 2) for _ in range(2))
    many.beads.chance[:] = 100.0
    column = FEATURES.index("kind_share")
    add_kind_shares([few], DEFAULT_SETTINGS)
    add_kind_shares([many], DEFAULT_SETTINGS)
    assert few.features[0, column] < many.features[0, column] < 0.0


@pytest.mark.parametrize("line", ["first", "first\tmuch", "colour\t1.0"])
def test_weights_that_are_none(tmp_path: Path, line: str) -> None:
    path = tmp_path / "weights.tsv"
    path.write_text(f"# weights\nkind_share\t1.5\n{line}\n", encoding="utf-8")
    with pytest.raises(ParseError) as caught:
        read_rescorer(path)
    assert caught.value.line == 3


def test_what_ships() -> None:
    assert np.isfinite(shipped_rescorer().weights).all()
    assert shipped_rescorer().weights.any()


@pytest.mark.parametrize(
    ("path", "licence", "largest", "least"),
    [
        (SHIPPED_LEXICONS["fr", "en"], "CC BY-SA 4.0", 150_000, 4_000),
        (SHIPPED_LEXICONS["de", "fr"], "CC BY-SA 4.0", 500_000, 20_000),
        (SHIPPED_DICTIONARIES["fr", "en"], "GPL", 1_000_000, 25_000),
        (SHIPPED_DICTIONARIES["de", "fr"], "GPL", 1_500_000, 60_000),
        (SHIPPED_DICTIONARIES["es", "en"], "GPL", 1_000_000, 15_000),
        (SHIPPED_DICTIONARIES["ar", "en"], "GPL", 1_000_000, 20_000),
        *((path, "GPL", 1_500_000, 1_500) for path in SHIPPED_DICTIONARIES.values()),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else str(value),
)
def test_lexicons_that_ship(path: Path, licence: str, largest: int, least: int) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert path.stat().st_size < largest
    assert any(licence in line for line in lines if line.startswith("#"))
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len(rows) >= least
    assert all(len(row) == 3 and row[0] and row[1] and 0.0 < float(row[2]) <= 1.0 for row in rows)
    assert len({tuple(row[:2]) for row in rows}) == len(rows)


@pytest.mark.parametrize("path", SHIPPED_DICTIONARIES.values(), ids=lambda path: path.name)
def test_dictionaries_are_in_order_and_folded_so_that_words_are_looked_up_as_they_stand(path: Path) -> None:
    lines = [line for line in path.read_bytes().splitlines() if not line.startswith(b"#")]
    assert lines == sorted(lines)
    text = b"\n".join(lines).decode()
    assert text == fold(text)
    assert all(line.split(b"\t")[1].isascii() for line in lines)


def test_a_dictionary_is_looked_up_as_if_all_of_it_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (
        *(("ab", "of", 0.5), ("abri", "shelter", 0.25), ("abriter", "shield", 1.0), ("abrites", "shields", 0.75)),
        *(("приют", "shelter", 1.0), ("приютить", "shelter", 0.5)),
    )
    path = tmp_path / "list.tsv"
    path.write_text("# head\n" + "".join(f"{one}\t{other}\t{weight}\n" for one, other, weight in rows), "utf-8")
    monkeypatch.setattr(lists, "SHIPPED_LEXICONS", {})
    monkeypatch.setattr(lists, "SHIPPED_DICTIONARIES", {("fr", "en"): path})
    source, target = Vocabulary(), Vocabulary()
    for word in ("abri", "abrite", "ab", "abr", "x", "приют", "приюти"):
        source.add(word)
    for word in ("shield", "shelte", "of", "off"):
        target.add(word)
    expected: dict[tuple[int, int], float] = {}
    for one, other, weight in rows:
        at, to = source.find(one[:6]), target.find(other[:6])
        if at is not None and to is not None:
            expected[at, to] = max(expected.get((at, to), 0.0), DEFAULT_SETTINGS.seed_count * weight)
    found = {pair[:2]: pair[2] for pair in known_pairs(source, target, "fr", "en", (), DEFAULT_SETTINGS)}
    turned = {pair[1::-1]: pair[2] for pair in known_pairs(target, source, "en", "fr", (), DEFAULT_SETTINGS)}
    assert len(expected) == 5
    assert {key: found[key] for key in expected} == expected == {key: turned[key] for key in expected}


@pytest.mark.parametrize(
    ("languages", "words", "found"),
    [
        (("fr", "en"), ("chien", "dog"), True),
        (("fr-CA", "en-GB"), ("chien", "dog"), True),
        (("fr", "en"), ("retard", "delay"), True),
        (("fr", "de"), ("chien", "dog"), False),
        (("de", "fr"), ("gipfel", "sommet"), True),
        (("de-CH", "fr-CH"), ("gipfel", "sommet"), True),
        (("de", "fr"), ("steile", "abrupt"), True),
        (("de", "en"), ("gipfel", "sommet"), False),
    ],
)
def test_the_seed_lexicon_is_for_its_languages(languages: tuple[str, str], words: tuple[str, str], found: bool) -> None:
    source, target = Vocabulary(), Vocabulary()
    ours, theirs = source.add(words[0]), target.add(words[1])
    pairs = known_pairs(source, target, *languages, (), DEFAULT_SETTINGS)
    turned = known_pairs(target, source, *languages[::-1], (), DEFAULT_SETTINGS)
    assert any(pair[:2] == (ours, theirs) for pair in pairs) is found
    assert any(pair[:2] == (theirs, ours) for pair in turned) is found
    assert not known_pairs(source, target, *languages, (), replace(DEFAULT_SETTINGS, seed_count=0.0))
