"""A table that is written again keeps how it was written."""

import codecs

import pytest

from termbase.formats.tabular import read_table, write_table
from termbase.model import Concept, Glossary, Term

ROWS = (("concept", "language", "term"), ("c1", "en", "house"), ("c1", "fr", "maison, «chez soi»; foyer"))
MORE = Concept("c2", (Term("été", "fr"), Term("summer", "en")))


def table(delimiter: str, line_end: str) -> str:
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + line_end for row in ROWS)


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")])
def test_the_layout_stays(tmp_path, mark, line_end, name, delimiter):
    path = tmp_path / name
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-8"
    path.write_bytes(mark + table(delimiter, line_end).encode(encoding))
    glossary = read_table(path)
    write_table(path, Glossary((*glossary.concepts, MORE), name="a"))
    content = path.read_bytes()
    assert content.startswith(mark)
    assert content.count(codecs.BOM_UTF8) == (mark == codecs.BOM_UTF8)
    text = content.removeprefix(mark).decode(encoding)
    assert text.startswith(delimiter.join(("concept", "subject", "language", "term", "status")))
    assert text.count("\r\n") == (5 if line_end == "\r\n" else 0)
    assert text.count("\n") == 5
    assert read_table(path).concepts == (*glossary.concepts, MORE)
    before = path.read_bytes()
    write_table(path, read_table(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize("there", [b"", b"\xef\xbb\xbf", b"term\r\n", b"\xff\xfe\x00", b"\xe9\r\n", b"a\x00b\r\n"])
def test_what_is_no_table_has_no_layout(tmp_path, there):
    path = tmp_path / "a.csv"
    path.write_bytes(there)
    write_table(path, Glossary((MORE,)))
    assert path.read_bytes().startswith(b"concept,subject,")
    assert b"\r" not in path.read_bytes()
