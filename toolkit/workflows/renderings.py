"""How a word or phrase was translated in a memory: its translations gathered by their words, and counted by year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from tmx.match.concordance_words import form_lemmas, forms_of, is_function_word, language_of
from tmx.text.languages import Language
from toolkit.model import MarkedConcordance, MarkedHit, Rendering, Renderings

__all__ = ["gather_renderings"]

_Key = tuple[frozenset[str], ...]
_COMMONER = 5  # times as common is the translation that a longer one with it in it is taken for


def gather_renderings(found: MarkedConcordance) -> Renderings:
    """The translations that a concordance marked; forms of the same content words are one translation."""
    language = language_of(found.other)
    spelt: defaultdict[_Key, list[MarkedHit]] = defaultdict(list)
    unclear = []
    for hit in found.hits:
        if hit.translation:
            spelt[_key(_marked_text(hit), language)].append(hit)
        else:
            unclear.append(hit)
    renderings = [_rendering(hits, more) for hits, more in _gathered(spelt)]
    renderings.sort(key=lambda one: (-one.units, one.text))
    return Renderings(found.phrase, found.language, found.other, tuple(renderings), tuple(unclear), found.complete)


def _gathered(spelt: Mapping[_Key, list[MarkedHit]]) -> list[tuple[list[MarkedHit], list[MarkedHit]]]:
    """The units of each translation, and those in which too much was marked: it with something beside it.

    The commonest come first and take in what are other forms of their words.
    """
    found: list[tuple[_Key, list[MarkedHit], list[MarkedHit]]] = []
    for key, hits in sorted(spelt.items(), key=lambda group: (-len(group[1]), [sorted(word) for word in group[0]])):
        for known, own, more in found:
            if len(known) == len(key) and _holds(key, known):
                own.extend(hits)
                break
            if len(own) >= _COMMONER * len(hits) and _holds(key, known):
                more.extend(hits)
                break
        else:
            found.append((key, list(hits), []))
    return [(own, more) for _, own, more in found]


def _holds(key: _Key, part: _Key) -> bool:
    """Whether forms of the words of ``part`` stand one after another in ``key``."""
    return any(
        all(not word.isdisjoint(own) for word, own in zip(key[at:], part, strict=False))
        for at in range(len(key) - len(part) + 1)
    )


def _rendering(hits: Sequence[MarkedHit], more: Sequence[MarkedHit]) -> Rendering:
    forms = Counter(_marked_text(hit) for hit in hits)
    both = [*hits, *more]
    years = Counter(year for hit in both if (year := hit.year) is not None)
    newest = sorted(both, key=lambda hit: -(hit.year or 0))
    return Rendering(
        tuple(sorted(_one_case(forms).items(), key=lambda form: (-form[1], form[0]))),
        tuple(sorted(years.items())),
        tuple(newest),
    )


def _one_case(forms: Counter[str]) -> Counter[str]:
    """The forms counted with the capital of a sentence's beginning taken for the small letter that stands elsewhere."""
    counted: Counter[str] = Counter()
    for form, number in forms.items():
        small = form[:1].lower() + form[1:]
        counted[small if small in forms else form] += number
    return counted


def _marked_text(hit: MarkedHit) -> str:
    first, last = hit.translation[0], hit.translation[-1]
    return " ".join(hit.hit.target.text[first.start : last.end].split())


def _key(text: str, language: Language | None) -> _Key:
    """The lemma sets of the content words: forms of one translation meet in every one."""
    words = forms_of(text)
    content = [word for word in words if not is_function_word(word, language)] or words
    return tuple(form_lemmas(word, language) for word in content)
