"""Languages: what is known about each stands in the file that is named after it.

A language without a file of its own is served by rules that hold for most: nothing is tied to French and English
but these files.
"""

from tmx.errors import UnknownLanguageError
from tmx.text.languages.en import ENGLISH
from tmx.text.languages.fr import FRENCH
from tmx.text.languages.iso639 import ISO_639_1
from tmx.text.languages.language import Language, primary_subtag

__all__ = ["Language", "find_language", "known_languages", "primary_subtag"]

_OWN = {language.tag: language for language in (ENGLISH, FRENCH)}


def known_languages() -> tuple[Language, ...]:
    """The languages that have rules of their own."""
    return tuple(_OWN.values())


def find_language(tag: str) -> Language:
    """What is known about the language that the BCP 47 ``tag`` (``fr``, ``en-GB``, ``fr_CA``) names.

    Raises :class:`~tmx.errors.UnknownLanguageError` where its primary subtag is no ISO 639-1 code.
    """
    primary = primary_subtag(tag)
    own = _OWN.get(primary)
    if own is not None:
        return own
    name = ISO_639_1.get(primary)
    if name is None:
        raise UnknownLanguageError(
            f"«{tag}» is not a language code", remedy="give a BCP 47 code such as fr, en, en-GB or de"
        )
    return Language(tag=primary, name=name, decimal_mark=",")  # most languages but English; the point is read as well
