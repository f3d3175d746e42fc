"""What candidates say of each other: acronyms and names with their initials, translations cut out of longer ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from termbase.extract.candidates import TermCandidate
from termbase.match.pattern import is_acronym
from tmx.text.folding import fold, fold_typography
from tmx.text.languages import Language

__all__ = ["tied_acronyms", "without_pieces"]

_WORDS = re.compile(r"[^\W\d_]+'?")


def tied_acronyms(candidates: Sequence[TermCandidate], source: Language, target: Language) -> list[TermCandidate]:
    """The candidates; an acronym that nothing explains has the name whose initials fit in both languages.

    ``OJ``, *JO*: Official Journal, *Journal officiel*. None where two names fit.
    """
    names: dict[tuple[str, str], list[TermCandidate]] = defaultdict(list)
    for one in candidates:
        if not (is_acronym(one.source_term) or is_acronym(one.target_term)):
            names[_initials(one.source_term, source), _initials(one.target_term, target)].append(one)
    tied = []
    for one in candidates:
        explained = one.full_form and one.target_full_form
        if is_acronym(one.source_term) and is_acronym(one.target_term) and not explained:
            fitting = names.get((_letters(one.source_term), _letters(one.target_term)), [])
            if len(fitting) == 1:
                full_form, other = fitting[0].source_term, fitting[0].target_term
                full_form, other = one.full_form or full_form, one.target_full_form or other
                tied.append(replace(one, full_form=full_form, target_full_form=other))
                continue
        tied.append(one)
    return tied


def _initials(text: str, language: Language) -> str:
    words = _WORDS.findall(fold_typography(text))
    return "".join(
        fold(word)[:1] for word in words if not word.endswith("'") and word.lower() not in language.function_words
    )


def _letters(acronym: str) -> str:
    return fold(acronym.removesuffix("s"))


def without_pieces(candidates: Sequence[TermCandidate]) -> list[TermCandidate]:
    """The candidates without translations that are pieces of those of longer ones, their own not.

    *objectifs de développement* is no ``sustainable development`` but a piece of ``Sustainable Development Goals``,
    *objectifs de développement durable*.
    """
    by_word: dict[str, list[TermCandidate]] = defaultdict(list)
    for one in candidates:
        for word in set(_words(one.source_term)):
            by_word[word].append(one)
    result = []
    for one in candidates:
        kept = one.alternatives
        if kept:
            ours = set(_words(one.source_term))
            longer = [other for other in by_word[min(ours)] if ours < set(_words(other.source_term))] if ours else []
            whole = [_words(other.target_term) for other in longer]
            kept = tuple(other for other in kept if not any(_is_piece(_words(other.text), words) for words in whole))
        result.append(one if len(kept) == len(one.alternatives) else replace(one, alternatives=kept))
    return result


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORDS.findall(fold_typography(text))]


def _is_piece(words: Sequence[str], whole: Sequence[str]) -> bool:
    size = len(words)
    return size < len(whole) and any(list(whole[at : at + size]) == list(words) for at in range(len(whole) - size + 1))
