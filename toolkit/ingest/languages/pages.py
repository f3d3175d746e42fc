"""What is known of a language's web pages."""

from msgspec import Struct

__all__ = ["PageWords"]


class PageWords(Struct, frozen=True):
    """Words that stand around a release and are none of it.

    ``labels`` and ``menu`` are whole lines, folded (lower case, no accents); ``related`` begin a list of other
    stories, and ``about`` a note on the organization that belongs to the release; the others are regular expressions,
    read without regard to case: ``notice`` anywhere in a line (cookies, rights, sharing), ``contact`` at the beginning
    of a sentence that says whom to ask, ``credit`` at the end of a caption, ``dated`` before a date. ``lost_letters``
    pairs expressions with what stood there before a letter was lost.
    """

    language: str
    labels: frozenset[str]
    menu: frozenset[str]
    related: tuple[str, ...]
    about: str
    notice: str
    contact: str
    credit: str
    dated: str
    lost_letters: tuple[tuple[str, str], ...] = ()
