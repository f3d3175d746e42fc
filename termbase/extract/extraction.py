"""Term pairs from a translation memory.

Phrases that may be terms are collected in both languages, translated through word alignment in both directions, and
ranked by how much both sides look like terms and how sure the translation is. Names introduced with their acronym
(``International Organization for Migration (IOM)``) are tied together. What a glossary has already is recognised: its
concepts are not proposed again, other translations of them are proposed as variants, and what contradicts it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from termbase.extract.candidates import PhraseGroup, TermCandidate, turned
from termbase.extract.collecting import collect_sides
from termbase.extract.introduced import find_introduced, named
from termbase.extract.known import (
    WRONG,
    Contradiction,
    KnownConcept,
    compare_with_glossary,
    known_pairs,
    least_confidence,
)
from termbase.extract.pairing import MOST_OCCURRENCES, Place
from termbase.extract.proposing import Proposer, bare_acronym, key_of
from termbase.extract.termhood import termhood
from termbase.extract.texts import TextSide
from termbase.extract.translations import TextPair, align_sides, find_term_places, text_pairs
from termbase.lexicon import GlossaryLexicon
from termbase.model import Glossary
from tmx.align.word_priors import known_words
from tmx.align.words import WordAlignerSettings
from tmx.model import TranslationUnit
from tmx.text.languages import Language, find_language
from tmx.text.tagger import has_tagger

__all__ = ["Extraction", "extract_from_memory", "extract_terms"]

Progress = Callable[[int, int], None]
Key = tuple[str, ...]
_Side = tuple[TextSide, dict[Key, PhraseGroup]]

_LEAST_SCORE = 0.2  # below it most pairs are names seen once and pieces of headlines

_MOST_CANDIDATES = 4000
_VARIANT = 0.25  # of the least score: what has a known translation needs to look less like a term
_CANDIDATE_STEPS = 20
_LARGE, _VERY_LARGE = 5_000, 30_000  # units; in such memories a term stands more than once, or twice
_LEARNT_CELLS = 20_000_000
_PLACES_IN_LARGE = 20  # places of a phrase that are looked at in a large memory


class Extraction(Struct, frozen=True):
    """What a memory proposes: candidates, the best first, and how it stands to the glossary that was given."""

    candidates: tuple[TermCandidate, ...]
    known: tuple[KnownConcept, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    units: int = 0


def extract_terms(
    units: Iterable[TranslationUnit],
    source_language: str,
    target_language: str,
    *,
    known: Glossary | None = None,
    rejected: Glossary | None = None,
    least_score: float = _LEAST_SCORE,
    limit: int | None = None,
    progress: Progress | None = None,
) -> list[TermCandidate]:
    """The term pairs that ``units`` propose, the best first: those of ``least_score`` and better, at most ``limit``.

    Units without text in both languages are passed over. Pairs that ``known`` has already are marked, not left out;
    pairs that ``rejected`` has are left out. ``progress`` is called with the steps done and their number. Raises
    :class:`~tmx.errors.UnknownLanguageError` for a language tag that names no language.
    """
    if _is_read_backwards(source_language, target_language):
        result = _extract(units, target_language, source_language, known, rejected, least_score, progress)
        return [turned(candidate) for candidate in result.candidates[:limit]]
    result = _extract(units, source_language, target_language, known, rejected, least_score, progress)
    return list(result.candidates[:limit])


def extract_from_memory(
    units: Iterable[TranslationUnit],
    source_language: str,
    target_language: str,
    *,
    glossary: Glossary,
    rejected: Glossary | None = None,
    least_score: float = _LEAST_SCORE,
    limit: int | None = None,
    progress: Progress | None = None,
) -> Extraction:
    """As :func:`extract_terms`, beside a glossary: what it has is recognised and not proposed again.

    Other translations of its concepts are proposed as variants (:attr:`TermCandidate.concept`), and translations
    that it gives to another concept or forbids are told as contradictions.
    """
    units = list(units) if _is_read_backwards(source_language, target_language) else units
    result = _extract(units, source_language, target_language, glossary, rejected, least_score, progress, compare=True)
    new = [candidate for candidate in result.candidates if not candidate.known]
    if _is_read_backwards(source_language, target_language):
        back = _extract(units, target_language, source_language, glossary, rejected, least_score, progress)
        variants = [candidate for candidate in new if candidate.concept and not candidate.new_source]
        new = variants + [turned(candidate) for candidate in back.candidates if not candidate.known]
    return Extraction(tuple(new[:limit]), result.known, result.contradictions, result.units)


def _is_read_backwards(source_language: str, target_language: str) -> bool:
    """Whether only the target has a tagger: its terms are then looked for, and their translations in the source."""
    return has_tagger(find_language(target_language)) and not has_tagger(find_language(source_language))


class _Meter:
    """Counts steps towards a number that is known before."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def step(self, *_: int) -> None:
        """One more; what it is called with is passed over."""
        if self._done < self._total:
            self._done += 1
            if self._progress is not None:
                self._progress(self._done, self._total)

    def finish(self) -> None:
        """All that is left."""
        while self._done < self._total:
            self.step()


def _extract(
    units: Iterable[TranslationUnit],
    source_language: str,
    target_language: str,
    glossary: Glossary | None,
    rejected: Glossary | None,
    least_score: float,
    progress: Progress | None,
    *,
    compare: bool = False,
) -> Extraction:
    source, target = find_language(source_language), find_language(target_language)
    pairs = list(text_pairs(units, source_language, target_language))
    if not pairs:
        return Extraction(())
    settings = WordAlignerSettings(max_cells=_LEARNT_CELLS)
    meter = _Meter(progress, 2 + settings.rounds + _CANDIDATE_STEPS)
    (ours, our_groups), (theirs, their_groups) = _phrases(pairs, source, target, meter)
    documents = [pair.document for pair in pairs]
    introduced = find_introduced(((pair.source, pair.target) for pair in pairs), source, target)
    hood = termhood(our_groups, documents, ours, named(introduced.source_forms, source))
    keys = _worth_looking_at(hood, our_groups, len(pairs))
    listed = _listed_terms(glossary, source) if compare and glossary is not None else ()
    known_places = find_term_places(listed, ours) if listed else []
    wanted = _units_of([*(our_groups[key].places for key in keys), *known_places], len(pairs))
    lexicons = [GlossaryLexicon(glossary, source_language, target_language)] if glossary is not None else []
    memory = align_sides(
        ours,
        theirs,
        known=known_words(source_language, target_language, lexicons),
        wanted=wanted,
        settings=settings,
        progress=meter.step,
    )
    proposer = Proposer(
        memory=memory,
        pairs=pairs,
        wanted=wanted,
        source_groups=our_groups,
        target_groups=their_groups,
        source_hood=hood,
        target_hood=termhood(their_groups, documents, theirs, named(introduced.target_forms, target)),
        introduced=introduced,
        known=known_pairs(glossary, source, target),
        rejected=known_pairs(rejected, source, target),
    )
    every = max(1, -(-len(keys) // _CANDIDATE_STEPS))
    lowest = _VARIANT * least_score if compare else least_score
    found = proposer.propose(keys, lowest, lambda done: meter.step() if done % every == 0 else None)
    result = Extraction(tuple(found), units=len(pairs))
    if compare and glossary is not None:
        compared = compare_with_glossary(glossary, dict(zip(listed, known_places, strict=True)), memory, pairs)
        found = [*compared.variants, *_unlisted(found, listed, glossary, (source, target), least_score)]
        found.sort(key=lambda candidate: (-candidate.score, candidate.source_term, candidate.target_term))
        result = Extraction(tuple(found), compared.known, compared.contradictions, len(pairs))
    meter.finish()
    return result


def _phrases(pairs: Sequence[TextPair], source: Language, target: Language, meter: _Meter) -> tuple[_Side, _Side]:
    """Both sides, each with its phrases by key: of a large memory those that recur, at some of their places."""
    ours, theirs, our_phrases, their_phrases = collect_sides(pairs, source, target, meter.step)
    least, most = 1, MOST_OCCURRENCES
    if len(pairs) >= _LARGE:
        least, most = 2 if len(pairs) < _VERY_LARGE else 3, _PLACES_IN_LARGE
    return (ours, our_phrases.groups(least, most)), (theirs, their_phrases.groups(least, most))


def _unlisted(
    found: Iterable[TermCandidate],
    listed: Sequence[str],
    glossary: Glossary,
    languages: tuple[Language, Language],
    least_score: float,
) -> Iterator[TermCandidate]:
    """The candidates that the glossary lacks.

    Other names of its concepts, translations of those that have none, and what scores enough to be a new concept.
    """
    source, target = languages
    targets = _listed_targets(glossary, target)
    keys = {_listed_key(text, source) for text in listed}
    untranslated = {
        _listed_key(term.text, source): concept
        for concept in glossary
        if not concept.terms_in(target.tag)
        for term in concept.terms_in(source.tag)
    }
    for candidate in found:
        own = [_listed_key(text, source) for text in (candidate.source_term, *candidate.source_variants)]
        if keys.isdisjoint(own):
            marked = _as_variant(candidate, targets, glossary, source)
            if marked.concept or marked.score >= least_score:
                yield marked
        elif (concept := untranslated.get(own[0])) and candidate.confidence >= least_confidence(candidate.frequency):
            yield replace(candidate, concept=concept.identifier, concept_term=concept.terms_in(source.tag)[0].text)


def _worth_looking_at(hood: Mapping[Key, float], groups: Mapping[Key, PhraseGroup], units: int) -> list[Key]:
    """The phrases that look most like terms and may be proposed, the best first."""
    keys = sorted(hood, key=lambda key: (-hood[key], key))[:_MOST_CANDIDATES]
    return [key for key in keys if _is_worth_it(groups[key], units)]


def _units_of(rows: Iterable[Sequence[Place]], units: int) -> NDArray[np.bool_]:
    """In which of ``units`` some place lies."""
    found = np.zeros(units, np.bool_)
    for places in rows:
        found[[place.unit for place in places]] = True
    return found


def _is_worth_it(group: PhraseGroup, units: int) -> bool:
    """Whether a phrase recurs, or is an acronym or a name that one meeting is enough for."""
    return (
        group.frequency > 1
        or group.is_acronym
        or (group.is_name and group.words > 1)
        or (group.words > 1 and units < 50)
    )


def _listed_terms(glossary: Glossary, source: Language) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.text for concept in glossary for term in concept.terms_in(source.tag)))


def _listed_targets(glossary: Glossary, target: Language) -> dict[str, str]:
    """The concept of each target term that is accepted and stands in one concept only."""
    found: dict[str, str] = {}
    for concept in glossary:
        for term in concept.terms_in(target.tag):
            if term.status not in WRONG:
                text = term.text.lower()
                found[text] = concept.identifier if found.get(text, concept.identifier) == concept.identifier else ""
    return found


def _as_variant(
    candidate: TermCandidate, targets: Mapping[str, str], glossary: Glossary, source: Language
) -> TermCandidate:
    """A candidate whose translation a known concept has: its source term is a new name of that concept.

    Not what is a part of the concept's own term, or holds it.
    """
    written = (candidate.target_term, *candidate.target_variants)
    concept = next((name for text in written if (name := targets.get(text.lower()))), "")
    if not concept or candidate.concept or candidate.confidence < least_confidence(candidate.frequency):
        return candidate
    words = set(candidate.source_term.lower().split())
    own_terms = [term for one in glossary if one.identifier == concept for term in one.terms_in(source.tag)]
    for term in own_terms:
        own = set(term.text.lower().split())
        if words <= own or own <= words:
            return candidate
    called = own_terms[0].text if own_terms else ""
    return replace(candidate, concept=concept, concept_term=called, new_source=True)


def _listed_key(text: str, source: Language) -> Key:
    """What the forms of a glossary's source term share: it has been compared already, in whatever number."""
    return tuple(bare_acronym(word) for word in key_of(text, source))
