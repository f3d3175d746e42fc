"""A real CAT tool takes a TMX of ours: OmegaT translates a text with the memory in ``tm/auto/``."""

import os
import shutil
import subprocess

import pytest

from tmx.formats.tmx import write_tmx
from tmx.model import InlineCode, Property, Segment, TranslationUnit

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
    home = tmp_path / "home"
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
    translated = (root / "target" / "release.txt").read_text(encoding="utf-8")
    assert [line for line in translated.splitlines() if line] == [
        *(target for _, target in SENTENCES),
        "This sentence is in no memory.",
    ]
