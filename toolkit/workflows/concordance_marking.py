"""Where the translation of a phrase stands in the other side of a unit.

A word of the other side counts as part of the translation by three witnesses: lexicons (the one that ships, the
glossary), likeness of letters, and how much more often it stands beside the phrase than elsewhere in the memory. A word
that another word of the sentence explains better is left to that one (competitive linking, Melamed 2000); the stretch
with most of what is left is marked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from tmx.align.cognates import likeness
from tmx.align.lexicon import Lexicon
from tmx.align.word_priors import known_words
from tmx.errors import UnknownLanguageError
from tmx.match.concordance import ConcordanceHit
from tmx.match.concordance_words import (
    Span,
    asked_lemmas,
    form_lemmas,
    forms_of,
    is_function_word,
    language_of,
    word_spans,
)
from tmx.text.folding import fold
from tmx.text.languages import Language, primary_subtag

__all__ = ["TranslationMarker"]

_BACKGROUND = 0.05  # what must be explained by nothing
_COST = 0.25  # of a content word inside that nothing speaks for
_SMALL_COST = 0.03  # of a function word inside
_LEAST = 0.3  # the evidence of a stretch under which nothing is marked
_OFTEN = 0.2  # in so many of the units a word must stand to count as the phrase's company
_LITTLE = 0.1  # evidence that is not worth a closer look
_PARTNER = 0.2  # the strength from which two words count as partners
_SPARE = 0.8  # how sure a word is that is all that is left over, for a word that is all that has no partner
_DISTANCE = 0.6  # of two equal partners the one at the same place in its sentence


class _Side(Struct, frozen=True):
    """The words of a text: their forms, and which are function words."""

    text: str
    forms: tuple[str, ...]
    small: tuple[bool, ...]


class TranslationMarker:
    """Marks the translations of a phrase in the units that a concordance found.

    ``count`` says how often a form stands in the memory's texts of the other language, of which there are ``texts``.
    """

    def __init__(
        self,
        language: str,
        other: str,
        *,
        lexicons: Iterable[Lexicon] = (),
        count: Callable[[str], int] = lambda form: 0,
        texts: int = 0,
    ) -> None:
        self._language, self._other = language_of(language), language_of(other)
        self._known = _lexicon(primary_subtag(language), primary_subtag(other), tuple(lexicons))
        self._count, self._texts = count, texts
        self._translated: dict[str, Mapping[str, float]] = {}
        self._lemmas = lru_cache(maxsize=1 << 14)(lambda form: form_lemmas(form, self._other))

    def mark(self, hits: Sequence[ConcordanceHit], limit: int) -> list[tuple[Span, ...]]:
        """For the first ``limit`` hits the place of the translation in the target text; none where it is not clear.

        What the others have in common with them is a witness too.
        """
        targets = [_side(hit.target.text, self._other) for hit in hits]
        beside = self._beside(targets)
        return [
            self._marked(hit, _side(hit.source.text, self._language), target, beside)
            for hit, target in zip(hits[:limit], targets[:limit], strict=True)
        ]

    def _beside(self, targets: Sequence[_Side]) -> Mapping[str, float]:
        """For each lemma of the other side how surely it comes with the phrase, 0 to 1."""
        units: Counter[str] = Counter()
        for target in targets:
            words = {form for form, small in zip(target.forms, target.small, strict=True) if not small}
            units.update({lemma for form in words for lemma in self._lemmas(form)})
        size = len(targets)
        often = {lemma: number for lemma, number in units.items() if number >= _OFTEN * size}
        counts: dict[str, int] = defaultdict(int)
        for form in {form for target in targets for form in target.forms}:
            lemmas = [lemma for lemma in self._lemmas(form) if lemma in often]
            number = self._count(form) if lemmas else 0
            for lemma in lemmas:
                counts[lemma] = max(counts[lemma], number)
        is_large = self._texts > 2 * size
        found = {}
        for lemma, number in often.items():
            usual = min(counts[lemma] / max(self._texts, 1), 1.0) * size if is_large else 0.0
            sure = (number - usual - 0.7) / (size + 0.5)
            if sure > 0.0:
                found[lemma] = sure * sure if is_large else 0.3 * sure
        return found

    def _marked(
        self, hit: ConcordanceHit, source: _Side, target: _Side, beside: Mapping[str, float]
    ) -> tuple[Span, ...]:
        phrase = {
            place
            for found in hit.spans
            for place, (start, end) in enumerate(word_spans(source.text))
            if start < found.end and end > found.start
        }
        content = {place for place in phrase if not source.small[place]} or phrase
        if not phrase or not target.forms:
            return ()
        links = _Links(self, source, target)
        spare = self._spare(links, source, target, phrase, content)
        middle = sum(phrase) / len(phrase) / max(len(source.forms), 1)
        only_small = all(source.small[place] for place in phrase)
        evidence = []
        for place, form in enumerate(target.forms):
            own = 0.0
            at = place / len(target.forms)
            if only_small or not target.small[place]:
                inside = max(links.row(one).get(place, 0.0) for one in content)
                company = max((beside.get(lemma, 0.0) for lemma in self._lemmas(form)), default=0.0)
                company = max(company, spare.get(place, 0.0))
                own = (1.0 - _DISTANCE * abs(at - middle)) * (inside + (1.0 - inside) * company)
            if own < _LITTLE:
                evidence.append(0.0)
                continue
            others = (
                strength * (1.0 - _DISTANCE * abs(at - one / len(source.forms)))
                for one, strength in links.column(place)
                if one not in phrase and (not source.small[one] or target.small[place])
            )
            evidence.append(own * own / (own + max(others, default=0.0) + _BACKGROUND))
        found = _best_stretch(evidence, target.small)
        if found is None:
            return ()
        spans = word_spans(target.text)
        return (Span(spans[found.start][0], spans[found.stop - 1][1]),)

    def _spare(
        self, links: _Links, source: _Side, target: _Side, phrase: set[int], content: set[int]
    ) -> Mapping[int, float]:
        """Words of the target that nothing else accounts for, where words of the phrase have no partner yet.

        As sure as these words are among all words of the source without a partner.
        """
        if not any(links.is_alone(one) for one in content if not source.small[one]):
            return {}
        ours = [place for place in range(len(source.forms)) if not source.small[place]]
        alone = [one for one in ours if links.is_alone(one)]
        missing = [one for one in alone if one in phrase]
        taken = {place for one in ours for place, strength in links.row(one).items() if strength >= _PARTNER}
        left = [place for place in range(len(target.forms)) if not target.small[place] and place not in taken]
        if not missing or not left:
            return {}
        share = _SPARE * len(missing) / max(len(alone), len(left))
        return dict.fromkeys(left, share)

    def translations(self, form: str) -> Mapping[str, float]:
        """The words of the other language that a lexicon has for a form, and for its lemmas, without accents."""
        found = self._translated.get(form)
        if found is None:
            several = dict(self._known.get(fold(form), {}))
            for lemma in _plain_lemmas(form, self._language):
                for other, weight in self._known.get(lemma, {}).items():
                    several[other] = max(several.get(other, 0.0), 0.95 * weight)
            found = self._translated[form] = several
        return found

    def keys(self, form: str) -> tuple[str, ...]:
        """The dictionary words of a form of the other language, as a lexicon has them."""
        return _plain_lemmas(form, self._other)


class _Links:
    """How surely each word of the source is translated by words of the target, without looking at any other.

    Only what is above nothing is worked out, and only for the words that are asked for.
    """

    def __init__(self, marker: TranslationMarker, source: _Side, target: _Side) -> None:
        self._marker = marker
        self._source, self._target = source, target
        self._rows: dict[int, Mapping[int, float]] = {}
        self._columns: dict[int, list[tuple[int, float]]] | None = None
        self._spelt: dict[str, list[int]] = {}  # places of the words of the target, by spelling
        self._lemmas: dict[str, list[int]] = {}  # of its content words, by lemma
        self._groups: dict[str, list[int]] = {}  # of its content words, by what makes words look alike
        self._plain = [fold(form) for form in target.forms]
        for place, form in enumerate(target.forms):
            self._spelt.setdefault(self._plain[place], []).append(place)
            if not target.small[place]:
                for lemma in marker.keys(form):
                    self._lemmas.setdefault(lemma, []).append(place)
                for group in _groups(form):
                    self._groups.setdefault(group, []).append(place)

    def row(self, one: int) -> Mapping[int, float]:
        """By the place of the word in the target: how surely it translates the word ``one`` of the source."""
        row = self._rows.get(one)
        if row is None:
            row = self._rows[one] = self._worked_out(self._source.forms[one], content=not self._source.small[one])
        return row

    def column(self, place: int) -> Sequence[tuple[int, float]]:
        """The words of the source that a word of the target may translate, and how surely."""
        if self._columns is None:
            self._columns = defaultdict(list)
            for one in range(len(self._source.forms)):
                for at, strength in self.row(one).items():
                    self._columns[at].append((one, strength))
        return self._columns.get(place, ())

    def is_alone(self, one: int) -> bool:
        """Whether no content word of the target is a partner of a word of the source."""
        return all(strength < _PARTNER or self._target.small[place] for place, strength in self.row(one).items())

    def _worked_out(self, form: str, *, content: bool) -> Mapping[int, float]:
        row: dict[int, float] = {}
        known = self._marker.translations(form)
        for word in known.keys() & self._spelt.keys():
            for place in self._spelt[word]:
                row[place] = known[word]
        if not content:
            return row
        for word in known.keys() & self._lemmas.keys():
            for place in self._lemmas[word]:
                row[place] = max(row.get(place, 0.0), 0.95 * known[word])
        groups = self._groups
        plain = fold(form)
        for place in {place for group in _groups(form) & groups.keys() for place in groups[group]}:
            if row.get(place, 0.0) < 0.9:  # what looks alike is never surer
                row[place] = max(row.get(place, 0.0), 0.9 * _alike(plain, self._plain[place]))
        return row


_alike = lru_cache(maxsize=1 << 14)(likeness)


@lru_cache(maxsize=1 << 14)
def _plain_lemmas(form: str, language: Language | None) -> tuple[str, ...]:
    return tuple(fold(lemma) for lemma in asked_lemmas(form, language))


@lru_cache(maxsize=1 << 14)
def _groups(form: str) -> frozenset[str]:
    """The form itself and its groups of three letters: forms that share none do not look alike."""
    plain = fold(form)
    return frozenset([plain, *(plain[at : at + 3] for at in range(len(plain) - 2))])


def _best_stretch(evidence: Sequence[float], small: Sequence[bool]) -> range | None:
    """The stretch with most evidence, words inside that nothing speaks for paid for; no function word at its edges."""
    best, found = _LEAST, None
    total, begin = 0.0, 0
    for place, value in enumerate(evidence):
        gain = value - (_SMALL_COST if small[place] else _COST) if value < _COST else value
        if total <= 0.0:
            total, begin = 0.0, place
        total += gain
        if total > best:
            best, found = total, range(begin, place + 1)
    return found


def _side(text: str, language: Language | None) -> _Side:
    forms = forms_of(text)
    return _Side(text, tuple(forms), tuple(is_function_word(form, language) for form in forms))


@lru_cache(maxsize=4)
def _lexicon(language: str, other: str, lexicons: tuple[Lexicon, ...]) -> Mapping[str, Mapping[str, float]]:
    """The words of the lexicons and their translations, without accents."""
    try:
        entries = known_words(language, other, lexicons, dictionaries=False)
    except UnknownLanguageError:
        entries = ()
    known: dict[str, dict[str, float]] = defaultdict(dict)
    for entry in entries:
        words = known[fold(entry.source)]
        translation = fold(entry.target)
        words[translation] = max(words.get(translation, 0.0), min(entry.weight, 1.0))
    return dict(known)
