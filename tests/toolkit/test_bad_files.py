"""Each command with each kind of broken file: one clear line, exit code 2, nothing left behind."""

import random
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tmx import open_memory
from tmx.formats.tmx import read_tmx
from tmx.store.importing import ImportSource, import_units
from toolkit.cli.main import main

EXAMPLES = Path(__file__).parents[2] / "examples"

# The command, with {} where the broken file goes, and what the file claims to be. Beside it stand files that are good.
READING = [
    ("qa {}", "xlf tmx po tsv xlsx mqxliff"),
    ("qa {} --source good.txt", "txt docx html"),
    ("qa good.fr.txt --source {}", "txt docx html"),
    ("qa good.xlf --glossary {}", "tbx csv xlsx db"),
    ("qa good.xlf --memory {}", "tmx db"),
    ("qa good.xlf --baseline {}", "json"),
    ("qa good.xlf --dismissed {}", "toml"),
    ("qa {} --fix=all", "xlf docx"),
    ("align {} good.fr.txt -o out.tmx -o out.html", "txt docx html"),
    ("align good.txt {} --segmented -o out.tmx", "txt"),
    ("align --from-review {} -o out.tmx", "xlsx"),
    ("align good.txt good.fr.txt --dictionary {} -o out.tmx", "tmx ifo db"),
    ("align good.txt good.fr.txt --approved {} -o out.tmx", "tmx"),
    ("build folder folder --glossary {} -o out", "tbx"),
    ("convert {} out.tab", "tmx"),
    ("convert {} out.tmx --canonical", "tmx"),
    ("convert {} out.tmx --source-sentences good.txt --target-sentences good.fr.txt", "beads ladder"),
    ("ingest {}", "txt docx html"),
    ("segment {}", "txt docx"),
    ("segment good.txt --rules {}", "srx"),
    ("memory import {} --memory new.db", "tmx xlf po"),
    ("memory import good.tmx --memory {}", "txt"),
    ("memory export {} -o out.tmx", "db"),
    ("memory search {} word", "tmx db"),
    ("memory concordance {} word", "tmx db"),
    ("memory stats {}", "tmx db"),
    ("memory validate {}", "xlf db"),
    ("memory clean {} -o out.tmx --report out.tsv", "tmx"),
    ("memory merge good.tmx {} -o out.tmx", "tmx"),
    ("memory diff good.tmx {}", "tmx"),
    ("memory pretranslate {} --memory memory.db -o out.xlf", "xlf po docx"),
    ("memory leverage {} --memory memory.db -o out.xlsx", "xlf docx"),
    ("memory sync {} memory.db", "txt"),
    ("terms extract {} -o out.tbx", "tmx"),
    ("terms extract {} --lang en -o out.csv", "txt docx html"),
    ("terms extract good.txt --lang en --ranker {} -o out.csv", "ranker"),
    ("terms import {} -o new.db", "tbx csv xlsx mtf utx po"),
    ("terms export {} -o out.tbx -o out.csv", "tbx db"),
    ("terms convert {} out.tbx", "tbx csv xlsx mtf"),
    ("terms diff good.tbx {}", "tbx"),
    ("terms merge good.tbx {} good.tbx -o out.tbx", "tbx"),
    ("terms validate {}", "tbx csv"),
    ("terms stats {}", "tbx"),
    ("terms add {} house maison", "tbx db"),
    ("terms history {}", "db"),
    ("terms lookup house --glossary {} --lang en", "tbx"),
    ("dictionary import {} -o out.tsv", "ifo index tei"),
    ("export omegat new --memory {}", "tmx db"),
    ("export trados new --glossary {}", "tbx"),
    ("evaluate tagger {} --lang fr", "conllu"),
]
# What is no fault: these commands make the file where there is none, or find nothing in an empty one.
RIGHT = {
    "qa good.xlf --dismissed {}": {"missing", "empty"},
    "memory import good.tmx --memory {}": {"missing", "empty"},
    "memory sync {} memory.db": {"missing"},
    "terms add {} house maison": {"missing", "empty"},
}
CASES = [(command, suffix) for command, suffixes in READING for suffix in suffixes.split()]

XML = {
    "xlf": '<xliff version="1.2"><file original="a" source-language="en" target-language="fr" datatype="x"><body>'
    '<trans-unit id="1"><source>One {}.</source><target>Un.</target></trans-unit></body></file></xliff>',
    "tmx": '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>One {}.</seg></tuv>'
    '<tuv xml:lang="fr"><seg>Un.</seg></tuv></tu></body></tmx>',
    "tbx": '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>'
    '<conceptEntry id="c"><langSec xml:lang="en"><termSec><term>one {}</term></termSec></langSec></conceptEntry></body>'
    "</text></tbx>",
    "mtf": '<mtf><conceptGrp><languageGrp><language type="English" lang="EN"/><termGrp><term>one {}</term></termGrp>'
    "</languageGrp></conceptGrp></mtf>",
    "srx": '<srx version="2.0"><body><languagerules><languagerule languagerulename="x"><rule break="yes"><beforebreak>'
    "{}</beforebreak></rule></languagerule></languagerules></body></srx>",
    "tei": '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><entry><form><orth>one {}</orth></form></entry></body>'
    "</text></TEI>",
}
XML["mqxliff"] = XML["xlf"]
LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
PARTS = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}


def broken(kind, suffix):
    """The bytes of a broken file, or None where the kind does not go with the suffix."""
    xml, part = XML.get(suffix), PARTS.get(suffix)
    if kind == "binary":
        return random.Random(suffix).randbytes(3000)
    if kind == "nothing but zeros":
        return bytes(2000)
    if kind == "entities" and xml:
        root = xml[1:].partition(" ")[0].partition(">")[0]
        return f'<!DOCTYPE {root} [<!ENTITY a0 "ha">{LAUGHS}]>{xml.format("&a9;")}'.encode()
    if kind == "cut off" and xml:
        return xml.format("more")[: len(xml) // 2].encode()
    if kind == "a bomb" and part:
        return zipped(part, b"<x>" + b" " * 300_000_000)
    if kind == "hollow" and part:
        return zipped("readme.txt", b"nothing")
    return None


def zipped(name, content):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def content():
    """The broken files, made once."""
    kinds = ("binary", "nothing but zeros", "entities", "cut off", "a bomb", "hollow")
    suffixes = {suffix for _, suffix in CASES}
    return {(kind, suffix): broken(kind, suffix) for kind in kinds for suffix in suffixes}


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A folder of files that can be read."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "folder").mkdir()
    shutil.copy(EXAMPLES / "originals" / "ambassador-of-viet-nam-at-iom.txt", folder / "good.txt")
    shutil.copy(EXAMPLES / "releases" / "vietnam-rencontre-a-geneve.txt", folder / "good.fr.txt")
    shutil.copy(EXAMPLES / "new" / "regional-conference.xlf", folder / "good.xlf")
    (folder / "good.tmx").write_text(XML["tmx"].format("house"), encoding="utf-8")
    (folder / "good.tbx").write_text(XML["tbx"].format("house"), encoding="utf-8")
    with open_memory(folder / "memory.db", create=True) as store:
        import_units(store, read_tmx(folder / "good.tmx"), ImportSource("good.tmx"))
    return folder


def standing(folder):
    """What stands in the folder; the log of a database that was only read is no trace of a command."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "memory.db" not in path.name}


@pytest.mark.parametrize(("command", "suffix"), CASES, ids=[f"{command} {suffix}" for command, suffix in CASES])
def test_one_line_and_nothing_left_behind(command, suffix, content, good, tmp_path, capfd, monkeypatch):
    folder = tmp_path / "here"
    shutil.copytree(good, folder)
    monkeypatch.chdir(folder)
    found = [(kind, made) for (kind, of), made in content.items() if of == suffix and made is not None]
    for kind, made in [("missing", None), ("empty", b""), *found]:
        name = f"bad.{suffix}"
        if kind in RIGHT.get(command, ()):
            continue
        if made is not None:
            Path(name).write_bytes(made)
        before = standing(folder)
        with pytest.raises(SystemExit) as left:
            main(command.format(name).split())
        said = capfd.readouterr().err
        assert left.value.code == 2, (kind, said)
        assert "Traceback" not in said, (kind, said)
        assert [line for line in said.splitlines() if line.startswith("accord: ")], (kind, said)
        assert len(said.splitlines()) <= 6, (kind, said)
        assert standing(folder) == before, kind


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("qa good.xlf --format html -o good.xlf", "good.xlf"),
        ("qa good.xlf --glossary good.tbx --format json -o good.tbx", "good.tbx"),
        ("qa good.xlf --memory good.tmx --format text -o ../here/good.tmx", "good.tmx"),
        ("qa good.fr.txt --source good.txt -o good.txt", "good.txt"),
        ("align good.txt good.fr.txt --beads good.fr.txt", "good.fr.txt"),
        ("align page.html good.fr.txt -o page.html", "page.html"),
        ("build folder folder -o folder", "good.txt"),
        ("terms extract page.html --lang en -o page.html", "page.html"),
        ("terms train good.txt --glossary good.tbx --lang en -o good.txt", "good.txt"),
        ("memory clean units.tsv -o out.tmx --report units.tsv", "units.tsv"),
        ("memory leverage units.xlsx --memory memory.db -o units.xlsx", "units.xlsx"),
        ("dictionary import units.tsv -o units.tsv", "units.tsv"),
    ],
)
def test_what_is_read_is_not_written_over(words, kept, good, tmp_path, monkeypatch, run_accord):
    folder = tmp_path / "here"
    shutil.copytree(good, folder)
    monkeypatch.chdir(folder)
    for name in ("page.html", "units.tsv", "units.xlsx"):
        Path(name).write_text("en\tfr\nhouse\tmaison\n", encoding="utf-8")
    before = standing(folder)
    said = run_accord(*words.split(), code=2).err
    assert "this file is read, and would be written over" in said
    assert Path(kept).exists()
    assert standing(folder) == before
