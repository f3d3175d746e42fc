"""Concordance: where a word or phrase stands in a memory, in any of its forms, with the other side beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import Literal

from msgspec import Struct

from tmx.errors import ConfigError, StoreError
from tmx.match.concordance_index import AskedWord, WordIndex, WordPlace
from tmx.match.concordance_recent import RecentWords
from tmx.match.concordance_words import Span, asked_lemmas, forms_of, language_of, word_spans
from tmx.memory import SourceText, UnitSource
from tmx.model import Segment, StoredUnit, TranslationUnit
from tmx.text.folding import fold
from tmx.text.languages import primary_subtag

__all__ = ["Concordance", "ConcordanceHit", "Concordancer"]

_LARGE = 20_000  # so many new units are searched quickly; more are worth an index
_MOST_WORDS = 40
_READ = 400  # units that are read at most, so that one text in a thousand copies does not hold up the others

Kind = Literal["exact", "inflected", "apart"]


class ConcordanceHit(Struct, frozen=True):
    """A unit in which the phrase stands: its text, its translation, and the places of the phrase in the text.

    ``kind``: ``exact`` (these very words, capitals apart), ``inflected`` (forms of them), ``apart`` (all of them, not
    one after another).
    """

    stored: StoredUnit
    source: Segment
    target: Segment
    spans: tuple[Span, ...]
    kind: Kind


class Concordance(Struct, frozen=True):
    """What was found, the closest and newest first; ``complete``: there is no more than this."""

    hits: tuple[ConcordanceHit, ...]
    complete: bool


class Concordancer:
    """Finds phrases in the texts of a memory in one language that have a translation in the other.

    The index stands in a file beside the memory (``UnitSource.index_path``), one a language; it is made where it is
    missing, does not fit or has fallen far behind. Units that came later are found at once. ``progress`` is called
    while an index is made: with its language, the texts that are done, and about how many there are.
    """

    def __init__(
        self, source: UnitSource, language: str, other: str, progress: Callable[[str, int, int], None] | None = None
    ) -> None:
        self._source = source
        self._language = primary_subtag(language)
        self._other = other
        self._known = language_of(self._language)
        self._index = _current(source, self._language, progress)
        self._recent = RecentWords(self._language)
        self._seen = 0 if self._index is None else self._index.stamp.last
        self._follow()

    def count(self, form: str) -> int:
        """How often a form (in small letters) stands in the texts, as they were at the last look-up."""
        return self._recent.count(form) + (0 if self._index is None else self._index.count(form))

    def texts(self) -> int:
        """How many texts are searched, as they were at the last look-up."""
        return len(self._recent) + (0 if self._index is None else len(self._index))

    def known_words(self, phrase: str) -> int:
        """How many words of a phrase stand in the memory as they are spelt."""
        self._follow()
        return sum(self.count(form) > 0 for form in forms_of(phrase))

    def find(self, phrase: str, *, limit: int = 20) -> Concordance:
        """The units in which ``phrase`` stands, at most ``limit``; the same pair of texts is shown once.

        These very words come first, then other forms of them; where they do not stand together anywhere, the units
        that have all of them. Raises :class:`~tmx.errors.ConfigError` where the phrase has no word, or too many.
        """
        forms = forms_of(phrase)
        if not forms:
            raise ConfigError("there is no word to look for", remedy="name a word or a phrase")
        if len(forms) > _MOST_WORDS:
            raise ConfigError(f"the phrase has more than {_MOST_WORDS} words", remedy="look for a part of it")
        self._follow()
        asked = [self._asked(form) for form in forms]
        taken = _Taken(limit, self._read)
        taken.take("exact", self._both(lambda place: place.exact(asked)))
        taken.take("inflected", self._both(lambda place: place.inflected(asked)))
        content = [word for word in asked if not word.is_function_word] or asked
        if not taken.hits and len(asked) > 1:
            taken.take_groups("apart", self._both(lambda place: place.apart(content)))
        return Concordance(tuple(taken.hits[:limit]), len(taken.hits) <= limit and not taken.cut)

    def _asked(self, form: str) -> AskedWord:
        is_function_word = self._known is not None and form in self._known.function_words
        return AskedWord(form, fold(form), asked_lemmas(form, self._known), is_function_word)

    def _both(self, search: Callable[[WordIndex | RecentWords], Iterator[_P]]) -> Iterator[_P]:
        parts = [search(self._recent)] if self._index is None else [search(self._recent), search(self._index)]
        return chain.from_iterable(parts)

    def _follow(self) -> None:
        """Take in the units that have come since."""
        last = self._source.last_number()
        if last != self._seen:
            self._recent.add(self._source.texts(self._language, after=self._seen))
            self._seen = last

    def _read(self, places: Sequence[tuple[WordPlace, ...]], kind: Kind) -> Iterator[ConcordanceHit]:
        """The hits at these places, those of one text together; units out of use or without translation are none."""
        stored = self._source.units(list({group[0].unit for group in places}))
        for group in places:
            unit = stored.get(group[0].unit)
            hit = None if unit is None else self._hit(unit, group, kind)
            if hit is not None:
                yield hit

    def _hit(self, stored: StoredUnit, group: tuple[WordPlace, ...], kind: Kind) -> ConcordanceHit | None:
        own = [s for s in stored.unit.variants if primary_subtag(s.language) == self._language]
        if group[0].text >= len(own):
            return None
        source = own[group[0].text]
        others = tuple(segment for segment in stored.unit.variants if segment is not source)
        target = TranslationUnit("", others).variant(self._other)
        words = word_spans(source.text)
        if target is None or max(place.last for place in group) > len(words):
            return None
        spans = (Span(words[place.first][0], words[place.last - 1][1]) for place in group)
        return ConcordanceHit(stored, source, target, tuple(sorted(spans)), kind)


_P = WordPlace | tuple[WordPlace, ...]


class _Taken:
    """The hits so far, each pair of texts once."""

    def __init__(
        self, limit: int, read: Callable[[Sequence[tuple[WordPlace, ...]], Kind], Iterator[ConcordanceHit]]
    ) -> None:
        self._limit = limit
        self._read = read
        self._known: set[tuple[str, str]] = set()
        self.hits: list[ConcordanceHit] = []
        self.cut = False
        self._left = _READ + 4 * limit

    def take(self, kind: Kind, places: Iterator[_P]) -> None:
        self.take_groups(kind, _by_text(place for place in places if isinstance(place, WordPlace)))

    def take_groups(self, kind: Kind, groups: Iterable[_P]) -> None:
        given = (group for group in groups if isinstance(group, tuple))
        while len(self.hits) <= self._limit:
            several = list(islice(given, min(self._limit + 1 - len(self.hits), self._left)))
            self._left -= len(several)
            if not several:
                self.cut = self.cut or self._left <= 0
                return
            for hit in self._read(several, kind):
                texts = (hit.source.text, hit.target.text)
                if texts not in self._known:
                    self._known.add(texts)
                    self.hits.append(hit)


def _by_text(places: Iterator[WordPlace]) -> Iterator[tuple[WordPlace, ...]]:
    """The places that follow each other in one text together; they do not overlap."""
    group: list[WordPlace] = []
    for place in places:
        if group and (place.unit, place.text) != (group[0].unit, group[0].text):
            yield tuple(group)
            group = []
        if not group or place.last <= group[-1].first:
            group.append(place)
    if group:
        yield tuple(group)


def _current(source: UnitSource, language: str, progress: Callable[[str, int, int], None] | None) -> WordIndex | None:
    """The index of a memory in ``language``, made where need be; ``None`` for a memory that is held in memory."""
    folder = source.index_path
    stamp = source.stamp()
    if folder is None or not stamp.last:
        return None
    path = folder / f"{language}.words"
    index = WordIndex.open(path)
    if index is not None and source.knows(index.stamp) and stamp.last - index.stamp.last <= _LARGE:
        return index
    if index is None and stamp.last <= _SMALL:
        return None
    del index  # a file that is mapped cannot be replaced everywhere
    texts = source.texts(language)
    if progress is not None:
        texts = _counted(texts, stamp.last, partial(progress, language))
    made = WordIndex.build(texts, stamp, language)
    try:
        made.save(path)
    except StoreError:
        return made
    return WordIndex.open(path) or made


def _counted(texts: Iterator[SourceText], total: int, progress: Callable[[int, int], None]) -> Iterator[SourceText]:
    for number, text in enumerate(texts, 1):
        if number % _SOME == 0:
            progress(min(number, total), total)
        yield text


_SOME = 1000  # texts after which it is said how many are done
_SMALL = 500  # so few units are taken apart in the time in which a file is written
