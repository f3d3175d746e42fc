"""Pages of our own and what should come out of them, side by side; and what holds for every page."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html

from tmx.text.folding import fold
from toolkit.ingest import ingest, segment_document
from toolkit.ingest.documents import read_plain_text
from toolkit.ingest.layout import join_lines
from toolkit.ingest.release import sort_pieces
from toolkit.ingest.repairs import repair
from toolkit.model import BlockKind, Document

GOLDEN = Path(__file__).parents[1] / "golden" / "ingest"
PAGES = sorted(path for path in GOLDEN.iterdir() if path.suffix in (".txt", ".html", ".odt"))


def shown(document: Document) -> str:
    lines = [f"language  {document.language}"]
    lines += [f"repaired  {repair}" for repair in document.repairs]
    lines += [f"{block.line:4}  {block.kind.value}  {block.text}" for block in document.blocks]
    lines += [f"{piece.line:4}  - {piece.reason}  {piece.text}" for piece in document.left_out]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_page(path: Path) -> None:
    assert shown(ingest(path)) == path.with_name(path.name + ".expected").read_text("utf-8")


@pytest.mark.parametrize("path", [p for p in PAGES if p.suffix == ".html"], ids=lambda path: path.name)
def test_without_trafilatura_the_blocks_are_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = ingest(path)
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert ingest(path).blocks == expected.blocks


def letters(text: str) -> str:
    """Letters and digits only: what joining, parting and markers leave alone."""
    return str(regex.sub(r"[^\p{L}\p{N}]", "", fold(text)))


def missing(text: str, language: str) -> str:
    """The letters, and the lines without letters, that are neither kept nor left out, or come more than once."""
    result = sort_pieces(join_lines(text), language)
    found = [*(block.text for block in result.blocks), *(piece.text for piece in result.left_out)]
    before, after = Counter(letters(text)), Counter(letters(" ".join(found)))
    marks = Counter("".join(found))
    lost = [
        line.strip()
        for line in regex.split(r"\r\n|\r|\n", text)
        if line.strip() and not letters(line) and not marks[line.strip()[0]]
    ]
    return "".join([*(before - after).elements(), *(after - before).elements(), *lost])


@pytest.mark.parametrize("path", [p for p in PAGES if p.suffix == ".txt"], ids=lambda path: path.name)
def test_every_line_is_kept_or_left_out(path: Path) -> None:
    document = ingest(path)
    text = repair(read_plain_text(path.read_bytes(), path), document.language).text
    assert missing(text, document.language) == ""
    lines = {*(block.line for block in document.blocks), *(piece.line for piece in document.left_out)}
    assert min(lines) == next(number for number, line in enumerate(text.split("\n"), 1) if line.strip())


@pytest.mark.parametrize("path", [p for p in PAGES if p.suffix == ".html"], ids=lambda path: path.name)
def test_every_word_of_a_page_is_kept_or_left_out(path: Path) -> None:
    document = ingest(path)
    root = html.fromstring(read_plain_text(path.read_bytes(), path))
    for silent in root.xpath("//script | //style | //head/*[not(self::title)]"):
        silent.drop_tree()
    found = [*(block.text for block in document.blocks), *(piece.text for piece in document.left_out)]
    assert Counter(letters(" ".join(found))) == Counter(letters(root.text_content()))


LINES = st.sampled_from(
    [
        "", "-", "***", "Communiqué", "Qui sommes nous", "Qui sommes nousL'Agence veille depuis 1962 sur les pistes.",
        "- Structure", "Structure", "Accueil", "News", "Le bac de Tamba reprend du service",
        "Tamba – Le bac a repris ses traversées lundi avec un moteur neuf et un équipage formé sur place.",
        "Les bateliers connaissent le fleuve mieux que personne et ils en parlent volontiers aux visiteurs.",
        "Le bac est là. - Il part. - Il revient.", "Trois priorités :", "- la sécurité ;", "• le prix.",
        "1. Un départ.",
        "Un fleuve à apprivoiserLes bateliers le connaissent.", "le fleuve ne pardonne", "ni la hâte ni", "l’orgueil.",
        "Pour plus d’informations, veuillez contacter :", "Awa Diop", "Tél. : +221 00 00 00", "adiop@example.org",
        "Photo : ADR", "Articles connexes", "Un pont au nord", "© ADR", "Partager", "Le bac au départ. Photo : ADR",
        "12 mai 2023", "« Oui ! »", "À propos de l’Agence", "– VNA", "(suite)", "…",
    ]
)  # fmt: skip


@given(st.one_of(st.lists(LINES, max_size=30).map("\n".join), st.text(max_size=200)))
@example("o 0")
@settings(max_examples=300)
def test_nothing_disappears(text: str) -> None:
    assert missing(text, "fr") == ""


def test_sentences_know_their_blocks() -> None:
    document = ingest(GOLDEN / "fr-wrapped-blank-lines.txt")
    found = segment_document(document)
    assert [s.block for s in found] == sorted(s.block for s in found)
    assert {s.block for s in found} == set(range(len(document.blocks)))
    assert found[0].kind is BlockKind.TITLE
    assert all(s.text in document.blocks[s.block].text for s in found)
    second = [s.text for s in found if s.block == 2][1]
    assert second == "« Ces femmes ont tout perdu », a-t-elle déclaré à son arrivée au camp."
