import json

import pytest
from click.testing import CliRunner

from termbase.formats.tbx import read_tbx, tbx_faults
from tmx.errors import ParseError

HEAD = """<?xml version="1.0"?>
<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
"""
TAIL = "</body></text></tbx>"
ENTRIES = """<conceptEntry id="c1"><langSec xml:lang="en"><termSec><term>one</term>
<termNote type="partOfSpeech">nominal</termNote>
<termNote type="colour">red</termNote>
<ref type="crossReference" target="c9">gone</ref></termSec></langSec></conceptEntry>
<conceptEntry id="c2"><langSec xml:lang="en"><termSec><term>two</term></termSec></langSec></conceptEntry>
<conceptEntry id="c2"><langSec xml:lang="??"><termSec><term>three</term></termSec></langSec></conceptEntry>
<conceptEntry id="c4"><langSec><termSec><note>x</note><term>four</term></termSec></langSec></conceptEntry>
"""


@pytest.fixture
def faulty(tmp_path):
    path = tmp_path / "a.tbx"
    path.write_text(HEAD + ENTRIES + TAIL, encoding="utf-8")
    return path


def test_all_faults_by_line(faulty):
    faults = tbx_faults(faulty)
    assert [fault.line for fault in faults] == [6, 7, 8, 10, 11]
    assert all(fault.remedy for fault in faults)
    with pytest.raises(ParseError) as caught:
        read_tbx(faulty)
    assert (caught.value.line, caught.value.reason) == (faults[0].line, faults[0].reason)


def test_no_more_than_asked_for(faulty):
    assert len(tbx_faults(faulty, 2)) == 2


def test_a_good_file_has_none(tmp_path):
    path = tmp_path / "a.tbx"
    path.write_text(HEAD + ENTRIES.splitlines()[4] + TAIL, encoding="utf-8")
    assert tbx_faults(path) == []


def test_broken_xml_ends_the_list(tmp_path):
    path = tmp_path / "a.tbx"
    path.write_text(HEAD + ENTRIES + "<conceptEntry></nothing>", encoding="utf-8")
    assert [fault.line for fault in tbx_faults(path)] == [6, 7, 10, 11, 12]


def test_two_concepts_of_v2_with_one_id(tmp_path):
    entry = '<termEntry id="c1"><langSet xml:lang="LANG"><tig><term>x</term></tig></langSet></termEntry>\n'
    path = tmp_path / "a.tbx"
    entries = entry.replace("LANG", "en") + entry.replace("LANG", "en") + entry.replace("c1", "c2").replace("LANG", "?")
    path.write_text(f'<martif type="TBX"><text><body>\n{entries}</body></text></martif>', encoding="utf-8")
    assert [fault.line for fault in tbx_faults(path)] == [3, 4]


def test_validate_lists_them_and_ends_with_one_line(faulty, capsys):
    from toolkit.cli.main import main

    for option in ([], ["--json"]):
        with pytest.raises(SystemExit) as left:
            main(["terms", "validate", str(faulty), *option])
        assert left.value.code == 2
        told = capsys.readouterr()
        lines = told.out.splitlines()
        assert len(lines) == 5
        if option:
            assert [json.loads(line)["line"] for line in lines] == [6, 7, 8, 10, 11]
        else:
            assert lines[0].startswith("error    line 6: «nominal» is not a value of «partOfSpeech»")
        assert "5 places keep it from being read as TBX" in told.err


def test_one_fault_is_told_as_ever(tmp_path):
    from toolkit.cli.terms_validate import validate

    path = tmp_path / "a.tbx"
    path.write_text(HEAD + ENTRIES.splitlines()[4].replace('"en"', '"??"') + TAIL, encoding="utf-8")
    result = CliRunner().invoke(validate, [str(path)])
    assert isinstance(result.exception, ParseError)
    assert result.output == ""
