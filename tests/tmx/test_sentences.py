"""Sentence boundaries: tables of cases, properties, a user's own rules."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmx.text.sentences import Span, sentences, split_sentences

HERE = Path(__file__).parent
LANGUAGES = sorted(path.stem.removeprefix("sentences_") for path in HERE.glob("sentences_*.txt"))
MARK = re.compile(r"⏎[GH]⏎|\s*⏎\s*")


def cases(language: str) -> Iterator[object]:
    for number, line in enumerate((HERE / f"sentences_{language}.txt").read_text("utf-8").splitlines(), 1):
        if not line.startswith("#"):
            yield pytest.param(language, line, id=f"{language}-{number}")


@pytest.mark.parametrize(("language", "line"), [case for language in LANGUAGES for case in cases(language)])
def test_boundaries(language: str, line: str) -> None:
    glued = re.sub(r"⏎[GH]⏎", "", line)
    block = re.sub(r"\s*⏎\s*", " ", glued)
    assert sentences(block, language) == MARK.split(line)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_break_spaces_change_nothing(language: str) -> None:
    for parameter in cases(language):
        line = parameter.values[1]  # type: ignore[attr-defined]  # pytest's own class has no public type
        plain = re.sub(r"\s*⏎\s*", " ", re.sub(r"⏎[GH]⏎", "", line))
        spaced = re.sub(r" (?=[»?!:;])|(?<=«) |(?<=\bM\.) |(?<=\d) (?=\d|h\b)", "\u00a0", plain)
        assert [s.replace("\u00a0", " ") for s in sentences(spaced, language)] == sentences(plain, language)


def test_each_language_has_sixty_cases() -> None:
    assert {"en", "fr"} <= set(LANGUAGES)
    assert [language for language in LANGUAGES if len(list(cases(language))) < 60] == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Am 3. Oktober kam Dr. Weiß. Er blieb.", ["Am 3. Oktober kam Dr. Weiß.", "Er blieb."]),
        ("es", "¿Por qué? ¡Porque sí! El Sr. Gil llegó.", ["¿Por qué?", "¡Porque sí!", "El Sr. Gil llegó."]),
        ("zh", "我来了。他走了！好吗？", ["我来了。", "他走了！", "好吗？"]),
        ("hi", "वह आया। क्या वह गया? हाँ।", ["वह आया।", "क्या वह गया?", "हाँ।"]),
        ("hi", "वह आया।वह गया।", ["वह आया।", "वह गया।"]),
        ("ur", "رپورٹ آئی ہے؟ ہاں۔ ٹھیک۔", ["رپورٹ آئی ہے؟", "ہاں۔", "ٹھیک۔"]),
        ("ur", "رپورٹ آئی۔ہاں۔", ["رپورٹ آئی۔", "ہاں۔"]),
        ("am", "ሰዎችን ረድቷል። ሪፖርቱ ወጣ።", ["ሰዎችን ረድቷል።", "ሪፖርቱ ወጣ።"]),
        ("hy", "Նա եկավ։ Զեկույցը դուրս եկավ։", ["Նա եկավ։", "Զեկույցը դուրս եկավ։"]),
        ("my", "ကူညီခဲ့သည်။ ထွက်သည်။", ["ကူညီခဲ့သည်။", "ထွက်သည်။"]),
        ("km", "បានជួយមនុស្ស។ របាយការណ៍ចេញ។", ["បានជួយមនុស្ស។", "របាយការណ៍ចេញ។"]),
        ("bo", "ཡིག་ཚིག །གཉིས་པ།", ["ཡིག་ཚིག །", "གཉིས་པ།"]),
        ("ka", "ის მოვიდა. ანგარიში გამოვიდა.", ["ის მოვიდა.", "ანგარიში გამოვიდა."]),
        ("el", "Τι κάνεις; Καλά. Ήρθε; δεν ξέρω.", ["Τι κάνεις;", "Καλά.", "Ήρθε; δεν ξέρω."]),
        ("de", "Er kam; Paul ging.", ["Er kam; Paul ging."]),
        ("fr-CA", "M. Roy dort. Il rêve.", ["M. Roy dort.", "Il rêve."]),
        ("EN_gb", "Mr. Roy sleeps. He dreams.", ["Mr. Roy sleeps.", "He dreams."]),
    ],
)
def test_other_languages_and_tags(language: str, text: str, expected: list[str]) -> None:
    assert sentences(text, language) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0"])
def test_blank_text_has_no_sentences(text: str) -> None:
    assert split_sentences(text, "fr") == []


def test_spans_are_trimmed() -> None:
    assert split_sentences("  Un. Deux. \n", "fr") == [Span(2, 5), Span(6, 11)]


PIECES = st.sampled_from(
    ["M. ", "Dupont", " ", ". ", "! ", "« ", " »", "(", ")", "etc.", "U.S. ", "art. 5", "… ", "\u00a0", "\n", "Elle ",
     "migrants", ".Elle", "www.iom.int", "J.-C.", "1. ", "– VNA", "OIM", "“", "”", "a@b.org", "?", ":", "- ", "nousL’"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join)), st.sampled_from(["fr", "en", "ja"]))
def test_spans_cover_everything_but_white_space(text: str, language: str) -> None:
    spans = split_sentences(text, language)
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(text)]
    assert all(text[a:b].strip() == "" and a <= b for a, b in zip(ends, starts, strict=True))
    for span in spans:
        assert text[span.start : span.end].strip() == text[span.start : span.end] != ""


def test_speed() -> None:
    text = "\n".join(" ".join(parameter.values[1] for parameter in cases("fr")) for _ in range(10))  # type: ignore[attr-defined, misc]  # as above
    split_sentences("Une phrase. Une autre.", "fr")
    begin = time.perf_counter()
    split_sentences(text, "fr")
    # A guard against rules that go through the text again at every place, with room for a busy machine.
    assert time.perf_counter() - begin < 20 * len(text) / 1_000_000 + 0.5


@pytest.mark.parametrize(
    "piece", ["Ab.Cd", ")", ".)", "a", "1.", "www.", "@a.", "« ", "A.", "etc.", ". ", "...", "aB", "-", "\u00a0"]
)
@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_hostile_text_takes_no_longer(piece: str, language: str) -> None:
    begin = time.perf_counter()
    split_sentences(piece * (60_000 // len(piece)), language)
    assert time.perf_counter() - begin < 5  # it would take minutes if the time grew with the square
