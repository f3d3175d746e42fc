"""``accord ingest``, ``accord segment`` and ``accord evaluate segmentation`` as a person types them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from toolkit.cli.evaluate_segmentation import segmentation
from toolkit.cli.main import main
from toolkit.workflows.counted import Counted
from toolkit.workflows.evaluate_segmentation import evaluate_segmentation

GOLDEN = Path(__file__).parents[1] / "golden" / "ingest"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


def test_ingest_shows_the_release(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "ingest", GOLDEN / "en-wrapped-title.txt")
    assert (code, err) == (0, "")
    paragraphs = out.strip().split("\n\n")
    assert paragraphs[0] == "New Ferry Links Tamba with the Market Towns on the Eastern Bank"
    assert paragraphs[-1] == "The crossing takes eleven minutes."


def test_ingest_says_what_was_left_out_and_repaired(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ingest", GOLDEN / "fr-wrapped-glued.txt", "--show-left-out")
    after = out.partition("--- left out of ")[2].splitlines()
    assert code == 0
    assert "     2  navigation  Qui sommes nous" in after
    assert "    37  contact     Tél. : +221000000" in after
    assert "        lost œ put back: 2 places" in after


def test_ingest_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ingest", "--json", GOLDEN / "fr-mac.txt", GOLDEN / "fr-article.html")
    first, second = map(json.loads, out.splitlines())
    assert code == 0
    assert first["language"] == "fr"
    assert first["repairs"] == ["read as Mac Roman"]
    assert second["title"] == "Le bac de Tamba reprend du service"
    assert {"reason": "contact", "line": 16, "text": "Awa Diop, Tél. : +221 00 00 00"} in second["left_out"]


def test_a_bad_file_does_not_stop_the_others(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    code, out, err = run(capsys, "ingest", empty, GOLDEN / "fr-mac.txt", tmp_path / "none.txt")
    assert code == 2
    assert "L’école a rouvert à Tamba" in out
    assert f"{empty}: the file is empty" in err
    assert err.splitlines()[-1].startswith("accord: 2 of 3 files could not be read: ")


def test_segment_keeps_everything(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "segment", GOLDEN / "fr-wrapped-glued.txt")
    assert code == 0
    assert "Nos métiers" in out.splitlines()
    assert "La mise en uvre du projet a été confiée à une entreprise" in out
    assert "- La régularité : un départ toutes les deux heures, y compris le dimanche." in out.splitlines()
    assert "Qui sommes nous" in out.splitlines()
    text = (GOLDEN / "fr-wrapped-glued.txt").read_text("utf-8")
    assert "".join(out.split()) == "".join(text.split())


def test_segment_raw_takes_each_line_for_a_paragraph(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("Il est parti.Elle est restée. M. Roy dort.\nune ligne\n\nqui finit là\n", "utf-8")
    _, out, _ = run(capsys, "segment", "--raw", "--lang", "fr", path)
    assert out.splitlines() == ["Il est parti.", "Elle est restée.", "M. Roy dort.", "une ligne", "qui finit là"]


def test_segment_clean_takes_the_release_alone(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "segment", "--clean", GOLDEN / "en-news-agency.txt")
    assert out.splitlines()[0] == "Ministers Agree on River Crossings"
    assert out.splitlines()[-1] == "“Rivers should join us,” said the chair. – VNA"


def test_segment_reads_pages(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "segment", GOLDEN / "fr-article.html")
    assert out.splitlines()[:3] == ["Le bac de Tamba reprend du service", "Le bac au départ.", "Photo : ADR"]


def test_segment_with_rules_of_ones_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rules = tmp_path / "own.srx"
    rules.write_text(
        '<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="no"/><body>'
        '<languagerules><languagerule languagerulename="All"><rule break="yes"><beforebreak>;</beforebreak>'
        "<afterbreak></afterbreak></rule></languagerule></languagerules><maprules>"
        '<languagemap languagepattern=".*" languagerulename="All"/></maprules></body></srx>',
        "utf-8",
    )
    text = tmp_path / "a.txt"
    text.write_text("Un ; deux. Trois", "utf-8")
    assert run(capsys, "segment", "--lang", "fr", "--rules", rules, text)[1].splitlines() == ["Un ;", "deux. Trois"]
    rules.write_text("<srx>", "utf-8")
    code, out, err = run(capsys, "segment", "--lang", "fr", "--rules", rules, text)
    assert (code, out) == (2, "")
    assert "own.srx, line 1" in err


def test_segment_reads_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Il est là. M. Roy dort.".encode())))
    assert run(capsys, "segment", "-", "--lang", "fr") == (0, "Il est là.\nM. Roy dort.\n", "")


def test_segment_refuses_what_contradicts(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "segment", "--raw", "--clean", GOLDEN / "fr-mac.txt")[0] == 2
    assert run(capsys, "segment", "--lang", "klingon", GOLDEN / "fr-mac.txt")[0] == 2


def gold(folder: Path) -> Path:
    path = folder / "gold.txt"
    path.write_text(
        "### one.txt\nIl part. ⏎ Elle reste.⏎G⏎On attend.\nNotre travail⏎H⏎Depuis 1951, l’Agence veille.\n"
        "M. Roy dort; ⏎ il rêve.\nIl est là.Bien là\n⏎ Elle part.⏎\n",
        "utf-8",
    )
    return path


def test_scores(tmp_path: Path) -> None:
    score = evaluate_segmentation(gold(tmp_path), "fr")
    assert (score.boundaries, score.glued, score.glued_right) == (Counted(4, 4, 3), 2, 2)
    assert (score.boundaries.precision, score.boundaries.recall, score.boundaries.f1) == (0.75, 0.75, 0.75)
    assert (score.blocks, score.blocks_right) == (5, 3)
    assert [(d.line, d.kind, d.context) for d in score.differences] == [
        (4, "missed", "M. Roy dort; ⏎il rêve."),
        (5, "invented", "Il est là.⏎Bien là"),
    ]


def test_scores_on_the_command_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    segmentation.main([str(gold(tmp_path)), "--lang", "fr", "--differences"], standalone_mode=False)
    out = capsys.readouterr().out
    assert "precision 0.7500  recall 0.7500  F1 0.7500" in out
    assert "glued 2 of 2" in out
    assert "line 4  missed" in out
    segmentation.main([str(gold(tmp_path)), "--json"], standalone_mode=False)
    assert json.loads(capsys.readouterr().out)["f1"] == 0.75
