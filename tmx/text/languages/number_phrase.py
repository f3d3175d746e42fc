"""Words and figures that make one number together."""

from msgspec import Struct

__all__ = ["NumberPhrase"]


class NumberPhrase(Struct, frozen=True):
    """A regular expression, and what stands where it matches.

    ``values`` are what it may stand for: amounts (``1/2``, ``24``) and times of day (``12:30``); each of ``more``
    stands there beside it (``around the clock`` is 24 hours and 7 days). In the pattern ``<n>`` is a number in figures
    or words up to a hundred, or a name of an hour, ``<scale>`` a word of scale, by which the amounts are multiplied;
    ``minutes`` past the hour ``<n>`` are a time of day, ``half`` says that half of one is added to ``<n>``.
    """

    pattern: str
    values: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    minutes: int | None = None
    half: bool = False
