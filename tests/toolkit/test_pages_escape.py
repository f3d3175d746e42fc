"""No page that Accord writes runs what stands in a text, a name or a file's name."""

import csv

import pytest
from lxml import html

HOSTILE = "\"'><img src=x onerror=a()></script><script>a()</script>"
NAME = "\"'><img src=x onerror=a()>"
SENTENCES = [
    (f"The wind turbine {HOSTILE} drives a generator.", f"L’éolienne {HOSTILE} entraîne un générateur."),
    (f"Each wind turbine has rotor blades {HOSTILE}.", f"Chaque éolienne a des pales {HOSTILE}."),
    (f"A wind turbine {HOSTILE} stands still in 2024.", f"Une éolienne {HOSTILE} s’arrête en 2025."),
    (f"{HOSTILE} wind turbine", f"{HOSTILE} éolienne"),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Files whose texts, notes and names are hostile, in the working folder."""
    monkeypatch.chdir(tmp_path)
    with (tmp_path / f"{NAME}.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "en", "fr", "note"])
        rows.writerows([f"{number}{HOSTILE}", *pair, HOSTILE] for number, pair in enumerate(SENTENCES * 3))
    with (tmp_path / "glossary.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["concept", "subject", "language", "term", "note"])
        rows.writerow([HOSTILE, HOSTILE, "en", "rotor blade", HOSTILE])
        rows.writerow([HOSTILE, HOSTILE, "fr", f"pale {HOSTILE}", HOSTILE])
    for number, language in enumerate(("en", "fr")):
        text = "\n\n".join(pair[number] for pair in SENTENCES)
        (tmp_path / f"{NAME}.{language}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["align", f"{NAME}.en.txt", f"{NAME}.fr.txt", "-o", "page.html"], 0),
        (["qa", f"{NAME}.csv", "--glossary", "glossary.csv", "--format", "html", "-o", "page.html"], 1),
        (["qa", f"{NAME}.fr.txt", "--source", f"{NAME}.en.txt", "--format", "html", "-o", "page.html"], 1),
        (["terms", "extract", f"{NAME}.csv", "--from", "en", "--to", "fr", "-o", "page.html"], 0),
        (["terms", "extract", f"{NAME}.en.txt", "--lang", "en", "-o", "page.html"], 0),
        (["memory", "renderings", f"{NAME}.csv", "wind turbine", "--from", "en", "--to", "fr", "-o", "page.html"], 0),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
@pytest.mark.parametrize("interface", ["en", "fr"])
def test_nothing_of_a_text_becomes_a_tag(folder, run_accord, words, code, interface):
    run_accord(*words, "--ui", interface, code=code)
    written = (folder / "page.html").read_text(encoding="utf-8")
    assert "onerror" in written
    page = html.fromstring(written)
    assert len(page.findall(".//script")) <= 1
    assert page.xpath("//img | //iframe | //object | //link | //base") == []
    assert [name for name in page.xpath("//@*/..") if any(key.startswith("on") for key in name.attrib)] == []
    assert all(value.startswith("#") for value in page.xpath("//@href | //@src"))
