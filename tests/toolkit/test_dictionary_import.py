import gzip
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tmx.align.lexicon import read_dictionary
from tmx.errors import AccordError
from tmx.formats.dictionaries import Article, read_articles
from tmx.formats.tmx import write_tmx
from tmx.model import Segment, TranslationUnit
from toolkit.cli.main import accord
from toolkit.workflows.dictionaries import import_dictionaries, translations_of
from toolkit.workflows.lexicons import load_dictionary

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def base64(number: int) -> str:
    digits = DIGITS[number % 64]
    return digits if number < 64 else base64(number // 64) + digits


ARTICLES = [
    ("00databaseinfo", "Made for a test\nhttp://example.org/, a link\n"),
    ("abandon", "abandon /əbændən/ <v>\n1. abandonner, délaisser\n2. renoncer (à)\n"),
    ("mother in law", "mother-in-law /mʌðə/ <n>\nbelle-mère\n"),
    ("wheel", "wheel\n1. roue; volant [de voiture]\nSee also: {steering wheel}\n"),
    ("long", "long\nce mot-ci est expliqué ici par une phrase entière, longtemps\n"),
    ("hollow", "hollow\n(see elsewhere)\n"),
]
FOUND = {
    ("abandon", "abandonner"),
    ("abandon", "délaisser"),
    ("abandon", "renoncer"),
    ("mother-in-law", "belle-mère"),
    ("wheel", "roue"),
    ("wheel", "volant"),
    ("long", "longtemps"),
}


def write_dictd(folder, articles=ARTICLES, *, packed=True):
    content, rows = b"", []
    for headword, text in articles:
        data = text.encode()
        rows.append(f"{headword}\t{base64(len(content))}\t{base64(len(data))}")
        content += data
    (folder / "x.index").write_text("\n".join(rows) + "\n", encoding="utf-8")
    path = folder / ("x.dict.dz" if packed else "x.dict")
    path.write_bytes(gzip.compress(content) if packed else content)
    return folder / "x.index"


def write_stardict(folder, entries, types="m", *, bits=32, synonyms=(), packed=False):
    content, index = b"", b""
    for headword, data in entries:
        index += headword.encode() + b"\0" + len(content).to_bytes(bits // 8, "big") + len(data).to_bytes(4, "big")
        content += data
    lines = ["StarDict's dict ifo file", "version=3.0.0", f"wordcount={len(entries)}", f"idxoffsetbits={bits}"]
    lines += [f"sametypesequence={types}"] if types else []
    (folder / "y.ifo").write_text("\n".join(lines) + "\n", encoding="utf-8")
    name = "y.idx.gz" if packed else "y.idx"
    (folder / name).write_bytes(gzip.compress(index) if packed else index)
    (folder / ("y.dict.dz" if packed else "y.dict")).write_bytes(gzip.compress(content) if packed else content)
    if synonyms:
        rows = b"".join(word.encode() + b"\0" + place.to_bytes(4, "big") for word, place in synonyms)
        (folder / "y.syn").write_bytes(rows)
    return folder / "y.ifo"


TEI = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE TEI SYSTEM "freedict-P5.dtd">
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>
<entry><form><orth>wheel</orth><orth>whele</orth></form>
<sense><cit type="trans" xml:lang="fr"><quote>roue</quote></cit>
<cit type="example"><quote>The wheel turns.</quote><cit type="trans"><quote>La roue tourne.</quote></cit></cit>
</sense></entry>
<entry><form><orth>empty</orth></form><sense/></entry>
</body></text></TEI>
"""


def pairs(path, **options):
    return {(entry.source, entry.target) for entry in import_dictionaries([path], **options)[0].entries}


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("named", ["index", "dict"])
def test_dictd(tmp_path, packed, named):
    path = write_dictd(tmp_path, packed=packed)
    if named == "dict":
        path = path.with_name("x.dict.dz" if packed else "x.dict")
    result = import_dictionaries([path])[0]
    assert {(entry.source, entry.target) for entry in result.entries} == FOUND
    assert (result.articles, result.without) == (5, 1)


def test_headwords_in_the_target_language(tmp_path):
    assert pairs(write_dictd(tmp_path), reversed_=True) == {(target, source) for source, target in FOUND}


@pytest.mark.parametrize(
    ("entries", "types", "options"),
    [
        ([("roue", b"wheel, rim"), ("main", b"hand")], "m", {}),
        ([("roue", b"wheel, rim"), ("main", b"hand")], "m", {"bits": 64, "packed": True}),
        ([("roue", b"/\xca\x81u/\0wheel, rim"), ("main", b"m\0hand")], "tm", {}),
        ([("roue", b"twheel pronounced\0mwheel; rim\0"), ("main", b"W\0\0\0\x02xxmhand\0")], "", {}),
        ([("roue", b"<b>wheel</b><br/>rim"), ("main", b"<div>hand</div>")], "h", {}),
        ([("roue", b"<k>roue</k>\n<tr>ru</tr>wheel<br/>rim"), ("main", b"<k>main</k> hand")], "x", {}),
    ],
)
def test_stardict(tmp_path, entries, types, options):
    path = write_stardict(tmp_path, entries, types, **options)
    assert pairs(path) == {("roue", "wheel"), ("roue", "rim"), ("main", "hand")}


def test_stardict_synonyms_share_the_article(tmp_path):
    path = write_stardict(tmp_path, [("roue", b"wheel"), ("main", b"hand")], synonyms=[("pogne", 1)])
    assert pairs(path.with_suffix(".syn")) == {("roue", "wheel"), ("main", "hand"), ("pogne", "hand")}


def test_freedict(tmp_path):
    (tmp_path / "z.tei").write_text(TEI, encoding="utf-8")
    assert pairs(tmp_path / "z.tei") >= {("wheel", "roue"), ("whele", "roue")}
    assert "empty" not in {source for source, _ in pairs(tmp_path / "z.tei")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a (b) c, d", ("a c", "d")),
        ("1. un\n2) deux", ("un", "deux")),
        ("Synonym: {x}\nvrai", ("vrai",)),
        ("/prɔ/ mot", ("mot",)),
        ("et/ou", ("et/ou",)),
        ("un, un", ("un",)),
        ("12, …, ?", ()),
    ],
)
def test_what_reads_like_a_translation(text, found):
    assert translations_of(Article("head", text)) == found


def torn(path):
    path.write_bytes(path.read_bytes()[:-9])


def broken(folder):
    """Dictionaries that are broken in one way each, with a word of the message."""
    made = []

    def place(name):
        (folder / name).mkdir()
        return folder / name

    one = write_dictd(place("cut"))
    torn(one.with_name("x.dict.dz"))
    made.append((one, "broken or cut off"))
    one = write_dictd(place("behind"), packed=False)
    torn(one.with_name("x.dict"))
    made.append((one, "behind the end"))
    one = write_dictd(place("no-number"))
    one.write_text("word\tA!\tB\n", encoding="utf-8")
    made.append((one, "base 64"))
    one = write_dictd(place("no-tabs"))
    one.write_text("word and nothing\n", encoding="utf-8")
    made.append((one, "tabs"))
    one = write_dictd(place("latin"))
    one.write_bytes("é\tA\tB\n".encode("latin-1"))
    made.append((one, "UTF-8"))
    one = write_dictd(place("alone"))
    one.with_name("x.dict.dz").unlink()
    made.append((one, "missing"))
    one = write_dictd(place("nothing"), [("a", "a\n(…)\n")])
    made.append((one, "no word with a translation"))
    one = write_stardict(place("ifo"), [("a", b"b")])
    one.write_text("something else\n", encoding="utf-8")
    made.append((one, "first line"))
    one = write_stardict(place("idx"), [("a", b"b")])
    torn(one.with_suffix(".idx"))
    made.append((one, "cut off"))
    one = write_stardict(place("dict"), [("roue", b"wheel" * 4)])
    torn(one.with_suffix(".dict"))
    made.append((one, "behind the end"))
    made.append((write_stardict(place("syn"), [("a", b"b")], synonyms=[("c", 7)]), "entry 8 of 1"))
    made.append((write_stardict(place("type"), [("a", b"?b\0")], ""), "unknown type"))
    tei = place("entities") / "z.tei"
    tei.write_text(TEI.replace('SYSTEM "freedict-P5.dtd"', '[<!ENTITY a "b">]'), encoding="utf-8")
    made.append((tei, "entit"))
    tei = place("xml") / "z.tei"
    tei.write_text(TEI.replace("</quote>", ""), encoding="utf-8")
    made.append((tei, ""))
    made.append((folder / "missing.ifo", "no such file"))
    other = folder / "x.pdf"
    other.write_bytes(b"%PDF")
    made.append((other, "not a dictionary"))
    return made


def test_broken_dictionaries_are_told_in_a_line_and_nothing_is_written(tmp_path):
    for path, word in broken(tmp_path):
        with pytest.raises(AccordError) as caught:
            import_dictionaries([path])
        assert word in f"{caught.value.place} {caught.value.reason}", path
        assert caught.value.remedy
        assert "\n" not in str(caught.value)


def test_unpacking_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("tmx.formats.dictionaries.articles.MAX_DICTIONARY_BYTES", 1 << 16)
    path = write_dictd(tmp_path)
    path.with_name("x.dict.dz").write_bytes(gzip.compress(bytes(5 << 20)))
    with pytest.raises(AccordError, match="MB unpacked"):
        list(read_articles(path))


def test_the_command_writes_what_align_reads(tmp_path):
    path, out = write_dictd(tmp_path), tmp_path / "d.tsv"
    table = tmp_path / "more.tsv"
    table.write_text("wheel\troue\nhand\tmain\t0.5\n", encoding="utf-8")
    elsewhere = CliRunner().invoke(accord, ["dictionary", "import", str(path), "-o", str(tmp_path / "d.tmx")])
    assert elsewhere.exit_code == 2
    assert "d.tmx: -o writes a table, whose name ends in .tsv" in elsewhere.output
    assert not (tmp_path / "d.tmx").exists()
    result = CliRunner().invoke(accord, ["dictionary", "import", str(path), str(table), "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert "8 entries, en-fr" in result.stderr
    entries = {(entry.source, entry.target): entry.weight for entry in read_dictionary(out).entries()}
    assert entries == {**dict.fromkeys(FOUND, 1.0), ("hand", "main"): 0.5}
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_text("The wheel is here.\n", encoding="utf-8")
    target.write_text("La roue est là.\n", encoding="utf-8")
    names = [str(source), str(target), "--segmented", "--dictionary", str(out), "--beads", "-"]
    result = CliRunner().invoke(accord, ["align", *names])
    assert result.exit_code == 0, result.output
    assert f"{out} (8 entries)" in result.stderr


def test_dictionaries_and_memories_serve_as_they_are(tmp_path):
    index = write_dictd(tmp_path)
    assert {(e.source, e.target) for e in load_dictionary(index, "en", "fr").entries()} == FOUND
    memory = tmp_path / "m.tmx"
    words = [("wheel", "roue"), ("hand", "main"), ("house", "maison"), ("bread", "pain")]
    sentences = [(f"the {a[0]} and the {b[0]}", f"la {a[1]} et la {b[1]}") for a in words for b in words if a != b]
    units = [
        TranslationUnit(str(number), (Segment("en", source), Segment("fr", target)))
        for number, (source, target) in enumerate(sentences)
    ]
    write_tmx(memory, units, source_language="en")
    learnt = {(entry.source, entry.target): entry.weight for entry in load_dictionary(memory, "en", "fr").entries()}
    assert min(learnt["wheel", "roue"], learnt["house", "maison"]) > learnt.get(("wheel", "main"), 0.0)
    with pytest.raises(AccordError):
        load_dictionary(memory, "de", "es")


def test_a_broken_dictionary_leaves_with_2(tmp_path):
    path = write_dictd(tmp_path)
    torn(path.with_name("x.dict.dz"))
    out = tmp_path / "d.tsv"
    command = [sys.executable, "-m", "toolkit", "dictionary", "import", str(path), "-o", str(out)]
    code = f"from toolkit.cli.main import main; main({command[3:]!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_a_row_of_a_table_may_hold_several_translations(tmp_path):
    table = tmp_path / "words.tsv"
    rows = "cat (n.)\tchat, matou; félin (m.)\nGeneva, Switzerland\tGenève, Suisse\n(IOM)\tOIM\n"
    table.write_text(rows, encoding="utf-8")
    pairs = [(entry.source, entry.target) for entry in import_dictionaries([table])[0].entries]
    cats = [("cat", "chat"), ("cat", "matou"), ("cat", "félin")]
    assert pairs == [*cats, ("Geneva, Switzerland", "Genève, Suisse"), ("(IOM)", "OIM")]
