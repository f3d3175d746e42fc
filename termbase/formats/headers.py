"""What the columns of a glossary table are called: in English or in French, by people and by programs.

``part of speech``, ``Catégorie grammaticale`` and ``POS`` are one column, and so are ``en``, ``English`` and
``Terme (EN)``. Case, accents, spaces and punctuation do not count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from tmx.text.folding import fold
from tmx.text.languages.naming import language_named

__all__ = ["Column", "column_of", "columns_of"]

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
_PARTS = re.compile(r"[\s()\[\]:/_]+")
_LETTERS = re.compile(r"[^a-z]+")


class Column(Struct, frozen=True):
    """What a column holds: the field, empty where the name is not known, and the language that the name says."""

    name: str
    field: str = ""
    language: str = ""


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
