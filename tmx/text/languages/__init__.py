"""Languages: what is known about each stands in the file that is named after it.

A language without a file of its own is served by rules that hold for most: nothing is tied to French and English
but these files.
"""

from functools import lru_cache

from tmx.errors import UnknownLanguageError
from tmx.text.languages.en import ENGLISH
from tmx.text.languages.fr import FRENCH
from tmx.text.languages.iso639 import language_name
from tmx.text.languages.language import Language, primary_subtag

__all__ = ["Language", "find_language", "known_languages", "primary_subtag"]

_OWN = {language.tag: language for language in (ENGLISH, FRENCH)}


def known_languages() -> tuple[Language, ...]:
    """The languages that have rules of their own."""
    return tuple(_OWN.values())


def find_language(tag: str) -> Language:
    """What is known about the language that the BCP 47 ``tag`` (``fr``, ``en-GB``, ``fr_CA``) names.

    Raises :class:`~tmx.errors.UnknownLanguageError` where its primary subtag is no code of ISO 639-1, 639-2 or 639-3.
    """
    primary = primary_subtag(tag)
    own = _OWN.get(primary)
    if own is not None:
        return own
    known = _general(primary)
    if known is None:
        raise UnknownLanguageError(
            f"«{tag}» is not a language code", remedy="give a BCP 47 code such as fr, en, en-GB, de or fil"
        )
    return known


@lru_cache(maxsize=256)  # what is remembered about a language hangs on the object
def _general(primary: str) -> Language | None:
    name = language_name(primary)
    if name is None:
        return None
    return Language(tag=primary, name=name, decimal_mark=",")  # most languages but English; the point is read as well
