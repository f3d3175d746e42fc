"""Projects of CAT tools: the folders and the file that the tool opens.

Sources: OmegaT user manual, "Project folder"; Lokalize handbook, "Projects".
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from tmx.files import make_folder, write_whole

__all__ = ["lokalize_project", "omegat_project"]

_OMEGAT_FOLDERS = ("source", "target", "tm/auto", "glossary", "dictionary", "omegat")
_OMEGAT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat>
  <project version="1.0">
    <source_dir>__DEFAULT__</source_dir>
    <target_dir>__DEFAULT__</target_dir>
    <tm_dir>__DEFAULT__</tm_dir>
    <glossary_dir>__DEFAULT__</glossary_dir>
    <glossary_file>__DEFAULT__</glossary_file>
    <dictionary_dir>__DEFAULT__</dictionary_dir>
    <source_lang>{source}</source_lang>
    <target_lang>{target}</target_lang>
    <sentence_seg>true</sentence_seg>
    <support_default_translations>true</support_default_translations>
    <remove_tags>false</remove_tags>
  </project>
</omegat>
"""
_LOKALIZE = """[General]
GlossaryTbx=terms.tbx
LangCode={target}
PoBaseDir=.
ProjectID=accord-{source}-{target}
SourceLangCode={source}
TargetLangCode={target}
"""


def omegat_project(path: Path, *, languages: tuple[str, str]) -> int:
    """Write ``omegat.project`` and make the folders that it speaks of; 1, the files written."""
    for folder in _OMEGAT_FOLDERS:
        make_folder(path.parent / folder)
    return _write(path, _OMEGAT.format(source=escape(languages[0]), target=escape(languages[1])))


def lokalize_project(path: Path, *, languages: tuple[str, str]) -> int:
    """Write ``index.lokalize``, which names the glossary beside it; 1, the files written."""
    return _write(path, _LOKALIZE.format(source=languages[0], target=languages[1].replace("-", "_")))


def _write(path: Path, text: str) -> int:
    with write_whole(path) as stream:
        stream.write(text.encode("utf-8"))
    return 1
