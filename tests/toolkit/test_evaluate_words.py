import json

import pytest
from click.testing import CliRunner

from tmx.errors import ParseError
from tmx.formats.tmx import write_tmx
from tmx.model import Segment, TranslationUnit
from toolkit.cli.evaluate import evaluate
from toolkit.workflows.evaluate_words import read_gold_links, read_token_pairs

PAIRS = "the house ||| la maison\nthe blue house ||| la maison bleue\n"
GOLD = "1-1 2-2\n1-1 2-3 3-2 1p2\n"


@pytest.fixture
def files(tmp_path):
    pairs, gold, memory = tmp_path / "a.src-tgt", tmp_path / "a.gold", tmp_path / "m.tmx"
    pairs.write_text(PAIRS, encoding="utf-8")
    gold.write_text(GOLD, encoding="utf-8")
    unit = TranslationUnit("1", (Segment("en", "the house of the flower"), Segment("fr", "la maison du Nord")))
    write_tmx(memory, [unit], source_language="en")
    return pairs, gold, memory


def run(*arguments: object):
    return CliRunner().invoke(evaluate, [str(argument) for argument in arguments], catch_exceptions=False)


def test_words_are_scored_and_links_written(files, tmp_path):
    pairs, gold, memory = files
    out = tmp_path / "links.txt"
    result = run("words", pairs, gold, "--memory", memory, "--links-to", out, "--json")
    figures = json.loads(result.stdout)
    assert (figures["aer"], figures["pairs_beside"], figures["sure"]) == (0.0, 1, 5)
    assert out.read_text(encoding="utf-8") == "1-1 2-2\n1-1 2-3 3-2\n"
    assert "AER 0.0000  precision 1.0000  recall 1.0000" in run("words", pairs, gold, "--memory", memory).stdout
    assert "without the lexicon that ships" in run("words", pairs, gold, "--without-lexicon").stdout


@pytest.mark.parametrize(
    ("pairs", "gold", "line", "reason"),
    [
        ("the house\n", "1-1\n", 1, "source words"),
        ("a ||| b\n", "1-1\n\n", None, "2 lines of links for 1 pairs"),
        ("a ||| b\n", "1:1\n", 1, "«1:1» is not a link"),
        ("a ||| b\n", "1-2\n", 1, "the pair has not"),
        ("a ||| b\n", "0-1\n", 1, "the pair has not"),
    ],
)
def test_files_that_are_not_as_they_should_be(tmp_path, pairs, gold, line, reason):
    one, other = tmp_path / "pairs", tmp_path / "gold"
    one.write_text(pairs, encoding="utf-8")
    other.write_text(gold, encoding="utf-8")
    with pytest.raises(ParseError, match=reason) as caught:
        read_gold_links(other, read_token_pairs(one))
    assert caught.value.line == line
