"""Subtitles: their texts are read without numbers, timings, notes and tags, and put right in their places."""

import pytest

from tmx.errors import IngestError
from tmx.subtitles import cues
from toolkit.checks.registry import CHECKS
from toolkit.ingest import ingest
from toolkit.workflows.fix import Hindrance, fix_file
from toolkit.workflows.qa import check_translation
from toolkit.workflows.texts import read_text

ENGLISH = """\
1
00:00:01,000 --> 00:00:03,500
<i>The camp holds 4,000 people
who fled the city</i>

2
00:00:04,000 --> 00:00:06,000
and the valleys around it.

3
00:00:07,000 --> 00:00:09,000
- Where are you going?
- To the coast.
"""
FRENCH = """\
1
00:00:01,000 --> 00:00:03,500
<i>Le camp abrite 40\u202f000 personnes
qui ont fui la ville</i>

2
00:00:04,000 --> 00:00:06,000
et les les vallées alentour.

3
00:00:07,000 --> 00:00:09,000
- Où allez-vous?
- Vers la côte.
"""
WEBVTT = """\
WEBVTT - Un film

STYLE
::cue { color: white }

NOTE 12 subtitles are
still to come.

intro
00:01.000 --> 00:03.500 align:start position:10%
<v Anna>Est-ce fini?</v>
<c.loud>Oui &amp; non.</c>

00:04.000 --> 00:05.000
{\\an8}À <00:04.500>demain !
"""
MESSY = (
    "\ufeff7\n00:00:01,000 --> 00:00:02,000\n3\n\n2\n\n"
    "8\n00:00:02,000-->00:00:03,000\n\n9\n00:00:03,5 --> 00:00:04,0 X1:40\n1 \n"
)


@pytest.fixture
def films(tmp_path):
    source, target = tmp_path / "film.en.srt", tmp_path / "film.fr.srt"
    source.write_bytes(ENGLISH.encode().replace(b"\n", b"\r\n"))
    target.write_bytes(FRENCH.encode().replace(b"\n", b"\r\n"))
    return source, target


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ENGLISH, [(3, "<i>The camp holds 4,000 people\nwho fled the city</i>"), (8, "and the valleys around it.")]),
        (WEBVTT, [(11, "<v Anna>Est-ce fini?</v>\n<c.loud>Oui &amp; non.</c>"), (15, "{\\an8}À <00:04.500>demain !")]),
        (MESSY, [(3, "3\n\n2"), (12, "1")]),
        ("No timing at all: 10 --> 12\n", []),
    ],
)
def test_the_texts_of_the_subtitles_and_their_lines(text, found):
    assert [(cue.line, text[cue.start : cue.end]) for cue in cues(text)][:2] == found


def test_sentences_run_over_subtitles(films):
    text = read_text(films[0], "en")
    assert text.sentences == (
        "The camp holds 4,000 people who fled the city and the valleys around it.",
        "Where are you going?",
        "To the coast.",
    )


def test_webvtt_is_read_without_its_notes_styles_and_tags(tmp_path):
    path = tmp_path / "film.vtt"
    path.write_text(WEBVTT, encoding="utf-8")
    blocks = ingest(path, language="fr").blocks
    assert [(block.line, block.text) for block in blocks] == [
        (11, "Est-ce fini?"),
        (12, "Oui & non."),
        (15, "À demain !"),
    ]


def test_a_translation_is_checked_and_only_its_texts_are_put_right(films):
    source, target = films
    result = check_translation(target, source_path=source)
    assert {finding.code for finding in result.findings} >= {"NUM001", "FORM003", "TYPO001"}
    assert [unit.line for unit in result.units] == [3, 12, 13]
    before = target.read_bytes()
    assert fix_file(result, CHECKS).left == ()
    assert target.read_bytes() == before.replace(b"les les", b"les").replace(b"vous?", "vous\u00a0?".encode())


def test_webvtt_is_put_right_too(tmp_path):
    path = tmp_path / "film.vtt"
    path.write_text(WEBVTT, encoding="utf-8")
    assert fix_file(check_translation(path, alone=True), CHECKS).count == 2
    after = WEBVTT.replace("fini?", "fini\u00a0?").replace("demain !", "demain\u00a0!")
    assert path.read_text(encoding="utf-8") == after


def test_what_two_subtitles_share_is_left_to_the_person(tmp_path):
    path = tmp_path / "film.srt"
    path.write_text(FRENCH.replace("ville</i>", "ville et</i>"), encoding="utf-8")
    fixes = fix_file(check_translation(path, alone=True), [check for check in CHECKS if check.code == "FORM003"])
    assert [one.why for one in fixes.left] == [Hindrance.TAG]
    assert "ville et</i>" in path.read_text(encoding="utf-8")


def test_subtitles_without_a_timing_are_refused(tmp_path):
    path = tmp_path / "film.srt"
    path.write_text("The camp holds 4,000 people.\n", encoding="utf-8")
    with pytest.raises(IngestError, match="no subtitle with a timing"):
        ingest(path, language="en")
