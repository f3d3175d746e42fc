"""One suite for every glossary format: what a format says it holds comes back, and nothing is made up.

Facts are counted feature by feature, without order, the slow and obvious way; what a format holds is what the registry
says, and the table in docs/formats.md says the same.
"""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from termbase.formats.registry import FORMATS, Feature, find_format, read_glossary, write_glossary
from termbase.model import (
    CaseRule,
    Category,
    Concept,
    Definition,
    Glossary,
    Status,
    Term,
    TermType,
    Transaction,
    ordered_terms,
)
from tmx.text.languages import primary_subtag

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "glossaries"
FILES = [one for one in FORMATS if one.name != "db"]
NAMES = [one.name for one in FILES]
SUGGESTED = {Status.PREFERRED, Status.ADMITTED, Status.PROPOSED}


def full() -> Glossary:
    """Something of everything."""
    history = (
        Transaction("origination", "2026-01-31", "Ana", target="p1"),
        Transaction("modification", "2026-02-01T10:00:00", "Béa", "fr"),
        Transaction("check", "", "Ana", data=(Category("note", "", "all right"),)),
    )
    english = Term(
        "trafficking in persons",
        "en-GB",
        part_of_speech="noun",
        case=CaseRule.ANY,
        contexts=("Measures against trafficking in persons.", "A crime: <trafficking> & more."),
        source="Palermo Protocol",
        notes=("one note", "accord:another=note"),
        number="singular",
        customer="IOM",
        project="2026",
        identifier="t1",
        history=(Transaction("modification", "2026-02-02", "Ana"),),
        data=(
            Category("termNote", "geographicalUsage", "everywhere"),
            Category("admin", "source", "a report, page 12", about="Measures against trafficking in persons."),
            Category("descrip", "Usage note", "not «smuggling» = another crime"),
        ),
    )
    terms = (
        english,
        Term("TIP", "en-GB", Status.ADMITTED, TermType.ACRONYM, case=CaseRule.EXACT),
        Term("traite des personnes", "fr", part_of_speech="noun", gender="feminine", notes=("for people",)),
        Term(
            "traite des êtres humains",
            "fr",
            Status.ADMITTED,
            TermType.VARIANT,
            part_of_speech="noun",
            gender="feminine",
        ),
        Term("trafic de personnes", "fr", Status.FORBIDDEN, part_of_speech="noun", gender="masculine"),
        Term("traite d’humains", "fr", Status.PROPOSED),
        Term("commerce des personnes", "fr", Status.DEPRECATED, TermType.SHORT_FORM),
        Term("人身売買", "ja"),
    )
    data = (
        Category("admin", "source", "UN", "fr", about="Le recrutement de personnes par la contrainte."),
        Category("descrip", "Entry status", "Final"),
        Category("xref", "externalCrossReference", "the text", target="https://example.org/?a=1&b=2"),
        Category("ref", "crossReference", "smuggling", target="c2"),
        Category("note", "", "about the French", "fr"),
    )
    first = Concept(
        "c1",
        terms,
        subject="law",
        definition="Recruiting people by force.",
        notes=("about the concept", "=1+1"),
        definitions=(
            Definition("Recruiting people by force, in English.", "en-GB"),
            Definition("Le recrutement de personnes par la contrainte.", "fr"),
            Definition("Anwerbung von Personen.", "de"),
        ),
        customer="UN",
        project="glossary",
        history=history,
        data=data,
    )
    second = Concept("c2", (Term("=cmd|' /C calc'!A0", "en-GB"), Term("@SUM(1+1)*-2", "fr", Status.PROPOSED)))
    third = Concept("12 a", (Term("'tis", "en-GB"), Term("-", "fr"), Term("#mot", "fr"), Term("\\", "fr")), subject="-")
    about = (
        Category("sourceDesc", "", "Exported"),
        Category("refObject", "respPerson", "Ana", target="p1", about="fn"),
    )
    return Glossary((first, second, third), "full", about)


def full_terms() -> tuple[Term, ...]:
    return full().concepts[0].terms


def suggested(glossary: Glossary, statuses: set[Status]) -> Glossary:
    """What a format of pairs can hold: terms in both languages, of these statuses, where both languages have one."""
    source, target = (
        glossary.languages[0],
        next(
            language
            for language in glossary.languages
            if primary_subtag(language) != primary_subtag(glossary.languages[0])
        ),
    )
    concepts = []
    for concept in glossary:
        sides = [[term for term in concept.terms_in(tag) if term.status in statuses] for tag in (source, target)]
        if all(sides):
            concepts.append(replace(concept, terms=(*sides[0], *sides[1])))
    return Glossary(tuple(concepts))


def pairs(glossary: Glossary) -> set[tuple[str, str]]:
    found = set()
    for concept in glossary:
        tags = {primary_subtag(term.language): None for term in concept.terms}
        if len(tags) == 2:
            source, target = ([term.text for term in concept.terms_in(tag)] for tag in tags)
            found |= {(one, other) for one in source for other in target}
    return found


def facts(glossary: Glossary) -> dict[Feature, Counter]:
    """Everything that a glossary says, by feature, in no order."""
    found: dict[Feature, list] = {feature: [] for feature in Feature}
    for concept in glossary:
        name = concept.identifier
        found[Feature.SUBJECT] += [(name, concept.subject, concept.definition)]
        found[Feature.DEFINITIONS] += [(name, one) for one in concept.definitions]
        found[Feature.NOTES] += [(name, note) for note in concept.notes]
        found[Feature.MANAGED] += [(name, concept.customer, concept.project), *((name, one) for one in concept.history)]
        found[Feature.OTHER] += [(name, one) for one in concept.data]
        for term in concept.terms:
            key = (name, term.language, term.text)
            found[Feature.TERMS] += [key]
            found[Feature.CONCEPTS] += [key]
            found[Feature.STATUS] += [(*key, term.status)]
            found[Feature.PROPOSED] += [(*key, term.status is Status.PROPOSED)]
            found[Feature.TYPE] += [(*key, term.type, term.number, term.case)]
            found[Feature.GRAMMAR] += [(*key, term.part_of_speech)]
            found[Feature.GENDER] += [(*key, term.gender)]
            found[Feature.CONTEXTS] += [(*key, term.source), *((*key, text) for text in term.contexts)]
            found[Feature.TERM_NOTES] += [(*key, note) for note in term.notes]
            found[Feature.MANAGED] += [(*key, term.customer, term.project), *((*key, one) for one in term.history)]
            found[Feature.OTHER] += [(*key, term.identifier), *((*key, one) for one in term.data)]
    found[Feature.FILE] = list(glossary.data)
    return {feature: Counter(values) for feature, values in found.items()}


def there_and_back(folder: Path, glossary: Glossary, one) -> Glossary:
    path = folder / f"x{one.suffixes[0]}"
    write_glossary(path, glossary, file_format=one.name)
    return read_glossary(path, source_language="en", target_language="fr", file_format=one.name)


def check_survival(before: Glossary, after: Glossary, one) -> None:
    was, now = facts(before), facts(after)
    if Feature.TERMS in one.holds:
        for feature in one.holds:
            assert now[feature] == was[feature], (one.name, feature)
        return
    reduced = suggested(before, set(Status) if one.name == "utx" else SUGGESTED)
    assert pairs(after) == pairs(reduced)
    if Feature.CONCEPTS in one.holds:
        plain = {(concept.identifier, term.text) for concept in reduced for term in concept.terms}
        assert {(concept.identifier, term.text) for concept in after for term in concept.terms} == plain
        kept = {concept.identifier: concept for concept in reduced}
        for concept in after:
            other = kept[concept.identifier]
            told = other.definition or next((one.text for one in other.definitions), "")
            assert (concept.subject, concept.definition, concept.notes) == (other.subject, told, other.notes)
            for term in concept.terms:
                alike = [of for of in other.terms if of.text == term.text]
                if Feature.GRAMMAR in one.holds:
                    assert (term.part_of_speech, term.gender) in {(of.part_of_speech, of.gender) for of in alike}
                    assert term.notes in {of.notes for of in alike}
                if one.name == "utx":
                    assert (term.status is Status.PROPOSED) in {of.status is Status.PROPOSED for of in alike}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_format_holds_survives(tmp_path, name):
    one = find_format(name)
    after = there_and_back(tmp_path, full(), one)
    check_survival(full(), after, one)
    # What comes out once goes through again without any change.
    assert there_and_back(tmp_path / "again", after, one) == after


@pytest.mark.parametrize("name", [one.name for one in FILES if Feature.TERMS in one.holds])
def test_nothing_at_all_is_lost(tmp_path, name):
    one = find_format(name)
    after = there_and_back(tmp_path, full(), one)
    expected = full() if Feature.FILE in one.holds else replace(full(), data=())
    assert facts(after) == facts(expected)
    assert [concept.identifier for concept in after] == ["c1", "c2", "12 a"]
    assert [term.text for term in after.concepts[0].terms] == [
        term.text for term in ordered_terms(full().concepts[0].terms)
    ]


PRINTED = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
WORDS = st.text(PRINTED | st.just(" "), min_size=1, max_size=10).map(lambda text: " ".join(text.split())).filter(bool)
NOTES = st.lists(
    WORDS.filter(lambda note: "|" not in note and not note.startswith("concept:")), max_size=2, unique=True
)
DATES = st.sampled_from(["", "2026-01-31", "2026-01-31T12:30:00"])
CATEGORIES = st.builds(
    Category,
    kind=st.sampled_from(["descrip", "admin", "note", "termNote"]),
    name=st.sampled_from(["Usage note", "x-own", "Note", "entry=status", "→ a"]),
    value=WORDS,
).map(lambda one: replace(one, name="", kind="note", language="fr") if one.kind == "note" else one)
HISTORY = st.lists(
    st.builds(Transaction, kind=st.sampled_from(["origination", "check"]), date=DATES, author=st.just("") | WORDS),
    max_size=2,
).map(tuple)


def data_of(at_term: bool):
    return (
        st.lists(CATEGORIES, max_size=3, unique=True)
        .map(lambda many: [one for one in many if at_term or one.kind != "termNote"])
        .map(tuple)
    )


TERMS = st.builds(
    Term,
    text=WORDS,
    language=st.sampled_from(["en", "fr"]),
    status=st.sampled_from(Status),
    type=st.sampled_from(TermType),
    part_of_speech=st.sampled_from(["", "noun", "proper noun", "interjection"]),
    gender=st.sampled_from(["", "masculine", "common", "otherGender"]),
    case=st.sampled_from(CaseRule),
    contexts=st.lists(WORDS, max_size=2).map(tuple),
    source=st.just("") | WORDS,
    notes=NOTES.map(tuple),
    number=st.sampled_from(["", "plural", "dual"]),
    customer=st.sampled_from(["", "IOM"]),
    project=st.sampled_from(["", "2026"]),
    identifier=st.sampled_from(["", "t1"]),
    history=HISTORY,
    data=data_of(at_term=True),
)
CONCEPTS = st.builds(
    Concept,
    identifier=WORDS,
    terms=st.lists(TERMS, min_size=1, max_size=4, unique_by=lambda term: (term.language, term.text)).map(ordered_terms),
    subject=st.just("") | WORDS,
    definition=st.just("") | WORDS,
    notes=NOTES.map(tuple),
    definitions=st.lists(st.builds(Definition, WORDS, st.sampled_from(["en", "fr", "de"])), max_size=2).map(tuple),
    customer=st.sampled_from(["", "UN"]),
    history=HISTORY,
    data=data_of(at_term=False),
)
PAIR = Concept("first", (Term("house", "en"), Term("maison", "fr")))
GLOSSARIES = st.lists(CONCEPTS, max_size=3, unique_by=lambda concept: concept.identifier).map(
    lambda concepts: Glossary((PAIR, *(concept for concept in concepts if concept.identifier != "first")), name="x")
)


@settings(max_examples=12)
@given(glossary=GLOSSARIES)
@pytest.mark.parametrize("name", NAMES)
def test_import_of_an_export_is_the_same(tmp_path_factory, name, glossary):
    one = find_format(name)
    folder = tmp_path_factory.mktemp("there")
    after = there_and_back(folder, glossary, one)
    check_survival(glossary, after, one)
    assert there_and_back(folder, after, one) == after


@pytest.mark.parametrize("name", NAMES)
def test_writing_twice_gives_the_same_bytes(tmp_path, name):
    one = find_format(name)
    contents = []
    for number in (1, 2):
        path = tmp_path / f"{number}" / f"full{one.suffixes[0]}"
        write_glossary(path, full(), file_format=name)
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".tab", ".txt"])
def test_a_table_by_any_name(tmp_path, suffix):
    write_glossary(tmp_path / f"x{suffix}", full())
    assert facts(read_glossary(tmp_path / f"x{suffix}")) == facts(replace(full(), data=()))


def test_from_one_format_to_another_and_back(tmp_path):
    glossary = full()
    for number, suffix in enumerate([".csv", ".tbx", ".tsv", ".mtf", ".xlsx", ".tbx", ".csv"]):
        path = tmp_path / f"{number}{suffix}"
        write_glossary(path, glossary)
        glossary = read_glossary(path)
    assert facts(glossary) == facts(replace(full(), data=()))


TEXT = [(one.name, suffix) for one in FILES if one.name != "xlsx" for suffix in one.suffixes[:2] if suffix != ".xml"]


@pytest.mark.parametrize(("name", "suffix"), TEXT)
def test_files_are_written_as_they_always_were(tmp_path, name, suffix):
    """Golden files: a change here changes every line diff of every team. Delete the file to write it anew."""
    path, golden = tmp_path / f"{name}{suffix}", GOLDEN / f"full.{name}{suffix}"
    write_glossary(path, full(), file_format=name, suffix=suffix if name == "table" else None)
    if not golden.exists():
        golden.write_bytes(path.read_bytes())
    assert path.read_bytes() == golden.read_bytes()


def test_the_documentation_says_what_survives():
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    table = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.partition("### What survives in which format")[2].splitlines()
        if line.startswith("|")
    ]
    header, rows = table[0], {row[0]: row[1:] for row in table[2:]}
    titles = {one.title: one for one in FORMATS}
    assert sorted(title for cell in header[1:] for title in cell.split(" · ")) == sorted(titles)
    assert set(rows) == {feature.value for feature in Feature}
    for number, cell in enumerate(header[1:]):
        for title in cell.split(" · "):
            said = {feature for feature in Feature if rows[feature.value][number] == "yes"}
            assert said == titles[title].holds, title


def test_a_translation_of_two_terms_is_settled_in_po_if_one_of_the_pairs_is(tmp_path):
    terms = [Term("a", "en", Status.PROPOSED), Term("b", "en", Status.ADMITTED), Term("x", "fr")]
    glossary = Glossary((Concept("c", tuple(terms)),))
    after = there_and_back(tmp_path, glossary, find_format("po"))
    assert [(term.text, term.status) for term in after.concepts[0].terms_in("fr")] == [("x", Status.PREFERRED)]
    assert there_and_back(tmp_path, after, find_format("po")) == after
