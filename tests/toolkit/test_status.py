"""What commands say of their work, in the interface's language."""

import re

import polib
import pytest

from toolkit.messages import LANGUAGES, speaking
from toolkit.messages.status import status_line, status_path

OTHERS = LANGUAGES[1:]
LINES = [
    ("Wrote       o.tmx (21 units)", "Écrit       o.tmx (21 unités)"),
    ("Wrote       o.tmx (1 unit)", "Écrit       o.tmx (1 unité)"),
    ("Wrote       a.tbx · b.html (3 units in the memory)", "Écrit       a.tbx · b.html (3 unités dans la mémoire)"),
    (
        "Learnt      66 of 156 accepted terms in 1 document, 7869 words",
        "Appris      66 termes acceptés sur 156 dans 1 document, 7869 mots",
    ),
    (
        "Learnt      45 of 45 accepted terms in 6 documents of 3 fields, 90 words",
        "Appris      45 termes acceptés sur 45 dans 6 documents de 3 domaines, 90 mots",
    ),
    (
        "Few         100 accepted terms and more in the texts make a better ranker",
        "Peu         avec 100 termes acceptés ou plus dans les textes, le modèle serait meilleur",
    ),
    (
        "Incomplete  the texts seem to hold many more terms than the glossary accepts: the ranker counts 47%,"
        " the rest is what is known without learning",
        "Incomplet   les textes semblent contenir bien plus de termes que le glossaire n’en accepte\u00a0:"
        " le modèle compte pour 47%, le reste est ce que l’on sait sans apprentissage",
    ),
    (
        "Checked     wind: the others find 9 of its 15 terms and 3 more (F1 0.67)",
        "Vérifié     wind\u00a0: les autres trouvent 9 de ses 15 termes et 3 de plus (F1 0.67)",
    ),
    (
        "Imported    a.tmx · 2 units read · 1 new · m.db",
        "Importé     a.tmx · 2 unités lues · 1 nouvelle · m.db",
    ),
    (
        "Aligned     1 pair · 9 beads: 5 one to one, 3 merged or split, 1 without counterpart",
        "Aligné      1 paire · 9 couples (un à un\u00a0: 5, fusionnés ou scindés\u00a0: 3, sans pendant\u00a0: 1)",
    ),
    (
        "Pairing     12 pairs · without counterpart: 2 English, 1 French (out/alignment.html#unpaired)",
        "Appariement 12 paires · sans pendant\u00a0: 2 en anglais, 1 en français (out/alignment.html#unpaired)",
    ),
    ("Reading     14 English and 13 French documents", "Lecture     documents\u00a0: 14 en anglais et 13 en français"),
    (
        "            71% of the beads at confidence .99 or better",
        "            71\u00a0% des couples à une confiance d’au moins 0,99",
    ),
    (
        "Imported    a.db · concepts: 2 new, 4 changed, 1 known already, 5 conflicts",
        "Importé     a.db · concepts nouveaux\u00a0: 2, modifiés\u00a0: 4, déjà connus\u00a0: 1, conflits\u00a0: 5",
    ),
    ("Changes     1 concept added · 2 terms removed", "Différences 1 concept ajouté · 2 termes supprimés"),
    (
        "Against     «traite» used for «smuggling» in 3 segments (belongs to «x»; the glossary has «y» (z))",
        "Contraire   «\u00a0traite\u00a0» employé pour «\u00a0smuggling\u00a0» dans 3 segments"
        " (c’est un terme de «\u00a0x\u00a0»\u00a0; le glossaire donne «y» (z))",
    ),
    ("nothing in memory.db reaches 70 %", "rien dans memory.db n’atteint 70\u00a0%"),
]
LEFT = [
    "Translated  3 units",  # no such word
    "accord: a.tmx, line 3: <seg> is not closed",
    "        check the name",
    "",
    "Nothing · that · is known",
]


@pytest.mark.parametrize(("line", "shown"), LINES)
def test_a_line_in_french(line, shown):
    with speaking("fr"):
        assert status_line(line) == shown
    assert status_line(line) == line


@pytest.mark.parametrize("line", LEFT)
def test_what_the_catalogue_lacks_stays(line):
    with speaking("fr"):
        assert status_line(line) == line


@pytest.mark.parametrize("language", OTHERS)
def test_translations_fill_in_the_same_places(language):
    for entry in polib.pofile(str(status_path(language)), encoding="utf-8"):
        places = set(re.findall(r"\{\w\}", entry.msgid))
        for text in entry.msgstr.split("|"):
            found = set(re.findall(r"\{\w\}", text))
            assert found <= places, entry.msgid
            assert places - found <= {"{0}"}, entry.msgid  # a singular may go without its figure
        if re.fullmatch(r"\w[\w ]*", entry.msgid) and not places and " " not in entry.msgstr:
            assert len(entry.msgstr) < 12, entry.msgid


def test_french_is_set_as_french_is():
    for entry in polib.pofile(str(status_path("fr")), encoding="utf-8"):
        assert "'" not in entry.msgstr, entry.msgid
        assert not re.search(r" [:;!?»%](?:\s|$)|« ", entry.msgstr), entry.msgid


def test_commands_say_it_in_french(run_accord, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    glossary = tmp_path / "list.csv"
    glossary.write_text("en,fr\nhouse,maison\n", encoding="utf-8")
    done = run_accord("--ui", "fr", "terms", "convert", "list.csv", "list.tbx")
    assert done.err == "Écrit       list.tbx · 1 concept, 2 termes (en, fr)\n"
    done = run_accord("--ui", "fr", "terms", "diff", "list.csv", "list.csv")
    assert done.err == "Aucune différence\n"
    assert run_accord("terms", "diff", "list.csv", "list.csv").err == "No changes\n"
