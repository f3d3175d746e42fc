"""``accord align``, ``accord pair`` and ``accord evaluate alignment`` from the outside."""

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tmx.align.beads import read_beads
from tmx.align.drift import mean_evidence, seems_unrelated
from tmx.align.sentences import TextPair, align_texts
from tmx.errors import AccordError, StoreError
from tmx.formats.tmx import read_tmx
from tmx.model import Alignment, Bead
from toolkit.cli.main import accord, main
from toolkit.cli.pair import passed_over_line
from toolkit.model import AlignedPair
from toolkit.workflows import evaluate_alignment
from toolkit.workflows.align import count_beads
from toolkit.workflows.memory import units_from_alignment, units_from_pairs
from toolkit.workflows.pair import pair_folders
from toolkit.workflows.texts import documents_in, passed_over, read_folder, read_lines, read_text

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(accord, [str(argument) for argument in arguments], standalone_mode=False)
    if result.exception is not None and not isinstance(result.exception, AccordError):
        raise result.exception
    return result


def reason(*arguments: str | Path) -> str:
    result = run(*arguments)
    assert isinstance(result.exception, AccordError), result.output
    return str(result.exception)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A gold document with a blank line and a sentence that is left out."""
    place = tmp_path / "set" / "one"
    place.mkdir(parents=True)
    source = "IOM in Dakar\n\nThe office has 25 rooms.\nIt is old.\nMr. Diallo paid 300 dollars.\n"
    target = "L’OIM à Dakar\n\nLe bureau a 25 pièces, et il est vieux.\nM. Diallo a payé 300 dollars.\n"
    (place / "src.txt").write_text(source, encoding="utf-8")
    (place / "tgt.txt").write_text(target, encoding="utf-8")
    (place / "gold.txt").write_text("[0]:[0]\n[1]:[1]\n[2, 3]:[2]\n[4]:[3]\n", encoding="utf-8")
    return place


def test_segmented_files_become_beads(document: Path, tmp_path: Path) -> None:
    result = run("align", document / "src.txt", document / "tgt.txt", "--segmented", "--beads", tmp_path / "a.beads")
    assert result.return_value == 0
    beads = read_beads(tmp_path / "a.beads")
    alignment = Alignment(beads, 5, 4)  # refuses gaps
    assert Bead(range(2, 4), range(2, 3)) in [Bead(b.source, b.target) for b in alignment.beads]


def test_beads_on_standard_output(document: Path) -> None:
    result = run("align", document / "src.txt", document / "tgt.txt", "--segmented", "--beads", "-")
    assert result.stdout.startswith("[0]:[0]:0.")
    assert "Aligned     1 pair" in result.stderr


def test_a_memory_from_files(document: Path, tmp_path: Path) -> None:
    memory = tmp_path / "memory.tmx"
    run("align", document / "src.txt", document / "tgt.txt", "--segmented", "-o", memory, "--tmx-languages", "en,fr-FR")
    units = list(read_tmx(memory))
    assert [unit.identifier for unit in units] == ["src:1", "src:2", "src:3"]
    assert units[1].variants[0].text == "The office has 25 rooms. It is old."
    assert units[1].variants[1].language == "fr-FR"
    assert units[1].property("x-bead") == "2-1"
    assert units[0].property("x-source-document") == "src.txt"
    assert units[0].property("x-target-document") == "tgt.txt"
    assert len((units[0].property("x-confidence") or "").partition(".")[2]) == 4


def test_each_output_becomes_what_its_ending_says(document: Path, tmp_path: Path) -> None:
    names = ["m.tmx", "m.html", "m.xlsx", "m.beads"]
    outputs = [word for name in names for word in ("-o", tmp_path / name)]
    result = run("align", document / "src.txt", document / "tgt.txt", "--segmented", *outputs)
    assert result.return_value == 0
    assert len(list(read_tmx(tmp_path / "m.tmx"))) == 3
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert "One pair of documents" in page
    assert "Le bureau a 25 pièces" in page
    assert (tmp_path / "m.xlsx").read_bytes().startswith(b"PK")
    assert len(read_beads(tmp_path / "m.beads")) == 4


def test_standard_output_and_devices_need_no_ending(document: Path) -> None:
    result = run("align", document / "src.txt", document / "tgt.txt", "-o", "-")
    assert "<tmx" in result.stdout
    run("align", document / "src.txt", document / "tgt.txt", "-o", os.devnull)


@pytest.mark.parametrize("name", ["m.xlf", "out"])
def test_an_output_that_align_does_not_write_is_refused_before_the_work(
    document: Path, tmp_path: Path, name: str
) -> None:
    with pytest.raises(click.UsageError, match=r"-o writes .tmx, .html, .xlsx and .beads"):
        run("align", document / "src.txt", document / "tgt.txt", "-o", tmp_path / name)
    assert not (tmp_path / name).exists()


def test_folders_are_paired_first(tmp_path: Path) -> None:
    memory, glossary = tmp_path / "memory.tmx", EXAMPLES / "glossary.csv"
    folders = EXAMPLES / "originals", EXAMPLES / "releases"
    result = run("align", *folders, "-o", memory, "--beads", tmp_path / "beads", "--glossary", glossary)
    assert result.return_value == 0
    assert "Aligned     12 pairs" in result.stderr
    assert "mobile-clinics-kiribati.txt" in result.stderr
    units = list(read_tmx(memory))
    assert len(units) > 250
    assert len({unit.identifier for unit in units}) == len(units)
    assert len(list((tmp_path / "beads").glob("*.beads"))) == 12
    again = tmp_path / "again.tmx"
    run("align", *folders, "-o", again, "--glossary", glossary)
    assert again.read_bytes() == memory.read_bytes()


def test_pairing_tells_how_far_it_is(tmp_path: Path) -> None:
    for side, text in (("en", ENGLISH), ("fr", FRENCH)):
        (tmp_path / side).mkdir()
        (tmp_path / side / "a.txt").write_text(text, encoding="utf-8")
    steps: list[tuple[str, int, int]] = []
    pair_folders(tmp_path / "en", tmp_path / "fr", "en", "fr", progress=lambda *step: steps.append(step))
    last = {name: (done, total) for name, done, total in steps}
    assert list(last) == ["Reading en", "Reading fr", "Pairing"]
    assert all(done == total > 0 for done, total in last.values())


def test_texts_that_do_not_belong_together_are_named(tmp_path: Path) -> None:
    source, target = (
        EXAMPLES / "originals" / "film-festival-in-manila.txt",
        EXAMPLES / "releases" / "pompes-solaires-lac-tchad.txt",
    )
    result = run("align", source, target, "--beads", tmp_path / "a.beads")
    assert "does not look like a translation" in result.stderr
    french = run("--ui", "fr", "align", source, target, "--beads", tmp_path / "a.beads")
    assert "vérifiez que ce sont les bons fichiers" in french.stderr


def test_pair_as_json() -> None:
    result = run("pair", EXAMPLES / "originals", EXAMPLES / "releases", "--json")
    content = json.loads(result.stdout)
    assert len(content["pairs"]) == 12
    assert content["unpaired_sources"] == ["film-festival-in-manila.txt", "mobile-clinics-kiribati.txt"]
    assert all(0.5 <= row["confidence"] <= 1 for row in content["pairs"])


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    names = {"originals": "sea-rescue-nouadhibou.html", "releases": "sauvetage-en-mer-trafic-illicite.txt"}
    for folder, name in names.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes((EXAMPLES / folder / name).read_bytes())
        (tmp_path / folder / "broken.docx").write_bytes(b"PK\x03\x04 this is no document")
    result = run("pair", tmp_path / "originals", tmp_path / "releases")
    assert result.return_value == 2
    assert "sauvetage-en-mer-trafic-illicite.txt" in result.stdout
    assert result.stderr.count("broken.docx") == 2


def test_evaluate(document: Path, tmp_path: Path) -> None:
    folder = document.parent
    result = run("evaluate", "alignment", folder, "--beads-to", tmp_path / "beads")
    assert "all " in result.stdout
    assert "lexical_weight=" in result.stdout
    assert Alignment(read_beads(tmp_path / "beads" / "one.beads"), 5, 4)
    content = json.loads(run("evaluate", "alignment", folder, "--one-by-one", "--json").stdout)
    assert content["one_by_one"] is True
    assert content["total"]["lax"]["f1"] == 1.0
    assert set(content["calibration"]) == {"threshold", "coverage", "precision"}


def test_documents_without_gold_are_aligned_and_not_scored(document: Path, tmp_path: Path) -> None:
    (document / "gold.txt").unlink()
    result = run("evaluate", "alignment", document.parent, "--beads-to", tmp_path / "beads")
    assert "no gold" in result.stdout
    assert (tmp_path / "beads" / "one.beads").exists()


def test_documents_are_aligned_together_or_one_by_one(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (document.parent / "notes.txt").write_text("x", encoding="utf-8")
    for name, gold in ((".hidden", True), ("two", False)):
        place = document.parent / name
        shutil.copytree(document, place)
        if not gold:
            (place / "gold.txt").unlink()
    documents = evaluate_alignment.read_gold_documents(document.parent)
    assert [(one.name, one.gold is None) for one in documents] == [("one", False), ("two", True)]
    batches = []

    def align(texts: Sequence[TextPair], *arguments: object, **options: object) -> Sequence[Alignment]:
        batches.append([text.name for text in texts])
        return align_texts(texts, "en", "fr")

    monkeypatch.setattr(evaluate_alignment, "align_texts", align)
    for one_by_one in (False, True):
        found = evaluate_alignment.evaluate_alignment(documents, "en", "fr", one_by_one=one_by_one)
        assert found.total == found.documents[0].score
        assert found.documents[1].score is None
        assert 0 < found.seconds < 600
    assert batches == [["one", "two"], ["one"], ["two"]]


def test_a_sentence_that_the_gold_forgets_is_mentioned(document: Path) -> None:
    lines = "".join(f"[{i}]:[{i}]\n" for i in range(30))
    for name in ("src", "tgt"):
        (document / f"{name}.txt").write_text("".join(f"Line {i} {name}.\n" for i in range(30)), encoding="utf-8")
    (document / "gold.txt").write_text(lines.replace("[7]:[7]\n", ""), encoding="utf-8")
    result = run("evaluate", "alignment", document.parent)
    assert "source sentence 7 and 1 more stand in no bead" in result.stderr
    (document / "gold.txt").write_text(lines.replace("[7]:[7]\n", "[6, 7]:[7]\n"), encoding="utf-8")
    assert "stands in two beads" in reason("evaluate", "alignment", document.parent)


BAD_GOLD = {
    "[0]:[0]\n": "stand in no bead",
    "[0]:[0]\n[1]:[1]\n[2, 3]:[2]\n[4]:[9]\n": "names target sentence 9",
    "[0]:[0]\n[1]:[1]\n[1, 2, 3]:[2]\n[4]:[3]\n": "stands in two beads",
    "what is this\n": "is not a bead",
}


@pytest.mark.parametrize("gold", BAD_GOLD)
def test_gold_that_does_not_fit(document: Path, gold: str) -> None:
    (document / "gold.txt").write_text(gold, encoding="utf-8")
    message = reason("evaluate", "alignment", document.parent)
    assert BAD_GOLD[gold] in message
    assert "gold.txt" in message


def test_files_that_are_missing_or_no_text(document: Path, tmp_path: Path) -> None:
    (document / "tgt.txt").write_bytes(b"caf\xe9\n")
    assert "line 1" in reason("evaluate", "alignment", document.parent)
    (document / "tgt.txt").write_bytes(b"")
    assert "empty" in reason("evaluate", "alignment", document.parent)
    (document / "tgt.txt").unlink()
    assert "tgt.txt: there is no such file" in reason("evaluate", "alignment", document.parent)
    (document / "tgt.txt").write_text("x\n", encoding="utf-8")
    (document / "src.txt").rename(document / "lines.txt")
    assert "src.txt: there is no such file" in reason("evaluate", "alignment", document.parent)
    (document / "lines.txt").rename(document / "src.txt")
    assert "no document" in reason("evaluate", "alignment", document)
    assert "no document" in reason("pair", document, tmp_path / "set")
    assert "folder" in reason("align", document, document / "src.txt")


def test_every_line_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_bytes("\ufeffone\r\n\r\ntwo\u2028still two\x0b\n\n".encode())
    assert read_lines(path) == ("one", "", "two\u2028still two\x0b", "")
    path.write_bytes(b"no end")
    assert read_lines(path) == ("no end",)


def test_documents_in_a_folder(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", ".hidden.txt", "~$c.docx", "picture.png"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [path.name for path in documents_in(tmp_path)] == ["a.html", "b.txt"]


ENGLISH = "The house is on the hill, and the road to it goes through the woods of the old town.\n" * 4
FRENCH = "La maison est sur la colline, et la route qui y mène passe par les bois de la vieille ville.\n" * 4


def test_documents_in_another_language_than_their_folder(tmp_path: Path) -> None:
    for side, texts in (("en", (ENGLISH, FRENCH)), ("fr", (FRENCH,))):
        (tmp_path / side).mkdir()
        for number, text in enumerate(texts):
            (tmp_path / side / f"{number}.txt").write_text(text, encoding="utf-8")
    read = read_folder(tmp_path / "en", "en")
    assert [text.path.name for text in read.texts] == ["0.txt"]
    assert [(one.path.name, one.error.reason) for one in read.failures] == [
        ("1.txt", "this is in French, not in English")
    ]
    with pytest.raises(StoreError, match="none of its documents") as caught:
        read_folder(tmp_path / "fr", "en-GB")
    assert "0.txt: this is in French, not in English; check the order" in str(caught.value.remedy)
    for language in ("fr-CA", "de", "oc"):  # which language a text in one that is not known is in, nobody can tell
        assert len(read_folder(tmp_path / "fr", language).texts) == 1
    (tmp_path / "short.txt").write_text("La maison est sur la colline.\n", encoding="utf-8")
    assert read_text(tmp_path / "short.txt", "en").sentences


def test_what_in_a_folder_is_no_document_is_told(tmp_path: Path) -> None:
    for name in ("a.txt", "b.pdf", "c.rtf", ".hidden", "Thumbs.db", "~$a.docx"):
        (tmp_path / name).write_text("A text.\n", encoding="utf-8")
    (tmp_path / "older").mkdir()
    assert passed_over(tmp_path) == ("b.pdf", "c.rtf", "older/")
    assert passed_over(tmp_path / "nowhere") == ()
    assert passed_over_line([tmp_path]).startswith("Left out    b.pdf, c.rtf, older/ (read are text")
    for number in range(9):
        (tmp_path / f"{number}.pdf").write_bytes(b"%PDF")
    assert "0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf and 7 more (" in passed_over_line([tmp_path])
    assert passed_over_line([tmp_path / "older"]) == ""


PAIR = AlignedPair(
    "news.html",
    "nouvelles.txt",
    ("One.", " ", "Two.", "Three."),
    ("Un.", "", "Deux trois."),
    Alignment(
        (
            Bead(range(1), range(1), confidence=0.99996),
            Bead(range(1, 2), range(1, 2)),
            Bead(range(2, 4), range(2, 3), confidence=0.5),
        ),
        4,
        3,
    ),
)


def test_units_are_named_in_order_and_blank_beads_give_none() -> None:
    units = list(units_from_alignment(PAIR, "en", "fr"))
    assert [unit.identifier for unit in units] == ["news:1", "news:2"]
    assert [segment.text for segment in units[1].variants] == ["Two. Three.", "Deux trois."]
    assert [prop.value for prop in units[1].properties] == ["news.html", "nouvelles.txt", "0.5000", "2-1"]


def test_names_that_differ_in_the_suffix_only_keep_it() -> None:
    other = AlignedPair("news.txt", "b.txt", ("A.",), ("B.",), Alignment((Bead(range(1), range(1)),), 1, 1))
    units = units_from_pairs([PAIR, other], "en", "fr")
    assert [unit.identifier for unit in units] == ["news.html:1", "news.html:2", "news.txt:1"]


def test_counts() -> None:
    counts = count_beads([PAIR.alignment])
    assert (counts.beads, counts.one_to_one, counts.merged, counts.alone, counts.sure) == (3, 2, 1, 0, 2)


def test_evidence_is_the_mean_score_of_what_is_paired() -> None:
    beads = (Bead(range(1), range(1), 6.0), Bead(range(1, 2), range(0), -4.0), Bead(range(2, 3), range(1, 2), 3.0))
    assert mean_evidence(Alignment(beads, 3, 2)) == pytest.approx(9.0 / 2.5)
    assert mean_evidence(Alignment((), 0, 0)) == 0.0
    apart = tuple(Bead(range(i, i + 1), range(i, i + 1), -1.0) for i in range(9))
    assert seems_unrelated(Alignment(apart, 9, 9))
    assert not seems_unrelated(Alignment(apart[:7], 7, 7))


@pytest.mark.parametrize(
    "words", [["--from-review", "a.xlsx", "a.txt", "b.txt"], ["--from-review", "a.xlsx", "--review", "b.xlsx"], []]
)
def test_options_that_do_not_go_together(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["align", *words])
    assert stop.value.code == 2
    assert "align --help" in capsys.readouterr().err
