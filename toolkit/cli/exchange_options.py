"""Options of the commands that read and write glossaries of any format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["encoding_option", "format_option", "output_options", "read_format_option"]

_F = TypeVar("_F", bound=Callable[..., Any])
# The names of termbase.formats.registry.FORMATS, which a test holds to be the same: importing it takes time.
FORMAT_NAMES = ("tbx", "tbx2", "tbx-dct", "table", "xlsx", "multiterm", "utx", "po", "omegat", "omegat-csv", "db")


def format_option(help_text: str) -> Callable[[_F], _F]:
    """``--format``, a format by name, handed over as ``file_format``."""
    return click.option("--format", "file_format", type=click.Choice(FORMAT_NAMES), help=help_text)


def read_format_option() -> Callable[[_F], _F]:
    """``--read-as``, the format of what is read, handed over as ``read_format``."""
    return click.option(
        "--read-as",
        "read_format",
        type=click.Choice(FORMAT_NAMES),
        help="Format of what is read, where its ending and its beginning do not tell.",
    )


def encoding_option(command: _F) -> _F:
    """``--encoding``, that of a table which is not in UTF-8."""
    return click.option(
        "--encoding",
        metavar="NAME",
        help="Encoding of a table that is read and is not in UTF-8, such as windows-1252.",
    )(command)


def output_options(command: _F) -> _F:
    """What is written: ``--format``, ``--tbx-version``, ``--tbx-basic``."""
    for option in (
        click.option(
            "--tbx-basic",
            is_flag=True,
            help="Keep TBX v3 to TBX-Basic: what does not fit goes into notes that Accord reads back.",
        ),
        click.option("--tbx-version", type=click.Choice(("2", "3")), help="Version of a TBX that is written: 3, or 2."),
        format_option("Format of what is written, where the ending does not tell (.txt, .xml, .csv)."),
    ):
        command = option(command)
    return command
