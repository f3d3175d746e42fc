"""Scoring parts of speech against a treebank in CoNLL-U."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from tmx.errors import ParseError
from tmx.files import read_utf8
from tmx.text.languages import Language
from tmx.text.tagger import Tagger, find_tagger, read_tagger
from tmx.text.tokens import TokenKind, tokenize

__all__ = [
    "Confusion",
    "TaggerScore",
    "TreebankSentence",
    "TreebankToken",
    "evaluate_tagger",
    "own_tokens",
    "read_treebank",
]


_MEASURED_SECONDS = 0.5


class Confusion(Struct, frozen=True):
    """How often the treebank's tag ``gold`` was taken for ``found``."""

    gold: str
    found: str
    count: int


class TaggerScore(Struct, frozen=True):
    """How many words have the treebank's tag, with its own words and with Accord's tokens; words a second when warm.

    ``confusions`` are those of the treebank's words, the most frequent first; ``model`` is the head of the model.
    """

    sentences: int
    words: int
    right: int
    own_words: int
    own_right: int
    words_per_second: float
    confusions: tuple[Confusion, ...]
    model: str

    @property
    def accuracy(self) -> float:
        """Share of the treebank's words with the right universal tag."""
        return self.right / self.words if self.words else 1.0

    @property
    def own_accuracy(self) -> float:
        """Share of Accord's tokens with the right universal tag."""
        return self.own_right / self.own_words if self.own_words else 1.0


def evaluate_tagger(path: Path, language: Language, *, model: Path | None = None) -> TaggerScore:
    """Tag the treebank ``path`` and compare the universal tags; with the model in a file of its own, if given.

    Raises :class:`~tmx.errors.StoreError` where the file cannot be read, :class:`~tmx.errors.ParseError` where it is
    not CoNLL-U or holds no word, :class:`~tmx.errors.UnknownLanguageError` where the language has no model.
    """
    tagger = find_tagger(language) if model is None else read_tagger(model, language)
    sentences = list(read_treebank(path))
    gold = [sentence.tags for sentence in sentences]
    if not any(gold):
        raise ParseError("the treebank holds no word", path=path, remedy="give a treebank in CoNLL-U")
    texts = [sentence.words for sentence in sentences]
    found = list(tagger.tag_sentences(texts))
    wrong: Counter[tuple[str, str]] = Counter()
    words = 0
    for expected, got in zip(gold, found, strict=True):
        words += len(expected)
        wrong.update((one, other) for one, other in zip(expected, got, strict=True) if one != other)
    ours = [own_tokens(sentence, language) for sentence in sentences]
    own = list(tagger.tag_sentences([tokens for tokens, _ in ours]))
    own_right = sum(
        one == other for (_, tags), got in zip(ours, own, strict=True) for one, other in zip(tags, got, strict=True)
    )
    return TaggerScore(
        sentences=len(sentences),
        words=words,
        right=words - wrong.total(),
        own_words=sum(len(tags) for _, tags in ours),
        own_right=own_right,
        words_per_second=_speed(tagger, texts),
        confusions=tuple(Confusion(*pair, count) for pair, count in wrong.most_common(12)),
        model=tagger.model.head,
    )


def _speed(tagger: Tagger, sentences: list[tuple[str, ...]]) -> float:
    """How many words are tagged in a second of processor time, once all of them have been met."""
    began = time.process_time()
    rounds = 0
    while rounds < 1 or time.process_time() - began < _MEASURED_SECONDS:
        for _ in tagger.tag_sentences(sentences):
            pass
        rounds += 1
    return rounds * sum(map(len, sentences)) / max(time.process_time() - began, 1e-9)


class TreebankToken(Struct, frozen=True):
    """A surface token with the words that it stands for (``du``: ``de``, ``le``) and their universal tags."""

    form: str
    words: tuple[str, ...]
    tags: tuple[str, ...]
    space_after: bool


class TreebankSentence(Struct, frozen=True):
    """A sentence of a treebank."""

    tokens: tuple[TreebankToken, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The treebank's words, contractions taken apart."""
        return tuple(word for token in self.tokens for word in token.words)

    @property
    def tags(self) -> tuple[str, ...]:
        """The universal part of speech of each word."""
        return tuple(tag for token in self.tokens for tag in token.tags)


_NUMBER = re.compile(r"(\d+)(?:-(\d+)|(\.\d+))?")


def read_treebank(path: Path) -> Iterator[TreebankSentence]:
    """The sentences of a CoNLL-U file; empty nodes are left out.

    Raises :class:`~tmx.errors.StoreError` where the file cannot be read, :class:`~tmx.errors.ParseError` where it is
    not CoNLL-U.
    """
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate(read_utf8(path).split("\n"), 1):
        if line.startswith("#"):
            continue
        if line.strip():
            rows.append((number, _fields(line.rstrip("\r"), number, path)))
        elif rows:
            yield _sentence(rows)
            rows = []
    if rows:
        yield _sentence(rows)


def _fields(line: str, number: int, path: Path) -> list[str]:
    fields = line.split("\t")
    if len(fields) != 10 or not _NUMBER.fullmatch(fields[0]):
        raise ParseError(
            "not a line of CoNLL-U: ten columns parted by tabs, the first a number",
            path=path,
            line=number,
            remedy="give a treebank in CoNLL-U, as Universal Dependencies has them",
        )
    return fields


def _sentence(rows: Sequence[tuple[int, list[str]]]) -> TreebankSentence:
    tokens: list[TreebankToken] = []
    form, last, space = "", 0, True
    words: list[str] = []
    tags: list[str] = []
    for _, fields in rows:
        match = _NUMBER.fullmatch(fields[0])
        assert match is not None
        if match[3]:
            continue
        if match[2]:
            form, last, space = fields[1], int(match[2]), "SpaceAfter=No" not in fields[9]
            continue
        if int(match[1]) > last:
            tokens.append(TreebankToken(fields[1], (fields[1],), (fields[3],), "SpaceAfter=No" not in fields[9]))
            continue
        words.append(fields[1])
        tags.append(fields[3])
        if int(match[1]) == last:
            tokens.append(TreebankToken(form, tuple(words), tuple(tags), space))
            words, tags = [], []
    return TreebankSentence(tuple(tokens))


def own_tokens(sentence: TreebankSentence, language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentence as Accord's tokens with the tags that they take over from the treebank's.

    A token of several words (``du``, ``don't``, ``1 000``) has the first one's tag, the parts of a hyphenated word
    have the whole's, their hyphens ``PUNCT``.
    """
    text = ""
    places: list[int] = []  # of each character, its treebank token
    for number, token in enumerate(sentence.tokens):
        piece = token.form + (" " if token.space_after else "")
        text += piece
        places += [number] * len(piece)
    words, tags = [], []
    for found in tokenize(text, language):
        token = sentence.tokens[places[found.start]]
        whole = token.form == found.text or len(found.text) > 1
        is_mark = found.kind is TokenKind.PUNCTUATION and not whole
        words.append(found.text)
        tags.append("PUNCT" if is_mark else token.tags[0])
    return tuple(words), tuple(tags)
