"""Files made to take for ever: what is looked for in them is found, or not, in the time that reading them takes."""

import time

import pytest

from termbase.formats.registry import read_glossary
from termbase.formats.rewriting import glossary_suffix
from toolkit.cli.standard import suffix_of_content

SECONDS = 2  # each takes hundredths; with patterns that try a line in several ways it takes minutes, or years


@pytest.mark.parametrize(
    "head",
    [
        "<?a?>" * 4000 + "x",
        "<!-- a -->" * 4000 + "x",
        "<!doctype " + "[]" * 20_000,
        "<" + " " * 40_000,
        "<!-- --><?a " * 4000,
    ],
    ids=["instructions", "comments", "doctype", "spaces", "open"],
)
def test_what_standard_input_holds(head):
    start = time.process_time()
    assert suffix_of_content(head.encode()) == ".xml"
    assert time.process_time() - start < SECONDS


def test_the_root_is_found_behind_all_that_may_stand_before_it():
    head = (
        '<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE tmx [<!ELEMENT tmx ANY>]>\n<?app x="?"?>\n<tmx version="1.4">'
    )
    assert suffix_of_content(head.encode()) == ".tmx"


@pytest.mark.parametrize(
    ("content", "suffix"), [("\n" * 4000 + "a,b\n", ".csv"), ("# a\n\n" * 300 + 'msgid ""\n', ".po")]
)
def test_blank_lines_before_a_glossary_without_a_suffix(content, suffix, tmp_path):
    path = tmp_path / "glossary"
    path.write_text(content, encoding="utf-8")
    start = time.process_time()
    assert glossary_suffix(path) == suffix
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("between", ["\n", " \n"])
def test_blank_lines_in_a_po(between, tmp_path):
    path = tmp_path / "glossary.po"
    path.write_text(
        'msgid "dog"\nmsgstr "chien"\n' + between * 20_000 + 'msgid "cat"\nmsgstr "chat"\n', encoding="utf-8"
    )
    start = time.process_time()
    assert len(read_glossary(path, source_language="en", target_language="fr").concepts) == 2
    assert time.process_time() - start < SECONDS
