"""What the pages of press offices say around a release, in a file for each language."""

import regex

from toolkit.ingest.languages.en import ENGLISH_PAGES
from toolkit.ingest.languages.fr import FRENCH_PAGES
from toolkit.ingest.languages.pages import PageWords

__all__ = ["CONTACT", "PAGES", "PageWords", "repairs_for"]

# Sites mix languages: all lists are looked through, whatever the language of the release.
PAGES: tuple[PageWords, ...] = (FRENCH_PAGES, ENGLISH_PAGES)


CONTACT = regex.compile(rf"(?:{'|'.join(page.contact for page in PAGES)})", regex.I)
"""The beginning of a sentence that says whom to ask."""


def repairs_for(language: str) -> tuple[tuple[str, str], ...]:
    """Expressions and replacements for letters that got lost in texts of the primary subtag ``language``."""
    return next((page.lost_letters for page in PAGES if page.language == language), ())
