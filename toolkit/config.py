"""``accord.toml``: what a project has agreed on, so that nobody has to say it again at every command.

The file stands in the project's folder, or in one above it, and travels with the texts (through git, say). What is
said on the command line counts more. Paths in it start from its own folder.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from tmx.address import address_of
from tmx.errors import AccordError, ConfigError, ParseError
from tmx.files import read_utf8
from tmx.text.languages import find_language
from toolkit.messages import LANGUAGES
from toolkit.model import Severity

__all__ = ["CONFIG_NAME", "DISMISSED_NAME", "Config", "find_config", "project_config", "read_config", "read_toml"]

CONFIG_NAME = "accord.toml"
DISMISSED_NAME = "accord-dismissed.toml"
_NEVER = "never"
_OFF = "off"
_TOP = frozenset({"from", "to", "glossary", "memory", "ui", "qa", "checks"})
_QA = frozenset({"select", "ignore", "fail-on", "info", "dismissed"})


class Config(Struct, frozen=True):
    """The settings of a project; ``folder`` is where it stands.

    ``severities`` are those of checks that the project wants graver or milder, ``options`` those of a check by its
    code; ``ignore`` holds also the checks that are switched off one by one.
    """

    folder: Path
    source_language: str | None = None
    target_language: str | None = None
    glossary: Path | None = None
    memory: Path | None = None
    interface: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    info: bool = False
    dismissed: Path | None = None
    severities: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    options: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: MappingProxyType({}))


def find_config(folder: Path) -> Path | None:
    """The ``accord.toml`` of ``folder`` or of the nearest folder above it; the search ends where a repository does."""
    for place in (folder, *folder.parents):
        if (place / CONFIG_NAME).is_file():
            return place / CONFIG_NAME
        if (place / ".git").exists():
            return None
    return None


def project_config() -> Config:
    """The settings of the folder in which the command was called; empty ones where there is no ``accord.toml``."""
    folder = Path.cwd()
    path = find_config(folder)
    if path is None:
        return Config(folder)
    # Named from here, as people name files: a report that is handed on says nothing of the computer it was made on.
    return read_config(Path(os.path.relpath(path, folder)))


def read_config(path: Path) -> Config:
    """The settings in the file ``path``.

    Raises :class:`~tmx.errors.ParseError` where it is not TOML, :class:`~tmx.errors.ConfigError` where a setting is
    unknown or makes no sense.
    """
    return _Reader(path, read_toml(path, remedy="`accord init` writes one to begin with")).config()


def read_toml(path: Path, *, remedy: str) -> dict[str, Any]:
    """What the TOML file ``path`` says.

    Raises :class:`~tmx.errors.ParseError` with ``remedy`` where it is not TOML, as :func:`~tmx.files.read_utf8` else.
    """
    try:
        return tomllib.loads(read_utf8(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error).splitlines()[0].rstrip(".") if isinstance(error, ValueError) else "too many brackets"
        raise ParseError(f"this is not TOML: {reason}", path=path, remedy=remedy) from error


class _Reader(Struct, frozen=True):
    """The content of a file on its way to settings; it knows the file's name for what is wrong in it."""

    path: Path
    content: Mapping[str, Any]

    def config(self) -> Config:
        self._known(self.content, _TOP, "")
        qa = self._table(self.content, "qa")
        self._known(qa, _QA, "qa.")
        severities, options, off = self._checks()
        return Config(
            folder=self.path.parent,
            source_language=self._language("from"),
            target_language=self._language("to"),
            glossary=self._file(self.content, "glossary"),
            memory=self._file(self.content, "memory"),
            interface=self._one_of(self.content, "ui", LANGUAGES) or "",
            select=self._codes(qa, "select"),
            ignore=(*self._codes(qa, "ignore"), *off),
            fail_on=self._one_of(qa, "fail-on", (*(s.value for s in Severity), _NEVER)),
            info=self._typed(qa, "info", bool, "true or false") or False,
            dismissed=self._file(qa, "dismissed"),
            severities=MappingProxyType(severities),
            options=MappingProxyType(options),
        )

    def _checks(self) -> tuple[dict[str, Severity], dict[str, dict[str, object]], tuple[str, ...]]:
        """``[checks]``: a severity or ``off`` for a code, or a table of options with a ``severity`` among them."""
        severities: dict[str, Severity] = {}
        options: dict[str, dict[str, object]] = {}
        off = []
        for code, said in self._table(self.content, "checks").items():
            table = dict(said) if isinstance(said, dict) else {"severity": said}
            if "severity" in table:
                named = self._one_of(table, "severity", (*(s.value for s in Severity), _OFF), f"checks.{code}")
                table.pop("severity")
                if named == _OFF:
                    off.append(code.upper())
                elif named is not None:
                    severities[code.upper()] = Severity(named)
            if table:
                options[code.upper()] = table
        return severities, options, tuple(off)

    def _wrong(self, name: str, reason: str, remedy: str) -> ConfigError:
        return ConfigError(f"«{name}» {reason}", path=self.path, remedy=remedy)

    def _known(self, table: Mapping[str, Any], names: frozenset[str], prefix: str) -> None:
        for name in table:
            if name not in names:
                raise self._wrong(
                    f"{prefix}{name}", "is not a setting", f"the settings here are {', '.join(sorted(names))}"
                )

    def _table(self, table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        return self._typed(table, name, dict, f"a table: [{name}]") or {}

    def _typed(self, table: Mapping[str, Any], name: str, kind: type, wanted: str) -> Any:  # noqa: ANN401  of ``kind``
        value = table.get(name)
        if value is not None and not isinstance(value, kind):
            raise self._wrong(name, "has a value of the wrong kind", f"write {wanted}")
        return value

    def _one_of(
        self, table: Mapping[str, Any], name: str, values: tuple[str, ...], shown: str | None = None
    ) -> str | None:
        value = table.get(name)
        if value is not None and value not in values:
            raise self._wrong(shown or name, f"cannot be «{value}»", f"write one of: {', '.join(values)}")
        return value if isinstance(value, str) else None

    def _codes(self, table: Mapping[str, Any], name: str) -> tuple[str, ...]:
        values = self._typed(table, name, list, f'a list: {name} = ["TERM", "NUM001"]') or []
        if not all(isinstance(value, str) for value in values):
            raise self._wrong(name, "holds something that is not a code", f'write {name} = ["TERM", "NUM001"]')
        return tuple(values)

    def _file(self, table: Mapping[str, Any], name: str) -> Path | None:
        value = self._typed(table, name, str, f'a file in quotation marks: {name} = "glossary.tbx"')
        return None if value is None else address_of(value) or self.path.parent / value

    def _language(self, name: str) -> str | None:
        tag = self._typed(self.content, name, str, f'a language in quotation marks: {name} = "fr"')
        if tag is None:
            return None
        try:
            find_language(tag)
        except AccordError as error:
            raise self._wrong(name, f"cannot be «{tag}»", error.remedy or error.reason) from error
        return str(tag)
