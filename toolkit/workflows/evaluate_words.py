"""Scoring word alignment against links made by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
from msgspec import Struct

from tmx.align.lexicon import Lexicon
from tmx.align.word_priors import known_words
from tmx.align.word_scoring import GoldLinks, WordLink, WordScore, links_of, score_links
from tmx.align.words import TokenPair, WordAlignerSettings, align_words
from tmx.errors import ParseError
from tmx.files import read_utf8, write_whole
from tmx.text.folding import fold_typography
from tmx.text.languages import Language, find_language
from tmx.text.tokens import tokenize
from toolkit.workflows.memory_source import read_memory_units

__all__ = ["WordEvaluation", "evaluate_words", "read_gold_links", "read_token_pairs", "write_links"]

_SIDES = "|||"
_LINK = re.compile(r"(\d+)([-p])(\d+)")


class WordEvaluation(Struct, frozen=True):
    """The score, the links found for each pair, how many pairs were learnt from besides, and the settings."""

    score: WordScore
    links: tuple[tuple[WordLink, ...], ...]
    beside: int
    seconds: float
    settings: WordAlignerSettings
    lexicon: bool


def evaluate_words(
    pairs_path: Path,
    gold_path: Path,
    source_language: str,
    target_language: str,
    *,
    memories: Iterable[Path] = (),
    lexicons: Iterable[Lexicon] = (),
    shipped: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> WordEvaluation:
    """Align the pairs of ``pairs_path``, learning from them and ``memories``, and compare with ``gold_path``.

    ``shipped`` says whether the lexicon that ships is used. Raises :class:`~tmx.errors.ParseError` with the line for
    pairs and gold that are not as they should be, and what reading a memory raises.
    """
    pairs = read_token_pairs(pairs_path)
    gold = read_gold_links(gold_path, pairs)
    settings = WordAlignerSettings()
    began = perf_counter()
    source, target = find_language(source_language), find_language(target_language)
    apart = _is_written_apart(pairs, target)
    beside = [pair for path in memories for pair in _memory_pairs(path, source, target, apart=apart)]
    posteriors = align_words(
        [*pairs, *beside],
        settings,
        progress,
        known=known_words(source_language, target_language, lexicons, shipped=shipped),
        languages=(source_language, target_language),
        wanted=np.arange(len(pairs) + len(beside)) < len(pairs),
    )
    links = tuple(links_of(posteriors[number]) for number in range(len(pairs)))
    return WordEvaluation(
        score_links(links, gold), links, len(beside), perf_counter() - began, settings, lexicon=shipped
    )


def read_token_pairs(path: Path) -> list[TokenPair]:
    """The pairs of a file with one a line, ``source words ||| target words``, words between spaces.

    Raises :class:`~tmx.errors.ParseError` with the line where a side is missing or nothing stands.
    """
    pairs = []
    for number, line in enumerate(_lines(path), 1):
        sides = line.split(_SIDES)
        if len(sides) != 2:
            raise ParseError(
                f"a line holds source words, {_SIDES}, target words", path=path, line=number, remedy="write both sides"
            )
        pairs.append(TokenPair(tuple(sides[0].split()), tuple(sides[1].split())))
    return pairs


def read_gold_links(path: Path, pairs: Sequence[TokenPair]) -> list[GoldLinks]:
    """The links of each of ``pairs``: a line each, sure ``i-j``, possible ``ipj``, source first, counted from 1.

    Raises :class:`~tmx.errors.ParseError` with the line for anything else, for a link to a word that the pair has
    not, and where there are more or fewer lines than pairs.
    """
    lines = _lines(path)
    if len(lines) != len(pairs):
        raise ParseError(
            f"there are {len(lines)} lines of links for {len(pairs)} pairs", path=path, remedy="one line a pair"
        )
    return [_gold(line, pair, path, number) for number, (line, pair) in enumerate(zip(lines, pairs, strict=True), 1)]


def _gold(line: str, pair: TokenPair, path: Path, number: int) -> GoldLinks:
    sure, possible = set(), set()
    for text in line.split():
        match = _LINK.fullmatch(text)
        if match is None:
            raise ParseError(
                f"«{text}» is not a link",
                path=path,
                line=number,
                remedy="write 3-4 for a sure link, 3p4 for a possible one",
            )
        link = WordLink(int(match[1]) - 1, int(match[3]) - 1)
        if not (0 <= link.source < len(pair.source) and 0 <= link.target < len(pair.target)):
            raise ParseError(
                f"«{text}» leads to a word that the pair has not",
                path=path,
                line=number,
                remedy=f"words are counted from 1; the pair has {len(pair.source)} and {len(pair.target)}",
            )
        possible.add(link)
        if match[2] == "-":
            sure.add(link)
    return GoldLinks(frozenset(sure), frozenset(possible))


def _lines(path: Path) -> list[str]:
    return read_utf8(path).removesuffix("\n").split("\n")


def _is_written_apart(pairs: Iterable[TokenPair], language: Language) -> bool:
    """Whether melted words are written out in the pairs (``de le`` for ``du``), as some corpora do."""
    words = {word.lower() for pair in pairs for word in pair.target}
    return bool(language.contractions) and words.isdisjoint(language.contractions)


def _memory_pairs(path: Path, source: Language, target: Language, *, apart: bool) -> Iterator[TokenPair]:
    for unit in read_memory_units(path, source_language=source.tag, target_language=target.tag):
        ours, theirs = unit.variants
        yield TokenPair(tuple(_words(ours.text, source, apart=False)), tuple(_words(theirs.text, target, apart=apart)))


def _words(text: str, language: Language, *, apart: bool) -> Iterator[str]:
    for token in tokenize(text, language):
        word = fold_typography(token.text)
        yield from (language.contractions.get(word.lower(), (word,)) if apart else (word,))


def write_links(path: Path, links: Iterable[Iterable[WordLink]]) -> None:
    """Write the links of each pair on a line, as ``i-j``, source first, counted from 1 as in the gold."""
    with write_whole(path) as stream:
        for row in links:
            stream.write(" ".join(f"{link.source + 1}-{link.target + 1}" for link in row).encode() + b"\n")
