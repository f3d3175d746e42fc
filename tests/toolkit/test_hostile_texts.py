"""Texts made to take for ever: what the checks look for in them is found, or not, in about the time that reading takes.

With work that grows with the square of the text each of them takes minutes.
"""

from itertools import product

import pytest

from tmx.formats.inplace.po_entries import po_entries
from tmx.formats.tmx_plain import plain_beginning
from toolkit.checks.registry import select_checks
from toolkit.workflows.qa import check_translation


def _checks_that_speak(path, units, codes):
    rows = "".join("\t".join(f'"{text}"' for text in unit) + "\n" for unit in units)
    path.write_text(f"en\tfr\n{rows}", encoding="utf-8")
    result = check_translation(path, source_language="en", target_language="fr", checks=select_checks(codes))
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize(
    ("text", "codes", "found"),
    [
        ("1-" * 50_000, ["NUM001", "TYPO002", "FORM006"], ["TYPO002"]),
        ("a." * 50_000 + "@", ["NUM001", "TYPO002", "FORM006"], ["TYPO002"]),
        ("A-" + "1" * 300_000 + ",1", ["NUM001"], []),
        ("(" * 100_000 + ")" * 100_000, ["FORM002"], []),
        ("".join(f"http://example.org/{number} " for number in range(20_000)), ["FORM006"], []),
    ],
    ids=["figures", "mail", "code", "brackets", "links"],
)
def test_a_long_text_that_comes_back_as_it_was(text, codes, found, tmp_path):
    assert _checks_that_speak(tmp_path / "long.tsv", [(text, text)], codes) == found


@pytest.mark.parametrize(
    ("source", "target", "code", "count"),
    [
        ("word " * 20_000, "(" * 20_000, "FORM002", 20_000),
        (
            "".join(f"http://example.org/{n}?{n:05} " for n in range(10_000)),
            "http://other.net/a " * 20_000,
            "FORM006",
            10_000,
        ),
    ],
    ids=["brackets", "links"],
)
def test_a_long_text_with_a_fault_in_each_word(source, target, code, count, tmp_path):
    assert _checks_that_speak(tmp_path / "long.tsv", [(source, target)] * 2, [code]) == [code] * 2 * count


def test_spaces_in_front_of_a_tmx():
    spaces = " " * 200_000
    assert plain_beginning(f'<?xml version="1.0"?>{spaces}<!-- -->{spaces}<tmx version="1.4">'.encode()) is None


def test_spaces_in_a_po():
    entry = 'msgid "dog"\nmsgstr "chien"\n'
    assert len(list(po_entries(f"{entry}{' ' * 200_000}\n{entry}"))) == 2


def test_a_text_of_names_that_are_all_others(tmp_path):
    names = ["".join(letters) for letters in product("BDFGKLMNPRT", "ae", "bdgklmnprst", "aeiou", "ndrs", "a", "k")]
    unit = tuple(" ".join(f"{name}{end}" for name in names) for end in ("el", "om"))
    assert _checks_that_speak(tmp_path / "names.tsv", [unit], ["NAME001"]) == []


def test_inline_codes_that_are_all_missing(tmp_path):
    codes = "".join(f'<bpt i="{number}"/>x<ept i="{number}"/>' for number in range(30_000))
    sides = (f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in (("en", codes), ("fr", "x")))
    path = tmp_path / "codes.tmx"
    path.write_text(f'<tmx version="1.4"><header srclang="en"/><body><tu>{"".join(sides)}</tu></body></tmx>')
    found = check_translation(path, checks=select_checks(["FORM005"])).findings
    assert len(found) == 30_000
    assert (found[-1].start, found[-1].end) == (29_999, 30_000)
