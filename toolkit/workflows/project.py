"""Beginning a project: its ``accord.toml``, with a comment at every setting."""

from __future__ import annotations

import json
import os
import textwrap
from pathlib import Path

from tmx.address import address_of
from toolkit.checks.registry import CHECKS
from toolkit.messages import N_, tr
from toolkit.messages.check_pages import spoken_option

__all__ = ["begin_config"]

_GLOSSARIES = ("glossary.tbx", "glossary.db", "glossary.csv", "glossary.tsv", "glossary.xlsx")
_MEMORIES = ("memory.tmx", "memory.db")
_AS_IT_IS = ("\n", "#", "{")

# A line that is marked is a comment, in the interface's language; the others stand as they are.
_TEMPLATE = (
    N_("What this project has agreed on. Every setting may be left out; what is said on the command line counts more."),
    N_("Files are named from this folder."),
    "\nfrom = {source}\nto = {target}\n{glossary}\n{memory}\n\n",
    N_("The language of reports and messages: en or fr."),
    '# ui = "fr"\n\n[qa]\n',
    N_("Only some checks, or all but some; codes or their beginnings (accord checks lists them)."),
    '# select = ["TERM", "NUM"]\n# ignore = ["CONS002"]\n',
    N_("What makes the command fail: error, warning, info or never."),
    '# fail-on = "warning"\n',
    N_("Also show what is unsure or a matter of taste."),
    "# info = true\n",
    N_("Where findings are kept that have been looked at and are right."),
    '# dismissed = "accord-dismissed.toml"\n\n[checks]\n',
    N_("How grave a check is taken here: error, warning, info or off; for one check or a family."),
    '# TYPO = "info"\n# CONS002 = "off"\n\n',
    N_("The house style: choices of single checks (accord explain CODE tells of them)."),
    "{options}",
)


def begin_config(
    folder: Path, source_language: str, target_language: str, *, glossary: str | None = None, memory: str | None = None
) -> str:
    """The text of an ``accord.toml`` for ``folder``, its comments in the interface's language.

    A glossary or memory is named from the folder that one stands in, or else from ``folder``; one that is not named is
    the one that lies in the folder under its usual name, and where there is none, the setting stands as a comment.
    """
    settings = {
        "source": json.dumps(source_language),
        "target": json.dumps(target_language),
        "glossary": _setting("glossary", _from(folder, glossary) or _lying(folder, _GLOSSARIES), _GLOSSARIES[0]),
        "memory": _setting("memory", _from(folder, memory) or _lying(folder, _MEMORIES), _MEMORIES[0]),
        "options": "\n".join(_options()),
    }
    return "".join(part.format(**settings) if part.startswith(_AS_IT_IS) else f"# {tr(part)}\n" for part in _TEMPLATE)


def _from(folder: Path, named: str | None) -> str | None:
    """``named`` as it is called in ``folder``: a file that lies elsewhere is called by the way to it."""
    if named is None or address_of(named) is not None or Path(named).is_absolute():
        return named
    if not Path(named).exists() or (folder / named).exists():
        return named
    return Path(os.path.relpath(named, folder)).as_posix()


def _lying(folder: Path, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if (folder / name).is_file()), None)


def _setting(name: str, value: str | None, example: str) -> str:
    if value is None:
        return f"# {name} = {json.dumps(example)}"
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"


def _options() -> list[str]:
    lines = []
    for check in CHECKS:
        if check.options:
            lines.append(f"# [checks.{check.code}]")
        for option in check.options:
            told = spoken_option(check.code, option.name, option.text)
            lines += textwrap.wrap(told, 110, initial_indent="# ", subsequent_indent="# ")
            lines += [f"# {option.name} = {json.dumps(option.default)}"]
    return [*lines, ""] if lines else []
