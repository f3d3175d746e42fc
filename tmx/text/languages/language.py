"""What Accord knows about a language."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct, field

from tmx.text.languages.iso639 import SHORT_CODES
from tmx.text.languages.number_phrase import NumberPhrase

__all__ = ["Inflection", "Language", "NounPhrases", "primary_subtag"]


def _no_numbers() -> Mapping[str, int]:
    return MappingProxyType({})


def _no_patterns() -> Mapping[str, str]:
    return MappingProxyType({})


def _no_measures() -> Mapping[str, tuple[str, float]]:
    return MappingProxyType({})


def _no_fractions() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({})


def _no_contractions() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({})


@lru_cache(maxsize=256)
def primary_subtag(tag: str) -> str:
    """The language of a BCP 47 tag, in lower case: ``fr`` of ``fr-CA``, of ``FR_ca`` and of ``fra``."""
    code = tag.replace("_", "-").partition("-")[0].lower()
    return SHORT_CODES.get(code, code)


def _no_words() -> Mapping[str, str]:
    return MappingProxyType({})


class Inflection(Struct, frozen=True, eq=False):
    """How a language inflects, as far as endings and short lists can tell; all in lower case.

    ``number`` and ``gender`` are rules (ending, endings of the base form): plurals to singulars, feminines to
    masculines. A ``number`` base that a dictionary does not know is kept all the same, a ``gender`` base only where
    the ending is listed in ``sure``. ``verb`` rules lead to infinitives, which must be known. ``irregular`` gives
    the base forms of nouns and adjectives that no rule finds, ``irregular_verbs`` the infinitives of verb forms;
    ``unrelated`` are words that look like a form of another word and are not. ``own_plurals`` are plurals with a
    meaning of their own (``goods``, ``people``, ``biens``): forms of their singular, which is no form of them.
    ``adjectives`` are endings of words that may stand inside a noun phrase as adjectives.
    """

    number: tuple[tuple[str, tuple[str, ...]], ...] = ()
    gender: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sure: frozenset[str] = frozenset()
    verb: tuple[tuple[str, tuple[str, ...]], ...] = ()
    infinitives: tuple[str, ...] = ()
    irregular: Mapping[str, tuple[str, ...]] = field(default_factory=_no_contractions)
    irregular_verbs: Mapping[str, tuple[str, ...]] = field(default_factory=_no_contractions)
    unrelated: frozenset[str] = frozenset()
    own_plurals: frozenset[str] = frozenset()
    adjectives: tuple[str, ...] = ()


class NounPhrases(Struct, frozen=True, eq=False):
    """How to tell noun phrases without a tagger; all words in lower case.

    ``head_first`` says that modifiers follow their noun (French) and do not stand before it (English). ``links`` are
    the prepositions that join two nouns of a term, ``genitive`` those that any two can be joined by. ``verbs`` are
    lemmas of frequent verbs that are hardly ever nouns, ``verb_leads`` the words after which a verb stands (``to``,
    ``qui``), ``auxiliaries`` those after which a participle is one. ``weak`` words neither begin nor end a term
    (``new``, ``plusieurs``), but for the adjectives that are ``fixed``: they begin one where the rest hardly stands
    without them (``early warning``, ``premiers secours``). ``general`` nouns are no terms of their own (``year``,
    ``pays``). ``governing`` adjectives lead to a complement and end no term before it (``relatif`` à), nor do the nouns
    that are ``incomplete`` without one (``mise`` à jour). ``definite`` are the articles that may stand inside a term
    (all determiners where it is empty).
    """

    head_first: bool = False
    links: frozenset[str] = frozenset()
    genitive: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    verb_leads: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    general: frozenset[str] = frozenset()
    governing: frozenset[str] = frozenset()
    incomplete: frozenset[str] = frozenset()
    definite: frozenset[str] = frozenset()


class Language(Struct, frozen=True, eq=False):  # one object a language: compared and hashed by identity
    """The facts about a language that other modules need; all words in lower case.

    ``function_words`` carry grammar, not meaning; ``elided`` are the words that lose their vowel before an
    apostrophe; ``words_with_apostrophe`` are those in which an apostrophe is no elision; ``contractions`` give the
    words that are melted in one (``du``: ``de``, ``le``); ``determiners`` are articles and what stands in their place,
    ``loose_prefixes`` the pattern of those that stand with a hyphen as often as without (``co-operation``);
    ``linking_words`` the prepositions and conjunctions that stand inside terms, ``partitives`` those among them that
    are articles after another one (``à des soins``),
    ``elided_forms`` the whole words of elided ones (``d``: ``de``), ``inflection`` the endings and irregular forms,
    ``noun_phrases`` what tells noun phrases;
    ``cardinals``, ``ordinals``, ``scales`` and ``months`` give
    values; ``decimal_mark`` is the mark that the language writes before decimals; ``first_of_month`` how the first
    day of a month is written where it differs from the others (``1er``).

    How figures are written: ``collectives`` (``dozen``, ``douzaine``) and ``fractions`` (``half``: ``1/2``, ``50``)
    give the values that a word may stand for, ``ordinal_suffixes`` follow the digits of an ordinal, ``scale_marks``
    are abbreviated scale words, ``percent_words`` stand for the per cent sign; ``clock_patterns`` are regular
    expressions for times of day with the groups ``hour``, ``minute`` and ``afternoon`` or ``morning``;
    ``clock_words`` name hours; ``decade_pattern`` has the group ``decade``; ``ambiguous_months`` and
    ``short_months`` are month names that are other words too, ``month_lead_ins`` the words after which they are
    surely months, ``day_first`` says that in ``04/05/2024`` the day is always the first; ``number_joiners`` are the
    words inside a number in words (``and``, ``et``); ``lettered`` are nouns behind which a letter is a number
    (``Annex B``); ``measures`` are units of measurement with what they measure and their size in the metric base unit;
    ``currencies`` are words for money with the name that all dollars, francs, ... have in common; ``number_phrases``
    are words and figures that make one number together (``half past eight``), ``phrase_words`` words of which one
    stands in each of them that is written without digits, ``year_marks`` stand before a year (``FY24``).

    ``name_adjectives`` say how the adjectives of names begin that share no letters with them (``britanni`` for
    ``royaume-uni``), both without capitals and accents.

    ``not_in_headlines`` are the small words that headlines go without and nearly every sentence has (English).

    Typography: ``no_break_before`` and ``no_break_after`` are the marks that a no-break space parts from their word,
    ``quotation_marks`` the pair that the language asks for where it allows no other. ``spelt_either_way`` are letters
    that words have in one country for others in another (``realisable``, ``realizable``), ``may_double`` words that
    rightly stand twice in a row; ``doubled_pronouns`` may do so where the regular expression matches what follows.
    """

    tag: str
    name: str
    function_words: frozenset[str] = frozenset()
    elided: frozenset[str] = frozenset()
    words_with_apostrophe: tuple[str, ...] = ()
    contractions: Mapping[str, tuple[str, ...]] = field(default_factory=_no_contractions)
    cardinals: Mapping[str, int] = field(default_factory=_no_numbers)
    ordinals: Mapping[str, int] = field(default_factory=_no_numbers)
    scales: Mapping[str, int] = field(default_factory=_no_numbers)
    months: Mapping[str, int] = field(default_factory=_no_numbers)
    weekdays: Mapping[str, int] = field(default_factory=_no_numbers)
    day_first: bool = False
    decimal_mark: str = "."
    first_of_month: str = ""
    determiners: frozenset[str] = frozenset()
    linking_words: frozenset[str] = frozenset()
    loose_prefixes: str = ""
    partitives: frozenset[str] = frozenset()
    elided_forms: Mapping[str, str] = field(default_factory=_no_words)
    inflection: Inflection = field(default_factory=Inflection)
    noun_phrases: NounPhrases = field(default_factory=NounPhrases)
    collectives: Mapping[str, int] = field(default_factory=_no_numbers)
    fractions: Mapping[str, tuple[str, ...]] = field(default_factory=_no_fractions)
    ordinal_suffixes: tuple[str, ...] = ()
    scale_marks: Mapping[str, int] = field(default_factory=_no_numbers)
    percent_words: tuple[str, ...] = ()
    clock_patterns: tuple[str, ...] = ()
    clock_words: Mapping[str, int] = field(default_factory=_no_numbers)
    decade_pattern: str = ""
    ambiguous_months: frozenset[str] = frozenset()
    short_months: frozenset[str] = frozenset()
    month_lead_ins: tuple[str, ...] = ()
    number_joiners: tuple[str, ...] = ()
    measures: Mapping[str, tuple[str, float]] = field(default_factory=_no_measures)
    currencies: Mapping[str, str] = field(default_factory=_no_patterns)
    number_phrases: tuple[NumberPhrase, ...] = ()
    phrase_words: frozenset[str] = frozenset()
    year_marks: tuple[str, ...] = ()
    lettered: frozenset[str] = frozenset()
    name_adjectives: Mapping[str, str] = field(default_factory=_no_patterns)
    not_in_headlines: frozenset[str] = frozenset()
    no_break_before: str = ""
    no_break_after: str = ""
    quotation_marks: tuple[str, str] | None = None
    spelt_either_way: tuple[tuple[str, str], ...] = ()
    may_double: frozenset[str] = frozenset()
    doubled_pronouns: Mapping[str, str] = field(default_factory=_no_patterns)
