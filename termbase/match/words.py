"""Texts as rows of words: what each word may be a form of, what it adds to a link, what a hyphen ties it to."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from tmx.text.folding import fold_typography
from tmx.text.languages import Language
from tmx.text.lemmas import is_adjectival, is_known_word, lemma_set, word_classes
from tmx.text.tokens import Token, TokenKind, tokenize

__all__ = ["COMMA", "UNACCENTED", "Form", "Word", "other_form", "read_words", "word_form"]

COMMA = ","
UNACCENTED = "^"  # before a lemma: as it is in capitals without accents, which is all that is known of it there
_SHORT = 3
_HYPHENS = frozenset("-\u2010\u2011")
_POSSESSIVE = "'s"


class Form:
    """What a token is wherever it stands; two forms are the same where they are one object.

    ``text`` is its plain spelling. ``gap`` holds what it adds to a link (``du``: ``de``; an article: nothing) and is
    None where no link may run over it. ``trimmed`` characters at its end are no part of the word. What the dictionary
    says of it is looked up when it is first asked for: of a glossary's words most stand in no text that is read.
    """

    __slots__ = ("_adjectival", "_language", "_lemmas", "gap", "hyphen", "text", "trimmed")

    def __init__(
        self,
        text: str,
        gap: tuple[str, ...] | None,
        language: Language | None,
        *,
        hyphen: bool = False,
        trimmed: int = 0,
    ) -> None:
        """``language`` is that of a word, and None for a mark or a figure, which is a form of itself only."""
        self.text = text
        self.gap = gap
        self.hyphen = hyphen
        self.trimmed = trimmed
        self._language = language
        self._lemmas: frozenset[str] | None = None
        self._adjectival: bool | None = None

    @property
    def lemmas(self) -> frozenset[str]:
        """What it may be a form of."""
        if self._lemmas is None:
            if self._language is None:
                self._lemmas = frozenset([self.text])
            else:
                lemmas = lemma_set(self.text, self._language)
                if self.text not in lemmas or self.gap:
                    lemmas = lemmas.union(self.gap or (), [self.text])
                if self.text.isupper() and len(self.text) > _SHORT and not is_known_word(self.text, self._language):
                    lemmas = lemmas.union([UNACCENTED + lemma for lemma in lemmas if lemma.isascii()])
                self._lemmas = lemmas
        return self._lemmas

    @property
    def adjectival(self) -> bool:
        """Whether it looks like an adjective."""
        if self._adjectival is None:
            language = self._language
            self._adjectival = language is not None and self.text[:1].islower() and _may_describe(self.text, language)
        return self._adjectival


class Word(NamedTuple):  # the quickest to make
    """A token of a text as the matcher sees it: its form, and the half-open code points where it stands.

    ``glued_before`` and ``glued_after`` say whether a hyphen ties it to a neighbour.
    """

    form: Form
    start: int
    end: int
    glued_before: bool = False
    glued_after: bool = False
    opens_sentence: bool = False

    @property
    def text(self) -> str:
        """Its plain spelling."""
        return self.form.text

    @property
    def gap(self) -> tuple[str, ...] | None:
        """What it adds to a link; None where no link may run over it."""
        return self.form.gap

    @property
    def adjectival(self) -> bool:
        """Whether it looks like an adjective."""
        return self.form.adjectival


def read_words(text: str, language: Language, tokens: Sequence[Token] | None = None) -> list[Word]:
    """The words, figures and marks of ``text`` with their lemmas and roles, in order; ``U.N.`` is one word, ``UN``.

    ``tokens`` are those of ``text`` where they are at hand.
    """
    if tokens is None:
        tokens = list(tokenize(text, language))
    words: list[Word] = []
    opens, tied, before_ends = True, False, -1
    at = 0
    while at < len(tokens):
        token = tokens[at]
        start, end, after = token.start, token.end, at + 1
        dotted = _dotted(tokens, at) if end - start == 1 and token.text.isupper() else 0
        if dotted:
            spelling = "".join(part.text for part in tokens[at:dotted] if part.kind is TokenKind.WORD)
            form, end, after = word_form(spelling, language), tokens[dotted - 1].end, dotted
        else:
            form = _form(token, language)
        touches_next = after < len(tokens) and tokens[after].start == end
        tied_before = tied and before_ends == start
        if words and before_ends == start and words[-1].form.text.endswith("'"):
            tied_before = words[-1].glued_before  # main-d’œuvre: the hyphen holds on to œuvre
        if form.hyphen and not (before_ends == start and touches_next):
            form = _DASH
        tied_after = touches_next and tokens[after].text in _HYPHENS
        words.append(Word(form, start, end - form.trimmed, tied_before, tied_after, opens))
        last = tokens[after - 1]
        opens = last.kind is TokenKind.PUNCTUATION and not form.hyphen and form.text not in ",;'"
        tied, before_ends, at = last.text in _HYPHENS, end, after
    return words


def _dotted(tokens: Sequence[Token], at: int) -> int:
    """The end of an acronym in the form ``U.N.`` that begins at token ``at``, 0 if there is none."""
    end = at
    while (
        end + 1 < len(tokens)
        and len(tokens[end].text) == 1
        and tokens[end].text.isupper()
        and tokens[end + 1].text == "."
        and tokens[end].end == tokens[end + 1].start
        and (end == at or tokens[end - 1].end == tokens[end].start)
    ):
        end += 2
    return end if end - at >= 4 else 0


_DASH = Form("-", None, None, hyphen=True)  # a hyphen between spaces


def _plain(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", fold_typography(text))


@lru_cache(1 << 17)
def word_form(word: str, language: Language) -> Form:
    """The form of a token that is a word."""
    text = _plain(word)
    gap = _gap(text, language)
    trimmed = 0
    if not language.elided and len(text) > len(_POSSESSIVE) and text.endswith(_POSSESSIVE):
        text, trimmed = text.removesuffix(_POSSESSIVE), len(_POSSESSIVE)
    return Form(text, gap, language, trimmed=trimmed)


@lru_cache(1 << 17)
def other_form(token: str) -> Form:
    """The form of a token that is a mark, a number or another one that is no word."""
    text = _plain(token)
    if token in _HYPHENS:
        return Form(text, (), None, hyphen=True)
    return Form(text, (COMMA,) if text == COMMA else () if text == "'" else None, None)


def _form(token: Token, language: Language) -> Form:
    return word_form(token.text, language) if token.kind is TokenKind.WORD else other_form(token.text)


def _may_describe(text: str, language: Language) -> bool:
    """Whether a word may describe a noun or verb: by its ending, or as an adjective that the dictionary lists.

    What the dictionary lists as a noun and as no adjective (``turbine``, ``secteur``) is none, whatever its ending.
    Listed adverbs (``plus``) and irregular verb forms (``fait``) do not count as adjectives.
    """
    classes = word_classes(text, language)
    if is_adjectival(text, language):
        return "NOUN" not in classes or "ADJ" in classes
    if text in language.function_words or text in language.inflection.irregular_verbs:
        return False
    return "ADJ" in classes and "ADV" not in classes


@cache
def _gap_words(language: Language) -> frozenset[str]:
    """All words that may add to a link."""
    return language.linking_words.union(language.determiners, language.contractions)


def _gap(text: str, language: Language) -> tuple[str, ...] | None:
    """What a function word adds to a link; None for a word of another kind."""
    lowered = text.lower()
    if lowered.endswith("'"):
        lowered = language.elided_forms.get(lowered[:-1], lowered)
    if lowered not in _gap_words(language):
        return None
    parts = language.contractions.get(lowered, (lowered,))
    linking, determiners = language.linking_words, language.determiners
    if any(part not in linking and part not in determiners for part in parts):
        return None
    return tuple([part for part in parts if part not in determiners])
