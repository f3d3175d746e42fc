"""The error tree: what could not be done, where, and what to do about it.

A finding about a text is data; an error means that the job could not be done. Only the command line turns
errors into messages and exit codes.
"""

from pathlib import Path

from tmx.address import address_of

__all__ = [
    "AccordError",
    "AlignmentError",
    "ConfigError",
    "IngestError",
    "ParseError",
    "StoreError",
    "TermbaseError",
    "UnknownFormatError",
    "UnknownLanguageError",
]


class AccordError(Exception):
    """The one root of all errors that Accord raises on purpose.

    ``reason`` says what is wrong, ``path``, ``line`` and ``column`` (both from 1) where, ``remedy`` what the person
    at the keyboard can do.
    """

    def __init__(
        self,
        reason: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        column: int | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = None if path is None else address_of(path) or Path(path)
        self.line = line
        self.column = column
        self.remedy = remedy

    @property
    def place(self) -> str:
        """``memoire.tmx, line 14, column 3``, as far as it is known; empty where nothing is."""
        parts = []
        if self.path is not None:
            parts.append(str(self.path).replace("\n", "\u240a"))  # a message keeps to its line
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)

    def __str__(self) -> str:
        place = self.place
        message = f"{place}: {self.reason}" if place else self.reason
        return f"{message} ({self.remedy})" if self.remedy else message


class ParseError(AccordError):
    """A file is not what it claims to be, or is broken at a place."""


class UnknownFormatError(AccordError):
    """No reader or writer is known for a file."""


class UnknownLanguageError(AccordError):
    """A language tag is not well formed, or names no language."""


class AlignmentError(AccordError):
    """Two texts cannot be aligned."""


class StoreError(AccordError):
    """A file or a database cannot be read or written."""


class TermbaseError(AccordError):
    """A glossary contradicts itself."""


class ConfigError(AccordError):
    """A setting or an option has a value that makes no sense."""


class IngestError(AccordError):
    """A document cannot be read."""
