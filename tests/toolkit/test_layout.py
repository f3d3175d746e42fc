"""Which lines of a plain text belong together."""

import textwrap

from toolkit.ingest.layout import join_lines

PARAGRAPH = (
    "The programme, which began in three districts, now reaches every port of the coast and trains the people who meet "
    "migrants first, from customs officers to nurses, so that those in need of help are seen and heard in time."
)
TRANSCRIPT = [
    "how long have you had this",
    "and do you sleep well when the pain comes back during the night or early in the morning",
    "and your parents",
    "yes my mother had the same trouble with her heart for about ten years",
    "are you taking anything for it",
    "and does it help a little",
    "drink a lot of water",
    "and come back in a week if you do not feel better by then or if there is fever",
]


def texts(text):
    return [piece.text for piece in join_lines(text)]


def test_wrapped_lines_are_joined():
    for width in (40, 60, 75):
        assert texts("\n".join(textwrap.wrap(PARAGRAPH, width))) == [PARAGRAPH]


def test_lines_of_any_length_are_texts_of_their_own():
    assert texts("\n".join(TRANSCRIPT)) == TRANSCRIPT
