"""A file is checked in the languages that it states itself, and nothing in it that is not to be translated."""

import openpyxl
import pytest
from click.testing import CliRunner

from toolkit.checks.registry import CHECKS
from toolkit.cli.main import accord
from toolkit.workflows.fix import fix_file
from toolkit.workflows.qa import check_translation, qa_languages

XLIFF = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="{}" target-language="{}" datatype="plaintext"><body>
<trans-unit id="1"><source>{}</source><target>{}</target></trans-unit>
<trans-unit id="2" translate="no"><source>ID?</source><target>ID  ID?</target></trans-unit></body></file></xliff>
"""
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: {}\\n"\n\nmsgid "{}"\nmsgstr "{}"\n'
QT = '<!DOCTYPE TS><TS version="2.1" sourcelanguage="{}" language="{}"></TS>'

_STATED = [  # file, what it says, what is asked, in which languages it is checked
    ("a.xlf", XLIFF.format("fr", "en-GB", "a", "b"), (None, None), ("fr", "en-GB")),
    ("a.xlf", XLIFF.format("fr", "en-GB", "a", "b"), ("en", "fr"), ("fr", "en-GB")),
    ("a.xlf", XLIFF.format("en", "fr-CA", "a", "b"), ("en", "fr"), ("en", "fr-CA")),
    ("a.xlf", XLIFF.format("en", "fr-CA", "a", "b"), ("en", "fr-FR"), ("en", "fr-FR")),
    ("a.xlf", XLIFF.format("en", "de", "a", "b"), (None, None), ("en", "de")),
    ("a.xlf", XLIFF.format("en", "de", "a", "b"), ("en", "fr"), ("en", "fr")),
    ("a.xlf", "<xliff", (None, None), ("en", "fr")),
    ("a.po", PO.format("pt_BR", "a", "b"), (None, None), ("en", "pt-BR")),
    ("a.po", PO.format("", "a", "b"), (None, None), ("en", "fr")),
    ("a.po", PO.format("en_GB", "a", "b"), (None, None), ("en", "en-GB")),
    ("a.ts", QT.format("en_US", "fr_CH"), (None, None), ("en-US", "fr-CH")),
    ("a.tsv", "a\tb\n", (None, "en"), ("fr", "en")),
    ("a.tsv", "a\tb\n", ("fr", None), ("fr", "en")),
    ("a.tsv", "fr\ten\na\tb\n", (None, None), ("fr", "en")),
    ("a.tsv", "fr\ten\na\tb\n", ("en", None), ("en", "fr")),
    ("a.csv", "id;Anglais;Français;note\n1;a;b;\n", (None, None), ("en", "fr")),
    ("a.csv", "Deutsch,English\na,b\n", (None, None), ("de", "en")),
    ("a.tab", "so\tsi\na\tb\n", (None, None), ("en", "fr")),
    ("a.csv", "fr,fr-CA\na,b\n", (None, None), ("en", "fr")),
    ("a.docx", "", (None, None), ("en", "fr")),
    ("a.nothing", "", (None, None), ("en", "fr")),
]


@pytest.mark.parametrize(("name", "content", "asked", "expected"), _STATED)
def test_the_languages_of_a_file(tmp_path, name, content, asked, expected):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    both = qa_languages(path, *asked)
    assert (both.source, both.target) == expected


@pytest.mark.parametrize(
    ("languages", "source", "target", "codes"),
    [
        (("fr", "en"), "Pourquoi ?", "Why ?", ["TYPO007"]),
        (("en", "de"), "Why: what now?", "Warum: was nun?", []),
        (("en", "fr"), "Why?", "Pourquoi?", ["TYPO001"]),
        (("en-CA", "fr-CA"), "Why?", "Pourquoi?", []),
    ],
)
def test_a_file_is_checked_in_its_own_languages(tmp_path, monkeypatch, languages, source, target, codes):
    path = tmp_path / "a.xlf"
    path.write_text(XLIFF.format(*languages, source, target), encoding="utf-8")
    assert [finding.code for finding in check_translation(path).findings] == codes
    monkeypatch.chdir(tmp_path)
    outcome = CliRunner().invoke(accord, ["qa", "a.xlf", "--format", "jsonl"])
    assert [line.split('"')[3] for line in outcome.stdout.splitlines()] == codes


def test_files_of_several_languages_in_one_run(tmp_path, monkeypatch):
    for name, languages, texts in (
        ("a.xlf", ("en", "fr"), ("Why?", "Quoi?")),
        ("b.xlf", ("fr", "en"), ("Oui ?", "Yes ?")),
    ):
        (tmp_path / name).write_text(XLIFF.format(*languages, *texts), encoding="utf-8")
    (tmp_path / "g.csv").write_text("en,fr\nshelter,centre d’accueil\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    outcome = CliRunner().invoke(accord, ["qa", "a.xlf", "b.xlf", "--glossary", "g.csv", "--format", "jsonl"])
    assert [line.split('"')[3] for line in outcome.stdout.splitlines()] == ["TYPO001", "TYPO007"]


def test_marks_that_share_a_word_are_put_right_at_once(tmp_path):
    path = tmp_path / "a.xlf"
    path.write_text(XLIFF.format("en", "fr", "the “three”", "les «trois»"), encoding="utf-8")
    fixes = fix_file(check_translation(path), CHECKS)
    assert [unit.after for unit in fixes.units] == ["les «\u00a0trois\u00a0»"]
    assert path.read_text(encoding="utf-8") == XLIFF.format("en", "fr", "the “three”", "les «\u00a0trois\u00a0»")


def test_plural_forms_are_not_two_translations(tmp_path):
    head = PO.format("pl", "Why?", "Dlaczego?")
    forms = 'msgid "%d day ago"\nmsgid_plural "%d days ago"\n' + "".join(
        f'msgstr[{n}] "{text} temu"\n' for n, text in enumerate(("%d dzień", "%d dni", "%d dnia"))
    )
    path = tmp_path / "pl.po"
    path.write_text(head + "\n" + forms, encoding="utf-8")
    assert not list(check_translation(path).findings)


def test_the_first_column_of_a_workbook_is_its_source(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Client: us"], ["No", "French", "English"], [1, "Pourquoi ?", "Why ?"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    both = qa_languages(tmp_path / "a.xlsx")
    assert (both.source, both.target) == ("fr", "en")
    assert [finding.code for finding in check_translation(tmp_path / "a.xlsx").findings] == ["TYPO007"]
