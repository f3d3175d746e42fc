"""Terms of texts in one language: words, candidates, what is found, rankers in files."""

import io
import json
import math
import zipfile

import numpy as np
import pytest
from msgspec.structs import replace

from termbase.extract.monolingual.candidates import find_candidates
from termbase.extract.monolingual.contrast import Background, contrast_features
from termbase.extract.monolingual.corpus import split_words
from termbase.extract.monolingual.draft import draft_of_terms
from termbase.extract.monolingual.extraction import SingleTerm, corpus_of, extract_single
from termbase.extract.monolingual.features import candidate_features
from termbase.extract.monolingual.general import general_list
from termbase.extract.monolingual.ranker_file import read_ranker, write_ranker
from termbase.extract.monolingual.relations import find_relations, relational_features
from termbase.extract.monolingual.scene import scene_of
from termbase.extract.monolingual.training import Sample, forms_in, in_groups, term_key, train_ranker
from termbase.model import Concept, Glossary, Status, Term, TermType
from tmx.errors import ConfigError, ParseError, TermbaseError, UnknownLanguageError
from tmx.text.languages import find_language

ENGLISH, FRENCH = find_language("en"), find_language("fr")

TEXT = [
    "The wind turbine drives a synchronous generator.",
    "A wind turbine has three rotor blades, and each rotor blade has a pitch actuator.",
    "The pitch actuator turns the rotor blades of the wind turbine.",
    "A synchronous generator feeds the grid through a frequency converter.",
    "The frequency converter and the pitch actuator stand in the nacelle.",
    "Every nacelle of the wind farm holds a synchronous generator and a yaw drive.",
    "The yaw drive turns the nacelle into the wind.",
]
TERMS = (
    "wind turbine|synchronous generator|rotor blade|rotor blades|pitch actuator|frequency converter|nacelle|yaw drive"
)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("leg-yield and half-pass", ENGLISH, "leg-yield|and|half-pass"),
        ("the horse's mouth", ENGLISH, "the|horse|'s|mouth"),
        ("the horses’ tails", ENGLISH, "the|horses|’|tails"),
        ("l'énergie d’appoint", FRENCH, "l'|énergie|d’|appoint"),
        ("aujourd'hui", FRENCH, "aujourd'hui"),
        ("H5N1-like, 3-phase", ENGLISH, "H5N1-like|,|3-phase"),
        ("two - three", ENGLISH, "two|-|three"),
        ("pre- and post-war", ENGLISH, "pre|and|post-war"),
        ("", ENGLISH, ""),
    ],
)
def test_words(text, language, words):
    found, starts, ends = split_words(text, language)
    assert found == [word for word in words.split("|") if word]
    assert [text[start:end] for start, end in zip(starts, ends, strict=True)] == found


def test_the_general_lists():
    for language, common, rarer in ((ENGLISH, "water", "turbine"), (FRENCH, "eau", "éolienne")):
        words = general_list(language)
        assert len(words.values) == 60_000
        assert words.zipf(common) > words.zipf(rarer) > words.zipf("xyzzyx") == 2.3
    assert general_list(ENGLISH).zipf("water-turbine") == general_list(ENGLISH).zipf("turbine")
    assert general_list(find_language("de")).zipf("Wasser") == 2.3


def test_candidates_are_noun_phrases_with_all_their_places():
    candidates = find_candidates(corpus_of([TEXT], "en"))
    number = candidates.keys.index(("wind", "turbine"))
    assert (candidates.owner == number).sum() == 3
    assert ("the", "wind", "turbine") not in candidates.keys
    assert ("turbine", "drives", "a") not in candidates.keys


def test_features_are_finite_and_nothing_witnesses_for_itself():
    corpus = corpus_of([TEXT], "en")
    candidates = find_candidates(corpus)
    assert np.isfinite(candidate_features(corpus, candidates).matrix()).all()
    relations = find_relations(candidates, ENGLISH)
    low = np.full(len(candidates), 0.05)
    number = candidates.keys.index(("nacelle",))
    high = low.copy()
    high[number] = 0.95
    before = relational_features(relations, low).columns["word-mean"][number]
    after = relational_features(relations, high).columns["word-mean"][number]
    assert after - before == pytest.approx(0, abs=0.5)  # only the mean of all, which stands for doubt, moves


def test_terms_are_found_without_learning():
    found = extract_single([TEXT], "en", limit=12)
    texts = {term.text for term in found}
    assert {"wind turbine", "nacelle", "pitch actuator", "synchronous generator"} <= texts
    assert [term.score for term in found] == sorted((term.score for term in found), reverse=True)
    turbine = next(term for term in found if term.text == "wind turbine")
    assert (turbine.frequency, turbine.documents) == (3, 1)
    context = turbine.contexts[0]
    assert context.text[context.start : context.end] == "wind turbine"


def test_a_general_adjective_that_belongs_to_the_term():
    texts = [
        "The early warning system saved many lives. Communities need an early warning system.",
        "The ministry funds the early warning system. New reception centres were opened.",
        "The reception centres are full. They left the reception centres.",
    ]
    score = {term.text: term.score for term in extract_single([texts], "en")}
    assert score["early warning system"] >= score["warning system"]
    assert score["reception centres"] > score.get("new reception centres", 0)


def glossary(*terms, status=Status.PREFERRED):
    return Glossary(tuple(Concept(text, (Term(text, "en", status),)) for text in terms))


def test_what_is_known_is_marked_and_what_was_rejected_stays_away():
    found = extract_single([TEXT], "en", known=glossary("Nacelle", "rotor blade"), rejected=glossary("yaw drives"))
    assert {term.text for term in found if term.known} == {"nacelle", "rotor blade", "rotor blades"}
    assert "yaw drive" not in {term.text for term in found}


def test_a_draft_holds_contexts_and_counts():
    draft = draft_of_terms(extract_single([TEXT], "en", limit=3), "en", name="draft")
    assert len(draft) == 3
    for concept in draft:
        (term,) = concept.terms
        assert term.status is Status.PROPOSED
        assert term.text.lower() in term.contexts[0].lower()
        assert "×" in concept.notes[0]


def test_nothing_to_find():
    assert extract_single([], "en") == []
    assert extract_single([["And of the."]], "en") == []
    with pytest.raises(UnknownLanguageError):
        extract_single([TEXT], "de")


@pytest.fixture(scope="module")
def lessons():
    """Texts on thirty-six made-up machines, in which these are the terms."""
    kinds = "axial radial hydraulic thermal helical planetary".split()
    parts = "compressor bearing manifold impeller actuator gearbox".split()
    frames = (
        "The {} must be checked every year by the people of the house.",
        "Nobody could say why a new {} costs so much money this time.",
        "They replaced the {} on Monday, and the work went well for the whole team.",
    )
    terms = [f"{kind} {part}" for kind in kinds for part in parts]
    return terms, [[frame.format(term) for frame in frames] for term in terms]


@pytest.fixture(scope="module")
def ranker(lessons):
    terms, documents = lessons
    corpus = corpus_of(documents, "en")
    forms = forms_in(corpus, {term_key(term, ENGLISH) for term in terms})
    return train_ranker(in_groups(corpus, forms), note="machines")


def test_a_ranker_learns_from_accepted_terms(ranker):
    found = {term.text for term in extract_single([TEXT], "en", ranker=ranker, limit=6)}
    assert len(found & set(TERMS.split("|"))) >= 4


def test_a_ranker_comes_back_from_its_file(ranker, tmp_path):
    path = tmp_path / "ours.ranker"
    write_ranker(path, ranker)
    again = read_ranker(path)
    assert again.note == "machines"
    ours = extract_single([TEXT], "en", ranker=ranker, limit=20)
    theirs = {term.text: term.score for term in extract_single([TEXT], "en", ranker=again, limit=20)}
    assert [theirs.get(term.text) for term in ours] == pytest.approx([term.score for term in ours], abs=0.02)


def in_fields(lessons):
    """The machines by kind, each kind a field of its own, with a sentence that all fields have."""
    terms, documents = lessons
    keys = {term_key(term, ENGLISH) for term in terms}
    samples = []
    for part in range(3):
        own = [[*document, "The usual approach needs a new coefficient."] for document in documents[part * 12 :][:12]]
        corpus = corpus_of(own, "en")
        samples.append(Sample(str(part), corpus, forms_in(corpus, keys)))
    return samples


def test_a_ranker_of_several_fields_keeps_their_words(lessons, tmp_path):
    path = tmp_path / "fields.ranker"
    write_ranker(path, train_ranker(in_fields(lessons), fields=True))
    again = read_ranker(path)
    assert [background.counts["coefficient"] for background in again.backgrounds["en"]] == [12, 12, 12]
    assert [background.counts.get("axial", 0) > 0 for background in again.backgrounds["en"]] == [True, False, False]
    found = {term.text for term in extract_single([TEXT], "en", ranker=again, limit=6)}
    assert len(found & set(TERMS.split("|"))) >= 4


def test_names_are_learnt_apart_where_they_are_told(lessons, tmp_path):
    samples = in_fields(lessons)
    assert not train_ranker(samples, fields=True).apart
    path = tmp_path / "kinds.ranker"
    told = [replace(sample, names=frozenset(sorted(sample.terms)[::2])) for sample in samples]
    ranker = train_ranker(told, fields=True)
    write_ranker(path, ranker)
    again = read_ranker(path)
    assert len(ranker.apart) == len(again.apart) == 2
    scene = scene_of(corpus_of([TEXT], "en"), find_candidates(corpus_of([TEXT], "en")))
    assert again.probabilities(scene) == pytest.approx(ranker.probabilities(scene), abs=0.02)
    together = replace(ranker, apart=()).probabilities(scene)
    found = ranker.probabilities(scene)
    assert np.isfinite(found).all()
    assert 0 < np.abs(found - together).max() < 1


def test_contrast_is_the_mean_of_the_ratios():
    corpus = corpus_of([TEXT], "en")
    candidates = find_candidates(corpus)
    none = contrast_features(corpus, candidates, ())
    assert not none.matrix().any()
    backgrounds = [Background(200, {"wind": 7}), Background(1000, {"turbine": 3})]
    found = contrast_features(corpus, candidates, backgrounds).columns
    number = candidates.keys.index(("wind", "turbine"))

    def ratio(word, background):
        there = (background.counts.get(word, 0) + 0.5) / background.size
        return math.log10((corpus.counts[word] + 0.5) / corpus.size / there)

    pairs = [(ratio("wind", one), ratio("turbine", one)) for one in backgrounds]
    assert found["contrast-least"][number] == pytest.approx(sum(map(min, pairs)) / 2)
    assert found["contrast-head"][number] == pytest.approx(sum(pair[1] for pair in pairs) / 2)
    assert found["contrast-mean"][number] == pytest.approx(sum(map(sum, pairs)) / 4)
    assert found["contrast-absent"][number] == pytest.approx(0.5)


def test_a_ranker_of_another_language_is_refused(ranker):
    with pytest.raises(ConfigError, match="has not learnt French"):
        extract_single([["L'éolienne tourne."]], "fr", ranker=ranker)


def test_too_little_to_learn_from():
    corpus = corpus_of([TEXT], "en")
    with pytest.raises(TermbaseError, match="a ranker needs 30"):
        train_ranker(in_groups(corpus, {("nacelle",)}))


def broken_archives(good):
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        names = {name: archive.read(name) for name in archive.namelist()}

    def archive_of(parts):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return stream.getvalue()

    yield "cut short", good[: len(good) // 2]
    yield "no archive", b"PK\x03\x04 but not really"
    yield "text", b"hello"
    yield "no head", archive_of({name: content for name, content in names.items() if name != "head.npy"})
    yield "no weights", archive_of({name: content for name, content in names.items() if name != "stand-weights.npy"})
    head = json.loads(np.load(io.BytesIO(names["head.npy"])).tobytes())
    negative = io.BytesIO()
    head["backgrounds"] = {"en": [[-3, {"wind": 2}]]}
    np.save(negative, np.frombuffer(json.dumps(head).encode(), dtype=np.uint8))
    yield "counts that are none", archive_of(names | {"head.npy": negative.getvalue()})
    pickled = io.BytesIO()
    np.save(pickled, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    yield "pickled objects", archive_of(names | {"first-weights.npy": pickled.getvalue()})
    other = io.BytesIO()
    np.save(other, np.full(3, np.nan))
    yield "weights that are none", archive_of(names | {"first-weights.npy": other.getvalue()})


def test_broken_rankers_are_refused(ranker, tmp_path):
    path = tmp_path / "broken.ranker"
    write_ranker(path, ranker)
    for name, content in list(broken_archives(path.read_bytes())):
        path.write_bytes(content)
        with pytest.raises(ParseError) as refused:
            read_ranker(path)
        assert "this is not a ranker" in refused.value.reason, name


def test_spellings_that_a_hyphen_tells_apart_are_one_concept():
    texts = ("e-mail", "email", "mail", "IT", "it")
    draft = draft_of_terms([SingleTerm(text, 0.5, 2, 1) for text in texts], "en")
    assert [[(term.text, term.type) for term in concept.terms] for concept in draft] == [
        [("e-mail", TermType.FULL_FORM), ("email", TermType.VARIANT)],
        [("mail", TermType.FULL_FORM)],
        [("IT", TermType.ACRONYM)],
        [("it", TermType.FULL_FORM)],
    ]
