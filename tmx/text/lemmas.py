"""Lemmas: which dictionary words a form may belong to.

A form has a *set* of possible lemmas: without its sentence nobody can say whether ``porte`` is the noun or a form of
``porter``. Two words are taken for forms of one word where their sets meet. The dictionary of simplemma (one lemma a
form, sometimes a wrong one: ``traite`` to ``trait``) is one witness; the endings and irregular forms of the
language's own file are the others.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial

from tmx.text.folding import fold_typography
from tmx.text.languages import Language
from tmx.text.lemma_table import Analysis, LemmaTable, find_table

__all__ = ["base_forms", "dictionary_lemma", "is_adjectival", "is_known_word", "lemma_set", "word_classes"]

_CACHE = 1 << 17
_VERBS = frozenset({"VERB", "AUX"})
_GRAMMAR = frozenset({"ADJ", "ADP", "ADV", "CCONJ", "DET", "PART", "PRON", "SCONJ"})
_RANKS = {name: rank for rank, name in enumerate(("AUX", "NOUN", "ADJ", "PRON", "DET", "ADV", "VERB", "PTCP"))}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_UNACCENTED_CAPITALS = {"E": "éèê", "A": "àâ", "I": "îï", "O": "ô", "U": "û", "C": "ç"}


def lemma_set(word: str, language: Language) -> frozenset[str]:
    """All lemmas that ``word`` may be a form of, with the word itself, in lower case and without ligatures.

    >>> from tmx.text.languages import find_language
    >>> sorted(lemma_set("nationaux", find_language("fr")))
    ['national', 'nationaux']
    """
    return _analysis(_spelling(word), language)[1]


def base_forms(word: str, language: Language) -> frozenset[str]:
    """The lemmas of ``word`` as it is written in a glossary: without the infinitives that it may be a form of.

    A term stands in its base form, so that ``traite`` is the noun here and not a form of ``traiter``; where a word
    of the text may be either, both are in its :func:`lemma_set`, and the two sets meet.
    """
    return _analysis(_spelling(word), language)[0]


def is_known_word(word: str, language: Language) -> bool:
    """Whether a dictionary lists ``word`` as more than a name; always False for a language without one."""
    lowered = _spelling(word).lower()
    if lowered in language.function_words:  # the tables lack those that stand in set phrases only: «afin», «auprès»
        return True
    table = find_table(language.tag)
    if table is None:
        return _dictionary(language)(lowered) is not None
    return any(found.word_class != "PROPN" for found in table.analyses(lowered))


def dictionary_lemma(word: str, language: Language) -> str | None:
    """The one lemma that the dictionary gives for ``word``, None where it does not list it.

    It is often the most likely one and sometimes wrong: use it where an error costs little.
    """
    return _dictionary(language)(_spelling(word).lower())


def is_adjectival(word: str, language: Language) -> bool:
    """Whether ``word`` ends like an adjective or participle and is no function word."""
    lowered = word.lower()
    return (
        len(lowered) > 3
        and lowered not in language.function_words
        and lowered.endswith(language.inflection.adjectives or ("\x00",))
    )


def word_classes(word: str, language: Language) -> frozenset[str]:
    """The universal parts of speech (``NOUN``, ``VERB``, ...) that the dictionary gives for ``word``.

    Participles are ``VERB`` and ``ADJ``. Empty where the word is not listed or the language has no table.
    """
    return _classes(_spelling(word).lower(), language.tag)


@lru_cache(_CACHE)
def _classes(word: str, tag: str) -> frozenset[str]:
    table = find_table(tag)
    names = {found.word_class for found in table.analyses(word)} if table is not None else set()
    if "PTCP" in names:
        names |= {"ADJ", "VERB"}
    return frozenset(names - {"PTCP", ""})


def _spelling(word: str) -> str:
    """The word composed (NFC), with one kind of apostrophe and hyphen, and without soft hyphens."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", fold_typography(word))
    return word.rstrip("'")


@lru_cache(_CACHE)
def _analysis(word: str, language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """The base forms and the lemma set of a word."""
    table = find_table(language.tag)
    lowered = word.lower()
    if table is not None and (found := table.analyses(lowered)):  # as nearly all words are
        nominal = _listed(lowered, found, language)
        return _folded(nominal, _listed_verbs(lowered, found, language) - nominal)
    return _gathered(word, language, table)


def _gathered(word: str, language: Language, table: LemmaTable | None) -> tuple[frozenset[str], frozenset[str]]:
    """What :func:`_analysis` gives, from all spellings that the word may be of."""
    lookup = _dictionary(language)
    nominal: set[str] = set()
    verbal: set[str] = set()
    for spelling in _spellings(word, lookup if table is None else table.analyses):
        found = table.analyses(spelling) if table is not None else ()
        if found:
            forms = _listed(spelling, found, language)
            verbal |= _listed_verbs(spelling, found, language) - forms
        else:
            forms = _nominal(spelling, language, lookup)
            verbal |= _verbal(spelling, language, lookup) - forms
        nominal |= forms
    return _folded(nominal, verbal)


def _folded(nominal: set[str], verbal: set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Base forms, and they with infinitives, without ligatures."""
    folded = frozenset([form if form.isascii() else form.translate(_LIGATURES) for form in nominal])
    return folded, folded | {form.translate(_LIGATURES) for form in verbal} if verbal else folded


def _listed(word: str, analyses: tuple[Analysis, ...], language: Language) -> set[str]:
    """The word and the lemmas that a table gives for it, but infinitives."""
    inflection = language.inflection
    forms = {word, *inflection.irregular.get(word, ())}
    if word in language.function_words:
        found = {lemma for lemma, name in analyses if name in _GRAMMAR}  # «mais» is no plural of «mai»
    elif word.endswith(("s", "x")) and (word, "NOUN") in analyses:
        return forms  # pays, cours, status: their s is no plural
    else:
        found = {lemma for lemma, name in analyses if name not in _VERBS}
    unrelated = inflection.unrelated
    if not (unrelated.isdisjoint(found) and unrelated.isdisjoint(forms)):
        found &= unrelated
    return forms | found


def _listed_verbs(word: str, analyses: tuple[Analysis, ...], language: Language) -> set[str]:
    """The infinitives that a table gives for a word; «traite» may be a form of «traiter», hardly of «traire»."""
    inflection = language.inflection
    found = {lemma for lemma, name in analyses if name in _VERBS and lemma != word}
    if word in inflection.unrelated:
        found = {lemma for lemma in found if lemma.startswith(word)}
    return found.union(inflection.irregular_verbs.get(word, ()))


_Lookup = Callable[[str], str | None]


def _spellings(word: str, lookup: Callable[[str], object]) -> Iterable[str]:
    """The word in lower case, with its ligature, and with the accent that a capital may have lost (``Etats``)."""
    lowered = word.lower()
    yield lowered
    if lookup(lowered):
        return
    for plain, ligature in (("oe", "œ"), ("ae", "æ")):
        joined = lowered.replace(plain, ligature)
        if joined != lowered and lookup(joined):
            yield joined
    for accented in _UNACCENTED_CAPITALS.get(word[:1], ""):
        restored = accented + lowered[1:]
        if lookup(restored):
            yield restored


def _dictionary(language: Language) -> _Lookup:
    return _dictionary_of(language.tag)


@cache
def _dictionary_of(tag: str) -> _Lookup:
    """A function from a form to its most likely lemma in the language's dictionary, None where it is not listed."""
    table = find_table(tag)
    if table is not None:
        return lru_cache(_CACHE)(partial(_likely, table))
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES, DefaultDictionaryFactory

    if tag not in SUPPORTED_LANGUAGES:
        return lambda word: None
    lemmas = DefaultDictionaryFactory().get_dictionary(tag)

    def lookup(word: str) -> str | None:
        found = lemmas.get(word) or lemmas.get(word.capitalize())
        return found.lower() if found is not None else None

    return lookup


def _likely(table: LemmaTable, word: str) -> str | None:
    """The lemma to take where one is asked for: the word itself before others, that of a noun before that of a verb."""
    ranked = [
        (found.lemma != word, _RANKS.get(found.word_class, len(_RANKS)), found.lemma) for found in table.analyses(word)
    ]
    return min(ranked)[2] if ranked else None


def _nominal(word: str, language: Language, lookup: _Lookup) -> set[str]:
    """The word, its singular, the masculine of each, and the dictionary's lemma where it is none of a verb."""
    inflection = language.inflection
    forms = {word}
    forms.update(inflection.irregular.get(word, ()))
    forms.update(_singulars(word, language, lookup))
    for form in tuple(forms):
        if form not in inflection.unrelated:
            forms.update(_masculines(form, language, lookup))
    lemma = lookup(word)
    if lemma and lemma not in forms and not forms & inflection.unrelated and not _is_dropped_e(word, lemma):
        is_infinitive = lemma.endswith(inflection.infinitives or ("\x00",))
        is_verb = is_infinitive or (not inflection.infinitives and lemma in _verb_bases(word, language))
        if (
            not is_verb
            and word not in inflection.irregular_verbs
            and not _is_irregular_verb_form(word, lemma, language)
        ):
            forms.add(lemma)
    return forms


def _is_dropped_e(word: str, lemma: str) -> bool:
    """Whether the dictionary only took the last e or es off, which is judged by the rules of gender."""
    return word in (lemma + "e", lemma + "es")


def _is_irregular_verb_form(word: str, lemma: str, language: Language) -> bool:
    """Whether an irregular lemma is that of a verb, in a language whose infinitives show no ending (sought, seek)."""
    return not language.inflection.infinitives and bool(language.inflection.verb) and not _looks_plural(word, lemma)


def _looks_plural(word: str, lemma: str) -> bool:
    return word.endswith("s") and word[:2] == lemma[:2]


def _verb_bases(word: str, language: Language) -> set[str]:
    """What the rules for verb forms make of the word."""
    return {
        word[: -len(ending)] + base
        for ending, bases in _verb_rules(language).get(word[-1:], ())
        if word.endswith(ending) and len(word) - len(ending) >= 2
        for base in bases
    }


@cache
def _verb_rules(language: Language) -> Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]:
    """The rules for verb forms by the last letter of their endings."""
    rules: defaultdict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for ending, bases in language.inflection.verb:
        rules[ending[-1]].append((ending, bases))
    return rules


def _singulars(word: str, language: Language, lookup: _Lookup) -> set[str]:
    """By the first rule that leads to a known word; where the word itself is unknown, by the last that applies."""
    if word.endswith("s") and lookup(word) == word and word not in language.inflection.irregular:
        return set()  # pays, cours, status: their s is no plural
    last: set[str] = set()
    for ending, bases in language.inflection.number:
        if not word.endswith(ending) or len(word) == len(ending) or len(word) < 4 or word.endswith("ss"):
            continue
        candidates = {word[: -len(ending)] + base for base in bases}
        known = {candidate for candidate in candidates if lookup(candidate) is not None}
        if known:
            return known
        last = candidates
    return last if lookup(word) is None and len(word) > 3 else set()


def _masculines(word: str, language: Language, lookup: _Lookup) -> set[str]:
    inflection = language.inflection
    irregular = inflection.irregular.get(word)
    if irregular:
        return set(irregular)
    for ending, bases in inflection.gender:
        if not word.endswith(ending) or len(word) - len(ending) < 2:
            continue
        candidates = {word[: -len(ending)] + base for base in bases}
        if ending in inflection.sure:
            known = {candidate for candidate in candidates if lookup(candidate) is not None}
            if known:
                return known
            if lookup(word) is None and len(word) > 5:
                return candidates
        else:
            proven = {
                candidate
                for candidate in candidates
                if _is_paradigm(word, candidate, lookup) or _is_participle(word, candidate, language, lookup)
            }
            if proven:
                return proven
    return set()


def _is_paradigm(feminine: str, masculine: str, lookup: _Lookup) -> bool:
    """Whether singular and plural of both genders lead to the masculine: one witness alone may err (traite, trait)."""
    plural = masculine if masculine.endswith(("s", "x")) else masculine + "s"
    return (
        lookup(feminine) == masculine
        and lookup(feminine + "s") in (masculine, None)
        and lookup(plural) in (masculine, None)
        and lookup(masculine) in (masculine, None)
    )


def _is_participle(feminine: str, masculine: str, language: Language, lookup: _Lookup) -> bool:
    """Whether both are forms of one verb (``venue``, ``venu``)."""
    return not _verbal(feminine, language, lookup).isdisjoint(_verbal(masculine, language, lookup))


@lru_cache(_CACHE)
def _verbal(word: str, language: Language, lookup: _Lookup) -> frozenset[str]:
    """The infinitives that the word may be a form of."""
    inflection = language.inflection
    found = set(inflection.irregular_verbs.get(word, ()))
    lemma = lookup(word)
    if lemma is not None and lemma != word:
        if inflection.infinitives:
            if lemma.endswith(inflection.infinitives):
                found.add(lemma)
        elif inflection.verb:
            found.add(lemma)
    if lemma == word and word.endswith("s") and not inflection.infinitives:
        return frozenset(found)  # news and status are no verb forms
    for base in _verb_bases(word, language):
        for candidate in (base, base[:-1]) if base[-1:] == base[-2:-1] else (base,):
            is_infinitive = not inflection.infinitives or candidate.endswith(inflection.infinitives)
            if is_infinitive and candidate != word and lookup(candidate) == candidate:
                found.add(candidate)
    return frozenset(found)
