"""Line breaks at the edges of a text: part of it in PO files, a matter of taste elsewhere."""

import pytest

from tmx.formats.registry import read_units
from toolkit.checks.registry import CHECKS
from toolkit.workflows.fix import fix_file
from toolkit.workflows.qa import check_translation

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
_EDGES = [  # source, translation, what --fix makes of it
    ("Yes\\n", "Oui", "Oui\n"),
    ("Yes\\n", "Oui ", "Oui\n"),
    ("No", "\\nNon", "Non"),
    ("\\nNo", " Non", "\nNon"),
    ("\\n", "\\n", "\n"),
    ("Yes\\n", "Oui\\n", "Oui\n"),
    ("Yes ", "Oui", "Oui"),
]


def translation_in(path):
    unit = next(iter(read_units(path, source_language="en", target_language="fr")))
    return unit.variants[1].text


@pytest.mark.parametrize(("source", "target", "after"), _EDGES)
def test_a_lost_line_break_is_put_back(tmp_path, source, target, after):
    path = tmp_path / "a.po"
    path.write_text(f'{HEADER}msgid "{source}"\nmsgstr "{target}"\n', encoding="utf-8")
    before = translation_in(path)
    warned = [finding.code for finding in check_translation(path).findings if finding.severity != "info"]
    assert warned == ["FORM004"] * (before != after)
    fix_file(check_translation(path), CHECKS)
    assert translation_in(path) == after


def test_elsewhere_it_is_a_space_like_others(tmp_path, run_accord):
    (tmp_path / "a.csv").write_text('source,target\n"Yes\n",Oui\n', encoding="utf-8")
    assert not run_accord("qa", tmp_path / "a.csv").out.count("warning")


def test_a_name_with_line_breaks_is_told_in_one_line(tmp_path, run_accord):
    (tmp_path / "a.po").write_text(f'{HEADER}msgid "Run:\\n  now\\n"\nmsgstr "Lance\xa0:\\n  là"\n', encoding="utf-8")
    said = run_accord("qa", tmp_path / "a.po", code=1).out
    assert "  Run: now  warning FORM004" in said
    assert "→ (a line break)" in said
