"""PO files without anything out of the ordinary are read as polib reads them, and others are left to it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.errors import ParseError
from tmx.formats import po
from tmx.formats.po_plain import read_plain_po

HEADER = 'msgid ""\nmsgstr ""\n"Language: fr_CA\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
PLAIN = (
    HEADER + 'msgctxt "menu"\nmsgid "Open \\"it\\""\nmsgstr "Ouvrir\\tici\\\\"\n',
    HEADER + 'msgid ""\n"two "\n"lines\\n"\nmsgstr ""\n"deux "\n"lignes\\n"\n\n\nmsgid "b"\nmsgstr ""\n',
    "# A title\n" + HEADER + '#. why\n#. so\n#: a.c:12 b.py\n#, fuzzy, c-format\nmsgid "a"\nmsgstr "b"',
    HEADER.replace("\n", "\r\n") + '#  note  \n# more\nmsgid "a\\q"\nmsgstr "b"\n',
    "# A title\n#\n" + HEADER + '#\n# \n# note\n#\n# more\n#\nmsgid "a"\nmsgstr "b"\n',
    HEADER + '#, fuzzy\n#| msgctxt "e"\n#| msgid ""\n#| "c "\n#| "d"\nmsgctxt "f"\nmsgid "a"\nmsgstr "b"\n',
    HEADER + 'msgid "a"\nmsgstr "b"\n\n# old\n#~ msgid "c"\n#~ msgstr ""\n#~ "d"\n\n#~ msgctxt "e"\n#~ msgid "f"\n'
    '#~ msgstr "g"\n',
    'msgid "no header"\nmsgstr "sans"\n\nmsgid "b"\nmsgstr "c"\n',
    'msgid ""\nmsgstr "Language: de\\nno name\\nLanguage : x\\n"\n\nmsgid "b"\nmsgstr "c"\n',
)
OTHERS = (
    "",
    "\n" + HEADER,
    HEADER + '#~ msgid "a"\n#~ msgstr "b"\n\nmsgid "c"\nmsgstr "d"\n',
    HEADER + '#| "c"\nmsgid "a"\nmsgstr "b"\n',
    '#~ msgid "a"\n#~ msgstr "b"\n',
    HEADER + 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "bs"\n',
    HEADER + 'msgid "a" \nmsgstr "b"\n',
    HEADER + 'msgid "a"\n\nmsgstr "b"\n',
    HEADER + 'msgid "a"\nmsgstr "b"\n# the end\n',
    HEADER + 'msgid "a"\nmsgstr "say "so""\n',
    HEADER + 'msgid "a"\nmsgstr "b"\n\nmsgid ""\nmsgstr "c"\n',
    '# of the file\nmsgid "a"\nmsgstr "b"\n',
)


def read(path: Path, text: str, *, plain: bool) -> object:
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        if not plain:
            patch.setattr(po, "read_plain_po", lambda text: None)
        try:
            return list(po.read_po(path))
        except ParseError as error:
            return str(error)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_files_are_read_as_by_polib(text: str, tmp_path: Path) -> None:
    assert read_plain_po(text) is not None
    assert read(tmp_path / "a.po", text, plain=True) == read(tmp_path / "a.po", text, plain=False)


@pytest.mark.parametrize("text", OTHERS[1:])
def test_other_files_are_left_to_polib(text: str, tmp_path: Path) -> None:
    assert read_plain_po(text) is None
    assert read(tmp_path / "a.po", text, plain=True) == read(tmp_path / "a.po", text, plain=False)


@settings(max_examples=300)
@given(lines=st.lists(st.sampled_from([line for text in (*PLAIN, *OTHERS) for line in text.split("\n")]), max_size=12))
def test_any_lines_are_read_as_by_polib(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "lines.po"
    text = HEADER + "\n".join(lines)
    assert read(path, text, plain=True) == read(path, text, plain=False)


@pytest.mark.parametrize("line", ['msgid "a', 'msgstr "b\\"', '"c', 'msgstr[1] "d', 'msgctxt "e" "f'])
def test_an_entry_that_is_not_closed_is_named(tmp_path, line):
    path = tmp_path / "a.po"
    path.write_text(f'msgid "ok"\nmsgstr "bien"\n\nmsgid "x"\n{line}\nmsgstr "y"\n', encoding="utf-8")
    with pytest.raises(ParseError, match="is opened and not closed in this line") as error:
        list(po.read_po(path))
    assert error.value.line == 5


def test_quotation_marks_in_comments_are_left_in_peace(tmp_path):
    path = tmp_path / "a.po"
    text = '# "open\n#~ msgid "old\nmsgid "one"\nmsgid_plural "two"\nmsgstr[0] "un \\"x\\""\nmsgstr[1] "deux"\n'
    path.write_text(text.replace('#~ msgid "old\n', ""), encoding="utf-8")
    assert [unit.variants[1].text for unit in po.read_po(path)] == ['un "x"', "deux"]
