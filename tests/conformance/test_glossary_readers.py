"""Other programs read the glossaries that we write: OmegaT with its own readers, translate-toolkit."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from termbase.formats.registry import write_glossary
from termbase.model import Concept, Glossary, Status, Term

GLOSSARY = Glossary(
    (
        Concept(
            "traite",
            (
                Term("trafficking in persons", "en", part_of_speech="noun"),
                Term("traite des personnes", "fr", part_of_speech="noun", gender="feminine"),
                Term("trafic de personnes", "fr", Status.FORBIDDEN),
            ),
            subject="law",
            definition="Recruiting people by force.",
            notes=("“Palermo” & more",),
        ),
        Concept("oim", (Term("IOM", "en"), Term("OIM", "fr"), Term("L’OIM", "fr", Status.ADMITTED))),
    ),
    "ours",
)
PAIRS = {("trafficking in persons", "traite des personnes"), ("IOM", "OIM"), ("IOM", "L’OIM")}

# OmegaT's console has no command for glossaries, so a few lines of Java call its readers.
READER = """
import java.io.*; import java.util.*;
public class ReadGlossary {
  public static void main(String[] names) throws Exception {
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    org.omegat.util.RuntimePreferences.setConfigDir(names[0]);
    for (int i = 1; i < names.length; i++) {
      File file = new File(names[i]);
      String name = file.getName();
      List<org.omegat.gui.glossary.GlossaryEntry> entries =
          name.endsWith(".tbx") ? org.omegat.gui.glossary.GlossaryReaderTBX.read(file, false)
          : name.endsWith(".csv") ? org.omegat.gui.glossary.GlossaryReaderCSV.read(file, false)
          : org.omegat.gui.glossary.GlossaryReaderTSV.read(file, false);
      for (org.omegat.gui.glossary.GlossaryEntry entry : entries)
        for (String target : entry.getLocTerms(false))
          out.println(name + "\\t" + entry.getSrcText() + "\\t" + target);
    }
  }
}
"""
OPTIONS = ("-Djava.awt.headless=true", "-Dfile.encoding=UTF-8")
JARS = [Path("/usr/share/omegat/OmegaT.jar"), *sorted(Path("/usr/share/omegat/lib").glob("*.jar"))]


@pytest.mark.skipif(shutil.which("javac") is None or not JARS[0].exists(), reason="apt-get install omegat default-jdk")
def test_omegat_reads_our_text_glossaries(tmp_path):
    files = [tmp_path / "ours.utf8", tmp_path / "ours.csv"]
    for path, name in zip(files, ("omegat", "omegat-csv"), strict=True):
        write_glossary(path, GLOSSARY, file_format=name, source_language="en", target_language="fr")
    (tmp_path / "ReadGlossary.java").write_text(READER, encoding="utf-8")
    classes = ":".join([str(tmp_path), *map(str, JARS)])
    environment = {**os.environ, "HOME": str(tmp_path)}
    subprocess.run(
        ["javac", "-cp", classes, "ReadGlossary.java"], cwd=tmp_path, check=True, env=environment, capture_output=True
    )
    done = subprocess.run(
        [
            "java",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "-cp",
            classes,
            "ReadGlossary",
            str(tmp_path),
            *map(str, files),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        env=environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = [line.split("\t") for line in done.stdout.splitlines() if line.startswith("ours.")]
    for path in files:
        assert {(source, target) for name, source, target in found if name == path.name} == PAIRS


def test_translate_toolkit_reads_our_tbx_2(tmp_path):
    from translate.storage.tbx import tbxfile

    write_glossary(tmp_path / "ours.tbx", GLOSSARY, file_format="tbx2")
    units = tbxfile.parsefile(str(tmp_path / "ours.tbx")).units
    assert [(unit.source, unit.target) for unit in units] == [
        ("trafficking in persons", "traite des personnes"),
        ("IOM", "OIM"),
    ]


def test_translate_toolkit_reads_our_po(tmp_path):
    from translate.storage.pypo import pofile

    write_glossary(tmp_path / "ours.po", GLOSSARY, source_language="en", target_language="fr")
    units = [unit for unit in pofile.parsefile(str(tmp_path / "ours.po")).units if not unit.isheader()]
    assert {(str(unit.source), str(unit.target)) for unit in units} == PAIRS
    assert [unit.getcontext() for unit in units] == ["traite", "oim", "oim|2"]
    assert not any(unit.isfuzzy() for unit in units)
