"""``accord evaluate tagger`` and the treebanks that it reads; the sentences are our own."""

import json

import pytest

from tmx.errors import ParseError
from tmx.text.languages import find_language
from toolkit.cli.main import main
from toolkit.workflows.evaluate_tagger import own_tokens, read_treebank


def _line(number, form, tag, misc="_"):
    return "\t".join([number, form, "_", tag, "_", "_", "_", "_", "_", misc])


FRENCH = "\n".join(
    [
        "# text = Il vient du main-d’œuvre.",
        _line("1", "Il", "PRON"),
        _line("2", "vient", "VERB"),
        _line("3-4", "du", "_"),
        _line("3", "de", "ADP"),
        _line("4", "le", "DET"),
        _line("4.1", "vide", "NOUN"),
        _line("5", "main-d’œuvre", "NOUN", "SpaceAfter=No"),
        _line("6", ".", "PUNCT"),
        "",
        "# a second sentence, without an empty line at its end",
        _line("1", "Oui", "INTJ"),
    ]
)


@pytest.fixture
def treebank(tmp_path):
    path = tmp_path / "fr.conllu"
    path.write_text(FRENCH.replace("\n", "\r\n"), encoding="utf-8")
    return path


def test_a_treebank_is_read(treebank):
    first, second = read_treebank(treebank)
    assert first.words == ("Il", "vient", "de", "le", "main-d’œuvre", ".")
    assert first.tags == ("PRON", "VERB", "ADP", "DET", "NOUN", "PUNCT")
    assert second.words == ("Oui",)


def test_our_tokens_take_over_the_tags(treebank):
    first, _ = read_treebank(treebank)
    words, tags = own_tokens(first, find_language("fr"))
    assert words == ("Il", "vient", "du", "main", "-", "d’", "œuvre", ".")
    assert tags == ("PRON", "VERB", "ADP", "NOUN", "PUNCT", "NOUN", "NOUN", "PUNCT")


def _run(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


def test_the_command_prints_accuracy_with_its_settings(capsys, treebank):
    code, out, _ = _run(capsys, "evaluate", "tagger", treebank, "--lang", "fr")
    assert code == 0
    assert "of 7 words, 2 sentences" in out
    assert "universaldependencies.org" in out
    code, out, _ = _run(capsys, "evaluate", "tagger", treebank, "--lang", "fr", "--json")
    score = json.loads(out)
    assert (score["words"], score["own_words"], score["sentences"]) == (7, 9, 2)
    assert score["accuracy"] == round(score["right"] / 7, 4)
    assert score["own_accuracy"] == round(score["own_right"] / 9, 4) < 1
    assert score["right"] == 7 - sum(pair["count"] for pair in score["confusions"])


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("1\tIl\tPRON\n", 1),
        (FRENCH + "\nno number\t" + "\t" * 8 + "\n", 13),
        (b"1\tl\xe9\n", None),
        ("# nothing\n", None),
    ],
)
def test_what_is_no_treebank_is_refused_in_one_line(capsys, tmp_path, content, line):
    path = tmp_path / "bad.conllu"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    code, out, err = _run(capsys, "evaluate", "tagger", path, "--lang", "fr")
    assert (code, out) == (2, "")
    assert "bad.conllu" in err
    assert "Traceback" not in err
    if line:
        with pytest.raises(ParseError) as error:
            list(read_treebank(path))
        assert error.value.line == line


def test_a_language_without_tagger(capsys, treebank):
    code, _, err = _run(capsys, "evaluate", "tagger", treebank, "--lang", "de")
    assert code == 2
    assert "no part-of-speech tagger for German" in err
