"""The command line in French: help, wrong usage, errors."""

import inspect
import re
from pathlib import Path

import click
import polib
import pytest
from click.testing import CliRunner

import toolkit
from tmx.formats.xml_records import _EXPLANATIONS
from toolkit.cli.main import _COMMANDS, accord, main
from toolkit.cli.spoken import wished_language
from toolkit.messages import LANGUAGES, speaking
from toolkit.messages.catalogue import error_templates
from toolkit.messages.phrases import help_pieces, help_text, phrase, phrases_path

OTHERS = LANGUAGES[1:]
FOLDER = Path(toolkit.__file__).parents[1]
# What only a program that calls a module wrongly can meet, or who builds Accord.
FOR_PROGRAMMERS = (
    "align/rescoring",
    "align/sentences",
    "tmx/model",
    "text/lemma_table",
    "text/tagger",
    "text/word_fit",
)
MODULES = [
    path.relative_to(FOLDER).as_posix()
    for floor in ("tmx", "termbase", "toolkit")
    for path in sorted((FOLDER / floor).rglob("*.py"))
    if "evaluate" not in path.name and not path.with_suffix("").as_posix().endswith(FOR_PROGRAMMERS)
]


def catalogue(language):
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(phrases_path(language)), encoding="utf-8")}


def commands(group=accord):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield command
        if isinstance(command, click.Group):
            yield from commands(command)


def help_texts(known):
    """What there is to translate in the help of all commands: texts, pieces of texts, options, short texts."""
    yield from (short for _, short in _COMMANDS.values())
    for command in (accord, *commands()):
        text = inspect.cleandoc(command.help)
        yield from [text] if text in known else help_pieces(text)
        yield from (option.help for option in command.params if getattr(option, "help", None))
        yield from (short for _, short in getattr(command, "_others", {}).values())
        for one in getattr(command, "commands", {}).values():
            yield one.get_short_help_str(90)


@pytest.mark.parametrize("language", OTHERS)
def test_help_is_translated(language):
    known = catalogue(language)
    left = dict.fromkeys(text for text in help_texts(known) if not known.get(text))
    assert list(left) == [], f"translate it in toolkit/messages/commands.{language}.po"


@pytest.mark.parametrize("language", OTHERS)
def test_errors_are_translated(language):
    known = catalogue(language)
    templates = [one for name in MODULES for one in error_templates((FOLDER / name).read_text(encoding="utf-8"))]
    assert [one for one in templates if one.rstrip(".") not in known and one not in known] == []


@pytest.mark.parametrize("language", OTHERS)
def test_translations_fill_in_the_same_places(language):
    for text, translated in catalogue(language).items():
        assert sorted(re.findall(r"\{\d\}", text)) == sorted(re.findall(r"\{\d\}", translated)), text
        assert text.count("\b") == translated.count("\b"), text


def test_french_is_set_as_french_is():
    for text, translated in catalogue("fr").items():
        prose = "\n".join(line for line in translated.split("\n") if not line.startswith("    "))
        assert "'" not in prose, text
        assert not re.search(r" [:;!?»](?:\s|$)|« ", prose), text


def test_phrases_are_found_whole_or_by_template():
    with speaking("fr"):
        assert phrase("there is no check «X»") == "il n’y a pas de contrôle «\u00a0X\u00a0»"
        assert phrase("something new") == "something new"
        assert phrase("cannot be written: Permission denied") == "écriture impossible\u00a0: accès refusé"
    assert phrase("there is no check «X»") == "there is no check «X»"
    assert list(error_templates('raise SomeError(f"no {a} in {b}", remedy="look")\nother("x y")')) == [
        "no {0} in {1}",
        "look",
    ]


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["qa", "--ui", "fr"], {}, "fr"),
        (["--ui=fr", "qa"], {"ACCORD_UI": "en"}, "fr"),
        (["qa", "--ui"], {"ACCORD_UI": "fr"}, "fr"),
        (["qa"], {"LANG": "fr_CA.UTF-8"}, "fr"),
        (["qa"], {"LC_ALL": "C", "LANG": "fr_FR"}, "en"),
        (["qa"], {"LANG": "frr_DE"}, "en"),
        (["qa", "--ui", "de"], {}, "en"),
        ([], {}, "en"),
    ],
)
def test_which_language_is_wished(arguments, environment, language, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert wished_language(arguments, environment) == language


def test_a_project_decides_before_the_system(tmp_path, monkeypatch):
    (tmp_path / "accord.toml").write_text('ui = "fr"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert wished_language([], {"LANG": "en_GB"}) == "fr"
    assert wished_language([], {"ACCORD_UI": "en"}) == "en"
    (tmp_path / "accord.toml").write_text("ui = 7\n", encoding="utf-8")
    assert wished_language([], {"LANG": "C"}) == "en"


def test_help_is_translated_piece_by_piece():
    text = "Print one JSON object.\n\nSomething\nnew.\n\n\b\nExample:\n    accord qa x.xlf\n\nPrint a\nJSON list."
    assert list(help_pieces(text)) == ["Print one JSON object.", "Something new.", "Example:", "Print a JSON list."]
    with speaking("fr"):
        shown = help_text(text)
    assert shown.split("\n\n") == [
        "Afficher un objet JSON.",
        "Something new.",
        "\b\nExemple\u00a0:\n    accord qa x.xlf",
        "Afficher une liste JSON.",
    ]
    assert help_text(text) == text


def test_help_in_french():
    shown = CliRunner().invoke(accord, ["--ui", "fr", "--help"], prog_name="accord").output
    assert shown.startswith("Usage\u00a0: accord ")
    assert "Commandes\u00a0:" in shown
    assert "Vérifier une traduction" in shown
    assert "La mémoire du projet" in CliRunner().invoke(accord, ["--ui", "fr", "init", "--help"]).output
    assert CliRunner().invoke(accord, ["--help"], prog_name="accord").output.startswith("Usage: accord ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["qa", "--ui", "fr"], "accord: il manque l’argument FILE..."),
        (["terms", "import", "x.csv", "--ui", "fr"], "accord: il manque l’option -o (--output)"),
        (["--ui", "fr", "qa", "--nope", "x"], "accord: l’option --nope n’existe pas"),
        (["qa", "--ui", "fr", "nowhere.xlf"], "accord: nowhere.xlf: ce fichier n’existe pas\n        vérifiez le nom"),
        (
            ["--ui", "fr", "qa", "x.po", "--format", "htlm"],
            "accord: la valeur de --format ne convient pas\u00a0: «\u00a0htlm\u00a0» n’est pas l’une "
            "des valeurs possibles\u00a0: text, html, xlsx, ",
        ),
        (
            ["--ui", "fr", "qa", "--fromat", "x"],
            "accord: l’option --fromat n’existe pas\u00a0; vouliez-vous dire --format, --from",
        ),
        (
            ["--ui", "fr", "terms", "extract", "m.tmx", "--limit", "dix"],
            "accord: la valeur de --limit ne convient pas\u00a0: «\u00a0dix\u00a0» n’est pas un nombre entier",
        ),
        (
            ["--ui", "fr", "terms", "extract", "m.tmx", "--least-score", "0,5"],
            "accord: la valeur de --least-score ne convient pas\u00a0: «\u00a00,5\u00a0» n’est pas un nombre "
            "tel que 0.5",
        ),
        (["--ui", "fr", "explain", "NOPE1"], "accord: il n’y a pas de contrôle «\u00a0NOPE1\u00a0»"),
    ],
)
def test_wrong_usage_in_french(arguments, told, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith(told)


XML_FAULTS = (
    "<seg> of line 3 is not closed",
    "close the tag, or export again; 2 whole units stand before it",
    "export or copy it again; 1 whole unit stands before it",
    "the file is cut off: it ends before <tu> of line 3 is closed",
    "the file is cut off: it ends too early",
    "a control character (U+001F) stands in the text, which XML does not allow",
    "a bare & or < stands in the text",
    "a tag is not written as XML asks",
    "the entity «a» defines an abbreviation of its own, which translation files do not need and Accord does not follow",
)


@pytest.mark.parametrize("language", OTHERS)
def test_faults_of_xml_are_translated(language):
    reasons = (*XML_FAULTS, *(text for texts in _EXPLANATIONS.values() for text in texts if text))
    with speaking(language):
        assert [text for text in reasons if phrase(text) == text] == []
        assert " of its own" not in phrase(XML_FAULTS[-1])


def _table_texts():
    """What drivers and libraries say, as tables have it: all texts but the signs by which they are known."""
    from termbase.store.database import _FAILURES
    from tmx.formats.po import _REASONS
    from tmx.store.database import _EXPLANATIONS as STORE
    from tmx.store.postgres import _CONNECTIONS, _REFUSALS, _STATES

    for sign, *texts in (*_FAILURES, *_REASONS, *STORE, *_CONNECTIONS, *_STATES):
        assert sign
        yield from filter(None, texts)
    for texts in _REFUSALS.values():
        yield from texts


@pytest.mark.parametrize("language", OTHERS)
def test_what_tables_say_is_translated(language):
    with speaking(language):
        assert [text for text in _table_texts() if phrase(text) == text] == []


def test_what_was_repaired_is_translated(tmp_path, run_accord):
    text = "Lâ€™Ã©tÃ© de la main-d’uvre.\nDes soins pour toutes les person\u00adnes, e\u0301crits ici\u200b.\n"
    (tmp_path / "t.txt").write_text(text, encoding="utf-8")
    said = run_accord("--ui", "fr", "ingest", tmp_path / "t.txt", "--show-left-out").out.partition("--- réparé")[2]
    lines = said.splitlines()[1:]
    assert len(lines) >= 4
    assert all(re.fullmatch(r" {8}.+\u00a0: \d+ endroits?", line) for line in lines), lines


def test_places_are_said_in_the_language(tmp_path, capsys):
    (tmp_path / "t.tmx").write_text("<tmx>\n<body><tu><seg>a</tu>", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--ui", "fr", "qa", str(tmp_path / "t.tmx")])
    assert "t.tmx, ligne 2, colonne " in capsys.readouterr().err
