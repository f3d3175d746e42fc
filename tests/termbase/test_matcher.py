import itertools
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from termbase.match import automaton
from termbase.match.automaton import Automaton
from termbase.match.chunks import read_chunk
from termbase.match.matcher import TermMatcher
from termbase.match.pattern import compile_term, has_preposition, link_agrees
from termbase.match.pieces import Pieces
from termbase.match.trie import TermTrie
from termbase.match.words import read_words
from termbase.model import CaseRule, Concept, Glossary, Status, Term, TermType
from tmx.compiled import MISSING
from tmx.text.languages import find_language
from tmx.text.tokens import has_grouped_figures

PAIRS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "inflected_terms.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def glossary(*terms: str, language: str = "fr", case: CaseRule = CaseRule.AUTO) -> Glossary:
    return Glossary(tuple(Concept(str(n), (Term(text, language, case=case),)) for n, text in enumerate(terms)))


def found(text: str, *terms: str, language: str = "fr", overlapping: bool = False, case: CaseRule = CaseRule.AUTO):
    hits = TermMatcher(glossary(*terms, language=language, case=case), language).find(text, overlapping=overlapping)
    return [(hit.term.text, text[hit.start : hit.end], hit.how) for hit in hits]


def test_the_table_has_both_signs():
    assert len(PAIRS) >= 200
    assert sum(sign == "-" for _, sign, _, _ in PAIRS) >= 80


@pytest.mark.parametrize(("language", "sign", "term", "text"), PAIRS)
def test_inflected_terms(language, sign, term, text):
    assert bool(found(text, term, language=language)) == (sign == "+")


def test_the_span_is_that_of_the_words():
    assert found("Aux victimes de l’esclavage, aux migrants", "victime de l'esclavage", "migrant") == [
        ("victime de l'esclavage", "victimes de l’esclavage", "inflected"),
        ("migrant", "migrants", "inflected"),
    ]


def test_typography_and_case_are_no_inflection():
    assert found("La Main d’œuvre", "main-d'oeuvre") == [("main-d'oeuvre", "Main d’œuvre", "exact")]


def test_the_longest_wins_and_hides_what_is_inside():
    text = "le trafic illicite de migrants et la traite"
    terms = ("trafic", "trafic illicite", "trafic illicite de migrants", "migrant", "traite")
    assert [surface for _, surface, _ in found(text, *terms)] == ["trafic illicite de migrants", "traite"]
    assert len(found(text, *terms, overlapping=True)) == 5


def test_an_inserted_adjective_does_not_hide_a_term_that_uses_it():
    text = "la migration internationale régulière"
    assert [term for term, _, _ in found(text, "migration internationale", "migration régulière")] == [
        "migration internationale"
    ]


def test_same_span_prefers_the_exact_term():
    assert [term for term, _, _ in found("les victimes", "victime", "victimes")] == ["victimes"]


def test_two_concepts_with_the_same_name_are_both_reported():
    assert len(found("la cellule", "cellule", "cellule")) == 2


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("le Pacte mondial", True),
        ("un pacte mondial", False),
        ("Pacte Mondial", True),
        ("LE PACTE MONDIAL", True),
    ],
)
def test_exact_case(text, hit):
    terms = ("Pacte Mondial" if text == "Pacte Mondial" else "Pacte mondial",)
    assert bool(found(text, *terms, case=CaseRule.EXACT)) == hit


def test_a_lower_case_term_may_open_a_sentence():
    assert found("Traite : un crime. Traite !", "traite", case=CaseRule.EXACT)
    assert not found("la Traite", "traite", case=CaseRule.EXACT)


def test_any_case_finds_acronyms_in_small_letters():
    assert found("la covid", "COVID", case=CaseRule.ANY)
    assert found("l'oim", "OIM", case=CaseRule.ANY)


def test_a_term_marked_as_acronym_keeps_its_letters():
    one = Glossary((Concept("1", (Term("GeM", "fr", type=TermType.ACRONYM),)),))
    assert [hit.how for hit in TermMatcher(one, "fr").find("le GeM")] == ["acronym"]
    assert TermMatcher(one, "fr").find("une gem") == []


def test_acronyms_are_named_as_such():
    assert found("IOM’s SDGs", "SDG", "IOM", language="en") == [("IOM", "IOM", "acronym"), ("SDG", "SDGs", "acronym")]


@pytest.mark.parametrize(
    "term", ["", " ", ",", "-", "l’", "les", "?", "…", "«»", "de", "C++", "24/7", "€", "à", "a-t-il"]
)
def test_odd_terms_do_no_harm(term):
    text = f"Voici {term} et l’{term}-{term}."
    for hit in TermMatcher(glossary(term), "fr").find(text):
        assert text[hit.start : hit.end].strip()


def test_languages_without_rules_match_word_for_word():
    assert found("Die Migration und der Menschenhandel", "Menschenhandel", language="de")
    assert found("日本 の 移住", "移住", language="ja")


def test_offsets_are_code_points_of_the_text_as_given():
    text = "🌍 re\u0301fugie\u0301s\u00a0: l\u2019OIM"
    assert [surface for _, surface, _ in found(text, "réfugié", "OIM")] == ["re\u0301fugie\u0301s", "OIM"]


def slow(glossary_: Glossary, language: str, text: str) -> set[tuple[str, int, int]]:
    """Every term at every place, by trying all choices of words: no index, no order of search."""
    here = find_language(language)
    words = read_words(text, here)

    def places(pattern, step: int, at: int, inserted: bool) -> Iterable[int]:
        if step == len(pattern.elements):
            yield at
            return
        for after in range(at + 1, min(at + 8, len(words))):
            between = words[at + 1 : after]
            plain = [word for word in between if word.gap is not None]
            others = [word for word in between if word.gap is None]
            if len(others) > (0 if inserted or pattern.is_acronym else 1):
                continue
            if any(not w.adjectival or w.glued_before or w.glued_after for w in others):
                continue
            link = [part for word in plain for part in word.gap]
            if others:  # a noun with a preposition of its own is another concept
                middle = between.index(others[0])
                sides = (words[at + 1 : at + 1 + middle], between[middle + 1 :])
                if all(has_preposition([part for word in side for part in word.gap]) for side in sides):
                    continue
            if link_agrees(pattern.links[step - 1], link, here.partitives) and pattern.elements[step].matches(
                words[after]
            ):
                yield from places(pattern, step + 1, after, inserted or bool(others))

    result = set()
    for concept in glossary_:
        for term in concept.terms:
            pattern = compile_term(term, here)
            if pattern is None:
                continue
            for first, word in enumerate(words):
                if word.glued_before or not pattern.elements[0].matches(word):
                    continue
                for last in places(pattern, 1, first, False):
                    if not words[last].glued_after:
                        result.add((concept.identifier, word.start, words[last].end))
    return result


WORDS = (
    "traite traites des de d’ la l’ les personnes personne migrants migrant illicite illicites trafic OIM ONU "
    "internationale national nationaux plan et à au - , . sûre régulière œuvre main droit droits"
).split()
SPACES = st.sampled_from([" ", " ", " ", ""])


@st.composite
def texts(draw, most: int):
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=most))
    return "".join(word + ("" if word.endswith("’") else draw(SPACES)) for word in words)


@settings(max_examples=300)
@given(st.lists(texts(4), min_size=1, max_size=6), texts(14))
def test_the_index_finds_what_the_slow_search_finds(terms, text):
    one = glossary(*terms)
    fast = {(hit.concept.identifier, hit.start, hit.end) for hit in TermMatcher(one, "fr").find(text, overlapping=True)}
    everything = slow(one, "fr", text)
    # Where a term may end at several words, the matcher reports one of the ends.
    assert fast <= everything
    for identifier, start, end in everything:
        assert any(i == identifier and s < end and start < e for i, s, e in fast)


@settings(max_examples=100)
@given(st.lists(texts(4), min_size=1, max_size=6), texts(14))
def test_kept_hits_do_not_overlap(terms, text):
    hits = TermMatcher(glossary(*terms), "fr").find(text)
    spans = sorted({(hit.start, hit.end) for hit in hits})
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert bool(hits) == bool(TermMatcher(glossary(*terms), "fr").find(text, overlapping=True))


PIECES = st.sampled_from(
    "l’OIM U.N. U.S.A. main-d’œuvre IOM’s 12 1990 3,5 % fin. « » Dr. non-État https://a.org/b, (sic) "
    "re\u0301fugie\u0301 d' - — l' qu’il …".split()
)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=12), st.sampled_from(["fr", "en"]))
def test_pieces_between_spaces_hold_the_words_of_the_text(pieces, language):
    here = find_language(language)
    text = " ".join(pieces)
    if has_grouped_figures(text):
        return
    words, at, opens = [], 0, True
    for piece in pieces:
        chunk = read_chunk(piece, here)
        for number, word in enumerate(chunk.words):
            first = opens if number == 0 else word.opens_sentence
            span = (word.start + at, word.end + at)
            words.append((word.form, *span, word.glued_before, word.glued_after, first))
        at, opens = at + len(piece) + 1, chunk.sentence_after
    whole = [(w.form, w.start, w.end, w.glued_before, w.glued_after, w.opens_sentence) for w in read_words(text, here)]
    assert words == whole


CORES = st.sampled_from(
    ["IOM", "mot", "a", "www", "été", "12", "1990", "٣", "Johnʼs", "e\u0301", "ª", "a-b", "l’eau", ""]
)
MARKS = st.text("([«“.,;:!?)]»”%-’", max_size=3)


@settings(max_examples=400)
@given(MARKS, CORES, MARKS, st.sampled_from(["fr", "en"]))
def test_words_with_marks_around_them_are_read_as_others_are(before, core, after, language):
    here = find_language(language)
    text = before + core + after
    if not text:
        return
    automaton = Automaton(TermTrie([Term("mot", language)], here), here.partitives)
    piece = Pieces(automaton, here)[text]
    words = read_chunk(text, here).words
    assert piece.symbols == tuple([automaton.symbol(w.form, w.glued_before, w.glued_after) for w in words])
    starts = [sum(piece.steps[:number]) for number, _ in enumerate(words)]
    spans = [(start, start + width) for start, width in zip(starts, piece.widths, strict=True)]
    assert spans == [(word.start, word.end) for word in words]
    assert not words or sum(piece.steps) == len(text) + 1


SPACED = st.lists(
    st.tuples(
        st.sampled_from("la traite des personnes, l’OIM et 1 000 plans".split(" ")),
        st.sampled_from([" ", "  ", "\n", "\u00a0"]),
    )
)


@settings(max_examples=100)
@given(SPACED, st.sampled_from(["", " ", "\n\n"]))
def test_places_do_not_depend_on_spaces(parts, before):
    text = before + "".join(part + space for part, space in parts)
    for hit in TermMatcher(glossary("traite", "personne", "OIM", "1 000"), "fr").find(text):
        surface = text[hit.start : hit.end]
        assert surface.replace("\u00a0", " ") in {"traite", "personnes", "OIM", "1 000"}


def test_figures_grouped_by_spaces_are_one_word():
    assert found("plus de 1 000 migrants", "1 000") == [("1 000", "1 000", "exact")]
    assert found("les migrants, 12 000 en tout", "migrant") == [("migrant", "migrants", "inflected")]


@settings(max_examples=60)
@given(st.lists(texts(4), min_size=1, max_size=8), st.lists(texts(14), min_size=2, max_size=6))
def test_what_was_read_before_changes_nothing(terms, many):
    one = glossary(*terms)
    used = TermMatcher(one, "fr")
    for text in many:
        fresh = TermMatcher(one, "fr")
        assert used.find(text) == fresh.find(text)
        assert used.search(text).longest == tuple(fresh.find(text))
        assert used.search(text).every == tuple(fresh.find(text, overlapping=True))


@pytest.mark.skipif(automaton._COMPILED is None, reason=MISSING)
@settings(max_examples=60)
@given(st.lists(texts(4), min_size=1, max_size=8), st.lists(texts(14), min_size=2, max_size=6))
def test_the_compiled_walk_finds_the_same(terms, many):
    one = glossary(*terms)
    hits = [TermMatcher(one, "fr").find(text, overlapping=True) for text in many]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(automaton, "_COMPILED", None)
        assert hits == [TermMatcher(one, "fr").find(text, overlapping=True) for text in many]


def test_a_matcher_may_forget(monkeypatch):
    text = "la traite des personnes, le plan national et les plans nationaux de l’OIM"
    terms = ("traite des personnes", "plan national", "OIM", "personne")
    expected = found(text, *terms)
    assert len(expected) == 4
    for limit in ("_KEPT_PIECES", "_KEPT_STEPS", "_KEPT_CLUSTERS"):
        monkeypatch.setattr(f"termbase.match.reader.{limit}", 0)
        matcher = TermMatcher(glossary(*terms), "fr")
        for _ in range(3):
            hits = [(hit.term.text, text[hit.start : hit.end], hit.how) for hit in matcher.find(text)]
            assert hits == expected


def slow_longest(glossary_: Glossary, language: str, text: str) -> set[tuple[int, int]]:
    """The spans that are left when the longest is taken again and again, by the rule as it is told."""
    here = find_language(language)
    words = read_words(text, here)
    first = {word.start: number for number, word in enumerate(words)}
    last = {word.end: number for number, word in enumerate(words)}
    matcher = TermMatcher(glossary_, language)
    kept: list[tuple[int, int]] = []
    left = []
    for hit in matcher.find(text, overlapping=True):
        pattern = compile_term(hit.term, here)
        between = words[first[hit.start] : last[hit.end] + 1]
        elements = len(pattern.elements)
        passed = sum(word.gap is not None and not any(e.matches(word) for e in pattern.elements) for word in between)
        inserted = len(between) - elements - passed > 0
        left.append(((-elements, inserted, -len(between), hit.start), (hit.start, hit.end)))
    for _, (start, end) in sorted(left):
        if all((start, end) == span or end <= span[0] or span[1] <= start for span in kept):
            kept.append((start, end))
    return set(kept)


PLAIN = st.lists(st.sampled_from("traite transnationale personne migrant illicite plan national droit".split()))


@settings(max_examples=150)
@given(st.lists(PLAIN.filter(lambda row: 0 < len(row) < 5).map(" ".join), min_size=1, max_size=8), PLAIN.map(" ".join))
def test_the_longest_are_those_of_a_slow_choice(terms, text):
    one = glossary(*terms)
    assert {(hit.start, hit.end) for hit in TermMatcher(one, "fr").find(text)} == slow_longest(one, "fr", text)


def test_threads_may_share_a_matcher():
    text = "la traite des personnes et le plan national de l’OIM, " * 5
    matcher = TermMatcher(glossary("traite des personnes", "plan national", "OIM", "plan", "traite"), "fr")
    with ThreadPoolExecutor(4) as pool:
        found_ = list(pool.map(matcher.find, [text] * 16))
    assert all(hits == found_[0] for hits in found_)
    assert len(found_[0]) == 15


def test_a_spelling_that_the_glossary_has_is_not_taken_for_another_one():
    concept = Concept("c", (Term("cooperation", "en"), Term("co-operation", "en", Status.FORBIDDEN)))
    matcher = TermMatcher(Glossary((concept,)), "en")
    for text in ("cooperation", "co-operation"):
        assert [hit.term.text for hit in matcher.find(text, overlapping=True)] == [text]
    alone = TermMatcher(Glossary((Concept("c", (Term("co-operation", "en", Status.FORBIDDEN),)),)), "en")
    assert [(hit.term.text, hit.how) for hit in alone.find("Our Cooperation.")] == [("co-operation", "inflected")]
