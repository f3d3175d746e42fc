"""Sentences are found again in the file that they were cut out of."""

import html
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmx.formats.inplace.places import NOWHERE, Change, FileText, PlacedText, change_file
from tmx.formats.inplace.running import located, page_stream, text_stream

WORDS = st.lists(
    st.sampled_from(["le", "la", "œuvre", "fin\u00a0;", "R&D", "«\u202foui\u202f»", "a<b", "OIM"]),
    min_size=1,
    max_size=6,
)
SPACES = st.sampled_from([" ", "  ", "\n", "\r\n   ", "\t"])


def written(sentences, draw, escape=lambda word: word):
    """A text of ``sentences`` with white space of any kind between words."""
    return "".join(escape(word) + draw(SPACES) for words in sentences for word in words)


def check(stream, sentences):
    texts = [" ".join(words) for words in sentences]
    found = located(stream, texts)
    for text, placed in zip(texts, found, strict=True):
        assert placed is not None
        assert placed.text == text
        assert len(placed.places) == len(text)
        for one, (start, end) in zip(text, placed.places, strict=True):
            if (start, end) != NOWHERE:
                there = html.unescape(stream.file.text[start:end]) if stream.is_markup else stream.file.text[start:end]
                assert there == one or (one == " " and not there.strip())
    ends = [[end for start, end in placed.places if end > 0] for placed in found]
    assert all(one[-1] <= other[-1] for one, other in pairwise(ends))


@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_in_a_plain_text(sentences, data):
    check(text_stream(FileText(written(sentences, data.draw), "utf-8")), sentences)


@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_in_a_page(sentences, data):
    tag = st.sampled_from(["", "<b>", "</i>", "<!-- le la -->", "<span class='fin'>", "<br/>"])
    body = written(sentences, data.draw, lambda word: data.draw(tag) + html.escape(word) + data.draw(tag))
    check(
        page_stream(FileText(f"<html><head><title>le la</title></head><body>{body}</body></html>", "utf-8")), sentences
    )


@given(WORDS, st.data())
def test_a_change_is_the_only_one(words, data):
    text = " ".join(words)
    file = FileText(f"<p>{html.escape(text)}</p>\n<p>end</p>", "utf-8")
    (placed,) = located(page_stream(file), [text])
    at = data.draw(st.integers(0, len(text)))
    new, done = change_file(file, [(placed, Change(at, at, "«é\u00a0&»"))])
    assert done == (True,)
    assert html.unescape(re.sub(r"</?p>", "", new)) == f"{text[:at]}«é\u00a0&»{text[at:]}\nend"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>un \n  deux</p>", "<p>un\u00a0deux</p>"),
        ("<p>un <b> deux</b></p>", None),  # the tag stands in the space
    ],
)
def test_a_space_is_changed_with_all_its_characters_or_not(page, expected):
    file = FileText(page, "utf-8")
    (placed,) = located(page_stream(file), ["un deux"])
    new, done = change_file(file, [(placed, Change(2, 3, "\u00a0"))])
    assert (new, done) == ((page, (False,)) if expected is None else (expected, (True,)))


def test_what_is_not_there_is_not_found():
    stream = text_stream(FileText("one two three", "utf-8"))
    assert located(stream, ["two three", "", "four"])[1:] == [None, None]


def test_of_two_places_the_one_between_its_neighbours_counts():
    stream = text_stream(FileText("Accueil Vrai? Début. Vrai? Fin.", "utf-8"))
    found = located(stream, ["Début.", "Vrai?", "Fin."])
    assert found[1].places[0] == (21, 22)


def _placed(text):
    return PlacedText("", text, tuple((at, at + 1) for at in range(len(text))), lambda new: new)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), st.sampled_from("XYZ")), max_size=8))
def test_changes_are_made_in_turn_where_none_is_in_the_way(wanted):
    """Beside the obvious way: each change is held against all that were made before it."""
    text = "abcdefghij"
    spans = [(start, min(start + length, len(text)), new) for start, length, new in wanted]
    new, done = change_file(
        FileText(text, "utf-8"), [(_placed(text), Change(start, end, one)) for start, end, one in spans]
    )
    made: list[tuple[int, int, str]] = []
    for span, fits in zip(spans, done, strict=True):
        apart = all(span[1] <= other[0] or other[1] <= span[0] for other in made)
        assert fits == (apart and all(span[:2] != other[:2] for other in made))
        made += [span] if fits else []
    expected = text
    for start, end, one in sorted(made, reverse=True):
        expected = expected[:start] + one + expected[end:]
    assert new == expected


def test_a_hundred_thousand_changes():
    """Held against each other one by one they would take hours."""
    text = "a " * 100_000
    placed = _placed(text)
    changes = [(placed, Change(at, at + 1, "b")) for at in range(0, len(text), 2)]
    assert change_file(FileText(text, "utf-8"), changes) == ("b " * 100_000, (True,) * 100_000)
