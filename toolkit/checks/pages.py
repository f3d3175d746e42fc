"""The documentation of the checks, made from their docstrings and examples: ``python -m toolkit.checks.pages DIR``."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from toolkit.checks.check import Check, Example
from toolkit.checks.registry import CHECKS

__all__ = ["check_page", "index_page", "pages", "plain_page"]

_MADE = "<!-- Made from the check's docstring by `make docs`; change it there. -->"


def pages() -> dict[str, str]:
    """File names and contents: ``README.md``, the list of all checks, and a page for each."""
    return {"README.md": index_page()} | {f"{check.code}.md": check_page(check) for check in CHECKS}


def index_page() -> str:
    """All checks in a table."""
    rows = "\n".join(
        f"| [{check.code}]({check.code}.md) | {check.name} | {check.severity} | {check.issue} |" for check in CHECKS
    )
    return (
        f"{_MADE}\n# The checks\n\n`accord qa` runs all of them; `--select TERM,NUM001` runs some, `--ignore CONS` "
        "leaves some out. What is unsure is a note (`info`) and is shown with `--info` only.\n\n"
        f"| code | finds | severity | ITS 2.0 issue type |\n| --- | --- | --- | --- |\n{rows}\n"
    )


def check_page(check: Check) -> str:
    """The page of ``check``: its docstring, and pairs that it reports or leaves in peace."""
    first, _, rest = check.page.partition("\n")
    title = _markdown(first.partition(":")[2].strip().rstrip("."))
    module = importlib.import_module(check.run.__module__)
    return (
        f"{_MADE}\n# {check.code}: {title}\n\nSeverity: {check.severity} · ITS 2.0 issue type: {check.issue}\n\n"
        f"{_markdown(rest.strip())}\n\n{_options(check)}## Reported\n\n{_table(module.FAILING)}\n"
        f"\n## Left in peace\n\n{_table(module.PASSING)}\n"
    )


def plain_page(check: Check) -> str:
    """The page of ``check`` for a terminal: no tables, no marks of Markdown, no-break spaces visible."""
    lines = [
        check.page.strip().replace("``", ""),
        "",
        f"Severity: {check.severity} · ITS 2.0 issue type: {check.issue}",
    ]
    module = importlib.import_module(check.run.__module__)
    for title, name in (("Reported", "FAILING"), ("Left in peace", "PASSING")):
        examples: tuple[Example, ...] = getattr(module, name, ())
        lines += ["", f"{title}:"] if examples else []
        for example in examples:
            lines += [f"    {example.source_language.upper():<6} {_visible(example.source)}"]
            lines += [f"    {example.target_language.upper():<6} {_visible(example.target)}", ""]
    for option in check.options:
        lines += [f"Option {option.name} ({', '.join(option.choices)}): {option.text}"]
    return "\n".join(lines).rstrip() + "\n"


def _options(check: Check) -> str:
    """What a house may choose in ``accord.toml``."""
    if not check.options:
        return ""
    rows = "\n".join(
        f"| `{option.name}` | {', '.join(f'`{choice}`' for choice in option.choices)} | {option.text} |"
        for option in check.options
    )
    table = f"| option | values, the first by default | |\n| --- | --- | --- |\n{rows}"
    first = check.options[0]
    written = f'`[checks.{check.code}]`, then `{first.name} = "{first.choices[-1]}"`'
    return f"## Options\n\nIn `accord.toml`: {written}.\n\n{table}\n\n"


def _markdown(text: str) -> str:
    """Literals as Markdown writes them."""
    return text.replace("``", "`")


def _table(examples: tuple[Example, ...]) -> str:
    rows = "\n".join(
        f"| {example.source_language} → {example.target_language} | {_cell(example.source)} | {_cell(example.target)} |"
        for example in examples
    )
    return f"| languages | source | translation |\n| --- | --- | --- |\n{rows}"


def _visible(text: str) -> str:
    return text.replace("\u00a0", "⍽").replace("\u202f", "⍽").replace("\n", "⏎")


def _cell(text: str) -> str:
    """``text`` as code, with no-break spaces made visible; a bar would end the cell."""
    shown = _visible(text).replace("|", "\\|")
    fence = "``" if "`" in shown else "`"
    return f"{fence}{shown}{fence}" if shown.strip() else "(empty)"


def _main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in pages().items():
        (folder / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
