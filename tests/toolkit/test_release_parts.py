"""What of a plain text is the release, and what stands around it: title, menu, datelines, lists, contacts."""

import pytest

from toolkit.ingest.layout import join_lines
from toolkit.ingest.release import sort_pieces

PROSE = (
    "The Organization opened an office in the port on Monday, and forty people of the region now work there every day "
    "of the week."
)
MORE = (
    "Those who arrive are given water, food and advice by nurses and lawyers who speak their languages and know the "
    "law well."
)
TITLE = "Migration grows in the north of the country"
LONG_LEAD = f"Geneva, 3 May – {PROSE.rstrip('.')} with all of the others"
LINK = "For more information, read https://example.org/north"


@pytest.mark.parametrize(
    ("lines", "kinds", "left_out"),
    [
        # Short lines before the title are a menu where there are three, or where something else speaks for a menu.
        (["Geneva", TITLE, PROSE, MORE], ["title", "heading", "paragraph", "paragraph"], []),
        (["Geneva", "Press team", TITLE, PROSE], ["title", "heading", "heading", "paragraph"], []),
        (["Alpha", "Beta", "Gamma", TITLE, PROSE], ["title", "paragraph"], ["navigation"] * 3),
        (["Alpha", "Beta", "Gamma", PROSE, MORE], ["title", "paragraph", "paragraph"], ["navigation"] * 2),
        (["Geneva", "Share", TITLE, PROSE], ["title", "paragraph"], ["navigation"] * 2),
        (["Geneva", "3 May 2019", TITLE, PROSE], ["title", "heading", "paragraph"], ["label"]),
        # A dateline with a sentence after it is no title.
        ([LONG_LEAD, PROSE, MORE], ["paragraph"] * 3, []),
        (["Geneva, 3 May – An office opens", PROSE, MORE], ["title", "paragraph", "paragraph"], []),
        (
            [TITLE, PROSE, "•one of several", "■another", "- the last", MORE],
            ["title", "paragraph", *["list item"] * 3, "paragraph"],
            [],
        ),
        # A line that only sounds like a contact is one where an address follows.
        ([TITLE, PROSE, MORE, LINK], ["title", "paragraph", "paragraph"], ["contact"]),
        (
            [TITLE, PROSE, MORE, "For more information, please contact:", "Ana Roy"],
            ["title", "paragraph", "paragraph"],
            ["contact"] * 2,
        ),
        (
            [TITLE, PROSE, "For more information, please contact the press team", MORE],
            ["title", "paragraph", "heading", "paragraph"],
            [],
        ),
    ],
)
def test_parts(lines, kinds, left_out):
    found = sort_pieces(join_lines("\n\n".join(lines)), "en")
    assert [block.kind.value for block in found.blocks] == kinds
    assert [piece.reason for piece in found.left_out] == left_out
    assert sorted([*(block.line for block in found.blocks), *(piece.line for piece in found.left_out)]) == [
        1 + 2 * number for number in range(len(lines))
    ]
