"""How glossary formats spell the data categories, and how one spelling is read back.

TBX v3 writes ``preferredTerm-admn-sts`` (TBX-Basic picklist), TBX v2 files of other tools write ``preferred`` or
``preferredTerm``, spreadsheets whatever a person typed. All of them come in through the functions of this module.
"""

from __future__ import annotations

import re
from functools import lru_cache

from termbase.model import CaseRule, Status, TermType
from tmx.text.folding import fold

__all__ = [
    "clean",
    "read_case",
    "read_gender",
    "read_number",
    "read_part_of_speech",
    "read_status",
    "read_term_type",
]

_COMMON_SPACE = re.compile(r"[ \t\r\n\f\v]+")

_STATUS = {
    "": Status.PREFERRED,
    "preferred": Status.PREFERRED,
    "recommended": Status.PREFERRED,
    "standardized": Status.PREFERRED,
    "approved": Status.PREFERRED,
    "admitted": Status.ADMITTED,
    "allowed": Status.ADMITTED,
    "synonym": Status.ADMITTED,
    "legal": Status.ADMITTED,
    "regulated": Status.ADMITTED,
    "deprecated": Status.DEPRECATED,
    "superseded": Status.DEPRECATED,
    "obsolete": Status.DEPRECATED,
    "notrecommended": Status.DEPRECATED,
    "forbidden": Status.FORBIDDEN,
    "prohibited": Status.FORBIDDEN,
    "donotuse": Status.FORBIDDEN,
    "proposed": Status.PROPOSED,
    "suggested": Status.PROPOSED,
    "new": Status.PROPOSED,
    "candidate": Status.PROPOSED,
    # as French tables say it
    "privilegie": Status.PREFERRED,
    "prefere": Status.PREFERRED,
    "recommande": Status.PREFERRED,
    "approuve": Status.PREFERRED,
    "valide": Status.PREFERRED,
    "admis": Status.ADMITTED,
    "accepte": Status.ADMITTED,
    "tolere": Status.ADMITTED,
    "synonyme": Status.ADMITTED,
    "deconseille": Status.DEPRECATED,
    "perime": Status.DEPRECATED,
    "desuet": Status.DEPRECATED,
    "vieilli": Status.DEPRECATED,
    "aeviter": Status.DEPRECATED,
    "interdit": Status.FORBIDDEN,
    "proscrit": Status.FORBIDDEN,
    "nepasutiliser": Status.FORBIDDEN,
    "propose": Status.PROPOSED,
    "suggere": Status.PROPOSED,
    "avalider": Status.PROPOSED,
    "nouveau": Status.PROPOSED,
    "candidat": Status.PROPOSED,
}

_TYPES = {
    "": TermType.FULL_FORM,
    "fullform": TermType.FULL_FORM,
    "entryterm": TermType.FULL_FORM,
    "phrase": TermType.FULL_FORM,
    "shortform": TermType.SHORT_FORM,
    "abbreviation": TermType.SHORT_FORM,
    "abbreviatedform": TermType.SHORT_FORM,
    "clippedterm": TermType.SHORT_FORM,
    "acronym": TermType.ACRONYM,
    "initialism": TermType.ACRONYM,
    "variant": TermType.VARIANT,
    "synonym": TermType.VARIANT,
    "formecomplete": TermType.FULL_FORM,
    "formelongue": TermType.FULL_FORM,
    "formedeveloppee": TermType.FULL_FORM,
    "formeabregee": TermType.SHORT_FORM,
    "formecourte": TermType.SHORT_FORM,
    "abreviation": TermType.SHORT_FORM,
    "acronyme": TermType.ACRONYM,
    "sigle": TermType.ACRONYM,
    "variante": TermType.VARIANT,
}

_CASE = {
    "": CaseRule.AUTO,
    "auto": CaseRule.AUTO,
    "exact": CaseRule.EXACT,
    "sensitive": CaseRule.EXACT,
    "yes": CaseRule.EXACT,
    "any": CaseRule.ANY,
    "insensitive": CaseRule.ANY,
    "no": CaseRule.ANY,
    "exacte": CaseRule.EXACT,
    "oui": CaseRule.EXACT,
    "libre": CaseRule.ANY,
    "non": CaseRule.ANY,
}

_PARTS_OF_SPEECH = {
    "propernoun": "proper noun",
    "n": "noun",
    "v": "verb",
    "adj": "adjective",
    "adv": "adverb",
    "nom": "noun",
    "substantif": "noun",
    "nom propre": "proper noun",
    "verbe": "verb",
    "adjectif": "adjective",
    "adverbe": "adverb",
}
_GENDERS = {
    "masculine": "masculine",
    "feminine": "feminine",
    "neuter": "neuter",
    "other": "other",
    "m": "masculine",
    "masc": "masculine",
    "masculin": "masculine",
    "f": "feminine",
    "fem": "feminine",
    "feminin": "feminine",
    "n": "neuter",
    "neutre": "neuter",
}
_NUMBERS = {
    "singular": "singular",
    "sg": "singular",
    "sing": "singular",
    "singulier": "singular",
    "plural": "plural",
    "pl": "plural",
    "plur": "plural",
    "pluriel": "plural",
}


def clean(text: str | None) -> str:
    """The text with its runs of common white space made one space and none at its ends; no-break spaces stay."""
    if not text:
        return ""
    if text.isprintable() and "  " not in text:  # no white space but single spaces
        return text.strip(" ")
    return " ".join(part for part in _COMMON_SPACE.split(text) if part)


@lru_cache(maxsize=256)
def _key(value: str) -> str:
    lowered = fold(value.strip()).removesuffix("-admn-sts").removesuffix("term")
    return "".join(character for character in lowered if character.isalnum())


def read_status(value: str) -> Status | None:
    """The status that ``preferredTerm-admn-sts``, ``preferredTerm``, ``Preferred``, ... name; None if unknown."""
    return _STATUS.get(_key(value))


def read_term_type(value: str) -> TermType | None:
    """The type that ``fullForm``, ``full form``, ``acronym``, ... name; None if unknown."""
    return _TYPES.get("".join(character for character in fold(value) if character.isalnum()))


def read_case(value: str) -> CaseRule | None:
    """The case rule that ``exact``, ``any`` or nothing names; None if unknown."""
    return _CASE.get(_key(value))


def read_part_of_speech(value: str) -> str:
    """``proper noun`` for ``properNoun``, otherwise the value as it is, in lower case."""
    value = clean(value)
    return _PARTS_OF_SPEECH.get(fold(value).rstrip("."), value.lower())


def read_gender(written: str) -> str:
    """A usual gender by its English name (for «Feminine», «f.», «féminin»); another program's own name as it is."""
    return _GENDERS.get(fold(written).rstrip("."), written)


def read_number(written: str) -> str:
    """The grammatical number by its English name (for «pl.», «pluriel»); another program's own name as it is."""
    return _NUMBERS.get(fold(written).rstrip("."), written)
