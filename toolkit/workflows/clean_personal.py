"""Personal data in units: mail addresses, telephone numbers, names in contact lines; masked alike on both sides."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

import regex
from msgspec import Struct

from tmx.model import Segment
from tmx.text.folding import fold
from tmx.text.languages import Language
from tmx.text.lemmas import is_known_word
from toolkit.messages import N_
from toolkit.workflows.clean_texts import with_text

__all__ = ["MaskedPair", "masked"]

# The lengths are more than a mail address (RFC 5321, 4.5.3.1.1) or a name has, and keep a long text from taking long.
_MAIL = regex.compile(r"(?:mailto:)?[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}")
# Runs of digits with signs between them: where one ends is never in doubt, so that nothing is tried twice.
_DIGITS = r"\(?(?:\d{1,15}+\)?[\s\u00a0\u202f./()‑-]{1,2}\(?){0,8}\d{2,15}+"
_PHONE = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}])(?:(?:\+|00)[\s\u00a0]?{_DIGITS}|0\d(?:[\s\u00a0\u202f.-]?\d\d){{4}}"
    r"|\(\d{3}\)\s?\d{3}-\d{4}|\d{3}-\d{3}-\d{4})(?![\p{L}\p{N}])"
)
_CUED_PHONE = regex.compile(
    rf"(?i:\b(?:tel|tél|phone|telephone|téléphone|mobile|cell|portable|fax|gsm|whatsapp|hotline)\b\.?\s*(?:no\.?|n°)?\s*:?\s*)"
    rf"(?P<number>\+?{_DIGITS})(?![\p{{L}}\p{{N}}])"
)
_NAME = regex.compile(
    r"(?<![\p{L}\p{N}])\p{Lu}[\p{L}’'-]{1,60}(?:[\s\u00a0]+(?:(?:de|du|van|von|der|den|bin|al|el|da|di|la|le)[\s\u00a0]+)?"
    r"(?:\p{Lu}\.|\p{Lu}[\p{L}’'-]{1,60})){1,3}(?![\p{L}\p{N}])"
)
_CONTACT = regex.compile(
    r"(?i)\b(?:contact(?:er|ez|s)?|press officer|spokesperson|porte-parole|attachée?s? de presse|media officer|"
    r"for (?:more|further) information|pour (?:plus|de plus amples|toute?) (?:d.)?(?:information|renseignement)s?)\b"
)
_LEAST_PHONE = 7  # digits
_REACH = 80  # characters between a name and what makes its line a contact line


class MaskedPair(Struct, frozen=True):
    """A pair with its personal data masked, and what was masked (``mail address``, ``telephone number``, ``name``)."""

    source: Segment
    target: Segment
    what: tuple[str, ...]


def masked(source: Segment, target: Segment, languages: tuple[Language, Language]) -> MaskedPair | None:
    """The pair without mail addresses, telephone numbers and names in contact lines; ``None`` where there are none.

    A line is a contact line where a word for contact, a mail address or a telephone number stands in it. A name is what
    begins with capitals, stands on both sides, and is made of words that no dictionary has.
    """
    found = list(_found(source.text, target.text))
    found += [("name", name) for name in _names(source.text, target.text, languages, [text for _, text in found])]
    if not found:
        return None
    order = sorted(dict.fromkeys(found), key=lambda item: -len(item[1]))

    def mask(text: str) -> str:
        for what, private in order:
            text = text.replace(private, _MASKS[what])
        return text

    pair = with_text(source, mask), with_text(target, mask)
    if (pair[0].text, pair[1].text) == (source.text, target.text):
        return None  # an inline code stands in the midst of it
    return MaskedPair(*pair, tuple(dict.fromkeys(what for what, _ in found)))


_MASKS = {N_("mail address"): "[mail]", N_("telephone number"): "[telephone]", N_("name"): "[name]"}


def _found(*texts: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        for match in _MAIL.finditer(text):
            yield "mail address", match.group()
        rest = _MAIL.sub(lambda match: " " * len(match.group()), text)
        for pattern in (_PHONE, _CUED_PHONE):
            for match in pattern.finditer(rest):
                number = match["number"] if pattern is _CUED_PHONE else match.group()
                if sum(c.isdigit() for c in number) >= _LEAST_PHONE:
                    yield "telephone number", number.rstrip(" .-/(")


def _names(source: str, target: str, languages: tuple[Language, Language], known: Sequence[str]) -> Iterator[str]:
    plain = source
    for private in known:
        plain = plain.replace(private, "," + " " * (len(private) - 1))
    cues = [match.end() for match in _CONTACT.finditer(source)]
    near = [source.find(private) for private in known if private in source]
    if not cues and not near:
        return
    other = fold(target)
    for match in _NAME.finditer(plain):
        words = match.group().split()
        while len(words) > 1 and _is_common(words[0], languages):  # «Contact Jean Dupont», «Mr Dupont»
            words = words[1:]
        name = " ".join(words)
        start = match.end() - len(name)  # «Contact» may be the cue itself
        after_cue = any(0 <= start - cue <= _REACH for cue in cues)
        if not after_cue and not any(abs(start - place) <= _REACH for place in near):
            continue
        if len(words) < 2 or fold(name) not in other or name not in plain:
            continue
        if any(word.isupper() and len(word) > 2 for word in words) or any(
            _is_common(word, languages) for word in words
        ):
            continue
        yield name
        if name not in target:  # spelt with other accents there
            yield _as_spelt(fold(name), target)


def _as_spelt(folded: str, text: str) -> str:
    """What stands in ``text`` where ``folded`` stands in it without case and accents."""
    ends = list(accumulate(len(fold(letter)) for letter in text))  # «œ» becomes two letters, a combining accent none
    at = fold(text).find(folded)
    return text[bisect_right(ends, at) : bisect_right(ends, at + len(folded))]


def _is_common(word: str, languages: tuple[Language, Language]) -> bool:
    small = word.strip(".'’").lower()
    return any(small in language.function_words or is_known_word(small, language) for language in languages)
