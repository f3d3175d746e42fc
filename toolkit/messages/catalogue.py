"""The catalogues of messages and of the checks' pages: what the code says, beside what the translators made of it.

``python -m toolkit.messages.catalogue`` brings every catalogue up to date: new messages come in untranslated, those
that nothing says any more go. A paragraph of a page that was changed is marked fuzzy beside its old translation.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import polib

from toolkit.messages import LANGUAGES, catalogue_path
from toolkit.messages.check_pages import check_pages_path, page_paragraphs

__all__ = ["messages_in", "page_texts", "said", "update", "update_pages"]

_MARKS = {"tr": 1, "N_": 1, "tr_n": 2}
_ROOT = Path(__file__).parents[1]


def messages_in(code: str) -> Iterator[str]:
    """The messages that the Python ``code`` marks with ``tr``, ``tr_n`` or ``N_``, in its order."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS:
            for argument in node.args[: _MARKS[node.func.id]]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def said() -> dict[str, tuple[str, ...]]:
    """All messages of the toolkit and the names of the checks, each with the files that say it."""
    from toolkit.checks.registry import CHECKS

    found: dict[str, set[str]] = {}
    for path in sorted(_ROOT.rglob("*.py")):
        for message in messages_in(path.read_text(encoding="utf-8")):
            found.setdefault(message, set()).add(path.relative_to(_ROOT.parent).as_posix())
    for check in CHECKS:
        found.setdefault(check.name, set()).add(f"{check.run.__module__.replace('.', '/')}.py")
    return {message: tuple(sorted(files)) for message, files in sorted(found.items())}


def update(language: str) -> polib.POFile:
    """The catalogue of ``language`` with exactly the messages that are said; translations are kept."""
    old = {entry.msgid: entry for entry in _entries(catalogue_path(language))}
    catalogue = _new(language)
    for message, files in said().items():
        known = old.get(message)
        flags = ["python-brace-format"] if "{" in message else []
        if known is not None and known.fuzzy:
            flags.append("fuzzy")
        catalogue.append(
            polib.POEntry(
                msgid=message,
                msgstr=known.msgstr if known else "",
                occurrences=[(file, "") for file in files],
                flags=flags,
            )
        )
    return catalogue


def page_texts() -> Iterator[tuple[str, str]]:
    """The context and the text of each paragraph of the checks' pages, and of what their options do."""
    from toolkit.checks.registry import CHECKS

    for check in CHECKS:
        yield from ((f"{check.code} {at}", text) for at, text in enumerate(page_paragraphs(check.page)))
        yield from ((f"{check.code} {option.name}", option.text) for option in check.options)


def update_pages(language: str) -> polib.POFile:
    """The catalogue of the pages in ``language`` with exactly the paragraphs that there are; translations are kept."""
    old = {str(entry.msgctxt): entry for entry in _entries(check_pages_path(language))}
    catalogue = _new(language)
    for context, text in page_texts():
        known = old.get(context)
        changed = known is not None and known.msgstr and (known.fuzzy or known.msgid != text)
        catalogue.append(
            polib.POEntry(
                msgctxt=context,
                msgid=text,
                msgstr=known.msgstr if known else "",
                flags=["fuzzy"] if changed else [],
            )
        )
    return catalogue


def _entries(path: Path) -> Iterator[polib.POEntry]:
    yield from polib.pofile(str(path), encoding="utf-8") if path.exists() else ()


def _new(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = {
        "Project-Id-Version": "accord-toolkit",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return catalogue


if __name__ == "__main__":
    for one in LANGUAGES[1:]:
        update(one).save(str(catalogue_path(one)))
        update_pages(one).save(str(check_pages_path(one)))
