"""SPEL001: a word that the dictionary does not have.

Finds words in small letters that neither Accord's own tables nor the hunspell dictionary of the language know, that
stand in no term of the glossary, no translation of the memory and not in the source.

Why it matters: a slip of the keyboard is seen by every reader, and by the client first.

Example: «des mesures hygièniques».

The fix: the word that differs in one letter, where there is just one; else what you meant. A word with one such
neighbour that stands in one place only is a warning, any other is information. It needs the extra ``spelling`` and
a hunspell dictionary (Debian: hunspell-fr, hunspell-en-us; or a folder named in DICPATH); without them nothing is
said. Names, acronyms, figures, links and code are left in peace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from tmx.text.languages import Language, primary_subtag
from tmx.text.languages.typography import find_typography
from tmx.text.lemma_table import find_table
from tmx.text.lemmas import is_known_word
from tmx.text.tokens import Token, TokenKind, piece_tokens, split_pieces
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.dictionaries import Speller, find_speller
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_PREFIXES = (
    "anti",
    "auto",
    "bio",
    "co",
    "inter",
    "micro",
    "multi",
    "non",
    "post",
    "pre",
    "pré",
    "re",
    "sub",
    "sur",
    "un",
)
_LEAST_LETTERS = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûüœæ"


def _where(context: FileContext) -> Flags:
    unknown = context.once(_unknown)
    if not unknown or context.source_language is context.target_language:
        return context.nowhere
    side = context.target_side
    return context.translated & (side.counted(side.flags(unknown.__contains__)) > 0)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated or context.source_language is context.target_language:
        return
    unknown = context.once(_unknown)
    for word in unit.target_words:
        if word.text not in unknown or not _is_plain(word, unit) or word.text in unit.source.text.casefold():
            continue
        speller = context.once(_speller)
        if speller is None:
            return
        yield from _spots(word, speller, context)


def _unknown(context: FileContext) -> frozenset[str]:
    """The words in small letters of all translations that neither Accord's tables nor glossary and memory have."""
    words = context.target_side.vocabulary
    plain = {word for word in words if len(word) >= _LEAST_LETTERS and word.islower() and word.isalpha()}
    lost = find_typography(primary_subtag(context.target_tag)).lost_ligatures
    odd = {word for word in plain if not any(is_known_word(one, context.target_language) for one in _joined(word))}
    odd -= lost.keys()
    return frozenset(odd - _own_words(context) if odd else odd)


def _joined(word: str) -> tuple[str, ...]:
    """The word, and with its ligature if it has none: that ``oeuvre`` is written ``œuvre`` another check says."""
    return (word, word.replace("oe", "œ")) if "oe" in word else (word,)


def _is_plain(word: Token, unit: Unit) -> bool:
    """Whether the word stands by itself, not tied to another one by a hyphen or a slash."""
    text = unit.target.text
    tied = text[word.start - 1 : word.start] in ("-", "_", "@", "/", ".") or text[word.end : word.end + 1] in ("-", "_")
    return not tied


def _speller(context: FileContext) -> Speller | None:
    return find_speller(context.target_tag)


def _own_words(context: FileContext) -> frozenset[str]:
    """The words of the glossary's and the memory's translations, in small letters."""
    language = context.target_language
    texts = [term.text for concept in context.glossary or () for term in concept.terms_in(context.target_tag)]
    texts += [pair.target for pair in context.memory]
    pieces = set(split_pieces("\n".join(texts)))
    words = {piece for piece in pieces if piece.isalpha()}
    return frozenset(map(str.lower, words)).union(
        token.text.lower()
        for piece in pieces - words
        for token in piece_tokens(piece, language)
        if token.kind is TokenKind.WORD
    )


def _counts(context: FileContext) -> Mapping[str, int]:
    return context.target_side.occurrences()


def _spots(word: Token, speller: Speller, context: FileContext) -> Iterator[Spot]:
    once = context.once(_counts)[word.text] == 1
    near = _known_neighbours(word.text, context.target_language) if once else ()
    slip = len(near) == 1 and not _is_formed(word.text, near[0], context.target_language)
    # Accord's own tables are made of the same dictionaries: for what is only information they are enough.
    if (slip or find_table(context.target_language.tag) is None) and speller.knows(word.text):
        return
    fix = near[0] if slip and speller.knows(near[0]) else None
    message = tr("«{word}» stands in no dictionary", word=word.text)
    if near:
        message += tr("; near to it: {words}", words=", ".join(near[:3]))
    yield Spot("target", word.start, word.end, message, fix, None if slip else Severity.INFO)


def _is_formed(word: str, near: str, language: Language) -> bool:
    """Whether ``word`` is formed from a known one as the language forms words: a plural, a participle, a prefix.

    Or is spelt as another country does: ``realisable``.
    """
    if any(near == word.replace(one, other) for one, other in language.spelt_either_way):
        return True
    if word in (f"{near}s", f"{near}d") or (word.endswith("ies") and is_known_word(f"{word[:-3]}y", language)):
        return True
    return any(is_known_word(word[len(one) :], language) for one in _PREFIXES if word.startswith(one) and len(word) > 7)


@lru_cache(4096)
def _known_neighbours(word: str, language: Language) -> tuple[str, ...]:
    table = find_table(language.tag)
    candidates = set(_neighbours(word))
    if table is not None:  # the table is quick to say what it does not have
        candidates = {one for one in candidates if table.has(one)}
    return tuple(sorted(one for one in candidates if is_known_word(one, language)))


def _neighbours(word: str) -> Iterator[str]:
    """All that differs from ``word`` in one letter, or has two neighbouring letters changed round."""
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail
            if tail and tail[0] != letter:
                yield head + letter + tail[1:]


CHECK = Check("SPEL001", "spelling", "misspelling", Severity.WARNING, _run, __doc__, alone=True, where=_where)

# What it finds depends on the dictionaries of the machine; the examples are tried where there are some.
FAILING = (Example("hygienic measures", "des mesures hygièniques", "hygièniques"),)
PASSING = (
    Example("thousands of refugees", "des milliers de réfugiés"),
    Example("the kubectl tool", "l’outil kubectl"),
    Example("Ms Tamagawa", "Mme Tamagawa"),
    Example("works of art", "des oeuvres d’art"),  # TYPO003 says so
)
