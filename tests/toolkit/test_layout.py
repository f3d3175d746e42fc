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


def test_a_short_text_that_is_filled_to_one_width_is_wrapped():
    sentences = [
        "Opening hours are 9 a.m. to 7 p.m., Monday to Saturday. Children under 12 may borrow up to ten books at a "
        "time. A café on the ground floor will open in May.",
        "The building cost 4.2 million euros and houses 85,000 books. It was opened on Tuesday by Mayor Helen Barton.",
    ]
    wrapped = "\n\n".join("\n".join(textwrap.wrap(one, 72)) for one in sentences)
    assert texts(wrapped) == sentences
    # The same breaks, where one more word would have had room: somebody has made them on purpose.
    by_hand = wrapped.replace("ten books at a time", "few")
    assert texts(by_hand)[0].endswith("Children under")
