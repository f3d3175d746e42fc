"""Which forms stand for a proposed pair, what is no term, verbs, and languages without a tagger."""

from collections.abc import Sequence

import pytest

from termbase.extract import TermCandidate, extract_from_memory, extract_terms, glossary_of_candidates
from termbase.extract.phrases import find_phrases, tag
from termbase.extract.texts import TokenizedText, read_side
from termbase.extract.verbs import find_verbs
from termbase.model import Concept, Glossary, Status, Term, TermType
from tmx.model import Segment, TranslationUnit
from tmx.text.languages import find_language
from tmx.text.tagger import tag_sentences
from tmx.text.tokens import tokenize

COAST = [
    ("The early storm surge damaged the flood barrier.", "L’onde de tempête a endommagé la barrière anti-inondation."),
    ("Engineers retrofitted the flood barrier.", "Les ingénieurs ont modernisé la barrière anti-inondation."),
    ("The city will retrofit two pumping stations.", "La ville va moderniser deux stations de pompage."),
    (
        "Three pumping stations were retrofitted last year.",
        "Trois stations de pompage ont été modernisées l’an dernier.",
    ),
    ("The pumping station was closed.", "La station de pompage a été fermée."),
    ("Each pumping station has a guard.", "Chaque station de pompage a un gardien."),
    ("The Coastal Safety Authority relocated forty families.", "L’Autorité côtière a relocalisé quarante familles."),
    ("Families who were relocated received a grant.", "Les familles qui ont été relocalisées ont reçu une subvention."),
    ("The plan is to relocate the village.", "Le plan prévoit de relocaliser le village."),
    ("Relocation of the village began in May.", "La relocalisation du village a commencé en mai."),
    ("The relocation of the port is contested.", "La relocalisation du port est contestée."),
    ("Coastal erosion threatens the village.", "L’érosion côtière menace le village."),
    ("Coastal erosion threatens the port.", "L’érosion côtière menace le port."),
    (
        "The 2040 Agenda for Clean Harbours was signed.",
        "Le Programme pour des ports propres à l’horizon 2040 a été signé.",
    ),
    ("The 2040 Agenda for Clean Harbours is binding.", "Le Programme pour des ports propres à l’horizon 2040 oblige."),
    ("They said that they will say so again.", "Ils ont dit qu’ils le diront encore."),
    ("She said nothing and will say nothing.", "Elle n’a rien dit et ne dira rien."),
]
TRADE = [
    ("Human trafficking increased after the storm.", "Le trafic d’êtres humains a augmenté après la tempête."),
    ("Human trafficking is a crime.", "La traite des êtres humains est un crime."),
    ("Victims of human trafficking were identified.", "Des victimes du trafic d’êtres humains ont été identifiées."),
]


def units(pairs: Sequence[tuple[str, str]], source: str = "en", target: str = "fr") -> list[TranslationUnit]:
    return [
        TranslationUnit(str(number), (Segment(source, one), Segment(target, other)))
        for number, (one, other) in enumerate(pairs)
    ]


def proposed(found: Sequence[TermCandidate]) -> dict[str, str]:
    return {candidate.source_term: candidate.target_term for candidate in found}


@pytest.fixture(scope="module")
def coast() -> list[TermCandidate]:
    return extract_terms(units(COAST), "en", "fr", least_score=0.1)


def test_a_singular_that_the_texts_have_stands_for_the_pair(coast):
    assert proposed(coast)["pumping station"] == "station de pompage"
    found = next(one for one in coast if one.source_term == "pumping station")
    assert "pumping stations" in found.source_variants
    assert "stations de pompage" in found.target_variants


def test_verbs_stand_in_the_infinitive_beside_their_nouns(coast):
    pairs = proposed(coast)
    assert pairs["relocate"] == "relocaliser"
    assert pairs["relocation"] == "relocalisation"
    verbs = {one.source_term for one in coast if one.part_of_speech == "verb"}
    assert "relocate" in verbs
    assert verbs.isdisjoint({"say", "be", "begin", "sign", "receive"})
    drafted = [term for concept in glossary_of_candidates(coast, "en", "fr") for term in concept.terms]
    assert {term.text for term in drafted if term.part_of_speech == "verb"} >= {"relocate", "relocaliser"}


def test_a_year_that_always_stands_beside_both_terms_belongs_to_them(coast):
    assert proposed(coast)["2040 Agenda for Clean Harbours"].endswith("horizon 2040")


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("The agency has relocated the displaced families.", ["relocate"]),
        ("Smugglers smuggled fuel.", ["smuggle"]),
        ("Trafficking and smuggling are crimes.", []),
        ("She will say so.", []),
    ],
)
def test_where_words_are_verbs(text, verbs):
    language = find_language("en")
    tokens = tuple(tokenize(text, language))
    (parts,) = tag_sentences([[token.text for token in tokens]], language)
    assert [lemma for _, lemma in find_verbs(TokenizedText(text, tokens, parts), language)] == verbs


def phrases(text: str, language: str) -> set[str]:
    here = find_language(language)
    tokens = list(tokenize(text, here))
    (parts,) = tag_sentences([[token.text for token in tokens]], here)
    tagged = tag(text, here, tokens, parts)
    return {text[tagged[p.first].token.start : tagged[p.last].token.end] for p in find_phrases(tagged, here)}


def test_names_are_not_strung_together_by_commas():
    found = phrases("Ingrid Solheim, Director General of the Bureau, met the press.", "en")
    assert "Director General of the Bureau" in found
    assert not [phrase for phrase in found if "," in phrase]


def test_capitals_of_a_headline_make_no_names():
    found = phrases("Armenia Launches New Immigration System to Improve Border Management", "en")
    assert {"Immigration System", "Border Management"} <= found
    assert not [phrase for phrase in found if "Launches" in phrase or "Improve" in phrase]


def test_no_indefinite_article_inside_a_term():
    found = phrases("The charter flight on a Tuesday ended the smuggling of the migrants.", "en")
    assert "smuggling of the migrants" in found
    assert not [phrase for phrase in found if " a " in phrase]


def test_no_piece_that_several_translations_share(coast):
    pairs = proposed(extract_terms(units([*COAST, *TRADE]), "en", "fr", least_score=0.1))
    assert pairs["human trafficking"] in {"trafic d’êtres humains", "traite des êtres humains"}


def concept(name: str, english: str, french: str) -> Concept:
    return Concept(name, (Term(english, "en", Status.PREFERRED), Term(french, "fr", Status.PREFERRED)))


def test_a_head_that_belongs_to_another_concept_contradicts():
    glossary = Glossary(
        (
            concept("trafficking", "human trafficking", "traite des êtres humains"),
            concept("smuggling", "migrant smuggling", "trafic de migrants"),
        )
    )
    found = extract_from_memory(units([*COAST, *TRADE]), "en", "fr", glossary=glossary)
    (against,) = found.contradictions
    assert (against.used, against.belongs_to, len(against.units)) == ("trafic d’êtres humains", "smuggling", 2)


def test_another_source_term_with_a_known_translation_is_a_variant():
    more = [
        ("Shoreline erosion is measured.", "L’érosion côtière est mesurée."),
        ("Shoreline erosion is feared.", "L’érosion côtière est redoutée."),
        ("Shoreline erosion is costly.", "L’érosion côtière coûte cher."),
    ]
    glossary = Glossary((concept("erosion", "coastal erosion", "érosion côtière"),))
    found = extract_from_memory(units([*COAST, *more]), "en", "fr", glossary=glossary)
    (variant,) = [candidate for candidate in found.candidates if candidate.concept == "erosion"]
    assert (variant.source_term, variant.new_source) == ("shoreline erosion", True)
    (draft,) = [one for one in glossary_of_candidates([variant], "en", "fr") if one.identifier == "erosion"]
    kinds = {term.text: term.type for term in draft.terms}
    assert kinds == {"shoreline erosion": TermType.VARIANT, "érosion côtière": TermType.FULL_FORM}


GERMAN = [
    ("Der Asylantrag wurde abgelehnt.", "La demande d’asile a été rejetée."),
    ("Sie stellte einen Asylantrag bei der Behörde.", "Elle a déposé une demande d’asile auprès de l’autorité."),
    ("Der Asylantrag wird von der Behörde geprüft.", "La demande d’asile est examinée par l’autorité."),
]


def test_from_a_language_without_a_tagger_the_other_side_is_read():
    found = extract_terms(units(GERMAN, "de", "fr"), "de", "fr")
    assert proposed(found)["Asylantrag"] == "demande d’asile"
    context = found[0].contexts[0]
    assert context.source[slice(*context.source_span)] == "Asylantrag"
    with_glossary = extract_from_memory(units(GERMAN, "de", "fr"), "de", "fr", glossary=Glossary(()))
    assert proposed(with_glossary.candidates) == proposed(found)


def test_where_nouns_have_capitals_these_make_no_names():
    german = read_side([source for source, _ in GERMAN], find_language("de"))
    english = read_side([source for source, _ in COAST], find_language("en"))
    assert not german.capitals_name
    assert english.capitals_name
    assert german.surface(0, 1, 1) == "Asylantrag"
