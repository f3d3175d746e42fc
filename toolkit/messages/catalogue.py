"""The catalogues of messages and of the checks' pages: what the code says, beside what the translators made of it.

``python -m toolkit.messages.catalogue`` brings every catalogue up to date: new messages come in untranslated, those
that nothing says any more go. A paragraph of a page that was changed is marked fuzzy beside its old translation.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import count
from pathlib import Path

import polib

from toolkit.messages import LANGUAGES, catalogue_path
from toolkit.messages.check_pages import check_pages_path, page_paragraphs

__all__ = ["error_templates", "messages_in", "page_texts", "said", "update", "update_pages"]

_MARKS = {"tr": 1, "N_": 1, "tr_n": 2}
_ROOT = Path(__file__).parents[1]


def messages_in(code: str) -> Iterator[str]:
    """The messages that the Python ``code`` marks with ``tr``, ``tr_n`` or ``N_``, in its order."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS:
            for argument in node.args[: _MARKS[node.func.id]]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def error_templates(code: str) -> Iterator[str]:
    """The reasons and remedies of the errors that the Python ``code`` makes, with ``{0}`` for what it fills in.

    Seen are calls of error classes other than Python's own, and of functions of ``code`` that return one or raise it
    with what they are given; and each ``remedy`` that any function is given.
    """
    nodes = list(ast.walk(ast.parse(code)))
    makers = {node.name for node in nodes if isinstance(node, ast.FunctionDef) and _makes_errors(node)}
    assigned: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    assigned.setdefault(target.id, []).append(node.value)
    for node in nodes:
        if isinstance(node, ast.Call):
            for said in _said(node, makers):
                for template in _templates(said, assigned):
                    if re.search(r"[a-z]{2}", re.sub(r"\{\d\}", "", template)):
                        yield template


def _said(call: ast.Call, makers: Set[str]) -> Sequence[ast.expr]:
    """The arguments of a call that are a reason or a remedy."""
    if _called(call) in makers:
        return [*call.args, *(keyword.value for keyword in call.keywords)]
    if _called(call) == "Loss":  # what is lost of a broken file is told with its line first
        return call.args[1:2]
    if _called(call) == "_Misplaced":  # an error that is raised with the place first
        return call.args[1:]
    if _is_error(_called(call)):
        return [*call.args[:1], *_remedies(call)]
    return _remedies(call)  # handed to what raises the error


def _remedies(call: ast.Call) -> list[ast.expr]:
    return [keyword.value for keyword in call.keywords if keyword.arg == "remedy"]


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_error(name: str) -> bool:
    return name.endswith(("Error", "BadParameter")) and not hasattr(builtins, name)


def _makes_errors(function: ast.FunctionDef) -> bool:
    """Whether a function returns an error, or raises one with one of its parameters."""
    if function.returns is not None and ast.unparse(function.returns).endswith("Error"):
        return True
    parameters = {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
    raised = (node.exc for node in ast.walk(function) if isinstance(node, ast.Raise))
    return any(
        isinstance(error, ast.Call)
        and (_is_error(_called(error)) or _called(error) == "_error")
        and any(isinstance(one, ast.Name) and one.id in parameters for one in error.args[:1])
        for error in raised
    )


def _templates(node: ast.expr, assigned: Mapping[str, Sequence[ast.expr]]) -> Iterator[str]:
    """What an expression may say: either of two, what a name was given, a text with its places."""
    if isinstance(node, ast.IfExp):
        yield from _templates(node.body, assigned)
        yield from _templates(node.orelse, assigned)
    elif isinstance(node, ast.Name):
        for value in assigned.get(node.id, ()):
            yield from _templates(value, {})
    elif isinstance(node, ast.Constant):
        yield from [node.value] if isinstance(node.value, str) else []
    elif isinstance(node, ast.JoinedStr):
        places = count()
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else f"{{{next(places)}}}" for part in node.values
        )


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
