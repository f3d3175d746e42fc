"""The reader of Apertium's compiled dictionaries, by dictionaries that are written here byte by byte."""

import importlib.util
import sys
from itertools import zip_longest
from pathlib import Path

import pytest

_PLACE = Path(__file__).parents[2] / "benchmarks" / "apertium.py"
_SPEC = importlib.util.spec_from_file_location("apertium", _PLACE)
apertium = importlib.util.module_from_spec(_SPEC)
sys.modules["apertium"] = apertium  # dataclasses look their module up
_SPEC.loader.exec_module(apertium)
Lemma = apertium.Lemma

TAGS = ("<n>", "<adj>", "<vblex>", "<m>", "<sent>")
HEADER, TRANSDUCER = b"LTTB", b"LTTD"
# Left, its tags, right, its tags, the side that has more letters before the tag, as transducers align them.
CATS = [
    ("chat", ("<n>", "<m>"), "gat", ("<n>", "<m>")),
    ("noir", ("<adj>",), "negre", ("<adj>",)),
    ("être", ("<vblex>",), "ser", ("<vblex>",)),
    ("a1", ("<n>",), "b1", ("<n>",)),  # no word
    (".", ("<sent>",), ".", ("<sent>",)),  # no class that is known
]


def number(value):
    for size, limit in enumerate((1 << 6, 1 << 14, 1 << 22, 1 << 30)):
        if value < limit:
            written = value.to_bytes(size + 1, "big")
            return bytes([written[0] | size << 6]) + written[1:]
    raise ValueError(value)


def text(value):
    return number(len(value)) + b"".join(number(ord(letter)) for letter in value)


def dictionary(pairs, *, circle=False, features=0, headers=True, names=("main@standard",)):
    """A compiled dictionary: a way of its own for each of ``pairs``; with ``circle`` a pattern of any number of x."""
    symbols, states, finals = [], [[]], []

    def symbol(one, other):
        pair = tuple(-TAGS.index(each) - 1 if each in TAGS else ord(each) if each else 0 for each in (one, other))
        if pair not in symbols:
            symbols.append(pair)
        return symbols.index(pair)

    for left, left_tags, right, right_tags in pairs:
        at = 0
        ways = [*zip_longest(left, right, fillvalue=""), *zip_longest(left_tags, right_tags, fillvalue="")]
        for one, other in ways:
            states.append([])
            states[at].append((symbol(one, other), len(states) - 1))
            at = len(states) - 1
        finals.append(at)
    if circle:
        states.append([])
        states[0].append((symbol("x", "x"), len(states) - 1))
        states[-1].append((symbol("x", "x"), len(states) - 1))
        states.append([])
        states[-2].append((symbol("<n>", "<n>"), len(states) - 1))
    body = number(0) + number(len(finals))
    body += b"".join(number(one - before) for before, one in zip([0, *finals], finals, strict=False))
    body += number(len(states))
    for at, transitions in enumerate(states):
        body += number(len(transitions))
        before = 0
        for one, to in sorted(transitions):
            body += number(one - before) + number((to - at) % len(states))
            before = one
    marked = features.to_bytes(8, "little")
    content = (
        (HEADER + bytes(8) if headers else b"")
        + text("abc")
        + number(len(TAGS))
        + b"".join(text(tag.strip("<>")) for tag in TAGS)
    )
    content += number(len(symbols))
    content += b"".join(number(one + len(TAGS)) + number(other + len(TAGS)) for one, other in symbols)
    content += number(len(names))
    return content + b"".join(text(name) + (TRANSDUCER + marked if headers else b"") + body for name in names)


def pairs_of(path, words, *, left=True):
    return {(one.word, one.part, other.word) for one, other in apertium.read_pairs(path, words, left=left)}


@pytest.mark.parametrize("headers", [True, False])
@pytest.mark.parametrize("circle", [True, False])
def test_words_and_their_classes(tmp_path, headers, circle):
    path = tmp_path / "fra-cat.autobil.bin"
    path.write_bytes(dictionary(CATS, circle=circle, headers=headers))
    every = {word for left, _, right, _ in CATS for word in (left, right)} | {"xxx"}
    assert pairs_of(path, every) == {
        ("chat", "noun", "gat"),
        ("noir", "adjective", "negre"),
        ("être", "verb", "ser"),
    }
    assert pairs_of(path, {"chat", "gat"}) == {("chat", "noun", "gat")}
    assert pairs_of(path, {"gat"}) == set()
    assert pairs_of(path, {"gat"}, left=False) == {("chat", "noun", "gat")}


def test_only_main_sections_hold_words(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(dictionary(CATS, names=("final@inconditional",)))
    assert pairs_of(path, {"chat"}) == set()
    path.write_bytes(dictionary(CATS, names=("final@inconditional", "main@standard")))
    assert pairs_of(path, {"chat"}) == {("chat", "noun", "gat")}


def test_weights_are_refused(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(dictionary(CATS, features=1))
    with pytest.raises(ValueError, match="weights"):
        pairs_of(path, {"chat"})


def test_numbers_take_one_to_four_bytes():
    for value in (0, 63, 64, 16383, 16384, (1 << 22) - 1, 1 << 22, (1 << 30) - 1):
        reader = apertium._Reader(number(value))
        assert reader.number() == value
        assert reader.at == len(number(value))


def test_catalan_joins_two_languages(tmp_path):
    held = {
        ("apertium-fra-cat", "fra-cat"): [
            ("chat", ("<n>",), "gat", ("<n>",)),
            ("clair", ("<adj>",), "clar", ("<adj>",)),
        ],
        ("apertium-fra-cat", "cat-fra"): [("gat", ("<n>",), "matou", ("<n>",))],
        ("apertium-spa-cat", "spa-cat"): [("gato", ("<n>",), "gat", ("<n>",)), ("clara", ("<n>",), "clar", ("<n>",))],
        ("apertium-spa-cat", "cat-spa"): [
            ("gat", ("<n>",), "minino", ("<n>",)),
            ("clar", ("<vblex>",), "ver", ("<vblex>",)),
        ],
    }
    for (package, name), pairs in held.items():
        folder = tmp_path / package / "usr/share/apertium" / package
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.autobil.bin").write_bytes(dictionary(pairs))
    found = apertium.by_catalan(tmp_path, "fr", "es", {"chat", "clair"})
    assert found == {("chat", "gato"): 0.5, ("chat", "minino"): 0.5}
