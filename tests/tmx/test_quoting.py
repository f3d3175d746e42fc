"""Names of files in commands: a shell reads them as they are."""

import re
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmx.quoting import pasted

FLOORS = [Path(__file__).parents[2] / name for name in ("tmx", "termbase", "toolkit")]
OFFERED = re.compile(r'f".*\baccord [a-z].*?\{(?!pasted\()(?:path|source|output|place|self\.path|text\.path|target)\b')


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("out/memory.tmx", "out/memory.tmx"),
        ("communiqué.xlf", "communiqué.xlf"),
        ("my memory (2).tmx", '"my memory (2).tmx"'),
        ("l'an.tmx", '"l\'an.tmx"'),
        ("-o", "./-o"),
        ("a$b.tmx", "'a$b.tmx'"),
        ("postgresql://h/db?a=1&b=2", '"postgresql://h/db?a=1&b=2"'),
    ],
)
def test_quotation_marks_where_they_are_needed(name, written):
    assert pasted(name) == written


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_a_shell_gives_the_name_back(name):
    assert shlex.split(pasted(name)) == [f"./{name}" if name.startswith("-") else name]


def test_every_command_that_is_offered_quotes_its_files():
    texts = {path: path.read_text(encoding="utf-8") for floor in FLOORS for path in floor.rglob("*.py")}
    assert [path.name for path, text in texts.items() if OFFERED.search(text)] == []
