"""Beginning a project: its ``accord.toml``, with a comment at every setting."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

from toolkit.checks.registry import CHECKS

__all__ = ["begin_config"]

_GLOSSARIES = ("glossary.tbx", "glossary.db", "glossary.csv", "glossary.tsv", "glossary.xlsx")
_MEMORIES = ("memory.tmx", "memory.db")

_TEMPLATE = """\
# What this project has agreed on. Every setting may be left out; what is said on the command line counts more.
# Files are named from this folder.

from = {source}
to = {target}
{glossary}
{memory}

# The language of reports and messages: en or fr.
# ui = "fr"

[qa]
# Only some checks, or all but some; codes or their beginnings (accord checks lists them).
# select = ["TERM", "NUM"]
# ignore = ["CONS002"]
# What makes the command fail: error, warning, info or never.
# fail-on = "warning"
# Also show what is unsure or a matter of taste.
# info = true
# Where findings are kept that have been looked at and are right.
# dismissed = "accord-dismissed.toml"

[checks]
# How grave a check is taken here: error, warning, info or off; for one check or a family.
# TYPO = "info"
# CONS002 = "off"

# The house style: choices of single checks (accord explain CODE tells of them).
{options}"""


def begin_config(
    folder: Path, source_language: str, target_language: str, *, glossary: str | None = None, memory: str | None = None
) -> str:
    """The text of an ``accord.toml`` for ``folder``.

    A glossary or memory that is not named is the one that lies in the folder under its usual name; where there is
    none, the setting stands as a comment.
    """
    return _TEMPLATE.format(
        source=json.dumps(source_language),
        target=json.dumps(target_language),
        glossary=_setting("glossary", glossary or _lying(folder, _GLOSSARIES), _GLOSSARIES[0]),
        memory=_setting("memory", memory or _lying(folder, _MEMORIES), _MEMORIES[0]),
        options="\n".join(_options()),
    )


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
            lines += textwrap.wrap(option.text, 110, initial_indent="# ", subsequent_indent="# ")
            lines += [f"# {option.name} = {json.dumps(option.default)}"]
    return [*lines, ""] if lines else []
