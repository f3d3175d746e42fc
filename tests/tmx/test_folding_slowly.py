"""Folding by a table of characters gives what taking the accents off the whole text gives."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmx.text.folding import fold, fold_typography

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


SIGNS = str.maketrans("？！：；％؟؛٪፧፤՞", "?!:;%?;%?;?", "ـ\u200d")
VOWELS = "\u0e38\u0e39\u0eb8\u0eb9\u0f71\u0f72\u0f74\u0c55\u0c56"  # of Thai, Lao, Tibetan and Telugu


def slowly(text: str) -> str:
    plain = fold_typography(text).lower().translate(LIGATURES).translate(SIGNS)
    decomposed = unicodedata.normalize("NFD", "".join(map(digit, plain)))
    return "".join(c for c in decomposed if not unicodedata.combining(c) or is_of_a_letter(c))


def digit(character: str) -> str:
    return str(int(character)) if character.isdecimal() else character


def is_of_a_letter(mark: str) -> bool:
    return unicodedata.combining(mark) in (9, 84, 91, 103, 118, 129, 130, 132)


@given(
    st.text()
    | st.text(alphabet="ŒÉéèÀİıẞßǿǽ각ệ\u0301\u0327\u1161’\u00ad a-Z")
    | st.text(alphabet=f"٣३๓１?？؟ـ\u094d\u3099\u05b4\u064b{VOWELS}កក្")
)
def test_as_slowly(text: str) -> None:
    assert unicodedata.normalize("NFD", fold(text)) == slowly(text)  # marks on one letter in one order


@pytest.mark.parametrize(("text", "folded"), [("٣۴५๖７", "34567"), ("؟？", "??"), ("كـتاب", "كتاب"), ("คุณ", "คุณ")])
def test_digits_and_marks_of_other_scripts(text: str, folded: str) -> None:
    assert fold(text) == folded
