"""What Accord says to a translator, in the translator's language.

A message is written in English where it arises, with names in braces: ``tr("the source says {there}", there=figure)``.
``<language>.po`` beside this file holds the translations (gettext catalogues, kept with polib, so that any PO editor
opens them); :mod:`toolkit.messages.catalogue` brings them up to date with the code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from tmx.errors import ConfigError

__all__ = ["LANGUAGES", "N_", "catalogue_path", "interface_language", "speaking", "tr", "tr_all", "tr_n"]

LANGUAGES = ("en", "fr")
_LANGUAGE: ContextVar[str] = ContextVar("interface language", default="en")


def catalogue_path(language: str) -> Path:
    """Where the catalogue of ``language`` stands."""
    return Path(__file__).with_name(f"{language}.po")


def interface_language() -> str:
    """The language that messages are in, ``en`` unless :func:`speaking` says otherwise."""
    return _LANGUAGE.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Messages made inside are in ``language``, one of :data:`LANGUAGES`.

    Raises :class:`~tmx.errors.ConfigError` where there are none in it.
    """
    if language not in LANGUAGES:
        raise ConfigError(f"there are no messages in «{language}»", remedy=f"there are: {', '.join(LANGUAGES)}")
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def N_(message: str) -> str:  # noqa: N802  the name that gettext's tools know
    """``message`` as it is: marks a text for the catalogues that is translated later, by ``tr(variable)``."""
    return message


def tr(message: str, /, **values: object) -> str:
    """``message`` in the interface's language with ``values`` in the places that its braces name."""
    return _catalogue(_LANGUAGE.get()).get(message, message).format(**values)


def tr_all(message: str) -> tuple[str, ...]:
    """``message`` in every language that there are messages in, the English one first, each form once."""
    return tuple(dict.fromkeys(_catalogue(language).get(message, message) for language in LANGUAGES))


def tr_n(one: str, many: str, count: int, /, **values: object) -> str:
    """``one`` or ``many`` by ``count``, translated as :func:`tr` does; ``{count}`` may stand in both.

    French takes the singular for 0 and 1, English for 1 only.
    """
    singular = count == 1 or (count == 0 and _LANGUAGE.get() == "fr")
    return tr(one if singular else many, count=count, **values)


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    if language == "en":
        return {}
    import polib

    entries = polib.pofile(str(catalogue_path(language)), encoding="utf-8")
    return {entry.msgid: entry.msgstr for entry in entries if entry.msgstr and not entry.obsolete and not entry.fuzzy}
