import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.text import tokens
from tmx.text.languages import find_language
from tmx.text.tokens import Token, TokenKind, tokenize

_WORDS = """
    l’ L' aujourd’hui OIM info@iom.int http://x.org/é www.iom.int. WWW.A 12:30 main-d’œuvre ... don't @ :// H5N1 ’ 2.0
    fin. mot, l’an; é» www.
""".split()
# A no-break space, a combining accent, the long s that is a small letter of S.
_PIECES = st.sampled_from([*_WORDS, "1 000,5", "«\u202f", "e\u0301", "\u017f", " ", "\n"])


@pytest.mark.parametrize("language", ["fr", "en", "de"])
@settings(max_examples=150)
@given(text=st.lists(st.one_of(_PIECES, st.text(max_size=4))).map("".join))
def test_the_faster_patterns_find_the_same_tokens(language, text):
    here = find_language(language)
    whole = tokens._pattern(here, True, True).finditer(text)
    expected = [Token(m.group(), m.start(), m.end(), TokenKind(m.lastgroup)) for m in whole]
    assert list(tokenize(text, here)) == expected
    assert list(tokens._tokens(text, here)) == expected


def test_tokens_of_a_sentence():
    found = tokenize("L’OIM (www.iom.int) aide 1 000,5 migrants aujourd’hui.", find_language("fr"))
    assert [(token.text, token.kind.value) for token in found] == [
        ("L’", "word"),
        ("OIM", "word"),
        ("(", "punctuation"),
        ("www.iom.int", "address"),
        (")", "punctuation"),
        ("aide", "word"),
        ("1 000,5", "number"),
        ("migrants", "word"),
        ("aujourd’hui", "word"),
        (".", "punctuation"),
    ]


def test_a_long_text_is_read_piece_by_piece():
    text = "mot " * 1000
    found = tokenize(text, find_language("fr"))
    assert next(found) == Token("mot", 0, 3, TokenKind.WORD)
    assert sum(1 for _ in found) == 999
