"""The quick look over a whole file never misses what a check finds, and words read by pieces are those read at once."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from termbase.model import Concept, Glossary, Status, Term
from tmx.model import InlineCode, Segment
from tmx.text.languages import find_language
from toolkit.checks.check import EarlierUnit, FileContext, MemoryPair, Unit
from toolkit.checks.registry import CHECKS
from toolkit.checks.sides import read_side
from toolkit.checks.words import WordReader, read_words

# Pieces in which every check finds something, beside plain words of both languages.
_PIECES = """
    Le la the of and centre center a est is ouvert open WHO OMS UNICEF (UN) « » ( ) [sic] "oui" " : : ; ! ? . … ...
    , 1,000 1 000 000 3.5 50% 50 % 8:30 2ème XXIème 1er 15 novembre on Monday lundi two deux l’oeuvre uvre Etats œuvre
    d’ d’une nous nous d' l'eau Marta Lindqvist Lindkvist Khamphao Kamphao <b> </b> {name} %s &amp; &nbsp ; R&D
    a@example.org https://example.org/a?b=c www.example.org - — ’ ' trafficking traite trafic hygièniques
    unaccompanied minors in the first days aux mineurs non accompagnés 1234 567 x\u00a0: y\u202f! \u00a0 \x1c
""".split(" ")
_TEXTS = st.lists(st.sampled_from([piece.replace("\n", "") for piece in _PIECES]), max_size=14).map(" ".join)
_EXAMPLES = [
    [(example.source, example.target), *example.others]
    for check in CHECKS
    for example in import_module(check.run.__module__).FAILING
]
_ROWS = st.lists(
    st.one_of(st.tuples(_TEXTS, _TEXTS).map(lambda row: [row]), st.sampled_from(_EXAMPLES)), min_size=1, max_size=6
).map(lambda groups: [row for rows in groups for row in rows])
_GLOSSARY = Glossary(
    tuple(
        Concept(str(number), terms=(Term(source, "en"), *(Term(text, "fr", status=status) for text, status in targets)))
        for number, (source, targets) in enumerate(
            (
                ("trafficking", (("traite", Status.PREFERRED), ("traite des êtres humains", Status.ADMITTED))),
                ("centre", (("centre d’accueil", Status.PREFERRED), ("centre", Status.FORBIDDEN))),
                ("smuggling", (("trafic", Status.PREFERRED),)),
                ("WHO", (("OMS", Status.PREFERRED), ("OMI", Status.FORBIDDEN))),
            )
        )
    )
)


def _context(rows: list[tuple[str, str]], languages: tuple[str, str], *, full: bool) -> FileContext:
    """A file of ``rows``, which come twice in part; with a glossary, a memory and an earlier file where it is full."""
    context = FileContext(*languages)
    if full:
        source, target = rows[0]
        earlier = {" ".join(source.split()): (EarlierUnit("a.po", "1", "Autre chose."),)}
        memory = (MemoryPair(source, "Tout autre chose encore."), MemoryPair("the centre", target))
        context = FileContext(*languages, _GLOSSARY, memory, aligned=len(rows) % 2 == 0, earlier=earlier)
    rows = [*rows, (rows[0][0], rows[-1][1]), (rows[-1][0], rows[0][1])]
    context.units = tuple(
        Unit(
            str(at),
            Segment(languages[0], source, (InlineCode(0, "standalone", "<x/>"),) if at == 1 else ()),
            Segment(languages[1], target),
            context,
            at,
        )
        for at, (source, target) in enumerate(rows)
    )
    return context


def _misses_nothing(context: FileContext) -> None:
    for check in CHECKS:
        looked_at = set(check.units(context))
        for unit in context.units:
            if unit not in looked_at:
                assert list(check.run(unit, context)) == [], check.code


@pytest.mark.parametrize("rows", _EXAMPLES)
def test_a_quick_look_misses_no_example(rows: list[tuple[str, str]]) -> None:
    _misses_nothing(_context([*rows, *rows[::-1]], ("en", "fr"), full=False))


def test_a_last_translation_without_words() -> None:
    rows = [("They discussed labour migration in the region.", "Ils ont parlé des voyages saisonniers."), ("", '"')]
    _misses_nothing(_context(rows, ("en", "fr"), full=False))


@settings(max_examples=50)
@given(_ROWS, st.sampled_from([("en", "fr"), ("fr", "en"), ("en", "fr-CA"), ("en", "de")]), st.booleans())
def test_a_quick_look_misses_nothing(rows: list[tuple[str, str]], languages: tuple[str, str], full: bool) -> None:
    _misses_nothing(_context(rows, languages, full=full))


@pytest.mark.parametrize("tag", ["en", "fr", "de"])
@settings(max_examples=150)
@given(st.lists(st.one_of(_TEXTS, st.text(max_size=20)), max_size=5))
def test_words_by_pieces(tag: str, texts: list[str]) -> None:
    language = find_language(tag)
    reader = WordReader(language)
    side = read_side(texts, reader)
    for at, text in enumerate(texts):
        words = read_words(text, language)
        assert reader.read(text) == words
        number = side.text_of[at]
        place = slice(side.offsets[number], side.offsets[number + 1])
        found = zip(side.word[place], side.start[place], side.end[place], strict=True)
        assert [(side.vocabulary[word], start, end) for word, start, end in found] == [word[:3] for word in words]


def test_words_in_a_row_stay_in_their_text() -> None:
    side = read_side(["a b", "b c c", "", "c", "c"], WordReader(find_language("en")))
    assert side.doubled(str).tolist() == [False, True, False, False, False]
    assert side.rows(side.flags(lambda word: word in "bc")).tolist() == [2, 3, 4]
    assert side.first(side.flags(lambda word: word == "c")).tolist() == [False, False, False, True, True]
    assert side.sizes().tolist() == [2, 3, 0, 1, 1]
