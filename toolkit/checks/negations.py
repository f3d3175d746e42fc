"""Negations of English and French texts: which words deny, what they deny, and what else may say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from tmx.text.languages import Language
from tmx.text.languages.language import primary_subtag
from tmx.text.lemmas import is_known_word
from tmx.text.tokens import Token

__all__ = [
    "Negated",
    "denied_modals",
    "denies",
    "denies_by_grammar",
    "is_negative",
    "may_deny",
    "modals",
    "negated_words",
    "negations",
    "sounds_negative",
    "words_that_may_deny",
]

_Words = Mapping[str, frozenset[str]]

# What stands before «'t» where a text is cut into words, *don 't*; Don is a title.
_SPLIT_NOT = frozenset(
    """
    don didn doesn isn wasn weren aren haven hasn hadn shouldn wouldn couldn mustn needn ain
""".split()
)
# «Ne» is there for «pas», «jamais», «aucun» and so on, which go without it in an answer alone.
_NEGATIVES: _Words = MappingProxyType(
    {
        "en": frozenset("not never no nobody nothing none nor neither cannot without".split()),
        "fr": frozenset("ne n' sans non".split()),
    }
)
_NEGATIVE_FORMS: _Words = MappingProxyType(
    {
        language: frozenset(
            form
            for word in words
            for written in (word, word.replace("'", "’"))
            for form in (written, written.capitalize(), written.upper())
        )
        for language, words in _NEGATIVES.items()
    }
)
# Those whose next word is the one denied.
_BEFORE_A_WORD: _Words = MappingProxyType(
    {"en": frozenset("not never no neither cannot".split()), "fr": frozenset("ne n' aucun aucune".split())}
)
# What makes a negation of «ne», which may say nothing by itself («avant qu'il ne parte») or «only» («ne … que»).
_WITH_NE = frozenset("pas jamais aucun aucune plus rien personne guère point nul nulle ni".split())
# Before it they do the same («nul ne sait»), and with these verbs it denies alone, unless «que» follows.
_BEFORE_NE = frozenset("nul nulle personne rien jamais ni".split())
_WITH_NE_ALONE = frozenset("peut peuvent pouvait pouvaient pourrait pourraient saurait sauraient ose osent".split())
_ONLY = frozenset(("que", "qu'"))
_WHATEVER = frozenset(("importe",))
# What stands between a negation and what it denies: «no longer», «no one».
_PASSED = frozenset(("longer", "one"))
# Verbs that carry no meaning of their own here: what follows them is denied.
_CARRIERS = frozenset(
    """
    peux peut peuvent pouvait pouvaient pourra pourrait pourraient pourront pouvons pouvez pouvoir pu puisse puissent
    doit doivent devait devaient devrait devraient devra devront dû faut fallait faudrait faudra veut voulait voulaient
    veulent va vais vont allait sait savait semble semblait a ont avait avaient aura aurait auraient est sont était
    étaient sera serait serai fut furent été fait font soit soient eut eu ai as avons avez avais avions aviez suis es
    sommes êtes étais
""".split()
)
# Verbs that say what must and may be.
_MODALS: _Words = MappingProxyType(
    {
        "en": frozenset("must may should can could might cannot".split()),
        "fr": frozenset(
            """
            peux peut peuvent pourra pourront pourrait pourraient pouvons pouvez dois doit doivent devra devront devrait
            devraient devons devez
        """.split()
        ),
    }
)
# «Not only», «no longer», «sans doute»: nothing is denied, or in other words.
_SAYS_LESS: _Words = MappingProxyType(
    {
        "en": frozenset(
            """
            only just more less fewer doubt yet even necessarily always all matter really that merely simply
            sooner later
        """.split()
        ),
        "fr": frozenset("doute cesse que presque".split()),
    }
)
_IN_A_CONDITION: _Words = MappingProxyType(
    {"en": frozenset("if unless lest".split()), "fr": frozenset("si s'".split())}
)
_COMPARES: _Words = MappingProxyType(
    {"en": frozenset("less fewer only".split()), "fr": frozenset("moins seulement uniquement davantage".split())}
)
_SUPERLATIVE = re.compile(r".{0,40}rien (?:de|d['’]un) (?:plus|si|aussi)|.{0,20}jamais .{0,20}(?:aussi|si|autant|tel)")
# Words by which a translator says the same without a negation; «*» is any ending.
_ALMOST_NEGATIVE: _Words = MappingProxyType(
    {
        language: frozenset(words.split())
        for language, words in {
            "en": """
                few little hardly barely scarcely rarely seldom only unless except than lack* fail* refus* avoid*
                prevent* den* unable absen* less yet too instead fear* afraid doubt* stop* cease* exempt* free far miss*
                lose* losing lost forbid* forb* ban* prohibit* reject* exclud* difficult* hard ignor* away neg*
                declin* trouble* deprecat* partial* former* ended ends anymore gone despair* loath
                reluctan* hesitat* alone
                escape* until spare* nought nowhere contrary wrong poor* keep
                kept rather last even ever most short out non different* error* empty forg*
                interrupt* exceed* delay* withstanding differ* bad malform* bypass* skip* unset other others mandatory
                break* breach* violat* infring*
            """,
            "fr": """
                pas jamais aucun aucune rien personne guère ni nul* peu rarement seul* uniquement sauf except*
                hormis moins manqu* échou* refus* évit* empêch* impossible absen* défaut faute peine plutôt lieu trop
                cess* ignor* loin priv* dépourvu* exempt* exclu* interdi* difficile* perd* perte* crain* peur simplement
                juste seulement arrêt* sinon mal mauvais* contraire hésit* oubli* dénég* dénie*
                dénié* dénu* dénonc* hors dehors échec* erreur*
                annul* diffèr* différ* vide* dem* négat* épargn* échapp* dédaign* inutile* nie* nié* interromp*
                tard* dépl* faibli* mal* contourn*
                renonc* désesp* partiel* antérieur* autre* autrui laiss* obligatoire* viol*
                enfrei* transgress* dépass* excéd* inférieur* rester reste restent
            """,
        }.items()
    }
)
_PREFIXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"en": ("un", "in", "im", "ir", "il", "dis", "non", "mis"), "fr": ("in", "im", "ir", "il", "dés", "mé", "non")}
)
_LEAST_WITHOUT_PREFIX = 4
# Words that only look as if they had such a prefix; «*» is any ending.
_NO_PREFIX: _Words = MappingProxyType(
    {
        language: frozenset(words.split())
        for language, words in {
            "en": """
                disaster* discharg* discount* discours* discover* discuss* disease* dismiss
                dispatch* display* dispos* distan*
                distinct distinction* distract* distress* image* imaging immedi* immens* immigr* impact* impeach*
                implant* implic* implied implies imply* import* impose* imposing imposit* impress* improv* income*
                incoming increas* indeed index* induc* industry infan* infect* infiltrat* inflam* influen* inform
                informat* informed informing informs inhabit inhabitant* inhabited inhal* injur* inland inmate* innov*
                inquir* inside insight* install* instan* intake* intend* intens* intent* interest* internal* into
                invent* invest* irel* misconception* mission* mistress* under unit units union* unique*
            """,
            "fr": """
                désign* discour* discut* dispos* distan* illustr* image* immédiat* immens* immeuble* immigr* immobilier*
                impact* implant* impliqu* import* imposa* impose* imposi* imposé* impress* imprim* imprégn* incit*
                indic* indiqu* induit* industr* infect* infiltr* infirmier* infirmière* infléch* influ* informa* informe
                informent informer* informé* informée* ingér* inhal* inond* inscri* inspir* install* instanc* instar
                instru* intens* intent* interne* intéress* invent* inverse* invest* irlande* mission* médi* mélang*
                mémoire* ménage* mérit* unit*
            """,
        }.items()
    }
)
_REACH = {"en": 4, "fr": 8}  # words from the negative one to what it denies
_BEFORE, _BEHIND = 9, 6  # words beside another in which a negation would be its own
_CLAUSE_END = re.compile(r"[.,;:!?()\"”“]")


class Negated(Struct, frozen=True):
    """A negative word, and the word with a meaning that it denies."""

    negative: Token
    word: Token


def negations(words: Iterable[Token], language: str) -> int:
    """How many of ``words`` are negative; ``language`` is English or French, here and below."""
    return sum(is_negative(word.text, language) for word in words)


def is_negative(word: str, language: str) -> bool:
    """Whether ``word`` denies."""
    return word in _NEGATIVE_FORMS[language] or (language == "en" and _is_short_not(word))


def _is_short_not(word: str) -> bool:
    """Whether it is *don't* or its like."""
    return word in _SPLIT_NOT or word.endswith(("n't", "n’t"))


def negated_words(words: Sequence[Token], text: str, language: Language) -> Iterator[Negated]:
    """What the ``words`` of ``text`` deny.

    Conditions, superlatives (``rien de plus sec``) and comparisons are left out, which are often said in other words.
    """
    tag = primary_subtag(language.tag)

    def is_turning(word: Token) -> bool:
        return sounds_negative(word, language) and not denies_by_grammar(word, language)

    for at, word in enumerate(words):
        before, behind = words[max(at - 6, 0) : at], words[at : at + 9]
        lowered = _lowered(word.text)
        if (
            not (lowered in _BEFORE_A_WORD[tag] or (tag == "en" and _is_short_not(word.text)))
            or (before and before[-1].text == "or")  # «whether or not»
            or text[word.end : word.end + 3].strip(" .\u00a0")[:1].isdigit()  # No 12/2007
            or text[max(word.start - 1, 0) : word.start] in ("-", "[", "=")  # --no-tags, --[no-]tags, =no
            or text[word.end : word.end + 1] in ("-", "_")  # no-op, NO_PROXY
            or (word.text.isupper() and len(behind) > 1 and behind[1].text.isupper())  # NOT VALID, as a program has it
            or _any_of(before, _IN_A_CONDITION[tag])
            or _any_of(behind[1:2], _WHATEVER)  # «n'importe quel»
            or any(map(is_turning, before[-3:]))  # «spared no effort»
            or _any_of(behind, _COMPARES[tag])
            or _SUPERLATIVE.match(text, word.start)
        ):
            continue
        denied = _denied(words, at, text, language, tag)
        if denied is not None:
            yield Negated(word, denied)


def _denied(words: Sequence[Token], at: int, text: str, language: Language, tag: str) -> Token | None:
    """The word with a meaning that the negative one at ``at`` denies."""
    behind = words[at + 1 : at + 1 + _REACH[tag]]
    if _lowered(words[at].text) in ("ne", "n'") and not _is_whole_negation(words, at, behind):
        return None
    for word in behind:
        lowered = _lowered(word.text)
        if _CLAUSE_END.search(text, words[at].end, word.start) or lowered in _SAYS_LESS[tag]:
            return None
        passed = (
            lowered in language.function_words
            or lowered in _PASSED
            or (tag == "fr" and lowered in _CARRIERS | _WITH_NE)
        )
        if not passed and len(lowered) > 1 and lowered[-1] != "'":
            return None if lowered in language.cardinals else word
    return None


def _is_whole_negation(words: Sequence[Token], at: int, behind: Sequence[Token]) -> bool:
    """Whether the «ne» at ``at`` denies: with «pas» or the like behind it, «nul» before it, or beside «peut»."""
    if _any_of(behind, _WITH_NE) or _any_of(words[max(at - 2, 0) : at], _BEFORE_NE):
        return True
    return _any_of(behind[:1], _WITH_NE_ALONE) and not _any_of(behind, _ONLY)


def modals(words: Sequence[Token], language: Language) -> list[Token]:
    """The verbs among ``words`` that say what must or may be: *must*, *peut*."""
    wanted = _MODALS[primary_subtag(language.tag)]
    return [word for word in words if _lowered(word.text) in wanted]


def denied_modals(words: Sequence[Token], found: Negated, language: Language) -> bool:
    """Whether the negation ``found`` among ``words`` is the one of such a verb: *must not*, *cannot*, «ne peut»."""
    at = next(number for number, word in enumerate(words) if word.start == found.negative.start)
    beside = words[at - 1 : at] if primary_subtag(language.tag) == "en" else words[at + 1 : at + 2]
    return bool(modals([*beside, words[at]], language))


def denies(words: Sequence[Token], near: Token, language: Language) -> bool:
    """Whether anything among ``words`` close to ``near``, one of them, may deny, by its meaning or a prefix."""
    at = next(number for number, word in enumerate(words) if word.start == near.start)
    return may_deny(words[max(at - _BEFORE, 0) : at + _BEHIND + 1], language)


def may_deny(words: Iterable[Token], language: Language) -> bool:
    """Whether anything among ``words`` may deny, by its meaning or a prefix."""
    return next(words_that_may_deny(words, language), None) is not None


def denies_by_grammar(word: Token, language: Language) -> bool:
    """Whether ``word`` is part of a negation (*not*, «ne … pas») and not one by its meaning."""
    tag = primary_subtag(language.tag)
    return is_negative(word.text, tag) or (tag == "fr" and _lowered(word.text) in _WITH_NE)


def words_that_may_deny(words: Iterable[Token], language: Language) -> Iterator[Token]:
    """Those among ``words`` that may deny, by their meaning or a prefix; «moins» does not in «au moins»."""
    tag = primary_subtag(language.tag)
    before = ""
    for word in words:
        if _may_deny(word.text, tag, language) and not (before == "au" and word.text == "moins"):
            yield word
        before = word.text


def sounds_negative(word: Token, language: Language) -> bool:
    """Whether what ``word`` says is negative itself: what is «not forgotten» is remembered."""
    return _is_almost_negative(_lowered(word.text), primary_subtag(language.tag))


@lru_cache(1 << 15)
def _may_deny(word: str, tag: str, language: Language) -> bool:
    lowered = _lowered(word)
    if is_negative(word, tag) or _is_almost_negative(lowered, tag):
        return True
    if _is_one_of(lowered, _NO_PREFIX[tag]):
        return False
    bare = (lowered.removeprefix(prefix) for prefix in _PREFIXES[tag] if lowered.startswith(prefix))
    return any(len(one) >= _LEAST_WITHOUT_PREFIX and is_known_word(one, language) for one in bare)


def _is_almost_negative(word: str, tag: str) -> bool:
    """Whether it is one of those words, or begins like one of them; *homeless* ends like many."""
    return _is_one_of(word, _ALMOST_NEGATIVE[tag]) or (tag == "en" and word.endswith("less"))


def _is_one_of(word: str, wanted: frozenset[str]) -> bool:
    """Whether ``word`` is one of ``wanted``, or begins like one that ends in «*»."""
    return word in wanted or any(f"{word[:size]}*" in wanted for size in range(2, len(word) + 1))


def _any_of(words: Iterable[Token], wanted: frozenset[str]) -> bool:
    return any(_lowered(word.text) in wanted for word in words)


def _lowered(word: str) -> str:
    return word.lower().replace("’", "'")
