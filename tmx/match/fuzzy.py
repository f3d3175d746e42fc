"""Looking segments up in a memory: context, exact and fuzzy matches, the best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path

from msgspec.structs import replace

from tmx.errors import ConfigError, StoreError
from tmx.match.candidates import CandidateQueue, Group
from tmx.match.delta import Delta
from tmx.match.index import FuzzyIndex, LookupText
from tmx.match.matches import LookupSettings, MemoryMatch, Query
from tmx.match.normal import NormalText, analyse, surface
from tmx.match.placeables import put_right
from tmx.match.score import BONUS, CONTEXT, EXACT, Score, edits, score
from tmx.match.surfaces import pack
from tmx.memory import KeyedSource, Neighbours, SourceText, UnitSource
from tmx.model import Segment, StoredUnit, TranslationUnit
from tmx.text.languages import primary_subtag

__all__ = ["FuzzyMatcher", "current_index"]

_LARGE_DELTA = 20_000  # so many new units are looked over in about a tenth of a millisecond; more are worth an index
_FIRST = 8  # candidates that are read in the first round, at least
_EVEN = 6  # rounds of that size; in each further one twice as many are read

_TOGETHER = 256  # queries that are answered together

_Rank = tuple[int, int, int]  # score, letters, unit: by which matches are ranked, the highest first
_Entry = tuple[_Rank, Score, SourceText]


class FuzzyMatcher:
    """Look-ups in a memory from one language into another.

    The index of a store stands in files beside it (``UnitSource.index_path``), one a source language. It is made where
    it is missing, does not fit the memory or has fallen far behind, and otherwise mapped into memory; units that came
    later are found through a small index of their own, which follows the memory at each look-up. Where exact matches
    only are asked for, and there is no index, a memory that keeps sums of its source texts is asked for these.
    """

    def __init__(
        self,
        source: UnitSource,
        source_language: str,
        target_language: str,
        settings: LookupSettings | None = None,
    ) -> None:
        """Raises :class:`~tmx.errors.ConfigError` where the settings make no sense."""
        self._source = source
        self._from = primary_subtag(source_language)
        self._to = primary_subtag(target_language)
        self._target_language = target_language
        self.settings = settings or LookupSettings()
        if not 1 <= self.settings.threshold <= 100:
            raise ConfigError("the threshold of a look-up lies between 1 and 100", remedy="70 is usual")
        if self.settings.limit < 1:
            raise ConfigError("a look-up needs room for one match at least", remedy="give a limit of 1 or more")
        self._delta = Delta()
        self._keyed: KeyedSource | None = None
        index = ready_index(source, self._from)
        if index is None and self.settings.threshold == EXACT and isinstance(source, KeyedSource):
            self._keyed = source if source.finds_texts(self._from) else None
        if self._keyed is None:
            self._index = current_index(source, self._from) if index is None else index
            self._seen = self._index.stamp.last

    def lookup(self, query: Query | Segment | str) -> tuple[MemoryMatch, ...]:
        """The best matches of a segment: highest score first, then most letters alike, then the newest unit.

        At most ``settings.limit``, each at ``settings.threshold`` or above: the same as a comparison with every unit
        would give. A plain text counts as a segment of the source language without codes.
        """
        (matches,) = self.lookup_all([query])
        return matches

    def lookup_all(self, queries: Iterable[Query | Segment | str]) -> Iterator[tuple[MemoryMatch, ...]]:
        """The matches of many segments, one tuple for each, in order; what comes again is looked up once.

        It is quicker than one look-up after the other, and takes some hundred queries before it answers the first.
        """
        known: dict[Query, tuple[MemoryMatch, ...]] = {}
        given = iter(queries)
        while asked := [_query(query, self._from) for query in islice(given, _TOGETHER)]:
            new = [query for query in dict.fromkeys(asked) if query not in known]
            found = dict(self._found(new) if self._keyed is None else self._same(new, self._keyed))
            numbers = {entry[0][2] for entries in found.values() for entry in entries}
            stored = self._source.units(list(numbers)) if numbers else {}
            known.update((query, self._matches(query, entries, stored)) for query, entries in found.items())
            yield from (known[query] for query in asked)

    def _found(self, queries: Sequence[Query]) -> Iterator[tuple[Query, list[_Entry]]]:
        """The best units for each query, the best first."""
        self._follow()
        for query in queries:
            yield query, self._find(query)

    def _same(self, queries: Sequence[Query], source: KeyedSource) -> Iterator[tuple[Query, list[_Entry]]]:
        """As :meth:`_found`, for a memory without an index, where only what is exact counts."""
        units = source.same_texts([query.segment.text for query in queries], self._from)
        for query in queries:
            normal = analyse(query.segment.text)
            texts = self._source.texts_of(units.get(query.segment.text, ()), self._from, self._to)
            scores = ((score(normal, query.segment.codes, analyse(t.text), t.codes, least=EXACT), t) for t in texts)
            entries = [((got.total, got.letters, found.unit), got, found) for got, found in scores if got is not None]
            best = sorted(self._in_context(query, entries), key=lambda entry: entry[0], reverse=True)
            yield query, best[: self.settings.limit]

    def _follow(self) -> None:
        """Take in the units that have come since the last look-up."""
        last = self._source.last_number()
        if last != self._seen:
            self._delta.add(self._source.texts(self._from, after=self._seen))
            self._seen = last

    def _find(self, query: Query) -> list[_Entry]:
        """The best units for a query, the best first."""
        normal = _analysed(query.segment.text)
        if not normal.tokens:
            return []
        threshold = self.settings.threshold
        text = LookupText.of(normal.tokens, pack(surface(normal, query.segment.codes)))
        near = max(threshold - BONUS, 1)
        groups = [*self._indexed(text, near), *self._delta.search(text, near)]
        context = query.previous is not None or query.following is not None
        return self._best(query, normal, CandidateQueue(groups, text.surface, threshold=threshold, context=context))

    def _indexed(self, text: LookupText, near: int) -> list[Group]:
        """What the index finds; where its file turns out to be damaged it is made anew."""
        try:
            return self._index.search(text, near)
        except (IndexError, ValueError):  # places beyond the arrays, or bytes that are no text
            self._index = current_index(self._source, self._from, anew=True)
            return self._index.search(text, near)

    def _matches(
        self, query: Query, entries: Iterable[_Entry], stored: Mapping[int, StoredUnit]
    ) -> tuple[MemoryMatch, ...]:
        matches = (self._match(query, entry, stored) for entry in entries)
        return tuple(match for match in matches if match is not None)

    def _best(self, query: Query, normal: NormalText, queue: CandidateQueue) -> list[_Entry]:
        """The best matches among candidates: read in rounds, until no unread one could be among them."""
        limit = self.settings.limit
        best: dict[int, _Entry] = {}
        size = max(_FIRST, 2 * limit)
        rounds = least = 0
        while (bound := queue.bound()) is not None:
            if len(best) >= limit:
                lowest = sorted((entry[0] for entry in best.values()), reverse=True)[limit - 1]
                if lowest > bound:
                    break
                least = min(lowest[0], EXACT)  # one that is exact may stand in the right context
            taken = queue.take(size)
            for entry in self._scored(query, normal, taken, least):
                unit = entry[0][2]
                if unit not in best or best[unit][0] < entry[0]:
                    best[unit] = entry
            rounds += 1
            size = size if rounds < _EVEN else min(2 * size, 4096)
        return sorted(best.values(), key=lambda entry: entry[0], reverse=True)[:limit]

    def _scored(self, query: Query, normal: NormalText, taken: Mapping[int, Group], least: int) -> Iterator[_Entry]:
        """The units among ``taken`` that reach the threshold, with their scores; their groups learn from them.

        Those that stand alone in their group may be left out where they score less than ``least``.
        """
        entries: list[_Entry] = []
        texts = list(self._source.texts_of(list(taken), self._from, self._to))
        several = {unit for unit, count in Counter(found.unit for found in texts).items() if count > 1}
        for found in texts:
            known = _analysed(found.text)
            alone = len(taken[found.unit].units) == 1
            result = score(normal, query.segment.codes, known, found.codes, least=least if alone else 0)
            if result is None:
                continue
            if found.unit not in several:  # else it is not known which of its texts the group stands for
                taken[found.unit].learn(result.value, result.letters, same=known.tokens == normal.tokens)
            if result.total >= self.settings.threshold:
                entries.append(((result.total, result.letters, found.unit), result, found))
        yield from self._in_context(query, entries)

    def _in_context(self, query: Query, entries: Iterable[_Entry]) -> Iterator[_Entry]:
        """The same, those that are exact and stand between the neighbours of the query with a higher score."""
        entries = list(entries)
        exact = [entry[2].unit for entry in entries if entry[1].total == EXACT]
        fitting: set[int] = set()
        if exact and (query.previous is not None or query.following is not None):
            fitting = self._source.in_context(exact, Neighbours(query.previous, query.following))
        for (total, letters, unit), result, found in entries:
            if total == EXACT and unit in fitting:
                yield (CONTEXT, letters, unit), replace(result, total=CONTEXT), found
            else:
                yield (total, letters, unit), result, found

    def _match(self, query: Query, entry: _Entry, stored: Mapping[int, StoredUnit]) -> MemoryMatch | None:
        (total, _, number), detail, text = entry
        if number not in stored:  # retired between two readings
            return None
        unit = stored[number].unit
        source = next(s for s in unit.variants if primary_subtag(s.language) == self._from and s.text == text.text)
        others = TranslationUnit("", tuple(s for s in unit.variants if s is not source and s.text.strip()))
        target = others.variant(self._target_language)
        if target is None:
            return None
        match = MemoryMatch(
            score=total,
            kind="context" if total == CONTEXT else "exact" if total == EXACT else "fuzzy",
            stored=stored[number],
            source=source,
            target=target,
            detail=detail,
            edits=() if total >= EXACT else edits(_analysed(query.segment.text), _analysed(source.text)),
            proposal=target.text,
        )
        return match if total >= EXACT else put_right(match, query.segment, self._from, self._to)


def current_index(source: UnitSource, language: str, *, anew: bool = False) -> FuzzyIndex:
    """The index of a memory for one language (a primary subtag), made where need be, or ``anew`` in any case.

    A folder that cannot be written to is no hindrance: the index is then kept in memory.
    """
    index = None if anew else ready_index(source, language)
    if index is not None:
        return index
    stamp = source.stamp()
    path = _path(source, language)
    made = FuzzyIndex.build(source.texts(language), stamp)
    if path is not None and stamp.last:
        try:
            made.save(path)
        except StoreError:
            return made
        return FuzzyIndex.open(path) or made
    return made


def ready_index(source: UnitSource, language: str) -> FuzzyIndex | None:
    """The index that stands beside a memory, where it fits and is not far behind; ``None`` where there is none."""
    path = _path(source, language)
    index = None if path is None else FuzzyIndex.open(path)
    if index is not None and source.knows(index.stamp):
        return index if source.last_number() - index.stamp.last <= _LARGE_DELTA else None
    return None


def _path(source: UnitSource, language: str) -> Path | None:
    folder = source.index_path
    return None if folder is None else folder / f"{language}.idx"


# The units that resemble one segment of a text resemble its next ones too.
_analysed = lru_cache(maxsize=8192)(analyse)


def _query(given: Query | Segment | str, language: str) -> Query:
    if isinstance(given, Query):
        return given
    return Query(given if isinstance(given, Segment) else Segment(language, given))
