"""``accord qa FOLDER``: the translations below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from msgspec import Struct

from tmx.files import real_path
from toolkit.messages import N_, tr, tr_n
from toolkit.messages.phrases import phrase
from toolkit.reports.harmless import harmless
from toolkit.workflows.qa_folder import FolderToCheck, translations_in

__all__ = ["FilesToCheck", "files_to_check"]

_MOST_NAMED = 8


class FilesToCheck(Struct, frozen=True):
    """The translations to check, and the originals of those that are documents found in a folder."""

    files: tuple[Path, ...]
    originals: Mapping[Path, Path]


def files_to_check(
    paths: Sequence[Path], known: Mapping[Path, str], languages: tuple[str | None, str | None]
) -> FilesToCheck:
    """``paths`` with the translations of a folder in its place, each file once; what a folder holds is said.

    ``known`` are files that have another purpose; see :func:`toolkit.workflows.qa_folder.translations_in`, which says
    what is raised.
    """
    if not any(path.is_dir() for path in paths):
        return FilesToCheck(tuple(paths), {})
    found: dict[Path, Path] = {}
    originals: dict[Path, Path] = {}
    for path in paths:
        if not path.is_dir():
            found.setdefault(real_path(path), path)
            continue
        folder = translations_in(path, known, source_language=languages[0], target_language=languages[1])
        _say(folder)
        for file in folder.files:
            named = found.setdefault(real_path(file), file)
            if file in folder.originals:
                originals[named] = folder.originals[file]
    return FilesToCheck(tuple(found.values()), originals)


def _say(folder: FolderToCheck) -> None:
    name = harmless(f"{str(folder.folder).rstrip('/')}/")
    one, many = N_("Checking    {count} file in {folder}"), N_("Checking    {count} files in {folder}")
    click.echo(tr_n(one, many, len(folder.files), folder=name), err=True)
    left = folder.left_out
    named = left if len(left) <= _MOST_NAMED else left[: _MOST_NAMED - 1]
    names: dict[str, list[str]] = {}
    for file in named:
        names.setdefault(file.reason, []).append(harmless(str(file.path.relative_to(folder.folder))))
    parts = [f"{', '.join(those)} ({_said(reason)})" for reason, those in names.items()]
    if len(named) < len(left):
        parts.append(tr("{count} more", count=len(left) - len(named)))
    if folder.others:
        parts.append(tr_n(N_("{count} file of another kind"), N_("{count} files of other kinds"), folder.others))
    if parts:
        click.echo(tr("Left out    {files}", files=" · ".join(parts)), err=True)


def _said(reason: str) -> str:
    """A reason in the interface's language: ours, or what was wrong with a table, which may hold anything."""
    said = phrase(reason)
    return tr(reason) if said == reason and not set("{}") & set(reason) else said
