"""A text is cut into stems in one go as each of its sentences would be alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.align import stems as module
from tmx.align.stems import Vocabulary, joined_texts, stem_text, stems

PIECES = [
    *(
        "a",
        "b",
        "É",
        "œ",
        "1",
        "2",
        "12",
        "200",
        "!",
        "«",
        "»",
        " ",
        "  ",
        "\u00a0",
        "中",
        "国",
        "Σ",
        "ΑΣ",
        "İ",
        "\x00",
    ),
    *(
        "𝔘",
        "(",
        ".",
        ",",
        "'",
        "migrants",
        "3,5",
        "1 200",
        "²",
        "Ⅷ",
        "ß",
        "straße",
        "हिन्दी",
        "ไทย",
        "ခဲ့",
        "\u200b",
        "٣",
        "？",
        "\n",
        "\r",
        "\x85",
        "\u2028",
    ),
]
SENTENCES = st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), max_size=9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("लोगों ने १२३४", ["लोगों", "ने", "1234"]),  # vowel signs stand in their words
        ("अधिकारियों", ["अधिकार"]),
        ("คนไทย ๕", ["คน", "นไท", "ไทย", "5"]),
        ("ក\u200bខ", ["ក", "ខ"]),  # a word ends where the text says so
        ("ກາ", ["ກາ"]),
        ("سنة ٢٠٢٤؟", ["سنة", "2024", "?"]),
        ("好吗？", ["好", "吗", "?"]),
        ("「好」", ['"', "好", '"']),
    ],
)
def test_words_of_other_scripts(text: str, expected: list[str]) -> None:
    assert stems(text) == expected


@settings(max_examples=300)
@given(SENTENCES, st.sampled_from([1, 3, 1000]))
def test_a_text_is_cut_as_its_sentences_are(sentences: list[str], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_AT_ONCE", at_once)
        words = Vocabulary()
        text = stem_text(sentences, words)
    cut = [[words.words[n] for n in text.ids[a:b]] for a, b in zip(text.offsets, text.offsets[1:], strict=False)]
    assert cut == [stems(sentence) for sentence in sentences]
    assert words.words == list(dict.fromkeys(stem for sentence in cut for stem in sentence))
    assert text.lengths.tolist() == [len("".join(sentence.split())) for sentence in sentences]


@settings(max_examples=50)
@given(st.lists(SENTENCES, min_size=1, max_size=4))
def test_texts_are_joined_with_an_empty_sentence_behind_each(texts: list[list[str]]) -> None:
    words = Vocabulary()
    found = joined_texts([stem_text(text, words) for text in texts])
    whole = stem_text([sentence for text in texts for sentence in (*text, "")], words)
    for name in ("ids", "offsets", "lengths"):
        assert getattr(found.text, name).tolist() == getattr(whole, name).tolist(), name
    sizes = [len(text) + 1 for text in texts]
    assert found.begins.tolist() == [sum(sizes[:place]) for place in range(len(sizes))]
