"""Languages of which nothing is known: windows for the first lexicon."""

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tmx.align import bootstrap
from tmx.align.bootstrap import knowledge, windows
from tmx.align.lexicon import Dictionary, LexiconEntry
from tmx.align.seeds import known_pairs
from tmx.align.sentences import align_sentences
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.align.stems import StemmedText, Vocabulary, stem_text


def texts(lines: list[str]) -> StemmedText:
    return stem_text(lines, Vocabulary())


@given(st.lists(st.text("ab ", max_size=12), max_size=40), st.lists(st.text("ab ", max_size=12), max_size=40))
def test_windows_cover_both_sides(ours: list[str], theirs: list[str]) -> None:
    (found,) = windows([(texts(ours), texts(theirs))])
    assert (found.source_length, found.target_length) == (len(ours), len(theirs))


def test_windows_stand_at_the_same_share_of_the_characters() -> None:
    (found,) = windows([(texts(["a" * 9] * 16), texts(["a" * 19] * 8))])
    assert [(len(bead.source), len(bead.target)) for bead in found.beads] == [(4, 2)] * 4
    assert {bead.confidence for bead in found.beads} == {bootstrap._WEIGHT}
    assert DEFAULT_SETTINGS.discount > bootstrap._WEIGHT  # what is seen once is taken away again


def test_many_windows_are_thinned_out_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = texts(["a b c"] * 40), texts(["a b c"] * 40)
    (whole,) = windows([pair])
    monkeypatch.setattr(bootstrap, "_MOST_PAIRS", len(whole.beads) * 12 * 12 // 5)
    (found,) = windows([pair])
    assert [n for n, bead in enumerate(b for b in found.beads if b.source) if bead.target] == [0, 5]


def test_knowledge_is_the_share_of_running_words() -> None:
    shares = np.array([0.5, 0.3, 0.2]), np.array([0.9, 0.1])
    assert knowledge([], shares) == 0.0
    assert knowledge([(0, 0, 3.0)], shares) == pytest.approx(0.5)
    assert knowledge([(0, 0, 3.0), (1, 0, 0.5), (1, 0, 0.2)], shares) == pytest.approx(0.65)
    assert knowledge([(0, 1, 1.0)], shares) == pytest.approx(0.1)


def strange_novel(sentences: int) -> tuple[list[str], list[str], set[tuple[range, range]]]:
    """Invented words and their translation in other letters: sentences are split in the first half, then merged."""
    draw = random.Random(1)
    words = ["".join(draw.choices("abcdefghij", k=5)) for _ in range(300)]
    other = dict(zip(words, draw.sample(words, len(words)), strict=True))
    table = str.maketrans("abcdefghij", "nopqrstuvw")
    weights = [1 / (n + 3) for n in range(len(words))]
    source: list[str] = []
    target: list[str] = []
    gold = set()
    while len(source) < sentences:
        split = len(source) < sentences / 2
        ours, theirs = (1, 2) if split else (2, 1)
        line = draw.choices(words, weights, k=draw.randint(8, 24))
        there = [other[word].translate(table) for word in line]
        gold.add((range(len(source), len(source) + ours), range(len(target), len(target) + theirs)))
        for side, text, pieces in ((source, line, ours), (target, there, theirs)):
            half = len(text) // 2
            side.extend([" ".join(text[:half]), " ".join(text[half:])] if pieces == 2 else [" ".join(text)])
    return source, target, gold


def test_a_long_text_in_unknown_letters_keeps_its_way() -> None:
    source, target, gold = strange_novel(700)
    shares = []
    for least in (0.0, DEFAULT_SETTINGS.least_knowledge):
        settings = replace(DEFAULT_SETTINGS, least_knowledge=least)
        alignment = align_sentences(source, target, "fi", "en", settings=settings)
        shares.append(len(gold.intersection((b.source, b.target) for b in alignment.beads)) / len(gold))
    assert shares[0] < 0.8  # without windows: else this text would show nothing
    assert shares[1] > 0.98


class Counted:
    """A lexicon that counts how often it is read."""

    def __init__(self, entries: tuple[LexiconEntry, ...]) -> None:
        self.read: Counter[str] = Counter()
        self._items = Dictionary(entries)

    def entries(self) -> list[LexiconEntry]:
        self.read["times"] += 1
        return list(self._items.entries())


def test_a_lexicon_is_read_once_for_all_texts_and_phrases_count_less() -> None:
    lexicon = Counted((LexiconEntry("rumah besar", "big house"), LexiconEntry("besar", "big", 0.8)))
    source, target = Vocabulary(), Vocabulary()
    stem_text(["rumah besar"], source)
    stem_text(["a big house"], target)
    for _ in range(2):
        known = known_pairs(source, target, "id", "en", [lexicon], DEFAULT_SETTINGS)
        named = {(source.words[a], target.words[b]): count for a, b, count in known}
        assert named == {
            ("rumah", "big"): 0.5, ("rumah", "house"): 0.5, ("besar", "big"): 0.8, ("besar", "house"): 0.5
        }  # fmt: skip
    assert lexicon.read["times"] == 1
