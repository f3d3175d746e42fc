"""The word of a translation that stands where a required term belongs, and how surely it is no rendering of it.

A translator who says the same in another way leaves traces: the sentence reads well, another word is found for the
term elsewhere too, the sentence is a free one throughout. A word that strayed there fits nothing: neither the grammar
of its neighbours (:mod:`tmx.text.word_fit`) nor the source's words. What each trace is worth is learnt from texts with
such words put in, by ``benchmarks/train_strangers.py``; no single one decides.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from msgspec import Struct, field

from termbase.match.matcher import TermHit
from tmx.text.folding import fold
from tmx.text.languages import Language
from tmx.text.lemmas import word_classes
from tmx.text.tokens import Token, tokenize
from tmx.text.word_fit import WordFit, word_fit
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.company import Company, company_of
from toolkit.checks.lexical import UnitEvidence, content_words, file_evidence
from toolkit.checks.places import place_between
from toolkit.checks.term_hits import uncalled_hits, unit_terms, units_with_required_terms
from toolkit.checks.term_uses import is_used_freely, uses
from toolkit.checks.terms import (
    THERE,
    Rendering,
    Support,
    has_several_words,
    inside_of,
    intruder_for,
    is_false_friend,
    renderings,
    words_akin,
)

__all__ = ["SURE", "TRACES", "Stranger", "intruder", "stranger_for", "strangers"]

_FURTHEST = 4  # content words from the place of the term
_ACCOUNTED = -1.0  # nats: a word that so surely has a counterpart, of which it is the best one, is no stranger
SURE = 0.8  # log-odds from which a stranger is one
_DOUBTFUL = 0.0  # and up to which no term of another concept is sure
_KNOWN = 1.5  # added where the glossary knows what stands there: of free translations few are terms of it
_ENGLISH = 0.5  # taken off in English: its words bear few endings, so that grammar tells less and more goes by freely
_OF_GRAMMAR = 5.0  # log-odds: grammar and company say hardly ever more
_OF_SPELLING = 2.0  # log-odds: the looks of a word say never more
_LEAST = -0.5  # log-odds: no check asks how far below a stranger is
_SAME = 4  # letters that words of one family share
_OFTEN_CALLED = 2
_MOST = 3.0  # nats that one word can say

# What speaks for a stranger, learnt by benchmarks/train_strangers.py.
_WEIGHTS: Mapping[str, float] = {
    "always": -0.15,
    "kept": 0.42,  # how often the file has the term where the source has it (log-odds)
    "kept and seen": 0.42,
    "in part": -3.85,  # something of the term is there
    "by lexicon": -1.03,  # a word of the translation is known for it
    "several words": 1.22,
    "uncovered": -0.11,  # nothing stands for the words of the term (nats a word)
    "uncovered, sum": 0.26,
    "odd": 0.04,  # nothing in the source stands for the word (nats)
    "odd at all": 0.40,
    "apart": -0.56,  # content words between it and the place of the term
    "a term": 0.07,  # a glossary term that nothing in the source calls for
    "alike": -2.33,  # its first letters are those of the term
    "fit": -0.11,  # how well it stands between its neighbours (log-odds)
    "misfit": -0.45,
    "contrast": -0.27,  # how much better than the term
    "free": -0.52,  # how much else of the source has no counterpart (nats a word)
    "known": 0.25,  # how often the word stands in other translations of the file (logarithm)
    "after that word": -1.01,  # and how often after the same word (logarithm)
    "before that word": -0.37,
    "in strange company": -0.51,  # it stands elsewhere, and nowhere beside either of its neighbours
    "in its place": 0.23,
    "otherwise": -1.48,  # words derived from those of the term are there, for other words of the source
    "again": -3.28,  # the term is there, for another place of the source that has it
    "within": -4.24,  # it is there as a part of a longer term that nothing calls for
    "strength": -4.82,  # how surely a word of the source stands for it
    "glued": -1.44,  # it is a part of a word with hyphens
    "term odd": 0.74,  # how much of the glossary term nothing in the source stands for
    "capital": 1.89,
    "unlisted": -1.22,  # the dictionary does not know it
    "others in place": -0.50,  # other words between the surest neighbours (logarithm)
    "file kept": -1.14,  # how often the file keeps its terms (log-odds)
    "in English": -0.28,
    "term called": -1.62,  # how often the file has the glossary term where the source calls for it (logarithm, up to 2)
    "term uncalled": -1.45,  # and how often elsewhere (logarithm)
    "words to call": 2.96,  # the share of the words of its own source term that the source does not have
    "words of the term": 2.51,  # how many it has (logarithm)
    "name in the term": 1.37,  # it has a word with a capital that is none of the required term's
}
TRACES = tuple(_WEIGHTS)
_ELSEWHERE = (Support.OTHERWISE, Support.AGAIN, Support.WITHIN)


class Stranger(Struct, frozen=True):
    """The word or term ``target[start:end]`` where a required term belongs; ``hit`` where the glossary knows it.

    ``score`` is the log-odds that it is no rendering of the term; ``traces`` are what it was made of.
    """

    start: int
    end: int
    score: float
    hit: TermHit | None = None
    traces: Mapping[str, float] = field(default_factory=dict)


def stranger_for(one: Rendering, unit: Unit, context: FileContext) -> Stranger | None:
    """What stands most surely for nothing in the place of the term of ``one``, sure or not; None where nothing does."""
    return context.once_a_unit(_strangers_of, unit).get((one.required.start, one.required.end))


def intruder(one: Rendering, unit: Unit, context: FileContext) -> TermHit | None:
    """The term of another concept that stands in the place of the term of ``one``, where that is sure."""
    if one.support is Support.FOUND:
        return None
    known = context.once_a_unit(_intruders_of, unit)
    place = one.required.start, one.required.end
    if place not in known:
        known[place] = _intruder(one, unit, context)
    return known[place]


def _intruders_of(unit: Unit, context: FileContext) -> dict[tuple[int, int], TermHit | None]:
    """What :func:`intruder` has found in ``unit``, by the places of terms: two checks ask for the same ones."""
    return {}


def _intruder(one: Rendering, unit: Unit, context: FileContext) -> TermHit | None:
    found = intruder_for(one, unit, context)
    stranger = stranger_for(one, unit, context) if one.support not in THERE else None
    if found is not None:
        doubtful = stranger is not None and stranger.score <= _DOUBTFUL
        return found if not doubtful or is_false_friend(one.required, found, context) else None
    return stranger.hit if stranger is not None and stranger.score > SURE else None


def _strangers_of(unit: Unit, context: FileContext) -> Mapping[tuple[int, int], Stranger]:
    """The same for all terms of ``unit``, by their places."""
    found = {}
    for one in renderings(unit, context):
        if one.support in THERE:
            continue
        best = max(strangers(one, unit, context, _LEAST), key=lambda stranger: stranger.score, default=None)
        if best is not None:
            found[one.required.start, one.required.end] = best
    return found


def strangers(one: Rendering, unit: Unit, context: FileContext, least: float = -math.inf) -> Iterator[Stranger]:
    """What may stand in the place of the term of ``one``, from left to right.

    One that cannot come near the score ``least`` has no traces, and a score that is too high and still below ``least``.
    """
    fit = word_fit(context.target_language)
    if fit is None or one.support in THERE or not one.required.decided:
        return
    place = _place_of(one, unit, context)
    candidates = list(_candidates(place, unit, context))
    if not candidates:
        return
    term = _traces_of_term(place, unit, context)
    begun = _weighed(term) - _ENGLISH * term["in English"]
    names = [place.evidence.source[number] for number in place.inside]
    names = [fold(name) for name in (*names, *(term.text for term in one.required.allowed))]
    of_hits = {id(hit): _traces_of_hit(hit, place, context) for _, hit in candidates if hit is not None}
    texts, forms = None, None
    for at, hit in candidates:
        begins = place.evidence.target_start[at]
        start, end = begins, begins + len(place.evidence.target[at])
        if hit is not None:
            start, end = hit.start, hit.end
        own = _traces_of_word(at, place, names, hit) | (_NO_HIT if hit is None else of_hits[id(hit)])
        score = begun + _weighed(own) + _KNOWN * own["a term"]
        if score + _OF_SPELLING + _OF_GRAMMAR < least:
            yield Stranger(start, end, score + _OF_SPELLING + _OF_GRAMMAR, hit)
            continue
        tokens = unit.target_tokens
        number = bisect_left(tokens, begins, key=_start)
        if number >= len(tokens) or tokens[number].start != begins:
            continue
        spelling = _traces_of_spelling(tokens, number, fit.language)
        score += _weighed(spelling)
        if score + _OF_GRAMMAR < least:
            yield Stranger(start, end, score + _OF_GRAMMAR, hit)
            continue
        texts, forms = texts or [token.text for token in tokens], forms or _forms(one, context)
        rest = _traces_of_grammar(texts, number, forms, fit)
        rest |= _traces_of_company(company_of(unit, begins, context))
        yield Stranger(start, end, score + _weighed(rest), hit, term | own | spelling | rest)


_start = attrgetter("start")


def _weighed(traces: Mapping[str, float]) -> float:
    return sum([_WEIGHTS[name] * value for name, value in traces.items()])


class _Place(NamedTuple):  # the quickest to make
    """A term with its words in the source, ``inside``, and where words of the target may stand for it.

    Those are the content words between ``low`` and ``high``, without these two.
    """

    one: Rendering
    evidence: UnitEvidence
    inside: range
    low: int
    high: int

    def apart(self, at: int) -> int:
        """How many content words the target's content word ``at`` stands away."""
        return 0 if self.low < at < self.high else min(abs(at - self.low), abs(at - self.high))


def _place_of(one: Rendering, unit: Unit, context: FileContext) -> _Place:
    evidence = context.once(file_evidence).unit(unit.position)
    inside = inside_of(one.required, evidence.source_start)
    low, high = place_between(inside, evidence) if inside else (-1, len(evidence.target))
    return _Place(one, evidence, inside, low, high)


def _candidates(place: _Place, unit: Unit, context: FileContext) -> Iterator[tuple[int, TermHit | None]]:
    """The content words of the target that may be strangers there, each with the uncalled term that it is of.

    Where the term is there for something else, only what nothing in the source stands for is one; where it is there in
    part, only what the source hardly accounts for.
    """
    uncalled = context.once_a_unit(_uncalled, unit)
    evidence = place.evidence
    support = place.one.support
    most = 0.0 if support in _ELSEWHERE else _ACCOUNTED if support is Support.IN_PART else None
    of_hits = {at: hit for hit in reversed(uncalled) for at in inside_of(hit, evidence.target_start)}
    for at in range(max(place.low - _FURTHEST, 0), min(place.high + _FURTHEST + 1, len(evidence.target))):
        hit = of_hits.get(at)
        if hit is None and (_is_accounted(at, evidence) if most is None else evidence.target_ratio[at] <= most):
            continue
        yield at, hit


def _is_accounted(at: int, evidence: UnitEvidence) -> bool:
    """Whether the target's content word ``at`` is surely the counterpart of a word of the source that has no better."""
    partner = evidence.target_partner[at]
    return evidence.target_ratio[at] < _ACCOUNTED and partner >= 0 and evidence.source_partner[partner] == at


def _uncalled(unit: Unit, context: FileContext) -> list[TermHit]:
    """The terms in the target of ``unit`` that nothing calls for, less those that the file uses freely."""
    hits = uncalled_hits(unit_terms(unit, context), context)
    return [hit for hit in hits if not is_used_freely(hit, context)]


def _traces_of_term(place: _Place, unit: Unit, context: FileContext) -> dict[str, float]:
    """What the term and the unit as a whole say, whatever word stands there."""
    one, inside, evidence = place.one, place.inside, place.evidence
    kept, left = context.once(_kept).get(one.required.named, (0, 0))
    left += one.support in _ELSEWHERE  # this place is one of those where it is not kept
    seen = math.log(kept + left)
    odds = math.log((kept + 0.3) / (left - 0.7))
    own = [min(max(evidence.source_ratio[at], -_MOST), _MOST) for at in inside]
    within = context.once_a_unit(_within_limits, unit)
    others = within[: inside.start] + within[inside.stop :]
    return {
        "always": 1.0,
        "kept": odds,
        "kept and seen": 0.3 * odds * seen,
        "in part": float(one.support is Support.IN_PART),
        "by lexicon": float(one.support is Support.LEXICON),
        "several words": float(has_several_words(one.required, unit, context)),
        "uncovered": sum(own) / len(own) if own else 1.0,
        "uncovered, sum": sum(own) if own else 1.0,
        "free": sum(others) / len(others) if others else 0.0,
        "otherwise": float(one.support is Support.OTHERWISE),
        "again": float(one.support is Support.AGAIN),
        "within": float(one.support is Support.WITHIN),
        "file kept": context.once(_file_kept),
        "in English": float(context.target_language.tag == "en"),
    }


def _within_limits(unit: Unit, context: FileContext) -> list[float]:
    """The ratios of the content words of the source of ``unit``, cut where a word would say too much."""
    return [min(max(ratio, -2.0), 2.0) for ratio in context.once(file_evidence).unit(unit.position).source_ratio]


def _traces_of_word(at: int, place: _Place, names: Sequence[str], hit: TermHit | None) -> dict[str, float]:
    """What the target's content word ``at``, one of the term ``hit``, says as a counterpart of ``names``, folded."""
    evidence = place.evidence
    odd, apart, word = evidence.target_ratio[at], place.apart(at), fold(evidence.target[at])
    inside = inside_of(hit, evidence.target_start) if hit is not None else range(0)
    of_hit = [evidence.target_ratio[other] > 0 for other in inside]
    return {
        "odd": odd,
        "odd at all": float(odd > 0),
        "apart": float(apart),
        "a term": float(hit is not None),
        "alike": max((_alike(word, name) for name in names), default=0.0),
        "in its place": float(apart == 0),
        "strength": evidence.target_strength[at],
        "term odd": sum(of_hit) / max(len(of_hit), 1),
        "others in place": math.log1p(max(place.high - place.low - 1 - (apart == 0), 0)),
    }


def _traces_of_hit(hit: TermHit, place: _Place, context: FileContext) -> dict[str, float]:
    """What it says which glossary term stands there, and how the rest of the file uses it."""
    evidence = place.evidence
    called, uncalled = context.once(uses).get(hit.concept.identifier, (0, 0))
    inside = inside_of(hit, evidence.target_start)
    akin = words_akin(place.one.required, evidence, context)
    there = {fold(word)[:_SAME] for word in evidence.source}
    lacking = []
    for term in hit.concept.terms_in(context.source_tag):
        words = content_words(tuple(tokenize(term.text, context.source_language)), context.source_language)
        lacking.append(sum(fold(word.text)[:_SAME] not in there for word in words) / max(len(words), 1))
    return {
        "term called": math.log1p(min(called, _OFTEN_CALLED)),
        "term uncalled": math.log1p(max(uncalled - 1, 0)),
        "words to call": min(lacking, default=1.0),
        "words of the term": math.log(max(len(inside), 1)),
        "name in the term": float(any(evidence.target[at][:1].isupper() for at in inside if at not in akin)),
    }


_NO_HIT = dict.fromkeys(("term called", "term uncalled", "words to call", "words of the term", "name in the term"), 0.0)


def _traces_of_spelling(tokens: Sequence[Token], at: int, language: Language) -> dict[str, float]:
    """What the looks of the word ``at`` and the marks beside it say."""
    word = tokens[at].text
    marks = tokens[at - 1].text[-1:] if at else "", tokens[at + 1].text[:1] if at + 1 < len(tokens) else ""
    return {
        "glued": float("-" in marks or "-" in word),
        "capital": float(at > 0 and word[:1].isupper()),
        "unlisted": float(not word_classes(word, language)),
    }


def _traces_of_grammar(texts: Sequence[str], at: int, forms: Sequence[str], fit: WordFit) -> dict[str, float]:
    """How well the word ``at`` fits where it stands, and how much better than the term would."""
    capital = texts[at][:1].isupper()
    own = min(max(fit.score(texts, at), -8.0), 8.0)
    term = max((fit.score(texts, at, form[:1].upper() + form[1:] if capital else form) for form in forms), default=own)
    contrast = min(max(own - term, -10.0), 5.0)
    return {"fit": own, "misfit": min(own, 0.0), "contrast": contrast}


def _traces_of_company(company: Company) -> dict[str, float]:
    """What it says in which company the word stands elsewhere."""
    return {
        "known": math.log1p(company.seen),
        "after that word": math.log1p(company.before),
        "before that word": math.log1p(company.after),
        "in strange company": float(company.seen > 1 and not company.before and not company.after),
    }


def _forms(one: Rendering, context: FileContext) -> list[str]:
    """The first words that carry meaning of what is allowed, as the glossary has them and in the plural."""
    language = context.target_language
    firsts = [content_words(tuple(tokenize(term.text, language)), language)[:1] for term in one.required.allowed]
    return [form for words in firsts for word in words for form in (word.text, f"{word.text}s")]


def _kept(context: FileContext) -> Mapping[frozenset[str], tuple[int, int]]:
    """How often the terms of the file stand in the translation where the source has them, and how often they do not."""
    kept: Counter[frozenset[str]] = Counter()
    left: Counter[frozenset[str]] = Counter()
    for position in np.flatnonzero(context.once(units_with_required_terms)).tolist():
        for one in renderings(context.units[position], context):
            if one.support not in _ELSEWHERE:
                (kept if one.support <= Support.DERIVED else left)[one.required.named] += 1
    return {name: (kept[name], left[name]) for name in kept.keys() | left.keys()}


def _file_kept(context: FileContext) -> float:
    """The log-odds that the file keeps a required term."""
    counts = context.once(_kept).values()
    return math.log((sum(kept for kept, _ in counts) + 1) / (sum(left for _, left in counts) + 1))


def _alike(word: str, other: str) -> float:
    """How much of two words their first letters in common make up, from 0 to 1."""
    shared = 0
    for ours, theirs in zip(word, other, strict=False):
        if ours != theirs:
            break
        shared += 1
    return 2 * shared / max(len(word) + len(other), 1)
