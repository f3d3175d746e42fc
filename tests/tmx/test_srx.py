"""SRX 2.0: reading, cascades, first match, errors that name the line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import tmx.text.languages
from tmx.errors import ParseError, StoreError
from tmx.text.sentences import load_rules, sentences
from tmx.text.srx import Breaker, Rule

LANGUAGES = Path(tmx.text.languages.__file__).parent
OURS = sorted(LANGUAGES.glob("*.srx"))

SRX = """<?xml version="1.0"?>
<srx xmlns="http://www.lisa.org/srx20" version="2.0">
<header segmentsubflows="yes" cascade="{cascade}"/>
<body>
<languagerules>
<languagerule languagerulename="Own">
<rule break="no"><beforebreak>\\bNr\\.</beforebreak><afterbreak>\\s</afterbreak></rule>
</languagerule>
<languagerule languagerulename="Any">
<rule break="{breaks}"><beforebreak>{before}</beforebreak><afterbreak>\\s</afterbreak></rule>
</languagerule>
</languagerules>
<maprules>
<languagemap languagepattern="xx.*" languagerulename="Own"/>
<languagemap languagepattern=".*" languagerulename="{name}"/>
</maprules>
</body>
</srx>
"""


def write(folder: Path, **values: str) -> Path:
    path = folder / "own.srx"
    given = {"cascade": "yes", "breaks": "yes", "before": r"\.", "name": "Any"} | values
    path.write_text(SRX.format(**given), "utf-8")
    return path


def test_cascade_takes_all_lists_that_fit(tmp_path: Path) -> None:
    rules = load_rules(write(tmp_path))
    assert sentences("Nr. 5 is. it. is", "xx", rules=rules) == ["Nr. 5 is.", "it.", "is"]
    assert sentences("Nr. 5 is. it", "yy", rules=rules) == ["Nr.", "5 is.", "it"]


def test_without_cascade_the_first_list_counts_alone(tmp_path: Path) -> None:
    rules = load_rules(write(tmp_path, cascade="no"))
    assert sentences("Nr. 5 is. it", "xx-YY", rules=rules) == ["Nr. 5 is. it"]


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        (r"\x{2026}", "a… b", ["a…", "b"]),
        (r"\Q.)\E", "a.) b.c", ["a.)", "b.c"]),
        (r"(?i)stop", "a STOP b Stop c", ["a STOP", "b Stop", "c"]),
        (r"[\.\!]+", "a.! b", ["a.!", "b"]),
        (r"\u00BB", "a» b", ["a»", "b"]),
        ("&amp;", "a&amp; b".replace("&amp;", "&"), ["a&", "b"]),
    ],
)
def test_icu_spellings_are_understood(tmp_path: Path, before: str, text: str, expected: list[str]) -> None:
    assert sentences(text, "yy", rules=load_rules(write(tmp_path, before=before))) == expected


@pytest.mark.parametrize(
    ("values", "line", "reason"),
    [
        ({"before": "(unclosed"}, 10, "not understood"),
        ({"before": "[z-a]"}, 10, "not understood"),
        ({"before": r"(.)\1"}, 10, "refers back to a group"),
        ({"breaks": "maybe"}, 10, "break is «maybe»"),
        ({"name": "Nobody"}, 15, "no list of rules is called «Nobody»"),
        ({"before": "<open>"}, 10, "not well-formed"),
    ],
)
def test_broken_rules_are_named_by_line(tmp_path: Path, values: dict[str, str], line: int, reason: str) -> None:
    with pytest.raises(ParseError, match=re.escape(reason)) as caught:
        load_rules(write(tmp_path, **values))
    assert caught.value.line == line
    assert caught.value.remedy


@pytest.mark.parametrize(
    "content",
    [
        b"not xml",
        b"<tmx/>",
        b'<!DOCTYPE srx [<!ENTITY a "b">]><srx xmlns="http://www.lisa.org/srx20"/>',
        b'<srx xmlns="http://www.lisa.org/srx20" version="2.0"><body/></srx>',
        b'<srx xmlns="http://www.lisa.org/srx20"><body><languagerules><languagerule/></languagerules></body></srx>',
    ],
)
def test_what_is_no_srx_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.srx"
    path.write_bytes(content)
    with pytest.raises(ParseError) as caught:
        load_rules(path)
    assert caught.value.line is not None


def test_missing_rules(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such file"):
        load_rules(tmp_path / "none.srx")


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_our_files_follow_the_standard(path: Path) -> None:
    """The order of elements and the attributes that the SRX 2.0 schema asks for."""
    root = etree.parse(path).getroot()
    name = "{http://www.lisa.org/srx20}"
    assert root.tag == f"{name}srx"
    assert root.get("version") == "2.0"
    header, body = root
    assert header.get("segmentsubflows") in ("yes", "no")
    assert header.get("cascade") in ("yes", "no")
    assert [element.tag for element in body] == [f"{name}languagerules", f"{name}maprules"]
    for rule in root.iter(f"{name}rule"):
        assert rule.get("break") in ("yes", "no")
        assert [element.tag for element in rule] == [f"{name}beforebreak", f"{name}afterbreak"]
    assert list(load_rules(path).maps)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_our_files_keep_to_what_icu_and_java_understand(path: Path) -> None:
    """No possessive classes of one engine, no named groups or escapes that only Python knows."""
    for rules in load_rules(path).lists:
        for rule in rules.rules:
            expression = re.sub(r"\\[()\[\]|.?*+-]", "", rule.before + rule.after)
            assert not re.search(r"\(\?P|\\[NhQXGKmM]|\(\?\(|\(\?[&R|]|\[\[|&&|--|~~|\|\|", expression), rule
            # Java looks back only over a length that it can bound.
            for behind in re.findall(r"\(\?<[!=]((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)", expression):
                assert not re.search(r"[*+]|\{\d+,\}", behind), rule


def slow_breaks(rules: tuple[Rule, ...], text: str) -> list[int]:
    """The standard's words, one rule and one place at a time."""
    import regex

    found = []
    for place in range(1, len(text)):
        for rule in rules:
            before = not rule.before or regex.search(rf"(?V1)(?:{rule.before})\Z", text[:place])
            if before and (not rule.after or regex.compile(f"(?V1){rule.after}").match(text, place)):
                if rule.breaks:
                    found.append(place)
                break
    return found


RULES = (
    Rule(False, "M\\.", "\\s", 1),
    Rule(False, "[ab]\\.", "", 2),
    Rule(True, "\\.\\)?", "\\s", 3),
    Rule(False, "", "c", 4),
    Rule(True, "[!?]", "", 5),
    Rule(True, "b", "a", 6),
)


@given(st.text(alphabet="Mabc.!?) ", max_size=30))
def test_breaks_are_those_of_the_slow_reading(text: str) -> None:
    assert list(Breaker(RULES).breaks(text)) == slow_breaks(RULES, text)
