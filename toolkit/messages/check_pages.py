"""The pages of the checks in the interface's language.

They are written in English, as docstrings. ``checks.<language>.po`` beside this file holds their translations paragraph
by paragraph: the context of an entry is the code of the check and the paragraph's number (0 is the title), or the name
of an option. What it lacks, and the pages of checks that come from other packages, are shown in English.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from toolkit.messages import interface_language
from toolkit.messages.phrases import phrase

__all__ = ["check_pages_path", "page_paragraphs", "spoken_option", "spoken_page"]

_WIDTH = 118
_BREAK = re.compile(r"\s*\n\s*")


def check_pages_path(language: str) -> Path:
    """Where the catalogue of ``language`` stands."""
    return Path(__file__).with_name(f"checks.{language}.po")


def page_paragraphs(page: str) -> Iterator[str]:
    """The title of a page without its code, then its paragraphs, each on one line."""
    first, *rest = page.strip().split("\n\n")
    yield _BREAK.sub(" ", first.partition(":")[2]).strip()
    yield from (_BREAK.sub(" ", paragraph.strip()) for paragraph in rest)


def spoken_page(code: str, page: str) -> str:
    """``page`` of the check ``code`` in the interface's language; as it is where nothing of it is translated."""
    language = interface_language()
    known = _catalogue(language)
    title, *paragraphs = (
        known.get(f"{code} {number}", {}).get(text, text) for number, text in enumerate(page_paragraphs(page))
    )
    if [title, *paragraphs] == list(page_paragraphs(page)):
        return page.strip()
    return "\n\n".join([f"{code}{phrase(':')} {title}", *map(_wrapped, paragraphs)])


def spoken_option(code: str, name: str, text: str) -> str:
    """What the option ``name`` of a check does, in the interface's language."""
    return _catalogue(interface_language()).get(f"{code} {name}", {}).get(text, text)


def _wrapped(paragraph: str) -> str:
    """The paragraph in lines; a no-break space and a hyphen break none."""
    return "\n".join(textwrap.wrap(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False))


@cache
def _catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    """What each context's English text is in ``language``."""
    path = check_pages_path(language)
    if language == "en" or not path.exists():
        return {}
    import polib

    entries = polib.pofile(str(path), encoding="utf-8")
    known = (entry for entry in entries if entry.msgstr and not entry.fuzzy and not entry.obsolete)
    return {str(entry.msgctxt): {entry.msgid: entry.msgstr} for entry in known}
