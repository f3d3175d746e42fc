"""Sentences: where the sentences of a block of text begin and end.

The rules stand in SRX 2.0 files beside the languages (``tmx/text/languages/*.srx``), which other tools read as well.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

from msgspec import Struct

from tmx.text.languages import primary_subtag
from tmx.text.srx import Breaker, SegmentationRules, load_rules, parse_rules

__all__ = ["Span", "load_rules", "sentences", "split_sentences"]


class Span(Struct, frozen=True):
    """A half-open place ``text[start:end]``, in code points."""

    start: int
    end: int


def split_sentences(text: str, language: str, *, rules: SegmentationRules | None = None) -> list[Span]:
    """The sentences of one block of text, in order, with nothing but white space between them and around them.

    ``language`` is a BCP 47 tag; a language without a rule file of its own is served by rules that hold for most.
    ``rules``, from :func:`load_rules`, are a user's own in place of ours. Blank text has no sentences.
    """
    breaker = _own_breaker(primary_subtag(language)) if rules is None else rules.breaker(language)
    spans = []
    start = 0
    for end in (*breaker.breaks(text), len(text)):
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if left < right:
            spans.append(Span(left, right))
        start = end
    return spans


def sentences(text: str, language: str, *, rules: SegmentationRules | None = None) -> list[str]:
    """The sentences of one block of text as :func:`split_sentences` finds them."""
    return [text[span.start : span.end] for span in split_sentences(text, language, rules=rules)]


@lru_cache(maxsize=32)
def _own_breaker(primary: str) -> Breaker:
    folder = resources.files("tmx.text.languages")
    own = folder / f"{primary}.srx"
    file = own if primary.isalpha() and own.is_file() else folder / "default.srx"
    return parse_rules(file.read_bytes(), Path(str(file)), tried=False).breaker(primary)
