"""Noun phrases of a text, told by function words, endings and the dictionary: what may be a term.

French: ``N (Adj)* (prep N (Adj)*)*``; English: ``(Adj | N)* N (prep (Adj | N)* N)*``. No tagger is at work, so that
some verbs slip in; frequency and the translation sort them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from termbase.extract.capitals import in_small_letters
from termbase.match.pattern import is_acronym
from tmx.text.folding import fold_typography
from tmx.text.languages import Language
from tmx.text.lemmas import base_forms, dictionary_lemma, is_adjectival, lemma_set
from tmx.text.tokens import Token, TokenKind, tokenize

__all__ = ["Phrase", "Role", "TaggedToken", "find_phrases", "phrase_key", "tag"]

_MOST_WORDS = 5
_MOST_NAME_WORDS = 8
_MOST_LINKS = 2
_MOST_NAME_LINKS = 4
_CUT = 0.3  # what a phrase that is cut out of a longer one weighs
_JOINERS = frozenset(["and", "et"])
_LEAST_HEADLINE = 4  # words that carry meaning
_CLOSES = frozenset(".!?…;:")
_NOUNS = ("NOUN", "PROPN")


class Role(StrEnum):
    """What a token may do in a noun phrase."""

    CONTENT = "content"
    LINK = "link"
    DETERMINER = "determiner"
    JOINER = "joiner"
    COMMA = "comma"
    HYPHEN = "hyphen"
    BREAK = "break"


class TaggedToken(Struct, frozen=True):
    """A token, its role, what it adds to a phrase's key (its lemma, or the prepositions it holds), its weakness.

    ``weak`` words may stand inside a phrase and not at its edges; ``opens`` is set at the beginning of a sentence.
    """

    token: Token
    role: Role
    key: tuple[str, ...]
    weak: bool
    opens: bool

    @property
    def capital(self) -> bool:
        """Whether the token begins with a capital."""
        return self.token.text[:1].isupper()


class Phrase(Struct, frozen=True):
    """Tokens ``first`` to ``last`` (inclusive) of a text that may be a term; ``weight`` says how well it is cut.

    ``opened`` says that it begins with a weak adjective, and is a term only if the rest hardly stands without it.
    """

    first: int
    last: int
    key: tuple[str, ...]
    words: int
    weight: float
    name: bool
    opened: bool = False


def tag(
    text: str, language: Language, tokens: Sequence[Token] | None = None, parts: Sequence[str] = ()
) -> list[TaggedToken]:
    """The tokens of ``text`` with their roles.

    ``tokens`` are those of ``text`` where they are at hand, ``parts`` their universal parts of speech, which correct
    what endings and lists of words tell.
    """
    tokens = in_small_letters(list(tokenize(text, language)) if tokens is None else tokens, language)
    if parts and _is_headline(tokens, language):
        tokens = [_without_capital(token) for token in tokens]
    tagged: list[TaggedToken] = []
    opens = True
    for number, token in enumerate(tokens):
        # At the beginning of a sentence a capital says nothing; elsewhere it makes a name of an adverb (Orderly).
        text = token.text.lower() if opens and not is_acronym(token.text) else token.text
        role, key, weak = _lexical(text, token.kind, language)
        if role is Role.CONTENT and _is_verb_here(tokens, number, language):
            role = Role.BREAK
        elif role is Role.BREAK and _leads_participle(tokens, number, language):
            role, key = Role.CONTENT, (text.lower(),)
        elif role is Role.BREAK and _belongs_to_name(tokens, tagged):
            role, key = Role.CONTENT, (text,)
        elif parts and token.kind is TokenKind.WORD:
            role, key = _corrected(role, key, text, parts[number], language)
            if role is Role.CONTENT and _says_something(tokens, parts, number, language):
                role, key = Role.BREAK, ()
        tagged.append(TaggedToken(token, role, key, weak, opens))
        opens = token.kind is TokenKind.PUNCTUATION and token.text not in ",;-’'‑–%)»"
    return tagged


def _is_headline(tokens: Sequence[Token], language: Language) -> bool:
    """Whether all words that carry meaning begin with a capital, which then makes no name (``Viet Nam Joins IOM``)."""
    if language.noun_phrases.head_first or len(tokens) < _LEAST_HEADLINE or not tokens[0].text[:1].isupper():
        return False
    if tokens[-1].text in _CLOSES:
        return False
    words = [
        token.text
        for token in tokens
        if token.kind is TokenKind.WORD and len(token.text) > 3 and token.text.lower() not in language.function_words
    ]
    small = sum(word[:1].islower() for word in words)
    return len(words) >= _LEAST_HEADLINE and not small


def _without_capital(token: Token) -> Token:
    return token if is_acronym(token.text) else token._replace(text=token.text.lower())


def _says_something(tokens: Sequence[Token], parts: Sequence[str], number: int, language: Language) -> bool:
    """Whether a participle behind a noun is its verb: ``patients requiring care``, ``the Director praised Chad``."""
    if language.noun_phrases.head_first or parts[number] != "VERB" or not 0 < number < len(parts) - 1:
        return False
    if parts[number - 1] not in _NOUNS or tokens[number - 1].kind is not TokenKind.WORD:
        return False
    text = tokens[number].text
    return text.endswith("ing") or (text.endswith("ed") and parts[number + 1] not in ("NOUN", "ADJ"))


def _belongs_to_name(tokens: Sequence[Token], tagged: Sequence[TaggedToken]) -> bool:
    """Whether a figure is tied to the word before it by a hyphen: ``COVID-19``."""
    here = len(tagged)
    return (
        here > 1
        and tokens[here].kind is TokenKind.NUMBER
        and tagged[here - 1].role is Role.HYPHEN
        and tagged[here - 2].role is Role.CONTENT
        and tokens[here - 2].end == tokens[here - 1].start
        and tokens[here - 1].end == tokens[here].start
    )


def _corrected(
    role: Role, key: tuple[str, ...], text: str, part: str, language: Language
) -> tuple[Role, tuple[str, ...]]:
    """What the part of speech says against the lists: a verb is no content word, a noun is one."""
    if role is Role.CONTENT and text[:1].islower():
        if part in ("AUX", "PRON", "SCONJ") or (part == "VERB" and not is_adjectival(text, language)):
            return Role.BREAK, ()
    elif role is Role.BREAK and part in ("NOUN", "PROPN") and len(text) > 2 and text.isalpha():
        lowered = fold_typography(text).lower()
        if lowered not in language.function_words and not _is_adverb(lowered, language):
            return Role.CONTENT, (lemma_key(text, language),)
    return role, key


@lru_cache(1 << 17)
def _lexical(text: str, kind: TokenKind, language: Language) -> tuple[Role, tuple[str, ...], bool]:
    """Role, key and weakness of a token wherever it stands."""
    if kind is not TokenKind.WORD:
        if text in "-\u2010\u2011":
            return Role.HYPHEN, (), False
        return (Role.COMMA if text == "," else Role.BREAK), (), False
    plain = fold_typography(text)
    if is_acronym(plain):
        return Role.CONTENT, (plain,), False
    lowered = plain.lower()
    phrases = language.noun_phrases
    if lowered.endswith("'") and language.elided:
        lowered = language.elided_forms.get(lowered[:-1], lowered)
    if lowered in _JOINERS:
        return Role.JOINER, (lowered,), False
    parts = language.contractions.get(lowered, (lowered,))
    if all(part in phrases.links or part in language.determiners for part in parts):
        links = tuple(part for part in parts if part not in language.determiners)
        return (Role.LINK if links else Role.DETERMINER), links, False
    if lowered in language.function_words or lowered.endswith("'") or len(lowered) < 2:
        return Role.BREAK, (), False
    if plain[:1].isupper():
        return Role.CONTENT, (lemma_key(plain, language),), lowered in phrases.weak
    if not phrases.verbs.isdisjoint(lemma_set(plain, language)) and _is_hardly_noun(lowered, language):
        return Role.BREAK, (), False
    if _is_adverb(lowered, language) or (phrases.head_first and _is_finite(plain, language)):
        return Role.BREAK, (), False
    return Role.CONTENT, (lemma_key(plain, language),), lowered in phrases.weak


def lemma_key(word: str, language: Language) -> str:
    """One base form to stand for all forms of a word: the shortest."""
    return min(base_forms(word, language), key=lambda form: (len(form), form))


def _leads_participle(tokens: Sequence[Token], number: int, language: Language) -> bool:
    """Whether an adverb belongs to the participle behind it, as in ``internally displaced persons``."""
    return (
        not language.noun_phrases.head_first
        and number + 2 < len(tokens)
        and _is_adverb(tokens[number].text.lower(), language)
        and tokens[number + 1].text.endswith("ed")
        and tokens[number + 2].kind is TokenKind.WORD
        and tokens[number + 2].text.lower() not in language.function_words
    )


def _is_hardly_noun(lowered: str, language: Language) -> bool:
    """Whether a form of a listed verb is no noun or adjective too (``mise`` and ``formation`` are)."""
    if not language.noun_phrases.head_first:
        return not lowered.endswith("ing")
    lemma = dictionary_lemma(lowered, language)
    return lowered not in language.inflection.unrelated and (
        lemma is None or lemma.endswith(language.inflection.infinitives)
    )


def _is_adverb(lowered: str, language: Language) -> bool:
    if not language.noun_phrases.head_first:
        return lowered.endswith("ly") and len(lowered) > 5 and dictionary_lemma(lowered + "s", language) is None
    plural = dictionary_lemma(lowered + "s", language)
    return lowered.endswith("ment") and plural is None and dictionary_lemma(lowered, language) is not None


def _is_finite(word: str, language: Language) -> bool:
    """Whether the dictionary takes a word in small letters for an infinitive or a finite form, not a participle."""
    if word[:1].isupper():
        return False
    infinitives = language.inflection.infinitives
    lemma = dictionary_lemma(word, language)
    if lemma is None or not lemma.endswith(infinitives):
        return False
    if lemma == word:
        return dictionary_lemma(word + "s", language) is None
    for form in base_forms(word, language):
        known = dictionary_lemma(form, language)
        if form != word and (form == lemma or (known is not None and not known.endswith(infinitives))):
            return False  # étrangère, luttes: an adjective or a noun has this form too
    return not is_adjectival(word, language) or (
        word.endswith("ent") and lemma in (word[:-3] + "er", word[:-5] + "ir", word[:-3] + "re")
    )


def _is_verb_here(tokens: Sequence[Token], number: int, language: Language) -> bool:
    """Whether what stands before makes a verb of a word: ``to support``, ``ils luttent``, ``a été signé``."""
    phrases = language.noun_phrases
    before = number - 1
    while before >= 0 and _lexical(tokens[before].text, tokens[before].kind, language)[0] is Role.BREAK:
        lowered = fold_typography(tokens[before].text).lower().removesuffix("'")
        text = tokens[number].text
        if text[:1].isupper():
            return False
        if lowered in phrases.verb_leads and not lowered.isdigit():
            return True
        if lowered in phrases.auxiliaries:
            return is_adjectival(text, language)
        if not _is_adverb(lowered, language):
            return False
        before -= 1
    if before >= 0 and not phrases.head_first and tokens[before].text.lower() == "to":
        lemma = dictionary_lemma(tokens[number].text, language)
        return tokens[number].text[:1].islower() and lemma == tokens[number].text
    return False


def find_phrases(tagged: Sequence[TaggedToken], language: Language) -> Iterator[Phrase]:
    """All stretches of a tagged text that may be terms, the nested ones too."""
    for first, start in enumerate(tagged):
        opened = start.weak and fold_typography(start.token.text).lower() in language.noun_phrases.fixed
        if start.role is not Role.CONTENT or (start.weak and not opened) or not _may_begin(tagged, first, language):
            continue
        words = links = 0
        titled = start.capital and not is_acronym(start.token.text)
        for last in range(first, len(tagged)):
            here = tagged[last]
            if here.role is Role.CONTENT:
                words += 1
                if words > (_MOST_NAME_WORDS if titled else _MOST_WORDS):
                    break
                closes = not here.weak or _closes_title(tagged, first, last, language)
                if closes and _may_end(tagged, last) and not _is_cut_list(tagged, first, last):
                    yield _phrase(tagged, first, last, words, links, language)
            elif not _may_pass(tagged, first, last, language, titled=titled):
                break
            elif here.role is Role.LINK and tagged[last - 1].role is not Role.LINK:
                links += 1
                if links > (_MOST_NAME_LINKS if titled else _MOST_LINKS):
                    break


def _may_begin(tagged: Sequence[TaggedToken], first: int, language: Language) -> bool:
    before = tagged[first - 1] if first else None
    if before is None:
        return True
    if before.role is Role.HYPHEN and before.token.end == tagged[first].token.start:
        return False
    if before.token.text.endswith(("'", "’")) and first > 1 and tagged[first - 2].role is Role.HYPHEN:
        return False
    # After its noun stands an adjective, which begins no phrase.
    return not (
        language.noun_phrases.head_first
        and before.role is Role.CONTENT
        and not before.weak
        and not is_acronym(tagged[first].token.text)
    )


def _may_end(tagged: Sequence[TaggedToken], last: int) -> bool:
    after = tagged[last + 1] if last + 1 < len(tagged) else None
    return after is None or after.role is not Role.HYPHEN or after.token.start != tagged[last].token.end


def _closes_title(tagged: Sequence[TaggedToken], first: int, last: int, language: Language) -> bool:
    """Whether an adjective ends a title, as in ``Director General``."""
    if last == first or fold_typography(tagged[last].token.text).lower() not in language.noun_phrases.fixed:
        return False
    after = tagged[last + 1] if last + 1 < len(tagged) else None
    before = tagged[last - 1]
    titled = tagged[last].capital and before.capital and before.role is Role.CONTENT and not before.weak
    return titled and (after is None or after.role is not Role.CONTENT or after.capital)


def _is_definite(text: str, language: Language) -> bool:
    """Whether a determiner may stand inside a term: ``the``, ``l’``, and no ``a``, ``this`` or ``your``."""
    definite = language.noun_phrases.definite
    return not definite or fold_typography(text).lower() in definite


def _is_cut_list(tagged: Sequence[TaggedToken], first: int, last: int) -> bool:
    """Whether a comma stands inside without the word that closes its list: two names side by side, no title.

    Neither is a name with what it is put beside (``Ann Lee, Director of Studies and Coordinator``): the parts of a
    title's list are single words.
    """
    closed = linked = False
    for at in range(last - 1, first, -1):
        role = tagged[at].role
        if role is Role.JOINER:
            closed, linked = True, False
        elif role is Role.LINK:
            linked = True
        elif role is Role.COMMA:
            if not closed or (linked and tagged[at + 1].role is not Role.LINK):
                return True
            linked = False
    return False


def _may_pass(tagged: Sequence[TaggedToken], first: int, at: int, language: Language, *, titled: bool) -> bool:
    """Whether a phrase may run over the token ``at``, which is no content word."""
    here = tagged[at]
    after = tagged[at + 1] if at + 1 < len(tagged) else None
    before = tagged[at - 1]
    if after is None or after.role is Role.BREAK:
        return False
    if here.role is Role.HYPHEN:
        return before.token.end == here.token.start and here.token.end == after.token.start
    if here.role is Role.LINK:
        partitive = before.role is Role.LINK and not language.partitives.isdisjoint(here.key)
        return partitive or before.role is Role.CONTENT or before.role is Role.HYPHEN
    if here.role is Role.DETERMINER:
        definite = _is_definite(here.token.text, language)
        return before.role is Role.HYPHEN or (before.role is Role.LINK and definite)
    # A list inside a title: «sûres, ordonnées et régulières», «Safe, Orderly and Regular Migration».
    if here.role in (Role.COMMA, Role.JOINER) and titled and at > first + 1:
        same = after.capital == before.capital and (after.capital or language.noun_phrases.head_first)
        return before.role is Role.CONTENT and after.role is Role.CONTENT and same and not after.weak
    return False


def _phrase(tagged: Sequence[TaggedToken], first: int, last: int, words: int, links: int, language: Language) -> Phrase:
    before = tagged[first - 1] if first else None
    after = tagged[last + 1] if last + 1 < len(tagged) else None
    weight = 1.0
    if before is not None and before.role is Role.CONTENT and not before.weak:
        weight *= 0.6
    if after is not None and after.role is Role.CONTENT:
        weight *= 0.6 if language.noun_phrases.head_first else 0.3
    if links and _is_cut(tagged, first, last, language):
        weight *= _CUT
    inner = tagged[first : last + 1]
    capitals = sum(token.capital for token in inner if token.role is Role.CONTENT)
    name = tagged[first].capital and (not tagged[first].opens or capitals > 1)
    return Phrase(first, last, phrase_key(inner, language), words, weight, name, tagged[first].weak)


def _is_cut(tagged: Sequence[TaggedToken], first: int, last: int, language: Language) -> bool:
    """Whether a phrase with a preposition inside is cut out of a longer one, as far as articles and capitals tell.

    ``Memorandum of ⟨Understanding on the return⟩``: a title goes on without an article; ``⟨Mission of the Kingdom⟩ of
    Norway``: what is definite wants what makes it so; ``⟨Office on Drugs⟩ and Crime``.
    """
    titled = tagged[first].capital
    if titled and first > 1 and tagged[first - 1].role is Role.LINK and tagged[first - 2].capital:
        return True
    if language.noun_phrases.head_first or last + 2 >= len(tagged):
        return False
    after = tagged[last + 1]
    if after.role is Role.LINK:
        roles = [token.role for token in tagged[first:last]]
        behind = roles[len(roles) - 1 - roles[::-1].index(Role.LINK) :]
        return Role.DETERMINER in behind or Role.JOINER in behind
    return titled and _goes_on(tagged, last + 1)


def _goes_on(tagged: Sequence[TaggedToken], at: int) -> bool:
    """Whether the list of a title goes on at ``at``: with words with capitals, no acronyms, the last one joined."""
    for here, after in zip(tagged[at:], tagged[at + 1 :], strict=False):
        if here.role is Role.JOINER:
            return after.role is Role.CONTENT and after.capital and not is_acronym(after.token.text)
        if here.role is not Role.COMMA and not (here.role is Role.CONTENT and here.capital):
            return False
    return False


def phrase_key(tokens: Sequence[TaggedToken], language: Language) -> tuple[str, ...]:
    """What all forms of a phrase share: lemmas, and between them the prepositions without articles."""
    key: list[str] = []
    for number, token in enumerate(tokens):
        partitive = token.role is Role.LINK and number and tokens[number - 1].role is Role.LINK
        if token.role is Role.COMMA or (partitive and token.key[0] in language.partitives):
            continue
        key.extend(token.key)
    return tuple(key)
