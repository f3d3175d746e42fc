"""Whether a file is between the two languages of which a check knows words: English and French."""

from __future__ import annotations

from tmx.text.languages.language import primary_subtag
from toolkit.checks.check import FileContext

__all__ = ["ENGLISH_FRENCH", "known_languages"]

ENGLISH_FRENCH = ("en", "fr")


def known_languages(context: FileContext) -> tuple[str, str] | None:
    """The languages of source and target, each English or French; None if one is another."""
    languages = primary_subtag(context.source_tag), primary_subtag(context.target_tag)
    return languages if set(languages) <= set(ENGLISH_FRENCH) else None
