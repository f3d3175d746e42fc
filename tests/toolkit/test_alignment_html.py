"""The alignment page: all beads, doubtful ones first, nothing from the texts taken for HTML."""

from lxml import html
from msgspec.structs import replace

from tmx.model import Alignment, Bead
from toolkit.model import AlignedPair
from toolkit.reports.alignment_html import AlignmentReport, alignment_page
from toolkit.reports.html import page

HOSTILE = "<script>alert('x')</script> & \"quoted\""


def report():
    beads = (
        Bead(range(1), range(1), confidence=0.999),
        Bead(range(1, 3), range(1, 2), confidence=0.62),
        Bead(range(3, 4), range(2, 2), confidence=0.97),
        Bead(range(4, 5), range(2, 3), confidence=0.31),
    )
    pair = AlignedPair(
        "original & copy.txt",
        "communiqué.txt",
        ("One.", "Two.", "Three.", "Four.", HOSTILE),
        ("Un.", "Deux et trois.", "Cinq."),
        Alignment(beads, 5, 3),
        0.87,
    )
    return AlignmentReport((pair,), ("lonely.txt",), (), settings=(("Glossary", "<none>"),))


def test_every_sentence_stands_in_its_place():
    tree = html.fromstring(alignment_page(report()))
    rows = tree.xpath("//section[@class='document']/div[starts-with(@class, 'bead')]")
    texts = [
        [[p.text_content() for p in cell.xpath("./p[not(@class)]")] for cell in row.xpath("./div")[1:3]] for row in rows
    ]
    assert texts == [
        [["One."], ["Un."]],
        [["Two.", "Three."], ["Deux et trois."]],
        [["Four."], []],
        [[HOSTILE], ["Cinq."]],
    ]


def test_doubtful_beads_come_first_and_least_sure_leads():
    tree = html.fromstring(alignment_page(report()))
    links = tree.xpath("//section[@id='doubtful']//div[@class='number']/a")
    assert [link.text for link in links] == ["1.4", "1.2"]
    for link in links:
        assert tree.get_element_by_id(link.get("href")[1:]) is not None


def test_what_was_decided_in_an_earlier_round_is_marked():
    pair = replace(report().pairs[0], approved=frozenset({0, 3}), struck_out=frozenset({1}))
    tree = html.fromstring(alignment_page(replace(report(), pairs=(pair,))))
    rows = tree.xpath("//section[@class='document']/div[starts-with(@class, 'bead')]")
    said = [row.xpath("./div[@class='how']/span")[2:] for row in rows]
    assert [[tag.text for tag in tags] for tags in said] == [["approved"], ["struck out"], [], ["approved"]]
    assert [row.get("class").split()[2:] for row in rows] == [[], ["struck"], [], []]
    assert [row.get("data-kind") for row in rows] == [
        "approved",
        "doubtful merged struck",
        "alone",
        "doubtful approved",
    ]
    assert tree.xpath("//div[@class='strip']/a[contains(@class, 'struck')]/@href") == ["#b1-2"]
    assert tree.xpath("//select[@id='show']/option/@value")[-2:] == ["approved", "struck"]
    undecided = html.fromstring(alignment_page(report()))
    assert undecided.xpath("//select[@id='show']/option/@value")[-1] == "alone"
    assert not undecided.xpath("//*[contains(@class, 'struck')]")


def test_numbers_add_up():
    alone = AlignedPair("a.txt", "b.txt", ("One.",), ("Un.",), Alignment((Bead(range(1), range(1)),), 1, 1))
    tree = html.fromstring(alignment_page(replace(report(), pairs=(*report().pairs, alone))))
    tiles = {li.xpath("./span")[0].text: li.xpath("./b")[0].text for li in tree.xpath("//ul[@class='tiles']/li")}
    assert {name: tiles[name] for name in list(tiles)[:4]} == {
        "beads": "5",
        "one to one": "3",
        "merged or split": "1",
        "without counterpart": "1",
    }
    assert tiles["to look at first"] == "2"


def test_nothing_from_the_texts_is_markup_and_nothing_is_fetched():
    shown = alignment_page(report())
    assert len(html.fromstring(shown).xpath("//script")) == 1
    assert "<none>" not in shown
    assert "http://" not in shown
    assert "https://" not in shown


def test_unpaired_documents_are_named():
    tree = html.fromstring(alignment_page(report()))
    assert "lonely.txt" in tree.xpath("string(//h2[@id='unpaired']/following-sibling::ul[1])")


def test_two_files_that_were_named_have_each_other():
    alone = replace(report(), unpaired_sources=())
    assert 'id="unpaired"' not in alignment_page(alone)
    several = replace(alone, pairs=(*alone.pairs, *alone.pairs))
    assert "every document has its counterpart" in alignment_page(several)


def test_beads_are_found_by_their_kind():
    tree = html.fromstring(alignment_page(report()))
    rows = tree.xpath("//section[@class='document']/div[starts-with(@class, 'bead')]")
    assert [row.get("data-kind") for row in rows] == ["", "doubtful merged", "alone", "doubtful"]
    assert [row.xpath("./div[@class='how']/span/@class")[0] for row in rows] == [
        "tag good",
        "tag poor",
        "tag good",
        "tag poor",
    ]
    assert [row.xpath("count(.//p[@class='none'])") for row in rows] == [0, 0, 1, 0]


def test_same_report_same_bytes():
    assert alignment_page(report()) == alignment_page(report())


def test_texts_stand_in_the_direction_of_their_letters():
    style = page("a", "", language="en").partition("</style>")[0]
    assert "main p, main [lang] { unicode-bidi: plaintext; }" in style
