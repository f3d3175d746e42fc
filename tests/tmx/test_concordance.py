"""Concordance: the index against a slow and obvious search, forms and sides, units that come and go."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.errors import ConfigError
from tmx.match.concordance import Concordancer
from tmx.match.concordance_index import AskedWord, WordIndex
from tmx.match.concordance_recent import RecentWords
from tmx.match.concordance_words import Span, asked_lemmas, forms_of, language_of, word_spans
from tmx.memory import SourceStamp, SourceText
from tmx.model import Segment, TranslationUnit
from tmx.store.held import HeldMemory
from tmx.store.sqlite import open_memory
from tmx.text.folding import fold

WORDS = st.sampled_from(["a", "b", "été", "ete", "traite", "traites", "d’or", "中文"])
TEXTS = st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=8)


def asked(phrase, language="fr"):
    known = language_of(language)
    return [AskedWord(form, fold(form), asked_lemmas(form, known)) for form in forms_of(phrase)]


def unit(source, target, **more):
    return TranslationUnit("", (Segment("en", source), Segment("fr", target)), **more)


@settings(max_examples=150)
@given(TEXTS, st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
def test_both_searches_find_what_a_walk_over_all_finds(texts, phrase):
    rows = [SourceText(number, text, ()) for number, text in enumerate(texts, 1)]
    wanted = forms_of(phrase)
    slow = [
        (number, first)
        for number, forms in reversed([(row.unit, forms_of(row.text)) for row in rows])
        for first in range(len(forms) - len(wanted), -1, -1)
        if forms[first : first + len(wanted)] == wanted
    ]
    index = WordIndex.build(rows, SourceStamp("x", len(rows), ""), "fr")
    recent = RecentWords("fr")
    recent.add(rows)
    for searched in (index, recent):
        found = list(searched.exact(asked(phrase)))
        assert [(place.unit, place.first) for place in found] == slow
        assert {place.last - place.first for place in found} <= {len(wanted)}
    assert list(index.inflected(asked(phrase))) == list(recent.inflected(asked(phrase)))
    assert list(index.apart(asked(phrase))) == list(recent.apart(asked(phrase)))
    assert all(index.count(form) == recent.count(form) for form in wanted)


@settings(max_examples=200)
@given(st.text(alphabet="aÉe\u0301\u00ad'’-_ 中\u0130ﬁß1\u2028\n", max_size=20))
def test_words_have_places_and_forms(text):
    spans = word_spans(text)
    assert len(spans) == len(forms_of(text))
    assert all(text[start:end].strip() for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_forms_are_composed_and_small():
    assert forms_of("L’E\u0301TAT main-d’œuvre co\u00adde 2019") == ["l", "état", "main", "d", "œuvre", "code", "2019"]


PAIRS = [
    ("The victims of trafficking were heard.", "Les victimes de la traite ont été entendues."),
    ("A victim of trafficking spoke.", "Une victime de la traite a parlé."),
    ("In summer, trafficking claims another victim.", "L’été, la traite fait une autre victime."),
    ("They are heard.", "Elles sont entendues."),
]


@pytest.fixture(params=["held", "recent", "indexed"])
def memory(request, tmp_path, monkeypatch):
    units = [unit(*pair) for pair in PAIRS]
    if request.param == "held":
        yield HeldMemory(units)
        return
    if request.param == "indexed":
        monkeypatch.setattr("tmx.match.concordance._SMALL", 0)
    with open_memory(tmp_path / "m.db", create=True) as store:
        store.add(units)
        yield store


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("victims of trafficking", [(1, "exact"), (2, "inflected")]),
        ("VICTIM", [(3, "exact"), (2, "exact"), (1, "inflected")]),
        ("heard victim", [(1, "apart")]),
        ("nobody", []),
    ],
)
def test_what_is_found_in_english(memory, phrase, found):
    hits = Concordancer(memory, "en", "fr").find(phrase).hits
    assert [(hit.stored.number, hit.kind) for hit in hits] == found


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("été", [(3, "exact"), (1, "exact")]),  # the summer and the participle, and no «sont»
        ("ete", [(3, "inflected"), (1, "inflected")]),
        ("entendu", [(4, "inflected"), (1, "inflected")]),
        ("d'une", []),
    ],
)
def test_what_is_found_in_french(memory, phrase, found):
    hits = Concordancer(memory, "fr", "en").find(phrase).hits
    assert [(hit.stored.number, hit.kind) for hit in hits] == found


def test_places_and_limit(memory):
    one = Concordancer(memory, "en-GB", "fr-FR")
    (hit,) = one.find("spoke").hits
    assert hit.spans == (Span(24, 29),)
    assert [s.language for s in (hit.source, hit.target)] == ["en", "fr"]
    limited = one.find("trafficking", limit=2)
    assert (len(limited.hits), limited.complete) == (2, False)
    assert one.find("trafficking", limit=3).complete


def test_nothing_to_look_for(memory):
    one = Concordancer(memory, "en", "fr")
    for phrase in ("", " … ", "a " * 50):
        with pytest.raises(ConfigError):
            one.find(phrase)


def test_units_come_and_go(tmp_path, monkeypatch):
    monkeypatch.setattr("tmx.match.concordance._SMALL", 0)
    with open_memory(tmp_path / "m.db", create=True) as store:
        store.add([unit(*pair) for pair in PAIRS])
        one = Concordancer(store, "en", "fr")
        assert (tmp_path / "m.db.index" / "en.words").exists()
        (number,) = store.add([unit("Trafficking again.", "Encore la traite.")])
        assert [hit.stored.number for hit in one.find("trafficking").hits] == [number, 3, 2, 1]
        store.retire([2, number])
        assert [hit.stored.number for hit in one.find("trafficking").hits] == [3, 1]
        assert [hit.stored.number for hit in Concordancer(store, "en", "fr").find("trafficking").hits] == [3, 1]
        assert (one.texts(), one.count("trafficking"), one.known_words("trafficking nobody")) == (5, 4, 1)


def test_an_index_that_is_made_says_how_far_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr("tmx.match.concordance._SMALL", 0)
    monkeypatch.setattr("tmx.match.concordance._SOME", 2)
    with open_memory(tmp_path / "m.db", create=True) as store:
        store.add([unit(*pair) for pair in PAIRS])
        told = []
        for _ in range(2):  # it is made once
            Concordancer(store, "en", "fr", lambda *said: told.append(said))
    assert told == [("en", done, len(PAIRS)) for done in range(2, len(PAIRS) + 1, 2)]


@pytest.mark.parametrize("damage", [b"", b"hello", None])
def test_a_damaged_index_is_made_again(tmp_path, monkeypatch, damage):
    monkeypatch.setattr("tmx.match.concordance._SMALL", 0)
    with open_memory(tmp_path / "m.db", create=True) as store:
        store.add([unit(*pair) for pair in PAIRS])
        Concordancer(store, "en", "fr")
        path = tmp_path / "m.db.index" / "en.words"
        path.write_bytes(path.read_bytes()[:-8] if damage is None else damage)
        assert len(Concordancer(store, "en", "fr").find("trafficking").hits) == 3


def test_a_text_that_comes_twice_is_shown_once():
    held = HeldMemory([unit("Yes, sir.", "Oui, monsieur.")] * 5 + [unit("Yes, sir.", "Oui, chef.")])
    assert [hit.target.text for hit in Concordancer(held, "en", "fr").find("sir").hits] == [
        "Oui, chef.",
        "Oui, monsieur.",
    ]
