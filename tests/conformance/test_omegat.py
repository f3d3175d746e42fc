"""A real CAT tool takes what is ours: OmegaT translates a text with the memory in ``tm/auto/``, reads the glossary."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tmx.formats.registry import read_units
from tmx.formats.tmx import write_tmx
from tmx.model import InlineCode, Property, Segment, TranslationUnit
from toolkit.cli.main import main

pytestmark = pytest.mark.skipif(shutil.which("omegat") is None, reason="apt-get install omegat")

SENTENCES = (
    ("The committee adopted the report.", "Le comité a adopté le rapport."),
    ("Wash your hands often.", "Lavez-vous les mains souvent."),
    ("IOM & its partners: 3 < 5 > 2 “quoted”.", "L’OIM & ses partenaires\u00a0: 3 < 5 > 2 «\u202fcité\u202f»."),
    ("An emoji 🧳 and a ligature.", "Un émoji 🧳 et de la main-d’œuvre."),
)
PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<target_dir>__DEFAULT__</target_dir><source_dir>__DEFAULT__</source_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>{source}</source_lang><target_lang>{target}</target_lang>
<sentence_seg>true</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags>
</project></omegat>
"""


def units():
    for number, (source, target) in enumerate(SENTENCES, 1):
        yield TranslationUnit(
            identifier=f"release one:{number}",
            variants=(Segment("en", source), Segment("fr", target, (InlineCode(0, "standalone", "", "1"),))),
            properties=(Property("x-accord-confidence", "0.99"),),
            notes=("A note",),
        )


def translate(root, folder):
    """OmegaT opens the project ``root`` and writes the translated texts, without a window."""
    home = folder / "home"
    home.mkdir()
    java = f"-Djava.awt.headless=true -Duser.home={home} -Dfile.encoding=UTF-8"
    done = subprocess.run(
        ["omegat", str(root), "--mode=console-translate"],
        env={**os.environ, "HOME": str(home), "JAVA_TOOL_OPTIONS": java},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("project", "languages"),
    [(("en-GB", "fr-FR"), {"en": "en-GB", "fr": "fr-FR"}), (("en", "fr"), None), (("en-GB", "fr-FR"), None)],
    ids=["regions", "plain", "plain memory, regional project"],
)
def test_omegat_translates_with_our_memory(tmp_path, project, languages):
    root = tmp_path / "project"
    for folder in ("source", "target", "tm/auto", "omegat", "glossary", "dictionary"):
        (root / folder).mkdir(parents=True)
    (root / "omegat.project").write_text(PROJECT.format(source=project[0], target=project[1]), encoding="utf-8")
    text = "\n\n".join(source for source, _ in SENTENCES) + "\n\nThis sentence is in no memory.\n"
    (root / "source" / "release.txt").write_text(text, encoding="utf-8")
    write_tmx(root / "tm" / "auto" / "memory.tmx", units(), source_language="en", languages=languages)
    translate(root, tmp_path)
    translated = (root / "target" / "release.txt").read_text(encoding="utf-8")
    assert [line for line in translated.splitlines() if line] == [
        *(target for _, target in SENTENCES),
        "This sentence is in no memory.",
    ]


def test_omegat_translates_an_xliff_that_was_made_of_a_memory(tmp_path):
    """The source of an XLIFF from ``accord convert`` is translated, tags and all, and the file is a whole one again."""
    root = tmp_path / "project"
    for folder in ("source", "target", "tm/auto", "omegat", "glossary", "dictionary"):
        (root / folder).mkdir(parents=True)
    (root / "omegat.project").write_text(PROJECT.format(source="en", target="fr"), encoding="utf-8")
    write_tmx(tmp_path / "m.tmx", units(), source_language="en")
    with pytest.raises(SystemExit) as left:
        main(["convert", str(tmp_path / "m.tmx"), str(root / "source" / "m.xlf")])
    assert left.value.code == 0
    write_tmx(root / "tm" / "auto" / "memory.tmx", units(), source_language="en")
    translate(root, tmp_path)
    found = list(read_units(root / "target" / "m.xlf", source_language="en", target_language="fr"))
    assert [tuple(segment.text for segment in unit.variants) for unit in found] == list(SENTENCES)


GLOSSARY = "en,fr\nlabour migration,migration de main-d’œuvre\nIOM,OIM\n"
# OmegaT's console has no command for glossaries: its own readers are called by a few lines of Java.
READER = """
import java.io.*; import java.util.*;
import org.omegat.core.Core;
import org.omegat.core.data.*;
import org.omegat.gui.glossary.*;
public class ProjectGlossary {
  public static void main(String[] names) throws Exception {
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    org.omegat.util.RuntimePreferences.setConfigDir(names[0]);
    final ProjectProperties languages = new ProjectProperties(new File(names[0])) {};
    languages.setSourceLanguage("en-GB");
    languages.setTargetLanguage("fr-FR");
    Core.setProject(new NotLoadedProject() {
      @Override public ProjectProperties getProjectProperties() { return languages; }
    });
    for (File file : new File(names[1]).listFiles())
      for (GlossaryEntry entry : file.getName().endsWith(".tbx")
          ? GlossaryReaderTBX.read(file, false) : GlossaryReaderTSV.read(file, false))
        out.println("entry\\t" + entry.getSrcText() + "\\t" + entry.getLocText());
  }
}
"""
JARS = [Path("/usr/share/omegat/OmegaT.jar"), *sorted(Path("/usr/share/omegat/lib").glob("*.jar"))]


@pytest.fixture
def exported(tmp_path):
    """A project as ``accord export omegat`` makes it, with a text to be translated."""
    write_tmx(tmp_path / "memory.tmx", units(), source_language="en")
    (tmp_path / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    root = tmp_path / "project"
    given = ["--memory", str(tmp_path / "memory.tmx"), "--glossary", str(tmp_path / "glossary.csv")]
    with pytest.raises(SystemExit) as left:
        main(["export", "omegat", str(root), *given, "--tmx-languages", "en-GB,fr-FR"])
    assert left.value.code == 0
    text = "\n\n".join(source for source, _ in SENTENCES)
    (root / "source" / "release.txt").write_text(text + "\n\nNot in the memory.\n", encoding="utf-8")
    return root


def test_omegat_opens_a_project_that_was_exported(exported, tmp_path):
    translate(exported, tmp_path)
    lines = (exported / "target" / "release.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line] == [*(target for _, target in SENTENCES), "Not in the memory."]


@pytest.mark.skipif(shutil.which("javac") is None or not JARS[0].exists(), reason="apt-get install default-jdk")
@pytest.mark.parametrize("kind", ["its own", "TBX v2"])
def test_omegat_reads_the_glossary_of_the_project(exported, tmp_path, kind):
    if kind == "TBX v2":
        (written,) = (exported / "glossary").iterdir()
        with pytest.raises(SystemExit) as left:
            main(["terms", "export", str(written), "--tbx-version", "2", "-o", str(written.with_suffix(".tbx"))])
        assert left.value.code == 0
        written.unlink()
    (tmp_path / "ProjectGlossary.java").write_text(READER, encoding="utf-8")
    classes = ":".join([str(tmp_path), *map(str, JARS)])
    options = {"cwd": tmp_path, "capture_output": True, "text": True, "encoding": "utf-8", "timeout": 100}
    made = subprocess.run(["javac", "-cp", classes, "ProjectGlossary.java"], **options)
    assert made.returncode == 0, made.stderr
    java = ["java", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-cp", classes, "ProjectGlossary"]
    done = subprocess.run([*java, str(tmp_path), str(exported / "glossary")], **options)
    found = [tuple(line.split("\t")[1:]) for line in done.stdout.splitlines() if line.startswith("entry")]
    assert found == [("labour migration", "migration de main-d’œuvre"), ("IOM", "OIM")], done.stderr
