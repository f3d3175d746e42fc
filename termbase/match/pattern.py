"""Terms and texts as rows of words that can be laid side by side.

A term's pattern is a row of elements, the words that must stand in the text, and of links between them: the function
words that must stand between two elements. Articles and other determiners never count, contractions count as what
they are made of (``du``: ``de``, ``le``), hyphens join and otherwise count as nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from termbase.match.chunks import read_chunk
from termbase.match.words import COMMA, UNACCENTED, Form, Word, word_form
from termbase.model import CaseRule, Term, TermType
from tmx.text.languages import Language
from tmx.text.lemmas import base_forms, is_known_word
from tmx.text.tokens import split_pieces

__all__ = [
    "Element",
    "Pattern",
    "Spellings",
    "compile_term",
    "first_form",
    "first_spellings",
    "has_preposition",
    "is_acronym",
    "link_agrees",
    "may_agree",
    "plain_element",
    "same_case",
]

_CONJUNCTIONS = frozenset(["and", "or", "et", "ou"])
_ACRONYM_LETTERS = 8
_SPOKEN_LETTERS = 5
_SHORT = 3


class Element(Struct, frozen=True):
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
        return not self.exact or same_case(self.text, word.text, word.opens_sentence)


class Pattern(Struct, frozen=True):
    """A term's elements, and for each place between two of them the function words that must stand there."""

    elements: tuple[Element, ...]
    links: tuple[tuple[str, ...], ...]

    @property
    def is_acronym(self) -> bool:
        """Whether the whole term is an acronym, figures aside (``OIM``, ``COVID-19``)."""
        return self.elements[0].acronym and all(e.acronym or not e.text[:1].isalpha() for e in self.elements)

    @property
    def is_exact(self) -> bool:
        """Whether capitals count, beside those of acronyms."""
        return any(element.exact and not element.acronym for element in self.elements)


def link_agrees(wanted: Sequence[str], found: Sequence[str], partitives: frozenset[str]) -> bool:
    """Whether the words found between two elements are those that the term has there.

    Commas may be missing, and may be added only where words are coordinated (``safe, orderly, and regular``).
    ``partitives`` count only where no other word stands before them.
    """
    if not wanted and not found:
        return True
    if COMMA in found and COMMA not in wanted and _CONJUNCTIONS.isdisjoint(wanted):
        return False
    return _essence(wanted, partitives) == _essence(found, partitives)


def may_agree(wanted: Sequence[str], found: Sequence[str], partitives: frozenset[str]) -> bool:
    """Whether ``found`` may still come to agree with ``wanted`` when more words follow; see :func:`link_agrees`."""
    if COMMA in found and COMMA not in wanted and _CONJUNCTIONS.isdisjoint(wanted):
        return False
    essence = _essence(found, partitives)
    return _essence(wanted, partitives)[: len(essence)] == essence


def has_preposition(link: Sequence[str]) -> bool:
    """Whether there is more in ``link``, function words between two elements, than commas and conjunctions."""
    return any(word != COMMA and word not in _CONJUNCTIONS for word in link)


def _essence(link: Sequence[str], partitives: frozenset[str]) -> list[str]:
    words = [word for word in link if word != COMMA]
    return [word for number, word in enumerate(words) if number == 0 or word not in partitives]


def is_acronym(text: str) -> bool:
    """Whether a word is written like an acronym: two capitals or more, no small letters but a plural's (``SDGs``)."""
    letters = text.removesuffix("s") if text[-2:-1].isupper() else text
    capitals = sum(character.isupper() for character in letters)
    return capitals >= 2 and not any(character.islower() for character in letters) and len(letters) <= _ACRONYM_LETTERS


def same_case(wanted: str, found: str, opens_sentence: bool) -> bool:
    """Capitals count at the first letter: ``Pacte`` is not ``pacte``; a heading in capitals may be anything."""
    if found.isupper() and len(found) > 1:
        return True
    if wanted[:1].isupper():
        return found[:1].isupper()
    return not found[:1].isupper() or opens_sentence


def compile_term(term: Term, language: Language) -> Pattern | None:
    """The pattern of a term, or None where it holds nothing that could be looked for."""
    pieces = split_pieces(term.text)
    plain = [_plain_elements(piece, language) for piece in pieces]
    if None in plain or term.case is CaseRule.EXACT or term.type is TermType.ACRONYM:
        return _compile(term, [form for piece in pieces for form in _forms_of(piece, language)], language)
    elements = tuple([element for found in plain if found for element in found])
    # As most terms are: words that stand side by side.
    return Pattern(elements, _no_links(len(elements) - 1)) if elements else None


def _compile(term: Term, forms: Sequence[Form], language: Language) -> Pattern | None:
    first = next((n for n, form in enumerate(forms) if _can_be_first(form)), None)
    if first is None:
        # Nothing but determiners and marks (the letter «l», the word «les»): it can only be matched as it is.
        first = 0 if forms and forms[0].text[:1].isalpha() else len(forms)
    last = next((n for n in range(len(forms), first, -1) if forms[n - 1].text not in (COMMA, "'")), first)
    elements: list[Element] = []
    links: list[tuple[str, ...]] = []
    waiting: tuple[str, ...] = ()
    marked, shouted = term.type is TermType.ACRONYM, term.text.isupper()
    for number in range(first, last):
        form = forms[number]
        at_edge = number in (first, last - 1) or not elements
        if form.gap is not None and not at_edge and not _is_capital_word(form, term):
            waiting += form.gap
            continue
        if elements:
            links.append(waiting)
            waiting = ()
        alone = last - first == 1
        element = _element(form, term.case, marked, shouted, alone, language)
        modifies = number + 1 < last and forms[number + 1].gap is None and not language.noun_phrases.head_first
        if (alone or modifies) and _is_own_plural(form, language):
            element = replace(element, forms=_spellings_of(form.text.lower()))
        elements.append(element)
    return Pattern(tuple(elements), tuple(links)) if elements else None


def _is_own_plural(form: Form, language: Language) -> bool:
    return form.text.lower() in language.inflection.own_plurals


def _spellings_of(word: str) -> frozenset[str]:
    """What stands for a word that counts in this form alone: a text's word has its own spelling among its lemmas."""
    return frozenset((word, word.capitalize(), word.upper()))


@cache
def _no_links(count: int) -> tuple[tuple[str, ...], ...]:
    return ((),) * count


@lru_cache(1 << 16)
def _forms_of(piece: str, language: Language) -> tuple[Form, ...]:
    """The forms of the words in a piece between spaces, hyphens left out."""
    if piece.isalpha():
        return (word_form(piece, language),)
    return tuple([word.form for word in read_chunk(piece, language).words if not word.form.hyphen])


@lru_cache(1 << 16)
def _plain_elements(piece: str, language: Language) -> tuple[Element, ...] | None:
    """The elements for a piece in any term where capitals do not count.

    None where it has acronyms, function words or marks, which need a look at the whole term, as do plurals that may
    not be a form of their singular there.
    """
    forms = _forms_of(piece, language)
    if any(_is_own_plural(form, language) for form in forms):
        return None
    if any(form.gap is not None or not form.text[:1].isalpha() or is_acronym(form.text) for form in forms):
        return None
    return tuple([_element(form, CaseRule.ANY, False, False, False, language) for form in forms])


def plain_element(piece: str, language: Language) -> Element | None:
    """The element for a piece that is one in any term where capitals do not count; None for others."""
    elements = _plain_elements(piece, language)
    return elements[0] if elements is not None and len(elements) == 1 else None


def first_form(piece: str, language: Language) -> Form | None:
    """The first element of a term that begins with ``piece``, a piece between spaces; None where it has none."""
    return next((form for form in _forms_of(piece, language) if _can_be_first(form)), None)


class Spellings(Struct, frozen=True):
    """What a word of a text must be to be an element: one of ``lemmas`` among its lemmas, or spelt so."""

    lemmas: frozenset[str]
    spellings: frozenset[str]


def first_spellings(form: Form, language: Language, *, marked: bool) -> Spellings:
    """What the first word of a text's hit can be for all terms whose first element has this form, and no more.

    ``marked`` says that one of them is called an acronym.
    """
    lemmas = _element(form, CaseRule.ANY, False, False, False, language).forms
    if not (marked or is_acronym(form.text)):
        return Spellings(lemmas, frozenset())
    return Spellings(lemmas, _acronym_spellings(form.text, language, exact=False))


def _can_be_first(form: Form) -> bool:
    return form.gap != () and form.text != COMMA


def _is_capital_word(form: Form, term: Term) -> bool:
    """Whether a function word's letters are an acronym here (``IN``, ``OU``)."""
    return len(form.text) > 1 and form.text.isupper() and not term.text.isupper()


@lru_cache(1 << 16)
def _element(form: Form, case: CaseRule, marked: bool, shouted: bool, alone: bool, language: Language) -> Element:
    """The element for a word of a term with this rule for capitals.

    ``marked`` says that the term is called an acronym, ``shouted`` that it stands all in capitals, ``alone`` that it
    has no other word.
    """
    text = form.text
    if not text[:1].isalpha():
        return Element(text, form.lemmas)
    exact = case is CaseRule.EXACT
    shaped = is_acronym(text) and (alone or not shouted or marked)
    if (marked and alone) or (shaped and case is not CaseRule.ANY):
        return Element(text, _acronym_spellings(text, language, exact=exact), acronym=True, exact=True)
    forms = frozenset(form.gap) if form.gap else base_forms(text, language)
    if len(text) > _SHORT and not all(map(str.isascii, forms)):
        forms |= {_bare_initial(base) for base in forms}
        forms |= {UNACCENTED + _bare(base) for base in forms if not base.isascii()}
    return Element(text, forms, exact=exact and len(text) > 1 and form.gap is None)


def _bare_initial(form: str) -> str:
    """The form as it is when its capital has lost the accent (``Egypte``)."""
    return unicodedata.normalize("NFD", form[:1])[:1] + form[1:]


def _bare(form: str) -> str:
    """The form as it is in a heading whose capitals have no accents (``REFUGIES``)."""
    return "".join(letter for letter in unicodedata.normalize("NFD", form) if not unicodedata.combining(letter))


def _acronym_spellings(text: str, language: Language, *, exact: bool) -> frozenset[str]:
    """The acronym, its plural or singular, and the spelling of one that is spoken like a word (``Unicef``)."""
    spellings = {text, f"{text}s"}
    if text.endswith("s") and len(text) > 2 and text[-2].isupper():
        spellings.add(text[:-1])
    if not exact and len(text) >= _SPOKEN_LETTERS and text.isupper() and not is_known_word(text, language):
        spellings.update((text.title(), text.lower()))
    return frozenset(spellings)
