"""Why a bead: the words, the lengths, the kind."""

from pathlib import Path

import pytest

from tmx.errors import ConfigError
from tmx.model import Alignment, Bead
from toolkit.cli.explain import explanation_lines
from toolkit.cli.main import main
from toolkit.messages import speaking
from toolkit.model import AlignedPair
from toolkit.workflows.explain import explain_bead

EXAMPLES = Path(__file__).parents[2] / "examples"
SOURCE = EXAMPLES / "originals" / "ambassador-of-viet-nam-at-iom.txt"
TARGET = EXAMPLES / "releases" / "vietnam-rencontre-a-geneve.txt"

PAIR = AlignedPair(
    "a.txt",
    "b.txt",
    ("The border police counted 1,200 travellers.", "The police left.", "Rain.", "Bread."),
    ("La police des frontières a compté 1 200 voyageurs.", "La police est partie.", "Xylophone."),
    Alignment(
        (
            Bead(range(1), range(1), confidence=0.97),
            Bead(range(1, 2), range(1, 2), confidence=0.9),
            Bead(range(2, 3), range(2, 3), confidence=0.2),
            Bead(range(3, 4), range(0)),
        ),
        4,
        3,
    ),
    approved=frozenset({1}),
)


def test_words_stand_for_each_other_once():
    found = explain_bead(PAIR, 1, "en", "fr")
    words = {word.source: word.target for word in found.words}
    assert words["police"] == "police"
    assert words["1,200"] == "1 200"
    assert len({word.target for word in found.words}) == len(found.words)
    assert [word.strength for word in found.words] == sorted((word.strength for word in found.words), reverse=True)
    assert all(word.strength >= 2 for word in found.words)
    assert not {word.source for word in found.words} & set(found.source_alone)
    assert not {word.target for word in found.words} & set(found.target_alone)


def test_lengths_and_kinds_are_counted():
    found = explain_bead(PAIR, 2, "en", "fr")
    assert (found.source_length, found.target_length) == (14, 18)
    source = sum(len(text.replace(" ", "")) for text in PAIR.source[:3])
    target = sum(len(text.replace(" ", "")) for text in PAIR.target)
    assert found.expected_length == pytest.approx(14 * target / source)
    assert (found.same_kind, found.beads) == (3, 4)
    assert found.approved


def test_a_dictionary_speaks_too():
    from tmx.align.lexicon import Dictionary, LexiconEntry

    known = Dictionary((LexiconEntry("rain", "xylophone"),))
    without, with_it = (explain_bead(PAIR, 3, "en", "fr", lexicons=row) for row in ((), (known,)))
    strength = [max((w.strength for w in found.words), default=0.0) for found in (without, with_it)]
    assert strength[1] > strength[0]


def test_lines_for_a_person():
    lines = list(explanation_lines(explain_bead(PAIR, 2, "en", "fr")))
    assert lines[0] == "Bead 2 · one sentence of the source, one sentence of the target · approved"
    assert lines[1] == "source      [2] The police left."
    assert any("14 characters against 18" in line for line in lines)
    assert "Kind        1-1, as 3 of the 4 beads here (75\u00a0%)" in lines
    (first,) = (number for number, line in enumerate(lines) if line.startswith("Runner-up"))
    assert all("confidence" in line for line in lines[first:])
    lonely = "\n".join(explanation_lines(explain_bead(PAIR, 4, "en", "fr")))
    assert "no sentence of the other side was found" in lonely


def test_lines_in_french():
    with speaking("fr"):
        lines = list(explanation_lines(explain_bead(PAIR, 1, "en", "fr")))
    assert lines[0] == "Couple 1 · une phrase de la source, une phrase de la cible · confiance 0,9700"
    assert [line[:12].strip() for line in lines if line[:1].strip()][1:] == [
        "source",
        "cible",
        "Mots",
        "Longueurs",
        "Sorte",
        "Concurrent",
    ]
    with speaking("fr"):
        lonely = "\n".join(explanation_lines(explain_bead(PAIR, 4, "en", "fr")))
    assert "aucune phrase de l’autre côté ne lui correspond" in lonely


@pytest.mark.parametrize("number", [0, 5, -1])
def test_there_is_no_such_bead(number):
    with pytest.raises(ConfigError, match="there is no bead"):
        explain_bead(PAIR, number, "en", "fr")


def run(*words):
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    return stop.value.code


def test_the_command_prints_reasons_and_no_memory(capsys):
    assert run("align", SOURCE, TARGET, "--explain", "3") == 0
    said = capsys.readouterr().out
    assert said.startswith("Bead 3 · ")
    assert "Solheim – Solheim" in said
    assert "<tmx" not in said


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((SOURCE, TARGET, "--explain", "900"), "there is no bead 900"),
        ((SOURCE, TARGET, "--explain", "3", "-o", "-"), "standard output"),
        ((SOURCE.parent, TARGET.parent, "--explain", "3"), "two files"),
        ((SOURCE, TARGET, "--explain", "0"), "--explain"),
    ],
)
def test_what_cannot_be_explained(words, reason, capsys):
    assert run("align", *words) == 2
    assert reason in capsys.readouterr().err
