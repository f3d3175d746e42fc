"""Options that mean the same in every command."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from tmx.address import address_of
from tmx.errors import ConfigError, StoreError, UnknownLanguageError
from tmx.files import no_folder, real_path
from tmx.text.languages import find_language, primary_subtag

__all__ = [
    "PATH",
    "approved_option",
    "dictionaries_option",
    "from_option",
    "interface_option",
    "keep_what_is_read",
    "language_option",
    "lexicon_options",
    "output_option",
    "project_default",
    "tmx_codes",
    "to_option",
]

_F = TypeVar("_F", bound=Callable[..., Any])
_TAG = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


class _Place(click.Path):
    """A path, or the address of a database on a server."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401  click's own signature
        """The path or the address; ``-`` becomes what stands for standard input or output."""
        if value == "-" and param is not None and ctx is not None and not ctx.resilient_parsing:
            from toolkit.cli.standard import standard_file

            return standard_file(param.name or "", ctx)
        return address_of(value) or super().convert(value, param, ctx) if isinstance(value, str) else value


PATH = _Place(path_type=Path, readable=False)  # whoever opens it tells why it cannot be read
_FILE_OWN = "what the file says, else "
_FILES = frozenset({"glossary", "memory"})


def _known_language(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None  # the file is asked
    try:
        find_language(value)
        if not _TAG.fullmatch(value):
            raise UnknownLanguageError(f"«{value}» is not a language code", remedy="write it such as fr or en-GB")
    except UnknownLanguageError as error:
        raise click.BadParameter(f"{error.reason}; {error.remedy}", context, parameter) from error
    return value


def project_default(setting: str, otherwise: str | None = None) -> Callable[[], Any]:
    """A default for click: the ``setting`` (a field of :class:`toolkit.config.Config`) that ``accord.toml`` makes.

    It is read when the command is called without the option; ``otherwise`` holds where the file says nothing. A
    glossary or a memory that is not there is a :class:`~tmx.errors.ConfigError` in that file.
    """

    def default() -> Any:  # noqa: ANN401  whatever the field holds; click checks it
        from toolkit.config import project_config

        config = project_config()
        value = getattr(config, setting)
        if setting in _FILES and value is not None:
            _refuse_missing(setting, value, config.folder)
        return otherwise if value is None else value

    return default


def _refuse_missing(setting: str, path: Path, folder: Path) -> None:
    from toolkit.config import CONFIG_NAME

    if address_of(path) is not None:
        return
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ConfigError(
            f"«{setting}» names the file {path}, which is not there",
            path=folder / CONFIG_NAME,
            remedy=f"correct «{setting}» there, or name another file with --{setting}",
        ) from error
    except OSError:  # whoever opens it tells
        return


def _interface() -> str:
    """The language that the command line speaks, or what ``accord.toml`` says where it has not been asked."""
    from toolkit.config import project_config
    from toolkit.messages import interface_language

    context = click.get_current_context(silent=True)
    if context is not None and context.find_root().command.name == "accord":
        return interface_language()  # what is wished has been found out
    return project_config().interface or "en"


def interface_option() -> Callable[[_F], _F]:
    """``--ui``, the language of reports and messages, handed over as ``interface``."""
    return click.option(
        "--ui",
        "interface",
        type=click.Choice(["en", "fr"]),
        default=_interface,
        help="Language of messages and reports (default: ACCORD_UI, accord.toml, the system's, else en).",
    )


def keep_what_is_read(outputs: Iterable[Path | None], inputs: Iterable[Path | None]) -> None:
    """Refuse to write into a file that the command reads, twice into one, and where nothing may be written.

    It is asked before the work. ``None`` and ``-`` among the paths name no file. Raises
    :class:`~tmx.errors.ConfigError`, and :class:`~tmx.errors.StoreError` where the folder is write-protected or none.
    """
    read = {real_path(path) for path in inputs if path is not None and address_of(path) is None}
    written: set[Path] = set()
    for path in outputs:
        if path is None or str(path) == "-":
            continue
        if real_path(path) in read:
            raise ConfigError("this file is read, and would be written over", path=path, remedy="name another file")
        if address_of(path) is None:
            if real_path(path) in written and not _is_device(path):
                reason = "two results would be written into this file, one over the other"
                raise ConfigError(reason, path=path, remedy="name a file for each")
            written.add(real_path(path))
            _refuse_protected(path)


def tmx_codes(codes: str | None, source_language: str, target_language: str) -> Mapping[str, str]:
    """What ``--tmx-languages`` says, by language: codes of the source and of the target; nothing where it is not given.

    Raises :class:`~tmx.errors.ConfigError` where a code is of another language, or is none.
    """
    from tmx.formats.tmx import parse_tmx_languages

    named = parse_tmx_languages(codes) if codes is not None else {}
    both = [primary_subtag(language) for language in (source_language, target_language)]
    stray = next((code for language, code in named.items() if language not in both), None)
    if stray is not None:
        raise ConfigError(
            f"--tmx-languages names «{stray}», and the texts are in «{source_language}» and «{target_language}»",
            remedy="name the languages of the texts with --from and --to",
        )
    return named


def _refuse_protected(path: Path) -> None:
    folder = path if path.is_dir() else path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir():
        raise no_folder(folder)
    if not os.access(folder, os.W_OK | os.X_OK) and not _is_device(path):
        raise StoreError("cannot be written: permission denied", path=path, remedy="choose another folder")


def _is_device(path: Path) -> bool:
    """Whether ``path`` is there and neither a file nor a folder, such as ``/dev/null``."""
    return path.exists() and not path.is_file() and not path.is_dir()


def from_option(default: str, *, of_file: bool = False) -> Callable[[_F], _F]:
    """``--from``, the source language, handed over as ``source_language``.

    ``of_file``: where neither it nor ``accord.toml`` names one it is ``None``, and the file is asked first.
    """
    return _side_option("--from", "source", default, of_file=of_file)


def to_option(default: str, *, of_file: bool = False) -> Callable[[_F], _F]:
    """``--to``, the target language, handed over as ``target_language``; else as :func:`from_option`."""
    return _side_option("--to", "target", default, of_file=of_file)


def _side_option(flag: str, side: str, default: str, *, of_file: bool) -> Callable[[_F], _F]:
    said = _FILE_OWN if of_file else ""
    return click.option(
        flag,
        f"{side}_language",
        callback=_known_language,
        metavar="LANGUAGE",
        default=project_default(f"{side}_language", None if of_file else default),
        help=f"Language of the {side}, as a BCP 47 code (default: accord.toml's, else {said}{default}).",
    )


def dictionaries_option(command: _F) -> _F:
    """``--dictionary``, repeatable, handed over as ``dictionaries``."""
    said = "Word list, dictionary or memory (repeatable)."
    return click.option("--dictionary", "dictionaries", multiple=True, type=PATH, help=said)(command)


def lexicon_options(command: _F) -> _F:
    """``--dictionary``, and ``--glossary``, repeatable too, handed over as ``glossaries``: what an aligner may use."""
    said = "Glossary: TBX, a table, a database … (repeatable)."
    return dictionaries_option(click.option("--glossary", "glossaries", multiple=True, type=PATH, help=said)(command))


def language_option(default: str | None = None, *, said: str = "") -> Callable[[_F], _F]:
    """``--lang``, the language of a text, handed over as ``language``; ``None`` where it is not given.

    ``said`` is its help where that is another than that it is made out then.
    """

    def check(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
        return _known_language(context, parameter, value)

    return click.option(
        "--lang",
        "language",
        callback=check,
        metavar="LANGUAGE",
        default=default,
        show_default=default is not None,
        help=said or "Language of the text, as a BCP 47 code" + (" (default: detected)." if default is None else "."),
    )


def approved_option() -> Callable[[_F], _F]:
    """``--approved``, memories or reviewed workbooks with approved units, handed over as ``approved_memories``."""
    return click.option(
        "--approved",
        "approved_memories",
        multiple=True,
        type=PATH,
        help="Reviewed workbook, or the memory made from it with align --from-review: what is approved in it is kept, "
        "and learnt from (repeatable).",
    )


def output_option(help_text: str, *, required: bool = False) -> Callable[[_F], _F]:
    """``-o``, the file or folder to write, handed over as ``output``."""
    return click.option("-o", "--output", type=PATH, required=required, help=help_text)


def by_option() -> Callable[[_F], _F]:
    """``--by``, who makes a change, handed over as ``author``; empty where it is not said."""
    return click.option(
        "--by", "author", default="", metavar="NAME", help="Who makes the change (default: ACCORD_AUTHOR, or the user)."
    )


def reason_option() -> Callable[[_F], _F]:
    """``--reason``, why a change is made."""
    return click.option("--reason", default="", metavar="TEXT", help="Why; it stands in the history.")


def term_language_option() -> Callable[[_F], _F]:
    """``--lang``, which language a term is of, handed over as ``language``; empty where it is not said."""

    def check(context: click.Context, parameter: click.Parameter, value: str) -> str:
        return _known_language(context, parameter, value or None) or ""

    return click.option(
        "--lang",
        "language",
        callback=check,
        metavar="LANGUAGE",
        default="",
        help="Language of the term, as a BCP 47 code.",
    )
