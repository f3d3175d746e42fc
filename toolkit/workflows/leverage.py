"""Leverage: how much of a text a memory already knows, in words by match band."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from tmx.errors import ConfigError
from tmx.formats.registry import read_units
from tmx.match.fuzzy import FuzzyMatcher
from tmx.match.matches import LookupSettings, Query
from tmx.match.normal import codes_of, normal_text
from tmx.match.score import CONTEXT, EXACT
from tmx.memory import Neighbours, SourceStamp, SourceText
from tmx.model import Segment, StoredUnit, TranslationUnit
from tmx.store.held import HeldMemory
from tmx.text.languages import find_language
from tmx.text.tokens import TokenKind, tokenize
from toolkit.model import BandCount, FileLeverage, Leverage
from toolkit.workflows.memory_search import as_document
from toolkit.workflows.memory_source import open_source
from toolkit.workflows.pretranslate import document_queries, document_sentences, is_document
from toolkit.workflows.qa_tables import is_table, table_units

__all__ = [
    "LeverageOptions",
    "band_names",
    "leverage",
]

_DEFAULT_BANDS = (95, 85, 75, 50)
_CONTEXT_BAND = "101 %"
_EXACT_BAND = "100 %"
_REPETITIONS = "repetitions"
_NO_MATCH = "no match"

_WORDS = frozenset({TokenKind.WORD, TokenKind.NUMBER, TokenKind.ADDRESS})
_Key = tuple[str, tuple[tuple[str, str], ...]]


class LeverageOptions(Struct, frozen=True):
    """``bands``: the lower bounds of the fuzzy bands, in per cent.

    ``repetitions_first``: a segment that came before counts as a repetition even where the memory has it whole.
    ``internal``: likeness to segments that came before in the files counts too. ``untranslated``: only segments
    without a translation are counted.
    """

    source_language: str
    target_language: str
    bands: tuple[int, ...] = _DEFAULT_BANDS
    repetitions_first: bool = False
    internal: bool = False
    untranslated: bool = False


def leverage(paths: Sequence[Path], memory: Path, options: LeverageOptions) -> Leverage:
    """The words, segments and characters of files by match band, for each file and in all.

    Files are bilingual files or documents; of a bilingual one the source counts, without what is not to be translated.
    A segment that came before in any of the files is a repetition, and is counted as such where the memory has no
    exact match for it. Raises :class:`~tmx.errors.ConfigError` where the bands make no sense, and
    :class:`~tmx.errors.AccordError` where a file or the memory cannot be read.
    """
    names = band_names(options.bands)
    queries = [_queries(path, options) for path in paths]
    lowest = min(options.bands)
    with open_source(memory, options.source_language, options.target_language) as source:
        matcher = FuzzyMatcher(source, options.source_language, options.target_language, LookupSettings(lowest, 1))
        earlier = _Earlier(queries, options.source_language, lowest) if options.internal else None
        seen: set[_Key] = set()
        files = []
        for path, asked in zip(paths, queries, strict=True):
            scores = [matches[0].score if matches else 0 for matches in matcher.lookup_all(asked)]
            bands = _bands(asked, scores, seen, earlier, options)
            files.append(_counted(str(path), asked, bands, names, options.source_language))
    total = tuple(_sum(names[place], (one.bands[place] for one in files)) for place in range(len(names)))
    return Leverage(tuple(files), FileLeverage("", total))


def band_names(bands: Sequence[int]) -> tuple[str, ...]:
    """The names of all bands, the best first; raises :class:`~tmx.errors.ConfigError` where they make no sense."""
    if not bands or len(set(bands)) != len(bands) or not all(1 <= bound < EXACT for bound in bands):
        raise ConfigError(
            "the bands are different lower bounds between 1 and 99, in per cent", remedy="write them as 95,85,75,50"
        )
    highest = [EXACT, *sorted(bands, reverse=True)]
    fuzzy = [f"{low}-{high - 1} %" if low < high - 1 else f"{low} %" for high, low in pairwise(highest)]
    return (_CONTEXT_BAND, _EXACT_BAND, _REPETITIONS, *fuzzy, _NO_MATCH)


def _queries(path: Path, options: LeverageOptions) -> list[Query]:
    """The segments of a file that count."""
    languages = options.source_language, options.target_language
    if is_table(path, *languages):
        units = list(table_units(path, *languages))
    elif is_document(path):
        return list(as_document(document_sentences(path, options.source_language), options.source_language))
    else:
        units = list(read_units(path, source_language=languages[0], target_language=languages[1]))
    return [
        query for unit, query in zip(units, document_queries(units), strict=True) if _counts(unit, options.untranslated)
    ]


def _counts(unit: TranslationUnit, untranslated: bool) -> bool:
    source, target = unit.variants
    wanted = bool(source.text.strip()) and unit.property("translate") != "no"
    return wanted and not (untranslated and target.text.strip())


def _bands(
    queries: Sequence[Query],
    scores: Sequence[int],
    seen: set[_Key],
    earlier: _Earlier | None,
    options: LeverageOptions,
) -> Iterator[str]:
    """The band of each segment; ``seen`` grows by what has come."""
    bounds = sorted(options.bands, reverse=True)
    names = band_names(options.bands)
    fuzzy = dict(zip(bounds, names[3:-1], strict=True))
    for query, found in zip(queries, scores, strict=True):
        key = normal_text(query.segment.text), codes_of(query.segment.codes)
        repeated = key in seen
        seen.add(key)
        best = max(found, 0 if earlier is None else earlier.score(query)) if found < EXACT else found
        if repeated and (best < EXACT or options.repetitions_first):
            yield _REPETITIONS
        elif best == CONTEXT:
            yield _CONTEXT_BAND
        elif best == EXACT:
            yield _EXACT_BAND
        else:
            yield next((fuzzy[bound] for bound in bounds if best >= bound), _NO_MATCH)


def _counted(
    name: str, queries: Sequence[Query], bands: Iterable[str], names: Sequence[str], language: str
) -> FileLeverage:
    counts: dict[str, list[BandCount]] = {band: [] for band in names}
    for query, band in zip(queries, bands, strict=True):
        counts[band].append(_count(band, query.segment.text, language))
    return FileLeverage(name, tuple(_sum(band, counts[band]) for band in names))


def _count(band: str, text: str, language: str) -> BandCount:
    kinds = [token.kind for token in tokenize(text, find_language(language))]
    words = sum(kind in _WORDS for kind in kinds)
    return BandCount(band, 1, words, kinds.count(TokenKind.NUMBER), len(text.strip()))


def _sum(band: str, counts: Iterable[BandCount]) -> BandCount:
    rows = list(counts)
    return BandCount(
        band,
        sum(row.segments for row in rows),
        sum(row.words for row in rows),
        sum(row.numbers for row in rows),
        sum(row.characters for row in rows),
    )


class _Earlier:
    """The segments of the files that have come so far, as a memory: ``tmx.memory.UnitSource``."""

    index_path: Path | None = None

    def __init__(self, files: Iterable[Sequence[Query]], language: str, threshold: int) -> None:
        # A look-up wants a translation; what it is does not matter.
        units = (TranslationUnit("", (query.segment, Segment("und", "-"))) for queries in files for query in queries)
        self._held = HeldMemory(units)
        self._shown = 0
        self._matcher = FuzzyMatcher(self, language, "und", LookupSettings(threshold, 1))

    def score(self, query: Query) -> int:
        """How like the segment, the next one of the files, is to one before it: 0 to 99."""
        matches = self._matcher.lookup(query.segment)
        self._shown += 1
        return min(matches[0].score, EXACT - 1) if matches else 0

    def stamp(self) -> SourceStamp:
        """That nothing is in an index yet."""
        return SourceStamp("", 0, "")

    def last_number(self) -> int:
        """The number of the last segment that has come."""
        return self._shown

    def knows(self, stamp: SourceStamp) -> bool:
        """Whether ``stamp`` is of this memory."""
        return stamp == self.stamp()

    def texts(self, language: str, *, after: int = 0) -> Iterator[SourceText]:
        """The texts that have come."""
        for text in self._held.texts(language, after=after):
            if text.unit > self._shown:
                return
            yield text

    def texts_of(self, numbers: Sequence[int], language: str, other: str) -> Iterable[SourceText]:
        """These texts."""
        return self._held.texts_of(numbers, language, other)

    def units(self, numbers: Sequence[int]) -> dict[int, StoredUnit]:
        """These segments."""
        return self._held.units(numbers)

    def in_context(self, numbers: Sequence[int], neighbours: Neighbours) -> set[int]:
        """Those between such neighbours."""
        return self._held.in_context(numbers, neighbours)
