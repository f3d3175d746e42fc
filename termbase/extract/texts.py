"""The texts of one side of a memory, tokenized and tagged, kept close together: millions of tokens fit in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.phrases import lemma_key
from termbase.match.pattern import is_acronym
from tmx.align.word_texts import NumberedTexts, number_texts
from tmx.text.folding import fold_typography
from tmx.text.languages import Language
from tmx.text.lemmas import base_forms, lemma_set
from tmx.text.tagger import has_tagger, tag_sentences
from tmx.text.tokens import Token, tokenize

__all__ = ["Part", "TextSide", "TokenizedText", "content_key", "read_side"]

_BATCH = 1024
_MOST_CAPITALS = 0.35  # of the words that carry meaning: with more, capitals mark nouns and no names
_HYPHENS = "-\u2010\u2011"
_NEGATING = frozenset(["non"])  # «protéines non structurales» are not «protéines structurales»
_ENDS = "-–—,;:’'‑)»\"”%/("  # what may stand before a small beginning


class Part:
    """Classes of parts of speech, as small numbers: what matters for the edges of a term."""

    NAMES = tuple(" NOUN PROPN ADJ VERB ADV NUM PRON DET ADP AUX CCONJ SCONJ PUNCT PART INTJ SYM X".split(" "))
    NUMBERS = {name: number for number, name in enumerate(NAMES)}  # noqa: RUF012  a table, never written to
    NOUN, PROPN, ADJ, VERB, ADV, NUM, PRON = range(1, 8)
    AUX, PUNCT, CCONJ = NUMBERS["AUX"], NUMBERS["PUNCT"], NUMBERS["CCONJ"]
    CONTENT = frozenset([0, NOUN, PROPN, ADJ, VERB, ADV, NUM, AUX, NUMBERS["X"], NUMBERS["SYM"]])


_NEGATED = frozenset([Part.ADJ, Part.VERB])


class TokenizedText(Struct, frozen=True):
    """A text on its way into a side: its tokens, and their universal parts of speech (empty without a tagger)."""

    text: str
    tokens: tuple[Token, ...]
    parts: tuple[str, ...]


class _Row(Struct, frozen=True, eq=False):
    """One text's tokens as arrays: word numbers, places in the text, parts of speech, content words, no cut behind."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    parts: NDArray[np.uint8]
    content: NDArray[np.bool_]
    glued: NDArray[np.bool_]


class TextSide(Struct, frozen=True, eq=False, dict=True):
    """All texts of a language: text ``n`` has the tokens ``numbered.offsets[n]`` to ``numbered.offsets[n + 1]``.

    ``content`` marks words that carry meaning, ``glued`` tokens that a hyphen ties to the next one, so that no term
    ends there.
    """

    language: Language
    texts: Sequence[str]
    numbered: NumberedTexts
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    parts: NDArray[np.uint8]
    content: NDArray[np.bool_]
    glued: NDArray[np.bool_]

    def row(self, number: int) -> _Row:
        """The tokens of text ``number``."""
        place = slice(int(self.numbered.offsets[number]), int(self.numbered.offsets[number + 1]))
        return _Row(
            self.numbered.ids[place],
            self.starts[place],
            self.ends[place],
            self.parts[place],
            self.content[place],
            self.glued[place],
        )

    @cached_property
    def capitals_name(self) -> bool:
        """Whether a capital inside a sentence makes a name, and does not mark every noun, as in German."""
        words = self.numbered.ids[self.content]
        titled = np.array([word[:1].isupper() and word[1:].islower() for word in self.numbered.words], np.bool_)
        return not len(words) or float(titled[words].mean()) < _MOST_CAPITALS

    def word(self, identifier: int) -> str:
        """The spelling of a word by its number."""
        return self.numbered.words[identifier]

    def surface(self, number: int, first: int, last: int, skipped: Sequence[int] = ()) -> str:
        """How tokens ``first`` to ``last`` of a text are written, without the capital of a sentence's beginning.

        The tokens ``skipped`` are left out.
        """
        row = self.row(number)
        text = self.texts[number]
        at = int(row.starts[first])
        pieces = []
        for place in skipped:
            pieces.append(text[at : row.starts[place]])
            at = int(row.ends[place])
        pieces.append(text[at : row.ends[last]])
        written = " ".join("".join(pieces).split())
        word = self.word(int(row.ids[first]))
        if not word[:1].isupper() or is_acronym(word) or any(letter.isupper() for letter in written[1:]):
            return written
        if not self.capitals_name:
            return written
        before = text[: row.starts[first]].rstrip()
        opens = not before or not (before[-1].isalnum() or before[-1] in _ENDS)
        return written[:1].lower() + written[1:] if opens else written

    @cached_property
    def postings(self) -> dict[str, NDArray[np.int64]]:
        """For each content key the numbers of the texts that hold it, in order."""
        lengths = self.numbered.lengths()
        owners = np.repeat(np.arange(len(lengths)), lengths)[self.content]
        ids = self.numbered.ids[self.content]
        order = np.argsort(ids, kind="stable")
        ids, owners = ids[order], owners[order]
        cuts = np.flatnonzero(np.diff(ids)) + 1
        found: dict[str, list[NDArray[np.int64]]] = {}
        for members in np.split(np.arange(len(ids)), cuts):
            if len(members):
                word = self.word(int(ids[members[0]]))
                places = np.unique(owners[members])
                for key in dict.fromkeys(content_key(word, self.language, verbal=v) for v in (False, True)):
                    found.setdefault(key, []).append(places)
        return {key: rows[0] if len(rows) == 1 else np.unique(np.concatenate(rows)) for key, rows in found.items()}


@lru_cache(1 << 17)
def content_key(word: str, language: Language, *, verbal: bool) -> str:
    """What the forms of a content word share: its lemma, an infinitive where ``verbal`` and it may be a verb's form."""
    plain = fold_typography(word)
    if not plain[:1].isalpha() or is_acronym(plain):
        return plain
    if verbal:
        verbs = lemma_set(plain, language) - base_forms(plain, language)
        if verbs:
            return min(verbs, key=lambda form: (len(form), form))
    return lemma_key(plain, language)


def read_side(
    texts: Sequence[str], language: Language, visit: Callable[[int, TokenizedText], None] | None = None
) -> TextSide:
    """Tokenize and tag ``texts``; ``visit`` is shown each text with its number on the way."""
    starts: list[NDArray[np.int32]] = []
    ends: list[NDArray[np.int32]] = []
    parts: list[NDArray[np.uint8]] = []
    content: list[NDArray[np.bool_]] = []
    glued: list[NDArray[np.bool_]] = []

    def words() -> Iterator[list[str]]:
        for number, row in enumerate(_tokenized(texts, language)):
            starts.append(np.array([token.start for token in row.tokens], dtype=np.int32))
            ends.append(np.array([token.end for token in row.tokens], dtype=np.int32))
            known = [Part.NUMBERS.get(part, 0) for part in row.parts] or [0] * len(row.tokens)
            parts.append(np.array(known, dtype=np.uint8))
            carries = [
                (part in Part.CONTENT and _is_content(token.text, language))
                or (token.text in _NEGATING and after in _NEGATED)
                for token, part, after in zip(row.tokens, known, [*known[1:], Part.PUNCT], strict=True)
            ]
            content.append(np.array(carries, dtype=np.bool_))
            glued.append(np.array(_glued(row.tokens), dtype=np.bool_))
            if visit is not None:
                visit(number, row)
            yield [token.text for token in row.tokens]

    numbered = number_texts(words())
    return TextSide(
        language,
        texts,
        numbered,
        _joined(starts, np.int32),
        _joined(ends, np.int32),
        _joined(parts, np.uint8),
        _joined(content, np.bool_),
        _joined(glued, np.bool_),
    )


def _joined(rows: Sequence[NDArray[np.generic]], kind: type[np.generic]) -> NDArray:  # type: ignore[type-arg]  # of that kind
    return np.concatenate(rows) if rows else np.zeros(0, kind)


def _tokenized(texts: Sequence[str], language: Language) -> Iterator[TokenizedText]:
    source = iter(texts)
    tagged = has_tagger(language)
    while batch := list(islice(source, _BATCH)):
        rows = [tuple(tokenize(text, language)) for text in batch]
        if tagged:
            tags = tag_sentences(([token.text for token in row] for row in rows), language)
            yield from (TokenizedText(*item) for item in zip(batch, rows, tags, strict=True))
        else:
            yield from (TokenizedText(text, row, ()) for text, row in zip(batch, rows, strict=True))


@lru_cache(1 << 17)
def _is_content(word: str, language: Language) -> bool:
    if not word[:1].isalnum():
        return False
    lowered = fold_typography(word).lower()
    return lowered not in language.function_words and not (lowered.endswith("'") and language.elided)


def _glued(tokens: Sequence[Token]) -> list[bool]:
    """Whether each token is tied to the next by a hyphen, or by the elision inside a compound (main-d’œuvre)."""
    result = [False] * len(tokens)
    for at in range(len(tokens) - 1):
        here, after = tokens[at], tokens[at + 1]
        if here.end == after.start:
            tied = here.text in _HYPHENS or after.text in _HYPHENS
            result[at] = tied or (at > 0 and result[at - 1] and here.text[-1] in "'’")
    return result
