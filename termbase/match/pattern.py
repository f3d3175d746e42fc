"""Terms and texts as rows of words that can be laid side by side.

A term's pattern is a row of elements, the words that must stand in the text, and of links between them: the function
words that must stand between two elements. Articles and other determiners never count, contractions count as what
they are made of (``du``: ``de``, ``le``), hyphens join and otherwise count as nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from termbase.model import CaseRule, Term, TermType
from tmx.text.folding import fold_typography
from tmx.text.languages import Language
from tmx.text.lemmas import base_forms, is_adjectival, is_known_word, lemma_set
from tmx.text.tokens import Token, TokenKind, tokenize

__all__ = ["Element", "Form", "Pattern", "Word", "compile_term", "is_acronym", "link_agrees", "read_words", "same_case"]

_HYPHENS = frozenset("-\u2010\u2011")
_COMMA = ","
_POSSESSIVE = "'s"
_CONJUNCTIONS = frozenset(["and", "or", "et", "ou"])
_ACRONYM_LETTERS = 8
_SPOKEN_LETTERS = 5
_SHORT = 3


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """What a token is wherever it stands.

    ``text`` is its plain spelling, ``lemmas`` what it may be a form of. ``gap`` holds what it adds to a link (``du``:
    ``de``; an article: nothing) and is None where no link may run over it. ``trimmed`` characters at its end are no
    part of the word.
    """

    text: str
    lemmas: frozenset[str]
    gap: tuple[str, ...] | None
    adjectival: bool = False
    hyphen: bool = False
    trimmed: int = 0


@dataclass(frozen=True, slots=True)
class Word:
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


@dataclass(frozen=True, slots=True)
class Element:
    """A word that a term needs: its base forms, or the spellings of an acronym; ``exact`` where capitals count."""

    text: str
    forms: frozenset[str]
    acronym: bool = False
    exact: bool = False

    def matches(self, word: Word) -> bool:
        """Whether ``word`` is a form of this element."""
        form = word.form
        if form.hyphen:
            return False
        if self.acronym:
            return form.text in self.forms
        if self.forms.isdisjoint(form.lemmas):
            return False
        return not self.exact or same_case(self.text, word, word.opens_sentence)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A term's elements, and for each place between two of them the function words that must stand there."""

    elements: tuple[Element, ...]
    links: tuple[tuple[str, ...], ...]

    @property
    def is_acronym(self) -> bool:
        """Whether the whole term is an acronym, figures aside (``OIM``, ``COVID-19``)."""
        return self.elements[0].acronym and all(e.acronym or not e.text[:1].isalpha() for e in self.elements)


def link_agrees(wanted: Sequence[str], found: Sequence[str], partitives: frozenset[str]) -> bool:
    """Whether the words found between two elements are those that the term has there.

    Commas may be missing, and may be added only where words are coordinated (``safe, orderly, and regular``).
    ``partitives`` count only where no other word stands before them.
    """
    if not wanted and not found:
        return True
    if _COMMA in found and _COMMA not in wanted and _CONJUNCTIONS.isdisjoint(wanted):
        return False
    return _essence(wanted, partitives) == _essence(found, partitives)


def _essence(link: Sequence[str], partitives: frozenset[str]) -> list[str]:
    words = [word for word in link if word != _COMMA]
    return [word for number, word in enumerate(words) if number == 0 or word not in partitives]


def is_acronym(text: str) -> bool:
    """Whether a word is written like an acronym: two capitals or more, no small letters but a plural's (``SDGs``)."""
    letters = text.removesuffix("s") if text[-2:-1].isupper() else text
    capitals = sum(character.isupper() for character in letters)
    return capitals >= 2 and not any(character.islower() for character in letters) and len(letters) <= _ACRONYM_LETTERS


def same_case(wanted: str, word: Word, opens_sentence: bool) -> bool:
    """Capitals count at the first letter: ``Pacte`` is not ``pacte``; a heading in capitals may be anything."""
    if word.text.isupper() and len(word.text) > 1:
        return True
    if wanted[:1].isupper():
        return word.text[:1].isupper()
    return not word.text[:1].isupper() or opens_sentence


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
            form, end, after = _form(spelling, TokenKind.WORD, language), tokens[dotted - 1].end, dotted
        else:
            form = _form(token.text, token.kind, language)
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


_DASH = Form("-", frozenset("-"), gap=None, hyphen=True)  # a hyphen between spaces


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", fold_typography(text))


@lru_cache(1 << 17)
def _form(token: str, kind: TokenKind, language: Language) -> Form:
    text = _plain(token)
    if kind is not TokenKind.WORD:
        if token in _HYPHENS:
            return Form(text, frozenset([text]), gap=(), hyphen=True)
        mark: tuple[str, ...] | None = (_COMMA,) if text == _COMMA else () if text == "'" else None
        return Form(text, frozenset([text]), gap=mark)
    gap = _gap(text, language)
    trimmed = 0
    if not language.elided and len(text) > len(_POSSESSIVE) and text.endswith(_POSSESSIVE):
        text, trimmed = text.removesuffix(_POSSESSIVE), len(_POSSESSIVE)
    return Form(
        text=text,
        lemmas=lemma_set(text, language).union(gap or (), [text]),
        gap=gap,
        adjectival=text[:1].islower() and is_adjectival(text, language),
        trimmed=trimmed,
    )


def _gap(text: str, language: Language) -> tuple[str, ...] | None:
    """What a function word adds to a link; None for a word of another kind."""
    lowered = text.lower()
    if lowered.endswith("'"):
        lowered = language.elided_forms.get(lowered[:-1], lowered)
    parts = language.contractions.get(lowered, (lowered,))
    if not all(part in language.linking_words or part in language.determiners for part in parts):
        return None
    return tuple(part for part in parts if part not in language.determiners)


def compile_term(term: Term, language: Language) -> Pattern | None:
    """The pattern of a term, or None where it holds nothing that could be looked for."""
    words = [word for word in read_words(term.text, language) if not word.form.hyphen]
    first = next((n for n, word in enumerate(words) if word.gap != () and word.text != _COMMA), None)
    if first is None:
        # Nothing but determiners and marks (the letter «l», the word «les»): it can only be matched as it is.
        first = 0 if words and words[0].text[:1].isalpha() else len(words)
    last = next((n for n in range(len(words), first, -1) if words[n - 1].text not in (_COMMA, "'")), first)
    elements: list[Element] = []
    links: list[tuple[str, ...]] = []
    waiting: tuple[str, ...] = ()
    for number in range(first, last):
        word = words[number]
        at_edge = number in (first, last - 1) or not elements
        if word.gap is not None and not at_edge and not _is_capital_word(word, term):
            waiting += word.gap
            continue
        if elements:
            links.append(waiting)
            waiting = ()
        elements.append(_element(word, term, language, alone=last - first == 1))
    return Pattern(tuple(elements), tuple(links)) if elements else None


def _is_capital_word(word: Word, term: Term) -> bool:
    """Whether a function word's letters are an acronym here (``IN``, ``OU``)."""
    return len(word.text) > 1 and word.text.isupper() and not term.text.isupper()


def _element(word: Word, term: Term, language: Language, *, alone: bool) -> Element:
    if not word.text[:1].isalpha():
        return Element(word.text, word.form.lemmas)
    exact = term.case is CaseRule.EXACT
    shaped = is_acronym(word.text) and (alone or not term.text.isupper() or term.type is TermType.ACRONYM)
    if (term.type is TermType.ACRONYM and alone) or (shaped and term.case is not CaseRule.ANY):
        return Element(word.text, _acronym_spellings(word.text, language, exact=exact), acronym=True, exact=True)
    forms = frozenset(word.gap) if word.gap else base_forms(word.text, language)
    if len(word.text) > _SHORT:
        forms |= {_bare_initial(form) for form in forms}
    return Element(word.text, forms, exact=exact and len(word.text) > 1 and word.gap is None)


def _bare_initial(form: str) -> str:
    """The form as it is when its capital has lost the accent (``Egypte``)."""
    return unicodedata.normalize("NFD", form[:1])[:1] + form[1:]


def _acronym_spellings(text: str, language: Language, *, exact: bool) -> frozenset[str]:
    """The acronym, its plural or singular, and the spelling of one that is spoken like a word (``Unicef``)."""
    spellings = {text, f"{text}s"}
    if text.endswith("s") and len(text) > 2 and text[-2].isupper():
        spellings.add(text[:-1])
    if not exact and len(text) >= _SPOKEN_LETTERS and text.isupper() and not is_known_word(text, language):
        spellings.update((text.title(), text.lower()))
    return frozenset(spellings)
