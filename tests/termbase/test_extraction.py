import pytest

from termbase.extract import TermCandidate, extract_terms, glossary_of_candidates
from termbase.extract.acronyms import introductions
from termbase.extract.phrases import find_phrases, phrase_key, tag
from termbase.formats.registry import read_glossary, write_glossary
from termbase.model import Concept, Glossary, Status, Term, TermType
from tmx.errors import UnknownLanguageError
from tmx.model import Segment, TranslationUnit
from tmx.text.languages import find_language

PHRASES = [
    ("fr", "L’OIM lutte contre la traite des personnes.", ["OIM", "traite", "traite des personnes", "personnes"]),
    ("fr", "la gestion des flux migratoires", ["gestion des flux", "gestion des flux migratoires", "flux migratoires"]),
    ("fr", "une main-d’œuvre étrangère", ["main-d’œuvre", "main-d’œuvre étrangère"]),
    ("fr", "le Pacte mondial pour des migrations sûres, ordonnées et régulières", ["Pacte mondial"]),
    ("en", "to fight trafficking in persons", ["trafficking", "trafficking in persons", "persons"]),
    ("en", "for internally displaced persons", ["internally displaced persons", "displaced persons", "persons"]),
    ("en", "the Global Compact for Safe, Orderly and Regular Migration", ["Global Compact"]),
    ("en", "new border management", ["border management", "management"]),
    ("en", "said the Director General of the port", ["Director General", "Director General of the port"]),
    ("en", "a General Meeting", ["Meeting"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), PHRASES)
def test_phrases(language, text, expected):
    here = find_language(language)
    tagged = tag(text, here)
    found = [text[tagged[p.first].token.start : tagged[p.last].token.end] for p in find_phrases(tagged, here)]
    assert set(expected) <= set(found)
    assert not [phrase for phrase in found if phrase.split()[0].lower() in here.function_words]
    assert not [phrase for phrase in found if phrase.split()[-1].lower() in here.function_words]


def test_titles_with_a_list_inside():
    for language, text in (
        ("fr", "le Pacte mondial pour des migrations sûres, ordonnées et régulières"),
        ("en", "the Global Compact for Safe, Orderly and Regular Migration"),
    ):
        here = find_language(language)
        tagged = tag(text, here)
        found = [text[tagged[p.first].token.start : tagged[p.last].token.end] for p in find_phrases(tagged, here)]
        assert text.partition(" ")[2] in found


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fr", ["traite des personnes", "traite de personnes", "Traites de la personne"]),
        ("fr", ["trafic illicite de migrants", "trafics illicites des migrants"]),
        ("en", ["smuggling of migrants", "smuggling of the migrants", "Smuggling of migrant"]),
    ],
)
def test_forms_share_a_key(language, forms):
    here = find_language(language)
    assert len({phrase_key(tag(form, here), here) for form in forms}) == 1


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "the International Organization for Migration (IOM) said", "International Organization for Migration"),
        ("en", "the Sustainable Development Goals (SDGs)", "Sustainable Development Goals"),
        ("fr", "les objectifs de développement durable (ODD)", "objectifs de développement durable"),
        ("fr", "l’Organisation internationale pour les migrations (OIM)", None),
        ("en", "IOM (International Organization for Migration) said", "International Organization for Migration"),
        ("en", "the SDGs (the Sustainable Development Goals)", "Sustainable Development Goals"),
        ("fr", "l’OMS (Organisation mondiale de la santé, à Genève)", "Organisation mondiale de la santé"),
        (
            "fr",
            "le PNUD (Programme des Nations unies pour le développement)",
            "Programme des Nations unies pour le développement",
        ),
        ("en", "IOM (a new organization in Moscow)", ""),
        ("en", "IOM (Geneva) and the WHO (World Bank)", ""),
        ("en", "a new report (IOM) said", ""),
        ("en", "in Geneva (Switzerland)", ""),
    ],
)
def test_introduced_names(language, text, name):
    here = find_language(language)
    tagged = tag(text, here)
    found = [text[tagged[i.first].token.start : tagged[i.last].token.end] for i in introductions(tagged)]
    expected = "Organisation internationale pour les migrations" if name is None else name
    assert found == ([expected] if expected else [])


def unit(number: int, source: str, target: str) -> TranslationUnit:
    return TranslationUnit(str(number), (Segment("en", source), Segment("fr", target)))


MEMORY = [
    unit(1, "Trafficking in persons is a crime.", "La traite des personnes est un crime."),
    unit(
        2,
        "They fight trafficking in persons at the border.",
        "Ils luttent contre la traite des personnes à la frontière.",
    ),
    unit(3, "The border was closed.", "La frontière a été fermée."),
    unit(4, "The United Nations (UN) and the border", "Les Nations Unies et la frontière"),
    unit(5, "Victims of trafficking need protection.", "Les victimes de la traite ont besoin de protection."),
    unit(6, "Protection of victims", "La protection des victimes"),
    unit(7, "", "vide"),
    TranslationUnit("8", (Segment("en", "alone"),)),
]


def test_a_small_memory():
    found = {(c.source_term, c.target_term): c for c in extract_terms(MEMORY, "en", "fr")}
    pair = found["trafficking in persons", "traite des personnes"]
    assert pair.frequency == 2
    assert {context.unit for context in pair.contexts} == {"1", "2"}


def test_known_pairs_are_marked_and_the_limit_holds():
    known = Glossary((Concept("1", (Term("trafficking in person", "en"), Term("traite de personnes", "fr"))),))
    marked = [c.source_term for c in extract_terms(MEMORY, "en", "fr", known=known) if c.known]
    assert marked == ["trafficking in persons"]
    assert len(extract_terms(MEMORY, "en", "fr", limit=1)) == 1


def test_progress_reaches_its_end():
    seen = []
    extract_terms(MEMORY, "en", "fr", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] == len(seen)


@pytest.mark.parametrize("units", [[], [unit(1, "", "")], [unit(1, "?", "!")], [unit(1, "one", "un")]])
def test_memories_with_hardly_anything(units):
    assert isinstance(extract_terms(units, "en", "fr"), list)


def test_an_unknown_language():
    with pytest.raises(UnknownLanguageError):
        extract_terms(MEMORY, "en", "q")


def test_languages_without_rules_of_their_own():
    units = [
        TranslationUnit(str(n), (Segment("de", "Die Migration wächst"), Segment("it", "La migrazione cresce")))
        for n in range(3)
    ]
    assert isinstance(extract_terms(units, "de", "it"), list)


def candidate(source: str, target: str, **more) -> TermCandidate:
    return TermCandidate(source, target, 0.5, 0.9, 3, 2, **more)


def test_a_draft_glossary(tmp_path):
    draft = glossary_of_candidates(
        [
            candidate("IOM", "OIM", type=TermType.ACRONYM, full_form="International Organization"),
            candidate("border", "frontière"),
            candidate("International Organization", "Organisation internationale"),
            candidate("Border", "frontières"),
        ],
        "en",
        "fr",
        name="draft",
    )
    assert [[term.text for term in concept.terms] for concept in draft] == [
        ["International Organization", "IOM", "Organisation internationale", "OIM"],
        ["border", "frontière"],
        ["Border", "frontières"],
    ]
    assert {term.status for concept in draft for term in concept.terms} == {Status.PROPOSED}
    assert "3 ×" in draft.concepts[0].notes[0]
    for suffix in (".tbx", ".csv"):
        write_glossary(tmp_path / f"draft{suffix}", draft)
        assert read_glossary(tmp_path / f"draft{suffix}") == draft


def test_a_unit_as_long_as_a_book_is_passed_over():
    book = unit(1, "trafficking in persons " * 2000, "traite des personnes " * 2000)
    units = [
        unit(2, "Climate change hurts.", "Le changement climatique est nuisible."),
        unit(3, "They fight climate change.", "Ils luttent contre le changement climatique."),
        unit(4, "Climate change is here.", "Le changement climatique est là."),
    ]
    found = extract_terms([book, *units], "en", "fr", least_score=0)
    assert found == extract_terms(units, "en", "fr", least_score=0)
    assert found


def test_adjectives_that_a_term_hardly_stands_without():
    units = [
        unit(1, "The early warning system saved lives.", "Le système d’alerte précoce a sauvé des vies."),
        unit(2, "They need an early warning system.", "Il leur faut un système d’alerte précoce."),
        unit(3, "Early warning systems were installed.", "Des systèmes d’alerte précoce ont été installés."),
        unit(4, "New reception centres were opened.", "De nouveaux centres d’accueil ont été ouverts."),
        unit(5, "New reception centres are needed.", "De nouveaux centres d’accueil sont nécessaires."),
        unit(6, "The reception centres are full.", "Les centres d’accueil sont pleins."),
        unit(7, "They left the reception centres.", "Ils ont quitté les centres d’accueil."),
    ]
    found = {one.source_term: one.target_term for one in extract_terms(units, "en", "fr", least_score=0)}
    assert found["early warning system"] == "système d’alerte précoce"
    ranked = list(found)
    assert "warning system" not in ranked[: ranked.index("early warning system")]
    assert found["reception centres"] == "centres d’accueil"
    assert not [term for term in found if term.lower().startswith("new ")]


def test_an_acronym_of_a_plural_stands_with_the_singular():
    draft = glossary_of_candidates(
        [
            candidate("acute infection", "infection aiguë", source_variants=("acute infections",)),
            candidate("AI", "IA", type=TermType.ACRONYM, full_form="acute infections"),
        ],
        "en",
        "fr",
    )
    assert [[term.text for term in concept.terms] for concept in draft] == [
        ["acute infection", "AI", "infection aiguë", "IA"]
    ]


def test_an_acronym_whose_full_form_is_an_acronym_itself():
    draft = glossary_of_candidates(
        [
            candidate("UNHQ", "SNU", type=TermType.ACRONYM, full_form="UN Headquarters"),
            candidate("UN Headquarters", "Siège de l’ONU", full_form="United Nations Headquarters"),
            candidate("United Nations Headquarters", "Siège des Nations Unies"),
        ],
        "en",
        "fr",
    )
    assert [[term.text for term in concept.terms] for concept in draft] == [
        ["UN Headquarters", "UNHQ", "Siège de l’ONU", "SNU"],
        ["United Nations Headquarters", "Siège des Nations Unies"],
    ]


NEGATED = [
    ("The structural proteins are made first.", "Les protéines structurales sont produites d'abord."),
    ("Each of the structural proteins has a gene.", "Chacune des protéines structurales a un gène."),
    ("The structural proteins enclose it.", "Les protéines structurales l'entourent."),
    ("The nonstructural proteins copy the genome.", "Les protéines non structurales copient le génome."),
    ("It has sixteen nonstructural proteins.", "Il possède seize protéines non structurales."),
    ("The nonstructural proteins are cut.", "Les protéines non structurales sont découpées."),
]


def test_what_is_denied_is_no_synonym():
    units = [unit(number, *pair) for number, pair in enumerate(NEGATED)]
    found = {(one.source_term, one.target_term): one.synonyms for one in extract_terms(units, "en", "fr")}
    assert ("structural protein", "protéine structurale") in found or (
        "structural proteins",
        "protéines structurales",
    ) in found
    assert ("nonstructural proteins", "protéines non structurales") in found
    assert not any("nonstructural" in text for synonyms in found.values() for text in synonyms)


def test_spellings_with_and_without_a_hyphen_are_one_concept():
    sentences = (
        ("Regional {0} protects migrants.", "La {0} régionale protège les migrants."),
        ("They signed an agreement on {0}.", "Ils ont signé un accord de {0}."),
        ("She praised the {0} of the police.", "Elle a salué la {0} de la police."),
        ("Without {0} nobody is safe.", "Sans {0}, personne n’est en sécurité."),
    )
    units = [
        TranslationUnit("", (Segment("en", source.format(word)), Segment("fr", target.format("coopération"))))
        for word in ("cooperation", "co-operation")
        for source, target in sentences
    ]
    draft = glossary_of_candidates(extract_terms(units, "en", "fr"), "en", "fr")
    (concept,) = [one for one in draft if any(term.text == "coopération" for term in one.terms)]
    assert {term.text for term in concept.terms} == {"cooperation", "co-operation", "coopération"}
