"""The catalogues of messages: complete, up to date, and with the same places to fill in."""

import string

import polib
import pytest

from tmx.errors import ConfigError
from toolkit.messages import LANGUAGES, catalogue_path, speaking, tr, tr_n
from toolkit.messages.catalogue import messages_in, said
from toolkit.messages.language_names import LANGUAGE_NAMES

OTHERS = LANGUAGES[1:]


def catalogue(language):
    return polib.pofile(str(catalogue_path(language)), encoding="utf-8")


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_holds_exactly_what_the_code_says(language):
    assert {entry.msgid for entry in catalogue(language)} == set(said())


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated(language):
    left = [entry.msgid for entry in catalogue(language) if not entry.msgstr or entry.fuzzy]
    assert left == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_fills_in_the_same_values(language):
    def names(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for entry in catalogue(language):
        assert names(entry.msgstr) == names(entry.msgid), entry.msgid


def test_french_messages_are_set_as_french_is():
    for entry in catalogue("fr"):
        for mark in ":;!?»":
            assert f" {mark}" not in entry.msgstr, entry.msgid
        assert "'" not in entry.msgstr, entry.msgid


def test_speaking_ends_where_its_block_ends():
    with speaking("fr"):
        assert tr("«{word}» stands twice", word="{x}") == "«\u00a0{x}\u00a0» figure deux fois"
        assert tr_n("{count} unit", "{count} units", 0) == "0 unité"
    assert tr("«{word}» stands twice", word="le") == "«le» stands twice"
    assert tr_n("{count} unit", "{count} units", 0) == "0 units"
    with pytest.raises(ConfigError), speaking("xx"):
        pass


def test_messages_are_found_in_code():
    code = 'tr("one {a}", a=N_("two"))\ntr_n("three", "four", n)\ntr(variable)\nother("five")\n'
    assert sorted(messages_in(code)) == ["four", "one {a}", "three", "two"]
    assert set(LANGUAGE_NAMES) <= set(said())
