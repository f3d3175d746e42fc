"""Where the translation of a phrase stands in the other side of a unit.

A word of the other side counts as part of the translation by three witnesses: lexicons (the one that ships, the
glossary), likeness of letters, and how much more often it stands beside the phrase than elsewhere in the memory. A word
that another word of the sentence explains better is left to that one (competitive linking, Melamed 2000); the stretch
with most of what is left is marked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tmx.align.cognates import likeness
from tmx.align.lexicon import Lexicon
from tmx.align.word_priors import known_words
from tmx.errors import UnknownLanguageError
from tmx.match.concordance import ConcordanceHit
from tmx.match.concordance_words import Span, asked_lemmas, form_lemmas, forms_of, language_of, word_spans
from tmx.text.folding import fold
from tmx.text.languages import Language, primary_subtag

__all__ = ["TranslationMarker"]

_BACKGROUND = 0.05  # what must be explained by nothing
_COST = 0.25  # of a content word inside that nothing speaks for
_SMALL_COST = 0.03  # of a function word inside
_LEAST = 0.3  # the evidence of a stretch under which nothing is marked
_DISTANCE = 0.6  # of two equal partners the one at the same place in its sentence


@dataclass(frozen=True, slots=True)
class _Side:
    """The words of a text: places, forms, and which are function words."""

    spans: tuple[Span, ...]
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
        self._strengths: dict[tuple[str, str], float] = {}
        self._lemmas = lru_cache(maxsize=1 << 14)(lambda form: form_lemmas(form, self._other))

    def mark(self, hits: Sequence[ConcordanceHit], limit: int) -> list[tuple[Span, ...]]:
        """For the first ``limit`` hits the place of the translation in the target text; none where it is not clear.

        What the others have in common with them is a witness too.
        """
        sides = [(_side(hit.source.text, self._language), _side(hit.target.text, self._other)) for hit in hits]
        beside = self._beside([target for _, target in sides])
        return [self._marked(hit, source, target, beside) for hit, (source, target) in zip(hits, sides, strict=True)]

    def _beside(self, targets: Sequence[_Side]) -> Mapping[str, float]:
        """For each lemma of the other side how surely it comes with the phrase, 0 to 1."""
        units: Counter[str] = Counter()
        counts: dict[str, int] = defaultdict(int)
        for target in targets:
            lemmas: set[str] = set()
            for form, small in zip(target.forms, target.small, strict=True):
                if not small:
                    lemmas |= self._lemmas(form)
            units.update(lemmas)
            for form in set(target.forms):
                for lemma in self._lemmas(form):
                    counts[lemma] = max(counts[lemma], self._count(form))
        size = len(targets)
        found = {}
        for lemma, number in units.items():
            usual = min(counts[lemma] / max(self._texts, 1), 1.0) * size if self._texts > 2 * size else 0.0
            sure = (number - usual - 0.7) / (size + 0.5)
            if sure > 0.0:
                found[lemma] = sure * sure if self._texts > 2 * size else 0.3 * sure
        return found

    def _marked(
        self, hit: ConcordanceHit, source: _Side, target: _Side, beside: Mapping[str, float]
    ) -> tuple[Span, ...]:
        phrase = {
            place
            for place, span in enumerate(source.spans)
            if any(span.start < found.end and span.end > found.start for found in hit.spans)
        }
        content = {place for place in phrase if not source.small[place]} or phrase
        if not phrase or not target.forms:
            return ()
        middle = sum(phrase) / len(phrase) / max(len(source.forms), 1)
        evidence = []
        for place, form in enumerate(target.forms):
            if target.small[place] and not all(source.small[at] for at in phrase):
                evidence.append(0.0)
                continue
            at = place / len(target.forms)
            near = 1.0 - _DISTANCE * abs(at - middle)
            inside = max((self._strength(source, one, target, place) for one in content), default=0.0)
            company = max((beside.get(lemma, 0.0) for lemma in self._lemmas(form)), default=0.0)
            own = near * (inside + (1.0 - inside) * company)
            if not own:
                evidence.append(0.0)
                continue
            others = (
                self._strength(source, one, target, place) * (1.0 - _DISTANCE * abs(at - one / len(source.forms)))
                for one in range(len(source.forms))
                if one not in phrase
            )
            evidence.append(own * own / (own + max(others, default=0.0) + _BACKGROUND))
        found = _best_stretch(evidence, target.small)
        return () if found is None else (Span(target.spans[found.start].start, target.spans[found.stop - 1].end),)

    def _strength(self, source: _Side, one: int, target: _Side, other: int) -> float:
        """How surely a word of the source is translated by a word of the target, without looking at any other."""
        key = source.forms[one], target.forms[other]
        strength = self._strengths.get(key)
        if strength is None:
            strength = self._strengths[key] = self._likely(*key, content=not (source.small[one] or target.small[other]))
        return strength

    def _likely(self, form: str, other: str, *, content: bool) -> float:
        best = self._known.get((fold(form), fold(other)), 0.0)
        if best < 1.0 and content:
            for lemma in _plain_lemmas(form, self._language):
                for their in _plain_lemmas(other, self._other):
                    best = max(best, 0.95 * self._known.get((lemma, their), 0.0))
            best = max(best, 0.9 * likeness(fold(form), fold(other)))
        return best


@lru_cache(maxsize=1 << 14)
def _plain_lemmas(form: str, language: Language | None) -> tuple[str, ...]:
    return tuple(fold(lemma) for lemma in asked_lemmas(form, language))


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
    spans, forms = word_spans(text), forms_of(text)
    small = language.function_words if language is not None else frozenset()
    elided = set(language.elided) if language is not None else set()
    return _Side(
        tuple(spans),
        tuple(forms),
        tuple(form in small or f"{form}'" in small or form in elided for form in forms),
    )


@lru_cache(maxsize=4)
def _lexicon(language: str, other: str, lexicons: tuple[Lexicon, ...]) -> Mapping[tuple[str, str], float]:
    try:
        entries = known_words(language, other, lexicons)
    except UnknownLanguageError:
        entries = ()
    known: dict[tuple[str, str], float] = {}
    for entry in entries:
        key = fold(entry.source), fold(entry.target)
        known[key] = max(known.get(key, 0.0), min(entry.weight, 1.0))
    return known
