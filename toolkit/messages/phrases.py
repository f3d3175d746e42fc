"""Help texts and error lines in the interface's language.

They are written in English where they arise, on floors that know nothing of catalogues. What is said is therefore
looked up when it is shown, whole or by its template: ``there is no check «{0}»`` stands for every such line.
``commands.<language>.po`` beside this file holds the translations; what it lacks is shown in English.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

from toolkit.messages import interface_language

__all__ = ["error_templates", "help_pieces", "help_text", "phrase", "phrases_path"]

_PLACE = re.compile(r"\{(\d)\}")


def phrases_path(language: str) -> Path:
    """Where the catalogue of ``language`` stands."""
    return Path(__file__).with_name(f"commands.{language}.po")


def phrase(text: str) -> str:
    """``text`` in the interface's language, or as it is where the catalogue has nothing for it."""
    language = interface_language()
    if language == "en" or not text.strip():
        return text
    catalogue = _catalogue(language)
    if text in catalogue.whole:
        return catalogue.whole[text]
    for template, pattern in catalogue.patterns:
        found = pattern.fullmatch(text)
        if found is not None:
            return _filled(catalogue.whole[template], found.groups())
    return text


def help_text(text: str) -> str:
    """A command's help in the interface's language: looked up whole, or piece by piece (see :func:`help_pieces`)."""
    if interface_language() == "en":
        return text
    whole = phrase(text)
    if whole != text:
        return whole
    return "\n\n".join(
        "\n".join(line if line.startswith((" ", "\b")) else phrase(line) for line in paragraph.split("\n"))
        if paragraph.startswith("\b")
        else phrase(_joined(paragraph))
        for paragraph in text.split("\n\n")
    )


def help_pieces(text: str) -> Iterator[str]:
    """What there is to translate in a command's help: its paragraphs on a line each, of examples the line above them.

    A paragraph that begins with a backspace, click's mark for text that is shown as it stands, is an example; its
    indented lines are commands.
    """
    for paragraph in text.split("\n\n"):
        if paragraph.startswith("\b"):
            yield from (line for line in paragraph.split("\n") if line.strip("\b ") and not line.startswith(" "))
        else:
            yield _joined(paragraph)


def _joined(paragraph: str) -> str:
    return " ".join(paragraph.split())


def _filled(template: str, values: Sequence[str]) -> str:
    """``template`` with ``values``, which may be phrases themselves, in its places."""
    return _PLACE.sub(lambda place: phrase(values[int(place[1])]), template)


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The translations by what they translate, and patterns for those with places, the longest first."""

    whole: Mapping[str, str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _catalogue(language: str) -> _Phrases:
    import polib

    path = phrases_path(language)
    entries = polib.pofile(str(path), encoding="utf-8") if path.exists() else ()
    whole = {entry.msgid: entry.msgstr for entry in entries if entry.msgstr and not entry.fuzzy and not entry.obsolete}
    templates = sorted((text for text in whole if _PLACE.search(text)), key=len, reverse=True)
    return _Phrases(whole, tuple((template, _pattern(template)) for template in templates))


def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)  # text, number, text, ...: the numbers count up
    return re.compile("".join(re.escape(part) if at % 2 == 0 else "(.+?)" for at, part in enumerate(parts)), re.S)


def error_templates(code: str) -> Iterator[str]:
    """The reasons and remedies of the errors that the Python ``code`` makes, with ``{0}`` for what it fills in.

    Seen are calls of error classes other than Python's own, and of functions of ``code`` that return one or raise it
    with what they are given.
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
                    if re.search(r"[a-z]{2}", _PLACE.sub("", template)):
                        yield template


def _said(call: ast.Call, makers: Set[str]) -> Sequence[ast.expr]:
    """The arguments of a call that are a reason or a remedy."""
    if _called(call) in makers:
        return [*call.args, *(keyword.value for keyword in call.keywords)]
    if _is_error(_called(call)):
        return [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "remedy")]
    return []


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
        and _is_error(_called(error))
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
