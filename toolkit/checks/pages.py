"""The documentation of the checks, made from their docstrings and examples: ``python -m toolkit.checks.pages DIR``.

It is in the interface's language (see :mod:`toolkit.messages.check_pages`); in ``DIR`` the pages are English, in
``DIR/fr`` French.
"""

from __future__ import annotations

import importlib
import sys
import textwrap
from pathlib import Path

from toolkit.checks.check import Check, Example
from toolkit.checks.registry import CHECKS
from toolkit.messages import LANGUAGES, N_, interface_language, speaking, tr
from toolkit.messages.check_pages import spoken_option, spoken_page
from toolkit.messages.phrases import phrase
from toolkit.model import Severity

__all__ = ["pages", "plain_page", "severity_name"]

_MADE = "<!-- Made from the check's docstring by `make docs`; change it there. -->"
_TRANSLATED = "<!-- Made by `make docs` from toolkit/messages/checks.{language}.po; change it there. -->"
_SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.INFO: N_("info")}


def pages() -> dict[str, str]:
    """File names and contents: ``README.md``, the list of all checks, and a page for each, in each language."""
    made = {}
    for language in LANGUAGES:
        with speaking(language):
            folder = "" if language == LANGUAGES[0] else f"{language}/"
            made[f"{folder}README.md"] = _index_page()
            made |= {f"{folder}{check.code}.md": _check_page(check) for check in CHECKS}
    return made


def severity_name(severity: Severity) -> str:
    """``severity`` in the interface's language."""
    return tr(_SEVERITIES[severity])


def _index_page() -> str:
    """All checks in a table."""
    rows = "\n".join(
        f"| [{check.code}]({check.code}.md) | {tr(check.name)} | {severity_name(check.severity)} | {check.issue} |"
        for check in CHECKS
    )
    explained = tr(
        "`accord qa` runs all of them; `--select TERM,NUM001` runs some, `--ignore CONS` leaves some out. What is "
        "unsure is a note (`info`) and is shown with `--info` only."
    )
    heads = " | ".join([tr("code"), tr("finds"), tr("severity"), tr("ITS 2.0 issue type")])
    here = interface_language()
    others = [_other_index(language, here) for language in LANGUAGES if language != here]
    return (
        f"{_made()}\n# {tr('The checks')}\n\n{' · '.join(others)}\n\n"
        f"{textwrap.fill(explained, 120, break_on_hyphens=False)}\n\n"
        f"| {heads} |\n| --- | --- | --- | --- |\n{rows}\n"
    )


def _other_index(language: str, here: str) -> str:
    with speaking(language):
        name = tr("in English")
    folder = "" if language == LANGUAGES[0] else f"{language}/"
    return f"[{name}]({'' if here == LANGUAGES[0] else '../'}{folder}README.md)"


def _made() -> str:
    language = interface_language()
    return _MADE if language == LANGUAGES[0] else _TRANSLATED.format(language=language)


def _check_page(check: Check) -> str:
    """The page of ``check``: its docstring, and pairs that it reports or leaves in peace."""
    first, _, rest = spoken_page(check.code, check.page).partition("\n")
    title = _markdown(first.partition(":")[2].strip().rstrip("."))
    module = importlib.import_module(check.run.__module__)
    return (
        f"{_made()}\n# {check.code}{phrase(':')} {title}\n\n{_facts(check)}\n\n"
        f"{_markdown(rest.strip())}\n\n{_options(check)}## {tr('Reported')}\n\n{_table(module.FAILING)}\n"
        f"\n## {tr('Left in peace')}\n\n{_table(module.PASSING)}\n"
    )


def plain_page(check: Check) -> str:
    """The page of ``check`` for a terminal: no tables, no marks of Markdown, no-break spaces visible."""
    lines = [spoken_page(check.code, check.page).replace("``", ""), "", _facts(check)]
    module = importlib.import_module(check.run.__module__)
    for title, name in ((tr("Reported"), "FAILING"), (tr("Left in peace"), "PASSING")):
        examples: tuple[Example, ...] = getattr(module, name, ())
        lines += ["", f"{title}{phrase(':')}"] if examples else []
        for example in examples:
            lines += [f"    {example.source_language.upper():<6} {_visible(example.source)}"]
            lines += [f"    {example.target_language.upper():<6} {_visible(example.target)}", ""]
    for option in check.options:
        told = spoken_option(check.code, option.name, option.text)
        lines += [f"Option {option.name} ({', '.join(option.choices)}){phrase(':')} {told}"]
    return "\n".join(lines).rstrip() + "\n"


def _facts(check: Check) -> str:
    severity = severity_name(check.severity)
    return tr("Severity: {severity} · ITS 2.0 issue type: {issue}", severity=severity, issue=check.issue)


def _options(check: Check) -> str:
    """What a house may choose in ``accord.toml``."""
    if not check.options:
        return ""
    rows = "\n".join(
        f"| `{option.name}` | {', '.join(f'`{choice}`' for choice in option.choices)} "
        f"| {spoken_option(check.code, option.name, option.text)} |"
        for option in check.options
    )
    table = f"| {tr('option')} | {tr('values, the first by default')} | |\n| --- | --- | --- |\n{rows}"
    first = check.options[0]
    written = tr(
        "In `accord.toml`: {table}, then {value}.",
        table=f"`[checks.{check.code}]`",
        value=f'`{first.name} = "{first.choices[-1]}"`',
    )
    return f"## {tr('Options')}\n\n{written}\n\n{table}\n\n"


def _markdown(text: str) -> str:
    """Literals as Markdown writes them."""
    return text.replace("``", "`")


def _table(examples: tuple[Example, ...]) -> str:
    rows = "\n".join(
        f"| {example.source_language} → {example.target_language} | {_cell(example.source)} | {_cell(example.target)} |"
        for example in examples
    )
    heads = " | ".join([tr("languages"), tr("source"), tr("translation")])
    return f"| {heads} |\n| --- | --- | --- |\n{rows}"


def _visible(text: str) -> str:
    return text.replace("\u00a0", "⍽").replace("\u202f", "⍽").replace("\n", "⏎")


def _cell(text: str) -> str:
    """``text`` as code, with no-break spaces made visible; a bar would end the cell."""
    shown = _visible(text).replace("|", "\\|")
    fence = "``" if "`" in shown else "`"
    return f"{fence}{shown}{fence}" if shown.strip() else tr("(empty)")


def _main(folder: Path) -> None:
    for name, content in pages().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
