"""Scoring how known terms are translated in a memory against glossaries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

from msgspec import Struct

from termbase.extract.translations import align_memory, text_pairs, translate_terms
from termbase.formats.registry import read_glossary
from termbase.match.matcher import TermMatcher
from termbase.model import Concept, Glossary, Status, Term
from tmx.align.lexicon import Lexicon
from tmx.align.word_priors import known_words
from tmx.errors import TermbaseError
from tmx.files import write_whole
from tmx.formats.registry import read_units
from tmx.text.folding import fold, fold_typography
from tmx.text.languages import Language, find_language
from tmx.text.lemmas import lemma_set
from tmx.text.tokens import tokenize

__all__ = [
    "JudgedTerm",
    "Proposal",
    "TermPairScore",
    "evaluate_term_pairs",
    "same_words",
    "write_proposals",
]

_CONFIDENT_SHARE = 0.6
_PROPOSALS = 3


class Proposal(Struct, frozen=True):
    """A translation proposed, how sure it is (0 to 1), and whether a glossary has it."""

    text: str
    confidence: float
    right: bool


class JudgedTerm(Struct, frozen=True):
    """A source term, how often the memory has it, what the glossaries say, and the first three proposals."""

    term: str
    frequency: int
    expected: tuple[str, ...]
    proposals: tuple[Proposal, ...]

    @property
    def confidence(self) -> float:
        """That of the first proposal; 0 where there is none."""
        return self.proposals[0].confidence if self.proposals else 0.0

    @property
    def first_right(self) -> bool:
        """Whether the first proposal is right."""
        return bool(self.proposals) and self.proposals[0].right


class TermPairScore(Struct, frozen=True):
    """The terms judged, the surest first, and what they were found in.

    ``glossary_terms`` counts the glossaries' source terms, ``in_memory`` those that stand in the memory; judged are
    those for which one of these units has a translation that the glossaries know.
    """

    terms: tuple[JudgedTerm, ...]
    glossary_terms: int
    in_memory: int
    units: int
    seconds: float
    lexicon: bool

    @property
    def first(self) -> float:
        """The share of terms whose first proposal is right; 0 where there is no term."""
        return sum(term.first_right for term in self.terms) / max(len(self.terms), 1)

    @property
    def one_of_three(self) -> float:
        """The share of terms for which one of the first three proposals is right."""
        return sum(any(p.right for p in term.proposals) for term in self.terms) / max(len(self.terms), 1)

    @property
    def confident(self) -> tuple[JudgedTerm, ...]:
        """The more confident 60 % of the terms."""
        return self.terms[: round(_CONFIDENT_SHARE * len(self.terms))]

    @property
    def confident_precision(self) -> float:
        """The share of the more confident terms whose first proposal is right; 1 where there is none."""
        return sum(term.first_right for term in self.confident) / len(self.confident) if self.confident else 1.0


def evaluate_term_pairs(
    memory: Path,
    glossaries: Sequence[Path],
    source_language: str,
    target_language: str,
    *,
    lexicons: Iterable[Lexicon] = (),
    shipped: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> TermPairScore:
    """Propose translations for the glossaries' source terms that ``memory`` holds, and judge them by the glossaries.

    The glossaries are the gold and nothing else: nothing is learnt from them. Raises what reading them raises, and
    :class:`~tmx.errors.TermbaseError` where a glossary has no pair in the two languages.
    """
    began = perf_counter()
    expected = _expected(glossaries, source_language, target_language)
    units = read_units(memory, source_language=source_language, target_language=target_language)
    pairs = list(text_pairs(units, source_language, target_language))
    known = known_words(source_language, target_language, lexicons, shipped=shipped)
    aligned = align_memory(pairs, source_language, target_language, known=known, progress=progress)
    translated = translate_terms(list(expected), aligned)
    target = find_language(target_language)
    reachable = _units_with_translations(expected, aligned.target.texts, target)
    judged = [
        JudgedTerm(
            term.term,
            term.frequency,
            expected[term.term],
            tuple(
                Proposal(r.surface, r.confidence, any(same_words(r.surface, e, target) for e in expected[term.term]))
                for r in term.renderings[:_PROPOSALS]
            ),
        )
        for term in translated
        if not reachable[term.term].isdisjoint(term.units)
    ]
    judged.sort(key=lambda term: (-term.confidence, term.term))
    in_memory = sum(bool(term.frequency) for term in translated)
    return TermPairScore(tuple(judged), len(expected), in_memory, len(pairs), perf_counter() - began, lexicon=shipped)


def _expected(paths: Sequence[Path], source_language: str, target_language: str) -> dict[str, tuple[str, ...]]:
    """All translations of each source term, terms that differ in capitals only taken together."""
    found: dict[str, dict[str, None]] = {}
    shown: dict[str, str] = {}
    for path in paths:
        pairs = list(_pairs(read_glossary(path, source_language=source_language, target_language=target_language),
                            source_language, target_language))  # fmt: skip
        if not pairs:
            raise TermbaseError(
                f"it holds no concept with terms in «{source_language}» and «{target_language}»",
                path=path,
                remedy="check --from and --to",
            )
        for source, target in pairs:
            name = shown.setdefault(fold_typography(source).lower(), source)
            found.setdefault(name, {})[target] = None
    return {source: tuple(targets) for source, targets in found.items()}


def _pairs(glossary: Glossary, source_language: str, target_language: str) -> Iterator[tuple[str, str]]:
    for concept in glossary:
        for source in concept.terms_in(source_language):
            for target in concept.terms_in(target_language):
                if Status.FORBIDDEN not in (source.status, target.status):
                    yield source.text, target.text


def _units_with_translations(
    expected: dict[str, tuple[str, ...]], texts: Sequence[str], language: Language
) -> dict[str, set[int]]:
    """For each source term the texts that hold one of its translations."""
    concepts = tuple(
        Concept(source, tuple(Term(text, language.tag) for text in targets)) for source, targets in expected.items()
    )
    matcher = TermMatcher(Glossary(concepts), language.tag)
    found: dict[str, set[int]] = {source: set() for source in expected}
    for number, text in enumerate(texts):
        for hit in matcher.find(text, overlapping=True):
            found[hit.concept.identifier].add(number)
    return found


def same_words(one: str, other: str, language: Language) -> bool:
    """Whether two terms are the same but for inflection, accents, function words and the order of words."""
    ours, theirs = _forms(one, language), _forms(other, language)
    return bool(ours) and len(ours) == len(theirs) and _matches(ours, theirs)


def _matches(ours: list[frozenset[str]], theirs: list[frozenset[str]]) -> bool:
    """Whether each of ``ours`` can have one of ``theirs`` for itself with which it shares a form."""
    if not ours:
        return True
    return any(
        not ours[0].isdisjoint(form) and _matches(ours[1:], [*theirs[:at], *theirs[at + 1 :]])
        for at, form in enumerate(theirs)
    )


def _forms(text: str, language: Language) -> list[frozenset[str]]:
    words = []
    for token in tokenize(text, language):
        lowered = fold_typography(token.text).lower()
        if lowered[:1].isalnum() and lowered not in language.function_words and not lowered.endswith("'"):
            words.append(frozenset(fold(form) for form in lemma_set(token.text, language)))
    return words


def write_proposals(path: Path, terms: Iterable[JudgedTerm]) -> None:
    """A line a term, with tabs: term, right (yes or no), confidence, up to three proposals, what was expected.

    Expected translations are joined by `` | ``. The surest stand first.
    """
    with write_whole(path) as stream:
        for term in terms:
            texts = [proposal.text for proposal in term.proposals]
            texts += [""] * (_PROPOSALS - len(texts))
            right = "yes" if term.first_right else "no"
            row = [term.term, right, f"{term.confidence:.4f}", *texts, " | ".join(term.expected)]
            stream.write("\t".join(" ".join(cell.split()) for cell in row).encode() + b"\n")
