"""Dictionaries of other programs become a table of words and translations that the aligner reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import regex
from msgspec import Struct

from tmx.align.lexicon import LexiconEntry, read_dictionary
from tmx.errors import ParseError
from tmx.formats.dictionaries import Article, read_articles
from tmx.text.folding import fold

__all__ = ["TABLES", "DictionaryImport", "import_dictionaries", "translations_of", "write_dictionary"]

TABLES = (".tsv", ".tab", ".txt")  # how tables of words are called
_MOST_WORDS = 5  # what is longer explains and does not translate
_ASIDES = regex.compile(r"\((?:[^()]*)\)|\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}|(?<!\w)/[^/\n]{1,80}/(?!\w)")
_NUMBER = regex.compile(r"^\s*(?:\d{1,2}|[a-z]|[IVX]{1,4})[.)]\s+")
_LABEL = regex.compile(r"^\s*(?:synonyms?|synonymes?|antonyms?|antonymes?|see(?: also)?|voir(?: aussi)?|note|notes|"
                       r"examples?|exemples?|usage|category|xref|cf)\s*[:.]", regex.IGNORECASE)  # fmt: skip
_BETWEEN = regex.compile(r"\s*[,;]\s*")
_MARK = "\"'«»“”„ .:!?·•*-–—\t"


class DictionaryImport(Struct, frozen=True):
    """What was found in one dictionary: its pairs, how many articles it has, and how many gave none."""

    path: Path
    entries: tuple[LexiconEntry, ...]
    articles: int
    without: int


def import_dictionaries(paths: Sequence[Path], *, reversed_: bool = False) -> tuple[DictionaryImport, ...]:
    """The pairs of words in dictionaries: dictd, StarDict, FreeDict's TEI, tables (source, tab, target).

    Of each article what reads like a translation is taken: what stands between commas and semicolons, without senses'
    numbers, remarks in brackets and pronunciations, up to five words. ``reversed_`` says that the headwords are in
    the target language. Raises :class:`~tmx.errors.AccordError` where a file cannot be read or gives no pair.
    """
    return tuple(_import(path, reversed_) for path in paths)


def _import(path: Path, reversed_: bool) -> DictionaryImport:
    found: dict[tuple[str, str], float] = {}
    articles = without = 0
    if path.name.lower().endswith(TABLES):
        for entry in read_dictionary(path).entries():
            articles += 1
            for pair in _pairs_of_row(entry):
                found[pair] = max(found.get(pair, 0.0), entry.weight)
    else:
        for article in read_articles(path):
            articles += 1
            pairs = [(_headword(article), translation) for translation in translations_of(article)]
            without += not pairs
            found.update((pair, 1.0) for pair in pairs if all(pair))
    if not found:
        raise ParseError(
            f"no word with a translation was found in it ({articles} articles)",
            path=path,
            remedy="check that it is a bilingual dictionary",
        )
    entries = tuple(
        LexiconEntry(target, source, weight) if reversed_ else LexiconEntry(source, target, weight)
        for (source, target), weight in found.items()
    )
    return DictionaryImport(path, entries, articles, without)


def _pairs_of_row(entry: LexiconEntry) -> Iterator[tuple[str, str]]:
    """A row of a table, once for each of its translations (``chat, matou``), without remarks in brackets.

    A term that has a comma itself (``Geneva, Switzerland``) has it in its translation too.
    """
    source = _clean(entry.source) or entry.source
    targets = [entry.target] if _BETWEEN.search(source) else _BETWEEN.split(entry.target)
    for target in targets:
        if target:
            yield source, _clean(target) or target


def _headword(article: Article) -> str:
    """The headword as the article writes it: an index may have it in small letters and without marks."""
    first = _clean(article.text.strip().split("\n")[0])
    return first if _letters(first) == _letters(article.headword) else _clean(article.headword)


def _letters(text: str) -> str:
    """What an index keeps of a headword: letters and figures (``shabiller`` of ``s'habiller``)."""
    return "".join(character for character in fold(text) if character.isalnum())


def translations_of(article: Article) -> tuple[str, ...]:
    """What reads like a translation in an article, in order, each once."""
    if article.translations:
        return tuple(dict.fromkeys(text for text in map(_clean, article.translations) if _may_be(text)))
    lines = article.text.strip().split("\n")
    if _letters(_clean(lines[0])) == _letters(article.headword) and len(lines) > 1:
        lines = lines[1:]
    found: dict[str, None] = {}
    for line in lines:
        if _LABEL.match(line):
            continue
        for part in _BETWEEN.split(_ASIDES.sub(" ", _NUMBER.sub("", line))):
            text = _clean(part)
            if _may_be(text):
                found[text] = None
    return tuple(found)


def _clean(text: str) -> str:
    return " ".join(_ASIDES.sub(" ", text).split()).strip(_MARK)


def _may_be(text: str) -> bool:
    return any(character.isalpha() for character in text) and len(text.split()) <= _MOST_WORDS


def write_dictionary(stream: IO[bytes], imported: Sequence[DictionaryImport]) -> int:
    """Write the pairs as ``source<TAB>target`` lines, sorted, each once, and return how many there are.

    What it was made from stands in comment lines at its head.
    """
    best: dict[tuple[str, str], float] = {}
    for one in imported:
        for entry in one.entries:
            key = entry.source, entry.target
            best[key] = max(best.get(key, 0.0), entry.weight)
    stream.writelines(f"{line}\n".encode() for line in _lines(imported, best))
    return len(best)


def _lines(imported: Sequence[DictionaryImport], best: dict[tuple[str, str], float]) -> Iterator[str]:
    yield f"# made by accord dictionary import from {', '.join(one.path.name for one in imported)}"
    for (source, target), weight in sorted(best.items(), key=lambda row: (fold(row[0][0]), row[0])):
        # A line that began with the comment mark would be lost.
        line = f"{source.lstrip('#').lstrip()}\t{target}"
        yield line if weight == 1.0 else f"{line}\t{weight:g}"
