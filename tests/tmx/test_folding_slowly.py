"""Folding by a table of characters gives what taking the accents off the whole text gives."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tmx.text.folding import fold, fold_typography

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def slowly(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", fold_typography(text).lower().translate(LIGATURES))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@given(st.text() | st.text(alphabet="ŒÉéèÀİıẞßǿǽ각ệ\u0301\u0327\u1161’\u00ad a-Z"))
def test_as_slowly(text: str) -> None:
    assert fold(text) == slowly(text)
