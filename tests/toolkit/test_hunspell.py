"""A hunspell dictionary of which only some entries are read says what spylls says that has read them all."""

import warnings

import pytest

from toolkit.checks.hunspell import hunspell_lookup

_AFF = """SET UTF-8
FORBIDDENWORD X
COMPOUNDFLAG C
COMPOUNDMIN 3
KEEPCASE K
PFX R Y 1
PFX R 0 re .
SFX S Y 2
SFX S 0 s [^sy]
SFX S y ies y
SFX V Y 2
SFX V er ons er
SFX V enir ient enir
"""
_DIC = """12
chanter/VR po:v
venir/V
ami/S\tpo:nom
ami/X
body/S
tri/C
logie/CS
ad hoc
km\\/h
1984
McDonald/K
Élan
l’eau
l’eau-de-vie/S
zut\u00a0po:intj
"""
_WORDS = """chanter chantons rechanter rechantons vient revient venir ami amis body bodies bodys tri trilogie trilogies
    logietri ad hoc km/h km 1984 12 13 McDonald MCDONALD mcdonald Élan élan ÉLAN Chantons CHANTONS l’eau eau
    l’eau-de-vie l’eau-de-vies zut zuts
    - '' . Ami-Ami""".split()


@pytest.mark.parametrize("more", ["", "tree ph:tre\n"])
def test_reads_what_is_asked_for(tmp_path, more):
    hunspell = pytest.importorskip("spylls.hunspell")
    base = tmp_path / "xx"
    (tmp_path / "xx.aff").write_text(_AFF, encoding="utf-8")
    (tmp_path / "xx.dic").write_text(_DIC + more, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        whole = hunspell.Dictionary.from_files(str(base))
    known = hunspell_lookup(base)
    assert {word: bool(known(word)) for word in _WORDS} == {word: whole.lookup(word) for word in _WORDS}
    assert known("rechantons")
    assert known("bodies")
