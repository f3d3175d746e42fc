"""Which language people and programs mean: by a code, or by a name in English, French or the language itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from tmx.errors import UnknownLanguageError
from tmx.text.folding import fold
from tmx.text.languages import find_language
from tmx.text.languages.iso639 import ISO_639_1, SHORT_CODES, language_name
from tmx.text.languages.language import primary_subtag

__all__ = ["language_named", "language_of", "read_language"]

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


@lru_cache(maxsize=256)
def read_language(value: str) -> str:
    """A BCP 47 tag in its customary spelling: ``fr_fr`` becomes ``fr-FR``, ``fra`` becomes ``fr``."""
    subtags = value.strip().replace("_", "-").split("-")
    return "-".join(
        [primary_subtag(subtags[0])]
        + [
            subtag.upper() if len(subtag) == 2 else subtag.title() if len(subtag) == 4 else subtag.lower()
            for subtag in subtags[1:]
        ]
    )
