"""What the columns of a glossary table are called: in English or in French, by people and by programs.

``part of speech``, ``Catégorie grammaticale`` and ``POS`` are one column, and so are ``en``, ``English`` and
``Terme (EN)``. Case, accents, spaces and punctuation do not count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from termbase.formats.categories import read_language
from tmx.errors import UnknownLanguageError
from tmx.text.folding import fold
from tmx.text.languages import find_language
from tmx.text.languages.iso639 import ISO_639_1, SHORT_CODES, language_name

__all__ = ["Column", "column_of", "columns_of", "language_named", "language_of"]

_WORDS = {
    "concept": "concept concept_id concept_no id identifier entry entry_id string_id identifiant fiche n nr no numero "
    "notion",
    "subject": "subject subject_field field domain topic subject_area domaine sous_domaine matiere sujet",
    "language": "language lang locale language_code langue code_langue",
    "term": "term word expression terme mot vedette benennung begriff termino termine termo",
    "status": "status term_status usage_status administrative_status statut etat usage",
    "type": "type term_type type_de_terme",
    "part of speech": "part_of_speech pos word_class partie_du_discours categorie_grammaticale cat_gr nature",
    "gender": "gender grammatical_gender genre",
    "case": "case case_rule casse",
    "definition": "definition description meaning def",
    "context": "context contexts example examples contexte contextes exemple exemples",
    "source": "reference references",
    "note": "note notes comment comments remark remarks remarque remarques commentaire commentaires observation "
    "observations",
    "number": "number grammatical_number nombre",
    "synonym": "synonym synonyms synonyme synonymes",
    "acronym": "acronym acronyms acronyme acronymes sigle sigles abbreviation abbreviations abreviation abreviations",
    "avoided": "forbidden forbidden_term forbidden_terms do_not_use avoid to_avoid avoided a_eviter terme_a_eviter "
    "interdit interdits terme_interdit termes_interdits deconseille deconseilles ne_pas_utiliser",
    "customer": "customer client",
    "project": "project projet",
    "history": "history historique",
    "other data": "other_data autres_donnees",
    # A table of pairs has a source and a target, whose languages stand in columns or are given by the caller.
    "source term": "source source_term source_string terme_source quelle ausgangsbegriff origen origem origine bron",
    "target term": "target target_term target_string translation cible terme_cible traduction equivalent ziel "
    "zielbegriff ubersetzung destino traduccion traduzione traducao doel",
    "source language": "source_lang source_language langue_source",
    "target language": "target_lang target_language langue_cible",
}
_FIELDS = {name.replace("_", ""): field for field, names in _WORDS.items() for name in names.split()}
# French names of languages that glossaries are kept in; the English ones are those of ISO 639.
_FRENCH_NAMES = {
    "allemand": "de",
    "anglais": "en",
    "arabe": "ar",
    "chinois": "zh",
    "coreen": "ko",
    "danois": "da",
    "espagnol": "es",
    "finnois": "fi",
    "francais": "fr",
    "grec": "el",
    "hongrois": "hu",
    "italien": "it",
    "japonais": "ja",
    "neerlandais": "nl",
    "norvegien": "no",
    "polonais": "pl",
    "portugais": "pt",
    "roumain": "ro",
    "russe": "ru",
    "suedois": "sv",
    "tcheque": "cs",
    "turc": "tr",
    "ukrainien": "uk",
}
# What languages are called in their own language, and those of Europe's large ones in one another's.
_OTHER_NAMES = {
    "de": "deutsch aleman tedesco alemao duits",
    "en": "englisch ingles inglese engels",
    "es": "espanol castellano spanisch spagnolo spaans",
    "fr": "franzosisch frances francese frans",
    "it": "italiano italienisch italiaans",
    "nl": "nederlands niederlandisch",
    "pt": "portugues portugiesisch portoghese portugees",
    "ar": "العربية",
    "el": "ελληνικα",
    "ht": "kreyol",
    "id": "indonesia bahasa",
    "pl": "polski",
    "ro": "romana",
    "ru": "русский russisch ruso russo",
    "so": "soomaali",
    "sq": "shqip",
    "sw": "kiswahili",
    "tr": "turkce turkisch",
    "uk": "українська",
    "vi": "tiếng_việt",
    "zh": "中文 汉语 漢語",
    "fil": "philippin pilipino",
}
# Codes of three letters are words, too, nearly all of them: these are the languages that Unicode's CLDR has data for.
_THREE_LETTERS = frozenset(
    "asa ast bas bem bez brx ceb cgg chr ckb dav dje doi dsb dua dyo ebu ewo fil fur gsw guz haw hnj hsb jgo jmc "
    "kab kam kde kea kgp khq kkj kln kmr kok ksb ksf ksh lag lij lkt lrc luo luy mai mas mer mfe mgh mgo mni mua "
    "mzn naq nds nmg nnh nus nyn pcm prs quc rof rwk sah saq sat sbp scn seh ses shi smn swh syr szl teo tok twq "
    "tzm vai vun wae xnr xog yav yrl yue zgh ilo hil rhg tet tpi".split()
).union(SHORT_CODES)
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_WORD = 3  # letters of a code that may as well be a word
_PARTS = re.compile(r"[\s()\[\]:/_]+")
_LETTERS = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: the field, empty where the name is not known, and the language that the name says."""

    name: str
    field: str = ""
    language: str = ""


def language_named(text: str) -> str:
    """The BCP 47 tag for a code (``fr``, ``fr_CA``) or for a name of a language; empty where it is neither."""
    text = text.strip()
    if not _CODE.fullmatch(text) or (len(text) == _WORD and text.lower() not in _THREE_LETTERS):
        return _names().get(fold(text), "")
    try:
        find_language(text)
    except UnknownLanguageError:
        return ""
    return read_language(text)


@lru_cache(maxsize=256)
def language_of(text: str) -> str:
    """As :func:`language_named`, where nothing but a language is meant: any code of three letters is one."""
    text = text.strip()
    try:
        find_language(text)
    except UnknownLanguageError:
        return language_named(text)
    return read_language(text)


@cache
def _names() -> Mapping[str, str]:
    """Languages by their names, folded."""
    return (
        {fold(language_name(code) or code): SHORT_CODES.get(code, code) for code in _THREE_LETTERS}
        | {fold(name): code for code, name in ISO_639_1.items()}
        | _FRENCH_NAMES
        | {fold(name.replace("_", " ")): code for code, names in _OTHER_NAMES.items() for name in names.split()}
    )


def columns_of(header: Sequence[str]) -> tuple[Column, ...]:
    """What the columns with these names hold.

    ``source`` is where a term is found in a table that names its languages, else the source term, and ``term`` is the
    source term where there is a target.
    """
    columns = list(map(column_of, header))
    if len({column.language for column in columns if column.field == "term" and column.language}) == 1:
        # «id» and «no» are languages too, which they are where there is but one other.
        for place, column in enumerate(columns):
            if column.field == "concept" and (language := language_named(column.name)):
                columns[place] = Column(column.name, "term", language)
    fields = {column.field for column in columns if not column.language}
    if "language" in fields or ("target term" not in fields and any(column.language for column in columns)):
        other = {"source term": "source"}
    elif "target term" in fields and "source term" not in fields:
        other = {"term": "source term"}
    else:
        other = {}
    return tuple(Column(one.name, other.get(one.field, one.field), one.language) for one in columns)


def column_of(name: str) -> Column:
    """What the column of that name holds: ``Definition (FR)`` a definition in French, ``French`` terms in French."""
    name = " ".join(name.split())
    field = _field(name)
    if field:
        return Column(name, field)
    parts = [part for part in _PARTS.split(name) if part]
    for place, part in enumerate(parts):
        language = language_named(part)
        field = _field("".join(parts[:place] + parts[place + 1 :]))
        if language and field:
            return Column(name, {"source term": "term", "target term": "term"}.get(field, field), language)
    language = language_named(name) or language_named(name.partition("(")[0])
    return Column(name, "term" if language else "", language)


def _field(name: str) -> str:
    return _FIELDS.get(_LETTERS.sub("", fold(name)), "")
